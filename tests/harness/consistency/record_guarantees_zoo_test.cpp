// C1 and C2 judge reads by the order of the commits, the zones of Gibbons and Korach by nothing but
// what clients saw. Over runs of every plan of the zoo: no record that clients saw misbehave
// escapes the properties.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <numeric>
#include <string>
#include <vector>

#include "harness/consistency/record_guarantees.hpp"
#include "harness/consistency/register_zones.hpp"
#include "harness/explore/rehearsal.hpp"
#include "scenarios/read_plan.hpp"
#include "scenarios/read_scenario.hpp"

namespace rehearse::harness {
namespace {

namespace fs = std::filesystem;

bool linearizable(const Recording& recording) {
  std::vector<std::uint32_t> operations(recording.operations.size());
  std::iota(operations.begin(), operations.end(), 0U);
  RegisterZones zones(recording);
  const auto finding = zones.judge(0, operations, value_before_run());
  return !finding || finding->outcome != Outcome::violated;
}

struct Agreement {
  std::int64_t runs = 0, records = 0, violated = 0;
};

/// Of D4, C1 and C2: reads of what nobody wrote, backwards, or stale.
bool reads_are_right(const std::vector<Verdict>& verdicts) {
  const auto properties = all_properties();
  for (std::size_t p = 0; p < properties.size(); ++p) {
    const std::string_view id = properties[p].id;
    if (id != "D4" && id != "C1" && id != "C2") continue;
    if (verdicts[p].outcome == Outcome::violated) return false;
  }
  return true;
}

void compare(Rehearsal& rehearsal, const std::string& where, Agreement& agreement) {
  const bool right = reads_are_right(rehearsal.judge());
  const Facts& facts = rehearsal.facts();
  ++agreement.runs;
  for (ElementId id = 0; id < facts.elements().size(); ++id) {
    if (facts.elements()[id].writes == 0) continue;
    const auto recording = record_as_register(facts, id);
    if (!recording) continue;
    ++agreement.records;
    if (linearizable(*recording)) continue;
    ++agreement.violated;
    EXPECT_FALSE(right) << where << ": key " << facts.elements()[id].key << " of track "
                        << facts.elements()[id].track;
  }
}

TEST(RecordGuaranteesZoo, ZonesAgreeWithVerdicts) {
  Agreement agreement;
  std::vector<fs::path> folders;
  for (const auto& entry : fs::directory_iterator(REHEARSE_SOURCE_DIR "/scenarios/zoo"))
    if (fs::exists(entry.path() / "bad.json")) folders.push_back(entry.path());
  std::sort(folders.begin(), folders.end());
  for (const fs::path& folder : folders) {
    for (const char* name : {"bad.json", "good.json"}) {
      auto plan = scenarios::load_plan(folder / name);
      auto scenario = scenarios::load_scenario(folder / "scenario.json");
      ASSERT_TRUE(plan && scenario) << folder;
      const simulators::Blueprint blueprint(plan.value(), scenario.value());
      Rehearsal rehearsal(blueprint);
      for (std::int64_t index = 0; index < 8; ++index) {
        rehearsal.run(run_spec(plan.value(), scenario.value(), 3, index));
        compare(rehearsal, (folder / name).string() + ", run " + std::to_string(index), agreement);
      }
    }
  }
  EXPECT_GT(agreement.runs, 400);
  EXPECT_GT(agreement.records, 1000);
  EXPECT_GT(agreement.violated, 20);
}

}  // namespace
}  // namespace rehearse::harness
