#include "reports/changes.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "reports/judgement.hpp"
#include "reports/text.hpp"

namespace rehearse::reports {
namespace {

using harness::Certificate;
using harness::PropertyResult;
using harness::ScenarioResult;

constexpr std::array<std::string_view, 8> words{
    "newly violated",  "no longer known",    "dropped", "slower",
    "newly exercised", "no longer violated", "faster",  "changed"};

/// A change of a p99 that is worth a line.
constexpr std::int64_t least_difference_us = 1000;
constexpr std::int64_t least_share = 5;  ///< One in so many.

class Comparison {
 public:
  void add(ChangeKind kind, std::string what) { changes_.push_back({kind, std::move(what)}); }

  std::vector<Change> worst_first() && {
    std::stable_sort(changes_.begin(), changes_.end(),
                     [](const Change& a, const Change& b) { return a.kind < b.kind; });
    return std::move(changes_);
  }

  void property(const std::string& scenario, const PropertyResult& before,
                const PropertyResult& after, const std::string& sentence) {
    const Rank was = rank_of(before), is = rank_of(after);
    if (was == is) return;
    const std::string name = scenario + ": " + after.id + " " + after.name;
    if (is == Rank::violated)
      return add(ChangeKind::newly_violated, name + ", in " + count(after.violated) + " of " +
                                                 count(after.runs, "run") + ": " + sentence);
    const std::string turned =
        name + ", was " + std::string(word(was)) + " and is " + std::string(word(is));
    if (is == Rank::unknown) return add(ChangeKind::no_longer_known, turned);
    if (is == Rank::not_exercised) return add(ChangeKind::dropped, turned);
    add(was == Rank::violated ? ChangeKind::no_longer_violated : ChangeKind::newly_exercised,
        turned);
  }

  void latency(const std::string& what, std::int64_t before, std::int64_t after) {
    const std::int64_t difference = subtract(after, before);
    const std::int64_t size = difference < 0 ? subtract(0, difference) : difference;
    if (size < least_difference_us || size < before / least_share) return;
    add(difference > 0 ? ChangeKind::slower : ChangeKind::faster,
        what + " " + milliseconds(after) + ", was " + milliseconds(before));
  }

 private:
  std::vector<Change> changes_;
};

/// What both have by the same name, and what only one of them has; `missing` of the first, `fresh`
/// of the second.
template <typename T, typename Both, typename Missing, typename Fresh>
void side_by_side(const std::vector<T>& before, const std::vector<T>& after, std::string T::*name,
                  Both both, Missing missing, Fresh fresh) {
  std::map<std::string_view, const T*> known;
  for (const T& one : before) known.emplace(one.*name, &one);
  std::set<std::string_view> met;
  for (const T& one : after) {
    if (!met.insert(one.*name).second) continue;
    const auto found = known.find(one.*name);
    if (found == known.end())
      fresh(one);
    else
      both(*found->second, one);
  }
  for (const T& one : before)
    if (met.insert(one.*name).second) missing(one);
}

void compare_properties(const ScenarioResult& before, const ScenarioResult& after,
                        Comparison& found) {
  side_by_side(
      before.properties, after.properties, &PropertyResult::id,
      [&](const PropertyResult& a, const PropertyResult& b) {
        found.property(after.name, a, b, sentence_of(after, b));
      },
      [&](const PropertyResult& a) {
        found.add(ChangeKind::dropped,
                  after.name + ": " + a.id + " " + a.name + " is no longer judged");
      },
      [&](const PropertyResult& b) {
        if (rank_of(b) == Rank::violated)
          return found.property(after.name, PropertyResult(), b, sentence_of(after, b));
        found.add(rank_of(b) == Rank::holds ? ChangeKind::newly_exercised : ChangeKind::changed,
                  after.name + ": " + b.id + " " + b.name + ", " + std::string(word(rank_of(b))) +
                      ", was not judged");
      });
}

void compare_phases(const ScenarioResult& before, const ScenarioResult& after, Comparison& found) {
  using harness::PhaseResult;
  side_by_side(
      before.phases, after.phases, &PhaseResult::name,
      [&](const PhaseResult& a, const PhaseResult& b) {
        found.latency(after.name + ": p99 in " + b.name, a.p99_us, b.p99_us);
        if (a.rollbacks_rehearsed > 0 && b.rollbacks_rehearsed == 0)
          found.add(ChangeKind::dropped,
                    after.name + ": no rollback is rehearsed from " + b.name + " any more");
        if (a.rollbacks_rehearsed == 0 && b.rollbacks_rehearsed > 0)
          found.add(ChangeKind::newly_exercised, after.name + ": rollback from " + b.name);
      },
      [&](const PhaseResult& a) {
        found.add(ChangeKind::changed,
                  after.name + ": the plan has no phase " + a.name + " any more");
      },
      [&](const PhaseResult& b) {
        found.add(ChangeKind::changed, after.name + ": the phase " + b.name + " is new");
      });
}

void compare_faults(const ScenarioResult& before, const ScenarioResult& after, Comparison& found) {
  using harness::FaultCount;
  const auto dropped = [&](const FaultCount& fault) {
    if (fault.fired > 0)
      found.add(ChangeKind::dropped,
                after.name + ": the fault " + fault.kind + " does not strike any more");
  };
  const auto fresh = [&](const FaultCount& fault) {
    if (fault.fired > 0)
      found.add(ChangeKind::newly_exercised, after.name + ": the fault " + fault.kind);
  };
  side_by_side(
      before.faults, after.faults, &FaultCount::kind,
      [&](const FaultCount& a, const FaultCount& b) {
        if (b.fired == 0) dropped(a);
        if (a.fired == 0) fresh(b);
      },
      dropped, fresh);
}

void compare_situations(const ScenarioResult& before, const ScenarioResult& after,
                        Comparison& found) {
  using harness::SituationResult;
  side_by_side(
      before.situations, after.situations, &SituationResult::id,
      [&](const SituationResult& a, const SituationResult& b) {
        if (a.runs > 0 && b.runs == 0)
          found.add(b.required ? ChangeKind::dropped : ChangeKind::changed,
                    after.name + ": never seen any more: " + b.statement);
        if (a.runs == 0 && b.runs > 0)
          found.add(ChangeKind::newly_exercised, after.name + ": " + b.statement);
      },
      [](const SituationResult&) {}, [](const SituationResult&) {});
}

void compare_ways_back(const ScenarioResult& before, const ScenarioResult& after,
                       Comparison& found) {
  const harness::ReturnPoint &was = before.point_of_no_return, &is = after.point_of_no_return;
  if (is.verdict == "too late" && was.verdict != "too late")
    return found.add(ChangeKind::newly_violated, after.name + ": " + is.sentence);
  if (was.verdict == "too late" && is.verdict != "too late" && !is.verdict.empty())
    return found.add(ChangeKind::no_longer_violated, after.name + ": the point of no return");
  if (was.place != is.place)
    found.add(ChangeKind::changed, after.name + ": the computed point of no return is " +
                                       (is.place.empty() ? "not found" : is.place) + ", was " +
                                       (was.place.empty() ? "not found" : was.place));
}

void compare_scenarios(const ScenarioResult& before, const ScenarioResult& after,
                       Comparison& found) {
  compare_properties(before, after, found);
  compare_ways_back(before, after, found);
  compare_faults(before, after, found);
  compare_situations(before, after, found);
  compare_phases(before, after, found);
  if (before.digest != after.digest)
    found.add(ChangeKind::changed, after.name + ": the scenario is another (" +
                                       short_digest(before.digest) + ", now " +
                                       short_digest(after.digest) + ")");
  if (before.runs != after.runs)
    found.add(after.runs < before.runs ? ChangeKind::dropped : ChangeKind::changed,
              after.name + ": " + count(after.runs, "run") + ", were " + count(before.runs));
}

}  // namespace

std::string_view word(ChangeKind kind) { return words.at(static_cast<std::size_t>(kind)); }

std::vector<Change> changes_between(const Certificate& before, const Certificate& after) {
  Comparison found;
  side_by_side(
      before.scenarios, after.scenarios, &ScenarioResult::name,
      [&](const ScenarioResult& a, const ScenarioResult& b) { compare_scenarios(a, b, found); },
      [&](const ScenarioResult& a) {
        found.add(ChangeKind::dropped, "the scenario " + a.name + " is no longer rehearsed");
      },
      [&](const ScenarioResult& b) {
        found.add(ChangeKind::newly_exercised, "the scenario " + b.name);
        for (const PropertyResult& property : b.properties)
          if (rank_of(property) == Rank::violated)
            found.property(b.name, PropertyResult(), property, sentence_of(b, property));
      });
  if (before.plan_digest != after.plan_digest)
    found.add(ChangeKind::changed, "the plan is another (" + short_digest(before.plan_digest) +
                                       ", now " + short_digest(after.plan_digest) + ")");
  if (before.seed != after.seed)
    found.add(ChangeKind::changed, "the seed is " + after.seed + ", was " + before.seed);
  if (before.mode != after.mode)
    found.add(ChangeKind::changed, "the mode is " + after.mode + ", was " + before.mode);
  return std::move(found).worst_first();
}

harness::PreviousCertificate told_beside(const Certificate& before, const Certificate& after) {
  harness::PreviousCertificate previous;
  previous.digest = before.digest;
  previous.verdict = word(before.verdict);
  previous.finished_utc = before.finished_utc;
  for (const Change& change : changes_between(before, after))
    previous.changes.push_back({std::string(word(change.kind)), change.what});
  return previous;
}

std::string since_line(const harness::PreviousCertificate& previous) {
  if (previous.digest.empty()) return {};
  std::vector<Change> changes;
  for (const harness::CertificateChange& change : previous.changes) {
    const auto kind = std::find(words.begin(), words.end(), change.kind);
    if (kind != words.end())
      changes.push_back({static_cast<ChangeKind>(kind - words.begin()), change.what});
  }
  return "since " + short_digest(previous.digest) + ", " + previous.verdict + " " +
         utc(previous.finished_utc) + ": " + in_words(changes);
}

bool worse(const Change& change) { return change.kind <= ChangeKind::dropped; }

std::string in_words(const std::vector<Change>& changes) {
  std::string text;
  for (std::size_t kind = 0; kind < words.size(); ++kind) {
    const std::int64_t many = std::count_if(
        changes.begin(), changes.end(),
        [&](const Change& change) { return static_cast<std::size_t>(change.kind) == kind; });
    if (many > 0) text += (text.empty() ? "" : ", ") + count(many) + " " + std::string(words[kind]);
  }
  return text.empty() ? "nothing of note is different" : text;
}

}  // namespace rehearse::reports
