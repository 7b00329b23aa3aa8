// D6: identifiers are unique.
//
// Two operations that both had an insert confirmed must not have been given one key of one track
// (two key generators after a cut-over, a sequence that was not advanced), unless the first record
// had been deleted; and no service may give two effects one serial number.
#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "harness/properties/verdicts.hpp"
#include "harness/properties/words.hpp"

namespace rehearse::harness {

using scenarios::OperationStepKind;

namespace {

Verdict same_key(const Facts& facts, WriteIndex first, WriteIndex second) {
  const WriteFact& a = facts.writes()[first];
  const WriteFact& b = facts.writes()[second];
  const OperationFact& before = facts.operations()[a.operation];
  const OperationFact& after = facts.operations()[b.operation];
  const TrackIndex track = facts.elements()[b.element].track;
  Verdict verdict = violated(
      fmt::format("{}{} was given to {} at {} and again to {} at {}", opening(facts, after.finish),
                  record_name(facts, b.element), operation_of_client(facts, a.operation),
                  seconds(before.finished), operation_of_client(facts, b.operation),
                  seconds(after.finished)),
      "unique identifiers",
      Reason{fmt::format("{} was given a key of its own", operation_name(facts, b.operation)),
             fmt::format("it was given {}, which {} had", record_name(facts, b.element),
                         operation_name(facts, a.operation))});
  verdict.witness = witness({a.first_commit, before.finish, b.first_commit, after.finish});
  verdict.phase = facts.event(after.finish).phase;
  verdict.subject = track_name(facts, track);
  return verdict;
}

Verdict same_serial(const Facts& facts, EventId first, EventId second) {
  const Event& a = facts.event(first);
  const Event& b = facts.event(second);
  Verdict verdict = violated(
      fmt::format("{}{} gave the number {} to an effect for {} at {} and to one for {} at {}",
                  opening(facts, second), side_name(facts, b.track, b.side), b.extra,
                  record_name(facts, a.track, a.key), seconds(a.time),
                  record_name(facts, b.track, b.key), seconds(b.time)),
      "unique identifiers",
      Reason{fmt::format("{} numbers every effect anew", side_name(facts, b.track, b.side)),
             fmt::format("number {} was given twice", b.extra)});
  verdict.witness = witness({first, second});
  verdict.phase = b.phase;
  verdict.subject = subject(facts, b.track, b.side);
  return verdict;
}

bool judge_keys(const Facts& facts, bool& exercised, Verdict& verdict) {
  auto& holder = facts.scratch().first;  // by element: the confirmed insert
  holder.assign(facts.elements().size(), nothing);
  for (WriteIndex w = 0; w < facts.writes().size(); ++w) {
    const WriteFact& write = facts.writes()[w];
    if (write.kind != OperationStepKind::insert || write.compensation) continue;
    if (write.element == nothing || write.operation == nothing) continue;
    if (facts.operations()[write.operation].ending != Ending::ok) continue;
    exercised = true;
    std::uint32_t& first = holder[write.element];
    if (first != nothing && facts.elements()[write.element].last_erase == nothing &&
        facts.writes()[first].operation != write.operation) {
      verdict = same_key(facts, first, w);
      return true;
    }
    if (first == nothing) first = w;
  }
  return false;
}

/// Serials grow, as a rule: then one pass over (track, side) is enough; else they are sorted.
bool judge_serials(const Facts& facts, bool& exercised, Verdict& verdict) {
  auto& last = facts.scratch().a;
  last.assign(facts.tracks().size() * 2, -1);
  bool grow = true;
  auto& real = facts.scratch().second;
  real.clear();
  for (const EffectFact& effect : facts.effects()) {
    const Event& event = facts.event(effect.event);
    if ((event.flags & simulators::flag_repeat) != 0) continue;
    exercised = true;
    real.push_back(effect.event);
    std::int64_t& before = last[event.track * 2U + (event.side == Side::new_side ? 1U : 0U)];
    if (event.extra <= before) grow = false;
    before = event.extra;
  }
  if (grow) return false;
  const auto place = [&](EventId id) {
    const Event& e = facts.event(id);
    return std::make_tuple(e.track, e.side, e.extra, id);
  };
  std::sort(real.begin(), real.end(), [&](EventId a, EventId b) { return place(a) < place(b); });
  for (std::size_t i = 1; i < real.size(); ++i) {
    const Event& a = facts.event(real[i - 1]);
    const Event& b = facts.event(real[i]);
    if (a.track != b.track || a.side != b.side || a.extra != b.extra) continue;
    verdict = same_serial(facts, real[i - 1], real[i]);
    return true;
  }
  return false;
}

}  // namespace

Verdict judge_unique_identifiers(const Facts& facts) {
  bool exercised = false;
  Verdict verdict;
  if (judge_keys(facts, exercised, verdict)) return verdict;
  if (judge_serials(facts, exercised, verdict)) return verdict;
  return holds(exercised);
}

}  // namespace rehearse::harness
