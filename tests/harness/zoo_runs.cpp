#include "tests/harness/zoo_runs.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "scenarios/read_plan.hpp"
#include "scenarios/read_scenario.hpp"

namespace rehearse::harness::testing {

namespace fs = std::filesystem;

void for_each_zoo_run(const std::vector<std::string>& plans, std::int64_t runs,
                      const std::function<void(Rehearsal&, const std::string&)>& visit) {
  std::vector<fs::path> folders;
  for (const auto& entry : fs::directory_iterator(REHEARSE_SOURCE_DIR "/scenarios/zoo"))
    if (fs::exists(entry.path() / "bad.json")) folders.push_back(entry.path());
  std::sort(folders.begin(), folders.end());
  for (const fs::path& folder : folders) {
    const auto scenario = scenarios::load_scenario(folder / "scenario.json");
    for (const std::string& name : plans) {
      const auto plan = scenarios::load_plan(folder / name);
      ASSERT_TRUE(plan && scenario) << folder;
      const simulators::Blueprint blueprint(plan.value(), scenario.value());
      Rehearsal rehearsal(blueprint);
      for (std::int64_t index = 0; index < runs; ++index) {
        rehearsal.run(run_spec(plan.value(), scenario.value(), 3, index));
        visit(rehearsal, (folder / name).string() + ", run " + std::to_string(index));
      }
    }
  }
}

bool violated(const std::vector<Verdict>& verdicts, std::string_view id) {
  const auto properties = all_properties();
  const auto found = std::find_if(properties.begin(), properties.end(),
                                  [&](const Property& one) { return one.id == id; });
  return verdicts.at(static_cast<std::size_t>(found - properties.begin())).outcome ==
         Outcome::violated;
}

}  // namespace rehearse::harness::testing
