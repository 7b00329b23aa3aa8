// What the plan says, resolved once: tracks, counters, conditions of gates.
#include <algorithm>
#include <utility>

#include "harness/properties/facts.hpp"

namespace rehearse::harness {

using scenarios::OperationStep;
using scenarios::OperationStepKind;
using scenarios::TransformKind;

namespace {

bool loses_content(const scenarios::Track& track) {
  return std::any_of(track.transform.begin(), track.transform.end(), [](const auto& transform) {
    return transform.lossy || transform.kind == TransformKind::drop;
  });
}

constexpr std::pair<std::string_view, Metric> metrics[] = {
    {"backfill_remaining", Metric::backfill_remaining},
    {"verify_mismatch", Metric::verify_mismatch},
    {"shadow_mismatch", Metric::shadow_mismatch},
    {"repair_queue", Metric::repair_queue},
    {"sync_lag", Metric::sync_lag},
};

}  // namespace

void Facts::read_plan() {
  for (const scenarios::Track& track : plan_->tracks) {
    TrackFact fact;
    fact.name = track.name;
    fact.track = &track;
    fact.record = &track.record;
    fact.service = track.is_service();
    fact.lossy = loses_content(track);
    tracks_.push_back(fact);
  }
  for (const scenarios::Collection& collection : plan_->collections) {
    TrackFact fact;
    fact.name = collection.name;
    fact.record = &collection.record;
    tracks_.push_back(fact);
  }
  for (const scenarios::Operation& operation : plan_->application.operations) {
    for (const OperationStep& step : operation.steps) {
      if (step.kind != OperationStepKind::add) continue;
      for (TrackFact& track : tracks_) {
        if (track.counter || track.name != step.target) continue;
        track.counter = true;
        track.counter_field = step.field;
      }
    }
  }
}

void Facts::read_conditions() {
  const auto add = [&](std::size_t phase, simulators::GateKind kind, const auto& gate) {
    if (!gate) return;
    for (std::uint32_t i = 0; i < gate->when.size(); ++i) {
      ConditionFact fact;
      fact.phase = static_cast<std::uint16_t>(phase);
      fact.kind = kind;
      fact.index = i;
      fact.condition = &gate->when[i];
      const std::string_view metric = gate->when[i].metric;
      const std::size_t dot = metric.rfind('.');
      if (dot != std::string_view::npos) {
        for (std::size_t t = 0; t < tracks_.size(); ++t) {
          if (tracks_[t].name == metric.substr(0, dot)) fact.track = static_cast<TrackIndex>(t);
        }
        for (const auto& [name, value] : metrics) {
          if (name == metric.substr(dot + 1)) fact.metric = value;
        }
      }
      conditions_.push_back(fact);
    }
  };
  for (std::size_t p = 0; p < plan_->phases.size(); ++p) {
    add(p, simulators::GateKind::entry, plan_->phases[p].entry);
    add(p, simulators::GateKind::exit, plan_->phases[p].gate);
  }
}

void Facts::read_nodes() {
  // Nodes change between histories only when the plan does, and then the Facts are others; but a
  // history read from a file may name them in any order, so they are read anew.
  node_groups_.assign(history_->nodes.size(), -1);
  const auto& groups = plan_->application.groups;
  for (std::size_t n = 0; n < history_->nodes.size(); ++n) {
    const std::string_view name = history_->nodes[n];
    const std::size_t slash = name.find('/');
    if (slash == std::string_view::npos) continue;
    for (std::size_t g = 0; g < groups.size(); ++g) {
      if (groups[g].name == name.substr(0, slash)) node_groups_[n] = static_cast<int>(g);
    }
  }
}

const OperationFact* Facts::operation_of(WriteIndex write) const {
  if (write == nothing || writes_[write].operation == nothing) return nullptr;
  return &operations_[writes_[write].operation];
}

const OperationStep* Facts::step_of(const WriteFact& write) const {
  if (write.operation == nothing) return nullptr;
  if (write.element == nothing && write.intend == no_event) return nullptr;
  const std::uint32_t kind = operations_[write.operation].kind;
  if (kind >= plan_->application.operations.size()) return nullptr;
  const auto& steps = plan_->application.operations[kind].steps;
  const unsigned index = simulators::step_of(write.id);
  if (index >= steps.size()) return nullptr;
  const OperationStep& step = steps[index];
  if (step.kind != write.kind) return nullptr;
  const TrackIndex track =
      write.element != nothing ? elements_[write.element].track : event(write.intend).track;
  return step.target == tracks_[track].name ? &step : nullptr;
}

bool Facts::known_initial(ElementId id, WriteId write) const {
  const ElementFact& fact = elements_[id];
  return fact.initial && write == simulators::initial_write(fact.track, fact.key);
}

}  // namespace rehearse::harness
