#include "harness/explore/summary.hpp"

#include <algorithm>
#include <array>
#include <tuple>

#include "harness/certificate/digest.hpp"
#include "harness/explore/against_control.hpp"
#include "harness/explore/percentile.hpp"
#include "harness/impact/timelines.hpp"
#include "harness/situations/demands.hpp"
#include "scenarios/fault_kinds.hpp"
#include "scenarios/names.hpp"
#include "scenarios/print_scenario.hpp"
#include "scenarios/units.hpp"

namespace rehearse::harness {

using namespace simulators;

namespace {

std::string condition_text(const scenarios::Condition& condition) {
  const char* sign = condition.comparison == scenarios::Comparison::equals    ? " = "
                     : condition.comparison == scenarios::Comparison::at_most ? " <= "
                                                                              : " >= ";
  return condition.metric + sign + std::to_string(condition.value);
}

std::string side_text(scenarios::Side side) {
  return side == scenarios::Side::old_side ? "old" : "new";
}

/// "orders: read old -> new": what a phase sets, in a reviewer's words.
std::vector<std::string> change_texts(const scenarios::Phase& phase) {
  std::vector<std::string> texts;
  for (const auto& [track, change] : phase.set) {
    std::string text;
    const auto add = [&text](const std::string& part) {
      text += (text.empty() ? "" : ", ") + part;
    };
    if (change.read)
      add("reads " + side_text(change.read->authority) + (change.read->shadow ? " + shadow" : ""));
    if (change.write)
      add("writes " + side_text(change.write->first) +
          (change.write->both ? (change.write->one_transaction ? " & " : ", then ") +
                                    side_text(scenarios::other(change.write->first))
                              : ""));
    if (change.sync)
      add(change.sync->direction == scenarios::StreamDirection::none ? "stream off" : "stream on");
    if (change.backfill) add("backfill");
    if (change.route) add("route " + side_text(*change.route));
    if (change.shadow) add(*change.shadow ? "shadow on" : "shadow off");
    if (change.fence) add("fence");
    if (text.empty()) text = "settings";
    texts.push_back(track + ": " + text);
  }
  return texts;
}

void add_phases(const scenarios::Plan& plan, const std::vector<Tried>& tried,
                ScenarioResult& result) {
  for (std::size_t p = 0; p < plan.phases.size(); ++p) {
    const scenarios::Phase& phase = plan.phases[p];
    PhaseResult made;
    made.name = phase.name;
    made.point_of_no_return = phase.point_of_no_return;
    made.steps = static_cast<std::int64_t>(phase.steps.size());
    for (const auto& step : phase.steps) made.step_names.push_back(describe(step));
    made.changes = change_texts(phase);
    std::vector<scenarios::Condition> conditions;
    if (phase.entry) conditions = phase.entry->when;
    if (phase.gate)
      conditions.insert(conditions.end(), phase.gate->when.begin(), phase.gate->when.end());
    for (const auto& condition : conditions) {
      made.gates.push_back({});
      made.gates.back().when = condition_text(condition);
    }
    std::vector<std::int64_t> latencies;
    for (const auto& [spec, small, run] : tried) {
      const PhaseOutcome& seen = run.phases[p];
      made.entered += seen.entered ? 1 : 0;
      const bool here = run.shape.at.phase == p;
      if (here && run.shape.course == Course::rollback && run.rollback_us >= 0) {
        ++made.rollbacks_rehearsed;
        made.rollbacks_done += run.rolled_back ? 1 : 0;
        made.rollback_us_max = std::max(made.rollback_us_max, run.rollback_us);
      }
      if (here && run.shape.course == Course::hold && run.end == PlanEnd::held) ++made.held;
      for (std::size_t c = 0; c < seen.conditions.size(); ++c) {
        GateResult& gate = made.gates[c];
        const auto& condition = seen.conditions[c];
        gate.met += condition.result == 1 ? 1 : 0;
        gate.failed += condition.result == 2 ? 1 : 0;
        gate.inconclusive += condition.result == 3 ? 1 : 0;
        if (condition.result == 0) continue;
        gate.last_measured = std::to_string(condition.value);
        if (conditions[c].min_samples > 0 &&
            (gate.least_samples < 0 || condition.samples < gate.least_samples))
          gate.least_samples = condition.samples;
      }
      if (run.shape.course != Course::forward) continue;
      made.forward += seen.entered ? 1 : 0;
      made.with_traffic += seen.traffic ? 1 : 0;
      made.operations += seen.operations;
      made.failed += seen.failed;
      made.refused += seen.refused;
      latencies.insert(latencies.end(), seen.latencies.begin(), seen.latencies.end());
    }
    made.p50_us = percentile(latencies, 50);
    made.p99_us = percentile(latencies, 99);
    made.max_us = percentile(latencies, 100);
    result.phases.push_back(std::move(made));
  }
}

void add_properties(const scenarios::Plan& plan, const std::vector<Tried>& tried,
                    std::size_t swarm_begin, ScenarioResult& result) {
  const auto properties = all_properties();
  for (std::size_t p = 0; p < properties.size(); ++p) {
    PropertyResult made;
    made.id = properties[p].id;
    made.name = properties[p].name;
    made.kind = properties[p].kind;
    made.promise = properties[p].promise;
    std::int64_t baseline = 0;
    std::string in_both;
    bool measured = false;
    for (std::size_t i = 0; i < tried.size(); ++i) {
      const PropertyOutcome& seen = tried[i].outcome.properties[p];
      ++made.runs;
      made.exercised += seen.exercised ? 1 : 0;
      made.drawn += seen.exercised && i >= swarm_begin ? 1 : 0;
      if (seen.bound != 0 && (!measured || seen.measured > made.worst_measured)) {
        made.worst_measured = seen.measured;
        made.bound = seen.bound;
        made.unit = seen.unit;
        measured = true;
      }
      if (seen.outcome == Outcome::violated) {
        baseline += seen.baseline ? 1 : 0;
        if (seen.baseline && in_both.empty()) in_both = seen.because;
        made.violated += seen.baseline ? 0 : 1;
        if (made.violated == 1 && made.first_violated == 0) made.first_violated = made.runs;
        if (!seen.baseline && made.because.empty()) {
          made.because = seen.because;
          made.subject = seen.subject;
          if (seen.phase < plan.phases.size()) made.phase = plan.phases[seen.phase].name;
        }
      }
      if (seen.outcome == Outcome::unknown) {
        ++made.unknown;
        if (made.because.empty()) made.because = seen.because;
      }
    }
    if (baseline > 0) {
      const std::string often =
          " in " + scenarios::grouped(baseline) + " of " + scenarios::grouped(made.runs) + " runs";
      if (baseline_is_unknown(made.id)) {
        made.baseline = "violated without the migration too," + often;
        made.unknown += baseline;
        if (made.because.empty())
          made.because = "It is violated without the migration too," + often +
                         ", so that nobody can tell what the migration adds. " + in_both;
      } else {
        made.baseline = "missed without the migration too," + often + ": not blamed on the plan";
      }
    }
    made.verdict = made.violated > 0    ? "violated"
                   : made.unknown > 0   ? "unknown"
                   : made.exercised > 0 ? "holds"
                                        : "not exercised";
    result.properties.push_back(std::move(made));
  }
}

void add_faults(const std::vector<Tried>& tried, ScenarioResult& result) {
  const auto kinds = scenarios::fault_kinds();
  for (std::size_t k = 0; k < kinds.size(); ++k) {
    FaultCount count;
    count.kind = kinds[k].name;
    for (const auto& [spec, small, run] : tried) {
      count.planned += run.planned[k] ? 1 : 0;
      count.fired += run.fired[k];
      count.runs += run.fired[k] > 0 ? 1 : 0;
    }
    if (count.planned > 0) result.faults.push_back(std::move(count));
  }
}

void add_timelines(const scenarios::Plan& plan, const std::vector<Tried>& tried,
                   ScenarioResult& result) {
  std::vector<Timelines> all;
  for (const auto& [spec, small, run] : tried) add(run.timelines, all);
  for (std::size_t track = 0; track < all.size() && track < plan.tracks.size(); ++track)
    result.timelines.push_back(
        {plan.tracks[track].name, plan.tracks[track].is_service(), all[track]});
}

/// Whether a part was done without leaving anything out.
bool exhausted(const std::vector<SearchPart>& parts, std::string_view name) {
  for (const SearchPart& part : parts)
    if (part.name == name) return part.runs == part.planned && part.left_out == 0;
  return false;
}

/// Cells by phase, then fault ("none" first), then shape.
void add_coverage(const scenarios::Plan& plan, const std::vector<Tried>& tried,
                  const std::vector<SearchPart>& parts, fault_injection::KindSet searched,
                  ScenarioResult& result) {
  static constexpr std::string_view shapes[] = {"forward", "rollback", "hold"};
  const std::size_t kinds = scenarios::fault_kinds().size();
  const std::size_t none = kinds;
  // runs by phase, kind and shape
  std::vector<std::int64_t> counts(plan.phases.size() * (kinds + 1) * 3, 0);
  const auto cell = [&](std::size_t phase, std::size_t kind, std::size_t shape) -> std::int64_t& {
    return counts[(phase * (kinds + 1) + kind) * 3 + shape];
  };
  for (const auto& [spec, small, run] : tried) {
    const auto shape = static_cast<std::size_t>(run.shape.course);
    if (shape != 0) {
      const std::size_t phase = run.shape.at.phase;
      if (!run.phases[phase].entered) continue;
      cell(phase, none, shape) += run.faults == 0 ? 1 : 0;
      for (std::size_t kind = 0; kind < kinds; ++kind)
        cell(phase, kind, shape) += run.fired[kind] > 0 ? 1 : 0;
      continue;
    }
    for (std::size_t phase = 0; run.faults == 0 && phase < plan.phases.size(); ++phase)
      cell(phase, none, 0) += run.phases[phase].entered ? 1 : 0;
    for (const auto& [kind, phase] : run.struck)
      if (phase < plan.phases.size()) ++cell(phase, kind, 0);
  }
  std::vector<std::size_t> shown{none};
  for (const FaultCount& count : result.faults)
    shown.push_back(*scenarios::fault_index(count.kind));
  const std::array<bool, 3> all{exhausted(parts, "single faults"),
                                exhausted(parts, "rollback faults"), false};
  for (std::size_t phase = 0; phase < plan.phases.size(); ++phase) {
    for (const std::size_t kind : shown) {
      for (std::size_t shape = 0; shape < 3; ++shape) {
        CoverageCell made;
        made.phase = plan.phases[phase].name;
        made.fault = kind == none ? "none" : std::string(scenarios::fault_kinds()[kind].name);
        made.shape = shapes[shape];
        made.runs = cell(phase, kind, shape);
        made.exhausted =
            made.runs > 0 && all[shape] && kind != none && searched.test(kind);
        result.coverage.push_back(std::move(made));
      }
    }
  }
}

}  // namespace

ScenarioResult summarise(const scenarios::Plan& plan, const scenarios::Scenario& scenario,
                         const Searched& search) {
  const std::vector<Tried>& tried = search.tried;
  ScenarioResult result;
  result.name = scenario.name;
  result.digest = sha256_name(scenarios::canonical_text(scenario));
  result.runs = static_cast<std::int64_t>(tried.size());
  result.runs_planned = search.planned;
  result.search = search.parts;
  std::string hashes;
  std::vector<std::int64_t> latencies;
  for (const auto& [spec, small, run] : tried) {
    result.forward += run.shape.course == Course::forward ? 1 : 0;
    result.rolled_back += run.shape.course == Course::rollback ? 1 : 0;
    result.held += run.shape.course == Course::hold ? 1 : 0;
    result.operations += run.operations;
    result.events += run.events;
    result.failed += run.failed;
    result.repeated += run.repeated ? 1 : 0;
    result.longest_outage_us = std::max(result.longest_outage_us, run.longest_outage_us);
    hashes += std::to_string(run.hash) + "\n";
    for (const PhaseOutcome& phase : run.phases)
      latencies.insert(latencies.end(), phase.latencies.begin(), phase.latencies.end());
  }
  if (result.operations > 0)
    result.availability_per_million = 1'000'000 - result.failed * 1'000'000 / result.operations;
  result.p99_us = percentile(latencies, 99);
  result.histories_digest = sha256_name(hashes);
  add_properties(plan, tried, search.swarm_begin, result);
  add_phases(plan, tried, result);
  add_faults(tried, result);
  add_timelines(plan, tried, result);
  add_coverage(plan, tried, search.parts, searched_kinds(plan, scenario), result);
  add_situations(plan, scenario, tried, result);
  return result;
}

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

std::size_t sample_run(const std::vector<Tried>& tried, std::size_t swarm_begin) {
  const auto completed = [](const Tried& one) {
    return one.outcome.ended && one.outcome.end == PlanEnd::completed;
  };
  const auto swarm = tried.begin() + static_cast<std::ptrdiff_t>(swarm_begin);
  auto found = std::find_if(swarm, tried.end(), completed);
  if (found == tried.end()) found = std::find_if(tried.begin(), swarm, completed);
  if (found != tried.end() && (found != swarm || completed(*found)))
    return static_cast<std::size_t>(found - tried.begin());
  return swarm_begin < tried.size() ? swarm_begin : 0;
}

std::int64_t simplest_failure(const std::vector<Tried>& tried, std::size_t p) {
  std::int64_t best = -1;
  for (std::size_t i = 0; i < tried.size(); ++i) {
    const RunOutcome& run = tried[i].outcome;
    const PropertyOutcome& seen = run.properties[p];
    if (seen.outcome != Outcome::violated || seen.baseline) continue;
    if (best >= 0) {
      const RunOutcome& so_far = tried[static_cast<std::size_t>(best)].outcome;
      if (std::tie(run.faults, run.events) >= std::tie(so_far.faults, so_far.events)) continue;
    }
    best = static_cast<std::int64_t>(i);
  }
  return best;
}

void add_what_held(const ScenarioResult& result, Counterexample& told) {
  std::string held;
  for (const PropertyResult& property : result.properties) {
    const std::string words = property.id + " " + property.name;
    if (property.verdict != "holds" || told.also.find(words) != std::string::npos) continue;
    held += (held.empty() ? "" : ", ") + words;
  }
  if (held.empty()) return;
  told.held = told.held.empty() ? held : told.held + "; in all runs " + held;
}

}  // namespace rehearse::harness
