#include "harness/explore/programme.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "harness/certificate/certificate.hpp"
#include "scenarios/fault_kinds.hpp"
#include "simulators/data/memory.hpp"

namespace rehearse::harness {

using namespace simulators;
using fault_injection::KindIndex;
using fault_injection::KindSet;
using fault_injection::Opportunity;
using fault_injection::Strike;
using scenarios::Duration;

namespace {

/// Seeds that are tried for one base run.
constexpr int base_seeds = 8;

/// How long a strike of this kind may last: as usual, and as long as the plan tolerates.
std::vector<Duration> durations_of(KindIndex kind, const scenarios::Plan& plan) {
  const scenarios::FaultKind& about = scenarios::fault_kinds()[kind];
  const Duration longest = scenarios::allowance(about.budget, plan.tolerates).longest;
  if (longest.count() == 0) return {about.usual};
  const Duration usual = std::min(about.usual, longest);
  if (usual == longest) return {usual};
  return {usual, longest};
}

std::uint64_t digest_of(const RunSpec& base, const Opportunity& place, KindIndex kind,
                        Duration duration) {
  std::uint64_t digest = digest_mix(place.prefix, place.content);
  const auto add = [&digest](auto... parts) {
    ((digest = digest_mix(digest, static_cast<std::uint64_t>(parts))), ...);
  };
  add(place.time, place.message.from, place.message.to, place.message.reply, kind,
      duration.count());
  add(base.shape.course, base.shape.at.phase, base.shape.at.action);
  for (const Strike& strike : base.strikes)
    add(strike.kind, strike.message.tag, strike.message.from);
  return digest;
}

/// The places of the way back: from the rollback's begin to the plan's end.
void keep_way_back(const History& history, std::vector<Opportunity>& places) {
  Time begin = history.end + 1;
  Time end = history.end;
  for (const Event& event : history.events) {
    if (event.kind == EventKind::rollback_begin) begin = std::min(begin, event.time);
    if (event.kind == EventKind::plan_end) end = event.time;
  }
  std::erase_if(places,
                [&](const Opportunity& place) { return place.time < begin || place.time > end; });
}

/// What a message says and to whom, whenever it is said.
std::uint64_t said(const Opportunity& place) {
  const std::uint64_t link = static_cast<std::uint64_t>(place.message.from) << 17U |
                             static_cast<std::uint64_t>(place.message.to) << 1U |
                             (place.message.reply ? 1U : 0U);
  return digest_mix(place.content, link);
}

/// Runs `spec` and returns where these kinds could strike.
std::vector<Opportunity> places_of(Rehearsal& rehearsal, const RunSpec& spec, KindSet kinds) {
  std::vector<Opportunity> places;
  rehearsal.watch(&places, kinds);
  rehearsal.run(spec);
  rehearsal.watch(nullptr);
  return places;
}

}  // namespace

scenarios::Scenario small_scenario(const scenarios::Scenario& scenario) {
  scenarios::Scenario small = scenario;
  for (auto& [operation, weight] : small.traffic.mix) weight = weight > 0 ? 1 : 0;
  const std::int64_t wanted = scenario.explore.operations;
  if (scenario.traffic.operations <= wanted) return small;
  small.traffic.operations = static_cast<int>(wanted);
  std::int64_t& rate = small.traffic.arrivals.per_million_seconds;
  const std::int64_t all = scenario.traffic.operations;
  rate = std::max<std::int64_t>(1, rate / all * wanted + rate % all * wanted / all);
  return small;
}

bool is_searched(const scenarios::Scenario& scenario) {
  return scenario.explore.single_faults_exhaustive || scenario.explore.pairs_by_lineage;
}

KindSet searched_kinds(const scenarios::Plan& plan, const scenarios::Scenario& scenario) {
  std::vector<std::string> named;
  for (const scenarios::FaultSpec& spec : scenario.faults)
    if (spec.drawn && spec.rate_per_million == 0)
      named.insert(named.end(), spec.kinds.begin(), spec.kinds.end());
  const std::vector<std::string> wanted = scenarios::expand_fault_groups(named);
  KindSet kinds = 0;
  const auto all = scenarios::fault_kinds();
  for (std::size_t kind = 0; kind < all.size(); ++kind) {
    const bool asked_for =
        named.empty() ? scenarios::has_simulation_of_its_own(all[kind])
                      : std::find(wanted.begin(), wanted.end(), all[kind].name) != wanted.end();
    if (asked_for && scenarios::allowance(all[kind].budget, plan.tolerates).granted)
      kinds.set(kind);
  }
  return kinds;
}

std::vector<RunSpec> base_runs(Rehearsal& rehearsal, std::uint64_t seed) {
  const auto completes = [&rehearsal](const RunSpec& spec) {
    rehearsal.run(spec);
    const auto& events = rehearsal.history().events;
    return std::any_of(events.begin(), events.end(), [](const Event& event) {
      return event.kind == EventKind::plan_end &&
             static_cast<PlanEnd>(event.detail) == PlanEnd::completed;
    });
  };
  std::vector<RunSpec> bases;
  for (int run = 0; run < rehearsal.blueprint().scenario.explore.base_runs; ++run) {
    RunSpec spec;
    spec.faults = false;
    for (int i = 0; i < base_seeds; ++i) {
      spec.seed =
          digest_mix(seed, 0xba5e'0000ULL + static_cast<std::uint64_t>(run * base_seeds + i));
      if (completes(spec)) break;
    }
    bases.push_back(spec);
  }
  return bases;
}

void Candidates::add(const RunSpec& base, const std::vector<Opportunity>& places, KindSet only) {
  const auto kinds = static_cast<KindIndex>(scenarios::fault_kinds().size());
  part_.places += static_cast<std::int64_t>(places.size());
  for (const Opportunity& place : places) {
    const KindSet searched = place.kinds & only;
    if (searched.none()) continue;
    for (KindIndex kind = 0; kind < kinds; ++kind) {
      if (!searched.test(kind)) continue;
      for (const Duration duration : durations_of(kind, plan_)) {
        ++part_.candidates;
        if (!seen_.insert(digest_of(base, place, kind, duration)).second) {
          ++part_.equivalent;
          continue;
        }
        RunSpec spec = base;
        Strike strike;
        strike.kind = kind;
        strike.message = place.message;
        strike.duration = duration;
        spec.strikes.push_back(strike);
        part_.runs.push_back(std::move(spec));
      }
    }
  }
}

Part Candidates::take(std::string name, std::int64_t most) {
  part_.name = std::move(name);
  const auto all = static_cast<std::int64_t>(part_.runs.size());
  if (all > most) {
    part_.left_out = all - most;
    std::vector<RunSpec> kept;
    for (std::int64_t i = 0; i < most; ++i)
      kept.push_back(std::move(part_.runs[static_cast<std::size_t>(i * all / most)]));
    part_.runs = std::move(kept);
  }
  return std::move(part_);
}

Part single_faults(Rehearsal& rehearsal, const std::vector<RunSpec>& bases, KindSet kinds) {
  Candidates candidates(rehearsal.blueprint().plan);
  for (const RunSpec& base : bases) candidates.add(base, places_of(rehearsal, base, kinds));
  return candidates.take("single faults", rehearsal.blueprint().scenario.explore.most_runs);
}

Part rollback_sweep(const Rehearsal& rehearsal, const std::vector<RunSpec>& bases) {
  Part part;
  part.name = "rollback sweep";
  const bool every_step =
      rehearsal.blueprint().scenario.explore.rollback == scenarios::RollbackSweep::every_step;
  const auto boundaries = rollback_boundaries(rehearsal.blueprint().plan, every_step);
  for (const RunSpec& base : bases) {
    for (const Boundary& at : boundaries) {
      part.runs.push_back(base);
      part.runs.back().shape = {Course::rollback, at};
    }
  }
  part.places = static_cast<std::int64_t>(boundaries.size());
  part.candidates = static_cast<std::int64_t>(part.runs.size());
  return part;
}

Part rollback_faults(Rehearsal& rehearsal, const Part& sweep, KindSet kinds) {
  Candidates candidates(rehearsal.blueprint().plan);
  for (const RunSpec& back : sweep.runs) {
    std::vector<Opportunity> places = places_of(rehearsal, back, kinds);
    keep_way_back(rehearsal.history(), places);
    candidates.add(back, places);
  }
  return candidates.take("rollback faults", rehearsal.blueprint().scenario.explore.most_runs);
}

Part lineage_pairs(Rehearsal& rehearsal, const std::vector<RunSpec>& bases, const Part& singles,
                   KindSet kinds) {
  using fault_injection::MessageName;
  struct Base {
    std::map<std::uint64_t, int> usual;  // how often each thing is said
    std::map<MessageName, Opportunity> by_name;
  };
  std::map<std::uint64_t, Base> by_seed;
  for (const RunSpec& base : bases) {
    Base& made = by_seed[base.seed];
    for (const Opportunity& place : places_of(rehearsal, base, kinds)) {
      ++made.usual[said(place)];
      made.by_name.emplace(place.message, place);
    }
  }
  using Sort =
      std::tuple<KindIndex, NodeId, NodeId, bool, fault_injection::MessageKind, std::uint16_t>;
  std::set<Sort> sorts;
  Candidates candidates(rehearsal.blueprint().plan);
  for (const RunSpec& single : singles.runs) {
    const Base& base = by_seed[single.seed];
    const Strike& first = single.strikes.back();
    const auto found = base.by_name.find(first.message);
    if (found == base.by_name.end()) continue;
    const Opportunity& at = found->second;
    const Sort sort{first.kind, first.message.from, first.message.to, first.message.reply, at.what,
                    at.phase};
    if (!sorts.insert(sort).second) continue;
    std::map<std::uint64_t, int> left = base.usual;
    // What is said once more than without the fault is how the system mends it.
    std::vector<Opportunity> mending;
    for (const Opportunity& place : places_of(rehearsal, single, kinds))
      if (left[said(place)]-- <= 0 && place.time > at.time) mending.push_back(place);
    candidates.add(single, mending);
  }
  return candidates.take("pairs", rehearsal.blueprint().scenario.explore.most_runs);
}

Part swarm(const scenarios::Plan& plan, const scenarios::Scenario& scenario, std::uint64_t seed,
           std::int64_t runs) {
  Part part;
  part.name = swarm_part;
  for (std::int64_t i = 0; i < runs; ++i) part.runs.push_back(run_spec(plan, scenario, seed, i));
  return part;
}

}  // namespace rehearse::harness
