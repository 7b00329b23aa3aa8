// A kind of the catalogue is where docs/adding-a-fault.md says, and nowhere else.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "scenarios/fault_kinds.hpp"

namespace rehearse::fault_injection {
namespace {

namespace fs = std::filesystem;
using scenarios::FaultKind;
using ::testing::UnorderedElementsAre;

const fs::path root = REHEARSE_SOURCE_DIR;

std::string text_of(const fs::path& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

/// The files of the sources, the schema and the docs that name the kind.
std::vector<std::string> files_with(const std::string& name) {
  std::vector<std::string> found;
  for (const char* folder : {"fault_injection", "scenarios", "simulators", "harness", "reports",
                             "cli", "tests", "docs", "cmake"}) {
    for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
      if (!entry.is_regular_file()) continue;
      const bool named = entry.path().stem() == name;
      if (named || text_of(entry.path()).find(name) != std::string::npos)
        found.push_back(fs::relative(entry.path(), root).string());
    }
  }
  return found;
}

TEST(FaultDocs, EachKindHasAFileOfItsName) {
  for (const FaultKind& kind : scenarios::fault_kinds())
    EXPECT_TRUE(fs::exists(root / "fault_injection/faults" / (std::string(kind.name) + ".cpp")))
        << kind.name;
  for (const auto& entry : fs::directory_iterator(root / "fault_injection/faults"))
    EXPECT_TRUE(scenarios::fault_index(entry.path().stem().string()))
        << entry.path() << " is no kind of the catalogue";
}

TEST(FaultDocs, TheExampleOfTheDocsIsInNoOtherFile) {
  // Split, so that this file does not name it.
  const std::string example = std::string("clock") + "_strobe";
  EXPECT_THAT(
      files_with(example),
      UnorderedElementsAre("fault_injection/faults/" + example + ".cpp",  // 1. what it does
                           "scenarios/fault_catalogue.def",               // 2. its line
                           "docs/faults.md",                              // written by a test
                           // written by a test, and the example
                           "scenarios/schema/scenario.schema.json", "docs/adding-a-fault.md"));
}

}  // namespace
}  // namespace rehearse::fault_injection
