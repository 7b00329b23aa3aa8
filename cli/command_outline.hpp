#pragma once
/// The commands and options of the program as values, read off what the parser was told.

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace rehearse::cli {

struct OptionOutline {
  std::string name;                  ///< "--runs"; of an argument without dashes "plan".
  std::string value;                 ///< "N", "FILE", "bad|good"; "" for a flag.
  std::vector<std::string> choices;  ///< The words among the values: "bad", "good".
  std::string help;
  bool positional = false;
  bool required = false;

  bool names_file() const { return value == "FILE"; }
  bool names_folder() const { return value == "DIR" || value == "FOLDER"; }
};

struct CommandOutline {
  std::string name;
  std::string help;
  std::vector<OptionOutline> options;  ///< Arguments without dashes come first.
};

/// The program's own options under the name "", then each command that people use.
std::vector<CommandOutline> outline(CLI::App& app);

}  // namespace rehearse::cli
