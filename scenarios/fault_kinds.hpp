#pragma once
/// The fault names that a scenario may use. The faults themselves live in fault_injection/; a new
/// one gets one line in the table of fault_kinds.cpp.

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rehearse::scenarios {

struct FaultKind {
  std::string_view name;
  std::string_view group;    ///< "message", "process" or "disk"; the group's name stands for all.
  std::string_view promise;  ///< What happens, one line.
};

std::span<const FaultKind> fault_kinds();
std::span<const std::string_view> fault_groups();

bool is_fault_name(std::string_view name);  ///< A kind or a group.
std::vector<std::string> fault_names();     ///< Kinds, then groups.

/// `names` with each group replaced by its kinds, without repetition, in the table's order.
std::vector<std::string> expand_fault_groups(const std::vector<std::string>& names);

}  // namespace rehearse::scenarios
