#include "harness/explore/point_of_no_return.hpp"

#include <algorithm>
#include <tuple>

#include "scenarios/names.hpp"
#include "scenarios/stage_walk.hpp"
#include "simulators/runtime/history.hpp"

namespace rehearse::harness {

using scenarios::Plan;
using scenarios::Side;
using scenarios::Stage;

bool before(const Boundary& a, const Boundary& b) {
  return std::tie(a.phase, a.action) < std::tie(b.phase, b.action);
}

namespace {

/// A year; what is longer is not made longer still.
constexpr scenarios::Duration longest_deadline = std::chrono::hours{24 * 365};

/// How one run answers for a track; for the plan when `track` is null.
ReturnAnswer answer_of(const WayBack& way, const std::string* track) {
  bool open = way.undecided;
  for (const Harm& harm : way.harms) {
    if (track == nullptr || harm.track == *track) return ReturnAnswer::unsafe;
    open = open || harm.track.empty();
  }
  return open ? ReturnAnswer::unknown : ReturnAnswer::safe;
}

BoundaryAnswer sum_up(const Boundary& at, const std::vector<WayBack>& ways,
                      const std::string* track) {
  BoundaryAnswer sum;
  sum.at = at;
  for (const WayBack& way : ways) {
    if (way.at != at) continue;
    const ReturnAnswer answer = answer_of(way, track);
    if (!way.whole && answer != ReturnAnswer::unsafe) continue;
    ++sum.runs;
    sum.harmed += answer == ReturnAnswer::unsafe ? 1 : 0;
    sum.undecided += answer == ReturnAnswer::unknown ? 1 : 0;
  }
  if (sum.harmed > 0)
    sum.answer = ReturnAnswer::unsafe;
  else if (sum.runs > sum.undecided)
    sum.answer = ReturnAnswer::safe;
  return sum;
}

ComputedPoint point_of(const std::vector<BoundaryAnswer>& answers) {
  ComputedPoint point;
  std::size_t behind = 0;  // the last safe boundary
  for (std::size_t i = 0; i < answers.size(); ++i)
    if (answers[i].answer == ReturnAnswer::safe) behind = i + 1;
  for (std::size_t i = 0; i < answers.size(); ++i) {
    if (answers[i].answer != ReturnAnswer::unsafe) continue;
    if (i < behind) {
      point.holes.push_back(answers[i].at);
    } else if (!point.at) {
      point.at = answers[i].at;
      point.kind = ComputedPoint::Kind::found;
    }
  }
  if (!point.at && behind == answers.size() && behind > 0) point.kind = ComputedPoint::Kind::never;
  return point;
}

bool on_old_side(const scenarios::Track& track, const Stage& stage) {
  if (stage.contract >= scenarios::Contract::purged) return false;
  if (track.is_service()) return stage.service.route == Side::old_side;
  return stage.read.authority == Side::old_side && stage.write.first == Side::old_side;
}

/// For each phase, whether the old side answers everything at its end.
std::vector<bool> at_home(const Plan& plan) {
  std::vector<bool> home;
  for (const std::vector<Stage>& row : scenarios::stages_after(plan)) {
    bool all = true;
    for (std::size_t t = 0; t < row.size(); ++t) all = all && on_old_side(plan.tracks[t], row[t]);
    home.push_back(all);
  }
  return home;
}

/// How the phase goes back, where it says so or not.
scenarios::RollbackTarget way_of(const Plan& plan, std::size_t phase) {
  const auto& own = plan.phases[phase].rollback;
  scenarios::RollbackTarget way = own && own->allowed ? *own : plan.rollback;
  way.allowed = true;
  return way;
}

}  // namespace

ComputedPoints computed_points(const std::vector<Boundary>& boundaries,
                               const std::vector<std::string>& tracks,
                               const std::vector<WayBack>& ways) {
  const auto answers = [&](const std::string* track) {
    std::vector<BoundaryAnswer> all;
    for (const Boundary& at : boundaries) all.push_back(sum_up(at, ways, track));
    return all;
  };
  ComputedPoints points;
  points.boundaries = answers(nullptr);
  points.plan = point_of(points.boundaries);
  for (const std::string& track : tracks) points.tracks.push_back(point_of(answers(&track)));
  return points;
}

std::vector<Boundary> all_boundaries(const Plan& plan, bool every_step) {
  std::vector<Boundary> all;
  for (std::size_t phase = 0; phase < plan.phases.size(); ++phase) {
    const std::size_t actions = actions_of(plan.phases[phase]).size();
    for (std::size_t action = every_step ? 0 : actions - 1; action < actions; ++action)
      all.push_back({static_cast<std::uint16_t>(phase), static_cast<std::uint16_t>(action)});
  }
  return all;
}

int home_of(const Plan& plan, std::size_t phase) {
  const std::vector<bool> home = at_home(plan);
  int last = static_cast<int>(phase) - 1;
  while (last >= 0 && !home[static_cast<std::size_t>(last)]) --last;
  return last;
}

std::size_t first_departure(const Plan& plan) {
  const std::vector<bool> home = at_home(plan);
  return static_cast<std::size_t>(std::find(home.begin(), home.end(), false) - home.begin());
}

bool goes_home(const Plan& plan, std::size_t phase) {
  return rollback_target(plan, phase) <= home_of(plan, phase);
}

Plan spelled_out(const Plan& plan) {
  Plan spelled = plan;
  for (std::size_t i = 0; i < plan.phases.size(); ++i) {
    scenarios::Phase& phase = spelled.phases[i];
    phase.point_of_no_return = false;
    phase.rollback = way_of(plan, i);
  }
  spelled.rollback.allowed = true;
  for (std::size_t i = 0; i < plan.phases.size(); ++i) {
    const int home = home_of(plan, i);
    const int undone = static_cast<int>(i) - home;
    const int target = rollback_target(spelled, i);
    if (target <= home) continue;
    scenarios::RollbackTarget& way = *spelled.phases[i].rollback;
    way.to = home < 0 ? "start" : plan.phases[static_cast<std::size_t>(home)].name;
    if (!way.deadline) way.deadline = plan.rollback.deadline;
    if (way.deadline && *way.deadline < longest_deadline) *way.deadline *= undone;
  }
  return spelled;
}

std::vector<RunSpec> ways_to_try(const Plan& plan, const std::vector<Boundary>& boundaries,
                                 const std::vector<WayBack>& tried, std::int64_t each,
                                 std::uint64_t seed) {
  constexpr std::uint64_t own_seeds = 0x6e6f2072657475ULL;
  const std::size_t departure = first_departure(plan);
  std::vector<RunSpec> specs;
  std::uint64_t place = 0;
  for (const Boundary& at : boundaries) {
    const bool known = std::any_of(tried.begin(), tried.end(),
                                   [&at](const WayBack& way) { return way.at == at && way.whole; });
    const std::int64_t runs = at.phase >= departure ? each
                              : known               ? 0
                                                    : std::min<std::int64_t>(each, 1);
    const std::uint64_t of_place = simulators::digest_mix(seed ^ own_seeds, place++);
    for (std::int64_t i = 0; i < runs; ++i) {
      RunSpec spec;
      spec.seed = simulators::digest_mix(of_place, static_cast<std::uint64_t>(i));
      spec.shape = {Course::rollback, at};
      spec.faults = i % 2 == 1;
      specs.push_back(std::move(spec));
    }
  }
  return specs;
}

std::size_t claimed_until(const Plan& plan) {
  std::size_t until = point_of_no_return(plan);
  while (until > 0 && !may_roll_back(plan, until - 1)) --until;
  return until;
}

std::string place_of(const Boundary& at, const Plan& plan) {
  const scenarios::Phase& phase = plan.phases[at.phase];
  const Action action = actions_of(phase)[at.action];
  if (action.kind == ActionKind::step)
    return "after step " + describe(phase.steps[action.step]) + " of phase " + phase.name;
  std::string text = to_string(at, plan);
  constexpr std::string_view place = "at the ";
  return text.compare(0, place.size(), place) == 0 ? text.substr(3) : text;
}

}  // namespace rehearse::harness
