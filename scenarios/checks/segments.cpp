#include <algorithm>

#include "scenarios/checks/rules.hpp"
#include "scenarios/source_map.hpp"

namespace rehearse::scenarios::checks {
namespace {

bool is_complete(const Phase& phase) {
  return !phase.segment || phase.segment->percent.empty() || phase.segment->percent.back() == 100;
}

bool sets(const Phase& phase, const std::string& track) {
  const bool directly = std::any_of(phase.set.begin(), phase.set.end(),
                                    [&](const auto& entry) { return entry.first == track; });
  return directly || std::any_of(phase.steps.begin(), phase.steps.end(), [&](const Step& step) {
           if (step.kind == StepKind::switch_over) return step.track == track;
           return std::any_of(step.set.begin(), step.set.end(),
                              [&](const auto& entry) { return entry.first == track; });
         });
}

}  // namespace

void segments(const Plan& plan, Findings& findings) {
  for (std::size_t i = 0; i < plan.phases.size(); ++i) {
    const Phase& phase = plan.phases[i];
    if (is_complete(phase)) continue;
    for (const auto& [track, change] : phase.set) {
      const bool completed = std::any_of(plan.phases.begin() + static_cast<std::ptrdiff_t>(i) + 1,
                                         plan.phases.end(), [&, name = track](const Phase& later) {
                                           return is_complete(later) && sets(later, name);
                                         });
      if (completed) continue;
      findings.add("partial_segment_left", "/phases" + pointer_segment(i) + "/segment",
                   "only " + std::to_string(phase.segment->percent.back()) +
                       " % of the traffic of " + track + " is migrated when the plan ends",
                   "end the ramp with 100, or set the track for everyone in a later phase");
    }
  }
}

}  // namespace rehearse::scenarios::checks
