#pragma once
/// The faults that scenarios can ask for: names, groups, what pays for them. What they do is in
/// fault_injection/faults/, one file each. A new one gets one line in fault_catalogue.def.

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/plan.hpp"

namespace rehearse::scenarios {

/// What of a plan's `tolerates` pays for a fault.
enum class Budget : std::uint8_t {
  message_loss,
  message_duplication,
  service_errors,
  store_errors,
  stale_reads,
  partition,
  store_outage,
  pause,
  clock_skew,
  flags_late,
  app_crashes,
  relay_crashes,
  backfill_crashes,
  conductor_crashes,
  operator_slips,
  forgotten_keys,
  never
};

struct FaultKind {
  std::string_view name;
  std::string_view group;    ///< A scenario may name a group; it stands for all of its kinds.
  std::string_view sources;  ///< Rows of the design's catalogue: "N3 D2".
  Budget budget = Budget::never;
  Duration usual{0};             ///< Its duration, where a scenario says none.
  std::string_view duration_is;  ///< What `duration` means; empty: it has none.
  std::string_view where;        ///< Where it can strike.
  std::string_view promise;      ///< What happens, one line.
};

/// Whether it does something to whole messages that no other kind does. What befalls their bytes is
/// played in simulation, as a delay or a broken connection: a search that is not told which kinds
/// are to be searched leaves it to those that are just that.
inline bool has_simulation_of_its_own(const FaultKind& kind) { return kind.group != "wire"; }

/// Those of the catalogue, then those that were added.
std::span<const FaultKind> fault_kinds();
std::vector<std::string_view> fault_groups();
/// What the faults of a group have in common; empty for one that was added.
std::string_view promise_of_group(std::string_view group);
/// For fault_injection::add_fault. Its texts are static; aborts when its name is taken.
void add_fault_kind(const FaultKind& kind);

bool is_fault_name(std::string_view name);  ///< A kind or a group.
std::vector<std::string> fault_names();     ///< Kinds, then groups.
/// Index of a kind in fault_kinds(); nothing for a group or an unknown name.
std::optional<std::size_t> fault_index(std::string_view name);

/// `names` with each group replaced by its kinds, without repetition, in the table's order.
std::vector<std::string> expand_fault_groups(const std::vector<std::string>& names);

/// What a plan grants of one budget.
struct Allowance {
  bool granted = false;
  int strikes = -1;     ///< At most so many in a run; -1: any number.
  Duration longest{0};  ///< Of one; 0: no limit.
};

Allowance allowance(Budget budget, const Tolerates& tolerates);
/// The key in `tolerates`: "message_loss"; empty for `never`.
std::string_view key_of(Budget budget);

/// What an exact fault may count: `"of": "write"`. In the order of MessageKind (fault_injection).
std::span<const std::string_view> message_kind_names();

}  // namespace rehearse::scenarios
