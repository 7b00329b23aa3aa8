#include "harness/explore/explore.hpp"

#include <algorithm>

#include "harness/explore/return_section.hpp"
#include "harness/explore/sample.hpp"
#include "harness/explore/search.hpp"
#include "harness/explore/shrink.hpp"
#include "harness/explore/summary.hpp"

namespace rehearse::harness {

using namespace simulators;

namespace {

/// The run that the certificate shows, and its like without the migration.
void show_sample(Search& search, const scenarios::Plan& plan, const scenarios::Scenario& scenario,
                 bool stopped, Exploration& exploration) {
  const std::vector<Tried>& tried = search.tried();
  if (tried.empty()) return;
  const Tried& sample = tried[sample_run(tried, search.swarm_begin())];
  exploration.sample =
      add_sample(exploration.result, plan, search.rehearsal(sample.small), sample.spec);
  std::vector<Twin> twins;
  std::size_t forward = 0, others = 0;
  for (std::size_t i = search.swarm_begin(); i < tried.size() && !stopped; ++i) {
    std::size_t& count = tried[i].spec.shape.course == Course::forward ? forward : others;
    if (count++ < control_twins) twins.push_back({tried[i].spec, &tried[i].outcome});
  }
  add_control(exploration.result, plan, scenario, search.rehearsal(false), twins);
}

/// Shrinks the simplest run that violates property `p` and tells it.
void add_counterexample(Search& search, const scenarios::Plan& plan, std::size_t p,
                        const std::function<bool()>& stop, Exploration& exploration) {
  const std::int64_t index = simplest_failure(search.tried(), p);
  if (index < 0) return;
  const Property& property = all_properties()[p];
  const Tried& failing = search.tried()[static_cast<std::size_t>(index)];
  SavedCounterexample saved = shrink(search.rehearsal(failing.small), failing.spec, index, p,
                                     failing.outcome.properties[p].subject, stop);
  const std::string file = saved.property + "-" + std::string(property.name) + ".json";
  Replay told = replay(saved);
  told.told.file = file;
  told.told.replay = "rehearse replay " + file + " --trace";
  PropertyResult& result = *find_property(exploration.result, property.id);
  result.counterexample = file;
  result.because = told.verdict.because;
  result.subject = told.verdict.subject;
  result.phase = told.verdict.phase < plan.phases.size() ? plan.phases[told.verdict.phase].name
                                                         : std::string();
  add_what_held(exploration.result, told.told);
  exploration.result.counterexamples.push_back(std::move(told.told));
  exploration.saved.push_back(std::move(saved));
  exploration.histories.push_back(std::move(told.history));
}

}  // namespace

Exploration explore(const scenarios::Plan& plan, const scenarios::Scenario& scenario,
                    const ExploreOptions& options) {
  Search search(plan, scenario, options);
  search.run_all();
  Exploration exploration;
  exploration.cut_short = search.cut_short();
  exploration.diverged = search.diverged();
  exploration.result = summarise(
      plan, scenario, {search.tried(), search.parts(), search.planned(), search.swarm_begin()});
  show_sample(search, plan, scenario, options.stop && options.stop(), exploration);
  keep_selected(scenario, exploration.result);
  const auto properties = all_properties();
  for (std::size_t p = 0; p < properties.size(); ++p)
    if (selected(scenario, properties[p]))
      add_counterexample(search, plan, p, options.stop, exploration);
  add_point_of_no_return(exploration, plan, scenario, options, search.tried());
  return exploration;
}

}  // namespace rehearse::harness
