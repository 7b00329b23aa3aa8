#include <fmt/format.h>

#include "cli/generated.hpp"
#include "cli/terminal.hpp"

namespace rehearse::cli {
namespace {

std::string joined(const std::vector<std::string>& words, const char* between) {
  return fmt::format("{}", fmt::join(words, between));
}

std::vector<std::string> names_of(const std::vector<CommandOutline>& commands) {
  std::vector<std::string> names;
  for (const CommandOutline& command : commands)
    if (!command.name.empty()) names.push_back(command.name);
  return names;
}

/// `text` with a backslash before each of `marks`.
std::string escaped(const std::string& text, std::string_view marks) {
  std::string made;
  for (const char c : text) {
    if (marks.find(c) != std::string_view::npos) made += '\\';
    made += c;
  }
  return made;
}

/// In single quotes, as fish reads them.
std::string fish_quoted(const std::string& text) { return "'" + escaped(text, "\\'") + "'"; }

std::string zsh_values(const OptionOutline& option) {
  if (!option.choices.empty()) return "(" + joined(option.choices, " ") + ")";
  if (option.names_file()) return "_files";
  return option.names_folder() ? "_files -/" : " ";
}

/// One line of `_arguments`; `place` is that of an argument without dashes, from 1.
std::string zsh_argument(const OptionOutline& option, int place) {
  const std::string value = ":" + escaped(option.value, ":") + ":" + zsh_values(option);
  if (option.positional)
    return single_quoted(fmt::format("{}{}", place, option.required ? value : ":" + value));
  const std::string help = "[" + escaped(option.help, "[]:\\") + "]";
  return single_quoted(option.name + (option.value.empty() ? help : "=" + help + value));
}

std::string zsh_arguments(const CommandOutline& command) {
  std::string lines = "_arguments";
  int place = 0;
  for (const OptionOutline& option : command.options) {
    if (option.positional) ++place;
    lines += " \\\n            " + zsh_argument(option, place);
  }
  return lines;
}

/// What fish shall offer as the value of `option`, as further arguments of `complete`.
std::string fish_values(const OptionOutline& option) {
  if (!option.choices.empty()) return " -a " + fish_quoted(joined(option.choices, " "));
  if (option.names_file()) return " -F";
  return option.names_folder() ? " -a '(__fish_complete_directories)'" : "";
}

/// That `option` takes a value (-r), and whether it is only what is offered here (-x).
std::string fish_demand(const OptionOutline& option) {
  if (option.value.empty()) return "";
  return option.choices.empty() && option.names_file() ? " -r" : " -x";
}

}  // namespace

std::string bash_completions(const std::vector<CommandOutline>& commands) {
  std::string values, words;
  for (const CommandOutline& command : commands) {
    std::vector<std::string> offered;
    if (command.name.empty()) offered = names_of(commands);
    for (const OptionOutline& option : command.options) {
      if (!option.choices.empty() && !option.positional)
        values += fmt::format("    {}:{}) words='{}' ;;\n", command.name, option.name,
                              joined(option.choices, " "));
      if (option.positional)
        offered.insert(offered.end(), option.choices.begin(), option.choices.end());
      else
        offered.push_back(option.name);
      if (!option.positional && !option.value.empty() && option.choices.empty())
        values += fmt::format("    {}:{}) ;;\n", command.name, option.name);
    }
    words += fmt::format("        {}) words='{}' ;;\n", command.name.empty() ? "''" : command.name,
                         joined(offered, " "));
  }
  return fmt::format(R"(# Completions of bash for rehearse, made by `rehearse generate bash`.
# Where there is no word to offer, bash offers files.
_rehearse() {{
  local current=${{COMP_WORDS[COMP_CWORD]}} previous=${{COMP_WORDS[COMP_CWORD - 1]}}
  local command='' words='' i
  for ((i = 1; i < COMP_CWORD; ++i)); do
    case ${{COMP_WORDS[i]}} in
      {}) command=${{COMP_WORDS[i]}}; break ;;
    esac
  done
  case $command:$previous in
{}    *)
      case $command in
{}      esac ;;
  esac
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
}}
complete -o default -F _rehearse rehearse
)",
                     joined(names_of(commands), "|"), values, words);
}

std::string zsh_completions(const std::vector<CommandOutline>& commands) {
  std::string described, cases, own;
  for (const CommandOutline& command : commands) {
    if (command.name.empty()) {
      for (const OptionOutline& option : command.options)
        own += " \\\n    " + zsh_argument(option, 0);
      continue;
    }
    described += "    " + single_quoted(command.name + ":" + escaped(command.help, ":\\")) + "\n";
    cases += "        " + command.name + ")\n          " + zsh_arguments(command) + " ;;\n";
  }
  return fmt::format(R"(#compdef rehearse
# Completions of zsh for rehearse, made by `rehearse generate zsh`.
_rehearse() {{
  local context state state_descr line
  typeset -A opt_args
  local -a commands=(
{})
  _arguments -C{} \
    '1:command:->command' \
    '*::argument:->argument'
  case $state in
    command) _describe command commands ;;
    argument)
      case $words[1] in
{}      esac ;;
  esac
}}
_rehearse "$@"
)",
                     described, own, cases);
}

std::string fish_completions(const std::vector<CommandOutline>& commands) {
  std::string lines;
  for (const CommandOutline& command : commands) {
    const bool own = command.name.empty();
    const std::string here = "complete -c rehearse -n " +
                             (own ? std::string("__fish_use_subcommand")
                                  : fish_quoted("__fish_seen_subcommand_from " + command.name));
    if (!own)
      lines += fmt::format("complete -c rehearse -n __fish_use_subcommand -a {} -d {}\n",
                           command.name, fish_quoted(command.help));
    for (const OptionOutline& option : command.options) {
      if (option.positional) {
        if (const std::string offered = fish_values(option); !offered.empty())
          lines += here + offered + "\n";
        continue;
      }
      lines += here + " -l " + option.name.substr(2) + fish_demand(option) +
               fish_values(option) + " -d " + fish_quoted(option.help) + "\n";
    }
  }
  return "# Completions of fish for rehearse, made by `rehearse generate fish`.\n"
         "complete -c rehearse -f\n" +
         lines;
}

}  // namespace rehearse::cli
