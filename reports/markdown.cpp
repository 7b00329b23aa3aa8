#include "reports/markdown.hpp"

#include <algorithm>
#include <string_view>

#include "harness/situations/demands.hpp"
#include "reports/anchors.hpp"
#include "reports/changes.hpp"
#include "reports/fidelity_words.hpp"
#include "reports/impact_words.hpp"
#include "reports/judgement.hpp"
#include "reports/return_words.hpp"
#include "reports/text.hpp"
#include "reports/waiver_words.hpp"

namespace rehearse::reports {
namespace {

using harness::Certificate;
using harness::PropertyResult;
using harness::ScenarioResult;

/// Ordinary blanks: people search and copy these files.
std::string plain_blanks(std::string text) {
  constexpr std::string_view no_break_space = "\xC2\xA0";
  for (std::size_t at = 0; (at = text.find(no_break_space, at)) != std::string::npos; ++at) {
    text.replace(at, no_break_space.size(), " ");
  }
  return text;
}

/// Text of the certificate as text: every character that could be markup, a mention, an issue
/// number or a link becomes an entity.
std::string literal(std::string_view value) {
  constexpr std::string_view special = "\\`*_{}[]()<>#!|~@&:\"'$";
  std::string out;
  for (const char c : one_line(value)) {
    const bool escaped = special.find(c) != std::string_view::npos;
    out += escaped ? "&#" + std::to_string(static_cast<int>(c)) + ";" : std::string(1, c);
  }
  return out;
}

/// A fenced block whose fence is longer than any run of backticks inside.
std::string fenced(std::string_view command) {
  std::size_t longest = 2;
  std::size_t run = 0;
  const std::string text = one_line(command);
  for (const char c : text) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  const std::string fence(longest + 1, '`');
  return fence + "\n" + text + "\n" + fence + "\n";
}

std::string scenario_line(const ScenarioResult& scenario) {
  return "**" + literal(scenario.name) + "**: " + to_sentence(tally_of(scenario)) + ", in " +
         count(scenario.runs, "run") + ".\n\n";
}

/// One paragraph per property that is violated or unknown.
std::string troubles(const ScenarioResult& scenario, const ScenarioAnchors& anchors) {
  std::string out;
  for (const std::size_t i : worst_first(scenario)) {
    const PropertyResult& property = scenario.properties[i];
    const Rank rank = rank_of(property);
    if (rank != Rank::violated && rank != Rank::unknown) continue;
    out += "- " + std::string(sign(rank)) + " **" + literal(property.id + " " + property.name) +
           "** " + std::string(word(rank));
    if (!property.phase.empty()) out += " in " + literal(property.phase);
    out += ": " + literal(sentence_of(scenario, property)) + " (" +
           deep_link(anchors.properties[i]) + ")";
    const std::string faults = faults_of(scenario, property);
    out += (faults.empty() ? "" : ", with " + literal(faults)) + "\n";
    const std::string replay = replay_of(scenario, property);
    if (!replay.empty()) out += "\n" + fenced(replay) + "\n";
  }
  return out.empty() ? out : out + "\n";
}

/// Declared against computed; the sentence and the replay only where they contradict.
std::string way_back(const ScenarioResult& scenario, const ScenarioAnchors& anchors) {
  const harness::ReturnPoint& point = scenario.point_of_no_return;
  if (point.verdict.empty()) return {};
  std::string out = std::string(return_sign(point)) + " **Point of no return** " +
                    literal(return_line(point)) + " (" +
                    deep_link(anchors.section("point-of-no-return")) + ").";
  if (point.verdict != "too late") return out + "\n\n";
  out += " " + literal(point.sentence) + " " + literal(return_basis(point)) + "\n\n";
  const std::string replay = return_replay(scenario);
  return replay.empty() ? out : out + fenced(replay) + "\n";
}

/// What clients noticed, measured.
std::string impact(const ScenarioResult& scenario, const ScenarioAnchors& anchors) {
  const std::string line = impact_line(scenario);
  if (line.empty()) return line;
  return "**Clients**: " + literal(line) + " (" + deep_link(anchors.section("impact")) + ").\n\n";
}

std::string table(const ScenarioResult& scenario) {
  std::string out = "<details><summary>All properties</summary>\n\n";
  out += "| property | kind | verdict | phase | violated / exercised runs | margin |\n";
  out += "| --- | --- | --- | --- | ---: | --- |\n";
  for (const std::size_t i : worst_first(scenario)) {
    const PropertyResult& property = scenario.properties[i];
    const Rank rank = rank_of(property);
    out += "| " + literal(property.id + " " + property.name) + " | " + literal(property.kind);
    out += " | " + std::string(sign(rank)) + " " + std::string(word(rank));
    out += " | " + literal(property.phase) + " | " + count(property.violated) + " / " +
           count(property.exercised) + " | " + literal(margin_of(property)) + " |\n";
  }
  return out + "\n</details>\n\n";
}

/// What was tried, in order.
std::string search(const ScenarioResult& scenario) {
  if (scenario.search.size() < 2) return {};
  std::string out = "Tried, in this order:\n\n";
  for (const harness::SearchPart& part : scenario.search)
    out += "- " + literal(part_line(part)) + "\n";
  return out + "\n";
}

std::string fidelity(const ScenarioResult& scenario) {
  const std::string line = fidelity_line(scenario);
  return line.empty() ? line : literal(line) + ".\n\n";
}

std::string warnings(const ScenarioResult& scenario) {
  std::string names;
  for (const std::string& fault : faults_never_fired(scenario)) {
    names += (names.empty() ? "" : ", ") + literal(fault);
  }
  return names.empty() ? names : "Planned but never fired: " + names + ".\n\n";
}

/// What must have happened and never did, and the names of what else was never seen.
std::string situations(const Certificate& certificate) {
  const harness::SituationTally tally = harness::tally_of(harness::suite_of(certificate));
  if (tally.applicable == 0) return {};
  std::string out =
      "Situations: " + count(tally.seen) + " of " + count(tally.applicable) + " seen.\n\n";
  for (const auto& one : tally.missing)
    out += "- **must have happened, and never did**: " + literal(one.statement) + " (" +
           literal(one.id) + "). It takes: " + literal(one.reach) + ".\n";
  if (!tally.missing.empty()) out += "\n";
  std::string names;
  for (const auto& one : tally.never) names += (names.empty() ? "" : ", ") + literal(one.id);
  if (names.empty()) return out;
  return out + "<details><summary>Never seen, and not required</summary>\n\n" + names +
         "\n\n</details>\n\n";
}

/// Who bears what, and what is different from the certificate before.
std::string companions(const Certificate& certificate) {
  std::string out;
  for (const harness::Waiver& waiver : certificate.waivers)
    out += "- " + literal(waiver_line(waiver)) + "\n";
  if (!out.empty()) out = "Waivers:\n\n" + out + "\n";
  const std::string line = since_line(certificate.previous);
  if (line.empty()) return out;
  out += "Change " + literal(line) + " (" + deep_link("changes") + ").\n\n";
  for (const harness::CertificateChange& change : certificate.previous.changes)
    out += "- " + literal(change.kind) + ": " + literal(change.what) + "\n";
  return certificate.previous.changes.empty() ? out : out + "\n";
}

}  // namespace

std::string markdown_summary(const Certificate& certificate) {
  const std::vector<ScenarioAnchors> anchors = anchors_of(certificate);
  std::string out = "## " + std::string(word(certificate.verdict)) + ": " +
                    literal(certificate.plan) + "\n\n" + literal(certificate.cause) + "\n\n";
  for (std::size_t i = 0; i < certificate.scenarios.size(); ++i) {
    const ScenarioResult& scenario = certificate.scenarios[i];
    out += scenario_line(scenario) + troubles(scenario, anchors[i]) +
           way_back(scenario, anchors[i]) + impact(scenario, anchors[i]) + search(scenario) +
           fidelity(scenario) + warnings(scenario) + table(scenario);
  }
  out += situations(certificate) + companions(certificate);
  out += "Reproduce:\n\n" + fenced(certificate.reproduce) + "\n";
  out += "Plan " + literal(short_digest(certificate.plan_digest)) + ", seed " +
         literal(certificate.seed) + ", " + literal(certificate.mode) + ", rehearse " +
         literal(certificate.tool_version + " (" + certificate.tool_commit + ")") +
         ", certificate " + literal(short_digest(certificate.digest)) + ".\n";
  return plain_blanks(out);
}

}  // namespace rehearse::reports
