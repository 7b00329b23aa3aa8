#include "reports/junit.hpp"

#include <cstdint>
#include <string_view>

#include "reports/anchors.hpp"
#include "reports/judgement.hpp"
#include "reports/markup.hpp"
#include "reports/text.hpp"

namespace rehearse::reports {
namespace {

using harness::Certificate;
using harness::CertificateVerdict;
using harness::PropertyResult;
using harness::ScenarioResult;

/// Wall time belongs to the whole certification; JUnit wants seconds with a dot.
std::string wall_seconds(std::int64_t wall_ms) {
  const std::int64_t ms = wall_ms < 0 ? 0 : wall_ms;
  const std::string rest = std::to_string(ms % 1000);
  return std::to_string(ms / 1000) + "." + std::string(3 - rest.size(), '0') + rest;
}

std::string message_of(const ScenarioResult& scenario, const PropertyResult& property,
                       const std::string& anchor) {
  std::string message = one_line(sentence_of(scenario, property)) + " | " + deep_link(anchor);
  const std::string faults = faults_of(scenario, property);
  if (!faults.empty()) message += " | with " + one_line(faults);
  const std::string replay = replay_of(scenario, property);
  if (!replay.empty()) message += " | " + one_line(replay);
  return message;
}

Markup counts(const Tally& tally) {
  Markup out;
  out.raw(" tests=\"").number(tally.all()).raw("\" failures=\"").number(tally.violated);
  out.raw("\" errors=\"").number(tally.unknown).raw("\" skipped=\"").number(tally.not_exercised);
  return out.raw("\"");
}

/// `<failure message="..." type="...">...</failure>` or its kin; nothing for what holds.
Markup outcome(const ScenarioResult& scenario, const PropertyResult& property,
               const std::string& anchor) {
  const std::string message = message_of(scenario, property, anchor);
  Markup out;
  switch (rank_of(property)) {
    case Rank::violated:
      out.raw("      <failure type=\"violated\" message=\"").text(message).raw("\">");
      out.text("promised: " + property.promise + "\nphase: " + property.phase);
      out.text("\nsubject: " + property.subject +
               "\nviolated: " + std::to_string(property.violated) + " of " +
               std::to_string(property.runs) + " runs");
      return out.raw("</failure>\n");
    case Rank::unknown:
      return out.raw("      <error type=\"unknown\" message=\"").text(message).raw("\"/>\n");
    case Rank::not_exercised:
      return out.raw("      <skipped message=\"").text("not exercised: " + message).raw("\"/>\n");
    case Rank::holds:
      return out;
  }
  return out;
}

Markup test_case(const std::string& class_name, const ScenarioResult& scenario,
                 const PropertyResult& property, const std::string& anchor) {
  Markup out;
  out.raw("    <testcase classname=\"").text(one_line(class_name)).raw("\" name=\"");
  out.text(one_line(property.id + " " + property.name)).raw("\"");
  const Markup inside = outcome(scenario, property, anchor);
  if (inside.empty()) return out.raw("/>\n");
  return out.raw(">\n").add(inside).raw("    </testcase>\n");
}

Markup suite(const Certificate& certificate, const ScenarioResult& scenario,
             const ScenarioAnchors& anchors) {
  Markup out;
  out.raw("  <testsuite name=\"").text(one_line(scenario.name)).raw("\"");
  out.add(counts(tally_of(scenario))).raw(">\n");
  const std::string class_name = certificate.plan + "." + scenario.name;
  for (std::size_t i = 0; i < scenario.properties.size(); ++i) {
    out.add(test_case(class_name, scenario, scenario.properties[i], anchors.properties[i]));
  }
  return out.raw("  </testsuite>\n");
}

/// A case for the verdict itself, so that a certificate without bad properties cannot look green.
Markup verdict_suite(const Certificate& certificate) {
  Markup out;
  out.raw("  <testsuite name=\"verdict\" tests=\"1\" failures=\"0\" errors=\"1\" skipped=\"0\">\n");
  out.raw("    <testcase classname=\"").text(one_line(certificate.plan));
  out.raw("\" name=\"verdict\">\n      <error type=\"").text(word(certificate.verdict));
  out.raw("\" message=\"").text(one_line(certificate.cause));
  out.text(" | " + one_line(certificate.reproduce));
  return out.raw("\"/>\n    </testcase>\n  </testsuite>\n");
}

}  // namespace

std::string junit_report(const Certificate& certificate) {
  const std::vector<ScenarioAnchors> anchors = anchors_of(certificate);
  Tally sum;
  Markup suites;
  for (std::size_t i = 0; i < certificate.scenarios.size(); ++i) {
    const Tally tally = tally_of(certificate.scenarios[i]);
    sum.violated += tally.violated;
    sum.unknown += tally.unknown;
    sum.not_exercised += tally.not_exercised;
    sum.holds += tally.holds;
    suites.add(suite(certificate, certificate.scenarios[i], anchors[i]));
  }
  const bool green = sum.violated == 0 && sum.unknown == 0;
  if (green && certificate.verdict != CertificateVerdict::certified) {
    suites.add(verdict_suite(certificate));
    ++sum.unknown;
  }
  Markup out;
  out.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"");
  out.text(one_line("rehearse " + certificate.plan)).raw("\"").add(counts(sum));
  out.raw(" time=\"").text(wall_seconds(certificate.wall_ms)).raw("\">\n");
  return out.add(suites).raw("</testsuites>\n").str();
}

}  // namespace rehearse::reports
