#include <algorithm>

#include "scenarios/checks/rules.hpp"
#include "scenarios/ensure.hpp"
#include "scenarios/source_map.hpp"
#include "scenarios/stage_walk.hpp"

namespace rehearse::scenarios::checks {
namespace {

class Walk final {
 public:
  Walk(const Plan& plan, const std::function<void(const Action&)>& visit)
      : plan_(plan), visit_(visit), stages_(initial_stages(plan)) {}

  void run() {
    const auto rows = stages_after(plan_);
    for (phase_ = 0; phase_ < plan_.phases.size(); ++phase_) {
      const Phase& phase = plan_.phases[phase_];
      const std::string pointer = "/phases" + pointer_segment(phase_);
      for (const auto& [track, change] : phase.set) {
        set(pointer + "/set" + pointer_segment(track), track, change, nullptr);
      }
      for (std::size_t i = 0; i < phase.steps.size(); ++i) {
        step(pointer + "/steps" + pointer_segment(i), phase.steps[i]);
      }
      stages_ = rows[phase_];  // what the gates have made known
    }
  }

 private:
  void set(const std::string& pointer, const std::string& track, const StageChange& change,
           const Step* step) {
    Action action{phase_, pointer, track, step, &change, stages_, {}};
    Stage& stage = stages_[index_of(plan_, track)];
    stage = apply_change(stage, change);
    action.after = stages_;
    visit_(action);
  }

  void step(const std::string& pointer, const Step& step) {
    if (step.kind == StepKind::set) {
      for (const auto& [track, change] : step.set) {
        set(pointer + "/set" + pointer_segment(track), track, change, &step);
      }
      return;
    }
    Action action{phase_, pointer, step.track, &step, nullptr, stages_, {}};
    if (!step.track.empty()) {
      Stage& stage = stages_[index_of(plan_, step.track)];
      stage = apply_step(stage, step.track, step);
    }
    action.after = stages_;
    visit_(action);
  }

  const Plan& plan_;
  const std::function<void(const Action&)>& visit_;
  std::vector<Stage> stages_;
  std::size_t phase_ = 0;
};

}  // namespace

void for_each_action(const Plan& plan, const std::function<void(const Action&)>& visit) {
  Walk(plan, visit).run();
}

std::size_t index_of(const Plan& plan, std::string_view track) {
  const auto found = std::find_if(plan.tracks.begin(), plan.tracks.end(),
                                  [&](const Track& t) { return t.name == track; });
  REHEARSE_ENSURE(found != plan.tracks.end());
  return static_cast<std::size_t>(found - plan.tracks.begin());
}

std::size_t point_of_no_return(const Plan& plan) {
  const auto found = std::find_if(plan.phases.begin(), plan.phases.end(),
                                  [](const Phase& phase) { return phase.point_of_no_return; });
  return static_cast<std::size_t>(found - plan.phases.begin());
}

bool writes(const Stage& stage, Side side) { return stage.write.both || stage.write.first == side; }

bool streams_to(const Stage& stage, Side side) {
  const StreamDirection wanted =
      side == Side::new_side ? StreamDirection::old_to_new : StreamDirection::new_to_old;
  return stage.sync.direction == wanted || stage.sync.direction == StreamDirection::both;
}

void Findings::add(std::string_view id, std::string pointer, std::string message,
                   std::string way_out) {
  const auto kinds = finding_kinds();
  const auto kind =
      std::find_if(kinds.begin(), kinds.end(), [&](const FindingKind& k) { return k.id == id; });
  REHEARSE_ENSURE(kind != kinds.end());
  Finding finding;
  finding.severity = kind->severity;
  finding.id = std::string(id);
  finding.pointer = std::move(pointer);
  finding.message = std::move(message);
  finding.way_out = std::move(way_out);
  if (std::find(findings_.begin(), findings_.end(), finding) == findings_.end()) {
    findings_.push_back(std::move(finding));
  }
}

}  // namespace rehearse::scenarios::checks
