#pragma once
/// What the command line says of `rehearse judge`.

#include <optional>
#include <string>

#include "cli/options.hpp"

namespace CLI {
class App;
}

namespace rehearse::cli {

struct AskedJudge {
  JudgeOptions options;
  std::optional<std::string> model, format, time_budget;  ///< As written.
};

/// Adds the command, which fills `asked`.
void add_judge(CLI::App& app, AskedJudge& asked);

/// What is wrong with the values, first mistake only; fills in what they mean.
std::string understand_judge(AskedJudge& asked);

}  // namespace rehearse::cli
