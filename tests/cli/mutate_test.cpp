/// `rehearse mutate`: what it says of mutants, of the reasons why some may survive, and its table.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "tests/cli/run_program.hpp"

namespace rehearse::tests {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class Mutate : public testing::Test {
 protected:
  Ran mutate(std::vector<std::string> more = {}) {
    std::vector<std::string> arguments{
        "mutate", data("short.plan.json"), "--scenario", data("desk.scenario.json"), "--runs", "6"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return rehearse(std::move(arguments));
  }
  /// A file with a reason for every mutant that `out` says nothing explains.
  std::string explain_all(const std::string& out) {
    std::istringstream lines(out);
    std::string json;
    for (std::string line; std::getline(lines, line);) {
      const std::size_t end = line.find("  unexplained: nothing explains it");
      if (end == std::string::npos) continue;
      const std::string mark = "✗ ";
      json += (json.empty() ? "" : ",\n") + std::string("\"") +
              line.substr(mark.size(), end - mark.size()) + "\": \"It is | harmless.\"";
    }
    return explanations("{\"needless\": {" + json + "}}");
  }
  std::string explanations(const std::string& text) {
    const std::string file = folder_.file("explained.json");
    write_whole(file, text);
    return file;
  }

  TemporaryFolder folder_;
};

TEST_F(Mutate, FailsWhereSomethingSurvivesThatNothingExplains) {
  const Ran ran = mutate();
  EXPECT_EQ(ran.code, 1) << ran.out << ran.err;
  EXPECT_THAT(ran.out,
              AllOf(HasSubstr("✓ dual: after backfill  "), HasSubstr(", run "),
                    HasSubstr("  unexplained: nothing explains it"), HasSubstr(" unexplained")));
}

TEST_F(Mutate, PassesWhereEverySurvivorIsExplained) {
  const std::string file = explain_all(mutate().out);
  const Ran ran = mutate({"--explained", file});
  EXPECT_EQ(ran.code, 0) << ran.out << ran.err;
  EXPECT_THAT(ran.out,
              AllOf(HasSubstr("needless: It is | harmless."), HasSubstr(", 0 unexplained")));
}

TEST_F(Mutate, SaysWhichReasonsAreIdle) {
  const std::string reasons = explanations(R"({
    "safety_net": {"dual: after backfill": "Why not?"},
    "blind": {"nobody: without gate": "Gone."}})");
  const Ran ran = mutate({"--explained", reasons});
  EXPECT_EQ(ran.code, 1);
  EXPECT_THAT(ran.err,
              AllOf(HasSubstr("the mutant \"dual: after backfill\" does not survive, and yet "
                              "there is a reason for it: "),
                    HasSubstr("there is no mutant \"nobody: without gate\"")));
}

TEST_F(Mutate, WritesATableAndHoldsItAgainstTheMutants) {
  const std::string table = folder_.file("matrix.md");
  const std::string file = explain_all(mutate({"--table", table}).out);
  EXPECT_THAT(read_whole(table), AllOf(HasSubstr("# Mutation matrix of notes\n"),
                                       HasSubstr("| dual: after backfill | "),
                                       HasSubstr("| unexplained | nothing explains it |"),
                                       HasSubstr(" --table " + table + "`")));
  const Ran another = mutate({"--explained", file, "--compare", table});
  EXPECT_EQ(another.code, 1);
  EXPECT_THAT(another.err, HasSubstr("is not what comes out now: line "));
  EXPECT_EQ(mutate({"--explained", file, "--table", table}).code, 0);
  EXPECT_THAT(read_whole(table), AllOf(HasSubstr("| needless | It is \\| harmless. |"),
                                       Not(HasSubstr("nothing explains it"))));
  EXPECT_EQ(mutate({"--explained", file, "--compare", table, "--jobs", "1"}).code, 0);
}

TEST_F(Mutate, SaysWhatIsWrongWithTheReasons) {
  const auto complaint = [&](const std::string& text) {
    const Ran ran = mutate({"--explained", explanations(text)});
    EXPECT_EQ(ran.code, 2);
    return ran.err;
  };
  EXPECT_THAT(complaint("[]"), HasSubstr("explained.json:1:1: "));
  EXPECT_THAT(complaint("{\"blind\":\n {\"x\": 3}}"),
              HasSubstr("explained.json:2:8: /blind/x: a text is expected here"));
  EXPECT_THAT(complaint("{\"needles\": {}}"), HasSubstr("did you mean \"needless\"?"));
  EXPECT_THAT(complaint("{\"needless\": {\"x\": \"so\"},\n \"blind\": {\"x\": \"or so\"}}"),
              HasSubstr("explained.json:2:17: /blind/x: there is another reason"));
  EXPECT_THAT(complaint("{\"needless\": {"), HasSubstr("explained.json:1:"));
  EXPECT_EQ(mutate({"--explained", folder_.file("nowhere")}).code, 2);
}

TEST_F(Mutate, LooksForItsFilesBeforeItRuns) {
  const auto complaint = [&](const std::string& option, const std::string& file) {
    const Ran ran = mutate({option, file});
    EXPECT_EQ(ran.code, 2);
    EXPECT_EQ(ran.out, "");
    return ran.err;
  };
  EXPECT_THAT(complaint("--table", folder_.file("no/matrix.md")),
              AllOf(HasSubstr("the table cannot be written: there is no folder "),
                    HasSubstr("; name a file that you may write to with --table")));
  EXPECT_THAT(complaint("--table", folder_.path()), HasSubstr("this is a folder"));
  EXPECT_THAT(complaint("--compare", folder_.file("matrix.md")),
              HasSubstr("there is no such file"));
}

TEST(MutateUsage, ExplainsWrongValues) {
  const auto complaint = [](std::vector<std::string> more) {
    more.insert(more.begin(), {"mutate", data("certified.plan.json")});
    const Ran ran = rehearse(std::move(more));
    EXPECT_EQ(ran.code, 2);
    return ran.err;
  };
  EXPECT_THAT(complaint({"--runs", "x"}), HasSubstr("--runs is a whole number from 1"));
  EXPECT_THAT(complaint({"--explained", ""}), HasSubstr("--explained needs the name of a file"));
  EXPECT_THAT(complaint({"--table", ""}), HasSubstr("--table and --compare need the name"));
  EXPECT_EQ(rehearse({"mutate", "nowhere.json"}).code, 2);
}

}  // namespace
}  // namespace rehearse::tests
