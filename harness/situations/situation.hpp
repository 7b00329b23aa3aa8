#pragma once
/// Situations: what has to have happened in some run before a certificate says anything, and what
/// else might have ("sometimes-properties"). A property that was never put to the test holds in
/// every run; a situation says whether it was put to the test.
///
///   families (table) x phases, gates, faults, tracks, operations --> Situations, by position
///   one finished history --Situations::seen_in--> a bit for each
///   all runs of a scenario --add_situations--> SituationResults of the certificate
///   all scenarios --suite_of--> what was seen, and what must have been and was not
///
/// A situation is told by one event of a history, seen in the light of those before it. Adding one
/// is a line in families.cpp (and in docs/situations.md, which a test compares).

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "harness/situations/watch.hpp"
#include "simulators/blueprint/blueprint.hpp"
#include "simulators/runtime/history.hpp"

namespace rehearse::harness {

/// What a family has one situation for each of.
enum class Over : std::uint8_t { run, phase, gate, fault, track, operation };

/// Whether a plan and scenario can bring a situation about. `not_asked`: the plan could, but the
/// scenario does not ask for it, or the plan's fault budget does not grant it.
enum class Fit : std::uint8_t { none, not_asked, yes };

/// What `fits` looks at.
struct Grounds {
  explicit Grounds(const simulators::Blueprint& of);

  const simulators::Blueprint& blueprint;
  std::vector<std::vector<scenarios::Stage>> stages;  ///< By track: all that the plan goes through.
  std::vector<bool> possible;                         ///< Faults that may strike, by kind.

  bool some_fault() const;
  bool may(std::string_view kind) const;  ///< This kind of fault may strike.
  bool message_fault() const;
  /// Some scheduled or drawn crash can hit a node of that name.
  bool can_crash(simulators::NodeId node) const;
};

struct SituationFamily {
  std::string_view name;  ///< "rollback"; the situation of phase dual is "rollback.dual".
  Over over;
  std::string_view statement;  ///< "{}" stands for the phase, gate, fault, track or operation.
  std::string_view reach;      ///< What brings it about; a sentence without a full stop.
  std::vector<simulators::EventKind> told_by;
  Fit (*fits)(const Grounds& grounds, std::size_t item);
  /// The item whose situation `event` tells; `no_item` for none.
  std::size_t (*item)(const simulators::Event& event, const Watch& watch);
};

constexpr std::size_t no_item = static_cast<std::size_t>(-1);

/// Gates are counted so: entry and exit of each phase.
constexpr std::size_t gate_item(std::size_t phase, simulators::GateKind kind) {
  return phase * 2 + static_cast<std::size_t>(kind);
}

/// In the order of certificates and of docs/situations.md.
const std::vector<SituationFamily>& situation_families();

struct Situation {
  std::string id;
  std::string statement;
  std::string reach;
  bool applicable = false;
  const SituationFamily* family = nullptr;
  std::size_t item = 0;  ///< Phase, gate, fault kind, track or operation by index; 0 for a run.
};

/// The situations of one plan and scenario. Belongs to one thread; the blueprint must outlive it.
class Situations final {
 public:
  explicit Situations(const simulators::Blueprint& blueprint);

  const std::vector<Situation>& all() const { return all_; }
  /// Which of them occurred, by position. Good until the next call.
  const std::vector<bool>& seen_in(const simulators::History& history);

 private:
  struct Place {  // of a family's situations in `all_`, by item; no_item: there is none
    const SituationFamily* family = nullptr;
    std::vector<std::size_t> positions;
  };

  std::vector<Situation> all_;
  std::vector<Place> places_;
  std::vector<std::vector<std::size_t>> told_by_;  // by event kind: indices in places_
  Watch watch_;
  std::vector<bool> seen_;
};

/// Whether `pattern` stands for `id`: `*` for anything, and the name of a family for all of it.
bool stands_for(std::string_view pattern, std::string_view id);

/// "{phase}": what stands for an item in a family's statement where there is no plan.
std::string_view placeholder(Over over);
/// `statement` with `item` for "{}".
std::string with_item(std::string_view statement, std::string_view item);

}  // namespace rehearse::harness
