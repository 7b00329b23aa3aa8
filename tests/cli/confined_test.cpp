/// Plans, histories and certificates come from strangers. What simulates, judges and reports starts
/// no process, opens no socket, and changes no file outside its output folder: every system call of
/// the real program is looked at.
#include <gmock/gmock.h>

#include <filesystem>
#include <regex>
#include <sstream>

#include "tests/cli/run_program.hpp"

namespace rehearse::tests {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr const char* strace = "/usr/bin/strace";

/// The paths in a call, made absolute. Of what is relative to an open folder only the name is
/// known: that folder is taken for the working one.
std::vector<std::string> paths_of(const std::string& call, const std::filesystem::path& working) {
  std::vector<std::string> paths;
  static const std::regex quoted("\"((?:[^\"\\\\]|\\\\.)*)\"");
  for (std::sregex_iterator at(call.begin(), call.end(), quoted), end; at != end; ++at)
    paths.push_back((working / (*at)[1].str()).lexically_normal().string());
  return paths;
}

/// What a program did that it should not have, from the lines of strace; `folder`: where it may
/// write.
std::vector<std::string> offences(const std::string& trace, const std::string& working,
                                  const std::string& folder) {
  static const std::regex starts(R"(^\d+ +(execve|fork|vfork|clone3?)\()");
  static const std::regex sockets(R"(^\d+ +(socket|socketpair|connect|bind|accept4?|sendto)\()");
  static const std::regex changes(
      R"(^\d+ +(creat|mkdir|rmdir|unlink|rename|link|symlink|truncate|chmod|chown|mknod))"
      R"([a-z0-9]*\()");
  static const std::regex opens(R"(^\d+ +open(at2?)?\(.*(O_WRONLY|O_RDWR|O_CREAT))");
  std::vector<std::string> found;
  std::istringstream lines(trace);
  int programs = 0;
  for (std::string line; std::getline(lines, line);) {
    if (std::regex_search(line, starts) && line.find("CLONE_THREAD") == line.npos &&
        (line.find("execve(") == line.npos || ++programs > 1))
      found.push_back(line);  // the first is the program itself
    if (std::regex_search(line, sockets)) found.push_back(line);
    if (!std::regex_search(line, changes) && !std::regex_search(line, opens)) continue;
    for (const std::string& path : paths_of(line, working))
      if (path.rfind(folder, 0) != 0 && path != "/dev/null") found.push_back(line);
  }
  return found;
}

class Confined : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!exists(strace)) GTEST_SKIP() << "strace is not installed";
    if (watched("/bin/true", {}).code != 0) GTEST_SKIP() << "nobody may trace a process here";
  }

  /// Runs it in the folder `here`, and keeps what it did.
  Ran watched(const std::string& program, std::vector<std::string> arguments) {
    Invocation made;
    made.program = strace;
    made.directory = folder.path();
    made.environment = {{"ASAN_OPTIONS", "detect_leaks=0"}};  // which traces, too: only one can
    made.arguments = {
        "-f",   "-qq", "-s", "4096", "-e", "trace=file,process,network", "-o", folder.file("trace"),
        program};
    made.arguments.insert(made.arguments.end(), arguments.begin(), arguments.end());
    Ran ran = run(made);
    trace = read_whole(folder.file("trace"));
    return ran;
  }
  Ran rehearse_watched(std::vector<std::string> arguments) {
    return watched(REHEARSE_PROGRAM, std::move(arguments));
  }
  std::vector<std::string> seen() const {
    return offences(trace, folder.path(), folder.file("out"));
  }

  TemporaryFolder folder;
  std::string trace;
};

/// What these tests say "nothing" of can be seen.
TEST_F(Confined, ProcessesSocketsAndFilesElsewhereAreSeen) {
  ASSERT_EQ(watched("/bin/sh", {"-c", "touch elsewhere; mkdir out; touch out/here"}).code, 0);
  EXPECT_THAT(seen(), Contains(HasSubstr("execve(")));
  EXPECT_THAT(seen(), Contains(HasSubstr("\"elsewhere\"")));
  EXPECT_THAT(seen(), Not(Contains(HasSubstr("openat(AT_FDCWD, \"out/here\""))));
  ASSERT_EQ(watched("/usr/bin/python3", {"-c", "import socket; socket.socket()"}).code, 0);
  EXPECT_THAT(seen(), Contains(HasSubstr("socket(")));
}

/// A plan that names a program, and itself after a file of somebody's.
TEST_F(Confined, ASimulationOnlyWritesItsOutputFolder) {
  std::string plan = read_whole(data("program.plan.json"));
  for (std::size_t at; (at = plan.find("SCRIPT")) != plan.npos;) plan.replace(at, 6, "/bin/sh");
  const std::size_t name = plan.find("\"name\": \"") + 9;
  plan.replace(name, plan.find('"', name) - name, "../../../../tmp/stolen");
  write_whole(folder.file("plan.json"), plan);
  const std::string scenario = data("program.scenario.json");
  EXPECT_EQ(rehearse_watched({"check", "plan.json"}).code, 0);
  EXPECT_THAT(seen(), IsEmpty());
  const Ran certified = rehearse_watched(
      {"certify", "plan.json", "--scenario", scenario, "--runs", "20", "--out", "out"});
  EXPECT_EQ(certified.code, 0) << certified.out << certified.err;
  EXPECT_THAT(trace, HasSubstr("CLONE_THREAD"));  // it was not idle
  EXPECT_THAT(seen(), IsEmpty());
  EXPECT_EQ(rehearse_watched({"report", "out/certificate.json"}).code, 0);
  EXPECT_THAT(seen(), IsEmpty());
  EXPECT_EQ(rehearse_watched(
                {"judge", "out/history.jsonl", "--plan", "plan.json", "--scenario", scenario})
                .code,
            0);
  EXPECT_THAT(seen(), IsEmpty());
}

/// Counterexamples are files that strangers send, too.
TEST_F(Confined, ACounterexampleIsOnlyReadAndRun) {
  const std::vector<std::string> words{"certify",    data("rejected.plan.json"),
                                       "--scenario", data("desk.scenario.json"),
                                       "--out",      "out"};
  EXPECT_EQ(rehearse_watched(words).code, 1);
  EXPECT_THAT(seen(), IsEmpty());
  EXPECT_EQ(rehearse_watched({"replay", "out/D3-convergence.json", "--trace"}).code, 1);
  EXPECT_THAT(seen(), IsEmpty());
  EXPECT_EQ(rehearse_watched({"judge", "out/D3-convergence.history.jsonl", "--plan",
                              data("rejected.plan.json"), "--scenario", data("desk.scenario.json")})
                .code,
            1);
  EXPECT_THAT(seen(), IsEmpty());
}

}  // namespace
}  // namespace rehearse::tests
