#pragma once
/// From arguments to a command.

#include <string>
#include <vector>

#include "cli/exit_code.hpp"

namespace rehearse::cli {

/// Runs what the arguments (without the program's name) ask for. Bad usage is told on standard
/// error, with the way out; trouble of our own leaves as an exception.
ExitCode run_command_line(const std::vector<std::string>& arguments);

}  // namespace rehearse::cli
