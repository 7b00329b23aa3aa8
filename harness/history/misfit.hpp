#pragma once
/// Histories that come from files, against the plan that they are said to be of.

#include <string>

#include "harness/history/history_file.hpp"

namespace rehearse::harness {

/// Why the history cannot be one of the plan; empty when it can. Only then may it be judged: facts
/// and properties take what events number for granted.
std::string misfit(const StoredHistory& stored, const scenarios::Plan& plan);

}  // namespace rehearse::harness
