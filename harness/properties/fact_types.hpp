#pragma once
/// The entries of Facts: operations, writes, elements, acknowledgements, stages, conditions. Values
/// only; facts.hpp explains the words.

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "harness/properties/property.hpp"
#include "scenarios/plan.hpp"
#include "simulators/runtime/history.hpp"

namespace rehearse::harness {

using scenarios::Side;
using simulators::Event;
using simulators::EventKind;
using simulators::FinalRecord;
using simulators::History;
using simulators::Key;
using simulators::OperationId;
using simulators::Time;
using simulators::TrackIndex;
using simulators::WriteId;

/// "No such thing", for every index below.
constexpr std::uint32_t nothing = 0xffffffffU;
constexpr EventId no_event = 0xffffffffU;
/// Flags of an effect that was none: told again from memory, or a shadow's.
constexpr std::uint8_t not_real = simulators::flag_repeat | simulators::flag_shadow;
using OperationIndex = std::uint32_t;
using WriteIndex = std::uint32_t;
using ElementId = std::uint32_t;

/// Whether an operation that ended so has failed, as its client sees it.
inline bool client_failed(const Event& finish) {
  const auto ended = static_cast<simulators::Outcome>(finish.detail);
  return ended == simulators::Outcome::fail || ended == simulators::Outcome::info;
}

/// How an operation ended for its client; `unfinished` when it never did.
enum class Ending : std::uint8_t { ok, refused, fail, info, unfinished };

struct OperationFact {
  OperationId id = 0;
  EventId invoke = no_event, finish = no_event;
  Time invoked = 0, intended = 0, finished = 0;
  std::uint32_t kind = 0;  ///< Index in plan.application.operations.
  std::uint16_t client = 0;
  Ending ending = Ending::unfinished;
  bool excused = false;  ///< Its failure is not the plan's doing.
  simulators::FailureReason reason = simulators::FailureReason::none;
  WriteIndex first_write = nothing, last_write = nothing;  ///< Chain: WriteFact::next_of_operation.
  bool failed() const { return ending >= Ending::fail; }   ///< As the client sees it.
  bool to_blame() const { return failed() && !excused; }
  bool denied() const { return ending == Ending::refused || ending == Ending::fail; }
  bool ambiguous() const { return ending >= Ending::info; }  ///< May or may not have happened.
};

/// One intended write or effect, or the compensation of one.
struct WriteFact {
  WriteId id = 0;
  OperationIndex operation = nothing;  ///< `nothing`: by a writer that bypasses the application.
  ElementId element = nothing;         ///< `nothing`: of a key that the store makes and made not.
  EventId intend = no_event;
  EventId first_commit = no_event;  ///< By the application, on either side.
  std::uint32_t position = 0;       ///< In the element's order, from 1; 0: never committed.
  scenarios::OperationStepKind kind = scenarios::OperationStepKind::put;
  bool compensation = false;
  bool erases = false;          ///< Leaves no record.
  bool undone = false;          ///< Its compensation was committed.
  bool partial = false;         ///< Sets some fields only.
  Side side = Side::old_side;   ///< Of the first commit.
  std::int64_t value = 0;       ///< Of the intend: digest, delta or amount.
  std::uint64_t digest = 0;     ///< Of the whole record after the first commit; 0: unknown.
  std::uint32_t whole = 0;      ///< As FinalRecord's, after the last commit by the application.
  WriteIndex undoes = nothing;  ///< Compensations only.
  WriteIndex next_of_operation = nothing;
  WriteIndex next_in_order = nothing;
  bool add() const { return kind == scenarios::OperationStepKind::add; }
};

struct ElementFact {
  Key key = 0;
  TrackIndex track = 0;
  bool initial = false;  ///< A record was there before the run.
  std::int64_t initial_counter = 0;
  std::uint64_t initial_digest = 0;
  std::uint32_t writes = 0;                     ///< Length of the order.
  WriteIndex first = nothing, last = nothing;   ///< Of the order.
  WriteIndex last_erase = nothing;              ///< The last in order that erases.
  std::uint32_t last_ack = nothing;             ///< In acks().
  std::int32_t final_old = -1, final_new = -1;  ///< In FinalSide::records; -1: absent.
};

/// Facts of one element, newest first along `previous`; along `jump` any of them is some log n
/// steps away (Myers, An applicative random-access stack, 1983). Indices among the facts of their
/// type.
struct Chain {
  std::uint32_t previous = nothing;
  std::uint32_t jump = nothing;
  std::uint32_t depth = 0;  ///< How many are older.
};

/// For a fact that follows `newest` (`nothing`: it is the first); `Fact` has a `chain`.
template <typename Fact>
Chain chain_behind(const std::vector<Fact>& all, std::uint32_t newest) {
  if (newest == nothing) return {};
  const Chain& one = all[newest].chain;
  const std::uint32_t far = one.jump;
  const std::uint32_t farther = far == nothing ? nothing : all[far].chain.jump;
  const bool even = farther != nothing && one.depth - all[far].chain.depth ==
                                              all[far].chain.depth - all[farther].chain.depth;
  return {newest, even ? farther : newest, one.depth + 1};
}

/// The newest that `old_enough`, as all that are older are; `nothing`: none.
template <typename Fact, typename Test>
std::uint32_t newest_where(std::span<const Fact> all, std::uint32_t newest, Test old_enough) {
  while (newest != nothing && !old_enough(all[newest])) {
    const Chain& chain = all[newest].chain;
    newest = chain.jump != nothing && !old_enough(all[chain.jump]) ? chain.jump : chain.previous;
  }
  return newest;
}

/// Acknowledgements of one element. Adds are left out: they change a
/// counter, not the logical record.
struct AckFact {
  EventId event = no_event;  ///< The finish.
  Time time = 0;
  WriteIndex latest = nothing;  ///< Greatest position acknowledged so far.
  Chain chain;
};

struct ObserveFact {
  EventId event = no_event;
  OperationIndex operation = nothing;
  ElementId element = nothing;
  WriteIndex write = nothing;  ///< `nothing`: no record, an initial record, or nobody's write.
};

/// A commit by the application (the authoritative write).
struct CommitFact {
  EventId event = no_event;
  ElementId element = nothing;
  WriteIndex write = nothing;
};

/// An effect or a webhook fulfilment.
struct EffectFact {
  EventId event = no_event;
  ElementId element = nothing;
  OperationIndex operation = nothing;
};

/// A stage in force: from its publication to the next one for the same track.
struct StageFact {
  EventId event = no_event;  ///< Of the publication; no_event: from the beginning.
  Time time = 0;
  Time settled = 0;  ///< When every live instance had seen it.
  TrackIndex track = 0;
  std::int64_t percent = 100;  ///< Of the traffic it holds for.
  const scenarios::Stage* stage = nullptr;
  EventId until = no_event;          ///< The next publication or segment step.
  std::uint32_t previous = nothing;  ///< Of the same track.
};

/// What the plan says about a track, told once.
struct TrackFact {
  std::string_view name;
  const scenarios::Track* track = nullptr;  ///< Null for collections.
  const scenarios::RecordShape* record = nullptr;
  bool service = false;
  bool counter = false;            ///< Some operation adds to it.
  std::string_view counter_field;  ///< Of the first add step in plan order.
  bool lossy = false;              ///< Its transform does not keep everything.
  bool collection() const { return track == nullptr; }
  bool records() const { return !service; }
  bool migrates() const { return track != nullptr; }
};

enum class Metric : std::uint8_t {
  other,
  backfill_remaining,
  verify_mismatch,
  shadow_mismatch,
  repair_queue,
  sync_lag
};

/// One condition of a gate, resolved.
struct ConditionFact {
  std::uint16_t phase = 0;
  simulators::GateKind kind = simulators::GateKind::exit;
  TrackIndex track = simulators::no_track;
  Metric metric = Metric::other;
  std::uint32_t index = 0;  ///< Within its gate.
  const scenarios::Condition* condition = nullptr;
};

struct Sides {
  bool old_side = false, new_side = false;
  bool has(Side side) const { return side == Side::old_side ? old_side : new_side; }
  void add(Side side) { (side == Side::old_side ? old_side : new_side) = true; }
  bool both() const { return old_side && new_side; }
};

}  // namespace rehearse::harness
