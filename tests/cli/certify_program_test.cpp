/// A program of the user's in a service's place, live: what is right about it, and what is wrong.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "tests/cli/run_program.hpp"

namespace rehearse::tests {
namespace {

using testing::AllOf;
using testing::HasSubstr;
namespace fs = std::filesystem;

/// Whether a process runs whose command line has these words.
bool runs(const std::string& words) {
  return std::system(("pgrep -f '" + words + "' > /dev/null").c_str()) == 0;
}

class CertifyProgram : public ::testing::Test {
 protected:
  /// A live run of the plan with a program that does wrong what `mode` says.
  Ran certify(const std::string& mode) { return certify_text(plan(mode)); }
  Ran certify_text(const std::string& text) {
    write_whole(folder.file("plan.json"), text);
    return rehearse({"certify", folder.file("plan.json"), "--scenario",
                     data("program.scenario.json"), "--live", "--allow-commands", "--out",
                     folder.file("out")});
  }
  static std::string plan(const std::string& mode) {
    const std::string text = read_whole(data("program.plan.json"));
    return with(with(text, "MODE", mode), "SCRIPT", data("faulty_service.py"));
  }
  /// The plan, with everything tolerated that a test does to the program, and callers who ask again
  /// until it is back.
  static std::string tolerant(const std::string& mode) {
    return with(with(plan(mode), R"("retries": 3, "backoff": "10ms")",
                     R"("retries": 12, "backoff": "30ms")"),
                "\"phases\":",
                "\"tolerates\": {\"message_loss\": true, \"app_crashes\": 1, "
                "\"store_outage\": \"1s\"}, \"phases\":");
  }
  static std::string durable(const std::string& mode) {
    return with(with(tolerant(mode), "\"{port}\",", "\"{port}\", \"--folder\", \"{folder}\","),
                "\"ready\"", "\"durable\": true, \"ready\"");
  }
  /// An answer is lost, whose caller asks again after half a second; and that.
  static std::string lost_and(const std::string& fault) {
    return R"({"reply_lost": {"between": ["app", "payments.new"]}, "nth": 2}, )" + fault;
  }
  Ran certify_under(const std::string& plan, const std::string& faults) {
    write_whole(folder.file("plan.json"), plan);
    write_whole(folder.file("scenario.json"),
                with(with(read_whole(data("program.scenario.json")), "100ms", "1s"), "\"traffic\"",
                     "\"faults\": [" + faults + "], \"traffic\""));
    return rehearse({"certify", folder.file("plan.json"), "--scenario",
                     folder.file("scenario.json"), "--live", "--allow-commands", "--out",
                     folder.file("out")});
  }
  std::string certificate() const { return read_whole(folder.file("out") + "/certificate.json"); }

  TemporaryFolder folder;
};

TEST_F(CertifyProgram, ASoundProgramIsCertifiedByWhatItsDumpSays) {
  const Ran ran = certify("sound");
  EXPECT_EQ(ran.code, 0) << ran.out << ran.err;
  EXPECT_THAT(certificate(), HasSubstr("payments.new was your program (python3 "));
  EXPECT_THAT(read_whole(folder.file("out") + "/history.jsonl"),
              HasSubstr(R"("event":"effect","phase":"switch","node":"payments.new")"));
}

/// Its clock jumps ahead while the caller of a charge does not know what came of it: the key is
/// forgotten before its time, and the order charged twice. Simulation says the same of the
/// contract.
TEST_F(CertifyProgram, AClockThatIsWrongIsWhatTheProgramReads) {
  if (!exists("/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1"))
    GTEST_SKIP() << "libfaketime is not installed";
  const std::string expiring =
      with(with(plan("expires"), "\"run\": {", "\"key_expiry\": \"2s\", \"run\": {"), "\"phases\":",
           "\"tolerates\": {\"message_loss\": true, \"clock_skew\": \"3s\"}, \"phases\":");
  const std::string lost = R"({"reply_lost": {"between": ["app", "payments.new"]}, "nth": 1})";
  const std::string clock = R"({"clock_ahead": {"node": "payments.new", "duration": "3s"},
                                "at": {"phase": "switch", "after": "300ms"}})";
  write_whole(folder.file("plan.json"), expiring);
  for (const bool wrong : {false, true}) {
    write_whole(folder.file("scenario.json"),
                with(with(read_whole(data("program.scenario.json")), "100ms", "1s"), "\"traffic\"",
                     "\"faults\": [" + lost + (wrong ? ", " + clock : "") + "], \"traffic\""));
    for (const bool live : {false, true}) {
      std::vector<std::string> words{"certify",    folder.file("plan.json"),
                                     "--scenario", folder.file("scenario.json"),
                                     "--out",      folder.file("out")};
      if (live) words.insert(words.end(), {"--live", "--allow-commands"});
      const Ran ran = rehearse(words);
      EXPECT_EQ(ran.code, wrong ? 1 : 0) << ran.out << ran.err;
      EXPECT_EQ(ran.out.find("D2 one_effect            violated") != std::string::npos, wrong);
    }
  }
}

/// Killed in the middle of its work, and started again. What it has done before is not told twice.
TEST_F(CertifyProgram, ADurableProgramIsKilledAndJudgedByAllThatItHasDone) {
  const std::string crash = R"({"crash": {"node": "payments.new", "restart_after": "20ms"},
                                "at": {"phase": "switch", "after": "200ms"}})";
  const Ran ran = certify_under(durable("sound"), lost_and(crash));
  EXPECT_EQ(ran.code, 0) << ran.out << ran.err;
  EXPECT_THAT(read_whole(folder.file("out") + "/history.jsonl"),
              HasSubstr(R"("event":"node_down","phase":"switch","node":"payments.new")"));
}

/// The caller of a charge does not know what came of it, and asks again by the same key, which the
/// next process does not know.
TEST_F(CertifyProgram, OneThatForgetsItsKeysWhenItIsKilledChargesTwice) {
  const std::string crash = R"({"crash": {"node": "payments.new", "restart_after": "20ms"},
                                "at": {"phase": "switch", "after": "300ms"}})";
  const Ran ran = certify_under(durable("forgets_keys"), lost_and(crash));
  EXPECT_EQ(ran.code, 1) << ran.out << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("D2 one_effect            violated"));
}

/// Nobody said that it comes back as it was: it is only out of reach.
TEST_F(CertifyProgram, AProgramThatIsNotDurableIsNotKilled) {
  const std::string outage = R"({"outage": {"node": "payments.new", "duration": "100ms"},
                                 "at": {"phase": "switch", "after": "200ms"}})";
  const Ran ran = certify_under(tolerant("sound"), lost_and(outage));
  EXPECT_EQ(ran.code, 0) << ran.out << ran.err;
  EXPECT_THAT(certificate(), HasSubstr(R"("kind": "outage")"));
}

/// A request is not what one read returns.
TEST_F(CertifyProgram, OneThatReadsOnceIsRejectedWhereRequestsComeInPieces) {
  const std::string sliced = R"({"sliced": {"node": "payments.new", "duration": "2s"},
                                 "at": {"phase": "switch", "after": "100ms"}})";
  EXPECT_EQ(certify_under(tolerant("sound"), sliced).code, 0);
  const Ran ran = certify_under(tolerant("one_read"), sliced);
  EXPECT_EQ(ran.code, 1) << ran.out << ran.err;
}

/// A plan comes in a pull request; nobody read it yet.
TEST_F(CertifyProgram, NothingOfAPlanIsStartedThatNobodyAllowed) {
  const std::string touches = R"("sh", "-c", "touch )" + folder.file("touched") + R"(", ")";
  write_whole(folder.file("plan.json"), with(plan("sound"), "\"python3\", \"", touches));
  std::vector<std::string> words{"certify",    folder.file("plan.json"),
                                 "--scenario", data("program.scenario.json"),
                                 "--out",      folder.file("out")};
  EXPECT_EQ(rehearse(words).code, 0);
  EXPECT_EQ(rehearse({"check", folder.file("plan.json")}).code, 0);
  words.push_back("--live");
  const Ran refused = rehearse(words);
  EXPECT_EQ(refused.code, 2);
  EXPECT_THAT(refused.err, HasSubstr("/tracks/payments/new/run/command: the plan starts a program "
                                     "on this machine, and nobody allowed it (value sh -c touch"));
  EXPECT_THAT(refused.err, HasSubstr("then add --allow-commands"));
  EXPECT_FALSE(exists(folder.file("touched")));
  words.push_back("--allow-commands");
  rehearse(words);
  EXPECT_TRUE(exists(folder.file("touched")));
}

TEST_F(CertifyProgram, SimulationSaysThatItDidNotRunIt) {
  write_whole(folder.file("plan.json"), plan("sound"));
  const Ran ran = rehearse({"certify", folder.file("plan.json"), "--scenario",
                            data("program.scenario.json"), "--out", folder.file("out")});
  EXPECT_EQ(ran.code, 0) << ran.out << ran.err;
  EXPECT_THAT(certificate(), AllOf(HasSubstr("was simulated by its contract; your program"),
                                   HasSubstr("was not run: --live does.")));
}

TEST_F(CertifyProgram, AProgramThatIsNotThereIsSaidSo) {
  const Ran ran = certify_text(with(plan("x"), "\"python3\"", "\"./no-such-service\""));
  EXPECT_EQ(ran.code, 3) << ran.out << ran.err;
  EXPECT_THAT(ran.out, HasSubstr(folder.file("no-such-service") + ": No such file"));
  const Ran other = certify_text(with(plan("x"), "\"python3\"", "\"no-such-service\""));
  EXPECT_THAT(other.out, HasSubstr("there is no program \"no-such-service\" in PATH"));
}

TEST_F(CertifyProgram, OneThatNeverGetsReadyEndsTheRun) {
  const Ran ran = certify_text(with(plan("silent"), "\"5s\"", "\"300ms\""));
  EXPECT_EQ(ran.code, 3) << ran.out << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("python3 was not ready within 300ms (GET /healthz)"));
}

/// The application fulfils when it is told, once for each charge.
TEST_F(CertifyProgram, WhatItReportsByWebhookTheApplicationTakes) {
  const std::string reporting =
      with(with(with(plan("sound"), R"("{port}",)", R"("{port}", "--hooks", "{webhooks}",)"),
                R"("run": {)",
                R"("webhooks": true, "run": {"webhook": {"post": "/paid", "identity": "/order"},)"),
           R"("route": "new"})", R"("route": "new", "webhooks": "new"})");
  const Ran ran = certify_text(reporting);
  EXPECT_EQ(ran.code, 0) << ran.out << ran.err;
  EXPECT_THAT(read_whole(folder.file("out") + "/history.jsonl"),
              HasSubstr(R"("event":"webhook","phase":"switch","node":"app/1")"));
}

/// A port that was free when it was chosen can be somebody else's when the program listens.
TEST_F(CertifyProgram, OneWhosePortWasTakenIsStartedAtAnother) {
  const std::string taken =
      "\"sh\", \"-c\", \"[ -e {folder}/once ] && exec python3 \\\"$@\\\"; touch {folder}/once; "
      "python3 -m http.server {port} --bind 127.0.0.1 & sleep 0.5; exit 1\", \"sh\", \"";
  const Ran ran = certify_text(with(plan("sound"), "\"python3\", \"", taken));
  EXPECT_EQ(ran.code, 0) << ran.out << ran.err;
  EXPECT_FALSE(runs("http.server [0-9]* --bind 127.0.0.1"));
}

TEST_F(CertifyProgram, OneThatDiesEndsTheRunWithWhatItPrinted) {
  const Ran ran = certify("dies");
  EXPECT_EQ(ran.code, 3) << ran.out << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("python3 ended with code 4; it printed: out of paper"));
}

TEST_F(CertifyProgram, ADumpThatIsNoneEndsTheRun) {
  const Ran ran = certify("gibberish");
  EXPECT_EQ(ran.code, 3) << ran.out << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("has no list at \"/entries\" of its dump (GET /admin/ledger), "
                                 "which begins: {\"ledger\""));
}

TEST_F(CertifyProgram, ADumpThatShrinksEndsTheRun) {
  const Ran ran = certify("forgets");
  EXPECT_EQ(ran.code, 3) << ran.out << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("the list in its dump only grows"));
}

TEST_F(CertifyProgram, AmountsAreOfTheSmallestUnit) {
  const Ran ran = certify("fractions");
  EXPECT_EQ(ran.code, 3) << ran.out << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("the amount (/cents) is no integer of the smallest unit"));
}

TEST_F(CertifyProgram, OneThatDoesNotTakeThePhaseEndsTheRun) {
  const Ran ran = certify("deaf");
  EXPECT_EQ(ran.code, 3) << ran.out << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("did not take the news of the phase switch (PUT /admin/phase)"));
}

TEST_F(CertifyProgram, ARequestThatItDoesNotUnderstandCountsAgainstThePlan) {
  const Ran ran = certify("refuses");
  EXPECT_EQ(ran.code, 1) << ran.out << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("X1"));
}

TEST_F(CertifyProgram, NothingThatItStartedIsLeft) {
  const Ran ran = certify("starts");
  EXPECT_EQ(ran.code, 0) << ran.out << ran.err;
  EXPECT_TRUE(eventually([] { return !runs("[s]leep 1000.25"); }));
}

}  // namespace
}  // namespace rehearse::tests
