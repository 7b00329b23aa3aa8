#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "tests/tidy/rules.hpp"

/// Pages in Markdown: a reader who follows a link arrives somewhere.
namespace rehearse::tidy {

/// What the headings of a page are called in links to them: "## A run, twice" is "a-run-twice".
std::vector<std::string> anchors_of(std::string_view page);

/// Links within the tree that name no file, or no heading of a page. `page` is relative to `root`.
Findings dead_links(const std::filesystem::path& root, const std::filesystem::path& page);

}  // namespace rehearse::tidy
