#include <gtest/gtest.h>

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "tests/tidy/rules.hpp"
#include "tests/tidy/source_file.hpp"

/// The rules of tests/tidy/rules.hpp, applied to the whole tree.
namespace rehearse::tidy {
namespace {

const std::vector<SourceFile>& tree() {
  static const std::vector<SourceFile> files = [] {
    std::vector<SourceFile> all;
    for (const char* folder : {"scenarios", "simulators", "fault_injection", "harness", "reports",
                               "cli", "tests", "bench"}) {
      auto some = read_folder(REHEARSE_SOURCE_DIR, folder);
      all.insert(all.end(), some.begin(), some.end());
    }
    return all;
  }();
  return files;
}

void check(const std::function<Findings(const SourceFile&)>& rule) {
  ASSERT_FALSE(tree().empty()) << "no sources in " << REHEARSE_SOURCE_DIR;
  for (const auto& file : tree()) {
    for (const auto& [path, line, message] : rule(file)) {
      ADD_FAILURE_AT((std::string(REHEARSE_SOURCE_DIR) + "/" + path).c_str(),
                     static_cast<int>(line))
          << message;
    }
  }
}

TEST(Tree, IncludesPointToTheLeft) { check(include_direction); }
TEST(Tree, ModelsReachNoClockThreadOrForeignRandomness) { check(banned_in_models); }
TEST(Tree, ModelsHaveNoUnstableOrder) { check(unstable_order); }
TEST(Tree, NoBracesInCoAwait) { check(braces_in_co_await); }
TEST(Tree, LinesAndFilesAreShort) { check(too_long); }
TEST(Tree, NothingIsLeftToDoNow) { check(left_to_do); }

/// What is compiled: the commands, and the sources in the batches that these compile.
std::string compiled() {
  const std::filesystem::path build = REHEARSE_BINARY_DIR;
  const std::string commands = whole(build / "compile_commands.json");
  std::string all = commands;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(build))
    if (entry.path().extension() == ".cxx" &&
        commands.find(entry.path().string()) != std::string::npos)
      all += whole(entry.path());
  return all;
}

TEST(Tree, EverySourceIsBuilt) {
  const std::string commands = compiled();
  ASSERT_FALSE(commands.empty()) << "no compile_commands.json in " << REHEARSE_BINARY_DIR;
  check([&](const SourceFile& file) {
    if (file.path.starts_with("bench/")) return Findings{};  // built on request
    return not_built(file, REHEARSE_SOURCE_DIR, commands);
  });
}

}  // namespace
}  // namespace rehearse::tidy
