#include "harness/certificate/json_place.hpp"

#include <gtest/gtest.h>

#include <ostream>
#include <string>

namespace rehearse::harness {

void PrintTo(const TextPlace& place, std::ostream* out) {
  *out << place.line << ':' << place.column;
}

namespace {

constexpr std::string_view text = R"({
  "a": {"b/c": [10, "x\"]", {"d": true}]},
  "e~f": [],
  "g": [[1, 2], {"h": null}, -3.5e2]
})";

TEST(JsonPlace, FindsValuesByPointer) {
  EXPECT_EQ(place_of_pointer(text, ""), (TextPlace{1, 1}));
  EXPECT_EQ(place_of_pointer(text, "/a"), (TextPlace{2, 8}));
  EXPECT_EQ(place_of_pointer(text, "/a/b~1c/0"), (TextPlace{2, 17}));
  EXPECT_EQ(place_of_pointer(text, "/a/b~1c/2/d"), (TextPlace{2, 35}));
  EXPECT_EQ(place_of_pointer(text, "/e~0f"), (TextPlace{3, 10}));
  EXPECT_EQ(place_of_pointer(text, "/g/0/1"), (TextPlace{4, 13}));
  EXPECT_EQ(place_of_pointer(text, "/g/1/h"), (TextPlace{4, 23}));
  EXPECT_EQ(place_of_pointer(text, "/g/2"), (TextPlace{4, 30}));
}

TEST(JsonPlace, FallsBackToTheNearestParent) {
  EXPECT_EQ(place_of_pointer(text, "/a/nothing/at/all"), (TextPlace{2, 8}));
  EXPECT_EQ(place_of_pointer(text, "/g/9"), (TextPlace{4, 8}));
  EXPECT_EQ(place_of_pointer(text, "/e~0f/0"), (TextPlace{3, 10}));
}

TEST(JsonPlace, StaysInsideAnyText) {
  for (std::size_t end = 0; end <= text.size(); ++end) {
    place_of_pointer(text.substr(0, end), "/g/1/h");
    place_of_pointer(text.substr(0, end), "/a/b~1c/2/d");
  }
  EXPECT_EQ(place_of_offset("a\nbc", 99), (TextPlace{2, 3}));
}

TEST(JsonPlace, MeasuresDepthOutsideStrings) {
  EXPECT_EQ(offset_nested_deeper_than("[[[]]]", 3), std::string_view::npos);
  EXPECT_EQ(offset_nested_deeper_than("[[[]]]", 2), 2U);
  EXPECT_EQ(offset_nested_deeper_than(R"(["[[[[\"[["])", 1), std::string_view::npos);
  EXPECT_EQ(offset_nested_deeper_than("]]]][", 0), 4U);
}

}  // namespace
}  // namespace rehearse::harness
