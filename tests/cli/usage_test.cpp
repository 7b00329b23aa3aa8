/// What people see who ask for help, mistype, or name the wrong file.

#include "cli/usage.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cli/run_program.hpp"

namespace rehearse::tests {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

/// Bad usage: exit code 2, nothing on standard output, `words` on standard error.
void expect_bad_usage(const std::vector<std::string>& arguments, const std::string& words) {
  const Ran ran = rehearse(arguments);
  EXPECT_EQ(ran.code, 2) << ran.err;
  EXPECT_EQ(ran.out, "");
  EXPECT_THAT(ran.err, HasSubstr(words));
}

TEST(Help, OpensWithThreeExamplesAndEndsWithTheExitCodes) {
  const Ran ran = rehearse({"--help"});
  EXPECT_EQ(ran.code, 0);
  EXPECT_EQ(ran.err, "");
  EXPECT_THAT(ran.out, StartsWith("  rehearse check plan.json"));
  EXPECT_THAT(ran.out, HasSubstr("\n  rehearse certify plan.json --scenario"));
  EXPECT_THAT(ran.out, HasSubstr("\n  rehearse replay rehearse-out/"));
  const std::string end = ran.out.substr(ran.out.find("Exit codes"));
  for (const char* code : {"0 ", "1 ", "2 ", "3 ", "4 ", "5 ", "70 ", "130 "}) {
    EXPECT_THAT(end, HasSubstr(std::string("\n  ") + code));
  }
}

TEST(Help, OfACommandNamesItsOptions) {
  const Ran ran = rehearse({"certify", "--help"});
  EXPECT_EQ(ran.code, 0);
  EXPECT_THAT(ran.out, HasSubstr("Usage: rehearse certify"));
  for (const char* option : {"--scenario", "--runs", "--seed", "--jobs", "--time-budget", "--out",
                             "--store", "--expect-violated", "--quiet", "--color"}) {
    EXPECT_THAT(ran.out, HasSubstr(option)) << option;
  }
}

TEST(Version, NamesTheProgram) {
  const Ran ran = rehearse({"--version"});
  EXPECT_EQ(ran.code, 0);
  EXPECT_THAT(ran.out, StartsWith("rehearse 0."));
  EXPECT_THAT(ran.out, HasSubstr("(commit "));
}

TEST(Usage, SuggestsTheNearestCommandAndOption) {
  expect_bad_usage({"certfy", "x"}, "there is no command \"certfy\"; did you mean \"certify\"?");
  expect_bad_usage({"certify", "x", "--runz", "3"},
                   "there is no option \"--runz\" here; did you mean \"--runs\"?");
  expect_bad_usage({"certify", "x", "--sede=3"}, "did you mean \"--seed\"?");
  expect_bad_usage({"list", "fautls"}, "did you mean \"faults\"?");
}

TEST(Usage, SaysWhichValueIsWrong) {
  const std::string plan = data("certified.plan.json");
  expect_bad_usage({}, "say what to do");
  expect_bad_usage({"certify"}, "certify needs its plan");
  expect_bad_usage({"certify", plan, "--runs"}, "--runs needs a value");
  expect_bad_usage({"certify", plan, "surplus"}, "\"surplus\" is one argument too many");
  for (const char* bad : {"0", "-3", "1e3", "ten", "99999999999999999999"}) {
    expect_bad_usage({"certify", plan, "--runs", bad}, "--runs is a whole number from 1");
    expect_bad_usage({"certify", plan, "--jobs", bad}, "--jobs is a whole number from 1");
  }
  expect_bad_usage({"certify", plan, "--seed", "-1"}, "--seed takes a whole number");
  expect_bad_usage({"certify", plan, "--seed", "comit"}, "did you mean \"commit\"?");
  expect_bad_usage({"certify", plan, "--time-budget", "60"}, "--time-budget is a length of time");
  expect_bad_usage({"certify", plan, "--store", "oracle"}, "--store is model or sqlite");
  expect_bad_usage({"certify", plan, "--color", "red"}, "--color is auto, always or never");
  expect_bad_usage({"certify", plan, "--expect-violated", "D9"}, "there is no property \"D9\"");
  expect_bad_usage({"certify", plan, "--expect-violated", "D1@cutovr"},
                   "there is no phase \"cutovr\"; did you mean \"cutover\"?");
}

TEST(Usage, AnEmptyValueIsNotTakenAsNone) {
  for (const char* option : {"--runs", "--jobs", "--time-budget", "--store", "--out"}) {
    const Ran ran = rehearse({"certify", data("certified.plan.json"), option, ""});
    EXPECT_EQ(ran.code, 2) << option << ran.out;
    EXPECT_THAT(ran.err, testing::HasSubstr(option));
  }
  EXPECT_EQ(rehearse({"list", ""}).code, 2);
}

TEST(Usage, NamesTheFileThatCannotBeRead) {
  const TemporaryFolder folder;
  for (const std::string command : {"certify", "check", "replay", "report"}) {
    expect_bad_usage({command, folder.file("none.json")}, folder.file("none.json"));
    expect_bad_usage({command, folder.path()}, folder.path());
  }
  expect_bad_usage({"check", data("certified.plan.jsn")}, "did you mean \"certified.plan.json\"?");
}

TEST(Usage, NeverShowsControlCharactersOfStrangers) {
  const TemporaryFolder folder;
  write_whole(folder.file("plan.json"), "{\"rehearse\": 1, \"\\u001b[31mevil\": 2, \"name\": 3}");
  const Ran ran = rehearse({"check", folder.file("plan.json")});
  EXPECT_EQ(ran.code, 2);
  EXPECT_THAT(ran.err, Not(HasSubstr("\x1b")));
}

TEST(Misspelt, LeavesAloneWhatExists) {
  EXPECT_EQ(cli::misspelt({"certify", "plan.json", "--runs=3"}, {"certify"}, {"--runs"}), "");
  EXPECT_EQ(cli::misspelt({"certify", "--", "--odd-name"}, {"certify"}, {"--runs"}), "");
}

}  // namespace
}  // namespace rehearse::tests
