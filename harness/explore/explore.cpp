#include "harness/explore/explore.hpp"

#include <algorithm>
#include <mutex>

#include "harness/certificate/digest.hpp"
#include "harness/explore/outcome.hpp"
#include "harness/explore/parallel.hpp"
#include "harness/explore/sample.hpp"
#include "harness/explore/shrink.hpp"
#include "harness/explore/summary.hpp"

namespace rehearse::harness {

using namespace simulators;

namespace {

/// Every so many runs, one is done twice and must give the same history.
constexpr std::int64_t check_every = 64;

std::string check_determinism(Rehearsal& rehearsal, const RunSpec& spec, std::int64_t index) {
  const std::vector<Event> first = rehearsal.history().events;
  const std::uint64_t hash = rehearsal.history().hash;
  rehearsal.run(spec);
  if (rehearsal.history().hash == hash) return {};
  const std::vector<Event>& second = rehearsal.history().events;
  std::size_t at = 0;
  while (at < first.size() && at < second.size() && first[at] == second[at]) ++at;
  return "run " + std::to_string(index) + " done twice differs from event " + std::to_string(at) +
         " on";
}

bool selected(const scenarios::Scenario& scenario, const Property& property) {
  return asked_for(scenario.properties, property) || asked_for(scenario.must_exercise, property);
}

bool any_violated(const scenarios::Scenario& scenario, const RunOutcome& outcome) {
  const auto properties = all_properties();
  for (std::size_t p = 0; p < properties.size(); ++p) {
    const PropertyOutcome& seen = outcome.properties[p];
    if (seen.outcome == Outcome::violated && !seen.baseline && selected(scenario, properties[p]))
      return true;
  }
  return false;
}

/// Leaves out what the scenario does not ask for; what it says must be exercised, and never was, is
/// not known to hold.
void keep_selected(const scenarios::Scenario& scenario, ScenarioResult& result) {
  for (const Property& property : all_properties()) {
    if (!selected(scenario, property)) {
      std::erase_if(result.properties, [&](const auto& one) { return one.id == property.id; });
      continue;
    }
    PropertyResult& found = *find_property(result, property.id);
    if (!asked_for(scenario.must_exercise, property) || found.verdict != "not exercised") continue;
    found.verdict = "unknown";
    found.because = "No run under " + result.name + " exercised " + found.id + " " + found.name +
                    ", and the scenario says that it must be exercised.";
  }
}

}  // namespace

Exploration explore(const scenarios::Plan& plan, const scenarios::Scenario& scenario,
                    const ExploreOptions& options) {
  const Blueprint blueprint(plan, scenario);
  const std::int64_t runs = options.runs > 0 ? options.runs : scenario.explore.swarm_runs;
  std::vector<RunOutcome> outcomes(static_cast<std::size_t>(runs));
  Exploration exploration;
  std::mutex guard;
  std::int64_t done = 0;
  std::int64_t violations = 0;

  const MakeWorker make_worker = [&] {
    auto rehearsal = std::make_shared<Rehearsal>(blueprint);
    return [&, rehearsal](std::int64_t index) {
      const RunSpec spec = run_spec(plan, scenario, options.seed, index);
      rehearsal->run(spec);
      std::string diverged;
      if (index % check_every == 0) diverged = check_determinism(*rehearsal, spec, index);
      RunOutcome outcome = sum_up(*rehearsal, spec);
      const bool violated = any_violated(scenario, outcome);
      outcomes[static_cast<std::size_t>(index)] = std::move(outcome);
      const std::lock_guard<std::mutex> lock(guard);
      if (exploration.diverged.empty()) exploration.diverged = diverged;
      ++done;
      violations += violated ? 1 : 0;
      if (options.progress) options.progress(done, violations);
    };
  };
  const std::int64_t finished =
      for_each_index(runs, std::max(1, options.jobs), make_worker, options.stop);
  outcomes.resize(static_cast<std::size_t>(finished));
  exploration.cut_short = finished < runs;

  Rehearsal rehearsal(blueprint);
  exploration.result = summarise(plan, scenario, outcomes, runs);
  const auto spec_of = [&](std::int64_t index) {
    return run_spec(plan, scenario, options.seed, index);
  };
  if (finished > 0)
    exploration.sample =
        add_sample(exploration.result, plan, rehearsal, spec_of(sample_run(outcomes)));
  std::vector<Twin> twins;
  const bool stopped = options.stop && options.stop();
  for (std::int64_t index = 0; index < finished && twins.size() < control_twins && !stopped;
       ++index)
    if (spec_of(index).shape.course == Course::forward)
      twins.push_back({spec_of(index), &outcomes[static_cast<std::size_t>(index)]});
  add_control(exploration.result, scenario, rehearsal, twins);
  keep_selected(scenario, exploration.result);
  const auto properties = all_properties();
  for (std::size_t p = 0; p < properties.size(); ++p) {
    if (!selected(scenario, properties[p])) continue;
    const std::int64_t index = simplest_failure(outcomes, p);
    if (index < 0) continue;
    SavedCounterexample saved =
        shrink(rehearsal, spec_of(index), index, p,
               outcomes[static_cast<std::size_t>(index)].properties[p].subject, options.stop);
    const std::string file = saved.property + "-" + std::string(properties[p].name) + ".json";
    Replay told = replay(saved);
    told.told.file = file;
    told.told.replay = "rehearse replay " + file + " --trace";
    PropertyResult& result = *find_property(exploration.result, properties[p].id);
    result.counterexample = file;
    result.because = told.verdict.because;
    result.subject = told.verdict.subject;
    result.phase = told.verdict.phase < plan.phases.size() ? plan.phases[told.verdict.phase].name
                                                           : std::string();
    told.told.held = what_held(exploration.result);
    exploration.result.counterexamples.push_back(std::move(told.told));
    exploration.saved.push_back(std::move(saved));
    exploration.histories.push_back(std::move(told.history));
  }
  return exploration;
}

}  // namespace rehearse::harness
