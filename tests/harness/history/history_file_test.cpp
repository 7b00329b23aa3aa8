#include "harness/history/history_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <sstream>

#include "tests/harness/history_builder.hpp"

namespace rehearse::harness::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

HistoryBuilder small() {
  HistoryBuilder b;
  b.in(cutover);
  b.write(41, place, 17, old_side, true);
  b.read(42, 17, new_side, wrote(41), 3, simulators::flag_cached);
  b.initial(catalog, 3, 5);
  b.final_record(orders, new_side, 17, wrote(41));
  return b;
}

std::string printed() {
  const HistoryBuilder b = small();
  return print_history(name_history(b.plan, b.history));
}

/// The first mistake, as a user sees it.
std::string mistake(const std::string& text) {
  const auto result = read_history(text, "h.jsonl");
  return result ? "no mistake" : scenarios::to_string(result.errors()[0]);
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

TEST(HistoryFile, LinesAreReadable) {
  const std::string text = printed();
  EXPECT_THAT(text, HasSubstr("{\"rehearse_history\":1,\"plan\":\"shop\",\"tracks\":[\"orders\""));
  EXPECT_THAT(text, HasSubstr("{\"t\":4000,\"event\":\"commit\",\"phase\":\"cutover\",\"node\":"
                              "\"orders.new\",\"operation\":41,\"track\":\"orders\",\"side\":"
                              "\"new\",\"key\":17,\"write\":\"41.0\",\"detail\":\"second\","));
  EXPECT_THAT(text, HasSubstr("\"write\":\"41.0\",\"flags\":[\"cached\"]"));
  EXPECT_THAT(text, HasSubstr("\"detail\":\"ok\""));
}

TEST(HistoryFile, FilesRoundTrip) {
  const HistoryBuilder b = small();
  const auto path = std::filesystem::temp_directory_path() / "rehearse_history_file_test.jsonl";
  ASSERT_TRUE(save_history(name_history(b.plan, b.history), path.string()).ok());
  const auto read = load_history(path.string());
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read.value().history.events, b.history.events);
  EXPECT_EQ(read.value().history.final, b.history.final);
  std::filesystem::remove(path);
}

TEST(HistoryFile, SaysThatTheRunWasGivenUp) {
  EXPECT_THAT(printed(), Not(HasSubstr("given_up")));
  HistoryBuilder b = small();
  b.history.final.given_up = true;
  const auto read = read_history(print_history(name_history(b.plan, b.history)), "h.jsonl");
  ASSERT_TRUE(read.ok());
  EXPECT_TRUE(read.value().history.final.given_up);
}

TEST(HistoryFile, AMissingFileIsNamed) {
  const auto read = load_history("/nonexistent/h.jsonl");
  ASSERT_FALSE(read.ok());
  EXPECT_THAT(scenarios::to_string(read.errors()[0]), HasSubstr("/nonexistent/h.jsonl"));
}

TEST(HistoryFile, AnEmptyFile) {
  EXPECT_THAT(mistake(""), HasSubstr("h.jsonl:1:1: the file is empty"));
}

TEST(HistoryFile, AnotherFile) {
  EXPECT_THAT(mistake("{\"name\": \"shop\"}\n"), HasSubstr("this is no history"));
  EXPECT_THAT(mistake("hello\n"), HasSubstr("h.jsonl:1:1"));
}

TEST(HistoryFile, ATruncatedFile) {
  std::string text = printed();
  text.resize(text.rfind("{\"end_of_history"));
  EXPECT_THAT(mistake(text), HasSubstr("the file ends before its last line"));
  text.resize(text.size() - 20);
  EXPECT_THAT(mistake(text), HasSubstr("h.jsonl:"));
}

TEST(HistoryFile, MistakesHaveLineAndColumn) {
  EXPECT_THAT(mistake(replaced(printed(), "\"key\":17", "\"key\":\"x\"")),
              ::testing::StartsWith("h.jsonl:3:"));
  EXPECT_THAT(mistake(replaced(printed(), "\"key\":17", "\"key\":\"x\"")),
              HasSubstr("\"key\" must be a whole number"));
  EXPECT_THAT(mistake(replaced(printed(), "\"commit\"", "\"comit\"")),
              HasSubstr("did you mean \"commit\"?"));
  EXPECT_THAT(mistake(replaced(printed(), "\"phase\":\"cutover\"", "\"phase\":\"cutovr\"")),
              HasSubstr("did you mean \"cutover\"?"));
  EXPECT_THAT(mistake(replaced(printed(), "\"write\":\"41.0\"", "\"write\":\"41\"")),
              HasSubstr("must be like \"41.2\""));
  EXPECT_THAT(mistake(replaced(printed(), "\"key\":17", "\"kye\":17")),
              HasSubstr("this key has no meaning here"));
  EXPECT_THAT(mistake(replaced(printed(), "\"detail\":\"second\"", "\"detail\":\"secnd\"")),
              HasSubstr("did you mean \"second\"?"));
  EXPECT_THAT(mistake(replaced(printed(), "[\"cached\"]", "[\"cache\"]")),
              HasSubstr("such an event has no such flag"));
  EXPECT_THAT(mistake(replaced(printed(), "\"client\":3", "\"client\":70000")),
              HasSubstr("\"client\" must be between 0 and 65535"));
}

TEST(HistoryFile, TimeMustNotRunBackwards) {
  EXPECT_THAT(mistake(replaced(printed(), "\"t\":4000", "\"t\":40")),
              HasSubstr("time runs backwards: 40 after 3000"));
}

TEST(HistoryFile, NothingFollowsTheEnd) {
  EXPECT_THAT(mistake(printed() + "{}\n"), HasSubstr("nothing may follow"));
}

TEST(HistoryFile, EndlessLinesAreRefusedInBoundedMemory) {
  std::istringstream in(printed().substr(0, printed().find('\n') + 1) +
                        std::string(std::size_t{3} << 20U, 'x'));
  const auto read = read_history(in, "h.jsonl");
  ASSERT_FALSE(read.ok());
  EXPECT_THAT(scenarios::to_string(read.errors().back()), HasSubstr("longer than 1 MiB"));
}

TEST(HistoryFile, AtMostTwentyMistakesAreTold) {
  std::string text = printed();
  text.resize(text.find('\n') + 1);
  for (int i = 0; i < 50; ++i) text += "{}\n";
  const auto read = read_history(text, "h.jsonl");
  ASSERT_FALSE(read.ok());
  EXPECT_EQ(read.errors().size(), 20U);
}

}  // namespace
}  // namespace rehearse::harness::testing
