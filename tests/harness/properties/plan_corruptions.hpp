#pragma once
/// Damage to what the plan did: rollback, progress, gates, versions. See corruptions.hpp.

#include <algorithm>

#include "harness/properties/facts.hpp"

namespace rehearse::harness {

/// The first event for which `wanted` holds; null: none.
template <typename Wanted>
Event* find_event(History& history, Wanted wanted) {
  const auto found = std::find_if(history.events.begin(), history.events.end(), wanted);
  return found == history.events.end() ? nullptr : &*found;
}

bool old_lacks_a_write(const Facts& facts, History& history);
bool rollback_gave_up(const Facts& facts, History& history);
bool old_table_gone(const Facts& facts, History& history);
bool never_answered(const Facts& facts, History& history);
bool plan_stuck(const Facts& facts, History& history);
bool gate_was_wrong(const Facts& facts, History& history);
bool gate_without_data(const Facts& facts, History& history);
bool table_missing(const Facts& facts, History& history);
bool wrong_content(const Facts& facts, History& history);

}  // namespace rehearse::harness
