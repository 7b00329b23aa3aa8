#pragma once
/// Pages that are made from one table: completions of shells and the man page from the commands and
/// options, the references from the catalogues.

#include <string>
#include <vector>

#include "cli/command_outline.hpp"

namespace rehearse::cli {

/// `topic` is one of generated_topics() (commands.hpp).
std::string generated(const std::string& topic, const std::vector<CommandOutline>& commands);

std::string bash_completions(const std::vector<CommandOutline>& commands);
std::string zsh_completions(const std::vector<CommandOutline>& commands);
std::string fish_completions(const std::vector<CommandOutline>& commands);
/// In the macros of man(7).
std::string man_page(const std::vector<CommandOutline>& commands);

/// Markdown, of all kinds and properties that this program knows, those that were added among them:
/// one table for each group of faults; one table of the properties.
std::string fault_reference();
std::string property_reference();

}  // namespace rehearse::cli
