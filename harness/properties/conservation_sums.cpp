#include "harness/properties/conservation_sums.hpp"

#include <algorithm>
#include <cstdlib>

namespace rehearse::harness {

using scenarios::OperationStepKind;
using simulators::EffectKind;

namespace {

/// Whether the write leaves the track's counter field alone.
bool spares_counter(const Facts& facts, const TrackFact& track, const WriteFact& write) {
  if (write.kind != OperationStepKind::update || !write.partial) return false;
  const scenarios::OperationStep* step = facts.step_of(write);
  return step != nullptr &&
         std::none_of(step->value.begin(), step->value.end(),
                      [&](const auto& v) { return v.field == track.counter_field; });
}

std::int64_t signed_amount(const WriteFact& write) {
  switch (write.kind) {
    case OperationStepKind::charge:
    case OperationStepKind::capture:
      return write.value;
    case OperationStepKind::refund:
    case OperationStepKind::void_charge:
      return -std::abs(write.value);
    default:
      return 0;
  }
}

}  // namespace

void Sums::add_intended(const Facts& facts) {
  const bool stops = facts.plan().application.on_step_failure == scenarios::OnStepFailure::stop;
  for (const WriteFact& write : facts.writes()) {
    if (write.compensation || write.element == nothing) continue;
    const TrackFact& track = facts.tracks()[facts.elements()[write.element].track];
    std::uint32_t& mark = marks[write.element];
    if (write.operation == nothing) {
      mark |= replaced;  // by a writer beside the application: what it did to a counter is unknown
      continue;
    }
    const OperationFact& operation = facts.operations()[write.operation];
    const bool partly =
        stops && operation.denied() && operation.first_write != operation.last_write;
    if (operation.denied() && !partly) {
      mark |= touched;
      continue;
    }
    const bool certain = operation.ending == Ending::ok;
    if (track.service) {
      if (write.kind == OperationStepKind::charge || write.kind == OperationStepKind::capture) {
        mark |= (mark & charged) != 0 ? touched | replaced : touched | charged;
      } else if (write.kind != OperationStepKind::authorise && write.value == 0) {
        mark |= replaced;  // a refund of all there is: its amount is not told
      }
      add(write.element, signed_amount(write), certain);
    } else if (track.counter && write.add()) {
      const scenarios::OperationStep* step = facts.step_of(write);
      if (step != nullptr && step->field != track.counter_field) continue;
      mark |= touched;
      add(write.element, write.value, certain);
    } else if (track.counter && !spares_counter(facts, track, write)) {
      mark |= replaced;
    }
  }
}

void Sums::add_effects(const Facts& facts) {
  for (const EffectFact& effect : facts.effects()) {
    const Event& event = facts.event(effect.event);
    if ((event.flags & not_real) != 0) continue;
    std::int64_t& net = actual[effect.element];
    const std::int64_t all = event.value == 0 ? net : event.value;
    switch (static_cast<EffectKind>(event.detail)) {
      case EffectKind::charge:
      case EffectKind::capture:
        net += event.value;
        break;
      case EffectKind::refund:
        net -= all;
        break;
      case EffectKind::void_charge:
        net -= std::min(all, net);
        break;  // of what was not captured: 0
      case EffectKind::authorise:
        break;
    }
  }
}

}  // namespace rehearse::harness
