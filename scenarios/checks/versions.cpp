#include "scenarios/checks/versions.hpp"

#include <algorithm>

#include "scenarios/checks/rules.hpp"
#include "scenarios/plan_lookup.hpp"

namespace rehearse::scenarios::checks {

RunningVersions::RunningVersions(const Plan& plan) : plan_(plan) {
  for (const InstanceGroup& group : plan.application.groups) {
    running_.push_back({group.name, group.version, group.instances});
  }
}

void RunningVersions::apply(const Step& step) {
  if (step.kind != StepKind::restart || step.version.empty()) return;
  int left = step.instances;
  const bool all = step.instances == 0;
  int moved = 0;
  for (Running& running : running_) {
    if (running.group != step.group || running.version == step.version) continue;
    const int now = all ? running.instances : std::min(left, running.instances);
    running.instances -= now;
    left -= now;
    moved += now;
  }
  if (moved > 0) running_.push_back({step.group, step.version, moved});
}

std::vector<std::string> RunningVersions::with_support(const std::string& track,
                                                       TrackSupport support) const {
  std::vector<std::string> found;
  for (const Running& running : running_) {
    if (running.instances == 0 || support_of(plan_, running.version, track) != support) continue;
    const std::string words = running.group + " on " + running.version;
    if (std::find(found.begin(), found.end(), words) == found.end()) found.push_back(words);
  }
  return found;
}

std::string RunningVersions::group_on(const std::string& version) const {
  for (const Running& running : running_)
    if (running.instances > 0 && running.version == version) return running.group;
  return {};
}

void versions(const Plan& plan, Findings& findings) {
  RunningVersions running(plan);
  for_each_action(plan, [&](const Action& action) {
    if (action.step != nullptr) running.apply(*action.step);
    if (action.change == nullptr) return;
    const auto old_only = running.with_support(action.track, TrackSupport::old_only);
    const std::size_t index = index_of(plan, action.track);
    const Stage& before = action.before[index];
    const Stage& after = action.after[index];
    const bool routing = before.read.authority != after.read.authority ||
                         before.write != after.write || before.service.route != after.service.route;
    if (old_only.empty() || !routing) return;
    findings.add("version_ignores_stage", action.pointer,
                 "the change of " + action.track + " is not known to " + old_only.front() +
                     ", which goes on with old only",
                 "restart those instances to a version that obeys flags in an earlier phase");
  });
}

}  // namespace rehearse::scenarios::checks
