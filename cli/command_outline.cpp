#include "cli/command_outline.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>

namespace rehearse::cli {
namespace {

/// "N|commit|random" -> commit, random: what is not in capitals can be typed as it stands.
std::vector<std::string> words_in(const std::string& value) {
  std::vector<std::string> words;
  if (value.find('|') == std::string::npos) return words;
  for (std::size_t at = 0; at <= value.size();) {
    const std::size_t end = std::min(value.find('|', at), value.size());
    const std::string word = value.substr(at, end - at);
    if (std::none_of(word.begin(), word.end(), [](char c) { return c >= 'A' && c <= 'Z'; }))
      words.push_back(word);
    at = end + 1;
  }
  return words;
}

CommandOutline outline_of(const CLI::App& app, const std::string& name) {
  CommandOutline command{name, app.get_description(), {}};
  for (const CLI::Option* option : app.get_options()) {
    OptionOutline seen;
    seen.positional = option->get_positional();
    seen.name = seen.positional ? option->get_name(true) : "--" + option->get_lnames().at(0);
    if (option->get_type_size() != 0) seen.value = option->get_type_name();
    seen.choices = words_in(seen.value);
    seen.help = option->get_description();
    seen.required = option->get_required();
    command.options.push_back(seen);
  }
  std::stable_partition(command.options.begin(), command.options.end(),
                        [](const OptionOutline& option) { return option.positional; });
  return command;
}

}  // namespace

std::vector<CommandOutline> outline(CLI::App& app) {
  std::vector<CommandOutline> commands{outline_of(app, "")};
  for (const CLI::App* command : app.get_subcommands({}))
    if (!command->get_group().empty())
      commands.push_back(outline_of(*command, command->get_name()));
  return commands;
}

}  // namespace rehearse::cli
