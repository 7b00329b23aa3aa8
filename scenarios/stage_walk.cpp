#include "scenarios/stage_walk.hpp"

namespace rehearse::scenarios {
namespace {

Stage after_gate(Stage stage, const std::string& track, const Gate& gate) {
  for (const Condition& condition : gate.when) {
    const bool drained = condition.metric == track + ".backfill_remaining" &&
                         condition.value == 0 && condition.comparison != Comparison::at_least;
    if (drained && stage.backfill.state == BackfillState::running) {
      stage.backfill.state = BackfillState::done;
    }
  }
  return stage;
}

Stage after_contract(Stage stage, const Step& step, Contract contract) {
  if (step.side == Side::old_side) stage.contract = contract;
  return stage;
}

Stage after_phase(Stage stage, const std::string& track, const Phase& phase) {
  if (phase.entry) stage = after_gate(stage, track, *phase.entry);
  for (const auto& [name, change] : phase.set) {
    if (name == track) stage = apply_change(stage, change);
  }
  for (const Step& step : phase.steps) stage = apply_step(stage, track, step);
  return phase.gate ? after_gate(stage, track, *phase.gate) : stage;
}

}  // namespace

Stage apply_step(Stage stage, const std::string& track, const Step& step) {
  if (step.kind == StepKind::set) {
    for (const auto& [name, change] : step.set) {
      if (name == track) stage = apply_change(stage, change);
    }
    return stage;
  }
  if (step.track != track) return stage;
  BackfillState& backfill = stage.backfill.state;
  switch (step.kind) {
    case StepKind::switch_over:
      return switched(stage);
    case StepKind::fence:
      stage.fence = Fence::epoch;
      return stage;
    case StepKind::hold:
      return after_contract(stage, step, Contract::held);
    case StepKind::restore:
      return after_contract(stage, step, Contract::expanded);
    case StepKind::purge:
      return after_contract(stage, step, Contract::purged);
    case StepKind::drop:
      return after_contract(stage, step, Contract::dropped);
    case StepKind::start_backfill:
      backfill = BackfillState::running;
      return stage;
    case StepKind::stop_backfill:
      if (backfill == BackfillState::running) backfill = BackfillState::none;
      return stage;
    case StepKind::verify:
      if (backfill == BackfillState::done && step.mode == VerifyMode::keyed) {
        backfill = BackfillState::verified;
      }
      return stage;
    default:
      return stage;
  }
}

std::vector<Stage> initial_stages(const Plan& plan) {
  std::vector<Stage> stages;
  for (const Track& track : plan.tracks) stages.push_back(track.initial);
  return stages;
}

std::vector<std::vector<Stage>> stages_after(const Plan& plan) {
  std::vector<std::vector<Stage>> rows;
  std::vector<Stage> stages = initial_stages(plan);
  for (const Phase& phase : plan.phases) {
    for (std::size_t i = 0; i < plan.tracks.size(); ++i) {
      stages[i] = after_phase(stages[i], plan.tracks[i].name, phase);
    }
    rows.push_back(stages);
  }
  return rows;
}

}  // namespace rehearse::scenarios
