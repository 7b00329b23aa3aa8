#include "tests/cli/run_program.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>

extern char** environ;

namespace rehearse::tests {
namespace {

using namespace std::chrono_literals;

constexpr auto longest_run = 100s;
constexpr auto between_looks = 5ms;

std::vector<char*> pointers(std::vector<std::string>& words) {
  std::vector<char*> result;
  for (std::string& word : words) result.push_back(word.data());
  result.push_back(nullptr);
  return result;
}

std::vector<std::string> environment_of(const Invocation& invocation) {
  std::vector<std::string> words;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string word(*entry);
    const std::string name = word.substr(0, word.find('='));
    bool replaced = name == "NO_COLOR";
    for (const auto& added : invocation.environment) replaced = replaced || added.first == name;
    if (!replaced) words.push_back(word);
  }
  for (const auto& [name, value] : invocation.environment) words.push_back(name + "=" + value);
  return words;
}

}  // namespace

TemporaryFolder::TemporaryFolder() {
  std::string name = (std::filesystem::temp_directory_path() / "rehearse-cli-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("mkdtemp failed");
  path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

Program::Program(const Invocation& invocation) {
  std::vector<std::string> words{invocation.program.empty() ? REHEARSE_PROGRAM
                                                            : invocation.program};
  words.insert(words.end(), invocation.arguments.begin(), invocation.arguments.end());
  std::vector<std::string> environment = environment_of(invocation);

  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  const int flags = O_WRONLY | O_CREAT | O_TRUNC;
  const std::string out = streams_.file("out"), err = streams_.file("err");
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, out.c_str(), flags, 0600);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, err.c_str(), flags, 0600);
  if (!invocation.directory.empty()) {
    posix_spawn_file_actions_addchdir_np(&actions, invocation.directory.c_str());
  }
  const int problem = posix_spawn(&process_, words[0].c_str(), &actions, nullptr,
                                  pointers(words).data(), pointers(environment).data());
  posix_spawn_file_actions_destroy(&actions);
  if (problem != 0) throw std::runtime_error("cannot start " + words[0]);
}

Program::~Program() {
  if (ended_) return;
  kill(process_, SIGKILL);
  waitpid(process_, &status_, 0);
}

void Program::send(int signal) const { kill(process_, signal); }

bool Program::running() {
  if (!ended_) ended_ = waitpid(process_, &status_, WNOHANG) == process_;
  return !ended_;
}

Ran Program::wait() {
  const auto deadline = std::chrono::steady_clock::now() + longest_run;
  while (running()) {
    if (std::chrono::steady_clock::now() > deadline) send(SIGKILL);
    std::this_thread::sleep_for(between_looks);
  }
  Ran ran;
  ran.code = WIFEXITED(status_) ? WEXITSTATUS(status_) : 1000 + WTERMSIG(status_);
  ran.out = read_whole(streams_.file("out"));
  ran.err = read_whole(streams_.file("err"));
  return ran;
}

Ran run(const Invocation& invocation) { return Program(invocation).wait(); }

Ran rehearse(std::vector<std::string> arguments) {
  Invocation invocation;
  invocation.arguments = std::move(arguments);
  return run(invocation);
}

bool eventually(const std::function<bool()>& condition) {
  const auto deadline = std::chrono::steady_clock::now() + 60s;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    std::this_thread::sleep_for(between_looks);
  }
  return true;
}

std::string read_whole(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

void write_whole(const std::string& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

bool exists(const std::string& path) { return std::filesystem::exists(path); }

std::string with(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

std::string data(const std::string& name) {
  return std::string(REHEARSE_SOURCE_DIR) + "/tests/cli/data/" + name;
}

std::string member(const std::string& json, const std::string& name) {
  const std::string key = "\"" + name + "\": \"";
  const std::size_t at = json.rfind(key);
  if (at == std::string::npos) return {};
  const std::size_t begin = at + key.size();
  return json.substr(begin, json.find('"', begin) - begin);
}

}  // namespace rehearse::tests
