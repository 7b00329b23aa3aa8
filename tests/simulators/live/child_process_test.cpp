#include "simulators/live/child_process.hpp"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <optional>
#include <sstream>
#include <system_error>

#include "tests/simulators/store_fixture.hpp"

namespace rehearse::simulators::live {
namespace {

using namespace std::chrono_literals;

std::string whole(const std::string& path) {
  std::ifstream in(path);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

bool alive(pid_t pid) { return kill(pid, 0) == 0; }

/// Polls for at most ten seconds.
template <typename Condition>
bool soon(Condition condition) {
  for (int i = 0; i < 2'000 && !condition(); ++i) usleep(5'000);
  return condition();
}

class Child : public ::testing::Test {
 protected:
  ChildCommand shell(const std::string& script) const {
    ChildCommand command;
    command.program = "/bin/sh";
    command.arguments = {"-c", script};
    command.log = folder.path("log");
    return command;
  }
  /// Starts, and waits for its end.
  int ended(const std::string& script) {
    io.restart();
    std::optional<int> status;
    const ChildProcess child(io, shell(script), [&](int how) { status = how; });
    for (int i = 0; i < 2'000 && !status; ++i) io.run_one_for(5ms);
    return status.value_or(-1);
  }
  boost::asio::io_context io;
  ScratchFolder folder;
};

TEST_F(Child, SaysHowItEndedAndKeepsWhatItPrinted) {
  const int status = ended("echo out; echo err >&2; exit 3");
  EXPECT_EQ(end_in_words(status), "ended with code 3");
  EXPECT_EQ(whole(folder.path("log")), "out\nerr\n");
  EXPECT_EQ(end_in_words(ended("kill -9 $$")), "was killed by signal 9");
}

TEST_F(Child, StandsInAGroupOfItsOwnAndReadsNothing) {
  std::optional<int> status;
  const ChildProcess child(io, shell("cat; sleep 60"), [&](int how) { status = how; });
  EXPECT_TRUE(soon([&] { return getpgid(child.pid()) == child.pid(); }));
  EXPECT_TRUE(child.running());
  child.signal(SIGTERM);
  for (int i = 0; i < 2'000 && !status; ++i) io.run_one_for(5ms);
  EXPECT_FALSE(child.running());
}

TEST_F(Child, IsGoneWithItsOwnerAndSoIsWhatItStarted) {
  pid_t grandchild = 0;
  {
    const ChildProcess child(io, shell("sleep 60 & echo $! > " + folder.path("pid") + "; wait"),
                             [](int) {});
    ASSERT_TRUE(soon([&] { return !whole(folder.path("pid")).empty(); }));
    grandchild = std::stoi(whole(folder.path("pid")));
    EXPECT_TRUE(alive(grandchild));
  }
  EXPECT_TRUE(soon([&] { return !alive(grandchild); }));
}

TEST_F(Child, WhatItStartedIsGoneWhenItEndsByItself) {
  const int status = ended("sleep 60 & echo $! > " + folder.path("pid"));
  EXPECT_EQ(end_in_words(status), "ended with code 0");
  const pid_t grandchild = std::stoi(whole(folder.path("pid")));
  EXPECT_TRUE(soon([&] { return !alive(grandchild); }));
}

TEST_F(Child, DoesNotOutliveAnOwnerThatIsKilled) {
  const std::string pid_file = folder.path("pid");
  const pid_t owner = fork();
  if (owner == 0) {
    boost::asio::io_context own;
    const ChildProcess child(own, shell("echo $$ > " + pid_file + "; sleep 60"), [](int) {});
    pause();
  }
  ASSERT_TRUE(soon([&] { return !whole(pid_file).empty(); }));
  const pid_t child = std::stoi(whole(pid_file));
  kill(owner, SIGKILL);
  ASSERT_EQ(waitpid(owner, nullptr, 0), owner);
  EXPECT_TRUE(soon([&] { return !alive(child); }));
}

TEST_F(Child, AProgramThatIsNotThereIsAnError) {
  EXPECT_THROW(
      ChildProcess(io, {"/no/such/program", {}, folder.path("log"), {}, false}, [](int) {}),
      std::system_error);
  EXPECT_THROW(ChildProcess(io, {"/bin/sh", {}, folder.path("no/log"), {}, false}, [](int) {}),
               std::system_error);
}

}  // namespace
}  // namespace rehearse::simulators::live
