#include "reports/text.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace rehearse::tests {
namespace {

using namespace reports;  // NOLINT: functions of one header

constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();

TEST(Text, ReplacesWhatIsNotUtf8) {
  EXPECT_EQ(clean("a\xFF"
                  "b"),
            "a\xEF\xBF\xBD"
            "b");
  EXPECT_EQ(clean("\xC0\x80"), "\xEF\xBF\xBD\xEF\xBF\xBD") << "overlong";
  EXPECT_EQ(clean("\xED\xA0\x80"), "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD") << "surrogate";
  EXPECT_EQ(clean("\xF0\x9F\x98"), "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD") << "truncated";
  EXPECT_EQ(clean("é→😀"), "é→😀");
}

TEST(Text, ReplacesControlsAndBidirectionalOverrides) {
  EXPECT_EQ(clean(std::string_view("a\0b", 3)),
            "a\xEF\xBF\xBD"
            "b");
  EXPECT_EQ(clean("\x1B[31m"), "\xEF\xBF\xBD[31m");
  EXPECT_EQ(clean("\xE2\x80\xAE"), "\xEF\xBF\xBD");
  EXPECT_EQ(clean("\xEF\xBF\xBF"), "\xEF\xBF\xBD") << "not a character of XML";
  EXPECT_EQ(clean("a\n\tb"), "a\n\tb");
}

TEST(Text, EscapesForTextAndAttributes) {
  EXPECT_EQ(escape("<a b=\"c\" d='e'>&"), "&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;");
}

TEST(Text, ShortensByCharactersNotBytes) {
  EXPECT_EQ(shortened("éééé", 4), "éééé");
  EXPECT_EQ(shortened("ééééé", 4), "ééé…");
  EXPECT_EQ(shortened("a\nb", 9), "a b");
}

TEST(Text, MakesSlugs) {
  EXPECT_EQ(slug("no_lost_write"), "no-lost-write");
  EXPECT_EQ(slug("  P99 < 50 ms! "), "p99-50-ms");
  EXPECT_EQ(slug("→"), "x");
}

TEST(Text, WritesNumbersWithTheirUnits) {
  EXPECT_EQ(count(2'000),
            "2\xC2\xA0"
            "000");
  EXPECT_EQ(count(1, "run"), "1\xC2\xA0run");
  EXPECT_EQ(count(3, "property"), "3\xC2\xA0properties");
  EXPECT_EQ(seconds(406'200'000), "406.200\xC2\xA0s");
  EXPECT_EQ(seconds(499), "0.000\xC2\xA0s");
  EXPECT_EQ(milliseconds(41'250), "41.3\xC2\xA0ms");
  EXPECT_EQ(percent_of_million(999'941), "99.9941\xC2\xA0%");
  EXPECT_EQ(percent_of_million(1'000'000), "100\xC2\xA0%");
  EXPECT_EQ(measure(5, "rows"), "5\xC2\xA0rows");
}

TEST(Text, SurvivesTheLimits) {
  EXPECT_EQ(count(least),
            "-9\xC2\xA0"
            "223\xC2\xA0"
            "372\xC2\xA0"
            "036\xC2\xA0"
            "854\xC2\xA0"
            "775\xC2\xA0"
            "808");
  EXPECT_FALSE(seconds(least).empty());
  EXPECT_FALSE(milliseconds(most).empty());
  EXPECT_EQ(add(most, 1), most);
  EXPECT_EQ(add(least, -1), least);
  EXPECT_EQ(subtract(least, 1), least);
  EXPECT_EQ(subtract(most, -1), most);
}

TEST(Text, BoundsZeroOfN) {
  EXPECT_EQ(bound_of_zero(2'000), "0.15\xC2\xA0%");
  EXPECT_EQ(bound_of_zero(140), "2.15\xC2\xA0%") << "rounded up";
  EXPECT_EQ(bound_of_zero(1'000'000), "0.0003\xC2\xA0%");
  EXPECT_EQ(bound_of_zero(3), "");
  EXPECT_EQ(bound_of_zero(-5), "");
  EXPECT_EQ(bound_of_zero(most), "0.000001\xC2\xA0%");
}

TEST(Text, ReadsTimesAndDigestsForPeople) {
  EXPECT_EQ(utc("2026-11-23T09:06:00Z"), "2026-11-23 09:06:00 UTC");
  EXPECT_EQ(utc("yesterday"), "yesterday");
  EXPECT_EQ(short_digest("sha256:0123456789abcdef0123456789abcdef"), "sha256:0123456789ab…cdef");
}

}  // namespace
}  // namespace rehearse::tests
