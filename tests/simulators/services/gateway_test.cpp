#include "simulators/services/gateway.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

#include "scenarios/default_scenario.hpp"
#include "scenarios/read_plan.hpp"
#include "tests/simulators/runtime/laboratory.hpp"

namespace rehearse::simulators {
namespace {

using scenarios::Duration;
using scenarios::Side;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

scenarios::Plan sound_plan() {
  auto plan = scenarios::load_plan(REHEARSE_SOURCE_DIR "/tests/scenarios/data/sound.plan.json");
  if (!plan) throw std::logic_error(to_string(plan.errors().front()));
  return std::move(plan).value();
}

/// The plan's two gateways, a caller, and instances that take webhooks.
class Shop {
 public:
  explicit Shop(scenarios::Plan plan)
      : plan_(std::move(plan)),
        scenario_(scenarios::default_scenario(plan_)),
        blueprint_(plan_, scenario_),
        track_(blueprint_.track("payments")) {
    const TrackBlueprint& payments = blueprint_.tracks[track_];
    for (NodeId node = 0; node < blueprint_.nodes.size(); ++node) {
      for (const Side side : {Side::old_side, Side::new_side}) {
        if (payments.side(side).node != node) continue;
        auto gateway = std::make_unique<Gateway>(blueprint_, track_, side, runtime_);
        gateway->reset();
        nodes_.push_back(std::move(gateway));
      }
      if (nodes_.size() == node) nodes_.push_back(other());
      runtime_.add_node(*nodes_.back());
    }
    runtime_.reset(choices_, &hook, {Duration(100), Duration(100)}, history_);
    for (NodeId node = 0; node < blueprint_.nodes.size(); ++node) runtime_.start_node(node);
  }
  ~Shop() { runtime_.destroy_tasks(); }
  Shop(const Shop&) = delete;
  Shop& operator=(const Shop&) = delete;

  ServiceCall charge(Key identity, std::int64_t amount, std::uint64_t idempotency_key = 0) const {
    ServiceCall call;
    call.track = track_;
    call.identity = identity;
    call.amount = amount;
    call.idempotency_key = idempotency_key;
    return call;
  }

  /// Calls, one after the other, and lets the world come to rest.
  Reply ask(Side side, ServiceCall call) {
    call.side = side;
    replies_.clear();
    runtime_.spawn(blueprint_.clients, send(side, call));
    runtime_.run(for_ever);
    return replies_.at(0);
  }
  Reply tell(Side side, const Control& control) {
    replies_.clear();
    runtime_.spawn(blueprint_.clients, send(side, control));
    runtime_.run(for_ever);
    return replies_.at(0);
  }
  /// Charges so many orders at once; how long after the first effect each was made, in ms.
  std::vector<std::int64_t> charge_at_once(Side side, int count) {
    const std::size_t before = history_.events.size();
    for (int i = 0; i < count; ++i) {
      ServiceCall call = charge(100 + i, 500);
      call.side = side;
      runtime_.spawn(blueprint_.clients, send(side, call));
    }
    runtime_.run(for_ever);
    std::vector<std::int64_t> after;
    Time first = -1;
    for (std::size_t i = before; i < history_.events.size(); ++i) {
      if (history_.events[i].kind != EventKind::effect) continue;
      if (first < 0) first = history_.events[i].time;
      after.push_back((history_.events[i].time - first) / 1'000);
    }
    return after;
  }
  NodeId node(Side side) const { return blueprint_.tracks[track_].side(side).node; }
  std::int64_t serial(const Reply& reply) const {
    return std::get<ServiceReply>(reply.body).serial;
  }
  void wait(Duration duration) {
    runtime_.spawn(blueprint_.clients, pause(duration));
    runtime_.run(for_ever);
  }
  /// "charge 7 of 500", "+ repeat", "+ shadow" in the ledger's order.
  std::vector<std::string> ledger() const {
    const char* const names[] = {"authorise", "charge", "capture", "refund", "void"};
    std::vector<std::string> lines;
    for (const Event& event : history_.events) {
      if (event.kind != EventKind::effect) continue;
      std::string line = std::string(names[event.detail]) + " " + std::to_string(event.key) +
                         " of " + std::to_string(event.value);
      if ((event.flags & flag_repeat) != 0) line += " again";
      if ((event.flags & flag_shadow) != 0) line += " shadow";
      lines.push_back(line);
    }
    return lines;
  }

  laboratory::ScriptedHook hook;
  std::vector<std::string> webhooks;
  /// Instances refuse so many webhooks before they take one.
  int deaf = 0;
  FailureReason refusal = FailureReason::denied;

 private:
  static constexpr Time for_ever = 1'000'000'000'000;

  std::unique_ptr<Node> other() {
    auto node = std::make_unique<laboratory::Scripted>(&log_, "other");
    node->serves = [this](const Request* request) { return take(request); };
    return node;
  }
  Task<Reply> take(const Request* request) {
    const Control& control = std::get<Control>(request->body);
    Reply reply;
    if (deaf-- > 0)
      reply.status = refusal;
    else
      webhooks.push_back(std::to_string(control.key) + ": " + std::to_string(control.value));
    co_return reply;
  }
  Task<void> send(Side side, std::variant<ServiceCall, Control> body) {
    Request request;
    request.tag = ++tag_;
    std::visit([&request](const auto& one) { request.body = one; }, body);
    Call waiting(runtime_, blueprint_.clients, blueprint_.tracks[track_].side(side).node, request,
                 Duration(10'000'000));
    const Reply reply = co_await waiting;
    replies_.push_back(reply);
  }
  Task<void> pause(Duration duration) { co_await Sleep(runtime_, duration); }

  scenarios::Plan plan_;
  scenarios::Scenario scenario_;
  Blueprint blueprint_;
  TrackIndex track_;
  std::vector<std::string> log_;
  RandomChoices choices_{1};
  History history_;
  SimulatedRuntime runtime_;
  std::vector<std::unique_ptr<Node>> nodes_;
  std::vector<Reply> replies_;
  std::uint64_t tag_ = 0;
};

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
  EXPECT_EQ(shop.ask(Side::old_side, call).status, FailureReason::unknown_effect);
  EXPECT_THAT(shop.ledger(), ElementsAre("authorise 7 of 500", "capture 7 of 500"));
}

TEST(Gateway, RefundsWhatWasChargedHereAndOnlyHere) {
  Shop shop(sound_plan());
  ServiceCall refund = shop.charge(7, 500);
  refund.verb = ServiceVerb::refund;
  shop.ask(Side::old_side, shop.charge(7, 500));
  EXPECT_EQ(shop.ask(Side::new_side, refund).status, FailureReason::unknown_effect);
  EXPECT_TRUE(shop.ask(Side::old_side, refund).ok());
  EXPECT_EQ(shop.ask(Side::old_side, refund).status, FailureReason::unknown_effect);
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
