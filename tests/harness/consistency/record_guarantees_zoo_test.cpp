// C1 and C2 judge reads by the order of the commits, the zones of Gibbons and Korach by nothing but
// what clients saw. Over runs of every plan of the zoo: no record that clients saw misbehave
// escapes the properties.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "harness/consistency/record_guarantees.hpp"
#include "tests/harness/zoo_runs.hpp"

namespace rehearse::harness::testing {
namespace {

TEST(RecordGuaranteesZoo, ZonesAgreeWithVerdicts) {
  std::int64_t runs = 0, records = 0, not_linearizable = 0;
  const auto compare = [&](Rehearsal& rehearsal, const std::string& where) {
    const std::vector<Verdict>& verdicts = rehearsal.judge();
    const bool right =
        !violated(verdicts, "D4") && !violated(verdicts, "C1") && !violated(verdicts, "C2");
    const Facts& facts = rehearsal.facts();
    ++runs;
    for (ElementId id = 0; id < facts.elements().size(); ++id) {
      const ElementFact& element = facts.elements()[id];
      if (element.writes == 0) continue;
      const auto recording = record_as_register(facts, id);
      if (!recording) continue;
      ++records;
      if (linearizable_record(*recording)) continue;
      ++not_linearizable;
      EXPECT_FALSE(right) << where << ": key " << element.key << " of track " << element.track;
    }
  };
  for_each_zoo_run({"bad.json", "good.json"}, 8, compare);
  EXPECT_GT(runs, 400);
  EXPECT_GT(records, 1000);
  EXPECT_GT(not_linearizable, 20);
}

}  // namespace
}  // namespace rehearse::harness::testing
