/// `rehearse replay` from outside: what it says of a counterexample whose plan was edited since, or
/// that was damaged.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cli/run_program.hpp"

namespace rehearse::tests {
namespace {

using testing::HasSubstr;
using testing::Not;

/// A counterexample to D3, which takes one lost message.
class ReplayEdited : public ::testing::Test {
 protected:
  void SetUp() override {
    rehearse({"certify", data("rejected.plan.json"), "--scenario", data("desk.scenario.json"),
              "--out", folder_.path()});
    ASSERT_TRUE(exists(file()));
  }

  std::string file() const { return folder_.file("D3-convergence.json"); }

  static void change(std::string& text, const std::string& from, const std::string& to) {
    const std::size_t at = text.find(from);
    ASSERT_NE(at, std::string::npos) << from;
    text.replace(at, from.size(), to);
  }

  /// Replays it against the plan with the first `from` replaced.
  Ran with_plan(const std::string& from, const std::string& to) const {
    std::string text = read_whole(data("rejected.plan.json"));
    change(text, from, to);
    write_whole(folder_.file("plan.json"), text);
    return rehearse({"replay", file(), "--plan", folder_.file("plan.json")});
  }

  /// Replays it with the first `from` in the file replaced.
  Ran damaged(const std::string& from, const std::string& to) const {
    std::string text = read_whole(file());
    change(text, from, to);
    write_whole(folder_.file("damaged.json"), text);
    return rehearse({"replay", folder_.file("damaged.json")});
  }

 private:
  TemporaryFolder folder_;
};

TEST_F(ReplayEdited, ThePlanThatItWasWrittenForGivesTheSameHistory) {
  const Ran ran = rehearse({"replay", file(), "--plan", data("rejected.plan.json")});
  EXPECT_EQ(ran.code, 1) << ran.out << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("REPRODUCED   the same history, bit for bit"));
}

TEST_F(ReplayEdited, NamesItsFaults) {
  const Ran ran = rehearse({"replay", file()});
  EXPECT_THAT(ran.out, HasSubstr("1 fault, "));
  EXPECT_THAT(ran.out, HasSubstr("\nfault "));
  EXPECT_THAT(read_whole(file()), HasSubstr("\n  \"strikes\": [\n    {\"fault\":\"re"));
}

TEST_F(ReplayEdited, AnUnrelatedEditStillFails) {
  for (const auto& [from, to] : std::vector<std::pair<std::string, std::string>>{
           {"\"name\": \"notes\"", "\"name\": \"memos\""},
           {"\"create\": [",
            "\"peek\": [{\"read\": \"notes\", \"key\": \"$note\"}], \"create\": ["},
           {"\"steps\": [\"notes.drain\"]},",
            "\"steps\": [\"notes.drain\"], \"gate\": {\"when\": [{\"metric\": "
            "\"app.instances_on_v1\", \"equals\": 0}], \"deadline\": \"10s\"}},"},
           {"\"keep\": \"100ms\"", "\"keep\": \"120ms\""}}) {
    const Ran ran = with_plan(from, to);
    EXPECT_EQ(ran.code, 1) << to << ran.out << ran.err;
    EXPECT_THAT(ran.out, HasSubstr("STILL FAILS   the plan or scenario was edited since, and D3 "
                                   "about notes is violated all the same"));
  }
}

TEST_F(ReplayEdited, SaysWhatHeldInsteadWhenThePlanIsMended) {
  const Ran ran = with_plan("\"second_write_failure\": \"ignore\"",
                            "\"second_write_failure\": \"enqueue_repair\"");
  EXPECT_EQ(ran.code, 5) << ran.out << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("NO LONGER FAILS   the plan or scenario was edited since, and D3 "
                                 "about notes is not violated in this run any more"));
  EXPECT_THAT(ran.out, HasSubstr(". Instead: D3 holds"));
}

TEST_F(ReplayEdited, SaysWhichNameIsGone) {
  ASSERT_THAT(read_whole(file()), HasSubstr("\"operation\":\"create\""));
  const Ran ran = with_plan("\"create\": [", "\"make\": [");
  EXPECT_EQ(ran.code, 5) << ran.out << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("NO LONGER APPLIES   the plan or scenario was edited since: the "
                                 "plan has no operation \"create\"\n"));
}

TEST_F(ReplayEdited, APlanThatIsNoneIsBadInput) {
  const Ran ran = with_plan("\"kind\": \"schema\"", "\"kind\": \"shema\"");
  EXPECT_EQ(ran.code, 2) << ran.out;
  EXPECT_THAT(ran.err, HasSubstr("plan.json:"));
  const Ran missing = rehearse({"replay", file(), "--plan", "/nowhere/plan.json"});
  EXPECT_EQ(missing.code, 2) << missing.out;
  EXPECT_THAT(missing.err, HasSubstr("/nowhere/plan.json"));
}

TEST_F(ReplayEdited, DamageIsToldWithItsPlace) {
  const Ran unknown = damaged("{\"fault\":\"re", "{\"fault\":\"xx");
  EXPECT_EQ(unknown.code, 2) << unknown.out;
  EXPECT_THAT(unknown.err, HasSubstr("damaged.json:"));
  EXPECT_THAT(unknown.err, HasSubstr("/strikes/0: there is no fault \"xx"));
  EXPECT_THAT(unknown.err, HasSubstr("rehearse list faults"));
  const Ran huge = damaged("\"at_us\":", "\"at_us\":9999999999999999999");
  EXPECT_EQ(huge.code, 2) << huge.out;
  EXPECT_THAT(huge.err, HasSubstr("/operations/0: an operation is an object of"));
  EXPECT_EQ(damaged("\"strikes\": [", "\"strikes\": {").code, 2);
}

/// Read as it is, and no node of that number can be struck: it diverges and says so.
TEST_F(ReplayEdited, AFaultThatCannotStrikeThereIsTold) {
  std::string text = read_whole(file());
  const std::size_t begin = text.find("    {\"fault\":");
  ASSERT_NE(begin, std::string::npos);
  const std::size_t end = text.find('\n', begin);
  for (const std::string strike :
       {"{\"fault\":\"crash\",\"node\":9999,\"at_us\":5}", "{\"fault\":\"crash\",\"at_us\":5}",
        "{\"fault\":\"outage\",\"node\":\"app/1\",\"at_us\":5}",
        "{\"fault\":\"reply_lost\",\"at_us\":5}"}) {
    std::string other = text;
    write_whole(file() + ".x", other.replace(begin, end - begin, "    " + strike));
    const Ran ran = rehearse({"replay", file() + ".x"});
    EXPECT_EQ(ran.code, 5) << strike << ran.out << ran.err;
    EXPECT_THAT(ran.out, HasSubstr("of the file never struck"));
    EXPECT_THAT(ran.out, HasSubstr("DIVERGED   "));
    EXPECT_THAT(ran.out, Not(HasSubstr("\nfault ")));
  }
}

}  // namespace
}  // namespace rehearse::tests
