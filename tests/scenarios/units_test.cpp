#include "scenarios/units.hpp"

#include <gtest/gtest.h>

namespace rehearse::scenarios {
namespace {

TEST(Units, ReadDurations) {
  EXPECT_EQ(read_duration("200us"), Duration{200});
  EXPECT_EQ(read_duration("250ms"), Duration{250'000});
  EXPECT_EQ(read_duration("1.5s"), Duration{1'500'000});
  EXPECT_EQ(read_duration("10min"), Duration{600'000'000});
  EXPECT_EQ(read_duration("7d"), Duration{604'800'000'000});
  EXPECT_EQ(read_duration("0ms"), Duration{0});
}

TEST(Units, RefuseWhatIsNoDuration) {
  for (const char* text : {"", "s", "5", "5 sec", "-5s", "1.5us", "4000d", "1e3s", ".5s", "5.s",
                           "99999999999999999999999s"}) {
    EXPECT_FALSE(read_duration(text)) << text;
  }
}

TEST(Units, PrintDurationsInTheLargestUnitThatIsExact) {
  EXPECT_EQ(duration_text(Duration{90'000'000}), "90s");
  EXPECT_EQ(duration_text(Duration{120'000'000}), "2min");
  EXPECT_EQ(duration_text(Duration{0}), "0ms");
}

TEST(Units, ReadSharesAndRatesExactly) {
  EXPECT_EQ(read_percent("0.5%"), 5'000);
  EXPECT_EQ(read_percent("100%"), 1'000'000);
  EXPECT_FALSE(read_percent("100.1%"));
  EXPECT_FALSE(read_percent("0.00001%"));
  EXPECT_EQ(read_rate("400/s"), 400'000'000);
  EXPECT_FALSE(read_rate("0/s"));
  EXPECT_FALSE(read_rate("400"));
}

TEST(Units, ReadFieldTypesAndDistributions) {
  EXPECT_EQ(read_field_type("decimal(2)"), (FieldType{FieldKind::decimal, 2}));
  EXPECT_FALSE(read_field_type("decimal"));
  EXPECT_FALSE(read_field_type("decimal(10)"));
  EXPECT_EQ(read_distribution("zipf(1.1)")->zipf_hundredths, 110);
  EXPECT_EQ(read_distribution("hot_set(3, 80%)")->hot_percent, 80);
  EXPECT_FALSE(read_distribution("hot_set(0, 80%)"));
  EXPECT_FALSE(read_distribution("zipf"));
}

TEST(Grouped, SeparatesThousands) {
  EXPECT_EQ(grouped(0), "0");
  EXPECT_EQ(grouped(999), "999");
  EXPECT_EQ(grouped(1000), "1\u00A0000");
  EXPECT_EQ(grouped(-1234567), "-1\u00A0234\u00A0567");
  EXPECT_EQ(grouped(-123), "-123");
}

}  // namespace
}  // namespace rehearse::scenarios
