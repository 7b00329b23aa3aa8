/// The shrinker's dimensions beside operations and faults.

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "harness/explore/delta_debugging.hpp"
#include "harness/explore/shrinker.hpp"

namespace rehearse::harness {

using namespace simulators;

// ---- course

/// Held at the end of an earlier phase, rolled back from an earlier place, or simply to the end.
void Shrinker::shorter_course() {
  const scenarios::Plan& plan = rehearsal_.blueprint().plan;
  const auto earlier = [this](const Boundary& at) {
    if (best_.shape.course == Course::forward) return true;
    return std::tie(at.phase, at.action) < std::tie(best_.shape.at.phase, best_.shape.at.action);
  };
  const auto turn = [this](Course course, const Boundary& at) {
    RunSpec candidate = best_;
    candidate.shape = {course, at};
    return adopt(std::move(candidate), Must::shrink);
  };
  for (const Boundary& at : hold_boundaries(plan)) {
    const bool here = best_.shape.course == Course::rollback && at == best_.shape.at;
    if ((earlier(at) || here) && turn(Course::hold, at)) break;
  }
  for (const Boundary& at : rollback_boundaries(plan, true))
    if (earlier(at) && turn(Course::rollback, at)) break;
  if (best_.shape.course != Course::forward) turn(Course::forward, {});
}

// ---- what else was drawn

/// Everything the plain answer, then all but the fewest groups that matter.
void Shrinker::plainer_choices() {
  std::set<Site> groups;
  for (const Choice& choice : choices_of_best())
    if (choice.value != 0 && (!best_.faults || choice.site.kind != SiteKind::fault))
      groups.insert(group_of(choice.site));
  if (groups.empty()) return;
  fewest(std::vector<Site>(groups.begin(), groups.end()), [this](std::vector<Site> seeded) {
    RunSpec candidate = best_;
    candidate.laid_over.seeded = std::move(seeded);
    return adopt(std::move(candidate));
  });
}

// ---- clients

void Shrinker::fewer_clients() {
  if (!best_.placed || best_.placed->size() > few_operations) return;
  const auto renamed = [this](const auto& name) {
    RunSpec candidate = best_;
    for (PlacedOperation& placed : *candidate.placed) placed.client = name(placed.client);
    return candidate.placed != best_.placed && adopt(std::move(candidate));
  };
  if (renamed([](std::uint16_t) { return std::uint16_t{0}; })) return;
  std::vector<std::uint16_t> clients;  // in the order in which they come
  for (const PlacedOperation& placed : *best_.placed)
    if (std::find(clients.begin(), clients.end(), placed.client) == clients.end())
      clients.push_back(placed.client);
  for (const std::uint16_t one : clients)
    for (const std::uint16_t other : clients)
      if (other != one &&
          renamed([&](std::uint16_t client) { return client == one ? other : client; }))
        break;
  std::vector<std::uint16_t> numbers;
  renamed([&numbers](std::uint16_t client) {
    const auto found = std::find(numbers.begin(), numbers.end(), client);
    if (found == numbers.end()) numbers.push_back(client);
    return static_cast<std::uint16_t>(std::find(numbers.begin(), numbers.end(), client) -
                                      numbers.begin());
  });
}

// ---- times

/// The time between an operation and the one before it in its phase.
Time Shrinker::gap_before(std::size_t i) const {
  const std::vector<PlacedOperation>& placed = *best_.placed;
  const bool first = i == 0 || placed[i - 1].phase != placed[i].phase;
  return placed[i].at - (first ? 0 : placed[i - 1].at);
}

/// Each operation, and all behind it in its phase, as much earlier as goes: at once, by half, by a
/// quarter ...
void Shrinker::closer_times() {
  if (!best_.placed || best_.placed->size() > few_operations) return;
  for (std::size_t i = 0; i < best_.placed->size(); ++i)
    for (Time less = gap_before(i); less > 0; less /= 2) {
      if (less > gap_before(i)) continue;
      RunSpec candidate = best_;
      const std::uint16_t phase = (*best_.placed)[i].phase;
      for (std::size_t j = i; j < candidate.placed->size(); ++j)
        if ((*candidate.placed)[j].phase == phase) (*candidate.placed)[j].at -= less;
      adopt(std::move(candidate));
    }
}

/// Whole milliseconds, for readers.
void Shrinker::rounder_times() {
  if (!best_.placed) return;
  constexpr Time grain = 1'000;
  RunSpec candidate = best_;
  for (PlacedOperation& placed : *candidate.placed) placed.at = placed.at / grain * grain;
  candidate.placed = by_phase_and_time(*candidate.placed);
  if (candidate.placed == best_.placed || adopt(candidate)) return;
  for (std::size_t i = 0; i < best_.placed->size(); ++i) {
    candidate = best_;
    Time& at = (*candidate.placed)[i].at;
    at -= std::min(at % grain, gap_before(i));
    if (candidate.placed != best_.placed) adopt(candidate);
  }
}

}  // namespace rehearse::harness
