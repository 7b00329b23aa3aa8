#include "simulators/live/event_log.hpp"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <system_error>

#include "simulators/live/address_book.hpp"
#include "tests/simulators/store_fixture.hpp"

namespace rehearse::simulators::live {
namespace {

Event at(Time time, std::int64_t value) {
  Event event;
  event.time = time;
  event.value = value;
  return event;
}

std::vector<std::int64_t> values(std::span<const Event> events) {
  std::vector<std::int64_t> found;
  for (const Event& event : events) found.push_back(event.value);
  return found;
}

TEST(EventLog, WhatOneProcessRecordedAnotherReads) {
  const ScratchFolder folder;
  EventLog log = EventLog::create(folder.path("log"));
  const EventLog reader = EventLog::open(folder.path("log"));
  EXPECT_TRUE(reader.events().empty());
  EXPECT_EQ(log.append(at(1, 10)), 0U);
  EXPECT_EQ(log.append(at(2, 20)), 1U);
  EXPECT_EQ(values(reader.events()), (std::vector<std::int64_t>{10, 20}));
}

TEST(EventLog, HoldsMoreThanItTakesSpaceForAtOnce) {
  const ScratchFolder folder;
  EventLog log = EventLog::create(folder.path("log"));
  for (std::int64_t i = 0; i < 10'000; ++i) log.append(at(i, i));
  EXPECT_EQ(log.events().size(), 10'000U);
  EXPECT_EQ(log.events().back().value, 9'999);
}

TEST(EventLog, WhatIsPreparedCountsOnceItIsSettled) {
  const ScratchFolder folder;
  const std::string path = folder.path("log");
  {
    EventLog log = EventLog::create(path);
    log.append(at(1, 10));
    const std::vector<Event> next{at(2, 20), at(2, 21)};
    EXPECT_EQ(log.prepare(next), 3U);
    EXPECT_EQ(values(log.events()), (std::vector<std::int64_t>{10})) << "not yet";
  }
  EventLog::settle(path, 3);
  EXPECT_EQ(values(EventLog::open(path).events()), (std::vector<std::int64_t>{10, 20, 21}));
  EventLog::settle(path, 1);
  EXPECT_EQ(values(EventLog::open(path).events()), (std::vector<std::int64_t>{10}));
}

TEST(EventLog, WhatIsRecordedTakesThePlaceOfWhatWasPrepared) {
  const ScratchFolder folder;
  EventLog log = EventLog::create(folder.path("log"));
  const std::vector<Event> rolled_back{at(1, 1), at(1, 2)};
  log.prepare(rolled_back);
  log.append(at(2, 3));
  EXPECT_EQ(values(log.events()), (std::vector<std::int64_t>{3}));
}

TEST(EventsTold, AreOneNumber) {
  for (const EventsTold told : {EventsTold{1, 0}, EventsTold{7, 4'000'000'000}})
    EXPECT_EQ(EventsTold::unpacked(told.packed()), told);
  EXPECT_EQ(EventsTold::unpacked(0), (EventsTold{0, 0}));
}

TEST(EventLog, IsWholeWhenItsProcessIsKilled) {
  const ScratchFolder folder;
  const std::string path = folder.path("log");
  const pid_t child = fork();
  if (child == 0) {
    EventLog log = EventLog::create(path);
    for (std::int64_t i = 0; i < 100; ++i) log.append(at(i, i));
    kill(getpid(), SIGKILL);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFSIGNALED(status));
  EXPECT_EQ(EventLog::open(path).events().size(), 100U);
}

TEST(EventLog, WhatIsNoLogIsRefused) {
  const ScratchFolder folder;
  AddressBook::create(folder.path("book"), 3);
  EXPECT_THROW(EventLog::open(folder.path("book")), std::runtime_error);
  EXPECT_THROW(EventLog::open(folder.path("nothing")), std::system_error);
  EXPECT_THROW(EventLog::create(folder.path("no/folder")), std::system_error);
}

TEST(EventLog, MergesByTimeAndKeepsWhatOneProcessRecordedAtOneTimeTogether) {
  const std::vector<Event> one{at(1, 1), at(5, 2), at(5, 3)};
  const std::vector<Event> two{at(0, 4), at(5, 5), at(5, 6), at(7, 7)};
  const std::vector<std::span<const Event>> logs{one, two};
  EXPECT_EQ(values(merged(logs)), (std::vector<std::int64_t>{4, 1, 2, 3, 5, 6, 7}));
}

TEST(AddressBook, SaysWhoListensWhereAndWhichVersion) {
  const ScratchFolder folder;
  AddressBook book = AddressBook::create(folder.path("book"), 3);
  const AddressBook reader = AddressBook::open(folder.path("book"));
  EXPECT_EQ(reader.nodes(), 3U);
  EXPECT_EQ(reader.port(2), 0);
  book.enter(2, 40'001, 5);
  book.enter_proxy(2, 40'002);
  EXPECT_EQ(reader.port(2), 40'001);
  EXPECT_EQ(reader.version(2), 5);
  EXPECT_EQ(reader.proxy(2), 40'002);
  EXPECT_EQ(reader.port(1), 0);
  book.take_out(2);
  EXPECT_EQ(reader.port(2), 0);
}

TEST(AddressBook, TellsAllTheSameTime) {
  const ScratchFolder folder;
  const AddressBook book = AddressBook::create(folder.path("book"), 1);
  const AddressBook reader = AddressBook::open(folder.path("book"));
  const Time before = book.now();
  const Time between = reader.now();
  const Time after = book.now();
  EXPECT_LE(before, between);
  EXPECT_LE(between, after);
}

TEST(AddressBook, WhatIsNoneIsRefused) {
  const ScratchFolder folder;
  EventLog::create(folder.path("log"));
  EXPECT_THROW(AddressBook::open(folder.path("log")), std::runtime_error);
}

}  // namespace
}  // namespace rehearse::simulators::live
