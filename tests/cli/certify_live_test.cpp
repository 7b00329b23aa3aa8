/// `rehearse certify --live` from outside: real processes, and what is left of them.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>

#include "tests/cli/run_program.hpp"

namespace rehearse::tests {
namespace {

using testing::AnyOf;
using testing::HasSubstr;
using testing::IsEmpty;
namespace fs = std::filesystem;

/// Empty when the process is gone: /proc fails a read then, which a stream would throw.
std::string command_line_of(const fs::path& file) {
  std::string words(4'096, '\0');
  std::FILE* const in = std::fopen(file.c_str(), "rb");
  if (in == nullptr) return {};
  words.resize(std::fread(words.data(), 1, words.size(), in));
  std::fclose(in);
  return words;
}

/// The processes whose command line names this folder; by pid, with the command line.
std::vector<std::pair<pid_t, std::string>> processes_of(const std::string& folder) {
  std::vector<std::pair<pid_t, std::string>> found;
  for (const auto& entry : fs::directory_iterator("/proc")) {
    const std::string name = entry.path().filename().string();
    if (name.find_first_not_of("0123456789") != std::string::npos) continue;
    std::string words = command_line_of(entry.path() / "cmdline");
    for (char& c : words)
      if (c == '\0') c = ' ';
    const bool ours = words.find(" node --run " + folder) != std::string::npos ||
                      words.find("postgres -D " + folder) != std::string::npos;
    if (ours) found.emplace_back(static_cast<pid_t>(std::stoi(name)), words);
  }
  return found;
}

std::vector<std::string> names_in(const std::string& folder) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder))
    names.push_back(entry.path().filename().string());
  return names;
}

class CertifyLive : public ::testing::Test {
 protected:
  CertifyLive() { fs::create_directory(scratch); }

  Invocation certify(const std::string& plan, std::vector<std::string> more = {}) const {
    Invocation made;
    made.arguments = {"certify", plan, "--live", "--out", folder.file("out")};
    made.arguments.insert(made.arguments.end(), more.begin(), more.end());
    made.environment = {{"TMPDIR", scratch}};
    return made;
  }
  std::string certificate() const { return read_whole(folder.file("out") + "/certificate.json"); }
  std::string verdict() const {
    return member(certificate().substr(0, certificate().find("\"cause\"")), "verdict");
  }
  bool conductor_runs() const {
    for (const auto& [pid, words] : processes_of(scratch))
      if (words.find("--role conductor") != std::string::npos) return true;
    return false;
  }
  void nothing_is_left() const {
    EXPECT_TRUE(eventually([this] { return processes_of(scratch).empty(); }));
    EXPECT_THAT(names_in(scratch), IsEmpty());
  }

  TemporaryFolder folder;
  const std::string scratch = folder.file("scratch");
  const std::string long_plan = data("long.plan.json");
};

TEST_F(CertifyLive, ASoundPlanIsCertifiedAndNothingIsLeft) {
  const Ran ran =
      run(certify(data("certified.plan.json"), {"--scenario", data("calm.scenario.json")}));
  EXPECT_EQ(ran.code, 0) << ran.out << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("CERTIFIED"));
  EXPECT_THAT(certificate(), HasSubstr("\"mode\": \"live\""));
  nothing_is_left();
}

TEST_F(CertifyLive, KeepLeavesWhatItSays) {
  const Ran ran = run(
      certify(data("certified.plan.json"), {"--scenario", data("calm.scenario.json"), "--keep"}));
  EXPECT_EQ(ran.code, 0) << ran.out << ran.err;
  ASSERT_EQ(names_in(scratch).size(), 1U);
  const std::string kept = scratch + "/" + names_in(scratch)[0];
  EXPECT_THAT(ran.out, HasSubstr(kept));
  EXPECT_TRUE(exists(kept + "/run-0/plan.json"));
  EXPECT_TRUE(exists(kept + "/run-0/logs/conductor.log"));
  EXPECT_TRUE(processes_of(scratch).empty());
}

TEST_F(CertifyLive, AnInterruptEndsItWithAnIncompleteCertificateAndNothingLeft) {
  Program program(certify(long_plan));
  ASSERT_TRUE(eventually([this] { return conductor_runs(); }));
  program.send(SIGINT);
  const Ran ran = program.wait();
  EXPECT_EQ(ran.code, 130) << ran.out << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("INCOMPLETE"));
  EXPECT_THAT(ran.out, HasSubstr("It was interrupted."));
  EXPECT_EQ(verdict(), "incomplete");
  nothing_is_left();
}

TEST_F(CertifyLive, ANodeThatDiesOfItselfEndsItAndIsNamed) {
  Program program(certify(long_plan));
  ASSERT_TRUE(eventually([this] { return conductor_runs(); }));
  for (const auto& [pid, words] : processes_of(scratch))
    if (words.find("--role app/1") != std::string::npos) kill(pid, SIGKILL);
  const Ran ran = program.wait();
  EXPECT_EQ(ran.code, 3) << ran.out << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("app/1 was killed by signal 9; it printed nothing"));
  EXPECT_EQ(verdict(), "incomplete");
  nothing_is_left();
}

TEST_F(CertifyLive, WhenItIsKilledItsProcessesAreGone) {
  Program program(certify(long_plan));
  ASSERT_TRUE(eventually([this] { return conductor_runs(); }));
  program.send(SIGKILL);
  EXPECT_EQ(program.wait().code, 1000 + SIGKILL);
  EXPECT_TRUE(eventually([this] { return processes_of(scratch).empty(); }));
  EXPECT_EQ(verdict(), "incomplete");  // what it wrote before it began
}

TEST_F(CertifyLive, TwoSideBySideDoNotMeet) {
  const TemporaryFolder other;
  Invocation second =
      certify(data("certified.plan.json"), {"--scenario", data("calm.scenario.json")});
  for (std::string& word : second.arguments)
    if (word == folder.file("out")) word = other.file("out");
  Program first(certify(data("certified.plan.json"), {"--scenario", data("calm.scenario.json")}));
  Program beside(second);
  EXPECT_EQ(first.wait().code, 0);
  EXPECT_EQ(beside.wait().code, 0);
  nothing_is_left();
}

/// The load is open: operations begin when they were meant to, whether the one before has ended or
/// not. A closed loop would hold back nearly all that meet the stop, and report a millisecond.
TEST_F(CertifyLive, WhoeverWaitsForAStoppedProcessIsCounted) {
  const Ran ran =
      run(certify(data("stopped.plan.json"), {"--scenario", data("stopped.scenario.json")}));
  EXPECT_EQ(ran.code, 0) << ran.out << ran.err;
  const std::string json = certificate();
  const std::size_t at = json.find("\n      \"p99_us\": ");
  ASSERT_NE(at, std::string::npos);
  // A fifth of the operations met the second, evenly: 95 of 100 of those waited less than 0.95 s.
  // A busy machine takes its time with all who have waited.
  const double p99 = std::stod(json.substr(at + 17));
  EXPECT_GT(p99, 800'000);
  EXPECT_LT(p99, 2'000'000);
}

/// The sound plan, granted what `tolerates` says.
std::string granting(const std::string& tolerates) {
  std::string plan = read_whole(data("certified.plan.json"));
  const std::string place = "\"tolerates\": {";
  return plan.insert(plan.find(place) + place.size(), tolerates + ", ");
}

/// The number behind `count` of what `name` names in the certificate; 0: it is not there.
int number(const std::string& json, const std::string& name, const std::string& count) {
  const std::size_t at = json.find(": \"" + name + "\"");
  return at == std::string::npos ? 0
                                 : std::stoi(json.substr(json.find(count, at) + count.size() + 3));
}

TEST_F(CertifyLive, StoresAndTheConductorComeBackAsTheyWereKilled) {
  write_whole(folder.file("plan.json"), granting("\"app_crashes\": 20"));
  const Ran ran =
      run(certify(folder.file("plan.json"), {"--scenario", data("killed.scenario.json")}));
  EXPECT_EQ(ran.code, 0) << ran.out << ran.err;
  EXPECT_EQ(number(certificate(), "served_by_new.notes", "runs"), 1);
  EXPECT_GE(number(certificate(), "crash", "fired"), 6);
  nothing_is_left();
}

/// Writes fail while a disk is full, and those who wrote try again.
TEST_F(CertifyLive, AFullDiskIsARealOneWhereTheMachineLetsUs) {
  write_whole(folder.file("plan.json"), granting("\"store_outage\": \"500ms\""));
  write_whole(folder.file("full.json"), R"({"name": "full",
    "traffic": {"arrivals": {"rate": "150/s"}, "clients": 6, "operations": 300,
                "keys": {"count": 20, "distribution": "uniform"},
                "client": {"timeout": "10s", "retries": 6, "backoff": "50ms"}},
    "faults": [{"disk_full": {"node": "desk", "duration": "200ms"},
                "at": {"phase": "dual", "after": "5ms"}}]})");
  const Ran ran = run(certify(folder.file("plan.json"), {"--scenario", folder.file("full.json")}));
  EXPECT_EQ(ran.code, 0) << ran.out << ran.err;
  EXPECT_EQ(number(certificate(), "disk_full", "fired"), 1);
  EXPECT_THAT(certificate(),
              AnyOf(HasSubstr("a full disk was a real one"), HasSubstr("a full disk was played")));
  const std::string history = read_whole(folder.file("out") + "/history.jsonl");
  EXPECT_NE(history.find("\"call_failed\""), history.npos) << "nobody met the full disk";
  nothing_is_left();
}

/// A wait that is done twice lasts twice as long.
TEST_F(CertifyLive, WhatSlipsTheConductorIsSlipped) {
  std::string plan = granting("\"operator_slips\": 1");
  const std::string drain = "\"steps\": [\"notes.drain\"";
  plan.insert(plan.find(drain) + drain.size(), ", {\"wait\": \"600ms\"}");
  write_whole(folder.file("plan.json"), plan);
  write_whole(folder.file("slip.json"), R"({"name": "slip",
    "traffic": {"arrivals": {"rate": "100/s"}, "clients": 6, "operations": 300,
                "keys": {"count": 20, "distribution": "uniform"},
                "client": {"timeout": "10s", "retries": 6, "backoff": "20ms"}},
    "faults": [{"step_repeated": {}, "at": {"step": "wait 600ms"}}]})");
  const Ran ran = run(certify(folder.file("plan.json"), {"--scenario", folder.file("slip.json")}));
  EXPECT_EQ(ran.code, 0) << ran.out << ran.err;
  const std::string json = certificate();
  EXPECT_EQ(number(json, "step_repeated", "fired"), 1);
  EXPECT_GE(number(json, "dual", "end_us") - number(json, "dual", "begin_us"), 1'200'000);
}

TEST_F(CertifyLive, WithoutRoomForItsFilesItSaysSo) {
  Invocation invocation = certify(data("certified.plan.json"));
  invocation.environment = {{"TMPDIR", folder.file("not-there")}};
  const Ran ran = run(invocation);
  EXPECT_EQ(ran.code, 2);
  EXPECT_THAT(ran.err, HasSubstr("no scratch folder can be made below TMPDIR"));
}

/// Root's PostgreSQL is run by somebody else, who must get to it.
class CertifyLiveOnPostgres : public CertifyLive {
 protected:
  CertifyLiveOnPostgres() { fs::permissions(folder.path(), fs::perms(0711)); }
};

/// The process of PostgreSQL's own that the others come from.
pid_t postgres_of(const std::string& folder) {
  for (const auto& [pid, words] : processes_of(folder))
    if (words.find("postgres -D ") != std::string::npos) return pid;
  return 0;
}

TEST_F(CertifyLiveOnPostgres, ASoundPlanIsCertifiedAndNothingIsLeft) {
  const Ran ran = run(certify(data("certified.plan.json"),
                              {"--scenario", data("calm.scenario.json"), "--postgres"}));
  EXPECT_EQ(ran.code, 0) << ran.out << ran.err;
  EXPECT_THAT(certificate(), HasSubstr("with a PostgreSQL server of its own"));
  EXPECT_THAT(member(certificate(), "reproduce"), HasSubstr("--live --postgres"));
  nothing_is_left();
}

TEST_F(CertifyLiveOnPostgres, AServerThatDiesEndsItWithThatReason) {
  Program program(certify(long_plan, {"--postgres"}));
  ASSERT_TRUE(eventually([this] { return conductor_runs(); }));
  const pid_t postgres = postgres_of(scratch);
  ASSERT_GT(postgres, 0);
  kill(postgres, SIGKILL);
  const Ran ran = program.wait();
  EXPECT_EQ(ran.code, 3) << ran.out << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("PostgreSQL was killed by signal 9"));
  EXPECT_EQ(verdict(), "incomplete");
  nothing_is_left();
}

TEST_F(CertifyLiveOnPostgres, WhenItIsKilledItsServerIsGone) {
  Program program(certify(long_plan, {"--postgres"}));
  ASSERT_TRUE(eventually([this] { return conductor_runs(); }));
  ASSERT_GT(postgres_of(scratch), 0);
  program.send(SIGKILL);
  program.wait();
  EXPECT_TRUE(eventually([this] { return processes_of(scratch).empty(); }));
}

TEST_F(CertifyLiveOnPostgres, AServerOfOnesOwnThatIsNotThereIsSaidSo) {
  Invocation invocation = certify(data("certified.plan.json"), {"--postgres"});
  invocation.environment.emplace_back("REHEARSE_PG_URL", "postgresql:///shop?host=/not/there");
  const Ran ran = run(invocation);
  EXPECT_EQ(ran.code, 3) << ran.out << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("PostgreSQL cannot be reached: "));
  EXPECT_THAT(ran.out, HasSubstr("/not/there"));
  EXPECT_EQ(verdict(), "incomplete");
  nothing_is_left();
}

TEST_F(CertifyLiveOnPostgres, AFolderThatItsUserMayNotEnterIsSaidSo) {
  if (geteuid() != 0) GTEST_SKIP() << "only root runs PostgreSQL as somebody else";
  fs::permissions(folder.path(), fs::perms::owner_all);
  const Ran ran = run(certify(data("certified.plan.json"), {"--postgres"}));
  EXPECT_EQ(ran.code, 3);
  EXPECT_THAT(ran.out, HasSubstr("who may not enter " + folder.path() + ": set TMPDIR"));
  nothing_is_left();
}

TEST_F(CertifyLive, WhatDoesNotGoTogetherIsSaid) {
  EXPECT_THAT(run(certify("x.json", {"--jobs", "2"})).err, HasSubstr("--jobs does not go with"));
  EXPECT_THAT(run(certify("x.json", {"--store", "model"})).err, HasSubstr("--store model"));
  EXPECT_THAT(rehearse({"certify", "x.json", "--keep"}).err, HasSubstr("--keep goes with --live"));
  EXPECT_THAT(rehearse({"certify", "x.json", "--postgres"}).err, HasSubstr("goes with --live"));
  EXPECT_THAT(run(certify("x.json", {"--postgres", "--store", "sqlite"})).err,
              HasSubstr("contradict each other"));
}

TEST_F(CertifyLive, ANodeOfNoRunSaysSo) {
  const Ran ran = rehearse({"node", "--run", "/no/such/folder", "--role", "app/1"});
  EXPECT_EQ(ran.code, 2);
  EXPECT_THAT(ran.err, HasSubstr("/no/such/folder"));
}

}  // namespace
}  // namespace rehearse::tests
