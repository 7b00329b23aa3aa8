// Timelines against verdicts, over runs of every broken plan of the zoo: what one counts, the other
// finds an example of.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "harness/impact/timelines.hpp"
#include "tests/harness/zoo_runs.hpp"

namespace rehearse::harness::testing {
namespace {

struct Agreement {
  std::int64_t runs = 0, with_losses = 0, with_stale = 0, with_duplicates = 0;
};

void compare(Rehearsal& rehearsal, const std::string& where, Agreement& agreement) {
  const std::vector<Verdict>& verdicts = rehearsal.judge();
  std::vector<Timelines> all(1);
  for (const Timelines& track : timelines_of(rehearsal.facts())) add({track}, all);
  const Timelines& sum = all[0];
  ++agreement.runs;
  agreement.with_losses += sum.lost > 0 ? 1 : 0;
  agreement.with_stale += sum.stale > 0 ? 1 : 0;
  agreement.with_duplicates += sum.duplicated > 0 ? 1 : 0;
  EXPECT_EQ(sum.lost > 0, violated(verdicts, "D1")) << where;
  // Of two truths, "less or equal" is "implies".
  EXPECT_LE(sum.duplicated > 0, violated(verdicts, "D2")) << where;
  EXPECT_LE(sum.stale > 0, violated(verdicts, "C2")) << where;
}

TEST(TimelinesZoo, AgreeWithVerdicts) {
  Agreement agreement;
  for_each_zoo_run({"bad.json"}, 16, [&](Rehearsal& rehearsal, const std::string& where) {
    compare(rehearsal, where, agreement);
  });
  EXPECT_GT(agreement.runs, 400);
  EXPECT_GT(agreement.with_losses, 10);
  EXPECT_GT(agreement.with_stale, 10);
  EXPECT_GT(agreement.with_duplicates, 10);
}

}  // namespace
}  // namespace rehearse::harness::testing
