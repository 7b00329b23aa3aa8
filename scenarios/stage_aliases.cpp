#include "scenarios/stage_aliases.hpp"

namespace rehearse::scenarios {
namespace {

constexpr ReadAxis read_old{Side::old_side, false}, read_old_shadow_new{Side::old_side, true};
constexpr ReadAxis read_new{Side::new_side, false}, read_new_shadow_old{Side::new_side, true};
constexpr WriteAxis write_old{Side::old_side, false, false},
    old_then_new{Side::old_side, true, false};
constexpr WriteAxis write_new{Side::new_side, false, false},
    new_then_old{Side::new_side, true, false};

}  // namespace

std::span<const StageAlias> stages() {
  static constexpr StageAlias table[] = {
      {"off", read_old, write_old, "read old; write old"},
      {"dualwrite", read_old, old_then_new, "read old; write old, then new"},
      {"shadow", read_old_shadow_new, old_then_new,
       "read old and compare with new; write old, then new"},
      {"live", read_new_shadow_old, new_then_old,
       "read new and compare with old; write new, then old"},
      {"rampdown", read_new, new_then_old, "read new; write new, then old"},
      {"complete", read_new, write_new, "read new; write new"},
      {"expand", read_old, old_then_new, "Parallel Change: as dualwrite"},
      {"migrate", read_new, new_then_old, "Parallel Change: as rampdown"},
      {"contract", read_new, write_new, "Parallel Change: as complete"},
  };
  return table;
}

const StageAlias* find_stage(std::string_view name) {
  for (const StageAlias& alias : stages()) {
    if (alias.name == name) return &alias;
  }
  return nullptr;
}

StageChange record_change(const StageAlias& alias) {
  StageChange change;
  change.read = alias.read;
  change.write = alias.write;
  return change;
}

StageChange service_change(const StageAlias& alias) {
  StageChange change;
  change.route = alias.read.authority;
  change.shadow = alias.read.shadow;
  return change;
}

}  // namespace rehearse::scenarios
