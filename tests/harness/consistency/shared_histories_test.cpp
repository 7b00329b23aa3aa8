// Histories that others recorded, with the verdicts known for them; they lie beside the project and
// are not part of it.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "harness/consistency/judge_recording.hpp"
#include "harness/recording/read_recording.hpp"

namespace rehearse::harness {
namespace {

TEST(SharedHistories, HaveTheVerdictsThatAreKnown) {
  const auto folder =
      std::filesystem::path(REHEARSE_SOURCE_DIR).parent_path() / "shared" / "histories";
  std::ifstream verdicts(folder / "verdicts.tsv");
  if (!verdicts) GTEST_SKIP() << "there are no recorded histories in " << folder;
  std::string line;
  std::getline(verdicts, line);  // the heading
  int linearizable = 0, violated = 0;
  while (std::getline(verdicts, line)) {
    std::istringstream words(line);
    std::string file, expected;
    words >> file >> expected;
    RecordingOptions options;
    options.model = file.starts_with("etcd") ? Model::cas_register : Model::append;
    const auto recording = load_recording((folder / file).string(), options);
    ASSERT_TRUE(recording) << to_string(recording.errors()[0]);
    const RecordingReport report = judge_recording(recording.value(), {});
    ASSERT_NE(report.outcome, Outcome::unknown) << file;
    const bool holds = report.outcome == Outcome::holds;
    EXPECT_EQ(holds, expected == "yes") << file;
    ++(holds ? linearizable : violated);
  }
  EXPECT_GT(linearizable, 0);
  EXPECT_GT(violated, 0);
}

}  // namespace
}  // namespace rehearse::harness
