/// The commands that run nothing: check, list, report.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cli/run_program.hpp"

namespace rehearse::tests {
namespace {

using testing::HasSubstr;

/// `text` without the folder that the data files stand in.
std::string without_folder(std::string text) {
  const std::string folder = data("");
  for (std::size_t at = 0; (at = text.find(folder, at)) != std::string::npos;) {
    text.erase(at, folder.size());
  }
  return text;
}

TEST(Check, TellsEveryMistakeOfAnInvalidPlanWithItsPlace) {
  const Ran ran = rehearse({"check", data("invalid.plan.json")});
  EXPECT_EQ(ran.code, 2);
  EXPECT_EQ(ran.out, "");
  EXPECT_EQ(without_folder(ran.err),
            "invalid.plan.json:7:15: /tracks/notes/kind: unknown value \"shema\"; did you mean "
            "\"schema\"?\n"
            "invalid.plan.json:44:25: /phases/3/gate/when/0/metric: unknown metric "
            "\"notes.verify_mismatches\"; did you mean \"notes.verify_mismatch\"?\n"
            "invalid.plan.json:47:51: /phases/4/deadline: this is not a duration: a number and us, "
            "ms, s, min, h or d, at most ten years (value \"ten seconds\"); write it with its "
            "unit, e.g. \"250ms\", \"30s\"\n");
}

TEST(Check, SaysThatAPlanIsSoundAndThatNothingWasRun) {
  const Ran ran =
      rehearse({"check", data("certified.plan.json"), "--scenario", data("desk.scenario.json")});
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(without_folder(ran.out),
            "certified.plan.json: 0 errors, 0 warnings; nothing was run: `rehearse certify` does "
            "that\n");
}

TEST(Check, FailsOnAFindingOfSeverityError) {
  const Ran ran = rehearse({"check", data("rejected.plan.json")});
  EXPECT_EQ(ran.code, 1);
  EXPECT_THAT(ran.out, HasSubstr(": error: /phases/1/set/notes: a second write of notes that fails "
                                 "is forgotten; "));
  EXPECT_THAT(ran.out, HasSubstr("[second_write_ignored]"));
}

TEST(Check, TellsWhatAScenarioNamesAndThePlanDoesNotHave) {
  const TemporaryFolder folder;
  std::string scenario = read_whole(data("desk.scenario.json"));
  scenario.replace(scenario.find("\"keys\""), 0, "\"mix\": {\"raed\": 1}, ");
  write_whole(folder.file("s.json"), scenario);
  const Ran ran =
      rehearse({"check", data("certified.plan.json"), "--scenario", folder.file("s.json")});
  EXPECT_EQ(ran.code, 2);
  EXPECT_THAT(ran.err, HasSubstr("s.json:"));
  EXPECT_THAT(ran.err, HasSubstr("raed"));
}

TEST(Check, TellsAPropertyThatDoesNotExist) {
  const TemporaryFolder folder;
  std::string text = read_whole(data("desk.scenario.json"));
  text.replace(
      text.find("\"store\""), 0,
      "\"properties\": [\"D1\", \"no_lost_writ\"], \"must_exercise\": [\"no_phantoms\"], ");
  write_whole(folder.file("s.json"), text);
  const Ran ran =
      rehearse({"check", data("certified.plan.json"), "--scenario", folder.file("s.json")});
  EXPECT_EQ(ran.code, 2) << ran.out;
  EXPECT_THAT(ran.err, HasSubstr("s.json:14:24: /properties/1: there is no property "
                                 "\"no_lost_writ\"; did you mean \"no_lost_write\"?\n"));
  EXPECT_THAT(ran.err,
              HasSubstr("/must_exercise/0: there is no property \"no_phantoms\"; did you mean "
                        "\"no_phantom\"?"));
}

TEST(List, KnowsFaultsPropertiesStagesAndScenarios) {
  const std::vector<std::pair<std::string, std::string>> examples{
      {"faults", "reply_lost         message  the request is executed and its reply is lost"},
      {"properties", "D1   no_lost_write         safety      no acknowledged write is lost"},
      {"stages", "dualwrite   "},
      {"situations",
       "rollback.{phase}              a rollback from phase {phase} reached its target"},
      {"scenarios", "scenario  default (used without --scenario)"}};
  for (const auto& [topic, line] : examples) {
    const Ran ran = rehearse({"list", topic});
    EXPECT_EQ(ran.code, 0);
    EXPECT_THAT(ran.out, HasSubstr(line)) << topic;
  }
}

TEST(List, TellsTheSituationsOfAPlan) {
  const Ran ran = rehearse({"list", "situations", data("certified.plan.json"), "--scenario",
                            data("desk.scenario.json")});
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("under the scenario desk:\n"));
  EXPECT_THAT(ran.out, HasSubstr("\nrollback.cutover "));
  EXPECT_THAT(ran.out, HasSubstr("\nrepair_queue_used.notes "));
  EXPECT_THAT(ran.out, HasSubstr("fault crash struck (not under this scenario)\n"));
  EXPECT_EQ(rehearse({"list", "situations", data("invalid.plan.json")}).code, 2);
  const Ran faults = rehearse({"list", "faults", data("certified.plan.json")});
  EXPECT_EQ(faults.code, 2);
  EXPECT_THAT(faults.err, HasSubstr("list faults takes no plan"));
}

TEST(Check, TellsASituationThatCannotHappen) {
  const TemporaryFolder folder;
  std::string text = read_whole(data("desk.scenario.json"));
  text.replace(text.find("\"store\""), 0,
               "\"must_happen\": [\"rollback.*\", \"gate_faild.verify\", \"fault.crash\"], ");
  write_whole(folder.file("s.json"), text);
  const Ran ran =
      rehearse({"check", data("certified.plan.json"), "--scenario", folder.file("s.json")});
  EXPECT_EQ(ran.code, 2) << ran.out;
  EXPECT_THAT(ran.err, HasSubstr("s.json:14:33: /must_happen/1: this plan has no situation "
                                 "\"gate_faild.verify\"; did you mean \"gate_failed.verify\"?\n"));
  EXPECT_THAT(ran.err, HasSubstr("/must_happen/2: \"fault.crash\" cannot happen under this "
                                 "scenario"));
}

TEST(Report, WritesTheReportsOfACertificateAgain) {
  const TemporaryFolder folder;
  rehearse({"certify", data("certified.plan.json"), "--scenario", data("desk.scenario.json"),
            "--runs", "4", "--out", folder.file("out")});
  const Ran ran =
      rehearse({"report", folder.file("out/certificate.json"), "--out", folder.file("again")});
  EXPECT_EQ(ran.code, 0) << ran.err;
  for (const char* name : {"report.html", "junit.xml", "summary.md"}) {
    const std::string again = read_whole(folder.file(std::string("again/") + name));
    EXPECT_FALSE(again.empty()) << name;
    EXPECT_EQ(again, read_whole(folder.file(std::string("out/") + name))) << name;
  }
  EXPECT_FALSE(exists(folder.file("again/certificate.json")));
}

TEST(Report, RefusesACertificateThatWasAltered) {
  const TemporaryFolder folder;
  rehearse({"certify", data("rejected.plan.json"), "--scenario", data("desk.scenario.json"),
            "--out", folder.path()});
  std::string certificate = read_whole(folder.file("certificate.json"));
  const std::string verdict = "\"verdict\": \"rejected\"";
  ASSERT_NE(certificate.find(verdict), std::string::npos);
  certificate.replace(certificate.find(verdict), verdict.size(), "\"verdict\": \"certified\"");
  write_whole(folder.file("altered.json"), certificate);
  const Ran ran = rehearse({"report", folder.file("altered.json"), "--out", folder.file("out")});
  EXPECT_EQ(ran.code, 2);
  EXPECT_THAT(ran.err, HasSubstr("not the one that its digest was made of"));
  EXPECT_FALSE(exists(folder.file("out")));
}

}  // namespace
}  // namespace rehearse::tests
