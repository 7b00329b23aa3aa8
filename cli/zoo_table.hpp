#pragma once
/// The table of a zoo as Markdown.

#include <string>
#include <vector>

#include "cli/zoo_case.hpp"

namespace rehearse::cli {

/// A whole page: title, how to read it, one row per case. `command` is what writes it.
std::string zoo_page(const std::vector<ZooResult>& results, const std::string& command);

/// The first line in which two pages differ, in words; empty when they agree. Milliseconds are left
/// out of the comparison: they are the machine's.
std::string difference_of_zoo_pages(const std::string& wanted, const std::string& there);

}  // namespace rehearse::cli
