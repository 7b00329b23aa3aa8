#include "simulators/live/message_sense.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <memory>
#include <random>
#include <string>

#include "harness/explore/rehearsal.hpp"
#include "scenarios/read_plan.hpp"
#include "scenarios/read_scenario.hpp"
#include "simulators/live/message_json.hpp"
#include "tests/harness/explore/small_plan.hpp"

namespace rehearse::harness {
namespace {

using namespace simulators;
using simulators::live::MessageJson;
using simulators::live::MessageSense;

/// Says, beside each message, something like it: with some of its numbers changed. What a node
/// would take over a socket it is sent.
class Stranger final : public Disturbance {
 public:
  Stranger(const Blueprint& blueprint, unsigned seed)
      : sense_(blueprint), blueprint_(blueprint), random_(seed) {}
  void begin(Processes& processes, Choices&) override {
    processes_ = &processes;
    json_ = std::make_unique<MessageJson>(blueprint_, processes.runtime().memory());
  }
  Fate on_message(const Message& message) override {
    if (message.reply || random_() % 4 != 0) return {};
    std::string text;
    json_->write(*message.request, text);
    spoil(text);
    Request made;
    ++said_;
    if (!json_->read(text, made) || !sense_.fits(made, message.to)) return {};
    ++taken_;
    processes_->send_again(message.from, message.to, made);
    return {};
  }
  void phase_changed(std::uint16_t) override {}
  void step_begun(std::uint16_t) override {}
  Slip slip() override { return Slip::none; }
  void heal() override {}
  int said() const { return said_; }
  int taken() const { return taken_; }

 private:
  void spoil(std::string& text) {
    static constexpr std::array numbers{"0",
                                        "1",
                                        "2",
                                        "3",
                                        "7",
                                        "31",
                                        "255",
                                        "65535",
                                        "-1",
                                        "4294967295",
                                        "999999999999999",
                                        "9223372036854775807",
                                        "-9223372036854775808"};
    for (int times = 1 + static_cast<int>(random_() % 2); times > 0; --times) {
      const std::size_t from = random_() % text.size();
      const std::size_t begin = text.find_first_of("0123456789", from);
      if (begin == std::string::npos) continue;
      std::size_t end = text.find_first_not_of("0123456789", begin);
      if (end == std::string::npos) end = text.size();
      text.replace(begin, end - begin, numbers[random_() % numbers.size()]);
    }
    const std::string first = R"({"transact":[{)";
    if (text.starts_with(first) && random_() % 8 == 0)
      text.insert(first.size(), R"("side_shape":true,)");
  }

  MessageSense sense_;
  const Blueprint& blueprint_;
  std::mt19937 random_;
  Processes* processes_ = nullptr;
  std::unique_ptr<MessageJson> json_;
  int said_ = 0, taken_ = 0;
};

class MessageSenseOfTheShop : public ::testing::Test {
 protected:
  bool fits(const std::string& node, const std::string& text) {
    Request request;
    EXPECT_TRUE(json.read(text, request)) << text;
    const auto found = std::find(blueprint.nodes.begin(), blueprint.nodes.end(), node);
    EXPECT_NE(found, blueprint.nodes.end()) << node;
    return sense.fits(request, static_cast<NodeId>(found - blueprint.nodes.begin()));
  }
  const scenarios::Plan plan =
      scenarios::load_plan(REHEARSE_SOURCE_DIR "/scenarios/ecommerce/plan.json").value();
  const scenarios::Scenario scenario =
      scenarios::load_scenario(REHEARSE_SOURCE_DIR "/scenarios/ecommerce/flash-sale.json").value();
  const Blueprint blueprint{plan, scenario};
  Memory memory;
  const MessageJson json{blueprint, memory};
  const MessageSense sense{blueprint};
};

TEST_F(MessageSenseOfTheShop, RefusesWhatNobodyOfThePlanWouldAsk) {
  EXPECT_TRUE(fits("shop", R"({"transact":[{"track":0,"key":7}]})"));
  EXPECT_FALSE(fits("catalog_old", R"({"transact":[{"track":0,"key":7}]})")) << "lives elsewhere";
  EXPECT_FALSE(fits("payments.old", R"({"transact":[{"track":0,"key":7}]})")) << "no store";
  EXPECT_FALSE(fits("shop", R"({"transact":[{"kind":2,"track":0,"key":7}]})")) << "no row";
  EXPECT_FALSE(fits("shop", R"({"transact":[{"kind":2,"track":0,"key":7,"row":["Ann"]}]})"));
  EXPECT_FALSE(fits("shop", R"({"transact":[{"track":0,"key":9007199254740993000}]})"));
  EXPECT_FALSE(fits("shop", R"({"transact":[{"kind":8,"track":0}]})")) << "a mirror of nothing";
  const std::string copied =
      R"({"transact":[{"kind":6,"track":0,"side":1,"side_shape":true,"key":7,"row":)";
  EXPECT_TRUE(fits("shop", copied + R"(["Ann","Lee",1250,"open"]}]})"));
  EXPECT_FALSE(fits("shop", copied + R"(["Ann Lee",1250,"open"]}]})")) << "the old shape";
  EXPECT_FALSE(fits("shop", R"({"transact":[{"kind":3,"partial":true,"fields":1,"side":1,"track":0,
                                "side_shape":true,"key":7,"row":["Ann","Lee",1250,"open"]}]})"))
      << "parts of a record are logical";
  EXPECT_TRUE(fits("payments.old", R"({"service":{"verb":1,"track":1,"identity":5}})"));
  EXPECT_FALSE(fits("payments.new", R"({"service":{"verb":1,"track":1,"identity":5}})"));
  EXPECT_TRUE(fits("shop", R"({"control":{"verb":5,"track":0,"side":1,"code":10}})"));
  EXPECT_FALSE(fits("shop", R"({"control":{"verb":5,"track":0,"side":1,"code":0}})")) << "no DDL";
  EXPECT_FALSE(fits("shop", R"({"control":{"verb":5,"track":1,"code":10}})")) << "a service";
  EXPECT_FALSE(fits("backfill.orders", R"({"control":{"verb":9,"value":200}})"));
  EXPECT_FALSE(fits("relay.orders", R"({"control":{"verb":9,"code":200}})"));
  EXPECT_FALSE(fits("app/1", R"({"control":{"verb":3,"track":255}})")) << "drained of no track";
}

/// No node falls over, whatever it is asked that it takes.
TEST(MessageSense, WhatANodeTakesItSurvives) {
  int said = 0, taken = 0;
  for (const char* folder :
       {"/scenarios/ecommerce/", "/scenarios/zoo/DS-02-sequence-not-advanced/"}) {
    const std::string at = REHEARSE_SOURCE_DIR + std::string(folder);
    const bool shop = at.ends_with("ecommerce/");
    const auto plan = scenarios::load_plan(at + (shop ? "plan.json" : "good.json"));
    const auto scenario =
        scenarios::load_scenario(at + (shop ? "flash-sale.json" : "scenario.json"));
    ASSERT_TRUE(plan && scenario) << at;
    const Blueprint blueprint(plan.value(), scenario.value());
    for (unsigned seed = 1; seed <= 8; ++seed) {
      Stranger stranger(blueprint, seed);
      World world(blueprint);
      RandomChoices choices(seed);
      History history;
      RunOptions options;
      options.choices = &choices;
      options.disturbance = &stranger;
      world.run(options, history);
      said += stranger.said();
      taken += stranger.taken();
    }
  }
  EXPECT_GT(taken, 1'000);
  EXPECT_GT(said, taken);
}

}  // namespace
}  // namespace rehearse::harness
