// R2: rollback finishes, and leaves no traffic on new.
//
// Every rollback_begin has its rollback_end, done, within the deadline that the phase (or the plan)
// declares, and the flags are back: what the old side did when the target phase ended (as the run
// itself had it), it does again. From then on, once every instance has seen the flags, no first
// write, authoritative read or charge of an operation begun later goes to the new side, unless the
// stage that was gone back to says so. Split traffic (a segment below 100 %) is not judged: both
// sides are right.
#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "harness/properties/verdicts.hpp"
#include "harness/properties/words.hpp"

namespace rehearse::harness {

namespace {

std::optional<Time> deadline_of(const Facts& facts, std::uint16_t phase) {
  const auto& plan = facts.plan();
  const scenarios::RollbackTarget* target = &plan.rollback;
  if (phase < plan.phases.size() && plan.phases[phase].rollback) {
    target = &*plan.phases[phase].rollback;
  }
  const auto& deadline = target->deadline ? target->deadline : plan.rollback.deadline;
  if (!deadline) return std::nullopt;
  return deadline->count();
}

Verdict unfinished(const Facts& facts, EventId begin, EventId end, std::string must,
                   std::string_view what) {
  Verdict verdict =
      violated(fmt::format("The rollback from {}, begun at {}, {}",
                           phase_name(facts, facts.event(begin).phase),
                           seconds(facts.event(begin).time), what),
               "rollback finishes", Reason{std::move(must), fmt::format("it {}", what)});
  verdict.witness = witness({begin, end});
  verdict.phase = facts.event(begin).phase;
  verdict.subject = "rollback";
  return verdict;
}

bool judge_end(const Facts& facts, EventId begin, EventId end, Verdict& verdict) {
  if (end == no_event) {
    verdict = unfinished(facts, begin, end, "the rollback ends, done", "never ended");
    return true;
  }
  const Event& event = facts.event(end);
  if (event.detail != 1) {
    verdict = unfinished(facts, begin, end, "the rollback ends, done",
                         fmt::format("was given up at {}", seconds(event.time)));
    return true;
  }
  const auto deadline = deadline_of(facts, facts.event(begin).phase);
  const Time took = event.time - facts.event(begin).time;
  if (!deadline || took <= *deadline) return false;
  verdict =
      unfinished(facts, begin, end, fmt::format("the rollback ends within {}", length(*deadline)),
                 fmt::format("took {}; its deadline is {}", length(took), length(*deadline)));
  verdict.measured = took;
  verdict.bound = *deadline;
  verdict.unit = "us";
  return true;
}

/// What the new side still does, that the old one did at the end of the target phase; empty:
/// nothing.
std::string left_on_new(const TrackFact& track, const StageFact& wanted, const StageFact& now) {
  if (!track.migrates() || wanted.percent < 100 || now.percent < 100) return {};
  const auto left = [](Side then, Side is) {
    return then == Side::old_side && is == Side::new_side;
  };
  if (track.service)
    return left(wanted.stage->service.route, now.stage->service.route) ? "is called" : "";
  if (left(wanted.stage->read.authority, now.stage->read.authority)) return "answers reads";
  return left(wanted.stage->write.first, now.stage->write.first) ? "is written first" : "";
}

bool judge_arrival(const Facts& facts, EventId end, Verdict& verdict) {
  const Event& event = facts.event(end);
  const auto conductor = facts.conductor();
  const auto next = std::find_if(conductor.begin(), conductor.end(), [&](EventId id) {
    return facts.event(id).kind == EventKind::phase_begin &&
           facts.event(id).phase == event.value + 1;
  });
  if (next == conductor.end()) return false;
  const std::string target = event.value < 0
                                 ? std::string("the start")
                                 : phase_name(facts, static_cast<std::uint16_t>(event.value));
  for (TrackIndex t = 0; t < facts.tracks().size(); ++t) {
    const StageFact& now = facts.stage_at(t, end);
    const std::string left = left_on_new(facts.tracks()[t], facts.stage_at(t, *next), now);
    if (left.empty()) continue;
    verdict = violated(
        fmt::format("{}the rollback to {} was reported as done at {}, but {} still {}, which the "
                    "old side did at the end of {}",
                    opening(facts, end), target, seconds(event.time),
                    side_name(facts, t, Side::new_side), left, target),
        "no traffic on new after rollback",
        Reason{fmt::format("{} {} again", side_name(facts, t, Side::old_side), left),
               fmt::format("{} still {}", side_name(facts, t, Side::new_side), left)});
    verdict.witness = witness({*next, now.event, end});
    verdict.phase = event.phase;
    verdict.subject = subject(facts, t, Side::new_side);
    return true;
  }
  return false;
}

/// One use of the new side.
struct Use {
  EventId event = no_event;
  OperationIndex operation = nothing;
  std::string_view what;
};

/// Whether the stage that was in force at the end of the rollback forbids it.
bool forbidden(const Facts& facts, EventId end, const Use& use) {
  const Event& event = facts.event(use.event);
  if (event.side != Side::new_side || use.event < end || use.operation == nothing) return false;
  const TrackFact& track = facts.tracks()[event.track];
  if (!track.migrates()) return false;
  const StageFact& stage = facts.stage_at(event.track, use.event);
  if (stage.percent < 100) return false;
  const OperationFact& operation = facts.operations()[use.operation];
  if (operation.invoke < end || operation.invoked < stage.settled) return false;
  if (track.service) return stage.stage->service.route == Side::old_side;
  if (event.kind == EventKind::commit) return stage.stage->write.first == Side::old_side;
  return stage.stage->read.authority == Side::old_side;
}

Verdict traffic_verdict(const Facts& facts, EventId end, const Use& use) {
  const Event& event = facts.event(use.event);
  Verdict verdict = violated(
      fmt::format("{}{} {} {} at {}, although the rollback had ended at {} and every instance had "
                  "seen the flags",
                  opening(facts, use.event), operation_of_client(facts, use.operation), use.what,
                  side_name(facts, event.track, event.side), seconds(event.time),
                  seconds(facts.event(end).time)),
      "no traffic on new after rollback",
      Reason{fmt::format("{} is sent to {}", operation_name(facts, use.operation),
                         side_name(facts, event.track, Side::old_side)),
             fmt::format("it {} {}", use.what, side_name(facts, event.track, event.side))});
  verdict.witness = witness({end, facts.operations()[use.operation].invoke, use.event});
  verdict.phase = event.phase;
  verdict.subject = subject(facts, event.track, event.side);
  return verdict;
}

bool judge_traffic(const Facts& facts, EventId end, Verdict& verdict) {
  const auto judge = [&](const Use& use) {
    if (!forbidden(facts, end, use)) return false;
    verdict = traffic_verdict(facts, end, use);
    return true;
  };
  for (const CommitFact& commit : facts.commits()) {
    const Event& event = facts.event(commit.event);
    // In one transaction there is no first side; compensations go where their write went.
    if ((event.flags & simulators::flag_one_transaction) != 0) continue;
    const WriteFact& write = facts.writes()[commit.write];
    if (write.compensation) continue;
    if (judge({commit.event, write.operation, "wrote first to"})) return true;
  }
  for (const ObserveFact& observe : facts.observes()) {
    if ((facts.event(observe.event).flags & simulators::flag_cached) != 0) continue;
    if (judge({observe.event, observe.operation, "was answered by"})) return true;
  }
  for (const EffectFact& effect : facts.effects()) {
    const Event& event = facts.event(effect.event);
    if ((event.flags & not_real) != 0) continue;
    if (static_cast<simulators::EffectKind>(event.detail) > simulators::EffectKind::charge) {
      continue;
    }
    if (judge({effect.event, effect.operation, "was charged by"})) return true;
  }
  return false;
}

}  // namespace

Verdict judge_rollback_finishes(const Facts& facts) {
  EventId begin = no_event, last_end = no_event;
  Verdict verdict;
  bool exercised = false;
  for (const EventId id : facts.conductor()) {
    const Event& event = facts.event(id);
    if (event.kind == EventKind::rollback_begin) {
      exercised = true;
      // Begun anew after a crash of the conductor: the first begin counts.
      if (begin == no_event) begin = id;
      last_end = no_event;
    } else if (event.kind == EventKind::rollback_end && begin != no_event) {
      if (judge_end(facts, begin, id, verdict)) return verdict;
      if (judge_arrival(facts, id, verdict)) return verdict;
      begin = no_event;
      last_end = id;
    }
  }
  if (begin != no_event) {
    judge_end(facts, begin, no_event, verdict);
    return verdict;
  }
  if (last_end != no_event && judge_traffic(facts, last_end, verdict)) return verdict;
  return holds(exercised);
}

}  // namespace rehearse::harness
