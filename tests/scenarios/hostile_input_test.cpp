/// Whatever the bytes look like: at least one error with a place, never a crash, never slow.

#include <gmock/gmock.h>

#include <chrono>

#include "scenarios/read_plan.hpp"
#include "scenarios/read_scenario.hpp"
#include "sketch.hpp"

namespace rehearse::scenarios {
namespace {

/// The first error's text; fails the test when there is none.
std::string first_error(const std::string& text) {
  const auto read = read_plan(text, "p.json");
  EXPECT_FALSE(read) << text.substr(0, 100);
  if (read) return "";
  EXPECT_FALSE(read.errors().empty());
  EXPECT_GE(read.errors().front().line, 1);
  EXPECT_GE(read.errors().front().column, 1);
  EXPECT_FALSE(read.errors().front().message.empty());
  return to_string(read.errors().front());
}

TEST(HostileInput, TruncatedAtEveryByteIsAnError) {
  const std::string text = testing::sketch_plan();
  const std::size_t last = text.rfind('}');
  for (std::size_t length = 0; length <= last; ++length) first_error(text.substr(0, length));
}

TEST(HostileInput, FlippedBytesNeverCrash) {
  const std::string text = testing::sketch_plan();
  std::uint32_t state = 1;  // a fixed sequence: the same bytes on every machine
  const auto next = [&state] { return state = state * 1664525U + 1013904223U; };
  for (int i = 0; i < 4000; ++i) {
    std::string broken = text;
    for (int flips = 1 + i % 3; flips > 0; --flips) {
      broken[(next() >> 8U) % broken.size()] = static_cast<char>(next() >> 24U);
    }
    const auto read = read_plan(broken, "p.json");
    EXPECT_TRUE(read || !read.errors().empty());
    (void)read_scenario(broken, "p.json");
  }
}

TEST(HostileInput, DeepNestingIsRefusedWhereItGetsTooDeep) {
  EXPECT_EQ(first_error(std::string(1'000'000, '[')),
            "p.json:1:65: the values are nested deeper than 64 levels; check for brackets that "
            "are opened and never closed");
  std::string objects;
  for (int i = 0; i < 100'000; ++i) objects += "{\"a\":";
  EXPECT_THAT(first_error(objects), ::testing::HasSubstr("nested deeper"));
}

TEST(HostileInput, FiftyMegabytesAreRefusedAtOnce) {
  const auto start = std::chrono::steady_clock::now();
  EXPECT_THAT(first_error(std::string(50U << 20U, ' ')),
              ::testing::HasSubstr("larger than 16 MiB"));
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5));
}

TEST(HostileInput, ManyValuesAreRefused) {
  std::string list = "[0";
  for (int i = 0; i < 5'000'000; ++i) list += ",0";
  EXPECT_THAT(first_error(list + "]"), ::testing::HasSubstr("more than 500000 values"));
}

TEST(HostileInput, ManyUnknownKeysAreCounted) {
  std::string text = "{";
  for (int i = 0; i < 200'000; ++i) text += "\"key" + std::to_string(i) + "\":0,";
  const auto read = read_plan(text + "\"name\":\"x\"}", "p.json");
  ASSERT_FALSE(read);
  EXPECT_EQ(read.errors().size(), 201U);
}

TEST(HostileInput, ManyDuplicateKeysAreCounted) {
  std::string text = "{";
  for (int i = 0; i < 200'000; ++i) text += "\"k\":0,";
  EXPECT_EQ(first_error(text + "\"k\":0}"),
            "p.json:1:8: the key \"k\" is here a second time; keep one of the two");
}

TEST(HostileInput, AnEndlessNameIsCut) {
  const std::string text = "{\"" + std::string(8U << 20U, 'a') + "\": 1}";
  EXPECT_LT(first_error(text).size(), 2'000U);
}

struct Bytes {
  std::string text;
  std::string expected;
};

class HostileBytes : public ::testing::TestWithParam<Bytes> {};

TEST_P(HostileBytes, AreExplained) { EXPECT_EQ(first_error(GetParam().text), GetParam().expected); }

const std::vector<Bytes> hostile{
    {"", "p.json:1:1: the file is empty; start from scenarios/ecommerce/plan.json"},
    {" // only a comment\n",
     "p.json:1:1: the file is empty; start from scenarios/ecommerce/plan.json"},
    {std::string("{\n  \"a\0b\": 1}", 13),
     "p.json:2:5: there is a NUL byte; save the file as UTF-8 text"},
    {"{\n  \"a\": \"\xC3\x28\"}",
     "p.json:2:9: this byte is not valid UTF-8; save the file as UTF-8"},
    {"\xFF\xFE{\0", "p.json:1:1: the file is UTF-16; save it as UTF-8"},
    {"{\"a\": \"\xED\xA0\x80\"}",
     "p.json:1:8: this byte is not valid UTF-8; save the file as UTF-8"},
    {"{\"a\": [1, 2,]}", "p.json:1:13: there is a comma before this \"]\"; remove the comma"},
    {"{\"a\": 1}}",
     "p.json:1:9: there is more text behind the end of the JSON value; check for a bracket that "
     "closes too early, or remove what follows"},
    {"{\"a\": [1}",
     "p.json:1:9: this \"}\" does not close what is open here; check the brackets before it"},
    {"{\"a\" 1}", "p.json:1:6: a colon is missing before \"1\"; write \"name\": value"},
    {"{\"a\": tru}", "p.json:1:7: \"tru\" is not JSON; write texts and names in double quotes"},
    {"{\"a\": True}",
     "p.json:1:7: \"True\" is not JSON; write true, false or null in small letters"},
    {"{# no\n}", "p.json:1:2: \"#\" is not JSON; comments begin with //"},
    {"{\"a\": 1e999}", "p.json:1:7: the number \"1e999\" is too large"},
    {"{\"a\": 007}",
     "p.json:1:7: \"007\" is not a number; numbers have no leading zero, and units go with the "
     "number in one text"},
    {"{\"a\": 1 /* open",
     "p.json:1:16: this comment is broken or has no end; write // ... to the end of the line, or "
     "/* ... */"},
    {"{\"a\": \"x\n\"}",
     "p.json:1:7: this text goes over the end of its line, or has a control character in it; "
     "close it with \" on the same line; write \\n for a line break"},
    {"{\"a\": \"x", "p.json:1:7: this text has no closing quote; add the missing \""},
    {"[]",
     "p.json:1:1: an object is expected here, and this is a list (value []); write { ... } "
     "with the keys of docs/plan-reference.md, \"plan\""},
};

INSTANTIATE_TEST_SUITE_P(All, HostileBytes, ::testing::ValuesIn(hostile));

TEST(JsonText, ToleratesAByteOrderMark) {
  EXPECT_TRUE(read_plan("\xEF\xBB\xBF" + testing::sound_plan(), "p.json"));
}

}  // namespace
}  // namespace rehearse::scenarios
