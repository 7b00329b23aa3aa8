/// `rehearse judge --model`: what somebody else recorded.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "tests/cli/run_program.hpp"

namespace rehearse::tests {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

Ran judge_text(const std::string& text, const std::vector<std::string>& more) {
  const TemporaryFolder folder;
  std::ofstream(folder.file("h")) << text;
  std::vector<std::string> arguments{"judge", folder.file("h")};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return rehearse(arguments);
}

const std::string written =
    "{:process 0, :type :invoke, :f :write, :value 1}\n"
    "{:process 0, :type :ok, :f :write, :value 1}\n"
    "{:process 1, :type :invoke, :f :read, :value nil}\n";

TEST(JudgeRecorded, SaysWhatHolds) {
  const Ran ran = judge_text(written + "{:process 1, :type :ok, :f :read, :value 1}\n",
                             {"--model", "register"});
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("h: 2 operations by 2 processes\n"));
  EXPECT_THAT(ran.out, HasSubstr("register      holds     every register is linearizable\n"));
}

TEST(JudgeRecorded, SaysWhenNothingWasSeen) {
  const Ran ran = judge_text(written, {"--model", "register"});
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("register      not exercised  every register is linearizable\n"));
}

TEST(JudgeRecorded, TellsWhatIsViolatedWithItsProof) {
  const Ran ran = judge_text(written + "{:process 1, :type :ok, :f :read, :value nil}\n",
                             {"--model", "register", "--format", "edn"});
  EXPECT_EQ(ran.code, 1) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("register      violated  every register is linearizable\n"));
  EXPECT_THAT(ran.out, HasSubstr("process 1 read nil (lines 3 to 4), although 1 was there"));
  EXPECT_THAT(ran.out, HasSubstr("  Let A = process 0: write 1 (lines 1 to 2)\n"));
  EXPECT_THAT(ran.out, HasSubstr(": a contradiction.\n"));
  EXPECT_THAT(ran.out, HasSubstr("Lost: linearizability. Still held: sequential consistency."));
}

TEST(JudgeRecorded, BeginsWithWhatItIsTold) {
  const std::string text =
      "{:process 1, :type :invoke, :f :read, :value nil}\n"
      "{:process 1, :type :ok, :f :read, :value 7}\n";
  EXPECT_EQ(judge_text(text, {"--model", "register"}).code, 1);
  EXPECT_EQ(judge_text(text, {"--model", "register", "--initial", "7"}).code, 0);
}

TEST(JudgeRecorded, SaysWhenNobodyKnows) {
  std::string text;
  for (const char* type : {"invoke", "ok"}) {
    for (int process = 0; process < 2; ++process) {
      text += "{:process " + std::to_string(process) + ", :type :" + type +
              ", :f :enqueue, :value 1}\n";
    }
  }
  const Ran ran = judge_text(text, {"--model", "queue"});
  EXPECT_EQ(ran.code, 3) << ran.out;
  EXPECT_THAT(ran.out, HasSubstr("queue         unknown"));
  EXPECT_THAT(ran.out, HasSubstr("nobody knows: 1 is enqueued twice (lines 1 and 2)"));
}

TEST(JudgeRecorded, RefusesWhatItCannotRead) {
  Ran ran = judge_text(written + "{:process 1, :type", {"--model", "register"});
  EXPECT_EQ(ran.code, 2);
  EXPECT_THAT(ran.err, HasSubstr("h:4:1: the file ends within what begins here"));
  ran = rehearse({"judge", "/no/such/file", "--model", "register"});
  EXPECT_EQ(ran.code, 2);
  EXPECT_THAT(ran.err, HasSubstr("/no/such/file: cannot be read: No such file"));
  ran = rehearse({"judge", "/", "--model", "register"});
  EXPECT_EQ(ran.code, 2);
  EXPECT_THAT(ran.err, HasSubstr("/: this is a directory"));
}

TEST(JudgeRecorded, SaysHowItIsAskedRightly) {
  const auto complaint = [](const std::vector<std::string>& more) {
    const Ran ran = judge_text(written, more);
    EXPECT_EQ(ran.code, 2);
    return ran.err;
  };
  EXPECT_THAT(complaint({}), StartsWith("rehearse: judge needs --plan and --scenario for a history "
                                        "of rehearse, or --model for a recording"));
  EXPECT_THAT(complaint({"--model", "registr"}), HasSubstr("did you mean \"register\"?"));
  EXPECT_THAT(complaint({"--model", "register", "--format", "xml"}),
              HasSubstr("there is no format \"xml\""));
  EXPECT_THAT(complaint({"--model", "register", "--plan", "p.json"}),
              HasSubstr("leave --plan and --scenario away"));
  EXPECT_THAT(complaint({"--plan", "p", "--scenario", "s", "--format", "edn"}),
              HasSubstr("--format and --time-budget go with --model"));
  EXPECT_THAT(complaint({"--model", "register", "--time-budget", "soon"}),
              HasSubstr("--time-budget is a length of time"));
}

}  // namespace
}  // namespace rehearse::tests
