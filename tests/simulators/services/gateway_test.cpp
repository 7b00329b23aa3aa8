#include "simulators/services/gateway.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/simulators/services/gateway_fixture.hpp"

namespace rehearse::simulators {
namespace {

using scenarios::Duration;
using scenarios::Side;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST(Gateway, ChargesAndNumbersItsEffects) {
  Shop shop(sound_plan());
  const Reply first = shop.ask(Side::old_side, shop.charge(7, 500));
  const Reply second = shop.ask(Side::old_side, shop.charge(8, 300));
  EXPECT_TRUE(first.ok());
  EXPECT_EQ(shop.serial(first), 1);
  EXPECT_EQ(shop.serial(second), 2);
  EXPECT_THAT(shop.ledger(), ElementsAre("charge 7 of 500", "charge 8 of 300"));
}

scenarios::Plan plan_with_capacity(std::optional<std::int64_t> capacity) {
  scenarios::Plan plan = sound_plan();
  for (scenarios::Track& track : plan.tracks) {
    track.new_service.capacity = capacity;
    track.new_service.latency = {Duration(10'000), Duration(10'000)};
  }
  return plan;
}

TEST(Gateway, WorksOnAsManyCallsAtOnceAsItsCapacitySays) {
  EXPECT_THAT(Shop(plan_with_capacity({})).charge_at_once(Side::new_side, 4),
              ElementsAre(0, 0, 0, 0));
  EXPECT_THAT(Shop(plan_with_capacity(1)).charge_at_once(Side::new_side, 4),
              ElementsAre(0, 10, 20, 30));
  EXPECT_THAT(Shop(plan_with_capacity(3)).charge_at_once(Side::new_side, 4),
              ElementsAre(0, 0, 0, 10));
}

TEST(Gateway, IsScaledUpAndDown) {
  Shop shop(plan_with_capacity(1));
  Control scale;
  scale.verb = ControlVerb::ddl;
  scale.code = static_cast<std::uint8_t>(scenarios::StepKind::scale);
  scale.value = 2;
  EXPECT_TRUE(shop.tell(Side::new_side, scale).ok());
  EXPECT_THAT(shop.charge_at_once(Side::new_side, 4), ElementsAre(0, 0, 10, 10));
  scale.value = 1;
  EXPECT_TRUE(shop.tell(Side::new_side, scale).ok());
  EXPECT_THAT(shop.charge_at_once(Side::new_side, 3), ElementsAre(0, 10, 20));
}

TEST(Gateway, RoundsAmountsToTheDecimalsThatItKnows) {
  scenarios::Plan plan = sound_plan();
  for (scenarios::Track& track : plan.tracks) {
    track.old_service.amount_decimals = 1;
    track.new_service.amount_decimals = 0;
  }
  Shop shop(plan);
  shop.ask(Side::old_side, shop.charge(7, 549));
  shop.ask(Side::new_side, shop.charge(8, 549));
  shop.ask(Side::new_side, shop.charge(9, 550));
  EXPECT_THAT(shop.ledger(), ElementsAre("charge 7 of 550", "charge 8 of 500", "charge 9 of 600"));
}

TEST(Gateway, WithoutDeduplicationARetryChargesTwice) {
  Shop shop(sound_plan());
  shop.ask(Side::old_side, shop.charge(7, 500, 99));
  shop.ask(Side::old_side, shop.charge(7, 500, 99));
  EXPECT_THAT(shop.ledger(), ElementsAre("charge 7 of 500", "charge 7 of 500"));
}

TEST(Gateway, AnswersAKnownKeyFromMemory) {
  Shop shop(sound_plan());
  const Reply first = shop.ask(Side::new_side, shop.charge(7, 500, 99));
  const Reply again = shop.ask(Side::new_side, shop.charge(7, 500, 99));
  EXPECT_TRUE(again.ok());
  EXPECT_EQ(shop.serial(again), shop.serial(first));
  EXPECT_TRUE(std::get<ServiceReply>(again.body).repeated);
  EXPECT_FALSE(std::get<ServiceReply>(first.body).repeated);
  EXPECT_THAT(shop.ledger(), ElementsAre("charge 7 of 500", "charge 7 of 500 again"));
}

TEST(Gateway, AnotherKeyOrNoneIsAnotherCharge) {
  Shop shop(sound_plan());
  shop.ask(Side::new_side, shop.charge(7, 500, 99));
  shop.ask(Side::new_side, shop.charge(7, 500, 98));
  shop.ask(Side::new_side, shop.charge(7, 500));
  shop.ask(Side::new_side, shop.charge(7, 500));
  EXPECT_THAT(shop.ledger(), ElementsAre("charge 7 of 500", "charge 7 of 500", "charge 7 of 500",
                                         "charge 7 of 500"));
}

TEST(Gateway, ForgetsAKeyWhenItExpires) {
  scenarios::Plan plan = sound_plan();
  plan.tracks[1].new_service.key_expiry = Duration(1'000'000);
  Shop shop(std::move(plan));
  shop.ask(Side::new_side, shop.charge(7, 500, 99));
  shop.wait(Duration(900'000));
  shop.ask(Side::new_side, shop.charge(7, 500, 99));
  shop.wait(Duration(1'100'000));
  shop.ask(Side::new_side, shop.charge(7, 500, 99));
  EXPECT_THAT(shop.ledger(),
              ElementsAre("charge 7 of 500", "charge 7 of 500 again", "charge 7 of 500"));
}

TEST(Gateway, AKeyExpiresByTheServicesOwnClock) {
  scenarios::Plan plan = sound_plan();
  plan.tracks[1].new_service.key_expiry = Duration(1'000'000);
  Shop shop(std::move(plan));
  shop.ask(Side::new_side, shop.charge(7, 500, 99));
  shop.hook.wrong_clock = shop.node(Side::new_side);
  shop.hook.ahead = 2'000'000;
  shop.ask(Side::new_side, shop.charge(7, 500, 99));
  shop.hook.ahead = 0;
  shop.ask(Side::new_side, shop.charge(7, 500, 99));
  EXPECT_THAT(shop.ledger(),
              ElementsAre("charge 7 of 500", "charge 7 of 500", "charge 7 of 500 again"));
}

TEST(Gateway, ForgetsAKeyWhenItIsTold) {
  Shop shop(sound_plan());
  shop.ask(Side::new_side, shop.charge(7, 500, 99));
  shop.ask(Side::new_side, shop.charge(8, 500, 98));
  Control forget;
  forget.verb = ControlVerb::forget;
  forget.value = 99;
  EXPECT_TRUE(shop.tell(Side::new_side, forget).ok());
  shop.ask(Side::new_side, shop.charge(7, 500, 99));
  shop.ask(Side::new_side, shop.charge(8, 500, 98));
  EXPECT_THAT(shop.ledger(), ElementsAre("charge 7 of 500", "charge 8 of 500", "charge 7 of 500",
                                         "charge 8 of 500 again"));
}

TEST(Gateway, CapturesWhatWasAuthorised) {
  Shop shop(sound_plan());
  ServiceCall call = shop.charge(7, 500);
  call.verb = ServiceVerb::capture;
  EXPECT_EQ(shop.ask(Side::old_side, call).status, FailureReason::unknown_effect);
  call.verb = ServiceVerb::authorise;
  EXPECT_TRUE(shop.ask(Side::old_side, call).ok());
  call.verb = ServiceVerb::capture;
  EXPECT_TRUE(shop.ask(Side::old_side, call).ok());
  EXPECT_EQ(shop.ask(Side::old_side, call).status, FailureReason::nothing_left);
  EXPECT_THAT(shop.ledger(), ElementsAre("authorise 7 of 500", "capture 7 of 500"));
}

TEST(Gateway, RefundsWhatWasChargedHereAndOnlyHere) {
  Shop shop(sound_plan());
  ServiceCall refund = shop.charge(7, 500);
  refund.verb = ServiceVerb::refund;
  shop.ask(Side::old_side, shop.charge(7, 500));
  EXPECT_EQ(shop.ask(Side::new_side, refund).status, FailureReason::unknown_effect);
  EXPECT_TRUE(shop.ask(Side::old_side, refund).ok());
  EXPECT_EQ(shop.ask(Side::old_side, refund).status, FailureReason::nothing_left);
  EXPECT_THAT(shop.ledger(), ElementsAre("charge 7 of 500", "refund 7 of 500"));
}

TEST(Gateway, LooksUpWithoutEffect) {
  Shop shop(sound_plan());
  ServiceCall lookup = shop.charge(7, 0);
  lookup.verb = ServiceVerb::lookup;
  EXPECT_EQ(shop.serial(shop.ask(Side::old_side, lookup)), 0);
  const Reply charged = shop.ask(Side::old_side, shop.charge(7, 500));
  const Reply found = shop.ask(Side::old_side, lookup);
  EXPECT_EQ(shop.serial(found), shop.serial(charged));
  EXPECT_EQ(std::get<ServiceReply>(found.body).amount, 500);
  EXPECT_THAT(shop.ledger(), SizeIs(1));
}

TEST(Gateway, FindsAChargeOfNothing) {
  Shop shop(sound_plan());
  ServiceCall lookup = shop.charge(7, 0);
  lookup.verb = ServiceVerb::lookup;
  const Reply charged = shop.ask(Side::old_side, shop.charge(7, 0));
  EXPECT_EQ(shop.serial(shop.ask(Side::old_side, lookup)), shop.serial(charged));
  ServiceCall refund = shop.charge(7, 0);
  refund.verb = ServiceVerb::refund;
  EXPECT_TRUE(shop.ask(Side::old_side, refund).ok());
  EXPECT_EQ(shop.serial(shop.ask(Side::old_side, lookup)), 0);
}

TEST(Gateway, ASuppressedCallHasNoEffectAndLeavesNoKey) {
  Shop shop(sound_plan());
  ServiceCall call = shop.charge(7, 500, 99);
  call.shadow = true;
  call.suppressed = true;
  EXPECT_TRUE(shop.ask(Side::new_side, call).ok());
  EXPECT_THAT(shop.ledger(), IsEmpty());
  shop.ask(Side::new_side, shop.charge(7, 500, 99));
  EXPECT_THAT(shop.ledger(), ElementsAre("charge 7 of 500"));
}

TEST(Gateway, AShadowCallThatIsNotSuppressedIsMarked) {
  Shop shop(sound_plan());
  ServiceCall call = shop.charge(7, 500);
  call.shadow = true;
  shop.ask(Side::new_side, call);
  EXPECT_THAT(shop.ledger(), ElementsAre("charge 7 of 500 shadow"));
}

TEST(Gateway, TheBankDeclinesAnIdentityNotAnAttemptNorAGateway) {
  scenarios::Plan plan = sound_plan();
  plan.tracks[1].old_service.declined_per_million = 500'000;
  plan.tracks[1].new_service.declined_per_million = 500'000;
  Shop shop(std::move(plan));
  int declined = 0;
  for (Key identity = 1; identity <= 40; ++identity) {
    const FailureReason first = shop.ask(Side::old_side, shop.charge(identity, 500)).status;
    EXPECT_EQ(shop.ask(Side::old_side, shop.charge(identity, 500)).status, first);
    EXPECT_EQ(shop.ask(Side::new_side, shop.charge(identity, 500)).status, first);
    declined += first == FailureReason::declined ? 1 : 0;
  }
  EXPECT_GT(declined, 8);
  EXPECT_LT(declined, 32);
  EXPECT_THAT(shop.ledger(), SizeIs(static_cast<std::size_t>(40 - declined) * 3));
}

TEST(Gateway, ARefusedCallHasNoEffect) {
  scenarios::Plan plan = sound_plan();
  plan.tracks[1].old_service.unavailable_per_million = 1'000'000;
  Shop shop(std::move(plan));
  EXPECT_EQ(shop.ask(Side::old_side, shop.charge(7, 500)).status, FailureReason::unavailable);
  EXPECT_THAT(shop.ledger(), IsEmpty());
}

TEST(Gateway, SendsAWebhookForEveryNewChargeUntilItIsTaken) {
  scenarios::Plan plan = sound_plan();
  plan.tracks[1].new_service.webhooks = true;
  Shop shop(std::move(plan));
  shop.deaf = 3;
  shop.ask(Side::new_side, shop.charge(7, 500, 99));
  shop.ask(Side::new_side, shop.charge(7, 500, 99));  // from memory: no webhook
  shop.ask(Side::old_side, shop.charge(8, 500));      // has none
  EXPECT_THAT(shop.webhooks, ElementsAre("7: 1"));
}

TEST(Gateway, TriesAWebhookOnWhileNobodyAnswers) {
  scenarios::Plan plan = sound_plan();
  plan.tracks[1].new_service.webhooks = true;
  Shop shop(std::move(plan));
  shop.deaf = 12;
  shop.refusal = FailureReason::unavailable;
  shop.ask(Side::new_side, shop.charge(7, 500));
  EXPECT_THAT(shop.webhooks, ElementsAre("7: 1"));
}

TEST(Gateway, GivesUpAWebhookThatIsRefusedFiveTimes) {
  scenarios::Plan plan = sound_plan();
  plan.tracks[1].new_service.webhooks = true;
  Shop shop(std::move(plan));
  shop.deaf = 1'000;
  shop.ask(Side::new_side, shop.charge(7, 500));
  EXPECT_THAT(shop.webhooks, IsEmpty());
  EXPECT_EQ(shop.deaf, 1'000 - 5);
}

}  // namespace
}  // namespace rehearse::simulators
