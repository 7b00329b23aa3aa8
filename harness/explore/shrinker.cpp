#include "harness/explore/shrinker.hpp"

#include <algorithm>
#include <limits>
#include <set>
#include <utility>

#include "harness/explore/concerned.hpp"
#include "harness/explore/delta_debugging.hpp"

namespace rehearse::harness {

using namespace simulators;

namespace {

/// Before the first phase, then phase by phase; in each by time.
auto place_of(const PlacedOperation& placed) {
  return std::tuple(static_cast<std::uint16_t>(placed.phase + 1), placed.at, placed.id);
}

}  // namespace

std::vector<PlacedOperation> by_phase_and_time(std::vector<PlacedOperation> placed) {
  std::sort(placed.begin(), placed.end(),
            [](const auto& a, const auto& b) { return place_of(a) < place_of(b); });
  return placed;
}

std::vector<PlacedOperation> invoked_in(const History& history, bool by_phase) {
  std::vector<std::pair<Time, std::uint16_t>> begins;
  for (const Event& event : history.events) {
    const auto before = [&event](const auto& begin) { return begin.second == event.phase; };
    if (by_phase && event.kind == EventKind::phase_begin &&
        std::none_of(begins.begin(), begins.end(), before))
      begins.emplace_back(event.time, event.phase);
  }
  std::vector<PlacedOperation> invoked;
  for (const Event& event : history.events) {
    if (event.kind != EventKind::invoke) continue;
    PlacedOperation placed;
    placed.id = event.operation;
    placed.at = event.extra;
    placed.operation = static_cast<std::uint16_t>(event.value);
    placed.client = event.client;
    placed.job_of = event.detail;
    for (const auto& [time, phase] : begins) {
      if (time > event.extra) break;
      placed.phase = phase;
      placed.at = event.extra - time;
    }
    invoked.push_back(placed);
  }
  return by_phase_and_time(std::move(invoked));
}

Shrinker::Shrinker(Rehearsal& rehearsal, std::size_t property, const std::string& subject,
                   bool beyond_other_twins, std::int64_t runs_max,
                   const std::function<bool()>& stop)
    : rehearsal_(rehearsal),
      property_(property),
      subject_(subject),
      beyond_other_twins_(beyond_other_twins),
      runs_max_(runs_max),
      stop_(stop) {}

bool Shrinker::spent() const { return runs_ >= runs_max_ || (stop_ && stop_()); }

/// The same property about the same subject, and not what the control run does as well.
bool Shrinker::fails(const RunSpec& spec) {
  if (spent()) return false;
  ++runs_;
  rehearsal_.run(spec);
  latest_struck_ = rehearsal_.faults().struck();          // before the twin is run
  const Verdict alone = rehearsal_.judge_one(property_);  // most fail here, at a small price
  if (alone.outcome != Outcome::violated || alone.subject != subject_) return false;
  const JudgedBesideControl judged = judge_beside_control(rehearsal_, spec);
  const Verdict& verdict = judged.verdicts[property_];
  if (verdict.outcome != Outcome::violated || judged.baseline[property_] ||
      verdict.subject != subject_)
    return false;
  if (beyond_other_twins_ && !latest_struck_.empty() &&
      happens_without_migration(rehearsal_, spec, property_))
    return false;
  told_of_ = operations_concerned(rehearsal_.history(), verdict.witness);
  return true;
}

bool Shrinker::begin(const RunSpec& first) { return adopt(first, Must::fail); }

/// Takes a candidate that fails alike and is no larger; or whatever it must be.
bool Shrinker::adopt(RunSpec candidate, Must must) {
  const std::vector<OperationId> told_of = told_of_;
  if (fails(candidate)) {
    RunSize size = size_of(rehearsal_.history());
    for (const fault_injection::Strike& strike : latest_struck_)
      size.fault_us += strike.duration.count();
    const bool no_larger = must == Must::shrink ? size < size_ : size <= size_;
    if (must == Must::fail || no_larger) {
      best_ = std::move(candidate);
      size_ = size;
      struck_ = latest_struck_;
      phases_ = rehearsal_.phase_begins();
      invoked_ = invoked_in(rehearsal_.history(), true);
      invoked_at_ = invoked_in(rehearsal_.history(), false);
      return true;
    }
  }
  told_of_ = told_of;
  return false;
}

std::vector<Choice> Shrinker::choices_of_best() {
  ++runs_;
  RandomChoices random(best_.seed);
  LaidOverChoices laid_over(random, best_.laid_over, best_.faults);
  RecordingChoices recording(laid_over);
  rehearsal_.run(best_, &recording);
  return recording.recorded();
}

void Shrinker::shrink() {
  for (RunSize before; !spent();) {
    before = size_;
    // First what has to be there at all, then how plain it can be.
    for (RunSize round; !spent();) {
      round = size_;
      fewer_faults();
      place_operations();
      fewer_operations();
      shorter_course();
      fewer_clients();
      place_operations();
      fewer_pairs_of_operations();
      if (size_ == round) break;
    }
    plainer_choices();
    shorter_faults();
    closer_times();
    if (size_ == before) break;
  }
  rounder_times();
  earlier_faults();
}

// ---- operations

void Shrinker::place_operations() {
  RunSpec candidate = best_;
  candidate.placed = invoked_;
  const Must must = best_.placed ? Must::fail_and_not_grow : Must::fail;
  if (candidate.placed == best_.placed || adopt(candidate, must) || best_.placed) return;
  candidate.placed = invoked_at_;
  adopt(std::move(candidate), must);
}

void Shrinker::fewer_operations() {
  if (!best_.placed) return;
  // What the witness tells of comes first and stays; then that is put to the test as well.
  std::vector<PlacedOperation> kept, others;
  for (const PlacedOperation& placed : *best_.placed)
    (std::binary_search(told_of_.begin(), told_of_.end(), placed.id) ? kept : others)
        .push_back(placed);
  const auto only = [this](std::vector<PlacedOperation> placed) {
    RunSpec candidate = best_;
    candidate.placed = by_phase_and_time(std::move(placed));
    return adopt(std::move(candidate));
  };
  fewest(others, [&](std::vector<PlacedOperation> rest) {
    rest.insert(rest.end(), kept.begin(), kept.end());
    return only(std::move(rest));
  });
  fewest(std::vector<PlacedOperation>(*best_.placed), only);
}

/// Two that need each other, since one asks what the other has put; and one whose part the
/// operation of another client can play, if that client asks for what comes behind.
void Shrinker::fewer_pairs_of_operations() {
  while (best_.placed && best_.placed->size() <= few_operations) {
    const std::vector<PlacedOperation> all = *best_.placed;
    bool fewer = false;
    for (std::size_t i = 0; i < all.size() && !fewer; ++i) fewer = leave_out_with_another(all, i);
    if (!fewer) break;
  }
}

/// Leaves out operation `i` of `all`, and another one, or gives its part to another one.
bool Shrinker::leave_out_with_another(const std::vector<PlacedOperation>& all, std::size_t i) {
  std::vector<PlacedOperation> rest = all;
  rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(i));
  const auto only = [this](std::vector<PlacedOperation> placed) {
    RunSpec candidate = best_;
    candidate.placed = std::move(placed);
    return adopt(std::move(candidate));
  };
  for (std::size_t j = 0; j < rest.size(); ++j) {
    std::vector<PlacedOperation> placed = rest;
    placed.erase(placed.begin() + static_cast<std::ptrdiff_t>(j));
    if (only(std::move(placed))) return true;
    if (rest[j].client == all[i].client) continue;
    // All that its client asked behind it, or only what it asked behind the other.
    for (const std::size_t from : {i, j + 1}) {
      placed = rest;
      for (std::size_t k = from; k < rest.size(); ++k)
        if (rest[k].client == all[i].client) placed[k].client = rest[j].client;
      if (only(std::move(placed))) return true;
    }
  }
  return false;
}

}  // namespace rehearse::harness
