#include "scenarios/names.hpp"
#include "scenarios/plan_lookup.hpp"
#include "scenarios/source_map.hpp"
#include "scenarios/suggest.hpp"
#include "scenarios/validate/rules.hpp"

namespace rehearse::scenarios::validate {
namespace {

void set_step(const Plan& plan, const Step& step, const std::string& pointer,
              std::vector<Problem>& problems) {
  for (const auto& [name, change] : step.set) {
    const std::string place = pointer + "/set" + pointer_segment(name);
    if (const Track* track = find_track(plan, name)) {
      stage_change(plan, *track, change, place, problems);
    } else {
      problems.push_back(unknown(place, "track", name, track_names(plan), {"/tracks"}));
    }
  }
}

void restart_step(const Plan& plan, const Step& step, const std::string& pointer,
                  std::vector<Problem>& problems) {
  const InstanceGroup* group = find_group(plan, step.group);
  if (step.group.empty()) return;  // not read
  if (group == nullptr) {
    problems.push_back(unknown(pointer + "/restart", "instance group", step.group,
                               group_names(plan), {"/application"}));
  } else if (step.instances > group->instances) {
    problems.push_back({pointer + "/instances",
                        "the group " + in_quotes(step.group) + " has " +
                            std::to_string(group->instances) + " instances only",
                        "write a smaller number, or leave it out for all",
                        {"/application"}});
  }
  const std::vector<std::string> versions = version_names(plan);
  if (!step.version.empty() && !contains(versions, step.version)) {
    problems.push_back(
        unknown(pointer + "/to", "version", step.version, versions, {"/application/versions"}));
  }
}

bool works_on_services(StepKind kind) {
  switch (kind) {
    case StepKind::switch_over:
    case StepKind::drain:
    case StepKind::deny:
    case StepKind::allow:
    case StepKind::hold:
    case StepKind::restore:
    case StepKind::purge:
    case StepKind::drop:
    case StepKind::scale:
      return true;
    default:
      return false;
  }
}

void scale_step(const Track& track, const Step& step, const std::string& pointer,
                std::vector<Problem>& problems) {
  const std::string track_pointer = "/tracks" + pointer_segment(track.name);
  if (!track.is_service()) {
    problems.push_back({pointer + "/scale",
                        in_quotes(track.name) + " is no service",
                        "only services have a capacity",
                        {track_pointer}});
    return;
  }
  const bool old_side = step.side == Side::old_side;
  if ((old_side ? track.old_service : track.new_service).capacity) return;
  const std::string side = old_side ? "/old" : "/new";
  problems.push_back({pointer + "/scale",
                      in_quotes(track.name + "." + std::string(name_of(step.side))) +
                          " takes any number of calls at once, so there is nothing to scale",
                      "say its \"capacity\" before the plan in " + track_pointer + side,
                      {track_pointer, track_pointer + side}});
}

void track_step(const Plan& plan, const Step& step, const std::string& pointer,
                std::vector<Problem>& problems) {
  if (step.track.empty()) return;  // not read
  const Track* track = find_track(plan, step.track);
  if (track == nullptr) {
    problems.push_back(unknown(pointer, "track", step.track, track_names(plan), {"/tracks"}));
  } else if (track->is_service() && !works_on_services(step.kind)) {
    problems.push_back({pointer,
                        "the step " + in_quotes(describe(step)) +
                            " needs a schema or source track, and " + in_quotes(step.track) +
                            " is a service",
                        "services know drain, deny, allow, switch, hold, restore, purge and drop",
                        {"/tracks" + pointer_segment(step.track)}});
  } else if (step.kind == StepKind::scale) {
    scale_step(*track, step, pointer, problems);
  } else if (step.kind == StepKind::constrain || step.kind == StepKind::relax) {
    constraint(*track, step.side, step.constraint, pointer, problems);
  }
}

}  // namespace

void steps(const Plan& plan, const std::vector<Step>& steps, const std::string& pointer,
           std::vector<Problem>& problems) {
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const std::string place = pointer + pointer_segment(i);
    switch (steps[i].kind) {
      case StepKind::set:
        set_step(plan, steps[i], place, problems);
        break;
      case StepKind::restart:
        restart_step(plan, steps[i], place, problems);
        break;
      case StepKind::wait:
        break;
      default:
        track_step(plan, steps[i], place, problems);
        break;
    }
  }
}

}  // namespace rehearse::scenarios::validate
