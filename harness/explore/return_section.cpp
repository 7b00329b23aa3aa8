#include "harness/explore/return_section.hpp"

#include <algorithm>
#include <memory>
#include <optional>
#include <tuple>
#include <utility>

#include "harness/explore/parallel.hpp"
#include "harness/explore/point_of_no_return.hpp"
#include "harness/explore/shrink.hpp"
#include "harness/explore/summary.hpp"
#include "harness/explore/way_back.hpp"

namespace rehearse::harness {

using simulators::Blueprint;

namespace {

constexpr const char* own_file = "point-of-no-return.json";

/// One forced run.
struct Trial {
  RunSpec spec;
  RunOutcome outcome;
  std::optional<WayBack> way;
};

/// All that is known before anything is put into words.
struct Study {
  const scenarios::Plan& plan;
  std::vector<Boundary> boundaries;
  SetAside aside;
  std::vector<WayBack> ways;
  std::vector<Trial> trials;
  ComputedPoints points;
};

std::vector<Trial> try_all(const Blueprint& blueprint, std::vector<RunSpec> specs,
                           const SetAside& aside, const ExploreOptions& options) {
  std::vector<Trial> trials(specs.size());
  for (std::size_t i = 0; i < specs.size(); ++i) trials[i].spec = std::move(specs[i]);
  const MakeWorker make_worker = [&] {
    auto rehearsal = std::make_shared<Rehearsal>(blueprint);
    return [&, rehearsal](std::int64_t index) {
      Trial& trial = trials[static_cast<std::size_t>(index)];
      rehearsal->run(trial.spec);
      trial.outcome = sum_up(*rehearsal, trial.spec);
      trial.way = way_back(*rehearsal, trial.outcome, aside);
    };
  };
  const std::int64_t done = for_each_index(static_cast<std::int64_t>(trials.size()),
                                           std::max(1, options.jobs), make_worker, options.stop);
  trials.resize(static_cast<std::size_t>(done));
  return trials;
}

std::vector<std::string> names_of_tracks(const scenarios::Plan& plan) {
  std::vector<std::string> names;
  for (const scenarios::Track& track : plan.tracks) names.push_back(track.name);
  return names;
}

/// Few runs were asked for: then few are spent on this.
std::int64_t each_of(const Study& study, std::size_t runs) {
  const std::size_t departure = first_departure(study.plan);
  const auto behind =
      std::count_if(study.boundaries.begin(), study.boundaries.end(),
                    [departure](const Boundary& at) { return at.phase >= departure; });
  if (behind == 0) return ways_back_each;
  return std::min(ways_back_each, static_cast<std::int64_t>(runs) / behind);
}

/// The harm to tell first: a lost write, of the track if one is given.
const Harm* worst_at(const Study& study, const Boundary& at, const std::string* track) {
  const Harm* worst = nullptr;
  for (const WayBack& way : study.ways) {
    if (way.at != at) continue;
    for (const Harm& harm : way.harms) {
      if (track != nullptr && harm.track != *track) continue;
      if (worst == nullptr || (worst->loses.empty() && !harm.loses.empty())) worst = &harm;
    }
  }
  return worst;
}

/// "loses order 17, ...", "fails: ...", "breaks D2 one_effect: ...".
std::string harm_words(const Harm& harm) {
  if (!harm.loses.empty()) return "loses " + harm.loses;
  if (harm.property == "R2") return "fails: " + harm.because;
  for (const Property& property : all_properties())
    if (property.id == harm.property)
      return "breaks " + harm.property + " " + std::string(property.name) + ": " + harm.because;
  return "fails: " + harm.because;
}

std::string kind_word(ComputedPoint::Kind kind) {
  return kind == ComputedPoint::Kind::found   ? "found"
         : kind == ComputedPoint::Kind::never ? "never"
                                              : "unknown";
}

std::vector<std::string> places(const std::vector<Boundary>& all, const scenarios::Plan& plan) {
  std::vector<std::string> texts;
  for (const Boundary& at : all) texts.push_back(place_of(at, plan));
  return texts;
}

std::string verdict_of(const ComputedPoint& point, std::size_t claimed, std::size_t phases) {
  if (point.kind == ComputedPoint::Kind::unknown) return "unknown";
  const std::size_t computed = point.at ? point.at->phase : phases;
  return computed < claimed ? "too late" : computed > claimed ? "too early" : "agrees";
}

std::string claim(const scenarios::Plan& plan, const ReturnPoint& point) {
  if (claimed_until(plan) == 0) return "The plan lets nobody go back.";
  const std::string until = "one go back until phase " + point.claimed + ".";
  if (point.declared.empty() && point.claimed.empty())
    return "The plan declares no point of no return, which says that one can always go back.";
  if (point.declared.empty()) return "The plan declares no point of no return, and lets " + until;
  if (point.declared == point.claimed)
    return "The plan says that one can go back until phase " + point.declared + ".";
  return "The plan declares phase " + point.declared + " as its point of no return, and lets " +
         until;
}

void say(const scenarios::Plan& plan, ReturnPoint& point) {
  std::string found;
  if (point.kind == "unknown")
    found = "Where the way back ends is not known: too few runs turned to tell.";
  else if (point.kind == "never")
    found = "Going back was safe to the end of the plan.";
  else
    found = "From " + point.place + " on, going back " + point.harm;
  if (found.back() != '.') found += ".";
  point.sentence = claim(plan, point) + " " + found;
}

void fill(const Study& study, ReturnPoint& point) {
  const scenarios::Plan& plan = study.plan;
  const ComputedPoints& points = study.points;
  const std::size_t declared = point_of_no_return(plan), claimed = claimed_until(plan);
  if (declared < plan.phases.size()) point.declared = plan.phases[declared].name;
  if (claimed < plan.phases.size()) point.claimed = plan.phases[claimed].name;
  point.kind = kind_word(points.plan.kind);
  point.verdict = verdict_of(points.plan, claimed, plan.phases.size());
  point.holes = places(points.plan.holes, plan);
  if (points.plan.at) {
    point.phase = plan.phases[points.plan.at->phase].name;
    point.place = place_of(*points.plan.at, plan);
    if (const Harm* harm = worst_at(study, *points.plan.at, nullptr)) {
      point.harm = harm_words(*harm);
      point.property = harm->property;
    }
  }
  for (const auto& [property, track] : study.aside)
    point.set_aside.push_back(property + " (" + track + ")");
  for (const BoundaryAnswer& seen : points.boundaries) {
    const bool safe = seen.answer == ReturnAnswer::safe;
    const char* word = safe ? "safe" : seen.answer == ReturnAnswer::unsafe ? "unsafe" : "unknown";
    point.boundaries.push_back({plan.phases[seen.at.phase].name, place_of(seen.at, plan), word,
                                seen.runs, seen.harmed, seen.undecided});
    point.runs += seen.runs;
    const std::int64_t judged = seen.runs - seen.undecided;
    if (safe && (point.fewest_runs == 0 || judged < point.fewest_runs)) point.fewest_runs = judged;
  }
  for (std::size_t t = 0; t < plan.tracks.size(); ++t) {
    const ComputedPoint& computed = points.tracks[t];
    ReturnTrack track;
    track.track = plan.tracks[t].name;
    track.kind = kind_word(computed.kind);
    track.holes = places(computed.holes, plan);
    if (computed.at) {
      track.phase = plan.phases[computed.at->phase].name;
      track.place = place_of(*computed.at, plan);
      if (const Harm* harm = worst_at(study, *computed.at, &track.track))
        track.harm = harm_words(*harm);
    }
    point.tracks.push_back(std::move(track));
  }
}

/// The violated property that shows the harm best; the number of properties: none.
std::size_t telling_property(const RunOutcome& outcome, const SetAside& aside) {
  const auto properties = all_properties();
  for (const char* id : {"R1", "D1", "D5", "D2", "D4", "D6", "C2", "C1", "X1", "R2"}) {
    for (std::size_t p = 0; p < properties.size(); ++p) {
      if (properties[p].id != id) continue;
      const PropertyOutcome& seen = outcome.properties[p];
      const std::pair<std::string, std::string> one{id,
                                                    seen.subject.substr(0, seen.subject.find('.'))};
      const bool apart = std::find(aside.begin(), aside.end(), one) != aside.end();
      if (seen.outcome == Outcome::violated && !seen.baseline && !apart) return p;
    }
  }
  return properties.size();
}

/// The forced run that shows the computed point: one that names a lost write if any does, then with
/// the fewest faults and events.
const Trial* telling_trial(const Study& study) {
  const auto key = [](const Trial& trial) {
    const auto& harms = trial.way->harms;
    const bool names = std::any_of(harms.begin(), harms.end(),
                                   [](const Harm& harm) { return !harm.loses.empty(); });
    return std::tuple(!names, trial.outcome.faults, trial.outcome.events);
  };
  const Trial* best = nullptr;
  for (const Trial& trial : study.trials) {
    if (!trial.way || trial.way->harms.empty() || trial.way->at != *study.points.plan.at) continue;
    if (best == nullptr || key(trial) < key(*best)) best = &trial;
  }
  return best;
}

/// A counterexample of the exploration that shows a way back from behind the computed point.
const SavedCounterexample* found_before(const Exploration& exploration, const Study& study,
                                        std::string_view property) {
  for (const SavedCounterexample& saved : exploration.saved) {
    const bool behind =
        saved.shape.course == Course::rollback && !before(saved.shape.at, *study.points.plan.at);
    if (behind && (property.empty() || saved.property == property)) return &saved;
  }
  return nullptr;
}

/// What the counterexample itself loses: the sentence speaks of the run that can be replayed.
void tell_as_replayed(const SavedCounterexample& saved, const Study& study, ReturnPoint& point) {
  const Blueprint blueprint(saved.plan, saved.scenario);
  Rehearsal rehearsal(blueprint);
  const RunSpec spec = spec_of(saved);
  rehearsal.run(spec);
  const std::optional<WayBack> way = way_back(rehearsal, sum_up(rehearsal, spec), study.aside);
  if (!way || way->harms.empty()) return;
  const Harm* worst = &way->harms.front();
  for (const Harm& harm : way->harms)
    if (worst->loses.empty() && !harm.loses.empty()) worst = &harm;
  point.harm = harm_words(*worst);
  point.property = worst->property;
}

void add_counterexample(Exploration& exploration, const Study& study, Rehearsal& rehearsal,
                        const ExploreOptions& options) {
  ReturnPoint& point = exploration.result.point_of_no_return;
  const Trial* trial = telling_trial(study);
  const auto properties = all_properties();
  const std::size_t p =
      trial != nullptr ? telling_property(trial->outcome, study.aside) : properties.size();
  const bool judged = p < properties.size();
  if (const auto* saved =
          found_before(exploration, study, judged ? properties[p].id : std::string_view())) {
    for (std::size_t i = 0; i < exploration.saved.size(); ++i)
      if (&exploration.saved[i] == saved)
        point.counterexample = exploration.result.counterexamples[i].file;
    return tell_as_replayed(*saved, study, point);
  }
  if (!judged) return;
  SavedCounterexample saved = shrink(rehearsal, trial->spec, trial - study.trials.data(), p,
                                     trial->outcome.properties[p].subject, options.stop);
  Replay told = replay(saved);
  told.told.property = "point_of_no_return";  // the properties of the plan's own runs have theirs
  told.told.file = own_file;
  told.told.replay = std::string("rehearse replay ") + own_file + " --trace";
  add_what_held(exploration.result, told.told);
  point.counterexample = own_file;
  tell_as_replayed(saved, study, point);
  exploration.result.counterexamples.push_back(std::move(told.told));
  exploration.saved.push_back(std::move(saved));
  exploration.histories.push_back(std::move(told.history));
}

}  // namespace

void add_point_of_no_return(Exploration& exploration, const scenarios::Plan& plan,
                            const scenarios::Scenario& scenario, const ExploreOptions& options,
                            const std::vector<Tried>& tried) {
  const bool stopped = options.stop && options.stop();
  const bool asked = scenario.explore.rollback != scenarios::RollbackSweep::none;
  const bool every_step = scenario.explore.rollback == scenarios::RollbackSweep::every_step;
  Study study{plan, all_boundaries(plan, every_step), fails_without_turning(tried), {}, {}, {}};
  for (const Tried& one : tried)
    if (auto way = way_back(plan, one.outcome, study.aside)) study.ways.push_back(std::move(*way));

  const scenarios::Plan spelled = spelled_out(plan);
  const Blueprint blueprint(spelled, scenario);
  std::vector<RunSpec> specs;
  if (asked && !stopped)
    specs =
        ways_to_try(plan, study.boundaries, study.ways, each_of(study, tried.size()), options.seed);
  study.trials = try_all(blueprint, std::move(specs), study.aside, options);
  for (const Trial& trial : study.trials)
    if (trial.way) study.ways.push_back(*trial.way);
  study.points = computed_points(study.boundaries, names_of_tracks(plan), study.ways);

  ReturnPoint& point = exploration.result.point_of_no_return;
  point.forced = static_cast<std::int64_t>(study.trials.size());
  fill(study, point);
  if (point.verdict == "too late") {
    Rehearsal rehearsal(blueprint);
    add_counterexample(exploration, study, rehearsal, options);
  }
  say(plan, point);
}

}  // namespace rehearse::harness
