#include "harness/history/describe_event.hpp"

#include <fmt/format.h>

#include "harness/properties/words.hpp"
#include "scenarios/names.hpp"

namespace rehearse::harness {

using scenarios::OperationStepKind;
using simulators::EffectKind;
using simulators::FailureReason;
using simulators::PlanEnd;
using simulators::WriteSource;

namespace {

bool flag(const Event& event, std::uint8_t bit) { return (event.flags & bit) != 0; }

std::string record(const Facts& facts, const Event& event) {
  return record_name(facts, event.track, event.key);
}

std::string side(const Facts& facts, const Event& event) {
  return side_name(facts, event.track, event.side);
}

/// "operation 41" or "background work".
std::string purpose(const Event& event) {
  if (event.operation == 0) return "background work";
  return fmt::format("operation {}", event.operation);
}

/// "what operation 41 wrote", "its undoing by operation 41", "the initial record".
std::string writer(simulators::WriteId write) {
  if (write == 0) return "no record";
  if (simulators::is_initial(write)) return "the initial record";
  return fmt::format("{} operation {}",
                     simulators::is_compensation(write) ? "the undoing by" : "the write of",
                     simulators::operation_of(write));
}

std::string_view outcome_words(std::uint8_t detail) {
  switch (static_cast<simulators::Outcome>(detail)) {
    case simulators::Outcome::ok:
      return "gets ok";
    case simulators::Outcome::refused:
      return "is refused";
    case simulators::Outcome::fail:
      return "gets a failure";
    case simulators::Outcome::info:
      return "gets no certain answer";
  }
  return "ends";
}

std::string intention(const Facts& facts, const Event& event) {
  switch (static_cast<OperationStepKind>(event.detail)) {
    case OperationStepKind::add:
      return fmt::format("means to change {} by {}", record(facts, event), event.value);
    case OperationStepKind::erase:
      return fmt::format("means to delete {}", record(facts, event));
    case OperationStepKind::insert:
      return fmt::format("means to insert {}", record(facts, event));
    case OperationStepKind::put:
    case OperationStepKind::update:
    case OperationStepKind::read:
      return fmt::format("means to write {}", record(facts, event));
    default:
      return fmt::format("means to {} {} for {}",
                         scenarios::name_of(static_cast<OperationStepKind>(event.detail)),
                         money(facts, event.track, event.value), record(facts, event));
  }
}

/// The group whose job an operation is.
std::string job_owner(const Facts& facts, const Event& event) {
  const auto& groups = facts.plan().application.groups;
  return event.detail <= groups.size() ? groups[event.detail - 1U].name : "somebody";
}

std::string client_words(const Facts& facts, const Event& event) {
  const OperationIndex operation = facts.operation_index(event.operation);
  const std::uint16_t client =
      operation == nothing ? event.client : facts.operations()[operation].client;
  const std::string name = operation == nothing ? purpose(event) : operation_name(facts, operation);
  switch (event.kind) {
    case EventKind::invoke:
      if (event.detail > 0)
        return fmt::format("{} starts {} by itself: it is its job", job_owner(facts, event), name);
      return fmt::format("client {} starts {}", client, name);
    case EventKind::intend:
      return fmt::format("{} {}", name, intention(facts, event));
    case EventKind::observe: {
      const char* cached = flag(event, simulators::flag_cached) ? " from a cache of " : " in ";
      const char* wrong =
          flag(event, simulators::flag_wrong_content) ? ", with other content than written" : "";
      return fmt::format("{} sees {}{}{}: {}{}", name, record(facts, event), cached,
                         side(facts, event), writer(event.write), wrong);
    }
    case EventKind::asked_again:
      return fmt::format("client {} asks again for {}; {}: {}", client, name,
                         node_name(facts, event.node),
                         reason_name(static_cast<FailureReason>(event.detail)));
    default:
      break;
  }
  const auto reason = static_cast<FailureReason>(event.extra);
  return fmt::format("client {} {} for {} after {}{}{}", client, outcome_words(event.detail), name,
                     length(event.value), reason == FailureReason::none ? "" : ": ",
                     reason == FailureReason::none ? "" : reason_name(reason));
}

std::string store_words(const Facts& facts, const Event& event) {
  const auto source = static_cast<WriteSource>(event.detail);
  const bool undo = simulators::is_compensation(event.write);
  const std::string by = event.operation != 0
                             ? fmt::format("{}, {}operation {}", source_name(source),
                                           undo ? "undoing " : "", event.operation)
                             : std::string(source_name(source));
  if (event.kind == EventKind::displaced) {
    return fmt::format("{} loses {}: {} takes its place in a unique field ({})", side(facts, event),
                       record(facts, event), record_name(facts, event.track, event.extra), by);
  }
  if (event.kind == EventKind::skip) {
    return fmt::format("{} leaves {} alone ({})", side(facts, event), record(facts, event), by);
  }
  const char* together =
      flag(event, simulators::flag_one_transaction) ? ", both sides in one transaction" : "";
  if (flag(event, simulators::flag_erased)) {
    return fmt::format("{} deletes {} ({}{})", side(facts, event), record(facts, event), by,
                       together);
  }
  if (flag(event, simulators::flag_add)) {
    return fmt::format("{} sets the counter of {} to {} ({}{})", side(facts, event),
                       record(facts, event), event.extra, by, together);
  }
  return fmt::format("{} writes {}: version {} ({}{})", side(facts, event), record(facts, event),
                     event.value, by, together);
}

std::string service_words(const Facts& facts, const Event& event) {
  if (event.kind == EventKind::webhook) {
    return fmt::format(
        "{} {} after a webhook of {}", record(facts, event),
        flag(event, simulators::flag_repeat) ? "is not fulfilled again" : "is fulfilled",
        side(facts, event));
  }
  const std::string_view kind = effect_name(static_cast<EffectKind>(event.detail));
  if (flag(event, simulators::flag_repeat)) {
    return fmt::format("{} answers a repeated {} for {} from memory ({})", side(facts, event), kind,
                       record(facts, event), purpose(event));
  }
  const bool shadow = flag(event, simulators::flag_shadow);
  return fmt::format("{} makes {} {}{} of {} for {} ({})", side(facts, event),
                     !shadow && kind.starts_with('a') ? "an" : "a", shadow ? "shadow " : "", kind,
                     money(facts, event.track, event.value), record(facts, event), purpose(event));
}

std::string application_words(const Facts& facts, const Event& event) {
  const std::string node = node_name(facts, event.node);
  switch (event.kind) {
    case EventKind::call_failed:
      return fmt::format("{} cannot use {} for {}, attempt {}: {}", node, side(facts, event),
                         purpose(event), event.value + 1,
                         reason_name(static_cast<FailureReason>(event.detail)));
    case EventKind::turned_away:
      return fmt::format("{} {} {} for {}, and routes again", node,
                         static_cast<FailureReason>(event.detail) == FailureReason::denied
                             ? "may not write to"
                             : "is refused, for its old flags, by",
                         side(facts, event), purpose(event));
    case EventKind::second_failed:
      return fmt::format(
          "{} fails to write {} second in {} ({})", node, record(facts, event), side(facts, event),
          scenarios::name_of(static_cast<scenarios::SecondWriteFailure>(event.detail)));
    case EventKind::repair_queued:
      return fmt::format("{} queues a repair of {} in {}", node, record(facts, event),
                         side(facts, event));
    case EventKind::shadow_compared:
      return fmt::format("{} compares {} on both sides: {}", node, record(facts, event),
                         event.detail != 0 ? "equal" : "different");
    default:
      return fmt::format("{} sees the flags of epoch {}", node, event.value);
  }
}

std::string step_words(const Facts& facts, const Event& event) {
  const auto& phases = facts.plan().phases;
  const auto index = static_cast<std::size_t>(event.value);
  if (event.phase < phases.size() && event.value >= 0 && index < phases[event.phase].steps.size()) {
    return fmt::format("step {} ({})", index + 1,
                       scenarios::describe(phases[event.phase].steps[index]));
  }
  return fmt::format("step {}", event.value + 1);
}

std::string authority_words(const Facts& facts, const Event& event) {
  std::string share;
  if (event.extra < 100) share = fmt::format(" for {} % of the traffic", event.extra);
  const bool service = event.track < facts.tracks().size() && facts.tracks()[event.track].service;
  return fmt::format("the conductor publishes a stage for {}{}: {} {}{}",
                     track_name(facts, event.track), share, side(facts, event),
                     service ? "performs effects" : "answers reads",
                     event.detail != 0 ? ", write authority changes" : "");
}

std::string truth_words(const Facts& facts, const Event& event) {
  const std::string sample =
      event.key < 0 ? "" : ", such as " + record_name(facts, event.track, event.key);
  return fmt::format("in truth {} of {} differ{} with nothing under way to mend it{}",
                     counted(event.value, "record"), track_name(facts, event.track),
                     event.value == 1 ? "s" : "", sample);
}

std::string end_words(std::uint8_t detail) {
  switch (static_cast<PlanEnd>(detail)) {
    case PlanEnd::completed:
      return "the plan is completed";
    case PlanEnd::rolled_back:
      return "the plan is rolled back";
    case PlanEnd::held:
      return "the plan is held, as this run was told";
    case PlanEnd::paused:
      return "the plan is paused";
    case PlanEnd::stuck:
      return "the plan is stuck";
    case PlanEnd::rollback_failed:
      return "the rollback failed";
  }
  return "the plan ends";
}

std::string cause_words(std::uint8_t detail) {
  switch (static_cast<simulators::RollbackCause>(detail)) {
    case simulators::RollbackCause::rehearsed:
      return "as rehearsed";
    case simulators::RollbackCause::gate:
      return "because of a gate";
    case simulators::RollbackCause::step_failed:
      return "because a step failed";
  }
  return "for some reason";
}

std::string target_words(const Facts& facts, std::int64_t target) {
  return target < 0 ? "the start" : phase_name(facts, static_cast<std::uint16_t>(target));
}

std::string gate_words(const Facts& facts, const Event& event) {
  const std::string gate = fmt::format(
      "the {} of {}",
      static_cast<simulators::GateKind>(event.detail) == simulators::GateKind::entry ? "entry gate"
                                                                                     : "gate",
      phase_name(facts, event.phase));
  switch (event.kind) {
    case EventKind::gate_wait:
      return gate + " waits";
    case EventKind::gate_met:
      return gate + (event.value < 0 ? std::string(" is met")
                                     : " is met with " + counted(event.value, "sample"));
    case EventKind::gate_failed:
      return gate + " fails";
    case EventKind::gate_inconclusive:
      return gate + " has too little data to decide";
    default:
      break;
  }
  std::string metric = fmt::format("condition {}", event.key + 1);
  for (const ConditionFact& condition : facts.conditions()) {
    if (condition.phase == event.phase &&
        condition.index == static_cast<std::uint32_t>(event.key) &&
        condition.kind == static_cast<simulators::GateKind>(event.detail)) {
      metric = condition.condition->metric;
    }
  }
  const char* result = flag(event, simulators::flag_failed)         ? "failed"
                       : flag(event, simulators::flag_inconclusive) ? "inconclusive"
                                                                    : "met";
  return fmt::format("{} measures {} as {} over {}: {}", gate, metric, event.value,
                     counted(event.extra, "sample"), result);
}

std::string conductor_words(const Facts& facts, const Event& event) {
  switch (event.kind) {
    case EventKind::phase_begin:
      return "phase " + phase_name(facts, event.phase) + " begins";
    case EventKind::phase_end:
      return "phase " + phase_name(facts, event.phase) + " ends";
    case EventKind::step_begin:
      return step_words(facts, event) + " begins";
    case EventKind::step_end:
      return step_words(facts, event) + (event.detail != 0 ? " ends" : " fails");
    case EventKind::segment:
      return fmt::format("{} % of the traffic is in the segment now", event.value);
    case EventKind::authority:
      return authority_words(facts, event);
    case EventKind::truth:
      return truth_words(facts, event);
    case EventKind::rollback_begin:
      return fmt::format("rollback from {} to {} begins, {}", phase_name(facts, event.phase),
                         target_words(facts, event.value), cause_words(event.detail));
    case EventKind::rollback_end:
      return fmt::format("rollback to {} {}", target_words(facts, event.value),
                         event.detail == 1 ? "is done" : "is given up");
    case EventKind::plan_end:
      return end_words(event.detail);
    case EventKind::conductor_resumed:
      return "the conductor resumes from its journal";
    case EventKind::traffic_end:
      return "the traffic ends";
    default:
      return gate_words(facts, event);
  }
}

std::string process_words(const Facts& facts, const Event& event, EventId id) {
  const std::string node = node_name(facts, event.node);
  if (event.kind == EventKind::node_down) {
    return node + (event.detail == 1 ? " crashes" : " stops");
  }
  if (event.kind == EventKind::node_up) {
    const std::string version = version_at(facts, event.node, id);
    return node + " is up" + (version.empty() ? "" : " and runs " + version);
  }
  const bool begins = event.kind == EventKind::fault_begin;
  std::string text = fmt::format("{} {} {}", fault_name(event.detail),
                                 begins ? "strikes" : "stops striking", node);
  if (event.operation != 0) text += fmt::format(" (operation {})", event.operation);
  return text;
}

}  // namespace

std::string_view event_family(EventKind kind) {
  if (kind <= EventKind::finish || kind == EventKind::asked_again) return "client";
  if (kind <= EventKind::skip || kind == EventKind::displaced) return "store";
  if (kind <= EventKind::webhook) return "service";
  if (kind <= EventKind::flags_seen || kind == EventKind::turned_away) return "application";
  if (kind <= EventKind::traffic_end) return "conductor";
  return kind <= EventKind::node_up ? "process" : "fault";
}

std::string describe_event(const Facts& facts, EventId id) {
  const Event& event = facts.event(id);
  const std::string_view family = event_family(event.kind);
  if (family == "client") return client_words(facts, event);
  if (family == "store") return store_words(facts, event);
  if (family == "service") return service_words(facts, event);
  if (family == "application") return application_words(facts, event);
  if (family == "conductor") return conductor_words(facts, event);
  return process_words(facts, event, id);
}

std::string event_lane(const Facts& facts, EventId id) {
  const Event& event = facts.event(id);
  if (event_family(event.kind) != "client") return node_name(facts, event.node);
  const OperationIndex operation = facts.operation_index(event.operation);
  return fmt::format("client {}",
                     operation == nothing ? event.client : facts.operations()[operation].client);
}

}  // namespace rehearse::harness
