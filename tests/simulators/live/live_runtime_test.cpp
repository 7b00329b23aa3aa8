#include "simulators/live/live_runtime.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "tests/simulators/live/live_laboratory.hpp"

namespace rehearse::simulators::live {
namespace {

class Live : public LiveLaboratory, public ::testing::Test {
 protected:
  Live() { begin(); }
};

TEST_F(Live, AnAnswerComesBack) {
  server_node.answers = [](const Request& request) {
    return answer(std::get<Control>(request.body).value + 1);
  };
  host_server();
  const Reply reply = ask(question(4));
  EXPECT_TRUE(reply.ok());
  EXPECT_EQ(number_in(reply), 5);
}

TEST_F(Live, ATaskServesAndTheCallerWaits) {
  server_works(ms(20));
  host_server();
  const Time before = runtime->now();
  EXPECT_EQ(number_in(ask(question(7))), 70);
  EXPECT_GE(runtime->now() - before, ms(20).count());
  EXPECT_EQ(runtime->serving(server), 0);
}

TEST_F(Live, ConnectionsAreUsedAgain) {
  server_works(ms(0));
  host_server();
  for (std::int64_t i = 1; i < 200; ++i) ASSERT_EQ(number_in(ask(question(i))), i * 10);
}

TEST_F(Live, NoAnswerInTimeIsATimeoutAndTheLateAnswerHarmsNobody) {
  server_works(ms(60));
  host_server();
  EXPECT_EQ(ask(question(1), ms(10)).status, FailureReason::timeout);
  EXPECT_EQ(number_in(ask(question(2))), 20);
}

TEST_F(Live, NobodyThereIsUnavailable) {
  EXPECT_EQ(ask(question(1)).status, FailureReason::unavailable);
  book.enter(server, 1);  // a port on which nobody listens: a process that was killed
  EXPECT_EQ(ask(question(1)).status, FailureReason::unavailable);
}

TEST_F(Live, WhoIsLeavingTakesNoRequestsButAnswersWhatItCanAtOnce) {
  server_works(ms(0));
  host_server();
  const std::uint16_t port = book.port(server);
  runtime->close(server);
  EXPECT_EQ(ask(question(1)).status, FailureReason::unavailable);  // it left the address book
  book.enter(server, port);                                        // a caller that was quicker
  EXPECT_EQ(ask(question(1)).status, FailureReason::unavailable);
  server_node.answers = [](const Request&) { return answer(3); };
  EXPECT_EQ(number_in(ask(question(1))), 3);
}

TEST_F(Live, WhatIsNoMessageIsRefusedAndAnswersNobody) {
  server_node.answers = [](const Request&) { return answer(1); };
  host_server();
  Request nonsense = question(1);
  std::get<Control>(nonsense.body).track = 77;
  EXPECT_EQ(ask(nonsense).status, FailureReason::timeout);
}

TEST_F(Live, TimersFireInOrderAndNotEarly) {
  struct Marked : Timer {
    Live* test;
    int number;
    Marked(Live* of, int which) : Timer(&fired), test(of), number(which) {}
    static void fired(Timer* timer) {
      auto* const self = static_cast<Marked*>(timer);
      EXPECT_GE(self->test->runtime->now(), self->when);
      self->test->log.push_back(std::to_string(self->number));
      if (self->number == 3) self->test->runtime->stop();
    }
  };
  log.clear();
  Marked first(this, 1), second(this, 2), third(this, 3), never(this, 4);
  const Time now = runtime->now();
  runtime->arm(third, now + 9'000);
  runtime->arm(never, now + 5'000);
  runtime->arm(first, now - 50);
  runtime->arm(second, now + 3'000);
  runtime->disarm(never);
  runtime->run();
  EXPECT_EQ(log, (std::vector<std::string>{"1", "2", "3"}));
}

TEST_F(Live, EventsCarryTimeAndPhase) {
  Event event;
  event.kind = EventKind::phase_begin;
  runtime->record(event);
  runtime->set_phase(4);
  runtime->record(event);
  ASSERT_EQ(events.events().size(), 2U);
  EXPECT_EQ(events.events()[0].phase, no_phase);
  EXPECT_EQ(events.events()[1].phase, 4);
  EXPECT_LE(events.events()[0].time, events.events()[1].time);
}

TEST_F(Live, WhatIsRecordedIsSeenOnceTheStateIsKept) {
  host_server();
  server_node.answers = [](const Request&) { return answer(0); };
  std::vector<std::pair<std::size_t, std::uint64_t>> kept;  // seen by others, told of
  runtime->before_leaving(
      [&] { kept.emplace_back(events.events().size(), runtime->told().count); });
  runtime->record(Event{});
  runtime->record(Event{});
  EXPECT_EQ(events.events().size(), 0U);
  ask(question(1));
  ASSERT_FALSE(kept.empty());
  EXPECT_EQ(kept.front(), (std::pair<std::size_t, std::uint64_t>{0, 2}));
  EXPECT_EQ(kept.back(), (std::pair<std::size_t, std::uint64_t>{2, 2}));
  EXPECT_EQ(events.events().size(), 2U);
}

TEST_F(Live, WhatANodeWasToldToBeItsNextProcessIsToldAgain) {
  std::vector<std::int64_t> told;
  server_node.answers = [&told](const Request& request) {
    told.push_back(std::get<Control>(request.body).value);
    return answer(0);
  };
  const std::string journal = folder.path("journal");
  host_server(journal);
  ask(question(1, ControlVerb::start));
  ask(question(2, ControlVerb::metric));  // asked, not told
  ask(question(3, ControlVerb::stop));
  EXPECT_EQ(told, (std::vector<std::int64_t>{1, 2, 3}));
  told.clear();
  std::ofstream(journal, std::ios::app) << "{\"control\":{\"ver";  // killed while it wrote
  begin();
  host_server(journal);
  EXPECT_EQ(told, (std::vector<std::int64_t>{1, 3}));
}

}  // namespace
}  // namespace rehearse::simulators::live
