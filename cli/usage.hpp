#pragma once
/// Words for people who mistype.

#include <string>
#include <vector>

namespace rehearse::cli {

/// What `rehearse --help` says first and last.
extern const char* const help_opening;
extern const char* const help_closing;

/// What the user may have meant: the first argument that looks like a command or a flag and is
/// none, with the nearest that exists. Empty when every one of them exists.
std::string misspelt(const std::vector<std::string>& arguments,
                     const std::vector<std::string>& commands,
                     const std::vector<std::string>& flags);

/// That this is no value of --time-budget.
std::string not_a_time_budget(const std::string& text);

}  // namespace rehearse::cli
