/// The power over the SQLite store's disk: what its calls answer, and that nothing of it outlasts
/// the run. What recovery must give is tested in tests/fault_injection/disk.

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "simulators/store/sqlite_store.hpp"
#include "store_fixture.hpp"

namespace rehearse::simulators {
namespace {

/// Notes each call, and answers by a function.
struct Noted final : DiskHook {
  DiskAnswer before(const DiskRequest& request) override {
    calls.push_back(std::to_string(static_cast<int>(request.call)) + " " +
                    std::string(request.file) + " " + std::to_string(request.offset) + " " +
                    std::to_string(request.amount));
    return answer ? answer(request) : DiskAnswer{};
  }
  std::vector<std::string> calls;
  std::function<DiskAnswer(const DiskRequest&)> answer;
};

struct KeepNothing final : Survival {
  PieceFate of(const PendingPiece&) override { return {PieceFate::Kind::lost, 0}; }
};

class SqliteDisk : public testing::Test, public StoreFixture {
 protected:
  SqliteDisk() : StoreFixture("sqlite") {
    store->put(people, 1, person("image", 1));
    store->keep_image();
    memory.keep();
  }
  ~SqliteDisk() override { disk().install(nullptr); }  // closing the store calls the disk too
  StoreStatus commit_one(std::string_view name) {
    StoreStatus status = store->begin();
    if (status == StoreStatus::ok) status = store->put(people, 1, person(name, 2));
    if (status == StoreStatus::ok) status = store->commit();
    store->rollback();
    return status;
  }
  void fail(DiskCall call, DiskOutcome outcome, bool journal_is_empty) {
    hook.answer = [=, this](const DiskRequest& request) {
      const bool here = request.call == call && request.file == "store.db-journal" &&
                        (request.size == 0) == journal_is_empty && !struck;
      struck = struck || here;
      return DiskAnswer{here ? outcome : DiskOutcome::done, 0};
    };
  }
  Disk& disk() { return *store->disk(); }
  Noted hook;
  bool struck = false;
};

TEST(ModelStore, HasNoDisk) {
  StoreFixture fixture("model");
  EXPECT_EQ(fixture.store->disk(), nullptr);
}

TEST_F(SqliteDisk, AHookThatLetsPassChangesNothing) {
  disk().install(&hook);
  EXPECT_EQ(commit_one("new"), StoreStatus::ok);
  KeepNothing nothing;
  disk().power_cut(nothing);
  EXPECT_EQ(name_of(people, 1), "new");
  EXPECT_GT(hook.calls.size(), 20U);
}

TEST_F(SqliteDisk, ACommitThatFailsBeforeItsJournalEndsIsNotThere) {
  disk().install(&hook);
  fail(DiskCall::sync, DiskOutcome::io_error, false);
  EXPECT_EQ(commit_one("refused"), StoreStatus::io_error);
  EXPECT_TRUE(struck);
  EXPECT_EQ(name_of(people, 1), "image");
  EXPECT_EQ(commit_one("next"), StoreStatus::ok);
  EXPECT_EQ(name_of(people, 1), "next");
}

TEST_F(SqliteDisk, ACommitThatFailsAfterItsJournalIsGoneIsInDoubt) {
  disk().install(&hook);
  fail(DiskCall::sync, DiskOutcome::io_error, true);
  EXPECT_EQ(commit_one("doubtful"), StoreStatus::in_doubt);
  EXPECT_TRUE(struck);
  EXPECT_EQ(name_of(people, 1), "doubtful") << "in the file, until the power goes";
  KeepNothing nothing;
  disk().power_cut(nothing);
  EXPECT_EQ(name_of(people, 1), "image") << "the journal is there again";
}

TEST_F(SqliteDisk, WithoutPowerNothingWorks) {
  disk().install(&hook);
  fail(DiskCall::write, DiskOutcome::power_lost, false);
  EXPECT_EQ(commit_one("lost"), StoreStatus::io_error);
  EXPECT_TRUE(disk().power_lost());
  EXPECT_EQ(name_of(people, 1), "io_error");
  EXPECT_EQ(commit_one("lost"), StoreStatus::io_error);
  EXPECT_EQ(store->create(later), StoreStatus::io_error);
  EXPECT_EQ(name_of(people, 1), "io_error");
  KeepNothing nothing;
  disk().power_cut(nothing);
  EXPECT_FALSE(disk().power_lost());
  EXPECT_EQ(name_of(people, 1), "image");
  EXPECT_FALSE(store->exists(later));
  EXPECT_EQ(commit_one("next"), StoreStatus::ok);
}

TEST_F(SqliteDisk, AfterAFailedChangeOfTheSchemaTheStoreKnowsWhichTablesThereAre) {
  for (int nth = 1; nth < 60; ++nth) {
    store->restore_image();
    disk().install(&hook);
    int calls = 0;
    hook.answer = [&](const DiskRequest&) {
      return DiskAnswer{++calls == nth ? DiskOutcome::io_error : DiskOutcome::done, 0};
    };
    const StoreStatus status = store->hold(people);
    hook.answer = nullptr;
    EXPECT_TRUE(status != StoreStatus::ok || !store->exists(people));
    EXPECT_EQ(store->hold(people), StoreStatus::ok) << nth;
    EXPECT_EQ(store->restore(people), StoreStatus::ok) << nth;
    EXPECT_EQ(name_of(people, 1), "image") << nth;
  }
}

TEST_F(SqliteDisk, RestoringTheImageLeavesNothingOfAFault) {
  for (const DiskOutcome outcome :
       {DiskOutcome::power_lost, DiskOutcome::io_error, DiskOutcome::disk_full}) {
    disk().install(&hook);
    hook.answer = [outcome](const DiskRequest&) { return DiskAnswer{outcome, 0}; };
    EXPECT_NE(commit_one("lost"), StoreStatus::ok);
    store->restore_image();
    const std::size_t calls = hook.calls.size();
    EXPECT_FALSE(disk().power_lost());
    EXPECT_EQ(name_of(people, 1), "image");
    EXPECT_EQ(commit_one("next"), StoreStatus::ok);
    KeepNothing nothing;
    disk().power_cut(nothing);
    EXPECT_EQ(name_of(people, 1), "next") << "without a hook all is durable at once";
    EXPECT_EQ(hook.calls.size(), calls);
    store->restore_image();
  }
}

TEST_F(SqliteDisk, TheSameRunMakesTheSameCallsWhateverWasBefore) {
  const auto calls_of_a_run = [this] {
    hook.calls.clear();
    hook.answer = nullptr;
    disk().install(&hook);
    EXPECT_EQ(commit_one("run"), StoreStatus::ok);
    EXPECT_EQ(store->create(later), StoreStatus::ok);
    store->restore_image();
    return hook.calls;
  };
  const std::vector<std::string> first = calls_of_a_run();
  EXPECT_EQ(calls_of_a_run(), first);
  store->crash();
  store->restore_image();
  EXPECT_EQ(calls_of_a_run(), first);
  disk().install(&hook);
  hook.answer = [](const DiskRequest&) { return DiskAnswer{DiskOutcome::power_lost, 0}; };
  EXPECT_NE(commit_one("lost"), StoreStatus::ok);
  store->restore_image();
  EXPECT_EQ(calls_of_a_run(), first);
  store->clear(people);
  store->restore_image();
  EXPECT_EQ(calls_of_a_run(), first);
}

}  // namespace
}  // namespace rehearse::simulators
