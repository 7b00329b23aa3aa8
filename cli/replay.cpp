#include "cli/commands.hpp"
#include "harness/explore/counterexample_file.hpp"
#include "harness/explore/explore.hpp"
#include "reports/text.hpp"

namespace rehearse::cli {
namespace {

using harness::Replay;
using harness::SavedCounterexample;
using harness::ToldEvent;

constexpr std::size_t time_width = 11;
constexpr std::size_t lane_width = 16;

std::string right(const std::string& text, std::size_t width) {
  const std::size_t length = reports::length(text);
  return std::string(length < width ? width - length : 0, ' ') + text;
}

std::string left(const std::string& text, std::size_t width) {
  const std::size_t length = reports::length(text);
  return text + std::string(length < width ? width - length : 0, ' ');
}

/// "    3.204 s  client 3          writes order 17: ok"; `>` marks what proves the violation.
std::string line_of(const ToldEvent& event) {
  std::string text = event.text;
  if (!event.to.empty()) text += " -> " + event.to;
  return (event.witness ? "> " : "  ") + right(reports::seconds(event.time_us), time_width) + "  " +
         left(reports::one_line(event.lane), lane_width) + "  " + reports::one_line(text);
}

void tell(const SavedCounterexample& saved, const Replay& again, bool trace,
          const Terminal& terminal) {
  const auto count = [](std::int64_t number, const char* noun) {
    return reports::count(number, noun);
  };
  terminal.say(saved.property + ": " + saved.sentence);
  terminal.say("plan " + saved.plan.name + ", scenario " + saved.scenario.name + ", " +
               again.told.shape + "; " + count(again.told.operations, "operation") + ", " +
               count(again.told.faults, "fault") + ", " + count(again.told.events_total, "event"));
  terminal.say("");
  if (trace) {
    for (const std::string& line : again.trace) terminal.say(reports::one_line(line));
  } else {
    for (const ToldEvent& event : again.told.events) terminal.say(line_of(event));
    terminal.say("");
    terminal.say("> is what proves it. --trace tells all " +
                 count(again.told.events_total, "event") + ".");
  }
}

ExitCode judge(const SavedCounterexample& saved, const Replay& again, const Terminal& terminal) {
  if (again.faithful && again.violated) {
    terminal.say_painted(terminal.paint(Paint::bad, "REPRODUCED") +
                         "   the same history, bit for bit");
    return ExitCode::rejected;
  }
  std::string why;
  if (again.unknown_choices > 0) {
    why = "this version of rehearse asked for " +
          reports::count(static_cast<std::int64_t>(again.unknown_choices), "choice") +
          " that the file does not hold";
  } else if (!again.faithful) {
    why = "the history is another one";
  } else {
    why = "the history is the same, but " + saved.property + " is not violated in it any more";
  }
  if (!again.faithful) {
    why += again.violated ? "; " + saved.property + " is violated in it all the same"
                          : "; " + saved.property + " is not violated in it";
  }
  terminal.say_painted(terminal.paint(Paint::doubtful, "DIVERGED") + "   " + for_terminal(why));
  return ExitCode::diverged;
}

}  // namespace

ExitCode replay(const ReplayOptions& options, const Terminal& terminal) {
  const auto saved = harness::load_counterexample(options.file);
  if (!saved) {
    terminal.complain(saved.errors());
    return ExitCode::bad_input;
  }
  const auto misfits = harness::mismatches(saved.value().plan, saved.value().scenario);
  for (const std::string& misfit : misfits) terminal.complain(options.file + ": " + misfit);
  if (!misfits.empty()) return ExitCode::bad_input;
  const Replay again = harness::replay(saved.value());
  tell(saved.value(), again, options.trace, terminal);
  return judge(saved.value(), again, terminal);
}

}  // namespace rehearse::cli
