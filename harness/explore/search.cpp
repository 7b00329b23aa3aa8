#include "harness/explore/search.hpp"

#include <algorithm>
#include <memory>
#include <set>
#include <tuple>
#include <utility>

#include "harness/explore/against_control.hpp"
#include "harness/explore/determinism.hpp"
#include "harness/explore/parallel.hpp"

namespace rehearse::harness {

using namespace simulators;

bool selected(const scenarios::Scenario& scenario, const Property& property) {
  return asked_for(scenario.properties, property) || asked_for(scenario.must_exercise, property);
}

namespace {

/// How many runs violate what the scenario asks for.
class ViolationCount final {
 public:
  explicit ViolationCount(const scenarios::Scenario& scenario)
      : scenario_(scenario), often_(all_properties().size(), 0) {}

  /// Whether this one does.
  bool add(const RunOutcome& run) {
    const auto properties = all_properties();
    bool any = false;
    for (std::size_t p = 0; p < properties.size(); ++p) {
      const PropertyOutcome& seen = run.properties[p];
      if (seen.outcome != Outcome::violated || seen.baseline || !selected(scenario_, properties[p]))
        continue;
      ++often_[p];
      any = true;
    }
    runs_ += any ? 1 : 0;
    return any;
  }
  void tell(SearchPart& part) const {
    const auto properties = all_properties();
    part.violated = runs_;
    part.violations.clear();
    for (std::size_t p = 0; p < properties.size(); ++p)
      if (often_[p] > 0)
        part.violations.push_back(std::string(properties[p].id) + " " +
                                  std::string(properties[p].name) + " " +
                                  std::to_string(often_[p]));
  }

 private:
  const scenarios::Scenario& scenario_;
  std::vector<std::int64_t> often_;
  std::int64_t runs_ = 0;
};

}  // namespace

Search::Search(const scenarios::Plan& plan, const scenarios::Scenario& scenario,
               const ExploreOptions& options)
    : plan_(plan),
      scenario_(scenario),
      small_scenario_(small_scenario(scenario)),
      full_(plan, scenario),
      small_(plan, small_scenario_),
      options_(options),
      full_rehearsal_(full_),
      small_rehearsal_(small_) {}

Rehearsal& Search::rehearsal(bool small) { return small ? small_rehearsal_ : full_rehearsal_; }

void Search::run_all() {
  const scenarios::Explore& explore = scenario_.explore;
  const std::int64_t swarm_runs = options_.runs > 0 ? options_.runs : explore.swarm_runs;
  planned_ = swarm_runs;
  const bool singles = explore.single_faults_exhaustive;
  if (is_searched(scenario_)) {
    const fault_injection::KindSet kinds = searched_kinds(plan_, scenario_);
    const std::vector<RunSpec> bases = base_runs(small_rehearsal_, options_.seed);
    const Part one = single_faults(small_rehearsal_, bases, kinds);
    if (singles) run(one, true);
    if (singles && explore.rollback != scenarios::RollbackSweep::none && !cut_short_) {
      const Part sweep = rollback_sweep(small_rehearsal_, bases);
      run(sweep, true);
      if (!cut_short_) run(rollback_faults(small_rehearsal_, sweep, kinds), true);
    }
    if (explore.pairs_by_lineage && !cut_short_)
      run(lineage_pairs(small_rehearsal_, bases, one, kinds), true);
  }
  planned_ -= swarm_runs;
  swarm_begin_ = tried_.size();
  run(swarm(plan_, scenario_, options_.seed, swarm_runs), false);
  if (explore.stress_runs > 0 && !cut_short_) {
    Part stress = swarm(plan_, scenario_, digest_mix(options_.seed, 0x57e55), explore.stress_runs);
    stress.name = "stress";
    for (RunSpec& spec : stress.runs) spec.stress = true;
    run(std::move(stress), false, false);
  }
  excuse_what_faults_do_anyway();
  count_violations();
}

void Search::run(Part part, bool small, bool certifies) {
  const auto size = static_cast<std::int64_t>(part.runs.size());
  if (certifies) planned_ += size;
  std::int64_t finished = 0;
  std::vector<RunOutcome> outcomes = rehearse(part, small, finished);
  cut_short_ = cut_short_ || finished < size;
  SearchPart told;
  told.name = part.name;
  told.certifies = certifies;
  told.places = part.places;
  told.candidates = part.candidates;
  told.equivalent = part.equivalent;
  told.left_out = part.left_out;
  told.planned = size;
  told.runs = finished;
  std::set<std::uint64_t> histories;
  ViolationCount count(scenario_);
  for (std::int64_t i = 0; i < finished; ++i) {
    RunOutcome& outcome = outcomes[static_cast<std::size_t>(i)];
    histories.insert(outcome.hash);
    count.add(outcome);
    if (!certifies) continue;
    // Latencies are told of the swarm, which has the traffic that the scenario asks for.
    if (small)
      for (PhaseOutcome& phase : outcome.phases) phase.latencies = {};
    tried_.push_back(
        {std::move(part.runs[static_cast<std::size_t>(i)]), small, std::move(outcome)});
  }
  told.distinct = static_cast<std::int64_t>(histories.size());
  count.tell(told);
  parts_.push_back(std::move(told));
}

/// Of each property that can be violated without the migration: the simplest violations under
/// faults, until one is the migration's. Where there is none, nobody can tell what it adds.
void Search::excuse_what_faults_do_anyway() {
  constexpr std::size_t most = 200;
  const auto properties = all_properties();
  for (std::size_t p = 0; p < properties.size(); ++p) {
    if (!baseline_is_unknown(properties[p].id) || !selected(scenario_, properties[p])) continue;
    std::vector<Tried*> failing;
    for (Tried& one : tried_) {
      const PropertyOutcome& seen = one.outcome.properties[p];
      if (seen.outcome == Outcome::violated && !seen.baseline) failing.push_back(&one);
    }
    std::stable_sort(failing.begin(), failing.end(), [](const Tried* left, const Tried* right) {
      return std::tie(left->outcome.faults, left->outcome.events) <
             std::tie(right->outcome.faults, right->outcome.events);
    });
    for (std::size_t i = 0; i < failing.size() && !stopped(); ++i) {
      Tried& one = *failing[i];
      if (one.outcome.faults == 0) break;
      if (i < most && !happens_without_migration(rehearsal(one.small), one.spec, p)) break;
      one.outcome.properties[p].baseline = true;
    }
  }
}

/// Those that are told, once it is known which of them are not the plan's.
void Search::count_violations() {
  auto run = tried_.begin();
  for (SearchPart& part : parts_) {
    if (!part.certifies) continue;
    ViolationCount count(scenario_);
    for (std::int64_t i = 0; i < part.runs; ++i) count.add((run++)->outcome);
    count.tell(part);
  }
}

std::vector<RunOutcome> Search::rehearse(const Part& part, bool small, std::int64_t& finished) {
  const auto size = static_cast<std::int64_t>(part.runs.size());
  std::vector<RunOutcome> outcomes(part.runs.size());
  const Blueprint& blueprint = small ? small_ : full_;
  const std::vector<std::int64_t> twice = runs_done_twice(size, [&](std::int64_t index) {
    return part.runs[static_cast<std::size_t>(index)].shape.course;
  });
  std::int64_t first_diverged = size;
  const MakeWorker make_worker = [&] {
    auto own = std::make_shared<Rehearsal>(blueprint);
    return [&, own](std::int64_t index) {
      const RunSpec& spec = part.runs[static_cast<std::size_t>(index)];
      const bool again = std::binary_search(twice.begin(), twice.end(), index);
      const std::string different = run_checked(*own, spec, index, again, options_.choices);
      RunOutcome outcome = sum_up(*own, spec);
      outcome.repeated = again && different.empty();
      const bool bad = violated(outcome);
      outcomes[static_cast<std::size_t>(index)] = std::move(outcome);
      const std::lock_guard<std::mutex> lock(guard_);
      if (!different.empty() && index < first_diverged &&
          (diverged_.empty() || first_diverged < size)) {
        diverged_ = (part.name == swarm_part ? "" : "of the " + part.name + ", ") + different;
        first_diverged = index;
      }
      ++done_;
      violations_ += bad ? 1 : 0;
      if (options_.progress) options_.progress(done_, violations_, planned_);
    };
  };
  finished = for_each_index(size, std::max(1, options_.jobs), make_worker, options_.stop);
  return outcomes;
}

bool Search::violated(const RunOutcome& outcome) const {
  ViolationCount count(scenario_);
  return count.add(outcome);
}

}  // namespace rehearse::harness
