#include "simulators/data/mapping.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "tests/simulators/mapping_fixture.hpp"

namespace rehearse::simulators {
namespace {

using namespace mapping_fixture;
using testing::ElementsAre;

constexpr std::int64_t largest = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t smallest = std::numeric_limits<std::int64_t>::min();

const auto refused = ElementsAre("refused");

TEST_F(MappingTest, WithoutTransformsPassesRowsThroughUntouched) {
  const Mapping mapping(shape({{"a", text_type}, {"b", integer_type}}), {});
  EXPECT_TRUE(mapping.identity());
  const Row old_row = row({text("x"), Value::of(1)});
  EXPECT_EQ(mapping.up(old_row, nullptr, memory), old_row);
  EXPECT_EQ(mapping.down(old_row, nullptr, memory), old_row);
  EXPECT_EQ(mapping.digest(old_row), old_row->digest);
}

TEST_F(MappingTest, OfTheOrdersTrackSplitsAndScales) {
  const Mapping mapping(
      shape({{"customer", text_type}, {"total", decimal_type(2)}, {"status", text_type}}),
      {split("customer", " ", "first_name", "last_name"), scale("total", 100, "total_cents")});
  EXPECT_FALSE(mapping.identity());
  EXPECT_THAT(mapping.new_fields(),
              ElementsAre(field("first_name", text_type), field("last_name", text_type),
                          field("total_cents", integer_type), field("status", text_type)));
  EXPECT_THAT(up(mapping, {text("Ada Lovelace"), Value::of(1250), text("paid")}),
              ElementsAre("Ada", "Lovelace", "#1250", "paid"));
  EXPECT_THAT(down(mapping, {text("Ada"), text("Lovelace"), Value::of(1250), text("paid")}),
              ElementsAre("Ada Lovelace", "#1250", "paid"));
}

TEST_F(MappingTest, RenameKeepsThePlaceAndTheRow) {
  const Mapping mapping(shape({{"a", text_type}, {"b", text_type}}), {rename("a", "c")});
  EXPECT_FALSE(mapping.identity());
  EXPECT_THAT(mapping.new_fields(), ElementsAre(field("c", text_type), field("b", text_type)));
  const Row old_row = row({text("x"), text("y")});
  EXPECT_EQ(mapping.up(old_row, nullptr, memory), old_row);
}

TEST_F(MappingTest, SplitCutsAtTheFirstSeparator) {
  const Mapping mapping(shape({{"a", text_type}}), {split("a", ", ", "b", "c")});
  EXPECT_THAT(up(mapping, {text("Smith, John, Jr")}), ElementsAre("Smith", "John, Jr"));
  EXPECT_THAT(up(mapping, {text("Cher")}), ElementsAre("Cher", ""));
  EXPECT_THAT(up(mapping, {text("")}), ElementsAre("", ""));
  EXPECT_THAT(up(mapping, {text(", x")}), ElementsAre("", "x"));
  EXPECT_THAT(up(mapping, {text("x, , y")}), ElementsAre("x", ", y"));
  EXPECT_THAT(up(mapping, {Value{}}), ElementsAre("null", "null"));
}

TEST_F(MappingTest, SplitRefusesWhatWouldNotComeBack) {
  const Mapping mapping(shape({{"a", text_type}}), {split("a", " ", "b", "c")});
  EXPECT_THAT(up(mapping, {text("Ada ")}), refused);
  EXPECT_THAT(up(mapping, {text(" ")}), refused);
  EXPECT_THAT(up(mapping, {text("Ada  ")}), ElementsAre("Ada", " "));
  EXPECT_THAT(down(mapping, {text("Mary Ann"), text("Evans")}), refused);
  EXPECT_THAT(down(mapping, {text("Mary Ann"), text("")}), refused);
  EXPECT_THAT(down(mapping, {text("Ada"), Value{}}), refused);
  const Mapping lossy(shape({{"a", text_type}}), {declared_lossy(split("a", " ", "b", "c"))});
  EXPECT_THAT(up(lossy, {text("Ada ")}), ElementsAre("Ada", ""));
  EXPECT_THAT(down(lossy, {text("Mary Ann"), text("Evans")}), ElementsAre("Mary Ann Evans"));
  EXPECT_THAT(down(lossy, {text("Ada"), Value{}}), ElementsAre("Ada"));
}

TEST_F(MappingTest, SplitAndJoinTakeMoreThanTwo) {
  const Mapping apart(shape({{"a", text_type}}),
                      {transform(TransformKind::split, {"a"}, {"x", "y", "z"}, "-")});
  EXPECT_THAT(up(apart, {text("1-2-3-4")}), ElementsAre("1", "2", "3-4"));
  EXPECT_THAT(up(apart, {text("1")}), ElementsAre("1", "", ""));
  EXPECT_THAT(down(apart, {text("1"), text("2"), text("3-4")}), ElementsAre("1-2-3-4"));
  EXPECT_THAT(down(apart, {text("1"), text("2"), text("")}), ElementsAre("1-2"));
  EXPECT_THAT(down(apart, {text("1"), text(""), text("3")}), ElementsAre("1--3"));
  const Mapping together(shape({{"x", text_type}, {"y", text_type}, {"z", text_type}}),
                         {transform(TransformKind::join, {"z", "x", "y"}, {"a"}, "-")});
  EXPECT_THAT(up(together, {text("2"), text("3"), text("1")}), ElementsAre("1-2-3"));
  EXPECT_THAT(down(together, {text("1-2-3")}), ElementsAre("2", "3", "1"));
}

TEST_F(MappingTest, SplitCopesWithSeparatorsThatOverlap) {
  const Mapping mapping(shape({{"a", text_type}}), {split("a", "aa", "b", "c")});
  EXPECT_THAT(up(mapping, {text("aaab")}), ElementsAre("", "ab"));
  EXPECT_THAT(down(mapping, {text("a"), text("b")}), refused);  // "aaab" splits elsewhere
}

TEST_F(MappingTest, JoinIsTheInverseOfSplit) {
  const Mapping mapping(shape({{"a", text_type}, {"b", text_type}}), {join("a", "b", " ", "c")});
  EXPECT_THAT(mapping.new_fields(), ElementsAre(field("c", text_type)));
  EXPECT_THAT(up(mapping, {text("Ada"), text("Lovelace")}), ElementsAre("Ada Lovelace"));
  EXPECT_THAT(up(mapping, {text("Cher"), text("")}), ElementsAre("Cher"));
  EXPECT_THAT(down(mapping, {text("Cher")}), ElementsAre("Cher", ""));
  EXPECT_THAT(up(mapping, {text("Mary Ann"), text("Evans")}), refused);
  EXPECT_THAT(up(mapping, {text("Ada"), Value{}}), refused);
}

TEST_F(MappingTest, JoinCopesWithTextsLongerThanItsBuffer) {
  const Mapping mapping(shape({{"a", text_type}, {"b", text_type}}), {join("a", "b", " ", "c")});
  const std::string half(400, 'x');
  EXPECT_THAT(up(mapping, {text(half), text(half)}), ElementsAre(half + " " + half));
}

TEST_F(MappingTest, ScaleToMinorUnitsIsAnInteger) {
  const Mapping cents(shape({{"a", decimal_type(2)}}), {scale("a", 100)});
  EXPECT_THAT(cents.new_fields(), ElementsAre(field("a", integer_type)));
  EXPECT_EQ(up_one(cents, Value::of(largest)), Value::of(largest));
  const Mapping tenths(shape({{"a", decimal_type(2)}}), {scale("a", 10)});
  EXPECT_THAT(tenths.new_fields(), ElementsAre(field("a", decimal_type(1))));
  EXPECT_EQ(up_one(tenths, Value::of(-5)), Value::of(-5));  // -0.05 times 10 is -0.5
  const Mapping more(shape({{"a", decimal_type(2)}}), {scale("a", 3'000)});
  EXPECT_THAT(more.new_fields(), ElementsAre(field("a", integer_type)));
  EXPECT_EQ(up_one(more, Value::of(5)), Value::of(150));  // 0.05 times 3000 is 150
}

TEST_F(MappingTest, ScaleRefusesOverflowAndInexactDivision) {
  const Mapping mapping(shape({{"a", integer_type}}), {scale("a", 100)});
  EXPECT_EQ(up_one(mapping, Value::of(largest / 100 + 1)), std::nullopt);
  EXPECT_EQ(up_one(mapping, Value::of(smallest)), std::nullopt);
  EXPECT_EQ(down_one(mapping, Value::of(1'250)), std::nullopt);
  EXPECT_EQ(down_one(mapping, Value::of(-1'200)), Value::of(-12));
  const Mapping lossy(shape({{"a", integer_type}}), {declared_lossy(scale("a", 100))});
  EXPECT_EQ(down_one(lossy, Value::of(1'250)), Value::of(12));
}

TEST_F(MappingTest, CastTakesOnlyCanonicalTexts) {
  const Mapping mapping(shape({{"a", text_type}}), {cast("a", integer_type)});
  EXPECT_EQ(up_one(mapping, text("-42")), Value::of(-42));
  EXPECT_EQ(up_one(mapping, text("0")), Value::of(std::int64_t{0}));
  EXPECT_EQ(up_one(mapping, text("-9223372036854775808")), Value::of(smallest));
  for (const auto* other : {"007", "+1", " 1", "1 ", "-0", "", "-", "1.", "1.0", "1e5", "Cher",
                            "9223372036854775808", "-9223372036854775809", "٣"})
    EXPECT_EQ(up_one(mapping, text(other)), std::nullopt) << other;
  EXPECT_EQ(down_one(mapping, Value::of(smallest)), text("-9223372036854775808"));
  EXPECT_EQ(up_one(mapping, Value{}), Value{});
}

TEST_F(MappingTest, CastOfDecimalsKeepsEveryDigit) {
  const Mapping printed(shape({{"a", decimal_type(2)}}), {cast("a", text_type)});
  EXPECT_EQ(up_one(printed, Value::of(1250)), text("12.50"));
  EXPECT_EQ(up_one(printed, Value::of(-5)), text("-0.05"));
  EXPECT_EQ(up_one(printed, Value::of(std::int64_t{0})), text("0.00"));
  EXPECT_EQ(down_one(printed, text("12.5")), std::nullopt);
  EXPECT_EQ(down_one(printed, text("-0.00")), std::nullopt);
  const Mapping whole(shape({{"a", decimal_type(2)}}), {cast("a", integer_type)});
  EXPECT_EQ(up_one(whole, Value::of(1200)), Value::of(12));
  EXPECT_EQ(up_one(whole, Value::of(1250)), std::nullopt);
  EXPECT_EQ(down_one(whole, Value::of(largest)), std::nullopt);
  const Mapping finer(shape({{"a", decimal_type(2)}}), {cast("a", decimal_type(4))});
  EXPECT_EQ(up_one(finer, Value::of(1250)), Value::of(125'000));
  EXPECT_EQ(down_one(finer, Value::of(125'001)), std::nullopt);
}

TEST_F(MappingTest, CastOfBooleansIsExact) {
  const Mapping numbers(shape({{"a", boolean_type}}), {cast("a", decimal_type(1))});
  EXPECT_EQ(up_one(numbers, Value::of_bool(true)), Value::of(10));
  EXPECT_EQ(down_one(numbers, Value::of(10)), Value::of_bool(true));
  EXPECT_EQ(down_one(numbers, Value::of(20)), std::nullopt);
  const Mapping texts(shape({{"a", boolean_type}}), {cast("a", text_type)});
  EXPECT_EQ(up_one(texts, Value::of_bool(false)), text("false"));
  EXPECT_EQ(down_one(texts, text("False")), std::nullopt);
}

TEST_F(MappingTest, LossyCastTakesWhatItCan) {
  const Mapping read(shape({{"a", text_type}}), {declared_lossy(cast("a", integer_type))});
  EXPECT_EQ(up_one(read, text(" +007.9 ")), Value::of(7));
  EXPECT_EQ(up_one(read, text("Cher")), std::nullopt);
  const Mapping cut(shape({{"a", decimal_type(2)}}), {declared_lossy(cast("a", integer_type))});
  EXPECT_EQ(up_one(cut, Value::of(-1299)), Value::of(-12));
}

TEST_F(MappingTest, MapTranslatesTheValuesItNames) {
  const Mapping mapping(shape({{"a", text_type}}), {map("a", {{"paid", 1}, {"sent", 2}})});
  EXPECT_THAT(mapping.new_fields(), ElementsAre(field("a", integer_type)));
  EXPECT_EQ(up_one(mapping, text("sent")), Value::of(2));
  EXPECT_EQ(down_one(mapping, Value::of(1)), text("paid"));
  EXPECT_EQ(up_one(mapping, text("lost")), std::nullopt);
  EXPECT_EQ(down_one(mapping, Value::of(3)), std::nullopt);
  EXPECT_EQ(up_one(mapping, Value{}), Value{});
}

TEST_F(MappingTest, MapThatGivesTwoValuesOneNewValueRefusesTheSecond) {
  const auto values = map("a", {{"card", "paid"}, {"cash", "paid"}});
  const Mapping mapping(shape({{"a", text_type}}), {values});
  EXPECT_EQ(up_one(mapping, text("card")), text("paid"));
  EXPECT_EQ(up_one(mapping, text("cash")), std::nullopt);
  const Mapping lossy(shape({{"a", text_type}}), {declared_lossy(values)});
  EXPECT_EQ(up_one(lossy, text("cash")), text("paid"));
  EXPECT_EQ(down_one(lossy, text("paid")), text("card"));
}

TEST_F(MappingTest, MapOfNullIsWhatItSays) {
  const Mapping made(shape({{"a", text_type}}), {map("a", {{std::monostate{}, "none"}})});
  EXPECT_EQ(up_one(made, Value{}), text("none"));
  EXPECT_EQ(down_one(made, text("none")), Value{});
  EXPECT_EQ(down_one(made, Value{}), std::nullopt);
}

TEST_F(MappingTest, DefaultFieldKeepsWhatTheNewSideHas) {
  const Mapping mapping(shape({{"a", text_type}}), {added("b", text_type, "fresh")});
  const Row old_row = row({text("x")});
  EXPECT_THAT(shown(mapping.up(old_row, nullptr, memory)), ElementsAre("x", "fresh"));
  const Row existing = row({text("w"), text("edited")});
  EXPECT_THAT(shown(mapping.up(old_row, existing, memory)), ElementsAre("x", "edited"));
  EXPECT_THAT(shown(mapping.down(existing, nullptr, memory)), ElementsAre("w"));
}

TEST_F(MappingTest, DefaultFieldThatIsTransformedFurtherKeepsItsValueToo) {
  const Mapping mapping(shape({{"a", text_type}}),
                        {added("b", integer_type, 7), scale("b", 10), cast("b", text_type)});
  const Row old_row = row({text("x")});
  EXPECT_THAT(shown(mapping.up(old_row, nullptr, memory)), ElementsAre("x", "70"));
  EXPECT_THAT(shown(mapping.up(old_row, row({text("w"), text("120")}), memory)),
              ElementsAre("x", "120"));
}

TEST_F(MappingTest, ConstantIsAlwaysItsValue) {
  const Mapping mapping(shape({{"a", text_type}}), {constant("b", decimal_type(2), "12.5")});
  const Row existing = row({text("w"), Value::of(99)});
  EXPECT_THAT(shown(mapping.up(row({text("x")}), existing, memory)), ElementsAre("x", "#1250"));
  EXPECT_THAT(shown(mapping.down(existing, nullptr, memory)), ElementsAre("w"));
}

TEST_F(MappingTest, DroppedFieldKeepsWhatTheOldSideHas) {
  const Mapping mapping(shape({{"a", text_type}, {"b", text_type}}),
                        {declared_lossy(drop("b", "kept"))});
  EXPECT_THAT(up(mapping, {text("x"), text("y")}), ElementsAre("x"));
  EXPECT_THAT(down(mapping, {text("x")}), ElementsAre("x", "kept"));
  EXPECT_THAT(shown(mapping.down(row({text("x")}), row({text("w"), text("y")}), memory)),
              ElementsAre("x", "y"));
  EXPECT_TRUE(mapping.lossy(1));
  EXPECT_FALSE(mapping.lossy(0));
}

TEST_F(MappingTest, DropThatIsNotLossyTakesOnlyWhatItRestores) {
  const Mapping mapping(shape({{"a", text_type}, {"b", text_type}}), {drop("b", "kept")});
  EXPECT_THAT(up(mapping, {text("x"), text("kept")}), ElementsAre("x"));
  EXPECT_THAT(up(mapping, {text("x"), text("y")}), refused);
}

TEST_F(MappingTest, DroppedPartOfAFieldIsRestoredFromTheWhole) {
  const Mapping mapping(shape({{"a", text_type}}),
                        {split("a", " ", "b", "c"), declared_lossy(drop("c", {}))});
  EXPECT_THAT(up(mapping, {text("Ada Lovelace")}), ElementsAre("Ada"));
  EXPECT_THAT(down(mapping, {text("Ada")}), ElementsAre("Ada"));
  EXPECT_THAT(shown(mapping.down(row({text("Eve")}), row({text("Ada Lovelace")}), memory)),
              ElementsAre("Eve Lovelace"));
  EXPECT_TRUE(mapping.lossy(0));
}

TEST_F(MappingTest, DigestLeavesOutWhatIsLossy) {
  const Mapping mapping(shape({{"a", text_type}, {"b", text_type}}),
                        {declared_lossy(drop("b", {}))});
  const Row one = row({text("x"), text("y")});
  EXPECT_EQ(mapping.digest(one), mapping.digest(row({text("x"), text("z")})));
  EXPECT_NE(mapping.digest(one), mapping.digest(row({text("z"), text("y")})));
}

TEST_F(MappingTest, ChainsComposeThroughFieldsThatAreGoneAtTheEnd) {
  const Mapping mapping(shape({{"a", text_type}}),
                        {split("a", "-", "kind", "number"), rename("number", "n"),
                         cast("n", integer_type), map("kind", {{"A", true}, {"B", false}})});
  EXPECT_THAT(up(mapping, {text("A-42")}), ElementsAre("true", "#42"));
  EXPECT_THAT(down(mapping, {Value::of_bool(false), Value::of(7)}), ElementsAre("B-7"));
  EXPECT_THAT(up(mapping, {text("A-042")}), refused);
}

}  // namespace
}  // namespace rehearse::simulators
