#include "cli/verdict_lines.hpp"

#include <algorithm>

#include "harness/situations/demands.hpp"
#include "reports/anchors.hpp"
#include "reports/changes.hpp"
#include "reports/fidelity_words.hpp"
#include "reports/impact_words.hpp"
#include "reports/judgement.hpp"
#include "reports/return_words.hpp"
#include "reports/text.hpp"
#include "reports/waiver_words.hpp"

namespace rehearse::cli {
namespace {

using harness::Certificate;
using harness::CertificateVerdict;
using harness::PropertyResult;
using harness::ScenarioResult;
using reports::Rank;

constexpr std::size_t name_width = 25;
constexpr std::size_t word_width = 15;
constexpr std::size_t share_width = 14;
constexpr std::size_t families_most = 12;

/// `text` with blanks behind it; at least two.
std::string padded(std::string text, std::size_t width) {
  const std::size_t long_ = reports::length(text);
  return text + std::string(long_ + 2 < width ? width - long_ : 2, ' ');
}

Paint paint_of(Rank rank) {
  switch (rank) {
    case Rank::violated:
      return Paint::bad;
    case Rank::unknown:
      return Paint::doubtful;
    case Rank::not_exercised:
      return Paint::faint;
    case Rank::holds:
      break;
  }
  return Paint::good;
}

Paint paint_of(CertificateVerdict verdict) {
  if (verdict == CertificateVerdict::certified) return Paint::good;
  return verdict == CertificateVerdict::rejected ? Paint::bad : Paint::doubtful;
}

/// "3 of 2 000"
std::string share(const PropertyResult& property, Rank rank) {
  const std::int64_t some = rank == Rank::unknown ? property.unknown : property.violated;
  return reports::count(some) + " of " + reports::count(property.runs);
}

void add_property(const ScenarioResult& scenario, const PropertyResult& property,
                  const Terminal& terminal, std::vector<std::string>& lines) {
  const Rank rank = reports::rank_of(property);
  std::string line = terminal.paint(paint_of(rank), reports::sign(rank)) + " ";
  line += terminal.paint(Paint::plain, padded(property.id + " " + property.name, name_width));
  const std::string word = padded(std::string(reports::word(rank)), word_width);
  if (rank == Rank::not_exercised) {
    lines.push_back(line + terminal.paint(Paint::faint, word) +
                    terminal.paint(Paint::plain, property.promise));
    return;
  }
  line += terminal.paint(paint_of(rank), word);
  std::string rest = padded(share(property, rank), share_width);
  if (!property.phase.empty()) rest += "phase " + property.phase;
  while (!rest.empty() && rest.back() == ' ') rest.pop_back();
  lines.push_back(line + terminal.paint(Paint::plain, rest));
  const std::string sentence = reports::one_line(reports::sentence_of(scenario, property));
  lines.push_back(terminal.paint(Paint::plain, "    " + sentence));
}

std::string seconds_of(std::int64_t wall_ms) {
  const std::int64_t tenths = (wall_ms + 50) / 100;
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " s";
}

/// "1 violated, 13 hold, 1 not exercised" over all scenarios.
std::string tally_words(const Certificate& certificate) {
  reports::Tally sum;
  for (const ScenarioResult& scenario : certificate.scenarios) {
    const reports::Tally tally = reports::tally_of(scenario);
    sum.violated += tally.violated;
    sum.unknown += tally.unknown;
    sum.not_exercised += tally.not_exercised;
    sum.holds += tally.holds;
  }
  std::string words;
  const auto add = [&words](std::int64_t number, const char* what) {
    if (number == 0) return;
    words += (words.empty() ? "" : ", ") + reports::count(number) + " " + what;
  };
  add(sum.violated, "violated");
  add(sum.unknown, "unknown");
  add(sum.holds, sum.holds == 1 ? "holds" : "hold");
  add(sum.not_exercised, "not exercised");
  return words.empty() ? "no property was judged" : words;
}

/// "✓ point of no return      declared contract; computed ...: the two agree"
void add_way_back(const harness::ReturnPoint& point, const Terminal& terminal,
                  std::vector<std::string>& lines) {
  if (point.verdict.empty()) return;
  const bool late = point.verdict == "too late";
  const Paint paint = late                         ? Paint::bad
                      : point.verdict == "unknown" ? Paint::doubtful
                                                   : Paint::good;
  lines.push_back(terminal.paint(paint, reports::return_sign(point)) + " " +
                  terminal.paint(Paint::plain, padded("point of no return", name_width) +
                                                   reports::one_line(reports::return_line(point))));
  if (late)
    lines.push_back(terminal.paint(Paint::plain, "    " + reports::one_line(point.sentence)));
}

/// Where the reader should look first: "#p-no-lost-write", or nothing when all is well.
std::string deep_anchor(const Certificate& certificate, const PropertyResult*& worst) {
  worst = nullptr;
  const auto at = reports::worst_scenario(certificate);
  if (!at || certificate.scenarios[*at].properties.empty()) return {};
  const std::size_t first = reports::worst_first(certificate.scenarios[*at]).front();
  const PropertyResult& property = certificate.scenarios[*at].properties[first];
  const Rank rank = reports::rank_of(property);
  if (rank != Rank::violated && rank != Rank::unknown) return {};
  worst = &property;
  return "#" + reports::anchors_of(certificate)[*at].properties[first];
}

/// "rollback_by_itself.* (6), cached_read": situations by family, in their order.
std::string families_of(const std::vector<harness::SituationResult>& situations) {
  std::vector<std::pair<std::string, std::int64_t>> families;
  for (const auto& one : situations) {
    const std::string family = one.id.substr(0, one.id.find('.'));
    const auto same = [&family](const auto& so_far) { return so_far.first == family; };
    const auto found = std::find_if(families.begin(), families.end(), same);
    if (found == families.end())
      families.emplace_back(family, 1);
    else
      ++found->second;
  }
  std::string text;
  for (std::size_t i = 0; i < families.size() && i < families_most; ++i) {
    const auto& [family, number] = families[i];
    text += (i == 0 ? "" : ", ") + reports::shortened(family, 40) +
            (number > 1 ? ".* (" + reports::count(number) + ")" : "");
  }
  if (families.size() > families_most) text += ", ...";
  return text;
}

}  // namespace

std::vector<std::string> property_lines(const Certificate& certificate, const Terminal& terminal) {
  std::vector<std::string> lines;
  for (const ScenarioResult& scenario : certificate.scenarios) {
    if (certificate.scenarios.size() > 1) {
      lines.push_back(terminal.paint(Paint::plain, "scenario " + scenario.name));
    }
    for (const std::size_t at : reports::worst_first(scenario)) {
      const PropertyResult& property = scenario.properties[at];
      if (reports::rank_of(property) == Rank::holds) continue;
      add_property(scenario, property, terminal, lines);
    }
    add_way_back(scenario.point_of_no_return, terminal, lines);
    const std::int64_t holds = reports::tally_of(scenario).holds;
    if (holds == 0) continue;
    const std::string said = reports::count(holds, "property") + (holds == 1 ? " holds" : " hold");
    const std::string bound = reports::bound_of(0, reports::drawn_runs(scenario));
    lines.push_back(terminal.paint(Paint::good, reports::sign(Rank::holds)) + " " +
                    terminal.paint(Paint::plain, said + (bound.empty() ? "" : "; " + bound)));
    for (const PropertyResult& property : scenario.properties) {
      if (property.baseline.empty() || reports::rank_of(property) != Rank::holds) continue;
      lines.push_back(terminal.paint(
          Paint::doubtful, "  " + property.id + " " + property.name + " is " + property.baseline));
    }
  }
  return lines;
}

std::vector<std::string> search_lines(const Certificate& certificate, const Terminal& terminal) {
  std::vector<std::string> lines;
  for (const ScenarioResult& scenario : certificate.scenarios) {
    // A search that is nothing but a swarm is what the line above it says.
    if (scenario.search.size() < 2) continue;
    for (const harness::SearchPart& part : scenario.search)
      lines.push_back(terminal.paint(part.certifies ? Paint::faint : Paint::doubtful,
                                     "  " + reports::part_line(part)));
  }
  return lines;
}

std::vector<std::string> impact_lines(const Certificate& certificate, const Terminal& terminal) {
  std::vector<std::string> lines;
  for (const ScenarioResult& scenario : certificate.scenarios)
    if (const std::string line = reports::impact_line(scenario); !line.empty())
      lines.push_back(terminal.paint(Paint::plain, "  clients: " + line));
  return lines;
}

std::vector<std::string> fidelity_lines(const Certificate& certificate, const Terminal& terminal) {
  std::vector<std::string> lines;
  for (const ScenarioResult& scenario : certificate.scenarios)
    if (const std::string line = reports::fidelity_line(scenario); !line.empty())
      lines.push_back(terminal.paint(Paint::plain, "  fidelity: " + line));
  return lines;
}

std::vector<std::string> situation_lines(const Certificate& certificate, const Terminal& terminal) {
  const harness::SituationTally tally = harness::tally_of(harness::suite_of(certificate));
  if (tally.applicable == 0) return {};
  std::vector<std::string> lines;
  std::string line = "  situations: " + reports::count(tally.seen) + " of " +
                     reports::count(tally.applicable) + " seen";
  if (!tally.never.empty())
    line += "; never: " + families_of(tally.never) + " (report.html#situations)";
  lines.push_back(terminal.paint(Paint::plain, line));
  for (const auto& one : tally.missing)
    lines.push_back(terminal.paint(Paint::doubtful, "? never happened, and must have: ") +
                    terminal.paint(Paint::plain, reports::one_line(one.statement) + " (" +
                                                     reports::one_line(one.id) + ")"));
  return lines;
}

std::vector<std::string> companion_lines(const Certificate& certificate, const Terminal& terminal) {
  std::vector<std::string> lines;
  for (const harness::Waiver& waiver : certificate.waivers)
    lines.push_back(terminal.paint(Paint::plain,
                                   "  waiver: " + reports::one_line(reports::waiver_line(waiver))));
  const std::string since = reports::since_line(certificate.previous);
  if (!since.empty())
    lines.push_back(
        terminal.paint(Paint::plain, "  " + reports::one_line(since) + " (report.html#changes)"));
  return lines;
}

namespace {

/// How to see it once more; a live run cannot be replayed, but its history can be judged again.
std::string once_more(const Certificate& certificate, const std::string& counterexample,
                      const OutputFolder& folder) {
  const std::string file = shell_word(folder.path_of(counterexample));
  if (certificate.mode != "live") return "replay   rehearse replay " + file + " --trace";
  std::string command =
      "judge    rehearse judge " + file + " --plan " + shell_word(certificate.plan_file);
  for (const ScenarioResult& scenario : certificate.scenarios)
    for (const auto& told : scenario.counterexamples)
      if (told.file == counterexample && !scenario.file.empty())
        command += " --scenario " + shell_word(scenario.file);
  return command;
}

}  // namespace

std::vector<std::string> closing_lines(const Certificate& certificate, const OutputFolder& folder,
                                       const Terminal& terminal) {
  const PropertyResult* worst = nullptr;
  std::string anchor = deep_anchor(certificate, worst);
  std::string counterexample = worst == nullptr ? std::string() : worst->counterexample;
  const std::size_t late = reports::scenario_declared_too_late(certificate);
  if (worst == nullptr && late < certificate.scenarios.size()) {
    anchor = "#" + reports::anchors_of(certificate)[late].section("point-of-no-return");
    counterexample = certificate.scenarios[late].point_of_no_return.counterexample;
  }
  std::vector<std::string> lines;
  lines.push_back(
      terminal.paint(paint_of(certificate.verdict), reports::word(certificate.verdict)) +
      terminal.paint(Paint::plain,
                     " in " + seconds_of(certificate.wall_ms) + "   " + tally_words(certificate)));
  lines.push_back(terminal.paint(Paint::plain, "because  " + reports::one_line(certificate.cause)));
  lines.push_back(
      terminal.paint(Paint::plain, "report   " + folder.path_of("report.html") + anchor));
  if (!counterexample.empty())
    lines.push_back(terminal.paint(Paint::plain, once_more(certificate, counterexample, folder)));
  return lines;
}

}  // namespace rehearse::cli
