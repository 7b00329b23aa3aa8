#include "fault_injection/proxy/fault_proxy.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <memory>

#include "tests/simulators/live/live_laboratory.hpp"

namespace rehearse::fault_injection {
namespace {

using namespace simulators;

/// Does to each message what the test says.
class ScriptedFaults final : public MessageHook {
 public:
  std::function<void(const Message& message, Fate& fate)> decides;
  Fate on_message(const Message& message) override {
    Fate fate;
    if (decides) decides(message, fate);
    return fate;
  }
};

class Proxied : public live::LiveLaboratory, public ::testing::Test {
 protected:
  Proxied() {
    begin();
    server_node.answers = [this](const Request& request) {
      asked.push_back(std::get<Control>(request.body).value);
      return answer(std::get<Control>(request.body).value * 10);
    };
    host_server();
    proxy = std::make_unique<FaultProxy>(blueprint, *runtime, book, hook, client);
  }
  ~Proxied() override { runtime->destroy_tasks(); }

  std::int64_t times_asked(std::int64_t value) const {
    return std::count(asked.begin(), asked.end(), value);
  }

  ScriptedFaults hook;
  std::vector<std::int64_t> asked;
  std::unique_ptr<FaultProxy> proxy;
};

TEST_F(Proxied, WithoutAFaultAMessagePassesAndIsKnownByItsEnds) {
  std::vector<std::string> seen;
  hook.decides = [&](const Message& message, Fate&) {
    seen.push_back(std::to_string(message.from) + " -> " + std::to_string(message.to) +
                   (message.reply ? " reply " : " request ") + std::to_string(message.tag()));
  };
  EXPECT_EQ(number_in(ask(question(4))), 40);
  EXPECT_EQ(seen, (std::vector<std::string>{"0 -> 1 request 4", "1 -> 0 reply 4"}));
  EXPECT_EQ(proxy->passed(), 1);
}

TEST_F(Proxied, ALostRequestNeverArrives) {
  hook.decides = [](const Message& message, Fate& fate) { fate.lost = !message.reply; };
  EXPECT_EQ(ask(question(4), ms(30)).status, FailureReason::timeout);
  EXPECT_TRUE(asked.empty());
}

TEST_F(Proxied, OfALostReplyTheRequestWasExecuted) {
  hook.decides = [](const Message& message, Fate& fate) { fate.lost = message.reply; };
  EXPECT_EQ(ask(question(4), ms(30)).status, FailureReason::timeout);
  EXPECT_EQ(asked, (std::vector<std::int64_t>{4}));
}

TEST_F(Proxied, ARefusedRequestIsAnsweredByTheProxy) {
  hook.decides = [](const Message& message, Fate& fate) {
    if (!message.reply) fate.refused = FailureReason::unavailable;
  };
  EXPECT_EQ(ask(question(4)).status, FailureReason::unavailable);
  EXPECT_TRUE(asked.empty());
}

TEST_F(Proxied, ADuplicateIsExecutedTwiceAndAnsweredOnce) {
  hook.decides = [](const Message& message, Fate& fate) {
    fate.duplicated = !message.reply;
    fate.copy_delay = ms(5);
  };
  EXPECT_EQ(number_in(ask(question(4))), 40);
  hook.decides = nullptr;
  while (times_asked(4) < 2 && runtime->now() < ms(5'000).count()) ask(question(7));
  EXPECT_EQ(times_asked(4), 2);
}

TEST_F(Proxied, DelaysAddUpOnBothWays) {
  hook.decides = [](const Message&, Fate& fate) { fate.extra_delay = ms(15); };
  const Time before = runtime->now();
  EXPECT_EQ(number_in(ask(question(4))), 40);
  EXPECT_GE(runtime->now() - before, ms(30).count());
}

TEST_F(Proxied, AnAnswerCanBeChanged) {
  hook.decides = [](const Message& message, Fate&) {
    if (message.reply) message.answer->status = FailureReason::incompatible;
  };
  EXPECT_EQ(ask(question(4)).status, FailureReason::incompatible);
}

TEST_F(Proxied, ANodeThatIsDownIsUnavailableAndSurelyNotDone) {
  runtime->close(server);
  book.enter(server, 1);  // as a killed process leaves it
  EXPECT_EQ(ask(question(4)).status, FailureReason::unavailable);
}

TEST_F(Proxied, WhatWasSentBeforeCanBeSentOnceMore) {
  proxy->send_again(client, server, question(9));
  while (times_asked(9) < 1 && runtime->now() < ms(5'000).count()) ask(question(7));
  EXPECT_EQ(times_asked(9), 1);
}

}  // namespace
}  // namespace rehearse::fault_injection
