#include <array>

#include "scenarios/checks/rules.hpp"
#include "scenarios/names.hpp"

namespace rehearse::scenarios::checks {
namespace {

/// What has been done for one track since its authority last moved.
struct Preparation {
  bool fenced = false;
  bool drained = false;  ///< After the fence.
  bool positioned = false;
};

void switch_over(const Action& action, const Stage& before, const Preparation& done,
                 Findings& findings) {
  const bool fenced = done.fenced || before.fence == Fence::epoch;
  if (!fenced) {
    findings.add(
        "switch_without_fence", action.pointer,
        "authority over " + action.track +
            " moves while instances that have not heard of it still write to the other "
            "side",
        "put \"" + action.track + ".fence_old\" or \"" + action.track + ".deny_old\" before it");
  }
  if (!done.drained) {
    findings.add("switch_without_drain", action.pointer,
                 "authority over " + action.track + " moves while operations are in flight",
                 "put \"" + action.track + ".drain\" between the fence and the switch");
  }
}

void catch_up(const Action& action, const Stage& stage, const Preparation& done,
              Findings& findings) {
  if (!done.positioned) {
    findings.add("catch_up_without_position", action.pointer,
                 "no position of " + action.track + " is recorded that the stream could reach",
                 "put \"" + action.track + ".record_position\" before it");
  }
  if (stage.sync.direction == StreamDirection::none) {
    findings.add("catch_up_without_stream", action.pointer,
                 "no stream of " + action.track + " runs: there is nothing to catch up with",
                 "set \"sync\": \"old_to_new\" in an earlier phase, or remove the step");
  }
}

void step(const Action& action, const Stage& before, Preparation& done, Findings& findings) {
  switch (action.step->kind) {
    case StepKind::deny:
    case StepKind::fence:
      // On the side that gets the authority it keeps writes away until all instances know.
      if (action.step->side != before.write.first) break;
      done.fenced = true;
      done.drained = false;
      break;
    case StepKind::drain:
      done.drained = true;
      break;
    case StepKind::record_position:
      if (!done.drained) {
        findings.add("position_before_drain", action.pointer,
                     "a position of " + action.track +
                         " is recorded while writes are in flight: they come behind it",
                     "put \"" + action.track + ".drain\" before it");
      }
      done.positioned = true;
      break;
    case StepKind::catch_up:
      catch_up(action, before, done, findings);
      break;
    case StepKind::switch_over:
      switch_over(action, before, done, findings);
      done = {};
      break;
    default:
      break;
  }
}

/// Keys that a store makes: what the side that is to make them has to know first.
void sequences(const Plan& plan, Findings& findings) {
  std::vector<std::array<bool, 2>> advanced(plan.tracks.size());
  for_each_action(plan, [&](const Action& action) {
    if (action.track.empty()) return;
    const std::size_t index = index_of(plan, action.track);
    const Track& track = plan.tracks[index];
    if (track.is_service() || track.record.key_source != KeySource::store) return;
    if (action.step != nullptr && action.step->kind == StepKind::advance_sequence)
      advanced[index][static_cast<std::size_t>(action.step->side)] = true;
    const Side from = action.before[index].write.first;
    const Side to = action.after[index].write.first;
    if (from == to) return;
    const bool split = action.step == nullptr && plan.phases[action.phase].segment;
    if (split) {
      findings.add("two_sequences", action.pointer,
                   "while the traffic is split, both sides of " + action.track + " make keys",
                   "let one side make the keys: move the writes for everyone at once");
    }
    if (!advanced[index][static_cast<std::size_t>(to)]) {
      const std::string step =
          action.track + ".advance_sequence" + (to == Side::old_side ? "_old" : "");
      findings.add(
          "sequence_not_advanced", action.pointer,
          "the " + std::string(name_of(to)) + " side of " + action.track +
              " makes keys from here on, and its sequence knows nothing of those there are",
          "put \"" + step + "\" before it, behind the drain");
    }
    advanced[index] = {};
  });
}

}  // namespace

void cut_over(const Plan& plan, Findings& findings) {
  sequences(plan, findings);
  std::vector<Preparation> done(plan.tracks.size());
  for_each_action(plan, [&](const Action& action) {
    if (action.step == nullptr || action.track.empty() || action.change != nullptr) return;
    const std::size_t index = index_of(plan, action.track);
    if (plan.tracks[index].is_service()) return;
    step(action, action.before[index], done[index], findings);
  });
}

}  // namespace rehearse::scenarios::checks
