#include "simulators/data/content.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <set>

#include "simulators/data/exact.hpp"
#include "tests/simulators/mapping_fixture.hpp"

namespace rehearse::simulators {
namespace {

using namespace mapping_fixture;
using testing::ElementsAre;

const std::vector<Field> all_types{field("a", text_type), field("b", decimal_type(2)),
                                   field("c", integer_type), field("d", boolean_type),
                                   field("e", decimal_type(9))};

TEST(TextCorpus, HoldsTheAwkwardAndNothingEmptyOrTwice) {
  const auto corpus = text_corpus();
  EXPECT_EQ(corpus.size(), 40U);
  EXPECT_EQ(std::set<std::string_view>(corpus.begin(), corpus.end()).size(), corpus.size());
  const auto some = [&](auto holds) { return std::any_of(corpus.begin(), corpus.end(), holds); };
  using Text = std::string_view;
  EXPECT_TRUE(some([](Text text) { return text.find(' ') == Text::npos; }));
  EXPECT_TRUE(some([](Text text) { return text.find("  ") != Text::npos; }));
  EXPECT_TRUE(some([](Text text) { return text.find('\'') != Text::npos; }));
  EXPECT_TRUE(some([](Text text) { return text.size() == 1; }));
  EXPECT_TRUE(some([](Text text) { return text.size() >= 180; }));
  EXPECT_FALSE(some([](Text text) { return text.empty(); }));
  EXPECT_FALSE(some([](Text text) { return text.front() == ' ' || text.back() == ' '; }));
}

TEST(GenerateRow, MakesOneChoicePerFieldAtItsOwnSite) {
  Memory memory;
  RandomChoices random(7);
  RecordingChoices choices(random);
  generate_row(all_types, choices, SiteKind::initial, 42, 3, memory);
  ASSERT_EQ(choices.recorded().size(), all_types.size());
  for (std::size_t i = 0; i < all_types.size(); ++i) {
    const Site expected{SiteKind::initial, 3, 0, static_cast<NodeId>(i), 42};
    EXPECT_EQ(choices.recorded()[i].site, expected);
  }
}

TEST(GenerateRow, IsTheSameEverywhere) {
  Memory memory;
  RandomChoices choices(1);
  const auto first = shown(generate_row(all_types, choices, SiteKind::field, 1, 0, memory));
  const auto second = shown(generate_row(all_types, choices, SiteKind::field, 2, 0, memory));
  EXPECT_THAT(first, ElementsAre("Björk Guðmundsdóttir", "#452718989", "#838707", "true",
                                 "#131051000131051"));
  EXPECT_THAT(second, ElementsAre("👩‍👩‍👧 family 🎉", "#53399", "#155", "false",
                                  "#8282000000000"));
}

TEST(GenerateRow, IsPlainWhenEveryChoiceIsTheFirst) {
  Memory memory;
  ReplayChoices choices({});
  EXPECT_THAT(shown(generate_row(all_types, choices, SiteKind::field, 1, 0, memory)),
              ElementsAre("Ada Lovelace", "#0", "#0", "false", "#0"));
}

TEST(GenerateRow, MixesSmallRoundAndLargeNumbersWithinBounds) {
  Memory memory;
  RandomChoices choices(5);
  int small = 0, nines = 0, round = 0, large = 0, yes = 0;
  constexpr int rows = 4'000;
  for (std::uint64_t n = 1; n <= rows; ++n) {
    const Row row = generate_row(all_types, choices, SiteKind::field, n, 0, memory);
    const std::int64_t decimal = row->begin()[1].number;
    ASSERT_GE(decimal, 0);
    ASSERT_LT(decimal, 10'000'000 * std::int64_t{100});
    small += decimal < 1'000 ? 1 : 0;
    nines += decimal % 100 == 99 ? 1 : 0;
    round += decimal % 100 == 0 ? 1 : 0;
    large += decimal > 100'000'000 ? 1 : 0;
    ASSERT_GE(row->begin()[2].number, 0);
    ASSERT_LT(row->begin()[2].number, 1'000'000);
    yes += row->begin()[3].number == 1 ? 1 : 0;
    ASSERT_LT(row->begin()[4].number, 10'000'000 * power_of_ten(9));
  }
  for (const int seen : {small, nines, round, large}) EXPECT_GT(seen, rows / 5);
  EXPECT_NEAR(yes, rows / 2, rows / 20);
}

TEST(GenerateRow, ReachesTheWholeCorpus) {
  Memory memory;
  RandomChoices choices(5);
  std::set<std::string_view> seen;
  for (std::uint64_t n = 1; n <= 1'000; ++n)
    seen.insert(
        generate_row(all_types, choices, SiteKind::field, n, 0, memory)->begin()[0].text->view());
  EXPECT_EQ(seen.size(), text_corpus().size());
}

TEST(GenerateRow, KeepsToWhatTheTransformsClaim) {
  Memory memory;
  RandomChoices choices(9);
  const Mapping mapping(
      shape({{"status", text_type},
             {"zip", text_type},
             {"first", text_type},
             {"last", text_type},
             {"legacy", text_type},
             {"price", decimal_type(2)}}),
      {map("status", {{"paid", 1}, {"sent", 2}}), cast("zip", integer_type),
       join("first", "last", " ", "name"), drop("legacy", "n"), cast("price", integer_type)});
  for (std::uint64_t n = 1; n <= 500; ++n) {
    const Row row = generate_row(mapping, choices, SiteKind::field, n, 0, memory);
    ASSERT_NE(mapping.up(row, nullptr, memory), nullptr) << testing::PrintToString(shown(row));
  }
}

TEST(LiteralValue, IsWhatThePlanWrote) {
  Memory memory;
  EXPECT_EQ(literal_value("x", text_type, memory), Value::of(memory.text("x")));
  EXPECT_EQ(literal_value("12.50", decimal_type(2), memory), Value::of(1250));
  EXPECT_EQ(literal_value("12.5", decimal_type(2), memory), Value::of(1250));
  EXPECT_EQ(literal_value("-0.05", decimal_type(2), memory), Value::of(-5));
  EXPECT_EQ(literal_value(std::int64_t{12}, decimal_type(2), memory), Value::of(1200));
  EXPECT_EQ(literal_value(std::int64_t{12}, integer_type, memory), Value::of(12));
  EXPECT_EQ(literal_value(true, boolean_type, memory), Value::of_bool(true));
  EXPECT_EQ(literal_value({}, decimal_type(2), memory), Value{});
}

TEST(TypedLiteral, IsNoneWhereTheTypeDoesNotFit) {
  EXPECT_FALSE(typed_literal("12.505", decimal_type(2)).has_value());
  EXPECT_TRUE(typed_literal("12.500", decimal_type(2)).has_value());
  EXPECT_FALSE(typed_literal("twelve", decimal_type(2)).has_value());
  EXPECT_FALSE(typed_literal("12", integer_type).has_value());
  EXPECT_FALSE(typed_literal(std::int64_t{1}, boolean_type).has_value());
  EXPECT_FALSE(typed_literal(std::int64_t{1}, text_type).has_value());
  EXPECT_FALSE(typed_literal(true, text_type).has_value());
  EXPECT_FALSE(
      typed_literal(std::numeric_limits<std::int64_t>::max(), decimal_type(1)).has_value());
}

}  // namespace
}  // namespace rehearse::simulators
