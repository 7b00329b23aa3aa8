#include "harness/live/live_exploration.hpp"

#include <algorithm>
#include <filesystem>
#include <utility>
#include <vector>

#include "fault_injection/overlay.hpp"
#include "harness/explore/outcome.hpp"
#include "harness/explore/sample.hpp"
#include "harness/explore/shrinker.hpp"
#include "harness/explore/summary.hpp"
#include "harness/live/live_faults.hpp"
#include "harness/live/live_run.hpp"
#include "scenarios/fault_kinds.hpp"
#include "simulators/store/remove_schemas.hpp"

namespace rehearse::harness::live {

using namespace simulators;

namespace {

/// One run that came to its end.
struct Judged {
  StoredHistory history;
  std::vector<Verdict> verdicts;
};

class LiveSearch final {
 public:
  LiveSearch(const scenarios::Plan& plan, const scenarios::Scenario& scenario,
             const LiveExploreOptions& options)
      : plan_(plan),
        scenario_(scenario),
        options_(options),
        blueprint_(plan, scenario),
        facts_(plan, scenario),
        overlay_(blueprint_),
        situations_(blueprint_) {
    overlay_.leave_out(skipped_faults(blueprint_).kinds);
  }

  Exploration explore() {
    found_.problem = options_.trouble();
    std::vector<Fidelity> fidelity;
    for (const SavedCounterexample& saved : options_.replayed)
      if (found_.problem.empty()) fidelity.push_back(replay(saved));
    const std::size_t replays = tried_.size();
    planned_ = static_cast<std::int64_t>(replays) + options_.runs;
    for (std::int64_t i = 0; i < options_.runs && found_.problem.empty(); ++i) run(i);
    found_.cut_short = !found_.problem.empty();
    std::vector<SearchPart> parts;
    if (!options_.replayed.empty()) parts.push_back(part("counterexamples", replays, replays));
    parts.push_back(part("live", tried_.size() - replays, static_cast<std::size_t>(options_.runs)));
    found_.result = summarise(plan_, scenario_, {tried_, parts, planned_, replays});
    found_.result.fidelity = std::move(fidelity);
    if (!tried_.empty()) {
      const std::size_t sample = sample_run(tried_, replays);
      found_.sample = judged_[sample].history;
      show_run(found_.result, found_.sample.history, nullptr);
    }
    keep_selected(scenario_, found_.result);
    for (std::size_t p = 0; p < all_properties().size(); ++p)
      if (selected(scenario_, all_properties()[p])) add_counterexample(p);
    return std::move(found_);
  }

 private:
  static SearchPart part(const char* name, std::size_t runs, std::size_t planned) {
    SearchPart made;
    made.name = name;
    made.planned = static_cast<std::int64_t>(planned);
    made.runs = made.distinct = static_cast<std::int64_t>(runs);
    return made;
  }

  void run(std::int64_t index) {
    const RunSpec spec = run_spec(plan_, scenario_, options_.seed, index);
    overlay_.follow_scenario(true);
    overlay_.place({});
    run_once(blueprint_, spec, overlay_);
  }

  /// The same course and faults, with real processes, in all the traffic of the run that was
  /// shrunk: what few operations are left hang on moments that are not to be had again. So it is
  /// done a few times, and not only with faults at the very moments that were left of them: the
  /// second time the same kinds strike where the scenario has them strike. The scenario may be the
  /// small one of a search.
  Fidelity replay(const SavedCounterexample& saved) {
    constexpr std::int64_t most_tries = 3;
    Fidelity told;
    told.property = saved.property;
    const auto properties = all_properties();
    const auto about = std::find_if(properties.begin(), properties.end(),
                                    [&](const auto& one) { return one.id == saved.property; });
    told.name = about->name;
    told.simulated = saved.sentence;
    const Blueprint blueprint(plan_, saved.scenario);
    fault_injection::Overlay overlay(blueprint);
    const fault_injection::KindSet never = skipped_faults(blueprint).kinds;
    RunSpec spec = live_spec(saved, never, told.skipped);
    const Simulated simulated = simulate(saved, spec);
    fault_injection::KindSet struck = 0;
    for (const fault_injection::Strike& strike : spec.strikes) struck.set(strike.kind);
    while (told.tried < most_tries && told.same == 0 && found_.problem.empty()) {
      // Live phases come later than simulated ones. So the operations come with their phases, or
      // else at their times.
      const bool placed = told.tried % 2 == 0;
      spec.placed.reset();
      if (placed) spec.placed = simulated.traffic;
      overlay.leave_out(placed || spec.faults ? never : never | ~struck);
      overlay.follow_scenario(spec.faults || !placed);
      if (placed)
        overlay.place_in_kind(spec.strikes, simulated.said);
      else
        overlay.place({});
      run_once(blueprint, spec, overlay);
      if (!found_.problem.empty()) break;
      ++told.tried;
      const Verdict& verdict =
          judged_.back().verdicts[static_cast<std::size_t>(about - properties.begin())];
      if (verdict.outcome == Outcome::violated) ++told.same;
      told.live = verdict.outcome == Outcome::holds
                      ? also_violated(judged_.back().verdicts, properties.size())
                      : verdict.because;
    }
    return told;
  }

  /// What is to be had again of a simulated run.
  struct Simulated {
    std::vector<PlacedOperation> traffic;  ///< Of the run that was shrunk.
    std::vector<std::uint64_t> said;       ///< By strike, at what it struck; 0: at no message.
  };
  static Simulated simulate(const SavedCounterexample& saved, const RunSpec& live) {
    const Blueprint blueprint(saved.plan, saved.scenario);
    Rehearsal rehearsal(blueprint);
    RunSpec spec = spec_of(saved);
    spec.placed.reset();
    spec.laid_over = {};  // plain delays and the like: a live run has its own
    rehearsal.run(spec);
    Simulated made{invoked_in(rehearsal.history(), true), {}};
    const fault_injection::Overlay& faults = rehearsal.faults();
    for (const fault_injection::Strike& strike : live.strikes) {
      std::uint64_t said = 0;
      for (std::size_t i = 0; i < faults.struck().size(); ++i)
        if (strike.at_message() && faults.struck()[i].message == strike.message)
          said = faults.struck_contents()[i];
      made.said.push_back(said);
    }
    return made;
  }

  /// What of it can be done to real processes; what cannot is named in `skipped`.
  static RunSpec live_spec(const SavedCounterexample& saved, fault_injection::KindSet never,
                           std::vector<std::string>& skipped) {
    RunSpec spec = spec_of(saved);
    std::erase_if(spec.strikes, [&](const fault_injection::Strike& strike) {
      const bool cannot = never.test(strike.kind);
      if (cannot) skipped.emplace_back(scenarios::fault_kinds()[strike.kind].name);
      return cannot;
    });
    return spec;
  }

  void run_once(const Blueprint& blueprint, const RunSpec& spec,
                fault_injection::Overlay& overlay) {
    LiveOptions options;
    options.program = options_.program;
    options.folder = options_.folder + "/run-" + std::to_string(tried_.size());
    options.settings = {spec.seed, spec.shape, options_.server, {}, options_.directory};
    if (!options_.server.empty())
      options.settings.schema = std::filesystem::path(options_.folder).filename().string() + "/" +
                                std::to_string(tried_.size());
    options.placed = spec.placed;
    options.stop = options_.stop;
    options.trouble = options_.trouble;
    const LiveOutcome live = run_live(blueprint, options, &overlay);
    if (!options_.server.empty() && !options_.keep_schemas)
      remove_schemas(options_.server, options.settings.schema + "/");
    if (!live.problem.empty()) {
      found_.problem = live.problem;
      return;
    }
    Judged judged;
    judged.history = name_history(plan_, live.history);
    JudgedBesideControl alone = judge_alone(facts_, judged.history.history);
    RunOutcome outcome = sum_up(facts_, spec.shape, alone, situations_);
    outcome.planned = overlay.planned();
    outcome.fired = overlay.fired();
    tried_.push_back({spec, false, std::move(outcome)});
    judged.verdicts = std::move(alone.verdicts);
    count_violations(judged.verdicts);
    judged_.push_back(std::move(judged));
    if (options_.progress)
      options_.progress(static_cast<std::int64_t>(tried_.size()), violated_,
                        std::max(planned_, static_cast<std::int64_t>(tried_.size())));
  }

  void count_violations(const std::vector<Verdict>& verdicts) {
    for (std::size_t p = 0; p < verdicts.size(); ++p) {
      if (verdicts[p].outcome != Outcome::violated) continue;
      if (!selected(scenario_, all_properties()[p])) continue;
      ++violated_;
      return;
    }
  }

  /// The run that shows it in the fewest events, told as it was.
  void add_counterexample(std::size_t p) {
    const std::int64_t index = simplest_failure(tried_, p);
    if (index < 0) return;
    Judged& judged = judged_[static_cast<std::size_t>(index)];
    facts_.rebuild(judged.history.history);
    const Property& property = all_properties()[p];
    Counterexample told = told_violation(facts_, judged.verdicts[p]);
    told.property = property.id;
    told.run = index;
    told.shape = to_string(tried_[static_cast<std::size_t>(index)].spec.shape, plan_);
    told.also = also_violated(judged.verdicts, p);
    told.file = std::string(property.id) + "-" + std::string(property.name) + ".history.jsonl";
    add_what_held(found_.result, told);
    find_property(found_.result, property.id)->counterexample = told.file;
    found_.result.counterexamples.push_back(std::move(told));
    found_.histories.push_back(judged.history);
  }

  const scenarios::Plan& plan_;
  const scenarios::Scenario& scenario_;
  const LiveExploreOptions& options_;
  const Blueprint blueprint_;
  Facts facts_;
  fault_injection::Overlay overlay_;
  Situations situations_;
  std::vector<Tried> tried_;
  std::vector<Judged> judged_;
  std::int64_t violated_ = 0, planned_ = 0;
  Exploration found_;
};

}  // namespace

Exploration explore_live(const scenarios::Plan& plan, const scenarios::Scenario& scenario,
                         const LiveExploreOptions& options) {
  return LiveSearch(plan, scenario, options).explore();
}

}  // namespace rehearse::harness::live
