#include "simulators/live/message_json.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "harness/explore/rehearsal.hpp"
#include "scenarios/read_plan.hpp"
#include "scenarios/read_scenario.hpp"
#include "simulators/live/message_sense.hpp"
#include "tests/harness/explore/small_plan.hpp"

namespace rehearse::harness {
namespace {

using namespace simulators;
using simulators::live::MessageJson;

/// Every message of a run is written as JSON and read again before it is delivered.
class Rewritten final : public Disturbance {
 public:
  explicit Rewritten(const Blueprint& blueprint) : blueprint_(blueprint), sense_(blueprint) {}
  void begin(Processes& processes, Choices&) override {
    json_ = std::make_unique<MessageJson>(blueprint_, processes.runtime().memory());
  }
  Fate on_message(const Message& message) override {
    std::string text;
    if (message.reply) {
      json_->write(*message.answer, *message.request, text);
      Reply read;
      EXPECT_TRUE(json_->read(text, *message.request, read)) << text;
      *message.answer = read;
    } else {
      json_->write(*message.request, text);
      Request read;
      EXPECT_TRUE(json_->read(text, read)) << text;
      EXPECT_TRUE(sense_.fits(read, message.to)) << blueprint_.nodes[message.to] << ": " << text;
      const_cast<Request&>(*message.request) = read;  // the letter's own copy
    }
    ++messages_;
    return {};
  }
  void phase_changed(std::uint16_t) override {}
  void step_begun(std::uint16_t) override {}
  Slip slip() override { return Slip::none; }
  void heal() override {}
  std::int64_t messages() const { return messages_; }

 private:
  const Blueprint& blueprint_;
  simulators::live::MessageSense sense_;
  std::unique_ptr<MessageJson> json_;
  std::int64_t messages_ = 0;
};

std::uint64_t hash_of(const Blueprint& blueprint, Disturbance* disturbance, RunShape shape) {
  World world(blueprint);
  RandomChoices choices(7);
  History history;
  RunOptions options;
  options.choices = &choices;
  options.disturbance = disturbance;
  options.shape = shape;
  world.run(options, history);
  return history.hash;
}

// Every kind of message of every plan that we have, so nothing that a message says can be missing.
TEST(MessageJson, ARunWhoseMessagesAreWrittenAndReadIsTheSameRun) {
  namespace fs = std::filesystem;
  std::int64_t messages = 0;
  for (const auto& entry : fs::directory_iterator(REHEARSE_SOURCE_DIR "/scenarios/zoo")) {
    if (!fs::exists(entry.path() / "bad.json")) continue;
    const auto scenario = scenarios::load_scenario(entry.path() / "scenario.json");
    for (const char* name : {"bad.json", "good.json"}) {
      const auto plan = scenarios::load_plan(entry.path() / name);
      ASSERT_TRUE(plan && scenario) << entry.path();
      const Blueprint blueprint(plan.value(), scenario.value());
      for (const std::int64_t course : {0, 1}) {
        const RunShape shape = run_spec(plan.value(), scenario.value(), 1, course).shape;
        Rewritten rewritten(blueprint);
        EXPECT_EQ(hash_of(blueprint, &rewritten, shape), hash_of(blueprint, nullptr, shape))
            << entry.path() / name;
        messages += rewritten.messages();
      }
    }
  }
  EXPECT_GT(messages, 50'000);
}

class MessageJsonReading : public ::testing::Test {
 protected:
  bool reads(const std::string& text) {
    Request request;
    return MessageJson(blueprint, memory).read(text, request);
  }
  const scenarios::Plan plan = testing::small_plan();
  const scenarios::Scenario scenario = testing::small_scenario(plan, 10);
  const Blueprint blueprint{plan, scenario};
  Memory memory;
};

TEST_F(MessageJsonReading, ReadsWhatItKnows) {
  EXPECT_TRUE(reads(R"({"transact":[{"kind":0,"track":0,"key":5}]})"));
  EXPECT_TRUE(reads(R"({"control":{"verb":5}})"));
}

TEST_F(MessageJsonReading, RefusesWhatIsNoMessageOfThePlan) {
  for (const char* text : {"",
                           "{",
                           "[]",
                           "null",
                           "7",
                           "{}",
                           R"({"control":7})",
                           R"({"control":{"verb":99}})",
                           R"({"control":{"verb":-1}})",
                           R"({"control":{"track":77}})",
                           R"({"control":{"key":"x"}})",
                           R"({"control":{"key":1.5}})",
                           R"({"control":{"key":99999999999999999999}})",
                           R"({"transact":[]})",
                           R"({"transact":[{"track":77}]})",
                           R"({"transact":[{"track":0,"row":7}]})",
                           R"({"transact":[{"track":0,"row":[[]]}]})",
                           R"({"transact":[7]})",
                           R"({"transact":{"kind":1}})",
                           R"({"call":{"operation":999}})",
                           R"({"call":{"operation":0,"variables":[1,2,3,4,5,6,7,8,9,10,11]}})",
                           R"({"service":{"track":0}})",
                           R"({"control":{"verb":2}})",
                           R"({"control":{"flags":{"number":3}}})"})
    EXPECT_FALSE(reads(text)) << text;
}

}  // namespace
}  // namespace rehearse::harness
