#include "reports/markdown.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "tests/reports/fixtures.hpp"

namespace rehearse::tests {
namespace {

using reports::markdown_summary;
using testing::HasSubstr;

TEST(Markdown, SaysVerdictCauseAndTheWayToReplay) {
  const std::string text = markdown_summary(rejected_certificate());
  EXPECT_TRUE(text.starts_with(
      "## REJECTED: storefront-2026\n\nIn cutover an acknowledged order was lost"));
  EXPECT_THAT(text, HasSubstr("2 of 17 properties violated, 13 hold, 2 not exercised"));
  EXPECT_THAT(text, HasSubstr("```\nrehearse replay out/D1-no_lost_write.json --trace\n```"));
  EXPECT_THAT(text, HasSubstr("report.html#flash-sale--p-no-lost-write"));
}

TEST(Markdown, NamesFaultsThatNeverFired) {
  EXPECT_THAT(markdown_summary(certified_certificate()), HasSubstr("never fired: disk&#95;full"));
}

TEST(Markdown, KeepsHostileTextText) {
  const std::string text = markdown_summary(hostile_certificate());
  std::istringstream lines(text);
  bool fenced = false;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("```")) {
      fenced = !fenced;
    } else if (!fenced && !line.starts_with("<details>") && !line.starts_with("</details>")) {
      EXPECT_EQ(line.find_first_of("<@"), std::string::npos) << line;
    }
  }
  EXPECT_FALSE(fenced);
}

TEST(Markdown, FencesCommandsWithLongerFencesThanTheyHold) {
  harness::Certificate c;
  c.reproduce = "echo ```` x";
  EXPECT_THAT(markdown_summary(c), HasSubstr("`````\necho ```` x\n`````\n"));
}

}  // namespace
}  // namespace rehearse::tests
