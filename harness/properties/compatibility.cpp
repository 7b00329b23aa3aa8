// X1: every live combination of application version, schema and service works.
//
// No call of a client operation fails because a table is not there, a record is not understood or a
// side that a service needs is missing; nobody reads a record whose content is not what its writer
// wrote. Background work (relay, backfill, shadow reads) may meet such an error as long as
// something succeeds there later.
#include <fmt/format.h>

#include <algorithm>

#include "harness/properties/verdicts.hpp"
#include "harness/properties/words.hpp"

namespace rehearse::harness {

using simulators::FailureReason;

namespace {

bool mismatch(FailureReason reason) {
  return reason == FailureReason::no_such_table || reason == FailureReason::incompatible ||
         reason == FailureReason::needs_missing || reason == FailureReason::field_missing;
}

/// "app/2, which runs v1," or the node's name.
std::string who(const Facts& facts, simulators::NodeId node, EventId at) {
  const std::string version = version_at(facts, node, at);
  if (version.empty()) return node_name(facts, node);
  return fmt::format("{}, which ran {},", node_name(facts, node), version);
}

bool succeeds_later(const Facts& facts, EventId failed) {
  const Event& call = facts.event(failed);
  const auto& events = facts.history().events;
  return std::any_of(events.begin() + failed, events.end(), [&](const Event& event) {
    const bool success = event.kind == EventKind::commit || event.kind == EventKind::skip ||
                         event.kind == EventKind::effect ||
                         event.kind == EventKind::shadow_compared;
    return success && event.track == call.track &&
           (event.side == call.side || event.kind == EventKind::shadow_compared);
  });
}

Verdict failed_verdict(const Facts& facts, EventId id) {
  const Event& event = facts.event(id);
  const OperationIndex operation = facts.operation_index(event.operation);
  const bool background = (event.flags & simulators::flag_background) != 0;
  const std::string purpose = background || operation == nothing
                                  ? std::string("background work")
                                  : operation_of_client(facts, operation);
  Verdict verdict = violated(
      fmt::format("{}{} could not use {} at {} for {}: {}", opening(facts, id),
                  who(facts, event.node, id), side_name(facts, event.track, event.side),
                  seconds(event.time), purpose,
                  reason_name(static_cast<FailureReason>(event.detail))),
      "compatibility of live versions",
      Reason{
          fmt::format("{} can use {}, whatever lives beside it", who(facts, event.node, id),
                      side_name(facts, event.track, event.side)),
          fmt::format("its call met: {}", reason_name(static_cast<FailureReason>(event.detail)))});
  std::vector<EventId> events{id};
  if (!background && operation != nothing) {
    events.push_back(facts.operations()[operation].invoke);
  }
  verdict.witness = witness(std::move(events));
  verdict.phase = event.phase;
  verdict.subject = subject(facts, event.track, event.side);
  return verdict;
}

Verdict content_verdict(const Facts& facts, const ObserveFact& observe) {
  const Event& event = facts.event(observe.event);
  simulators::NodeId node = event.node;
  std::vector<EventId> events{observe.event};
  if (observe.operation != nothing) {
    const OperationFact& operation = facts.operations()[observe.operation];
    events.push_back(operation.invoke);
    if (facts.instance_group(node) < 0 && operation.finish != no_event) {
      node = facts.event(operation.finish).node;
    }
  }
  if (observe.write != nothing) events.push_back(facts.writes()[observe.write].first_commit);
  Verdict verdict =
      violated(fmt::format("{}{} read {} in {} at {} with content that is not what was written",
                           opening(facts, observe.event), who(facts, node, observe.event),
                           record_name(facts, observe.element),
                           side_name(facts, event.track, event.side), seconds(event.time)),
               "compatibility of live versions",
               Reason{fmt::format("who reads {} sees what was written there",
                                  record_name(facts, observe.element)),
                      fmt::format("{} read other content", node_name(facts, node))});
  verdict.witness = witness(std::move(events));
  verdict.phase = event.phase;
  verdict.subject = subject(facts, event.track, event.side);
  return verdict;
}

/// The premise: some operation ran while versions, schema or routes were not what they began as.
bool combinations_lived(const Facts& facts) {
  if (facts.operations().empty()) return false;
  const EventId last = facts.operations().back().invoke;
  const auto by = [&](EventId id) { return id != no_event && id < last; };
  for (std::size_t i = facts.tracks().size(); i < facts.stages().size(); ++i) {
    const StageFact& stage = facts.stages()[i];
    if (facts.by_plan(stage) && by(stage.event)) return true;
  }
  const auto& versions = facts.plan().application.versions;
  for (const EventId id : facts.processes()) {
    const Event& event = facts.event(id);
    if (event.kind != EventKind::node_up || !by(id)) continue;
    const int group = facts.instance_group(event.node);
    const auto index = static_cast<std::size_t>(event.value);
    if (group < 0 || index >= versions.size()) continue;
    const auto& first = facts.plan().application.groups[static_cast<std::size_t>(group)].version;
    if (versions[index].name != first) return true;
  }
  return false;
}

}  // namespace

Verdict judge_compatibility(const Facts& facts) {
  EventId found = no_event;
  for (const EventId id : facts.failed_calls()) {
    const Event& event = facts.event(id);
    if (!mismatch(static_cast<FailureReason>(event.detail))) continue;
    if ((event.flags & simulators::flag_background) != 0 && succeeds_later(facts, id)) continue;
    found = id;
    break;
  }
  for (const ObserveFact& observe : facts.observes()) {
    if (observe.event > found) break;
    if ((facts.event(observe.event).flags & simulators::flag_wrong_content) == 0) continue;
    return content_verdict(facts, observe);
  }
  if (found != no_event) return failed_verdict(facts, found);
  return holds(combinations_lived(facts));
}

}  // namespace rehearse::harness
