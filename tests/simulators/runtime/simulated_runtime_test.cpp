#include "simulators/runtime/simulated_runtime.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

#include "tests/simulators/runtime/laboratory.hpp"

namespace rehearse::simulators {
namespace {

using laboratory::Farewell;
using laboratory::Laboratory;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Log = std::vector<std::string>;

constexpr auto us = &Laboratory::us;

Task<void> sleep_and_note(Laboratory* lab, std::int64_t how_long, std::string name) {
  co_await Sleep(lab->runtime, us(how_long));
  lab->note(name);
}

/// Does `what` at a time: the hand of the test inside the run.
Task<void> at(Laboratory* lab, std::int64_t when, std::function<void()> what) {
  co_await Sleep(lab->runtime, us(when));
  what();
}

// ---- time ----

TEST(SimulatedRuntime, WakesSleepersInOrderOfTimeAndThenOfComing) {
  Laboratory lab;
  lab.runtime.spawn(lab.client, sleep_and_note(&lab, 30, "a"));
  lab.runtime.spawn(lab.server, sleep_and_note(&lab, 10, "b"));
  lab.runtime.spawn(lab.client, sleep_and_note(&lab, 30, "c"));
  lab.runtime.spawn(lab.client, sleep_and_note(&lab, 20, "d"));
  EXPECT_THAT(lab.log, IsEmpty());
  lab.run();
  EXPECT_THAT(lab.log, ElementsAre("10 b", "20 d", "30 a", "30 c"));
  EXPECT_TRUE(lab.runtime.idle());
  EXPECT_EQ(lab.runtime.events_run(), 4U);
}

TEST(SimulatedRuntime, SleepingForNoTimeDoesNotSuspend) {
  Laboratory lab;
  lab.runtime.spawn(lab.client, sleep_and_note(&lab, 0, "a"));
  EXPECT_THAT(lab.log, ElementsAre("0 a"));
}

TEST(SimulatedRuntime, RunsUpToItsLimit) {
  Laboratory lab;
  lab.runtime.spawn(lab.client, sleep_and_note(&lab, 10, "a"));
  lab.runtime.spawn(lab.client, sleep_and_note(&lab, 11, "b"));
  lab.runtime.run(10);
  EXPECT_THAT(lab.log, ElementsAre("10 a"));
  EXPECT_FALSE(lab.runtime.idle());
}

TEST(SimulatedRuntime, StopsWhenTold) {
  Laboratory lab;
  lab.runtime.spawn(lab.client, at(&lab, 10, [&] { lab.runtime.stop(); }));
  lab.runtime.spawn(lab.client, sleep_and_note(&lab, 11, "b"));
  lab.run();
  EXPECT_THAT(lab.log, IsEmpty());
  EXPECT_EQ(lab.runtime.now(), 10);
}

Task<void> for_ever(Laboratory* lab, bool recording) {
  for (;;) {
    co_await Sleep(lab->runtime, us(1));
    if (recording) lab->runtime.record({});
  }
}

TEST(SimulatedRuntime, GivesUpARunThatGoesOnAndOn) {
  Laboratory lab;
  lab.runtime.give_up_after(50, 20);
  lab.runtime.spawn(lab.client, for_ever(&lab, false));
  lab.run();
  EXPECT_TRUE(lab.runtime.gave_up());
  EXPECT_FALSE(lab.runtime.idle());
  EXPECT_EQ(lab.runtime.events_run(), 50U);
  EXPECT_EQ(lab.runtime.now(), 51);  // the one that it did not run any more
}

TEST(SimulatedRuntime, GivesUpARunThatTellsTooMuch) {
  Laboratory lab;
  lab.runtime.give_up_after(50, 20);
  lab.runtime.spawn(lab.client, for_ever(&lab, true));
  lab.run();
  EXPECT_TRUE(lab.runtime.gave_up());
  EXPECT_EQ(lab.history.events.size(), 21U);
}

TEST(SimulatedRuntime, TheNextRunBeginsAnew) {
  Laboratory lab;
  lab.runtime.give_up_after(50, 20);
  lab.runtime.spawn(lab.client, for_ever(&lab, false));
  lab.run();
  lab.begin();
  EXPECT_FALSE(lab.runtime.gave_up());
  lab.runtime.spawn(lab.client, sleep_and_note(&lab, 60, "a"));
  lab.run();
  EXPECT_THAT(lab.log, ElementsAre("60 a"));
  EXPECT_FALSE(lab.runtime.gave_up());
}

TEST(SimulatedRuntime, AnExceptionLeavesThroughRun) {
  Laboratory lab;
  lab.runtime.spawn(lab.client, at(&lab, 10, [] { throw std::logic_error("broken"); }));
  EXPECT_THROW(lab.run(), std::logic_error);
}

// ---- calls ----

TEST(SimulatedRuntime, ACallBringsTheReply) {
  Laboratory lab;
  lab.server_works(us(50));
  lab.runtime.spawn(lab.client, lab.ask(7, us(1'000)));
  lab.run();
  EXPECT_THAT(lab.log, ElementsAre("100 serves 7", "~work", "250 got 70", "~ask"));
}

TEST(SimulatedRuntime, ACallTimesOutAndIgnoresTheLateReply) {
  Laboratory lab;
  lab.server_works(us(5'000));
  lab.runtime.spawn(lab.client, lab.ask(7, us(1'000)));
  lab.run();
  EXPECT_THAT(lab.log, ElementsAre("100 serves 7", "1000 timeout", "~ask", "~work"));
  EXPECT_EQ(lab.runtime.now(), 5'200);  // the reply did arrive
}

TEST(SimulatedRuntime, ALateReplyIsNotTakenForAnotherCalls) {
  Laboratory lab;
  lab.server_node.serves = [&](const Request* request) {
    return lab.work(request, std::get<Control>(request->body).value == 1 ? us(900) : us(900'000));
  };
  lab.runtime.spawn(lab.client, lab.ask(1, us(500)));
  // Asked right after the first timeout: the same slot of bookkeeping.
  lab.runtime.spawn(lab.client,
                    at(&lab, 600, [&] { lab.runtime.spawn(lab.client, lab.ask(2, us(800))); }));
  lab.run();
  EXPECT_THAT(lab.log, ElementsAre("100 serves 1", "500 timeout", "~ask", "700 serves 2", "~work",
                                   "1400 timeout", "~ask", "~work"));
}

TEST(SimulatedRuntime, ANodeThatIsDownRefuses) {
  Laboratory lab;
  lab.server_works(us(50));
  lab.runtime.crash_node(lab.server);
  EXPECT_FALSE(lab.runtime.up(lab.server));
  lab.runtime.spawn(lab.client, lab.ask(7, us(1'000)));
  lab.run();
  EXPECT_THAT(lab.log, ElementsAre("server crashes", "200 refused", "~ask"));
}

TEST(SimulatedRuntime, AClosedNodeFinishesWhatItHasBegun) {
  Laboratory lab;
  lab.server_works(us(500));
  lab.runtime.spawn(lab.client, lab.ask(1, us(5'000)));
  lab.runtime.spawn(lab.client, at(&lab, 200, [&] {
                      EXPECT_EQ(lab.runtime.serving(lab.server), 1);
                      lab.runtime.close_node(lab.server);
                      lab.runtime.spawn(lab.client, lab.ask(2, us(5'000)));
                    }));
  lab.run();
  EXPECT_EQ(lab.runtime.serving(lab.server), 0);
  EXPECT_THAT(lab.log,
              ElementsAre("100 serves 1", "400 refused", "~ask", "~work", "700 got 10", "~ask"));
}

TEST(SimulatedRuntime, AClosedNodeStillAnswersWhatItCanAnswerAtOnce) {
  Laboratory lab;
  lab.server_node.answers = [](const Request& request) { return Laboratory::answer(&request); };
  lab.runtime.close_node(lab.server);
  lab.runtime.spawn(lab.client, lab.ask(1, us(5'000)));
  lab.runtime.spawn(lab.client, at(&lab, 300, [&] {
                      lab.runtime.crash_node(lab.server);
                      lab.runtime.spawn(lab.client, lab.ask(2, us(5'000)));
                    }));
  lab.run();
  EXPECT_THAT(lab.log, ElementsAre("200 got 10", "~ask", "server crashes", "500 refused", "~ask"));
}

// ---- crashes ----

TEST(SimulatedRuntime, ACrashDestroysTheTasksOfTheNodeOnce) {
  Laboratory lab;
  lab.server_works(us(500));
  lab.runtime.spawn(lab.client, lab.ask(7, us(1'000)));
  lab.runtime.spawn(lab.server, sleep_and_note(&lab, 400, "never"));
  lab.runtime.spawn(lab.client, at(&lab, 300, [&] { lab.runtime.crash_node(lab.server); }));
  lab.run();
  // The caller cannot know: it waits for its deadline.
  EXPECT_THAT(lab.log,
              ElementsAre("100 serves 7", "~work", "server crashes", "1000 timeout", "~ask"));
  EXPECT_EQ(lab.runtime.serving(lab.server), 0);
}

TEST(SimulatedRuntime, ACrashOfTheCallerAbandonsItsCalls) {
  Laboratory lab;
  lab.server_works(us(500));
  lab.runtime.spawn(lab.client, lab.ask(7, us(10'000)));
  lab.runtime.spawn(lab.server, at(&lab, 300, [&] { lab.runtime.crash_node(lab.client); }));
  lab.run();
  EXPECT_THAT(lab.log, ElementsAre("100 serves 7", "~ask", "client crashes", "~work"));
  EXPECT_EQ(lab.runtime.now(), 700);  // no deadline is left behind
}

TEST(SimulatedRuntime, ANodeThatCameBackServesAgain) {
  Laboratory lab;
  lab.server_works(us(50));
  lab.runtime.crash_node(lab.server);
  lab.runtime.start_node(lab.server);
  EXPECT_TRUE(lab.runtime.up(lab.server));
  lab.runtime.spawn(lab.client, lab.ask(7, us(1'000)));
  lab.run();
  EXPECT_THAT(lab.log, ElementsAre("server crashes", "server starts", "100 serves 7", "~work",
                                   "250 got 70", "~ask"));
}

TEST(SimulatedRuntime, ResetDestroysWhatIsUnderWay) {
  Laboratory lab;
  lab.server_works(us(500));
  lab.runtime.spawn(lab.client, lab.ask(7, us(1'000)));
  lab.runtime.run(300);
  lab.begin();
  EXPECT_EQ(lab.runtime.now(), 0);
  lab.runtime.spawn(lab.client, lab.ask(8, us(1'000)));
  lab.run();
  EXPECT_THAT(lab.log, ElementsAre("100 serves 8", "~work", "700 got 80", "~ask"));
}

TEST(SimulatedRuntime, EveryFrameIsDestroyedOnceWhateverTheInstantOfTheCrash) {
  for (std::int64_t when = 1; when <= 300; when += 7) {
    for (const bool of_server : {false, true}) {
      Laboratory lab;
      lab.server_works(us(50));
      const NodeId victim = of_server ? lab.server : lab.client;
      const NodeId other = of_server ? lab.client : lab.server;
      lab.runtime.spawn(other, at(&lab, when, [&] { lab.runtime.crash_node(victim); }));
      lab.runtime.spawn(lab.client, lab.ask(7, us(1'000)));
      lab.run();
      const auto times = [&](const char* line) {
        return std::count(lab.log.begin(), lab.log.end(), line);
      };
      EXPECT_EQ(times("~ask"), 1) << when;
      EXPECT_EQ(times("~work"), times("100 serves 7")) << when;
    }
  }
}

// ---- the hook ----

TEST(SimulatedRuntime, ALostRequestIsNeverServed) {
  Laboratory lab;
  lab.server_works(us(50));
  lab.hook.decides = [](bool reply, std::uint64_t) {
    Fate fate;
    fate.lost = !reply;
    return fate;
  };
  lab.runtime.spawn(lab.client, lab.ask(7, us(1'000)));
  lab.run();
  EXPECT_THAT(lab.log, ElementsAre("1000 timeout", "~ask"));
}

TEST(SimulatedRuntime, ALostReplyLeavesTheCallerInDoubt) {
  Laboratory lab;
  lab.server_works(us(50));
  lab.hook.decides = [](bool reply, std::uint64_t) {
    Fate fate;
    fate.lost = reply;
    return fate;
  };
  lab.runtime.spawn(lab.client, lab.ask(7, us(1'000)));
  lab.run();
  EXPECT_THAT(lab.log, ElementsAre("100 serves 7", "~work", "1000 timeout", "~ask"));
}

TEST(SimulatedRuntime, ADuplicatedRequestIsServedTwiceAndAnsweredOnce) {
  Laboratory lab;
  lab.server_works(us(50));
  lab.hook.decides = [](bool reply, std::uint64_t) {
    Fate fate;
    fate.duplicated = !reply;
    return fate;
  };
  lab.runtime.spawn(lab.client, lab.ask(7, us(1'000)));
  lab.run();
  EXPECT_THAT(lab.log,
              ElementsAre("100 serves 7", "101 serves 7", "~work", "~work", "250 got 70", "~ask"));
}

TEST(SimulatedRuntime, ADelayedMessageArrivesLater) {
  Laboratory lab;
  lab.server_works(us(50));
  lab.hook.decides = [](bool reply, std::uint64_t) {
    Fate fate;
    fate.extra_delay = reply ? us(300) : us(20);
    return fate;
  };
  lab.runtime.spawn(lab.client, lab.ask(7, us(1'000)));
  lab.run();
  EXPECT_THAT(lab.log, ElementsAre("120 serves 7", "~work", "570 got 70", "~ask"));
}

TEST(SimulatedRuntime, TheHookTellsRequestsFromReplies) {
  Laboratory lab;
  lab.server_works(us(50));
  Log seen;
  lab.hook.decides = [&](bool reply, std::uint64_t tag) {
    seen.push_back((reply ? "reply " : "request ") + std::to_string(tag));
    return Fate();
  };
  lab.runtime.spawn(lab.client, lab.ask(7, us(1'000)));
  lab.run();
  EXPECT_THAT(seen, ElementsAre("request 14", "reply 15"));
}

// ---- signals ----

Task<void> wait_and_note(Laboratory* lab, Signal* signal, std::int64_t timeout, std::string name) {
  const bool woken = co_await signal->wait(us(timeout));
  lab->note(name + (woken ? " woken" : " not woken"));
}

TEST(Signal, WakesAllWhoWaitInTheOrderOfTheirComing) {
  Laboratory lab;
  Signal signal(lab.runtime);
  for (const char* name : {"a", "b", "c"})
    lab.runtime.spawn(lab.client, wait_and_note(&lab, &signal, 1'000, name));
  lab.runtime.spawn(lab.client, at(&lab, 50, [&] {
                      signal.notify();
                      lab.note("notified");
                    }));
  lab.run();
  EXPECT_THAT(lab.log, ElementsAre("50 notified", "50 a woken", "50 b woken", "50 c woken"));
}

TEST(Signal, WaitersTimeOutAlone) {
  Laboratory lab;
  Signal signal(lab.runtime);
  lab.runtime.spawn(lab.client, wait_and_note(&lab, &signal, 10, "a"));
  lab.runtime.spawn(lab.client, wait_and_note(&lab, &signal, 1'000, "b"));
  lab.runtime.spawn(lab.client, at(&lab, 50, [&] { signal.notify(); }));
  lab.run();
  EXPECT_THAT(lab.log, ElementsAre("10 a not woken", "50 b woken"));
  EXPECT_EQ(lab.runtime.now(), 50);
}

TEST(Signal, DoesNotRememberANotification) {
  Laboratory lab;
  Signal signal(lab.runtime);
  signal.notify();
  lab.runtime.spawn(lab.client, wait_and_note(&lab, &signal, 10, "a"));
  lab.run();
  EXPECT_THAT(lab.log, ElementsAre("10 a not woken"));
}

TEST(Signal, ForgetsWaitersThatDied) {
  Laboratory lab;
  Signal signal(lab.runtime);
  for (const char* name : {"a", "b"}) {
    lab.runtime.spawn(lab.server, wait_and_note(&lab, &signal, 1'000, name));
    lab.runtime.spawn(lab.client, wait_and_note(&lab, &signal, 1'000, name));
  }
  lab.runtime.spawn(lab.client, at(&lab, 50, [&] {
                      lab.runtime.crash_node(lab.server);
                      signal.notify();
                    }));
  lab.run();
  EXPECT_THAT(lab.log, ElementsAre("server crashes", "50 a woken", "50 b woken"));
}

TEST(Signal, AWaiterMayDieBetweenNotificationAndWaking) {
  Laboratory lab;
  Signal signal(lab.runtime);
  lab.runtime.spawn(lab.server, wait_and_note(&lab, &signal, 1'000, "a"));
  lab.runtime.spawn(lab.client, at(&lab, 50, [&] {
                      signal.notify();
                      lab.runtime.crash_node(lab.server);
                    }));
  lab.run();
  EXPECT_THAT(lab.log, ElementsAre("server crashes"));
}

// ---- the history ----

std::uint64_t hash_of(const std::vector<Event>& events) {
  Laboratory lab;
  for (const Event& event : events) lab.runtime.record(event);
  return lab.history.hash;
}

TEST(History, GetsTimeAndPhaseFromTheRuntime) {
  Laboratory lab;
  lab.runtime.spawn(lab.client, at(&lab, 50, [&] {
                      lab.runtime.set_phase(3);
                      EXPECT_EQ(lab.runtime.record({}), 0U);
                    }));
  lab.run();
  ASSERT_EQ(lab.history.events.size(), 1U);
  EXPECT_EQ(lab.history.events[0].time, 50);
  EXPECT_EQ(lab.history.events[0].phase, 3);
}

TEST(History, HashDiffersWhenAnythingDiffers) {
  std::vector<Event> variants(14);
  variants[1].kind = EventKind::finish;
  variants[2].detail = 1;
  variants[3].flags = 1;
  variants[4].track = 1;
  variants[5].side = scenarios::Side::new_side;
  variants[6].node = 1;
  variants[7].client = 1;
  variants[8].operation = 1;
  variants[9].key = 1;
  variants[10].write = 1;
  variants[11].value = 1;
  variants[12].extra = 1;
  variants[13].spare2 = 1;
  std::vector<std::uint64_t> hashes;
  for (const Event& event : variants) hashes.push_back(hash_of({event}));
  hashes.push_back(hash_of({}));
  hashes.push_back(hash_of({variants[0], variants[0]}));
  hashes.push_back(hash_of({variants[0], variants[11]}));
  hashes.push_back(hash_of({variants[11], variants[0]}));  // the order counts
  std::sort(hashes.begin(), hashes.end());
  EXPECT_EQ(std::adjacent_find(hashes.begin(), hashes.end()), hashes.end());
}

TEST(History, HashDiffersWhenTimeOrPhaseDiffers) {
  const auto hash_at = [](std::int64_t when, std::uint16_t phase) {
    Laboratory lab;
    lab.runtime.spawn(lab.client, at(&lab, when, [&] {
                        lab.runtime.set_phase(phase);
                        lab.runtime.record({});
                      }));
    lab.run();
    return lab.history.hash;
  };
  EXPECT_EQ(hash_at(5, 1), hash_at(5, 1));
  EXPECT_NE(hash_at(5, 1), hash_at(6, 1));
  EXPECT_NE(hash_at(5, 1), hash_at(5, 2));
}

Task<Reply> record_and_answer(Laboratory* lab, const Request* request) {
  Event event;
  event.value = std::get<Control>(request->body).value;
  lab->runtime.record(event);
  co_return Laboratory::answer(request);
}

std::uint64_t storm(std::uint64_t seed) {
  Laboratory lab(seed, us(2'000));
  lab.server_node.serves = [&](const Request* request) { return record_and_answer(&lab, request); };
  for (std::uint64_t tag = 1; tag <= 200; ++tag)
    lab.runtime.spawn(lab.client, lab.ask(tag, us(3'000)));
  lab.run();
  EXPECT_EQ(lab.history.events.size(), 200U);
  return lab.history.hash;
}

TEST(History, IsAFunctionOfTheSeed) {
  EXPECT_EQ(storm(1), storm(1));
  EXPECT_NE(storm(1), storm(2));
}

TEST(AttemptTag, DiffersByOperationAndAttempt) {
  std::vector<std::uint64_t> tags;
  for (const OperationId operation : {1U, 2U, 1'000'000U, 67'000'000U})
    for (std::uint64_t attempt = 0; attempt <= 1000; ++attempt)
      tags.push_back(attempt_tag(operation, attempt));
  std::sort(tags.begin(), tags.end());
  for (std::size_t i = 1; i < tags.size(); ++i) ASSERT_GE(tags[i] - tags[i - 1], 1U << 16U);
  EXPECT_LT(tags.back(), std::uint64_t{1} << 61U);  // above are the background's
}

}  // namespace
}  // namespace rehearse::simulators
