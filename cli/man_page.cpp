#include <sstream>

#include "cli/generated.hpp"
#include "cli/usage.hpp"
#include "rehearse_version.hpp"

namespace rehearse::cli {
namespace {

/// Text for roff: nothing in it is taken for a request.
std::string roff(const std::string& text) {
  std::string made;
  for (const char c : text) {
    if (c == '\\')
      made += "\\e";
    else if (c == '-')
      made += "\\-";
    else
      made += c;
  }
  return made.empty() || (made[0] != '.' && made[0] != '\'') ? made : "\\&" + made;
}

std::string as_it_stands(const std::string& text) {
  std::string made = ".nf\n";
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) made += roff(line) + "\n";
  return made + ".fi\n";
}

std::string synopsis(const CommandOutline& command) {
  std::string line = ".B rehearse " + roff(command.name) + "\n";
  for (const OptionOutline& option : command.options) {
    if (option.positional)
      line += (option.required ? ".I " : ".RI [ ") + roff(option.name) +
              (option.required ? "\n" : " ]\n");
  }
  return line + ".RI [ options ]\n.br\n";
}

std::string described(const OptionOutline& option) {
  std::string head = ".TP\n";
  if (option.positional)
    head += ".I " + roff(option.name) + "\n";
  else if (option.value.empty())
    head += ".B " + roff(option.name) + "\n";
  else
    head += ".BI " + roff(option.name) + " \" " + roff(option.value) + "\"\n";
  return head + roff(option.help) + ".\n";
}

constexpr const char* surroundings = R"(.SH ENVIRONMENT
.TP
.B NO_COLOR
If set, nothing is coloured.
.TP
.B TMPDIR
Where live runs keep what they write until they end.
.TP
.B REHEARSE_PG_URL
The PostgreSQL server that \-\-postgres uses; without it a private one is started.
.SH FILES
The output folder holds report.html for people; certificate.json, certificate.intoto.json, junit.xml
and summary.md for machines; and a counterexample for each violated property.
)";

}  // namespace

std::string man_page(const std::vector<CommandOutline>& commands) {
  std::string uses, options;
  for (const CommandOutline& command : commands) {
    if (!command.name.empty()) {
      uses += synopsis(command);
      options += ".SS rehearse " + roff(command.name) + "\n" + roff(command.help) + ".\n";
    }
    for (const OptionOutline& option : command.options)
      if (command.name.empty() || (option.name != "--help" && option.name != "--color"))
        options += described(option);  // those two once, not with each command
  }
  return std::string(".\\\" Made by `rehearse generate man`.\n.TH REHEARSE 1 \"\" \"rehearse ") +
         roff(kVersion) +
         "\" \"User Commands\"\n.SH NAME\nrehearse \\- dress rehearsal for zero\\-downtime "
         "migrations\n.SH SYNOPSIS\n" +
         uses + ".SH DESCRIPTION\n" + as_it_stands(help_opening) + ".SH COMMANDS\n" + options +
         ".SH EXIT STATUS\n" + as_it_stands(help_closing) + surroundings;
}

}  // namespace rehearse::cli
