/// `rehearse certify` from outside: exit codes, what it says, what it leaves behind.

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "cli/commands.hpp"
#include "tests/cli/irreproducible.hpp"
#include "tests/cli/run_program.hpp"

namespace rehearse::tests {
namespace {

using testing::HasSubstr;
using testing::Not;

std::vector<std::string> certify(const std::string& plan, const std::string& out,
                                 const std::vector<std::string>& more = {},
                                 const std::string& scenario = "desk.scenario.json") {
  std::vector<std::string> arguments{"certify",      data(plan), "--scenario",
                                     data(scenario), "--out",    out};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

std::vector<std::string> files_in(const std::string& folder) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    names.push_back(entry.path().filename().string());
  }
  return names;
}

/// The verdict of the certificate in `folder`; it stands before those of the properties.
std::string verdict_in(const std::string& folder) {
  const std::string certificate = read_whole(folder + "/certificate.json");
  return member(certificate.substr(0, certificate.find("\"cause\"")), "verdict");
}

TEST(Certify, ACertifiedPlanEndsWithZero) {
  const TemporaryFolder folder;
  const Ran ran = rehearse(certify("certified.plan.json", folder.file("out")));
  EXPECT_EQ(ran.code, 0) << ran.out << ran.err;
  EXPECT_EQ(ran.err, "");
  EXPECT_THAT(ran.out, HasSubstr("plan notes  sha256:"));
  EXPECT_THAT(ran.out, HasSubstr("seed 1\n"));
  EXPECT_THAT(ran.out, HasSubstr("\nCERTIFIED in "));
  EXPECT_THAT(ran.out, HasSubstr("\nreport   " + folder.file("out/report.html") + "\n"));
  EXPECT_THAT(ran.out, Not(HasSubstr("replay")));
  EXPECT_THAT(
      files_in(folder.file("out")),
      testing::UnorderedElementsAre("certificate.json", "certificate.intoto.json", "report.html",
                                    "junit.xml", "summary.md", "history.jsonl"));
}

TEST(Certify, LeavesAHistoryThatCanBeJudgedLater) {
  const TemporaryFolder folder;
  rehearse(certify("certified.plan.json", folder.file("out")));
  const Ran ran = rehearse({"judge", folder.file("out/history.jsonl"), "--plan",
                            data("certified.plan.json"), "--scenario", data("desk.scenario.json")});
  EXPECT_EQ(ran.code, 0) << ran.out << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("D1 no_lost_write          holds"));
}

TEST(Certify, WhatHasNothingToCheckEndsWithFour) {
  const TemporaryFolder folder;
  std::string text = read_whole(data("desk.scenario.json"));
  text.replace(text.find("\"store\""), 0, "\"properties\": [], ");
  write_whole(folder.file("scenario.json"), text);
  const Ran ran = rehearse({"certify", data("certified.plan.json"), "--scenario",
                            folder.file("scenario.json"), "--out", folder.file("out")});
  EXPECT_EQ(ran.code, 4) << ran.out << ran.err;
  EXPECT_THAT(ran.err, HasSubstr("the scenario desk judges no property"));
}

TEST(Certify, AScenarioThatAsksForNoRunEndsWithFour) {
  const TemporaryFolder folder;
  std::string text = read_whole(data("desk.scenario.json"));
  const std::string asked = "\"swarm_runs\": 40";
  text.replace(text.find(asked), asked.size(), "\"swarm_runs\": 0");
  write_whole(folder.file("scenario.json"), text);
  const Ran ran = rehearse({"certify", data("certified.plan.json"), "--scenario",
                            folder.file("scenario.json"), "--out", folder.file("out")});
  EXPECT_EQ(ran.code, 4) << ran.out << ran.err;
  EXPECT_THAT(ran.err, HasSubstr("asks for no run"));
}

TEST(Certify, SaysThatAnOlderCertificateIsNotThisRuns) {
  const TemporaryFolder folder;
  rehearse(certify("certified.plan.json", folder.file("out")));
  const Ran ran = rehearse(certify("invalid.plan.json", folder.file("out")));
  EXPECT_EQ(ran.code, 2);
  EXPECT_THAT(ran.err, HasSubstr("is of an earlier run"));
  EXPECT_EQ(verdict_in(folder.file("out")), "certified");
}

TEST(Certify, NothingOlderSurvivesAReportThatCannotBeWritten) {
  const TemporaryFolder folder;
  rehearse(certify("certified.plan.json", folder.file("out")));
  std::filesystem::remove(folder.file("out/junit.xml"));
  std::filesystem::create_directories(folder.file("out/junit.xml/in the way"));
  const Ran ran = rehearse(certify("certified.plan.json", folder.file("out")));
  EXPECT_EQ(ran.code, 2) << ran.out << ran.err;
  EXPECT_EQ(verdict_in(folder.file("out")), "incomplete");
}

TEST(Certify, LeavesTheHistoryOfACounterexampleToo) {
  const TemporaryFolder folder;
  rehearse(certify("rejected.plan.json", folder.file("out")));
  const Ran ran = rehearse({"judge", folder.file("out/D3-convergence.history.jsonl"), "--plan",
                            data("rejected.plan.json"), "--scenario", data("desk.scenario.json")});
  EXPECT_EQ(ran.code, 1) << ran.out << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("D3 convergence            violated"));
}

TEST(Certify, RefusesALiteralThatItsFieldCannotHold) {
  const TemporaryFolder folder;
  std::string text = read_whole(data("certified.plan.json"));
  const std::string put = "\"put\": \"notes\", \"key\": \"$note\"";
  ASSERT_NE(text.find(put), std::string::npos);
  text.insert(text.find(put) + put.size(), ", \"value\": {\"text\": 5}");
  write_whole(folder.file("plan.json"), text);
  const Ran ran = rehearse({"check", folder.file("plan.json")});
  EXPECT_EQ(ran.code, 2) << text;
  EXPECT_THAT(ran.err, HasSubstr("/value/text: the field \"text\" takes a text"));
}

TEST(Certify, RefusesTransformsThatCanMapNothing) {
  const TemporaryFolder folder;
  std::string text = read_whole(data("certified.plan.json"));
  const std::string rename = "{\"rename\": \"text\", \"to\": \"body\"}";
  text.replace(text.find(rename), rename.size(),
               "{\"map\": \"pages\", \"values\": {\"one\": \"1\"}}");
  write_whole(folder.file("plan.json"), text);
  const Ran ran = rehearse({"certify", folder.file("plan.json"), "--out", folder.file("out")});
  EXPECT_EQ(ran.code, 2) << ran.out << ran.err;
  EXPECT_THAT(ran.err, HasSubstr("plan.json:11:7: /tracks/notes/transform: "));
  EXPECT_THAT(ran.err, HasSubstr("does not fit its type"));
}

TEST(Certify, ARejectedPlanEndsWithOneTheCauseAndTheReplayCommand) {
  const TemporaryFolder folder;
  const Ran ran = rehearse(certify("rejected.plan.json", folder.file("out")));
  EXPECT_EQ(ran.code, 1) << ran.out << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("\nREJECTED in "));
  EXPECT_THAT(ran.out, HasSubstr("\nbecause  "));
  EXPECT_THAT(ran.out, HasSubstr("/report.html#p-"));
  const std::size_t at = ran.out.find("replay   rehearse replay ") + 25;
  const std::string file = ran.out.substr(at, ran.out.find(" --trace", at) - at);
  EXPECT_TRUE(exists(file)) << file;
}

TEST(Certify, AnExpectedRejectionIsASuccess) {
  const TemporaryFolder folder;
  const auto outcome = [&](const char* plan, const char* expectation) {
    return rehearse(certify(plan, folder.file("out"), {"--expect-violated", expectation}));
  };
  const Ran met = outcome("rejected.plan.json", "D3");
  EXPECT_EQ(met.code, 0);
  EXPECT_THAT(met.out, HasSubstr("REJECTED"));
  EXPECT_THAT(met.out, HasSubstr("expected D3 violated; found: violated in phase "));
  EXPECT_EQ(outcome("rejected.plan.json", "convergence").code, 0);
  const Ran other_phase = outcome("rejected.plan.json", "D3@expand");
  EXPECT_EQ(other_phase.code, 1);
  EXPECT_THAT(other_phase.out, HasSubstr("expected D3 violated in phase expand; found: violated"));
  EXPECT_THAT(other_phase.out, HasSubstr("not as expected"));
  EXPECT_EQ(outcome("rejected.plan.json", "I1").code, 1);
  const Ran certified = outcome("certified.plan.json", "D3");
  EXPECT_EQ(certified.code, 1);
  EXPECT_THAT(certified.out, HasSubstr("expected D3 violated; found: holds"));
}

TEST(Certify, RehearsesWithoutAScenarioToo) {
  const TemporaryFolder folder;
  const Ran ran = rehearse({"certify", data("certified.plan.json"), "--runs", "10", "--store",
                            "model", "--out", folder.path()});
  EXPECT_THAT(ran.out, HasSubstr("scenario default  10 runs   (no --scenario was given)"));
  EXPECT_EQ(ran.code, 0) << ran.out;
}

TEST(Certify, NamesCounterexamplesOfSeveralScenariosApart) {
  const TemporaryFolder folder;
  std::string other = read_whole(data("desk.scenario.json"));
  other.replace(other.find("\"desk\""), 6, "\"other desk\"");
  write_whole(folder.file("other.json"), other);
  const Ran ran = rehearse(
      certify("rejected.plan.json", folder.file("out"), {"--scenario", folder.file("other.json")}));
  EXPECT_EQ(ran.code, 1) << ran.err;
  EXPECT_TRUE(exists(folder.file("out/desk--D3-convergence.json")));
  EXPECT_TRUE(exists(folder.file("out/other-desk--D3-convergence.json")));
  EXPECT_THAT(ran.out, HasSubstr("report.html#desk--p-"));
}

TEST(Certify, RemovesCounterexamplesOfAnEarlierRunAndNothingElse) {
  const TemporaryFolder folder;
  rehearse(certify("rejected.plan.json", folder.path()));
  ASSERT_TRUE(exists(folder.file("D3-convergence.json")));
  write_whole(folder.file("notes.txt"), "mine");
  rehearse(certify("certified.plan.json", folder.path()));
  EXPECT_FALSE(exists(folder.file("D3-convergence.json")));
  EXPECT_TRUE(exists(folder.file("notes.txt")));
}

TEST(Certify, SaysWhenTheOutputFolderCannotBeUsed) {
  const TemporaryFolder folder;
  write_whole(folder.file("file"), "");
  const Ran in_the_way = rehearse(certify("certified.plan.json", folder.file("file")));
  EXPECT_EQ(in_the_way.code, 2);
  EXPECT_THAT(in_the_way.err, HasSubstr("--out"));
  EXPECT_EQ(in_the_way.out, "");
  const Ran nowhere = rehearse(certify("certified.plan.json", "/proc/rehearse-out"));
  EXPECT_EQ(nowhere.code, 2);
  EXPECT_THAT(nowhere.err, HasSubstr("/proc/rehearse-out: "));
  if (geteuid() != 0) {  // root may write anywhere
    chmod(folder.path().c_str(), 0500);
    EXPECT_EQ(rehearse(certify("certified.plan.json", folder.path())).code, 2);
    chmod(folder.path().c_str(), 0700);
  }
}

TEST(Certify, FailsWhenStandardOutputIsFull) {
  const TemporaryFolder folder;
  Invocation shell;
  shell.program = "/bin/sh";
  std::string command = REHEARSE_PROGRAM;
  for (const auto& word : certify("certified.plan.json", folder.path())) command += " " + word;
  shell.arguments = {"-c", command + " > /dev/full"};
  EXPECT_EQ(run(shell).code, 2);
}

TEST(Certify, PaintsOnlyWhenAsked) {
  const TemporaryFolder folder;
  Invocation invocation;
  invocation.arguments = certify("certified.plan.json", folder.path());
  EXPECT_THAT(run(invocation).out, Not(HasSubstr("\x1b")));
  invocation.environment = {{"NO_COLOR", "1"}};
  EXPECT_THAT(run(invocation).out, Not(HasSubstr("\x1b")));
  invocation.environment.clear();
  invocation.arguments.insert(invocation.arguments.end(), {"--color", "always"});
  EXPECT_THAT(run(invocation).out, HasSubstr("\x1b[32mCERTIFIED\x1b[0m"));
}

TEST(Certify, QuietSaysTheVerdictAndWhereToLook) {
  const TemporaryFolder folder;
  const Ran ran = rehearse(certify("certified.plan.json", folder.path(), {"--quiet"}));
  EXPECT_THAT(ran.out, testing::StartsWith("CERTIFIED in "));
  EXPECT_EQ(std::count(ran.out.begin(), ran.out.end(), '\n'), 3);
}

TEST(Certify, TheTimeBudgetLeavesAnIncompleteCertificate) {
  const TemporaryFolder folder;
  const Ran ran =
      rehearse(certify("certified.plan.json", folder.path(),
                       {"--runs", "100000", "--time-budget", "100ms"}, "calm.scenario.json"));
  EXPECT_EQ(ran.code, 3) << ran.out;
  EXPECT_THAT(ran.out, HasSubstr("INCOMPLETE in "));
  EXPECT_THAT(ran.out, HasSubstr("The time budget of 100ms was over."));
}

/// Starts a long certification and interrupts it once it has begun.
Ran interrupted_by(int signal, const std::string& out, int times) {
  Invocation invocation;
  invocation.arguments = certify("certified.plan.json", out, {"--runs", "100000", "--jobs", "2"},
                                 "calm.scenario.json");
  Program program(invocation);
  EXPECT_TRUE(eventually([&] { return exists(out + "/certificate.json"); }));
  for (int i = 0; i < times; ++i) program.send(signal);
  return program.wait();
}

TEST(Certify, AnInterruptWritesAnIncompleteCertificate) {
  for (const int signal : {SIGINT, SIGTERM}) {
    const TemporaryFolder folder;
    const Ran ran = interrupted_by(signal, folder.file("out"), 1);
    EXPECT_EQ(ran.code, 130) << ran.out << ran.err;
    EXPECT_THAT(ran.err, HasSubstr("once more stops at once"));
    EXPECT_THAT(ran.out, HasSubstr("INCOMPLETE in "));
    EXPECT_THAT(ran.out, HasSubstr(" It was interrupted."));
    EXPECT_EQ(verdict_in(folder.file("out")), "incomplete");
    EXPECT_THAT(read_whole(folder.file("out/report.html")), HasSubstr("INCOMPLETE"));
  }
}

TEST(Certify, ASecondInterruptStopsAtOnceAndLeavesNoCertifiedCertificate) {
  const TemporaryFolder folder;
  rehearse(certify("certified.plan.json", folder.file("out")));
  std::filesystem::remove(folder.file("out/certificate.json"));
  const Ran ran = interrupted_by(SIGINT, folder.file("out"), 50);
  EXPECT_EQ(ran.code, 130);
  EXPECT_EQ(verdict_in(folder.file("out")), "incomplete");
}

TEST(Certify, AnInterruptEndsAProgramThatWaitsForItsInput) {
  const TemporaryFolder folder;
  const std::string pipe = folder.file("plan.json");
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  Invocation invocation;
  invocation.arguments = {"certify", pipe, "--out", folder.file("out")};
  Program program(invocation);
  int writer = -1;  // it can be opened once the program waits at the other end
  EXPECT_TRUE(eventually([&] {
    writer = open(pipe.c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC);
    return writer >= 0;
  }));
  program.send(SIGINT);
  EXPECT_EQ(program.wait().code, 1000 + SIGINT);
  close(writer);
  EXPECT_FALSE(exists(folder.file("out")));
}

TEST(Certify, SaysWhatNeverHappenedAndMustHave) {
  const TemporaryFolder folder;
  std::string text = read_whole(data("desk.scenario.json"));
  text.replace(text.find("\"store\""), 0, "\"must_happen\": [\"rollback.cutover\"], ");
  write_whole(folder.file("s.json"), text);
  const Ran ran = rehearse({"certify", data("certified.plan.json"), "--scenario",
                            folder.file("s.json"), "--runs", "4", "--out", folder.file("out")});
  EXPECT_EQ(ran.code, 3) << ran.out << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("\n  situations: "));
  EXPECT_THAT(ran.out, HasSubstr("\n  clients: 0 of "));
  EXPECT_THAT(read_whole(folder.file("out/report.html")), HasSubstr("id=\"impact\""));
  EXPECT_THAT(ran.out, HasSubstr("? never happened, and must have: a rollback from phase cutover "
                                 "reached its target (rollback.cutover)\n"));
  EXPECT_THAT(ran.out, HasSubstr("\nINCONCLUSIVE in "));
  EXPECT_THAT(read_whole(folder.file("out/report.html")), HasSubstr("id=\"situations\""));
  EXPECT_THAT(read_whole(folder.file("out/summary.md")), HasSubstr("never did**"));
}

TEST(Certify, ARunThatIsNotReproducibleIsAnInternalError) {
  const TemporaryFolder folder;
  cli::CertifyOptions options;
  options.plan = data("certified.plan.json");
  options.scenarios = {data("desk.scenario.json")};
  options.out = folder.path();
  options.runs = 6;
  options.jobs = 1;
  const cli::Terminal terminal(cli::ColorMode::never);
  EXPECT_EQ(cli::certify(options, terminal), cli::ExitCode::success);
  options.choices = irreproducible();
  testing::internal::CaptureStderr();
  EXPECT_EQ(cli::certify(options, terminal), cli::ExitCode::internal_error);
  EXPECT_EQ(static_cast<int>(cli::ExitCode::internal_error), 70);
  EXPECT_THAT(testing::internal::GetCapturedStderr(),
              HasSubstr("The simulation is not deterministic, which is a bug in rehearse: run 0 "
                        "(seed "));
  EXPECT_EQ(verdict_in(folder.path()), "inconclusive");
  options.expect_violated = {"D1"};
  EXPECT_EQ(cli::certify(options, terminal), cli::ExitCode::internal_error);
}

TEST(Certify, TakesItsSeedFromTheCommit) {
  const TemporaryFolder folder;
  std::filesystem::create_directories(folder.file(".git/refs/heads"));
  write_whole(folder.file(".git/HEAD"), "ref: refs/heads/main\n");
  write_whole(folder.file("plan.json"), read_whole(data("certified.plan.json")));
  const std::vector<std::string> arguments{
      "certify", folder.file("plan.json"), "--seed", "commit", "--runs", "2",
      "--out",   folder.file("out")};
  const Ran unborn = rehearse(arguments);
  EXPECT_EQ(unborn.code, 2);
  EXPECT_THAT(unborn.err, HasSubstr("--seed commit finds no commit in "));
  const std::string commit = "00000000000000ff" + std::string(24, 'a');
  write_whole(folder.file(".git/packed-refs"), "# pack-refs\n" + commit + " refs/heads/main\n");
  EXPECT_THAT(rehearse(arguments).out, HasSubstr("seed 255\n"));
  const std::string next = "0000000000000010" + std::string(24, 'b');
  write_whole(folder.file(".git/refs/heads/main"), next + "\n");
  EXPECT_THAT(rehearse(arguments).out, HasSubstr("seed 16\n"));
}

}  // namespace
}  // namespace rehearse::tests
