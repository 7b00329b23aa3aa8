#include <optional>
#include <utility>

#include "cli/commands.hpp"
#include "cli/inputs.hpp"
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
  for (const std::string& fault : again.told.fault_text)
    terminal.say("fault " + reports::one_line(fault));
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

std::string in_a_row(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : "; ") + word;
  return text;
}

std::string count(std::uint64_t number, const char* noun) {
  return reports::count(static_cast<std::int64_t>(number), noun);
}

/// Where the run went another way than the saved one, in words; "" where nothing tells.
std::string departures(const Replay& again) {
  std::vector<std::string> words;
  for (const std::string& node : again.gone_nodes) words.push_back("the node " + node + " is gone");
  for (const std::string& fault : again.faults_missing)
    words.push_back("the fault " + fault + " of the file never struck");
  if (again.operations_missing > 0)
    words.push_back(count(static_cast<std::uint64_t>(again.operations_missing), "operation") +
                    " of the file never began");
  if (again.unknown_choices > 0)
    words.push_back(count(again.unknown_choices, "choice") +
                    " that the file does not hold had the plain answer");
  if (again.unused_choices > 0)
    words.push_back(count(again.unused_choices, "choice") + " of the file were not asked for");
  return in_a_row(words);
}

ExitCode say_outcome(Paint paint, const char* word, const std::string& why, ExitCode code,
                     const Terminal& terminal) {
  terminal.say_painted(terminal.paint(paint, word) + "   " + for_terminal(why));
  return code;
}

/// What is so of the property, where it is not violated about the file's subject.
std::string instead(const SavedCounterexample& saved, const Replay& again) {
  const harness::Verdict& verdict = again.verdict;
  std::string text = saved.property;
  if (verdict.outcome == harness::Outcome::violated) {
    text += " is violated about " + verdict.subject;
  } else if (verdict.outcome == harness::Outcome::unknown) {
    text += " is unknown";
  } else {
    text += verdict.exercised ? " holds" : " was not exercised";
  }
  if (!verdict.because.empty()) text += ": " + verdict.because;
  return again.ended.empty() ? text : text + "; " + again.ended;
}

/// Of a file that is as it was written: the same history, or something is wrong.
ExitCode judge_unedited(const SavedCounterexample& saved, const Replay& again,
                        const Terminal& terminal) {
  if (again.faithful && again.violated)
    return say_outcome(Paint::bad, "REPRODUCED", "the same history, bit for bit",
                       ExitCode::rejected, terminal);
  std::string why;
  if (again.unknown_choices > 0) {
    why = "this version of rehearse asked for " + count(again.unknown_choices, "choice") +
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
  if (!again.faults_missing.empty()) why += " (" + departures(again) + ")";
  if (!again.violated) why += ". Instead: " + instead(saved, again);
  return say_outcome(Paint::doubtful, "DIVERGED", why, ExitCode::diverged, terminal);
}

/// Of a file whose plan or scenario was edited since: whether it still fails alike.
ExitCode judge_edited(const SavedCounterexample& saved, const Replay& again,
                      const Terminal& terminal) {
  const std::string about = saved.property + " about " + saved.subject;
  const std::string apart = departures(again);
  const std::string tail = apart.empty() ? "" : " (" + apart + ")";
  if (again.violated)
    return say_outcome(
        Paint::bad, "STILL FAILS",
        "the plan or scenario was edited since, and " + about + " is violated all the same, " +
            (again.faithful ? "with the same history" : "with another history" + tail) + ": " +
            again.told.sentence,
        ExitCode::rejected, terminal);
  std::string why = "the plan or scenario was edited since, and " + about +
                    " is not violated in this run any more";
  why += again.faithful ? ", although the history is the same" : "; its history is another" + tail;
  why += ". Instead: " + instead(saved, again);
  why += ". Whether the plan is mended is for `rehearse certify` to say.";
  return say_outcome(Paint::doubtful, "NO LONGER FAILS", why, ExitCode::diverged, terminal);
}

ExitCode no_longer_applies(const SavedCounterexample& saved, const std::vector<std::string>& gone,
                           const Terminal& terminal) {
  terminal.say(saved.property + ": " + saved.sentence);
  terminal.say("");
  return say_outcome(Paint::doubtful, "NO LONGER APPLIES",
                     "the plan or scenario was edited since: " + in_a_row(gone), ExitCode::diverged,
                     terminal);
}

}  // namespace

ExitCode replay(const ReplayOptions& options, const Terminal& terminal) {
  std::optional<scenarios::Plan> plan;
  if (!options.plan.empty()) {
    auto inputs = read_inputs(options.plan, {}, "");
    if (!inputs) {
      terminal.complain(inputs.errors());
      return ExitCode::bad_input;
    }
    plan = std::move(inputs).value().plan.plan;
  }
  const auto read = harness::load_counterexample(options.file, plan ? &*plan : nullptr);
  if (!read) {
    terminal.complain(read.errors());
    return ExitCode::bad_input;
  }
  const SavedCounterexample& saved = read.value();
  const bool edited = saved.edited();
  if (!saved.gone.empty()) return no_longer_applies(saved, saved.gone, terminal);
  const auto misfits = harness::mismatches(saved.plan, saved.scenario);
  if (!misfits.empty() && edited) return no_longer_applies(saved, misfits, terminal);
  for (const std::string& misfit : misfits) terminal.complain(options.file + ": " + misfit);
  if (!misfits.empty()) return ExitCode::bad_input;
  const Replay again = harness::replay(saved);
  tell(saved, again, options.trace, terminal);
  return edited ? judge_edited(saved, again, terminal) : judge_unedited(saved, again, terminal);
}

}  // namespace rehearse::cli
