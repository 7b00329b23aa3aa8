#pragma once
/// Where the way back of a plan really ends, computed from runs that turned, against what the plan
/// declares.
///
/// *Going back* from a boundary means: undo, phase by phase, last first, until the old side answers
/// everything again: to *home*, the last phase before at whose end no track has left it. A plan
/// that goes back one phase at a time promises just that. A single step is no test of it: the end
/// of `rampdown` may be reached unharmed from `contract`, and the old side still lack what was
/// written in between.
///
/// A forced way back is an ordinary rollback of the plan *with its ways back spelled out*
/// (`spelled_out`): the same phases, no point of no return, each phase going home by its own rule.
/// So such a run is replayed like any other. Nothing else in it differs from the plan's own runs
/// until it turns.
///
/// What this does not see: a way back that people would improvise, a restored backup, boundaries
/// that no run reached.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/conductor/boundary.hpp"
#include "harness/explore/rehearsal.hpp"
#include "scenarios/plan.hpp"

namespace rehearse::harness {

/// One thing that going back broke.
struct Harm {
  std::string property;  ///< Id.
  std::string track;     ///< Empty: no single one.
  /// "order 17, written by checkout (operation 41) of client 3 and acknowledged at 2.104 s"; empty:
  /// no acknowledged write is lost, or the run that would name it was not looked at.
  std::string loses;
  std::string because;  ///< The property's sentence.
  bool operator==(const Harm&) const = default;
};

/// What one run that turned shows.
struct WayBack {
  Boundary at;
  bool whole = true;       ///< It was to go home; if not, that it did no harm says nothing.
  bool undecided = false;  ///< It did not settle, or something else could not be judged.
  std::vector<Harm> harms;
};

enum class ReturnAnswer : std::uint8_t { safe, unsafe, unknown };

/// What all runs that turned at one boundary say.
struct BoundaryAnswer {
  Boundary at;
  ReturnAnswer answer = ReturnAnswer::unknown;
  std::int64_t runs = 0;       ///< That count.
  std::int64_t harmed = 0;     ///< Of these.
  std::int64_t undecided = 0;  ///< Of these, and not harmed.
  bool operator==(const BoundaryAnswer&) const = default;
};

/// Of the plan, or of one track.
struct ComputedPoint {
  enum class Kind : std::uint8_t {
    unknown,  ///< Behind the last boundary known to be safe there are only ones without an answer.
    never,    ///< The last boundary is safe.
    found
  };
  Kind kind = Kind::unknown;
  /// The first unsafe boundary behind the last safe one; `found` only.
  std::optional<Boundary> at;
  std::vector<Boundary> holes;  ///< Unsafe, and a later one is safe.
  bool operator==(const ComputedPoint&) const = default;
};

struct ComputedPoints {
  std::vector<BoundaryAnswer> boundaries;  ///< As given.
  ComputedPoint plan;
  std::vector<ComputedPoint> tracks;  ///< As given.
  bool operator==(const ComputedPoints&) const = default;
};

/// Pure. `boundaries` in the order of the plan. One harmed run makes a boundary unsafe; for a track
/// only harm to that track counts, and harm that belongs to none leaves it open. Without a run that
/// counts, the answer is unknown, never safe.
ComputedPoints computed_points(const std::vector<Boundary>& boundaries,
                               const std::vector<std::string>& tracks,
                               const std::vector<WayBack>& ways);

/// After every action of every phase, or only after the last one of each.
std::vector<Boundary> all_boundaries(const scenarios::Plan& plan, bool every_step);
bool before(const Boundary& a, const Boundary& b);

/// The phase at whose end the old side answers everything, before `phase`; -1: before the first.
int home_of(const scenarios::Plan& plan, std::size_t phase);
/// The first phase at whose end some track has left the old side; the number of phases: none.
std::size_t first_departure(const scenarios::Plan& plan);
/// Whether a rollback that the plan allows in `phase` goes home by itself.
bool goes_home(const scenarios::Plan& plan, std::size_t phase);
/// The plan whose every phase goes home. A deadline for one phase is given to each one undone.
scenarios::Plan spelled_out(const scenarios::Plan& plan);

/// The runs that the computation wants, of `spelled_out(plan)`: `each` for every boundary from the
/// first departure on, one for each earlier boundary that is not in `tried`. Every other run is
/// without faults.
std::vector<RunSpec> ways_to_try(const scenarios::Plan& plan,
                                 const std::vector<Boundary>& boundaries,
                                 const std::vector<WayBack>& tried, std::int64_t each,
                                 std::uint64_t seed);

/// The first phase from which on the plan lets nobody back: the one behind the last phase, before
/// the declared point, that may go back. The number of phases: it claims every boundary; 0: none.
std::size_t claimed_until(const scenarios::Plan& plan);

/// "after step orders.purge_old of phase rampdown", "the end of phase dual": goes with "from ...
/// on".
std::string place_of(const Boundary& at, const scenarios::Plan& plan);

}  // namespace rehearse::harness
