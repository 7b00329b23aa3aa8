#include "harness/explore/explore.hpp"

#include <algorithm>
#include <mutex>

#include "harness/certificate/digest.hpp"
#include "harness/explore/outcome.hpp"
#include "harness/explore/parallel.hpp"
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
      const bool violated =
          std::any_of(outcome.properties.begin(), outcome.properties.end(),
                      [](const auto& p) { return p.outcome == Outcome::violated && !p.baseline; });
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
  if (finished > 0)
    add_sample(exploration.result, rehearsal,
               run_spec(plan, scenario, options.seed, sample_run(outcomes)));
  const auto properties = all_properties();
  for (std::size_t p = 0; p < properties.size(); ++p) {
    if (exploration.result.properties[p].violated == 0) continue;
    const std::int64_t index = simplest_failure(outcomes, p);
    SavedCounterexample saved =
        shrink(rehearsal, run_spec(plan, scenario, options.seed, index), index, p,
               outcomes[static_cast<std::size_t>(index)].properties[p].subject);
    const std::string file = saved.property + "-" + std::string(properties[p].name) + ".json";
    Replay told = replay(saved);
    told.told.file = file;
    told.told.replay = "rehearse replay " + file + " --trace";
    PropertyResult& result = exploration.result.properties[p];
    result.counterexample = file;
    result.because = told.verdict.because;
    result.subject = told.verdict.subject;
    result.phase = told.verdict.phase < plan.phases.size() ? plan.phases[told.verdict.phase].name
                                                           : std::string();
    told.told.held = what_held(exploration.result);
    exploration.result.counterexamples.push_back(std::move(told.told));
    exploration.saved.push_back(std::move(saved));
  }
  return exploration;
}

}  // namespace rehearse::harness
