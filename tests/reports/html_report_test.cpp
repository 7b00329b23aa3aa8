#include "reports/html/html_report.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "harness/certificate/certificate_file.hpp"
#include "harness/certificate/digest.hpp"
#include "tests/reports/fixtures.hpp"
#include "tests/reports/markup_check.hpp"

namespace rehearse::tests {
namespace {

using harness::Certificate;
using reports::html_report;
using testing::HasSubstr;
using testing::Not;

class EveryHtmlReport : public testing::TestWithParam<Fixture> {
 protected:
  const Certificate& certificate() const { return certificate_; }
  const Certificate certificate_ = GetParam().make();
  const std::string html_ = html_report(certificate_);
  const CheckedMarkup page_ = check_markup(html_, Dialect::html);
};

INSTANTIATE_TEST_SUITE_P(Fixtures, EveryHtmlReport, testing::ValuesIn(all_fixtures()),
                         [](const auto& fixture) { return fixture.param.name; });

TEST_P(EveryHtmlReport, IsBalancedMarkup) { EXPECT_EQ(page_.error, ""); }

TEST_P(EveryHtmlReport, IsTheSameBytesEachTime) { EXPECT_EQ(html_report(certificate()), html_); }

TEST_P(EveryHtmlReport, ResolvesEveryLinkAndHasNoIdTwice) {
  std::set<std::string> ids;
  for (const std::string& id : page_.values("id")) {
    EXPECT_TRUE(ids.insert(id).second) << "twice: " << id;
  }
  for (const std::string& href : page_.values("href")) {
    if (!href.starts_with("#")) {  // a file beside the page: no path, no address, no script
      EXPECT_EQ(href.find_first_of(":/\\?#%&<>\"' "), href.npos) << href;
      continue;
    }
    EXPECT_EQ(ids.count(href.substr(1)), 1U) << href;
  }
  EXPECT_THAT(ids, testing::Contains("hatch"));
}

TEST_P(EveryHtmlReport, PolicyNamesItsOnlyStyleAndScript) {
  ASSERT_EQ(page_.raw_texts.size(), 2U);
  EXPECT_THAT(html_, HasSubstr("style-src 'sha256-" + harness::sha256_base64(page_.raw_texts[0])));
  EXPECT_THAT(html_, HasSubstr("script-src 'sha256-" + harness::sha256_base64(page_.raw_texts[1])));
  EXPECT_THAT(html_, HasSubstr("default-src 'none'"));
  EXPECT_THAT(page_.values("style"), testing::IsEmpty()) << "the policy would block it";
}

TEST_P(EveryHtmlReport, AsksForNothing) {
  for (const char* element : {"img", "link", "iframe", "object", "form", "base", "image", "use"}) {
    EXPECT_EQ(page_.count(element), 0) << element;
  }
  EXPECT_THAT(page_.values("src"), testing::IsEmpty());
  for (const Attribute& attribute : page_.attributes) {
    EXPECT_FALSE(attribute.name.starts_with("on")) << attribute.name;
  }
}

TEST_P(EveryHtmlReport, HasWhatAssistiveToolsNeed) {
  EXPECT_EQ(page_.count("h1"), 1);
  EXPECT_EQ(page_.count("main"), 1);
  EXPECT_THAT(html_, HasSubstr("<html lang=\"en\">"));
  EXPECT_THAT(html_, HasSubstr("class=\"skip\" href=\"#properties\""));
  std::size_t at = 0;
  while ((at = html_.find("role=\"img\"", at)) != std::string::npos) {
    const std::size_t end = html_.find('>', at);
    EXPECT_EQ(html_.substr(end + 1, 7), "<title>");
    at = end;
  }
}

/// What it carries to draw charts that can be zoomed is the same for all, and not counted.
TEST_P(EveryHtmlReport, StaysSmall) {
  const std::string plain = html_report(GetParam().make(), {});
  EXPECT_LT(plain.size(), GetParam().name == "hostile" ? 1'000'000U : 300'000U);
  EXPECT_LT(html_.size(), plain.size() + 120'000U);
}

TEST_P(EveryHtmlReport, BeginsItsTitleWithTheVerdict) {
  const std::string words[] = {"CERTIFIED", "REJECTED", "INCONCLUSIVE", "INCOMPLETE"};
  EXPECT_THAT(html_, HasSubstr("<title>" + words[static_cast<int>(certificate().verdict)] + ": "));
}

TEST(HtmlReport, LinksTheFirstViolationFromTheBanner) {
  const std::string html = html_report(rejected_certificate());
  const std::string banner = html.substr(0, html.find("</header>"));
  EXPECT_THAT(banner, HasSubstr("<a href=\"#flash-sale--p-no-lost-write\">First violation"));
  EXPECT_THAT(banner, HasSubstr("2 of 17"));
}

TEST(HtmlReport, PutsPropertyIdsInsideTheFoldsTheyOpen) {
  const std::string html = html_report(certified_certificate());
  const std::size_t id = html.find("id=\"p-no-lost-write\"");
  ASSERT_NE(id, std::string::npos);
  EXPECT_GT(html.rfind("<details", id), html.rfind("</details>", id));
}

TEST(HtmlReport, ListsWorstPropertiesFirstAndKeepsTheIdleOnes) {
  const std::string html = html_report(rejected_certificate());
  const std::size_t violated = html.find("✗</span> violated");
  const std::size_t idle = html.find("–</span> not exercised");
  const std::size_t holds = html.find("✓</span> holds");
  EXPECT_LT(violated, idle);
  EXPECT_LT(idle, holds);
}

TEST(HtmlReport, BoundsWhatWasNotSeenOnlyWhenNothingIsUnknown) {
  EXPECT_THAT(html_report(certified_certificate()), HasSubstr("drawn runs: at most 0.5"));
  const std::string html = html_report(inconclusive_certificate());
  const std::string first = html.substr(0, html.find("Properties one by one"));
  EXPECT_THAT(first, Not(HasSubstr("at most")));
}

TEST(HtmlReport, SaysHowManyEventsItDoesNotDraw) {
  Certificate c = rejected_certificate();
  auto& events = c.scenarios[1].counterexamples[0].events;
  while (events.size() < 100) events.push_back(events.back());
  const std::string html = html_report(c);
  EXPECT_THAT(html, HasSubstr("--step-60\""));
  EXPECT_THAT(html, Not(HasSubstr("--step-61\"")));
  EXPECT_THAT(html, HasSubstr("1\xC2\xA0"
                              "872\xC2\xA0"
                              "events of this run not shown"));
}

TEST(HtmlReport, SaysWhenTheCertificateWasChangedAfterItWasWritten) {
  Certificate c = certified_certificate();
  EXPECT_THAT(html_report(c), Not(HasSubstr("does not match the content")));
  c.scenarios[0].properties[0].violated = 3;
  EXPECT_THAT(html_report(c), HasSubstr("does not match the content"));
}

TEST(HtmlReport, SurvivesAnEmptyCertificate) {
  const std::string html = html_report({});
  EXPECT_EQ(check_markup(html, Dialect::html).error, "");
  EXPECT_THAT(html, HasSubstr("INCOMPLETE"));
  Certificate one;
  one.scenarios.resize(1);
  EXPECT_EQ(check_markup(html_report(one), Dialect::html).error, "");
}

TEST(HtmlReport, TellsAMatrixThatIsTooLargeInsteadOfDrawingIt) {
  Certificate c = certified_certificate();
  for (int i = 0; i < 3'000; ++i) {
    const std::string name = "x" + std::to_string(i);
    c.scenarios[0].coverage.push_back({name, name, name, 1});
  }
  const std::string html = html_report(c);
  EXPECT_THAT(html, HasSubstr("too large to draw"));
  EXPECT_LT(html.size(), 300'000U);
}

TEST(HtmlReport, StaysBelowFiveMegabytesForTheLargestPlan) {
  Certificate c = certified_certificate();
  auto& scenario = c.scenarios[0];
  while (scenario.phases.size() < 60) scenario.phases.push_back(scenario.phases[3]);
  for (std::size_t i = 0; i < scenario.phases.size(); ++i)
    scenario.phases[i].name += std::to_string(i);
  while (scenario.traffic.size() < 100'000) scenario.traffic.push_back(scenario.traffic.back());
  for (int i = 0; i < 100'000; ++i)
    scenario.fault_spans.push_back({"crash", "app", i * 5'000, i * 5'000 + 9});
  EXPECT_LT(html_report(c).size(), 1'000'000U);
}

}  // namespace
}  // namespace rehearse::tests
