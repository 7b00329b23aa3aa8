/// docs/writing-scenarios.md, followed to the letter: its plan is rejected, its correction
/// certified.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/cli/run_program.hpp"

namespace rehearse::tests {
namespace {

using testing::HasSubstr;

/// The blocks of the page that are files.
std::vector<std::string> files_of_page() {
  const std::string page = read_whole(REHEARSE_SOURCE_DIR "/docs/writing-scenarios.md");
  const std::string begin = "```jsonc\n", end = "```";
  std::vector<std::string> files;
  for (std::size_t at = page.find(begin); at != std::string::npos; at = page.find(begin, at)) {
    at += begin.size();
    const std::size_t last = page.find(end, at);
    files.push_back(page.substr(at, last - at));
    at = last;
  }
  return files;
}

TEST(WritingScenarios, ItsPlanIsRejectedAndItsCorrectionCertified) {
  const std::vector<std::string> files = files_of_page();
  ASSERT_EQ(files.size(), 2U);
  const TemporaryFolder folder;
  const std::string plan = folder.file("plan.json"), scenario = folder.file("scenario.json");
  write_whole(plan, files[0]);
  write_whole(scenario, files[1]);
  const auto certify = [&] {
    return rehearse({"certify", plan, "--scenario", scenario, "--out", folder.file("out")});
  };
  const Ran bad = certify();
  EXPECT_EQ(bad.code, 1) << bad.err;
  EXPECT_THAT(bad.out, HasSubstr("D3 convergence"));
  EXPECT_THAT(bad.out, HasSubstr("1 violated"));
  const std::string mistake = "\"overwrite\"";
  const std::size_t at = files[0].find(mistake);
  ASSERT_NE(at, std::string::npos);
  std::string good = files[0];
  good.replace(at, mistake.size(), "\"version_guard\"");
  write_whole(plan, good);
  const Ran corrected = certify();
  EXPECT_EQ(corrected.code, 0) << corrected.out << corrected.err;
}

}  // namespace
}  // namespace rehearse::tests
