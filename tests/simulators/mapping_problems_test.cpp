#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "simulators/data/mapping.hpp"
#include "tests/simulators/mapping_fixture.hpp"

namespace rehearse::simulators {
namespace {

using namespace mapping_fixture;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(MappingProblems, AreNoneWhereAllIsInvertible) {
  EXPECT_THAT(problems(shape({{"a", text_type}, {"b", decimal_type(2)}}),
                       {split("a", " ", "c", "d"), scale("b", 100, "cents"),
                        added("e", text_type, {}), constant("f", integer_type, 2)}),
              IsEmpty());
}

TEST(MappingProblems, NameWhatIsNeitherInvertibleNorDeclaredLossy) {
  const auto plain = shape({{"a", text_type}, {"b", decimal_type(2)}});
  const std::vector<Transform> each{map("a", {{"x", "z"}, {"y", "z"}}), cast("b", integer_type),
                                    drop("a", {})};
  const std::vector<std::string> sentences{"cannot tell them apart", "refuses every value",
                                           "nothing says what the way back restores"};
  for (std::size_t i = 0; i < each.size(); ++i) {
    EXPECT_THAT(problems(plain, {each[i]}), ElementsAre(HasSubstr(sentences[i])));
    EXPECT_THAT(structural_problems(plain, {each[i]}), IsEmpty());
    EXPECT_THAT(problems(plain, {declared_lossy(each[i])}), IsEmpty());
  }
}

TEST(MappingProblems, NameWhatMakesNoSense) {
  const auto plain = shape({{"a", text_type}, {"b", integer_type}});
  EXPECT_THAT(structural_problems(plain, {rename("x", "y")}), ElementsAre(HasSubstr("\"x\"")));
  EXPECT_THAT(structural_problems(plain, {rename("a", "b")}), ElementsAre(HasSubstr("already")));
  EXPECT_THAT(structural_problems(plain, {split("b", " ", "c", "d")}),
              ElementsAre(HasSubstr("no text")));
  EXPECT_THAT(structural_problems(plain, {split("a", "", "c", "d")}),
              ElementsAre(HasSubstr("empty separator")));
  EXPECT_THAT(structural_problems(plain, {scale("a", 10)}), ElementsAre(HasSubstr("no number")));
  EXPECT_THAT(structural_problems(plain, {scale("b", 0)}), ElementsAre(HasSubstr("less than 1")));
  EXPECT_THAT(structural_problems(plain, {added("c", integer_type, "x")}),
              ElementsAre(HasSubstr("does not fit")));
  EXPECT_THAT(structural_problems(plain, {map("b", {{"x", "y"}})}),
              ElementsAre(HasSubstr("does not fit")));
  EXPECT_THAT(structural_problems(plain, {map("b", {})}), ElementsAre(HasSubstr("no value")));
  EXPECT_THAT(structural_problems(plain, {join("a", "a", " ", "c")}),
              ElementsAre(HasSubstr("no field")));
  const Transform empty;
  EXPECT_THAT(structural_problems(plain, {empty}), ElementsAre(HasSubstr("number of fields")));
  EXPECT_THAT(structural_problems(plain, std::vector<Transform>(40, split("a", " ", "a", "b2"))),
              testing::Not(IsEmpty()));
}

}  // namespace
}  // namespace rehearse::simulators
