/// A program of the user's as a store's engine: what it does wrong, and what becomes of a
/// transaction that does not get through. That it is a store, the conformance tests say.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "store_fixture.hpp"

namespace rehearse::simulators {
namespace {

using Mood = RecordServer::Mood;
using testing::HasSubstr;

class ProgramStoreTest : public testing::Test, public StoreFixture {
 protected:
  ProgramStoreTest() : StoreFixture("program") {
    EXPECT_EQ(store->put(people, 1, person("Ada", 1)), ok);
    EXPECT_EQ(store->put(people, 2, person("Grace", 2)), ok);
  }
  /// One transaction that changes 1, deletes 2, and puts 3.
  StoreStatus change_all() {
    bool found = false;
    EXPECT_EQ(store->begin(), ok);
    StoreStatus status = store->put(people, 1, person("Ada Lovelace", 10));
    if (status == ok) status = store->erase(people, 2, found);
    if (status == ok) status = store->put(people, 3, person("Barbara", 3));
    if (status == ok) return store->commit();
    store->rollback();
    return status;
  }
  std::string names() {
    return name_of(people, 1) + "," + name_of(people, 2) + "," + name_of(people, 3);
  }
  nlohmann::json shown(Key key) { return server->record("people", key); }

  const std::string before = "Ada,Grace,(none)", after = "Ada Lovelace,(none),Barbara";
};

TEST_F(ProgramStoreTest, ARecordIsItsFieldsAndRev) {
  const nlohmann::json record = shown(1);
  EXPECT_EQ(record.size(), 4U);
  EXPECT_EQ(record["name"], "Ada");
  EXPECT_EQ(record["amount"], 1);
  EXPECT_EQ(record["active"], true);
  EXPECT_EQ(record["rev"], std::to_string(write_id(1, 0, false)) + "-1-0");
}

TEST_F(ProgramStoreTest, NothingReachesTheProgramBeforeTheCommit) {
  ASSERT_EQ(store->begin(), ok);
  ASSERT_EQ(store->put(people, 1, person("Ada Lovelace", 10)), ok);
  EXPECT_EQ(shown(1)["name"], "Ada");
  EXPECT_EQ(name_of(people, 1), "Ada Lovelace");
  ASSERT_EQ(store->commit(), ok);
  EXPECT_EQ(shown(1)["name"], "Ada Lovelace");
}

TEST_F(ProgramStoreTest, ATransactionGetsThroughAsAWhole) {
  EXPECT_EQ(change_all(), ok);
  EXPECT_EQ(names(), after);
  store = program_store();
  EXPECT_EQ(names(), after);
}

/// Whichever of its writes it is that fails, and however.
TEST_F(ProgramStoreTest, OrNotAtAll) {
  for (const auto& [mood, status] : {std::pair(Mood::busy, StoreStatus::busy),
                                     {Mood::refuses, StoreStatus::not_understood},
                                     {Mood::broken, StoreStatus::io_error}}) {
    for (int write = 0; write < 3; ++write) {
      server->be(mood, 1, write);
      EXPECT_EQ(change_all(), status);
      EXPECT_EQ(names(), before);
    }
  }
  EXPECT_THAT(store->problem(), HasSubstr("record-server: PUT /people/3, status 500"));
}

/// It is done, or not, and asked for once more: the same comes of it.
TEST_F(ProgramStoreTest, AConnectionThatBreaksOnceIsNoFailure) {
  for (const Mood mood : {Mood::hangs_up_before, Mood::hangs_up_after}) {
    server->be(mood);
    EXPECT_EQ(store->put(people, 1, person("Ada Lovelace", 10)), ok);
    EXPECT_EQ(name_of(people, 1), "Ada Lovelace");
    server->be(mood);
    bool found = false;
    EXPECT_EQ(store->erase(people, 1, found), ok);
    EXPECT_TRUE(found);
    EXPECT_EQ(name_of(people, 1), "(none)");
  }
}

/// Nobody sees the half of it; when the program is sound again it is undone first.
TEST_F(ProgramStoreTest, WhatCannotBeUndoneNowIsBeforeAnythingElseIsAnswered) {
  server->be(Mood::broken, 100, 1);
  EXPECT_EQ(change_all(), StoreStatus::io_error);
  EXPECT_EQ(shown(1)["name"], "Ada Lovelace") << "the case is not what it is meant to be";
  EXPECT_EQ(name_of(people, 2), "io_error");
  EXPECT_EQ(store->begin(), StoreStatus::io_error);
  server->be(Mood::sound);
  EXPECT_EQ(names(), before);
}

/// Killed at any moment of a commit: the next process undoes it, and no later one does.
TEST_F(ProgramStoreTest, TheNextProcessUndoesWhatWasHalfDone) {
  for (int write = 0; write < 3; ++write) {
    server->be(Mood::broken, 100, write);
    EXPECT_EQ(change_all(), StoreStatus::io_error);
    server->be(Mood::sound);
    store = program_store();
    ASSERT_EQ(store->await_predecessor(), ok);
    EXPECT_EQ(names(), before);
  }
  EXPECT_EQ(change_all(), ok);
  for (int process = 0; process < 2; ++process) {
    store = program_store();
    ASSERT_EQ(store->await_predecessor(), ok);
    EXPECT_EQ(names(), after);
  }
}

/// The program did nothing: so there is nothing that could be undone later, over what came since.
TEST_F(ProgramStoreTest, WhatWasRefusedIsNeverUndone) {
  server->be(Mood::busy);
  EXPECT_EQ(store->put(people, 1, person("x", 1)), StoreStatus::busy);
  ASSERT_EQ(store->clear(people), ok);
  store = program_store();
  ASSERT_EQ(store->await_predecessor(), ok);
  EXPECT_EQ(count(people), 0);
}

TEST_F(ProgramStoreTest, ATombstoneIsNoRecordOfTheProgram) {
  ASSERT_EQ(store->put(people, 1, tombstone(9)), ok);
  EXPECT_TRUE(shown(1).is_null());
  EXPECT_EQ(name_of(people, 1), "(deleted)");
  EXPECT_EQ(keys(people), (StoreKeys{1, 2}));
  store = program_store();
  EXPECT_EQ(name_of(people, 1), "(deleted)");
  ASSERT_EQ(store->put(people, 1, person("Ada", 1)), ok);
  EXPECT_EQ(shown(1)["name"], "Ada");
  EXPECT_EQ(keys(people), (StoreKeys{1, 2}));
}

TEST_F(ProgramStoreTest, ATruthMayBeANumberAndThereMayBeMore) {
  server->show(R"([{"key": 5, "record": {"name": "Ada", "amount": 1, "active": 0, "rev": "7-2-1",
                                         "since": "1843"}}])");
  std::vector<KeyedRecord> out;
  ASSERT_EQ(store->scan(people, 0, 1, out), ok);
  ASSERT_EQ(out.size(), 1U);
  Record expected = person("Ada", 1, false);
  expected.write = 7;
  expected.version = 2;
  expected.origin = 1;
  EXPECT_TRUE(same_record(out[0].record, expected));
}

/// Each ends the run, with what the program has said.
TEST_F(ProgramStoreTest, AnswersThatAreNoneOfRecordsAreSaidSo) {
  const auto problem_of = [this](const std::string& answer) -> std::string {
    server->show(answer);
    std::vector<KeyedRecord> out;
    try {
      store->scan(people, 4, 10, out);
    } catch (const std::runtime_error& error) {
      return error.what();
    }
    return "none";
  };
  EXPECT_THAT(problem_of("<html>"),
              HasSubstr("record-server has shown no list where the plan says (GET "
                        "/people?after=4&limit=10 answered <html>)"));
  EXPECT_THAT(problem_of(R"([{"id": 5}])"), HasSubstr("an entry that has no key"));
  EXPECT_THAT(problem_of(R"([{"key": 5}])"), HasSubstr("no record where the plan says"));
  EXPECT_THAT(problem_of(R"([{"key": 3, "record": {}}])"), HasSubstr("behind {after}"));
  EXPECT_THAT(problem_of(R"([{"key": 5, "record": {"name": "Ada"}}])"),
              HasSubstr("a record without the \"rev\" that it was given with"));
  EXPECT_THAT(problem_of(R"([{"key": 5, "record": {"rev": "new"}}])"), HasSubstr("\"rev\""));
  EXPECT_THAT(problem_of(R"([{"key": 5, "record": {"rev": "1-1-0", "amount": "12"}}])"),
              HasSubstr("none of the plan's: the field \"amount\" is of another type than"));
}

TEST_F(ProgramStoreTest, ANobodyAtThePortIsUnreachableAndSaidSo) {
  server.reset();
  EXPECT_EQ(name_of(people, 1), "io_error");
  EXPECT_THAT(store->problem(), HasSubstr("nobody was at its port"));
}

}  // namespace
}  // namespace rehearse::simulators
