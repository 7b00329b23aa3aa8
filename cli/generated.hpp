#pragma once
/// Pages that are made from the commands and options: completions of shells, and the man page.

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

}  // namespace rehearse::cli
