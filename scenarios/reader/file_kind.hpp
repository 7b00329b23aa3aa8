#pragma once
/// Files that were taken for one another.

#include <optional>
#include <string_view>

#include "scenarios/json_text.hpp"
#include "scenarios/result.hpp"

namespace rehearse::scenarios::reading {

/// The one thing that is wrong with a file that is no `wanted` ("plan", "scenario") but something
/// else that rehearse reads or writes; none for one that may be, whatever its mistakes.
std::optional<Error> another_kind(const JsonText& json, std::string_view wanted);

}  // namespace rehearse::scenarios::reading
