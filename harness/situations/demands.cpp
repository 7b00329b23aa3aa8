#include "harness/situations/demands.hpp"

#include <algorithm>
#include <map>

#include "harness/situations/situation.hpp"
#include "scenarios/fault_kinds.hpp"
#include "scenarios/suggest.hpp"

namespace rehearse::harness {

using namespace simulators;

namespace {

bool scheduled_exactly(const scenarios::Scenario& scenario, std::string_view kind) {
  for (const scenarios::FaultSpec& spec : scenario.faults) {
    const auto asked = scenarios::expand_fault_groups(spec.kinds);
    if (!spec.drawn && std::find(asked.begin(), asked.end(), kind) != asked.end()) return true;
  }
  return false;
}

bool rolls_back_from(const RunOutcome& run, std::size_t phase) {
  return run.shape.course == Course::rollback && run.shape.at.phase == phase;
}

/// What these runs promised to see.
bool always_demanded(const Situation& situation, const scenarios::Scenario& scenario,
                     const std::vector<Tried>& tried) {
  const std::string_view family = situation.family->name;
  if (!situation.applicable) return false;
  if (family == "phase") return true;
  if (family == "rollback")
    return std::any_of(tried.begin(), tried.end(), [&](const Tried& one) {
      return rolls_back_from(one.outcome, situation.item);
    });
  if (family != "fault") return false;
  const bool exactly = scheduled_exactly(scenario, scenarios::fault_kinds()[situation.item].name);
  const auto counts = [&](const Tried& one) {
    const RunOutcome& run = one.outcome;
    const bool whole = !exactly || run.shape.course == Course::forward;
    return whole && situation.item < run.planned.size() && run.planned[situation.item];
  };
  return std::count_if(tried.begin(), tried.end(), counts) >= (exactly ? 1 : enough_runs);
}

bool asked_for(const Situation& situation, const scenarios::Scenario& scenario) {
  const auto& asked = scenario.must_happen;
  return situation.applicable &&
         std::any_of(asked.begin(), asked.end(),
                     [&](const std::string& pattern) { return stands_for(pattern, situation.id); });
}

}  // namespace

void add_situations(const scenarios::Plan& plan, const scenarios::Scenario& scenario,
                    const std::vector<Tried>& tried, ScenarioResult& result) {
  const Blueprint blueprint(plan, scenario);
  const Situations situations(blueprint);
  const std::vector<Situation>& all = situations.all();
  for (std::size_t i = 0; i < all.size(); ++i) {
    SituationResult made;
    made.id = all[i].id;
    made.statement = all[i].statement;
    made.reach = all[i].reach;
    made.applicable = all[i].applicable;
    made.required = asked_for(all[i], scenario) || always_demanded(all[i], scenario, tried);
    made.runs = std::count_if(tried.begin(), tried.end(), [i](const Tried& one) {
      return i < one.outcome.situations.size() && one.outcome.situations[i];
    });
    result.situations.push_back(std::move(made));
  }
}

std::vector<DemandProblem> problems_of_demands(const Blueprint& blueprint) {
  const Situations situations(blueprint);
  std::vector<std::string> known;
  for (const Situation& situation : situations.all()) known.push_back(situation.id);
  for (const SituationFamily& family : situation_families()) {
    known.emplace_back(family.name);
    known.push_back(std::string(family.name) + ".*");
  }
  std::vector<DemandProblem> problems;
  const auto& asked = blueprint.scenario.must_happen;
  for (std::size_t i = 0; i < asked.size(); ++i) {
    const Situation* some = nullptr;
    bool can_happen = false;
    for (const Situation& situation : situations.all()) {
      if (!stands_for(asked[i], situation.id)) continue;
      some = &situation;
      can_happen = can_happen || situation.applicable;
    }
    if (can_happen) continue;
    if (some == nullptr) {
      const std::string hint = scenarios::did_you_mean(asked[i], known);
      problems.push_back({i, "this plan has no situation " + scenarios::in_quotes(asked[i]),
                          hint.empty() ? "`rehearse list situations PLAN` tells them all" : hint});
    } else {
      problems.push_back({i,
                          scenarios::in_quotes(asked[i]) +
                              " cannot happen under this scenario and within what the plan "
                              "tolerates",
                          "it takes: " + some->reach});
    }
  }
  return problems;
}

std::vector<SituationResult> suite_of(const Certificate& certificate) {
  std::vector<SituationResult> suite;
  std::map<std::string, std::size_t> places;
  for (const ScenarioResult& scenario : certificate.scenarios) {
    for (const SituationResult& one : scenario.situations) {
      const auto [place, added] = places.emplace(one.id, suite.size());
      if (added) {
        suite.push_back(one);
        continue;
      }
      SituationResult& sum = suite[place->second];
      sum.required = sum.required || one.required;
      sum.applicable = sum.applicable || one.applicable;
      // Certificates also come from files, which say what they like.
      const bool sane = sum.runs >= 0 && one.runs >= 0 && sum.runs <= INT64_MAX - one.runs;
      if (sane) sum.runs += one.runs;
    }
  }
  return suite;
}

SituationTally tally_of(const std::vector<SituationResult>& suite) {
  SituationTally tally;
  for (const SituationResult& one : suite) {
    if (!one.applicable) continue;
    ++tally.applicable;
    if (one.runs > 0) {
      ++tally.seen;
    } else if (one.required) {
      tally.missing.push_back(one);
    } else {
      tally.never.push_back(one);
    }
  }
  return tally;
}

}  // namespace rehearse::harness
