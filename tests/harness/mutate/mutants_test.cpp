// What a plan's mutants are, and what becomes of some.
#include "harness/mutate/mutants.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "harness/mutate/trial.hpp"
#include "scenarios/json_text.hpp"
#include "scenarios/read_plan.hpp"
#include "tests/harness/explore/small_plan.hpp"

namespace rehearse::harness {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

std::vector<std::string> names_of_mutants(const scenarios::Plan& plan) {
  std::vector<std::string> names;
  for (const Mutant& mutant : mutants_of(plan)) names.push_back(mutant.name);
  return names;
}

Mutant mutant_called(const scenarios::Plan& plan, const std::string& name) {
  for (const Mutant& mutant : mutants_of(plan))
    if (mutant.name == name) return mutant;
  ADD_FAILURE() << "there is no mutant " << name;
  return {};
}

Trial tried(const std::string& name, std::int64_t runs = 200) {
  const scenarios::Plan plan = testing::small_plan();
  TrialOptions options;
  options.runs = runs;
  const Trials trials(plan, {testing::small_scenario(plan, 120)}, options);
  return trials.of(mutant_called(plan, name));
}

TEST(Mutants, DifferFromThePlanAndFromOneAnotherByName) {
  const scenarios::Plan plan = testing::small_plan();
  std::set<std::string> names;
  for (const Mutant& mutant : mutants_of(plan)) {
    EXPECT_NE(mutant.plan, plan) << mutant.name;
    EXPECT_TRUE(names.insert(mutant.name).second) << mutant.name;
  }
  EXPECT_EQ(plan, testing::small_plan());
}

/// The matrix itself is compared nightly; what a change of the plan renames shows at once.
TEST(Mutants, OfTheEcommercePlanAreThoseThatItsReasonsAndItsMatrixName) {
  const std::string root = REHEARSE_SOURCE_DIR;
  const auto plan = scenarios::load_plan(root + "/scenarios/ecommerce/plan.json");
  const std::string reasons = root + "/scenarios/ecommerce/mutants-explained.json";
  const auto text = scenarios::read_text_file(reasons);
  const auto page = scenarios::read_text_file(root + "/docs/mutation-matrix.md");
  ASSERT_TRUE(plan && text && page);
  const auto json = scenarios::parse_json(text.value(), reasons);
  ASSERT_TRUE(json);
  const std::vector<std::string> names = names_of_mutants(plan.value());
  std::size_t explained = 0;
  for (const scenarios::JsonMember& group : json.value().root.members)
    for (const scenarios::JsonMember& reason : group.value.members) {
      EXPECT_THAT(names, Contains(reason.key));
      ++explained;
    }
  EXPECT_GT(explained, 0U);
  for (const std::string& name : names) EXPECT_THAT(page.value(), HasSubstr("\n| " + name + " | "));
  EXPECT_THAT(page.value(), HasSubstr("\n" + std::to_string(names.size()) + "\u00a0mutants: "));
  EXPECT_THAT(page.value(), Not(HasSubstr("| unexplained |")));
}

TEST(Mutants, LeaveOutGatesStepsAndAxes) {
  EXPECT_THAT(names_of_mutants(testing::small_plan()),
              AllOf(Contains("backfill: without gate"),
                    Contains("expand: without step 1, orders.create_new"),
                    Contains("dual: orders without apply"), Contains("reads: orders without read"),
                    Contains("cutover: without step 2, orders.drain")));
}

TEST(Mutants, SwapNeighbours) {
  const scenarios::Plan plan = testing::small_plan();
  const Mutant steps =
      mutant_called(plan, "cutover: step 2, orders.drain, after orders.drain_repairs");
  EXPECT_EQ(steps.plan.phases[4].steps[1], plan.phases[4].steps[2]);
  EXPECT_EQ(steps.plan.phases[4].steps[2], plan.phases[4].steps[1]);
  const Mutant phases = mutant_called(plan, "dual: after backfill");
  EXPECT_EQ(phases.plan.phases[1], plan.phases[2]);
  EXPECT_EQ(phases.plan.phases[2], plan.phases[1]);
}

TEST(Mutants, WeakenAxesAndOptions) {
  EXPECT_THAT(
      names_of_mutants(testing::small_plan()),
      AllOf(Contains("dual: orders apply version_guard -> overwrite"),
            Contains("dual: orders second_write_failure enqueue_repair -> ignore"),
            Contains("dual: orders fence epoch -> none"), Contains("dual: orders write old only"),
            Contains("backfill: orders backfill insert_if_absent -> overwrite"),
            Contains("backfill: orders backfill checkpoint in_batch -> before"),
            Contains("backfill: orders backfill of all"),
            Contains("expand: step 2, restart app to v2, all at once"),
            Contains("verify: step 1, verify orders (keyed) only counts"),
            Contains("verify: gate opens when it has failed"),
            Contains("contract: no point of no return")));
}

TEST(Mutants, OfAServiceAreWeakenedToo) {
  scenarios::Plan plan = testing::small_plan();
  scenarios::StageChange change;
  change.shadow_effects = scenarios::ShadowEffects::suppressed;
  change.idempotency = scenarios::Idempotency::per_operation;
  change.ambiguity = scenarios::Ambiguity::same_side;
  change.lifecycle = scenarios::Lifecycle::origin;
  change.webhook_deduplication = scenarios::WebhookDeduplication::by_effect;
  plan.phases[1].set.emplace_back("payments", change);
  plan.phases[1].segment.emplace().percent = {10, 100};
  EXPECT_THAT(names_of_mutants(plan),
              AllOf(Contains("dual: payments effects suppressed -> real"),
                    Contains("dual: payments idempotency_key per_operation -> per_attempt"),
                    Contains("dual: payments ambiguity same_side -> current_side"),
                    Contains("dual: payments lifecycle origin -> current"),
                    Contains("dual: payments webhook_deduplication by_effect -> none"),
                    Contains("dual: segment not sticky"), Contains("dual: for everybody at once")));
}

TEST(Mutants, OfSetStepsAreThereToo) {
  scenarios::Plan plan = testing::small_plan();
  scenarios::Step set;
  set.kind = scenarios::StepKind::set;
  set.set = plan.phases[1].set;
  plan.phases[5].steps = {set, set};
  EXPECT_THAT(names_of_mutants(plan), AllOf(Contains("reads: step 1, orders fence epoch -> none"),
                                            Contains("reads: step 2, orders fence epoch -> none"),
                                            Contains("reads: without step 1, set orders"),
                                            Not(Contains(HasSubstr(" (2)")))));
}

// ---- on trial ----

TEST(Trials, KillAMutantByWhatItViolates) {
  const Trial trial = tried("dual: orders second_write_failure enqueue_repair -> ignore");
  EXPECT_EQ(trial.fate, MutantFate::killed);
  EXPECT_EQ(trial.property, "D1");
  EXPECT_GT(trial.run, 0);
  EXPECT_LT(trial.run, 200) << "it stops at the first violation";
  EXPECT_FALSE(trial.because.empty());
}

TEST(Trials, AreTheSameEachTime) {
  const Trial once = tried("dual: orders write old only");
  const Trial again = tried("dual: orders write old only");
  EXPECT_EQ(once.fate, again.fate);
  EXPECT_EQ(once.property, again.property);
  EXPECT_EQ(once.run, again.run);
  EXPECT_EQ(once.because, again.because);
}

TEST(Trials, SayWhatCheckSaysOfAMutantAndNotOfThePlan) {
  const Trial trial = tried("backfill: orders backfill insert_if_absent -> overwrite", 1);
  EXPECT_THAT(trial.findings, Contains("backfill_overwrites"));
  EXPECT_THAT(tried("expand: step 2, restart app to v2, all at once", 1).findings, IsEmpty());
}

TEST(Trials, KnowWhatChangesNothing) {
  // No gate of a sound plan fails.
  EXPECT_EQ(tried("backfill: gate opens when it has failed", 40).fate, MutantFate::idle);
  EXPECT_EQ(tried("expand: step 2, restart app to v2, all at once", 40).fate, MutantFate::survived);
}

TEST(Trials, RefuseWhatIsNoPlan) {
  scenarios::Plan plan = testing::small_plan();
  Mutant mutant{"renamed", plan};
  mutant.plan.phases[2].set[0].first = "nobody";
  const Trials trials(plan, {testing::small_scenario(plan, 60)}, TrialOptions{});
  const Trial trial = trials.of(mutant);
  EXPECT_EQ(trial.fate, MutantFate::refused);
  EXPECT_THAT(trial.because, HasSubstr("nobody"));
}

TEST(Trials, AreCutShort) {
  const scenarios::Plan plan = testing::small_plan();
  TrialOptions options;
  options.stop = [] { return true; };
  const Trials trials(plan, {testing::small_scenario(plan, 60)}, options);
  const Trial trial = trials.of(mutants_of(plan).front());
  EXPECT_EQ(trial.fate, MutantFate::cut_short);
}

}  // namespace
}  // namespace rehearse::harness
