// D3: old and new converge, modulo the transform, once quiet.
//
// Judged for every track whose stages at the end say that both sides are kept, and whose tables are
// both there: a keyed comparison, each record as its logical (old) shape. The side that is written
// first is the source. When the target is the new side and its backfill was not declared done, only
// keys count whose last write was acknowledged and begun after every instance had seen the flags
// that began the dual write or the stream: what is older is the backfill's to bring. As long as no
// backfill has begun, so is every record that is not there at all.
// Not seen: content of tracks whose transform is declared lossy (there only the writes compare).
#include <fmt/format.h>

#include <array>

#include "harness/properties/verdicts.hpp"
#include "harness/properties/words.hpp"

namespace rehearse::harness {

using scenarios::BackfillState;

namespace {

enum Difference : unsigned { missing, extra, mismatched, unrepresentable, differences };

struct Diff {
  std::array<std::int64_t, differences> count{};
  std::array<ElementId, differences> sample{nothing, nothing, nothing, nothing};
  std::int64_t total() const { return count[0] + count[1] + count[2] + count[3]; }
  void add(Difference difference, ElementId element) {
    if (count[difference]++ == 0) sample[difference] = element;
  }
};

/// How one track is compared.
struct Claim {
  bool made = false;
  Side source = Side::old_side;
  bool all = true;                   ///< Every key, not only those written since.
  bool may_miss = false;             ///< What is not at the target yet has still to be copied.
  const StageFact* since = nullptr;  ///< The publication that began to keep both.
};

bool backfilled(const Facts& facts, TrackIndex track) {
  const auto& final = facts.final_track(track);
  const auto done = [](BackfillState state) { return state >= BackfillState::done; };
  return done(final.stage.backfill.state) || done(final.segment_stage.backfill.state);
}

/// The publication from which on every stage kept both sides, for all of the traffic.
const StageFact* kept_since(const Facts& facts, TrackIndex track) {
  const StageFact* since = nullptr;
  bool base = false, segment = true;
  for (const StageFact& fact : facts.stages()) {
    if (fact.track != track) continue;
    const bool before = base && segment;
    if (fact.percent >= 100) {
      base = keeps_both(*fact.stage);
      segment = true;
    } else {
      segment = fact.percent <= 0 || keeps_both(*fact.stage);
    }
    if (!(base && segment))
      since = nullptr;
    else if (!before)
      since = &fact;
  }
  return since;
}

Claim claim_of(const Facts& facts, TrackIndex track) {
  Claim claim;
  const TrackFact& fact = facts.tracks()[track];
  if (fact.service || !fact.migrates() || !facts.keeps_both(track)) return claim;
  const simulators::FinalTrack& final = facts.final_track(track);
  if (!final.old_side.exists || !final.new_side.exists) return claim;
  claim.made = true;
  claim.source = final.stage.write.first;
  if (!final.stage.write.both && final.stage.sync.direction == scenarios::StreamDirection::both) {
    claim.source = final.stage.read.authority;
  }
  claim.all = claim.source == Side::new_side || backfilled(facts, track);
  const auto none = [](const scenarios::Stage& stage) {
    return stage.backfill.state == BackfillState::none;
  };
  claim.may_miss = !claim.all && none(final.stage) && none(final.segment_stage);
  claim.since = kept_since(facts, track);
  return claim;
}

/// Whether a difference at this key counts although the backfill is not done.
bool written_since(const Facts& facts, const Claim& claim, const ElementFact& element) {
  if (claim.all) return true;
  if (claim.since == nullptr || element.last == nothing) return false;
  const WriteFact& last = facts.writes()[element.last];
  const OperationFact* operation = facts.operation_of(element.last);
  if (operation == nullptr) return false;
  const bool settled = operation->invoked >= claim.since->settled;
  // An undone write promises that nothing of it is left, which is as good as an acknowledgement.
  return settled && (operation->ending == Ending::ok || last.compensation);
}

bool differ(const Facts& facts, const TrackFact& track, const FinalRecord& a,
            const FinalRecord& b) {
  if (!track.lossy && a.digest != b.digest) return true;
  if (track.counter && a.counter != b.counter) return true;
  if (a.write == b.write) return false;
  // Adds commute and a compensation puts back content that another write made: there the same
  // content under another write is agreement.
  const auto own = [&](WriteId id) {
    const WriteIndex w = facts.find_write(id);
    return w == nothing || !(facts.writes()[w].add() || facts.writes()[w].compensation);
  };
  return own(a.write) && own(b.write);
}

void compare(const Facts& facts, const Claim& claim, ElementId id, Diff& diff) {
  const ElementFact& element = facts.elements()[id];
  const FinalRecord* source = facts.final_record(id, claim.source);
  const FinalRecord* target = facts.final_record(id, scenarios::other(claim.source));
  if (source == nullptr && target == nullptr) return;
  const FinalRecord* fresh = claim.source == Side::new_side ? source : target;
  Difference difference = mismatched;
  if (fresh != nullptr && !fresh->representable) {
    difference = unrepresentable;
  } else if (source == nullptr) {
    difference = extra;
  } else if (target == nullptr) {
    if (claim.may_miss) return;
    difference = missing;
  } else if (!differ(facts, facts.tracks()[element.track], *source, *target)) {
    return;
  }
  if (written_since(facts, claim, element)) diff.add(difference, id);
}

std::string tell(const Facts& facts, TrackIndex track, const Claim& claim, const Diff& diff) {
  const Side target = scenarios::other(claim.source);
  const std::string names[] = {"missing there", "found only there", "different",
                               "without an old shape"};
  std::string classes;
  for (unsigned d = 0; d < differences; ++d) {
    if (diff.count[d] == 0) continue;
    classes +=
        fmt::format("{}{} {} (such as {})", classes.empty() ? "" : ", ",
                    counted(diff.count[d], "record"), names[d], record_name(facts, diff.sample[d]));
  }
  return fmt::format("At the end {} does not agree with {}: {}", side_name(facts, track, target),
                     side_name(facts, track, claim.source), classes);
}

/// The last writes to the first sample of each class, and what was done to it at either side.
std::vector<EventId> events_about(const Facts& facts, const Diff& diff) {
  std::vector<EventId> events;
  for (const ElementId sample : diff.sample) {
    if (sample == nothing) continue;
    const ElementFact& element = facts.elements()[sample];
    EventId last[3] = {no_event, no_event, no_event};
    const auto& all = facts.history().events;
    for (EventId id = 0; id < all.size(); ++id) {
      const Event& event = all[id];
      if (event.track != element.track || event.key != element.key) continue;
      if (event.kind == EventKind::commit) last[event.side == Side::old_side ? 0 : 1] = id;
      if (event.kind == EventKind::second_failed) last[2] = id;
    }
    for (const EventId id : last) events.push_back(id);
  }
  return witness(std::move(events));
}

Verdict pending_verdict(const Facts& facts, TrackIndex track) {
  const simulators::FinalTrack& final = facts.final_track(track);
  std::string what;
  if (final.repairs_pending > 0) what = counted(final.repairs_pending, "queued repair");
  if (final.stream_pending > 0) {
    what += (what.empty() ? "" : " and ") + counted(final.stream_pending, "unread stream entry");
  }
  Verdict verdict =
      violated(fmt::format("The run is quiet, yet {} still has {}", track_name(facts, track), what),
               "convergence",
               Reason{fmt::format("once the run is quiet nothing of {} is left to be carried over",
                                  track_name(facts, track)),
                      fmt::format("{} still waits", what)});
  for (EventId id = 0; id < facts.history().events.size(); ++id) {
    const Event& event = facts.event(id);
    if (event.kind == EventKind::repair_queued && event.track == track) verdict.witness = {id};
  }
  if (!verdict.witness.empty()) verdict.phase = facts.event(verdict.witness[0]).phase;
  verdict.subject = track_name(facts, track);
  return verdict;
}

}  // namespace

Verdict judge_convergence(const Facts& facts) {
  if (!facts.has_final()) return not_settled(facts, false);
  std::vector<Claim> claims(facts.tracks().size());
  std::vector<Diff> diffs(facts.tracks().size());
  bool claimed = false;
  for (TrackIndex t = 0; t < claims.size(); ++t) {
    claims[t] = claim_of(facts, t);
    claimed = claimed || claims[t].made;
  }
  if (!claimed) return holds(false);
  if (!facts.quiet()) return not_settled(facts, true);
  for (TrackIndex t = 0; t < claims.size(); ++t) {
    if (!claims[t].made) continue;
    const simulators::FinalTrack& final = facts.final_track(t);
    if (final.repairs_pending > 0 || final.stream_pending > 0) return pending_verdict(facts, t);
  }
  bool compared = false;
  for (ElementId id = 0; id < facts.elements().size(); ++id) {
    const TrackIndex track = facts.elements()[id].track;
    if (track >= claims.size() || !claims[track].made) continue;
    compare(facts, claims[track], id, diffs[track]);
    compared = true;
  }
  for (TrackIndex t = 0; t < claims.size(); ++t) {
    if (diffs[t].total() == 0) continue;
    Verdict verdict =
        violated(tell(facts, t, claims[t], diffs[t]), "convergence",
                 Reason{fmt::format("once the run is quiet {} and {} agree key by key",
                                    side_name(facts, t, Side::old_side),
                                    side_name(facts, t, Side::new_side)),
                        fmt::format("{} {}", counted(diffs[t].total(), "record"),
                                    diffs[t].total() == 1 ? "differs" : "differ")});
    verdict.witness = events_about(facts, diffs[t]);
    if (!verdict.witness.empty()) verdict.phase = facts.event(verdict.witness.back()).phase;
    verdict.subject = track_name(facts, t);
    verdict.measured = diffs[t].total();
    return verdict;
  }
  return holds(compared);
}

}  // namespace rehearse::harness
