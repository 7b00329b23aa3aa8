#pragma once
/// Pages that a command writes, and that a test holds against what the command would write now.

#include <functional>
#include <string>
#include <vector>

#include "cli/exit_code.hpp"
#include "cli/options.hpp"
#include "cli/terminal.hpp"
#include "scenarios/result.hpp"

namespace rehearse::cli {

/// Text in a cell of a Markdown table: on one line, and a bar does not end it.
std::string in_cell(const std::string& text);

/// The first line in which two pages differ, in words; empty when they agree.
std::string difference_of_pages(const std::string& wanted, const std::string& there);

/// Before anything runs, which takes long: what will keep `settle_page` from its files.
std::vector<scenarios::Error> problems_of_pages(const BatchOptions& options);

/// Writes `page` where `--table` says, and compares it with the one that `--compare` names:
/// rejected when `difference(page, there)` finds one, bad_input when a file cannot be written or
/// read.
ExitCode settle_page(
    const std::string& page, const BatchOptions& options,
    const std::function<std::string(const std::string&, const std::string&)>& difference,
    const Terminal& terminal);

}  // namespace rehearse::cli
