#include "scenarios/fault_kinds.hpp"

#include <algorithm>

#include "scenarios/ensure.hpp"

namespace rehearse::scenarios {

namespace {

std::vector<FaultKind>& table() {
  static std::vector<FaultKind> kinds{
#define REHEARSE_FAULT(name, group, sources, budget, usual, duration_is, where, promise) \
  {#name, #group, sources, Budget::budget, Duration(usual), duration_is, where, promise},
#include "scenarios/fault_catalogue.def"
#undef REHEARSE_FAULT
  };
  return kinds;
}

struct Group {
  std::string_view name, promise;
};

constexpr Group groups[] = {
#define REHEARSE_FAULT(...)
#define REHEARSE_FAULT_GROUP(name, promise) {#name, promise},
#include "scenarios/fault_catalogue.def"
#undef REHEARSE_FAULT
};

}  // namespace

std::span<const FaultKind> fault_kinds() { return table(); }

void add_fault_kind(const FaultKind& kind) {
  REHEARSE_ENSURE(!kind.name.empty() && !kind.group.empty() && !is_fault_name(kind.name));
  table().push_back(kind);
}

std::vector<std::string_view> fault_groups() {
  std::vector<std::string_view> found;
  for (const FaultKind& kind : fault_kinds())
    if (std::find(found.begin(), found.end(), kind.group) == found.end())
      found.push_back(kind.group);
  return found;
}

std::string_view promise_of_group(std::string_view group) {
  const auto* found = std::find_if(std::begin(groups), std::end(groups),
                                   [&](const Group& known) { return known.name == group; });
  return found == std::end(groups) ? std::string_view() : found->promise;
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

std::optional<std::size_t> fault_index(std::string_view name) {
  const auto kinds = fault_kinds();
  for (std::size_t i = 0; i < kinds.size(); ++i)
    if (kinds[i].name == name) return i;
  return std::nullopt;
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

Allowance allowance(Budget budget, const Tolerates& tolerates) {
  const auto any = [](bool granted) { return Allowance{granted, -1, Duration{0}}; };
  const auto few = [](int strikes) { return Allowance{strikes > 0, strikes, Duration{0}}; };
  const auto one = [](Duration longest) { return Allowance{longest.count() > 0, 1, longest}; };
  switch (budget) {
    case Budget::message_loss:
      return any(tolerates.message_loss);
    case Budget::message_duplication:
      return any(tolerates.message_duplication);
    case Budget::service_errors:
      return any(tolerates.service_errors);
    case Budget::store_errors:
      return any(tolerates.store_errors);
    case Budget::stale_reads:
      return any(tolerates.stale_reads);
    case Budget::partition:
      return one(tolerates.partition);
    case Budget::store_outage:
      return one(tolerates.store_outage);
    case Budget::pause:
      return one(tolerates.pause);
    case Budget::clock_skew:
      return one(tolerates.clock_skew);
    case Budget::flags_late:
      return one(tolerates.flags_late);
    case Budget::app_crashes:
      return few(tolerates.app_crashes);
    case Budget::relay_crashes:
      return few(tolerates.relay_crashes);
    case Budget::backfill_crashes:
      return few(tolerates.backfill_crashes);
    case Budget::conductor_crashes:
      return few(tolerates.conductor_crashes);
    case Budget::operator_slips:
      return few(tolerates.operator_slips);
    case Budget::forgotten_keys:
      return any(tolerates.forgotten_keys);
    case Budget::never:
      break;
  }
  return {};
}

std::string_view key_of(Budget budget) {
  static constexpr std::string_view keys[] = {"message_loss",
                                              "message_duplication",
                                              "service_errors",
                                              "store_errors",
                                              "stale_reads",
                                              "partition",
                                              "store_outage",
                                              "pause",
                                              "clock_skew",
                                              "flags_late",
                                              "app_crashes",
                                              "relay_crashes",
                                              "backfill_crashes",
                                              "conductor_crashes",
                                              "operator_slips",
                                              "forgotten_keys",
                                              ""};
  return keys[static_cast<std::size_t>(budget)];
}

std::span<const std::string_view> message_kind_names() {
  static constexpr std::string_view names[] = {"operation", "read",     "write",  "second_write",
                                               "stream",    "backfill", "repair", "verify",
                                               "call",      "webhook",  "flags",  "command"};
  return names;
}

}  // namespace rehearse::scenarios
