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

/// What `--table` and `--compare` name.
struct PageFiles {
  std::string table;    ///< Where to write the page; "": nowhere.
  std::string compare;  ///< The page to compare with; "": none.
  std::string there;    ///< What it says.
};

/// Before anything runs, which takes long: every mistake that would keep `settle_page` from them.
scenarios::Result<PageFiles> page_files(const BatchOptions& options);

/// Writes `page` to its table, and compares it with the one that is there: rejected when
/// `difference(page, there)` finds one, bad_input when the table cannot be written.
ExitCode settle_page(
    const std::string& page, const PageFiles& files,
    const std::function<std::string(const std::string&, const std::string&)>& difference,
    const Terminal& terminal);

}  // namespace rehearse::cli
