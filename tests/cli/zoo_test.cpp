/// `rehearse zoo`: what makes a case pass, and everything that must make it fail.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "cli/zoo_case.hpp"
#include "tests/cli/irreproducible.hpp"
#include "tests/cli/run_program.hpp"

namespace rehearse::tests {
namespace {

using testing::AllOf;
using testing::HasSubstr;

/// A zoo with one case, "case-1", from the plans of tests/cli/data.
class Zoo : public testing::Test {
 protected:
  void SetUp() override {
    std::filesystem::create_directories(folder_.file("case-1"));
    put("bad.json", read_whole(data("rejected.plan.json")));
    put("good.json", read_whole(data("certified.plan.json")));
    put("scenario.json", read_whole(data("desk.scenario.json")));
    expect("D3", 3);
  }

  void put(const std::string& file, const std::string& text) {
    write_whole(folder_.file("case-1/" + file), text);
  }
  void expect(const std::string& property, int operations) {
    put("expect.json", "{\"lesson\": \"Repair what fails | always.\", \"property\": \"" + property +
                           "\", \"at_most\": {\"operations\": " + std::to_string(operations) +
                           ", \"faults\": 1}, \"source\": \"an incident\"}");
  }
  Ran zoo(std::vector<std::string> more = {}) {
    std::vector<std::string> arguments{"zoo", folder_.path()};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return rehearse(std::move(arguments));
  }

  TemporaryFolder folder_;
};

TEST_F(Zoo, PassesWhereBadIsRejectedForItsReasonAndGoodIsCertified) {
  const Ran ran = zoo();
  EXPECT_EQ(ran.code, 0) << ran.out << ran.err;
  EXPECT_THAT(ran.out, AllOf(HasSubstr("✓ case-1  D3"), HasSubstr("found in run "),
                             HasSubstr("good   certified in "), HasSubstr("1 case as expected")));
}

TEST_F(Zoo, FailsWhereBadIsRejectedForAnotherReason) {
  expect("D6", 3);
  const Ran ran = zoo();
  EXPECT_EQ(ran.code, 1);
  EXPECT_THAT(ran.out, HasSubstr("bad.json is rejected, and expected D6 violated; found: "));
}

TEST_F(Zoo, FailsWhereBadIsCertified) {
  put("bad.json", read_whole(data("certified.plan.json")));
  const Ran ran = zoo();
  EXPECT_EQ(ran.code, 1);
  EXPECT_THAT(ran.out, HasSubstr("bad.json is certified, and expected D3 violated; found: holds"));
}

TEST_F(Zoo, FailsWhereGoodIsRejected) {
  put("good.json", read_whole(data("rejected.plan.json")));
  const Ran ran = zoo();
  EXPECT_EQ(ran.code, 1);
  EXPECT_THAT(ran.out, HasSubstr("good.json is rejected: "));
}

TEST_F(Zoo, FailsWhereTheCounterexampleIsLargerThanAllowed) {
  expect("D3", 0);
  const Ran ran = zoo({"--only", "bad"});
  EXPECT_EQ(ran.code, 1);
  EXPECT_THAT(ran.out, HasSubstr("; expect.json allows 0"));
}

TEST_F(Zoo, LooksAtOnePlanOnlyWhenAsked) {
  put("bad.json", read_whole(data("certified.plan.json")));
  EXPECT_EQ(zoo({"--only", "good"}).code, 0);
  EXPECT_EQ(zoo({"--only", "bad"}).code, 1);
}

TEST_F(Zoo, WritesATableAndHoldsItAgainstTheCases) {
  const std::string table = folder_.file("table.md");
  EXPECT_EQ(zoo({"--only", "bad", "--table", table}).code, 0);
  std::string page = read_whole(table);
  EXPECT_THAT(page, HasSubstr("| [case-1](case-1/) | Repair what fails \\| always. | D3 | "));
  EXPECT_EQ(zoo({"--only", "bad", "--compare", table}).code, 0);
  const std::size_t property = page.find("| D3 |");
  ASSERT_NE(property, std::string::npos);
  write_whole(table, page.substr(0, property) + "| D4 |" + page.substr(property + 6));
  const Ran ran = zoo({"--only", "bad", "--compare", table});
  EXPECT_EQ(ran.code, 1);
  EXPECT_THAT(ran.err, AllOf(HasSubstr("is not what comes out now"), HasSubstr("| D4 |"),
                             HasSubstr("--table")));
}

TEST_F(Zoo, DoesNotCompareMilliseconds) {
  const std::string table = folder_.file("table.md");
  EXPECT_EQ(zoo({"--only", "bad", "--table", table}).code, 0);
  std::string page = read_whole(table);
  const std::size_t source = page.find(" | an incident");
  ASSERT_NE(source, std::string::npos);
  page.insert(source, "999");
  write_whole(table, page);
  EXPECT_EQ(zoo({"--only", "bad", "--compare", table}).code, 0);
}

TEST_F(Zoo, SaysEveryMistakeOfEveryFile) {
  put("expect.json",
      "{\"lesson\": \"x\", \"property\": \"D9\", \"phase\": \"duall\",\n \"at_most\": "
      "{\"operation\": 1}}");
  put("scenario.json", "{\"name\": \"x\"}");
  const Ran ran = zoo();
  EXPECT_EQ(ran.code, 2);
  EXPECT_THAT(ran.err, AllOf(HasSubstr("expect.json:1:29: /property: unknown value \"D9\""),
                             HasSubstr("did you mean \"operations\""), HasSubstr("\"source\""),
                             HasSubstr("\"traffic\"")));
}

TEST_F(Zoo, SaysThatAPhaseIsNotThePlans) {
  put("expect.json",
      "{\"lesson\": \"x\", \"property\": \"D3\", \"phase\": \"duall\", \"at_most\": "
      "{\"operations\": 1}, \"source\": \"x\"}");
  const Ran ran = zoo();
  EXPECT_EQ(ran.code, 2);
  EXPECT_THAT(ran.err,
              HasSubstr("/phase: bad.json has no phase \"duall\"; did you mean \"dual\"?"));
}

TEST_F(Zoo, NamesTheFileThatIsMissing) {
  std::filesystem::remove(folder_.file("case-1/good.json"));
  const Ran ran = zoo();
  EXPECT_EQ(ran.code, 2);
  EXPECT_THAT(ran.err, HasSubstr("case-1/good.json: there is no such file"));
}

TEST_F(Zoo, FailsWhereARunIsNotReproducible) {
  const auto read = cli::read_zoo_case(folder_.file("case-1"));
  ASSERT_TRUE(read);
  cli::ZooOptionsOfRun options;
  options.good_runs = 6;
  EXPECT_THAT(cli::run_zoo_case(read.value(), options).problems, testing::IsEmpty());
  options.choices = irreproducible();
  EXPECT_THAT(
      cli::run_zoo_case(read.value(), options).problems,
      AllOf(testing::Contains(HasSubstr("the simulation of bad.json is not deterministic")),
            testing::Contains(HasSubstr("good.json is inconclusive: The simulation is not"))));
}

TEST(ZooUsage, SaysThatThereIsNoCase) {
  const TemporaryFolder empty;
  const Ran ran = rehearse({"zoo", empty.path()});
  EXPECT_EQ(ran.code, 2);
  EXPECT_THAT(ran.err, HasSubstr("there is no case in this folder; a case is a folder with "));
  EXPECT_EQ(rehearse({"zoo", empty.file("nowhere")}).code, 2);
}

TEST(ZooUsage, ExplainsWrongValues) {
  const auto complaint = [](std::vector<std::string> more) {
    more.insert(more.begin(), {"zoo", "folder"});
    const Ran ran = rehearse(std::move(more));
    EXPECT_EQ(ran.code, 2);
    return ran.err;
  };
  EXPECT_THAT(complaint({"--only", "ugly"}), HasSubstr("--only is bad or good, not \"ugly\""));
  EXPECT_THAT(complaint({"--runs", "0"}), HasSubstr("--runs is a whole number from 1"));
  EXPECT_THAT(complaint({"--seed", "random"}), HasSubstr("--seed is a number here"));
  EXPECT_THAT(complaint({"--only", "good", "--table", "t.md"}),
              HasSubstr("leave --only good away"));
}

}  // namespace
}  // namespace rehearse::tests
