#pragma once
/// The sketch plan and scenario of the design, and edits of them.

#include <string>

namespace rehearse::scenarios::testing {

/// The text of a file in tests/scenarios/data.
std::string data_file(const std::string& name);

std::string sketch_plan();
std::string sketch_scenario();

/// `text` with its only occurrence of `from` replaced; throws when it occurs not once.
std::string edited(std::string text, const std::string& from, const std::string& to);

/// A small plan (one schema track "orders", one service "payments") without findings.
std::string sound_plan();

}  // namespace rehearse::scenarios::testing
