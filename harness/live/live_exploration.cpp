#include "harness/live/live_exploration.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "fault_injection/overlay.hpp"
#include "harness/explore/outcome.hpp"
#include "harness/explore/sample.hpp"
#include "harness/explore/summary.hpp"
#include "harness/live/live_faults.hpp"
#include "harness/live/live_run.hpp"

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
    for (std::int64_t i = 0; i < options_.runs && found_.problem.empty(); ++i) run(i);
    found_.cut_short = static_cast<std::int64_t>(tried_.size()) < options_.runs;
    SearchPart part;
    part.name = "live";
    part.planned = options_.runs;
    part.runs = part.distinct = static_cast<std::int64_t>(tried_.size());
    part.violated = violated_;
    const std::vector<SearchPart> parts{part};
    found_.result = summarise(plan_, scenario_, {tried_, parts, options_.runs, 0});
    if (!tried_.empty()) {
      const std::size_t sample = sample_run(tried_, 0);
      found_.sample = judged_[sample].history;
      show_run(found_.result, found_.sample.history, nullptr);
    }
    keep_selected(scenario_, found_.result);
    for (std::size_t p = 0; p < all_properties().size(); ++p)
      if (selected(scenario_, all_properties()[p])) add_counterexample(p);
    return std::move(found_);
  }

 private:
  void run(std::int64_t index) {
    RunSpec spec = run_spec(plan_, scenario_, options_.seed, index);
    LiveOptions options;
    options.program = options_.program;
    options.folder = options_.folder + "/run-" + std::to_string(index);
    options.settings = {spec.seed, spec.shape};
    options.stop = options_.stop;
    LiveOutcome live = run_live(blueprint_, options, &overlay_);
    if (!live.problem.empty()) {
      found_.problem = live.problem;
      return;
    }
    Judged judged;
    judged.history = name_history(plan_, live.history);
    facts_.rebuild(judged.history.history);
    JudgedBesideControl alone;
    for (const Property& property : all_properties()) {
      alone.verdicts.push_back(judge(property, facts_));
      alone.baseline.push_back(false);
    }
    RunOutcome outcome = sum_up(facts_, spec.shape, alone, situations_);
    outcome.planned = overlay_.planned();
    outcome.fired = overlay_.fired();
    tried_.push_back({spec, false, std::move(outcome)});
    judged.verdicts = std::move(alone.verdicts);
    count_violations(judged.verdicts);
    judged_.push_back(std::move(judged));
    if (options_.progress)
      options_.progress(static_cast<std::int64_t>(tried_.size()), violated_, options_.runs);
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
  std::int64_t violated_ = 0;
  Exploration found_;
};

}  // namespace

Exploration explore_live(const scenarios::Plan& plan, const scenarios::Scenario& scenario,
                         const LiveExploreOptions& options) {
  return LiveSearch(plan, scenario, options).explore();
}

}  // namespace rehearse::harness::live
