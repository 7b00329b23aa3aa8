#include "reports/junit.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reports/anchors.hpp"
#include "tests/reports/fixtures.hpp"
#include "tests/reports/markup_check.hpp"

namespace rehearse::tests {
namespace {

using reports::junit_report;
using testing::HasSubstr;

TEST(JUnit, IsWellFormedForEveryFixture) {
  for (const auto& [name, make] : all_fixtures()) {
    const harness::Certificate certificate = make();
    const CheckedMarkup xml = check_markup(junit_report(certificate), Dialect::xml);
    EXPECT_EQ(xml.error, "") << name;
    EXPECT_EQ(xml.count("testsuites"), 1) << name;
    EXPECT_EQ(xml.count("testsuite"), static_cast<int>(certificate.scenarios.size())) << name;
  }
}

TEST(JUnit, SaysCauseLinkAndReplayInTheMessage) {
  const CheckedMarkup xml = check_markup(junit_report(rejected_certificate()), Dialect::xml);
  ASSERT_EQ(xml.count("failure"), 2);
  for (const Attribute& attribute : xml.attributes) {
    if (attribute.element != "failure" || attribute.name != "message") continue;
    EXPECT_THAT(attribute.value, HasSubstr("Order 41 was acknowledged to client 3"));
    EXPECT_THAT(attribute.value, HasSubstr("report.html#flash-sale--p-no-lost-write"));
    EXPECT_THAT(attribute.value,
                testing::EndsWith("rehearse replay out/D1-no_lost_write.json --trace"));
    break;
  }
}

TEST(JUnit, MapsOutcomesToFailureErrorAndSkipped) {
  const CheckedMarkup rejected = check_markup(junit_report(rejected_certificate()), Dialect::xml);
  EXPECT_EQ(rejected.count("failure"), 2);
  EXPECT_EQ(rejected.count("error"), 0);
  EXPECT_EQ(rejected.count("skipped"), 4);
  EXPECT_EQ(rejected.count("testcase"), 34);
  EXPECT_EQ(check_markup(junit_report(inconclusive_certificate()), Dialect::xml).count("error"), 2);
}

TEST(JUnit, CountsWhatItLists) {
  EXPECT_THAT(junit_report(rejected_certificate()),
              HasSubstr("tests=\"34\" failures=\"2\" errors=\"0\" skipped=\"4\" time=\"4.120\""));
}

TEST(JUnit, IsNeverGreenForACertificateThatIsNotCertified) {
  harness::Certificate c = certified_certificate();
  c.verdict = harness::CertificateVerdict::incomplete;
  c.cause = "Interrupted after 12 of 2000 runs.";
  const std::string xml = junit_report(c);
  EXPECT_THAT(xml, HasSubstr("errors=\"1\""));
  EXPECT_THAT(xml, HasSubstr("<error type=\"INCOMPLETE\" message=\"Interrupted"));
  EXPECT_EQ(check_markup(junit_report({}), Dialect::xml).count("error"), 1);
}

TEST(JUnit, LinksToPlacesThatTheReportHas) {
  const auto anchors = reports::anchors_of(certified_certificate());
  EXPECT_EQ(anchors[0].properties[2], "p-no-lost-write");
  EXPECT_EQ(anchors[0].phases[1], "phase-dual-write");
  EXPECT_EQ(reports::deep_link(anchors[0].properties[2]), "report.html#p-no-lost-write");
}

}  // namespace
}  // namespace rehearse::tests
