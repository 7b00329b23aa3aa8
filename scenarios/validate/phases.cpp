#include "scenarios/metrics.hpp"
#include "scenarios/names.hpp"
#include "scenarios/plan_lookup.hpp"
#include "scenarios/source_map.hpp"
#include "scenarios/suggest.hpp"
#include "scenarios/validate/rules.hpp"

namespace rehearse::scenarios::validate {
namespace {

void gate(const Plan& plan, const Gate& gate, const std::string& pointer,
          std::vector<Problem>& problems) {
  std::vector<std::string> metrics;
  for (const Metric& metric : metrics_of(plan)) metrics.push_back(metric.name);
  for (std::size_t i = 0; i < gate.when.size(); ++i) {
    const Condition& condition = gate.when[i];
    const std::string place = pointer + "/when" + pointer_segment(i);
    if (!condition.metric.empty() && !contains(metrics, condition.metric)) {
      Problem problem = unknown(place + "/metric", "metric", condition.metric, metrics,
                                {"/tracks", "/application"});
      if (problem.way_out.empty()) problem.way_out = "docs/plan-reference.md lists the metrics";
      problems.push_back(std::move(problem));
    }
  }
}

void rollback(const Plan& plan, const RollbackTarget& target, const std::string& pointer,
              std::vector<Problem>& problems) {
  if (!target.allowed) return;
  const bool named = target.to != "previous_phase" && target.to != "start";
  if (named && !phase_index(plan, target.to)) {
    std::vector<std::string> known = phase_names(plan);
    known.insert(known.begin(), {"previous_phase", "start"});
    problems.push_back(unknown(pointer + "/to", "rollback target", target.to, known, {"/phases"}));
  }
  for (std::size_t i = 0; i < target.order.size(); ++i) {
    if (find_track(plan, target.order[i]) != nullptr) continue;
    problems.push_back(unknown(pointer + "/order" + pointer_segment(i), "track", target.order[i],
                               track_names(plan), {"/tracks"}));
  }
  steps(plan, target.steps, pointer + "/steps", problems);
}

void duplicates(const Plan& plan, std::vector<Problem>& problems) {
  std::vector<std::string> seen;
  for (std::size_t i = 0; i < plan.phases.size(); ++i) {
    const std::string& name = plan.phases[i].name;
    const std::string place = "/phases" + pointer_segment(i) + "/name";
    if (!name.empty() && contains(seen, name)) {
      problems.push_back({place,
                          "there is a phase " + in_quotes(name) + " already",
                          "give each phase a name of its own",
                          {}});
    }
    if (name == "previous_phase" || name == "start") {
      problems.push_back({place,
                          in_quotes(name) + " means something else as a rollback target",
                          "give the phase another name",
                          {}});
    }
    seen.push_back(name);
  }
}

void phase(const Plan& plan, const Phase& phase, const std::string& pointer,
           std::vector<Problem>& problems) {
  for (const auto& [name, change] : phase.set) {
    const std::string place = pointer + "/set" + pointer_segment(name);
    if (const Track* track = find_track(plan, name)) {
      stage_change(plan, *track, change, place, problems);
    } else {
      problems.push_back(unknown(place, "track", name, track_names(plan), {"/tracks"}));
    }
  }
  steps(plan, phase.steps, pointer + "/steps", problems);
  if (phase.entry) gate(plan, *phase.entry, pointer + "/entry", problems);
  if (phase.gate) gate(plan, *phase.gate, pointer + "/gate", problems);
  if (!phase.rollback) return;
  rollback(plan, *phase.rollback, pointer + "/rollback", problems);
  if (phase.point_of_no_return && phase.rollback->allowed) {
    problems.push_back({pointer + "/rollback",
                        "this phase is the point of no return and has a rollback",
                        "remove one of the two",
                        {}});
  }
}

}  // namespace

void phases(const Plan& plan, std::vector<Problem>& problems) {
  duplicates(plan, problems);
  for (std::size_t i = 0; i < plan.phases.size(); ++i) {
    phase(plan, plan.phases[i], "/phases" + pointer_segment(i), problems);
  }
  rollback(plan, plan.rollback, "/rollback", problems);
}

}  // namespace rehearse::scenarios::validate
