#pragma once
/// Words for people who mistype.

#include <optional>
#include <string>
#include <vector>

#include "scenarios/stage.hpp"

namespace rehearse::cli {

/// What `rehearse --help` says first and last.
extern const char* const help_opening;
extern const char* const help_closing;

/// What the user may have meant: the first argument that looks like a command or a flag and is
/// none, with the nearest that exists. Empty when every one of them exists.
std::string misspelt(const std::vector<std::string>& arguments,
                     const std::vector<std::string>& commands,
                     const std::vector<std::string>& flags);

/// Reads the value of --time-budget, if it was given; what is wrong with it, else empty.
std::string understand_time_budget(const std::optional<std::string>& text,
                                   std::optional<scenarios::Duration>& budget);

}  // namespace rehearse::cli
