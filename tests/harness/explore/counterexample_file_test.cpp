#include "harness/explore/counterexample_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "harness/explore/saved_choices.hpp"
#include "tests/harness/explore/counterexample_file_fixture.hpp"

namespace rehearse::harness {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::StartsWith;

/// The sample's file with the first `from` replaced.
std::string edited(const std::string& from, const std::string& to) {
  std::string text = write_counterexample(testing::sample_counterexample());
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

std::string first_error(const std::string& text) {
  const auto read = read_counterexample(text, "x.json");
  return read ? "no error" : to_string(read.errors().front());
}

TEST(CounterexampleFile, HasOneChoiceALineWithNodesByName) {
  const std::string text = write_counterexample(testing::sample_counterexample());
  EXPECT_THAT(text, StartsWith("{\n  \"rehearse_counterexample\": 2,\n  \"property\": \"D1\","));
  EXPECT_THAT(text, HasSubstr("\"seed\": \"18446744073709551615\""));
  EXPECT_THAT(text, HasSubstr("\"hash\": \"0123456789abcdef\""));
  EXPECT_THAT(text, HasSubstr("\"course\": \"rollback\",\n    \"phase\": \"wait\",\n"));
  EXPECT_THAT(text, HasSubstr("\n  \"operations\": [\n"
                              "    {\"id\":3,\"operation\":\"read\",\"client\":0,"
                              "\"phase\":\"expand\",\"at_us\":1200},\n"
                              "    {\"id\":7,\"operation\":\"read\",\"client\":1,\"at_us\":0}\n"
                              "  ],\n"));
  EXPECT_THAT(text, HasSubstr("\n  \"strikes\": [\n"
                              "    {\"fault\":\"reply_lost\",\"from\":\"desk\",\"to\":\"app/1\","
                              "\"reply\":true,\"message\":\"18446744073709551615\","
                              "\"at_us\":70200},\n"
                              "    {\"fault\":\"crash\",\"node\":\"app/1\",\"phase\":\"wait\","
                              "\"at_us\":1500,\"lasts_us\":300000}\n"
                              "  ],\n"));
  EXPECT_THAT(text, EndsWith("\n  \"choices\": [\n"
                             "    [\"delay\",0,\"app/1\",\"desk\",41,900,3],\n"
                             "    [\"fault\",255,\"desk\",\"app/1\",7,1000000,999999],\n"
                             "    [\"fault\",0,1,2,0,2,1],\n"
                             "    [\"field\",0,1,2,\"18446744073709551615\","
                             "\"1152921504606846976\",5]\n"
                             "  ]\n}\n"));
}

TEST(CounterexampleFile, ReadsBackWhatWasWritten) {
  SavedCounterexample saved = testing::sample_counterexample();
  const auto read = read_counterexample(write_counterexample(saved), "x.json");
  ASSERT_TRUE(read) << to_string(read.errors().front());
  EXPECT_TRUE(testing::same(read.value(), saved));
  saved.shape = {};
  saved.operations.reset();
  saved.operations_before = -1;
  saved.strikes.clear();
  saved.excused.clear();
  saved.choices.clear();
  saved.nodes.clear();
  const auto again = read_counterexample(write_counterexample(saved), "x.json");
  ASSERT_TRUE(again) << to_string(again.errors().front());
  EXPECT_TRUE(testing::same(again.value(), saved));
}

TEST(CounterexampleFile, NamesSitesAsTheRuntimeDoes) {
  const std::vector<std::string> names = site_kind_names();
  for (std::size_t kind = 0; kind < names.size(); ++kind) {
    simulators::Choice choice;
    choice.site.kind = static_cast<simulators::SiteKind>(kind);
    EXPECT_THAT(simulators::site_name(choice.site, {}), StartsWith(names[kind] + "/"));
    EXPECT_THAT(choice_line(choice, {}), StartsWith("[\"" + names[kind] + "\","));
  }
}

/// "line:column" of the first `wanted` in the sample's file.
std::string place_of(const std::string& wanted) {
  const std::string before = [&] {
    const std::string text = write_counterexample(testing::sample_counterexample());
    return text.substr(0, text.find(wanted));
  }();
  const auto lines = std::count(before.begin(), before.end(), '\n');
  return std::to_string(lines + 1) + ":" + std::to_string(before.size() - before.rfind('\n'));
}

TEST(CounterexampleFile, SaysWhatIsWrongAndWhere) {
  EXPECT_EQ(first_error(edited("[\"delay\",0,\"app/1\"", "[\"delay\",0,\"app/9\"")),
            "x.json:" + place_of("[\"delay\"") +
                ": /choices/0: \"nodes\" does not list the node \"app/9\"");
  EXPECT_THAT(first_error(edited("\"delay\",", "\"dilay\",")),
              HasSubstr("/choices/0: there is no kind of choice \"dilay\""));
  EXPECT_THAT(first_error(edited("41,900,3", "41,900,900")), HasSubstr("below its range"));
  EXPECT_THAT(first_error(edited("41,900,3", "41,900,-3")), HasSubstr("whole numbers"));
  EXPECT_THAT(first_error(edited("41,900,3", "41,900")), HasSubstr("a list of 7"));
  EXPECT_THAT(first_error(edited("\"fault\",255", "\"fault\",256")), HasSubstr("0 to 255"));
  EXPECT_THAT(first_error(edited("\"hash\": \"01", "\"hash\": \"0x")),
              HasSubstr("/hash: the hash of a history is 16 hexadecimal digits"));
  EXPECT_THAT(first_error(edited("\"phase\": \"wait\"", "\"phase\": \"wiat\"")),
              HasSubstr("/shape/phase: the plan has no phase \"wiat\""));
  EXPECT_THAT(first_error(edited("\"action\": 1", "\"action\": 9")),
              HasSubstr("/shape/action: the phase has the actions 0 to "));
  EXPECT_THAT(first_error(edited("\"course\": \"rollback\"", "\"course\": \"sideways\"")),
              HasSubstr("/shape/course: unknown course; it is forward, rollback or hold"));
  EXPECT_THAT(first_error(edited("\"run\": 12,", "")), HasSubstr("\"run\" is missing"));
  EXPECT_THAT(first_error(edited("\"run\": 12,", "\"run\": 12, \"ran\": 1,")),
              HasSubstr("/ran: unknown field"));
  EXPECT_THAT(first_error(edited("\"faults\": false", "\"faults\": 0")),
              HasSubstr("/faults: true or false is expected here"));
}

TEST(CounterexampleFile, SaysWhatIsWrongWithAnOperation) {
  EXPECT_EQ(
      first_error(edited("{\"id\":3,", "{\"id\":0,")),
      "x.json:" + place_of("{\"id\":3") +
          ": /operations/0: an operation is an object of id, operation, client, job_of (none: a "
          "client asks), phase (none: counted from the begin of the run) and at_us");
  EXPECT_THAT(first_error(edited("{\"id\":3,", "{\"id\":3,\"job_of\":\"nobody\",")),
              HasSubstr("/operations/0: the plan has no group \"nobody\""));
  EXPECT_THAT(first_error(edited("{\"id\":7,", "{\"id\":3,")),
              HasSubstr("/operations/1: this id was there before"));
  EXPECT_THAT(first_error(edited("\"operation\":\"read\"", "\"operation\":\"raed\"")),
              HasSubstr("/operations/0: the plan has no operation \"raed\""));
  EXPECT_THAT(first_error(edited("\"phase\":\"expand\"", "\"phase\":\"expnad\"")),
              HasSubstr("/operations/0: the plan has no phase \"expnad\""));
  EXPECT_THAT(first_error(edited("\"client\":1,", "\"client\":4,")),
              HasSubstr("/operations/1: the scenario has no client 4"));
  for (const char* huge : {"1e300", "-1", "99999999999999999999999", "\"18446744073709551615\""})
    EXPECT_THAT(first_error(edited("\"at_us\":1200", std::string("\"at_us\":") + huge)),
                HasSubstr("/operations/0: an operation is"));
}

TEST(CounterexampleFile, SaysWhatIsWrongWithAFault) {
  EXPECT_EQ(
      first_error(edited("\"reply_lost\"", "\"reply_lots\"")),
      "x.json:" + place_of("{\"fault\":\"reply_lost\"") +
          ": /strikes/0: there is no fault \"reply_lots\"; `rehearse list faults` names those "
          "that there are");
  EXPECT_THAT(first_error(edited("\"from\":\"desk\"", "\"from\":\"dusk\"")),
              HasSubstr("/strikes/0: \"nodes\" does not list the node \"dusk\""));
  EXPECT_THAT(first_error(edited("\"node\":\"app/1\"", "\"node\":70000")),
              HasSubstr("/strikes/1: a node is a name or a number from 0 to 65535"));
  EXPECT_THAT(first_error(edited("\"phase\":\"wait\",\"at", "\"phase\":\"wiat\",\"at")),
              HasSubstr("/strikes/1: the plan has no phase \"wiat\""));
  EXPECT_THAT(first_error(edited("\"at_us\":1500", "\"at_us\":1500,\"between\":[\"a\",\"b\"]")),
              HasSubstr("/strikes/1: the scenario has no fault between \"a\" and \"b\""));
  const auto malformed = HasSubstr("/strikes/1: a fault is an object of fault, at_us and what it");
  for (const char* wrong :
       {"-1", "1e300", "99999999999999999999999", "\"18446744073709551615\"", "null", "[]"})
    EXPECT_THAT(first_error(edited("\"lasts_us\":300000", std::string("\"lasts_us\":") + wrong)),
                malformed);
  EXPECT_THAT(first_error(edited("\"lasts_us\"", "\"lasts\"")), malformed);
  EXPECT_THAT(first_error(edited("\"lasts_us\"", "\"message\":7,\"lasts_us\"")), malformed);
  EXPECT_THAT(first_error(edited("\"strikes\": [", "\"strikes\": [5,")),
              HasSubstr("/strikes/0: a fault is an object"));
}

TEST(CounterexampleFile, PlacesMistakesOfTheEmbeddedPlan) {
  const std::string text = edited("\"name\": \"expand\"", "\"name\": 5");
  const std::string error = first_error(text);
  EXPECT_THAT(error, HasSubstr("/plan/phases/0/name: "));
  EXPECT_THAT(error, StartsWith("x.json:"));
}

TEST(CounterexampleFile, TellsOtherFilesApart) {
  EXPECT_THAT(first_error("{\"verdict\": 1}"), HasSubstr("a certificate, not a counterexample"));
  EXPECT_THAT(first_error("{\"phases\": []}"), HasSubstr("a plan, not a counterexample"));
  EXPECT_THAT(first_error("[]"), HasSubstr("this is not a counterexample"));
  EXPECT_THAT(first_error(""), HasSubstr("this is not JSON"));
  EXPECT_THAT(first_error(edited("counterexample\": 2", "counterexample\": 1")),
              HasSubstr("counterexamples of format 2 only"));
}

TEST(CounterexampleFile, SurvivesHostileBytes) {
  EXPECT_THAT(first_error(std::string(100'000, '[')), HasSubstr("nest deeper"));
  EXPECT_THAT(first_error("{\"a\": \"\xff\"}"), HasSubstr("not JSON"));
  EXPECT_THAT(first_error("{\"a\": 1e99999}"), HasSubstr("not JSON"));
  std::string many = "{";
  for (int i = 0; i < 300'000; ++i) many += "\"k" + std::to_string(i) + "\":0,";
  EXPECT_THAT(first_error(many + "\"z\":0}"), HasSubstr("more values than any counterexample"));
  const std::string whole = write_counterexample(testing::sample_counterexample());
  for (std::size_t length = 0; length + 1 < whole.size(); length += 7) {
    EXPECT_FALSE(read_counterexample(whole.substr(0, length), "x.json")) << length;
  }
}

TEST(CounterexampleFile, SaysThatAFileIsMissing) {
  const auto read = load_counterexample("/nowhere/x.json");
  ASSERT_FALSE(read);
  EXPECT_EQ(to_string(read.errors().front()).rfind("/nowhere/x.json: ", 0), 0U);
}

}  // namespace
}  // namespace rehearse::harness
