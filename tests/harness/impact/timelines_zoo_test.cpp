// Timelines against verdicts, over runs of every broken plan of the zoo: what one counts, the other
// finds an example of.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "harness/explore/rehearsal.hpp"
#include "harness/impact/timelines.hpp"
#include "scenarios/read_plan.hpp"
#include "scenarios/read_scenario.hpp"

namespace rehearse::harness {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> zoo_folders() {
  std::vector<std::string> folders;
  for (const auto& entry : fs::directory_iterator(REHEARSE_SOURCE_DIR "/scenarios/zoo"))
    if (fs::exists(entry.path() / "bad.json")) folders.push_back(entry.path().string());
  std::sort(folders.begin(), folders.end());
  return folders;
}

struct Agreement {
  std::int64_t runs = 0, with_losses = 0, with_stale = 0, with_duplicates = 0;
};

void compare(Rehearsal& rehearsal, const std::string& where, Agreement& agreement) {
  const std::vector<Verdict>& verdicts = rehearsal.judge();
  const auto of = [&](std::string_view id) -> const Verdict& {
    const auto properties = all_properties();
    const auto found = std::find_if(properties.begin(), properties.end(),
                                    [&](const Property& one) { return one.id == id; });
    return verdicts[static_cast<std::size_t>(found - properties.begin())];
  };
  std::vector<Timelines> all(1);
  for (const Timelines& track : timelines_of(rehearsal.facts())) add({track}, all);
  const Timelines& sum = all[0];
  ++agreement.runs;
  agreement.with_losses += sum.lost > 0 ? 1 : 0;
  agreement.with_stale += sum.stale > 0 ? 1 : 0;
  agreement.with_duplicates += sum.duplicated > 0 ? 1 : 0;
  EXPECT_EQ(sum.lost > 0, of("D1").outcome == Outcome::violated) << where;
  // Of two truths, "less or equal" is "implies".
  EXPECT_LE(sum.duplicated > 0, of("D2").outcome == Outcome::violated) << where;
  EXPECT_LE(sum.stale > 0, of("C2").outcome == Outcome::violated) << where;
}

TEST(TimelinesZoo, AgreeWithVerdicts) {
  Agreement agreement;
  for (const std::string& folder : zoo_folders()) {
    auto plan = scenarios::load_plan(folder + "/bad.json");
    auto scenario = scenarios::load_scenario(folder + "/scenario.json");
    ASSERT_TRUE(plan && scenario) << folder;
    const simulators::Blueprint blueprint(plan.value(), scenario.value());
    Rehearsal rehearsal(blueprint);
    for (std::int64_t index = 0; index < 16; ++index) {
      rehearsal.run(run_spec(plan.value(), scenario.value(), 3, index));
      compare(rehearsal, folder + ", run " + std::to_string(index), agreement);
    }
  }
  EXPECT_GT(agreement.runs, 400);
  EXPECT_GT(agreement.with_losses, 10);
  EXPECT_GT(agreement.with_stale, 10);
  EXPECT_GT(agreement.with_duplicates, 10);
}

}  // namespace
}  // namespace rehearse::harness
