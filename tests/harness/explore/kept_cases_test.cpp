// Plans that once surprised: each was certified wrongly, rejected wrongly, or crashed. What the
// tool says of them now is kept here; cases/ holds plans and scenarios.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "harness/explore/explore.hpp"
#include "harness/explore/rehearsal.hpp"
#include "scenarios/read_plan.hpp"
#include "scenarios/read_scenario.hpp"

namespace rehearse::harness {
namespace {

struct Case {
  std::string plan, scenario;
  std::string violated;  ///< Id of the property; empty: none may be.
  std::string note;      ///< Why it is kept.
  CertificateVerdict verdict = CertificateVerdict::certified;
  std::int64_t runs = 200;
};

const std::vector<Case> kept_cases{
    {"rollback-that-does-not-arrive", "calm", "R2",
     "the declared steps leave reads on new; R2 looked at the stage in force only",
     CertificateVerdict::rejected},
    {"control-twin-fails-too", "calm", "A1",
     "6 % failed without the migration, which hid that 60 % fail with it",
     CertificateVerdict::rejected},
    {"service-is-switched-off", "calm", "", "hold of a service crashed the gateway"},
    {"verifier-and-hot-keys", "hot", "",
     "one transaction, read side by side while it is written: no difference"},
    {"dual-write-of-hot-keys", "hot", "", "the same across two databases"},
    {"stream-ends-before-old-is-held", "rough", "",
     "a relay that was stopped complained of the table that was then held"},
    {"verified-then-moved", "calm", "", "the truth was taken after clients had new flags"},
    {"declined-after-a-timeout", "rough", "", "a business no to a retry is no failure"},
    {"clients-stop-before-the-cut-over", "big", "",
     "the operations were used up in the backfill: nobody saw the cut-over",
     CertificateVerdict::inconclusive},
    {"webhooks-nobody-hears", "rough", "D5", "charges that nobody ever acted on",
     CertificateVerdict::rejected},
    {"lossy-on-the-way-back", "rough", "R1",
     "a declared-lossy cast, streamed back: the old shape had it all", CertificateVerdict::rejected,
     300},
    {"denied-then-rolled-back", "calm", "",
     "writes were allowed again before the stream ran the other way", CertificateVerdict::certified,
     300},
    {"reads-move-while-flags-travel", "one-product", "C2",
     "a reader was shown a write that nobody was told of yet, and the next was not",
     CertificateVerdict::rejected, 60},
    {"writes-wait-for-the-flags", "one-product", "", "its correction"},
};

class KeptCase : public ::testing::TestWithParam<Case> {};

TEST_P(KeptCase, IsJudgedAsItDeserves) {
  const Case& kept = GetParam();
  const std::string folder = std::string(REHEARSE_SOURCE_DIR) + "/tests/harness/explore/cases/";
  const auto plan = scenarios::load_plan(folder + kept.plan + ".plan.json");
  const auto scenario = scenarios::load_scenario(folder + kept.scenario + ".scenario.json");
  ASSERT_TRUE(plan) << to_string(plan.errors().front());
  ASSERT_TRUE(scenario) << to_string(scenario.errors().front());
  ExploreOptions options;
  options.runs = kept.runs;
  const Exploration exploration = explore(plan.value(), scenario.value(), options);
  Certificate certificate;
  certificate.scenarios.push_back(exploration.result);
  conclude(certificate);
  EXPECT_EQ(certificate.verdict, kept.verdict) << kept.note << ": " << certificate.cause;
  for (const PropertyResult& property : exploration.result.properties) {
    const bool wanted = property.id == kept.violated;
    EXPECT_EQ(property.verdict == "violated", wanted)
        << kept.note << ": " << property.id << ": " << property.because;
  }
}

INSTANTIATE_TEST_SUITE_P(All, KeptCase, ::testing::ValuesIn(kept_cases), [](const auto& one) {
  std::string name = one.param.plan;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
});

/// Shrinking keeps one violation, and may come by others: what the run told violates is not among
/// what held.
TEST(ToldRun, DoesNotCountAsHeldWhatItViolates) {
  const std::string folder = std::string(REHEARSE_SOURCE_DIR) + "/tests/harness/explore/cases/";
  const auto plan = scenarios::load_plan(folder + "reads-move-while-flags-travel.plan.json");
  const auto scenario = scenarios::load_scenario(folder + "one-product.scenario.json");
  ASSERT_TRUE(plan && scenario);
  ExploreOptions options;
  options.runs = 60;
  const Exploration exploration = explore(plan.value(), scenario.value(), options);
  ASSERT_EQ(exploration.result.counterexamples.size(), 1U);
  const Counterexample& told = exploration.result.counterexamples[0];
  EXPECT_EQ(told.also, "C1 session");
  EXPECT_EQ(told.held.find("C1 session"), std::string::npos) << told.held;
  EXPECT_NE(told.held.find("not monotonic reads; in all runs A1"), std::string::npos) << told.held;
}

/// A crash that is tied to a phase strikes the control twin at the same time.
TEST(ControlTwin, HasTheFaultsThatAreTiedToAPhase) {
  const std::string folder = std::string(REHEARSE_SOURCE_DIR) + "/tests/harness/explore/cases/";
  const auto plan = scenarios::load_plan(folder + "crash-in-a-phase.plan.json");
  const auto scenario = scenarios::load_scenario(folder + "acrash.scenario.json");
  ASSERT_TRUE(plan);
  ASSERT_TRUE(scenario);
  const simulators::Blueprint blueprint(plan.value(), scenario.value());
  Rehearsal rehearsal(blueprint);
  const RunSpec spec;
  rehearsal.run(spec);
  const auto crashes = [](const simulators::History& history) {
    std::vector<simulators::Time> times;
    for (const auto& event : history.events)
      if (event.kind == simulators::EventKind::node_down && event.detail == 1)
        times.push_back(event.time);
    return times;
  };
  rehearsal.run_control(spec);
  EXPECT_FALSE(crashes(rehearsal.history()).empty());
  EXPECT_EQ(crashes(rehearsal.history()), crashes(rehearsal.twin()));
}

}  // namespace
}  // namespace rehearse::harness
