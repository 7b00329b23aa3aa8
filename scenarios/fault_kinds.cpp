#include "scenarios/fault_kinds.hpp"

#include <algorithm>

namespace rehearse::scenarios {

std::span<const FaultKind> fault_kinds() {
  static constexpr FaultKind table[] = {
      {"request_lost", "message", "the request never arrives"},
      {"reply_lost", "message", "the request is executed and its reply is lost"},
      {"duplicated", "message", "the request arrives twice"},
      {"delayed", "message", "the request arrives after its sender has given up"},
      {"crash", "process", "the process dies, loses its memory and starts again"},
      {"pause", "process", "the process stands still and goes on later"},
      {"outage", "process", "a store or service refuses everything for a while"},
      {"conductor_crash", "process", "whoever runs the plan dies between two steps"},
  };
  return table;
}

std::span<const std::string_view> fault_groups() {
  static constexpr std::string_view table[] = {"message", "process", "disk"};
  return table;
}

bool is_fault_name(std::string_view name) {
  const auto names = fault_names();
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::vector<std::string> fault_names() {
  std::vector<std::string> names;
  for (const FaultKind& kind : fault_kinds()) names.emplace_back(kind.name);
  for (const std::string_view group : fault_groups()) names.emplace_back(group);
  return names;
}

std::vector<std::string> expand_fault_groups(const std::vector<std::string>& names) {
  std::vector<std::string> expanded;
  for (const FaultKind& kind : fault_kinds()) {
    const bool wanted = std::any_of(names.begin(), names.end(), [&](const std::string& name) {
      return name == kind.name || name == kind.group;
    });
    if (wanted) expanded.emplace_back(kind.name);
  }
  return expanded;
}

}  // namespace rehearse::scenarios
