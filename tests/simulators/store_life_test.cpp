/// What every store engine must do about DDL, crashes and images, run against each of them.

#include <gtest/gtest.h>

#include <cstdint>
#include <string>

#include "store_fixture.hpp"

namespace rehearse::simulators {
namespace {

class StoreLife : public StoreConformance {};

INSTANTIATE_TEST_SUITE_P(Engines, StoreLife, every_engine(),
                         [](const auto& engine) { return std::string(engine.param); });

// ---- DDL ----

TEST_P(StoreLife, ATableThatIsNotThereAnswersEverythingWithThat) {
  ASSERT_FALSE(store->exists(later));
  bool found = true;
  std::int64_t n = 0;
  std::vector<KeyedRecord> out;
  EXPECT_EQ(get(later, 1), std::pair(missing, false));
  EXPECT_EQ(store->put(later, 1, person("x", 1)), missing);
  EXPECT_EQ(store->erase(later, 1, found), missing);
  EXPECT_FALSE(found);
  EXPECT_EQ(store->scan(later, 0, 10, out), missing);
  EXPECT_EQ(store->count(later, n), missing);
  EXPECT_EQ(store->last_key(later, n), missing);
  EXPECT_EQ(store->hold(later), missing);
  EXPECT_EQ(store->restore(later), missing);
  EXPECT_EQ(store->clear(later), missing);
  EXPECT_EQ(store->drop(later), missing);
}

TEST_P(StoreLife, CreateMakesAnEmptyTableOnce) {
  ASSERT_EQ(store->create(later), ok);
  EXPECT_TRUE(store->exists(later));
  put(1, "Ada", later);
  EXPECT_EQ(store->create(later), ok);
  EXPECT_EQ(name_of(later, 1), "Ada");
}

TEST_P(StoreLife, HoldHidesAndRestoreBringsBack) {
  put(1, "Ada");
  ASSERT_EQ(store->hold(people), ok);
  EXPECT_FALSE(store->exists(people));
  EXPECT_EQ(name_of(people, 1), "no_such_table");
  EXPECT_EQ(store->hold(people), ok);
  EXPECT_EQ(store->create(people), StoreStatus::busy);
  ASSERT_EQ(store->restore(people), ok);
  EXPECT_EQ(store->restore(people), ok);
  EXPECT_TRUE(store->exists(people));
  EXPECT_EQ(name_of(people, 1), "Ada");
  put(2, "Grace");
  EXPECT_EQ(keys(people), (StoreKeys{1, 2}));
}

TEST_P(StoreLife, ClearEmptiesHeldTablesToo) {
  put(1, "Ada");
  ASSERT_EQ(store->clear(people), ok);
  EXPECT_EQ(count(people), 0);
  put(2, "Grace");
  ASSERT_EQ(store->hold(people), ok);
  ASSERT_EQ(store->clear(people), ok);
  EXPECT_FALSE(store->exists(people));
  ASSERT_EQ(store->restore(people), ok);
  EXPECT_EQ(keys(people), StoreKeys{});
}

TEST_P(StoreLife, DropRemovesHeldAndUnheldTables) {
  put(1, "Ada");
  ASSERT_EQ(store->drop(people), ok);
  EXPECT_FALSE(store->exists(people));
  EXPECT_EQ(store->drop(people), missing);
  ASSERT_EQ(store->create(people), ok);
  EXPECT_EQ(name_of(people, 1), "(none)") << "the old rows are back";
  put(2, "Grace");
  ASSERT_EQ(store->hold(people), ok);
  ASSERT_EQ(store->drop(people), ok);
  EXPECT_EQ(store->restore(people), missing);
  ASSERT_EQ(store->create(people), ok);
  EXPECT_EQ(keys(people), StoreKeys{});
}

// ---- life ----

TEST_P(StoreLife, ACrashKeepsWhatWasCommittedAndNothingElse) {
  put(1, "alone");
  ASSERT_EQ(store->begin(), ok);
  put(2, "committed");
  ASSERT_EQ(store->commit(), ok);
  ASSERT_EQ(store->begin(), ok);
  put(1, "lost");
  put(3, "lost");
  EXPECT_TRUE(erase(2));
  store->crash();
  EXPECT_EQ(name_of(people, 1), "alone");
  EXPECT_EQ(name_of(people, 2), "committed");
  EXPECT_EQ(keys(people), (StoreKeys{1, 2}));
  EXPECT_EQ(store->begin(), ok) << "a transaction survived";
  put(3, "after");
  EXPECT_EQ(store->commit(), ok);
  store->crash();
  store->crash();
  EXPECT_EQ(name_of(people, 3), "after");
}

TEST_P(StoreLife, ACrashKeepsDdl) {
  put(1, "Ada");
  ASSERT_EQ(store->create(later), ok);
  ASSERT_EQ(store->hold(people), ok);
  ASSERT_EQ(store->drop(hostile), ok);
  store->crash();
  EXPECT_TRUE(store->exists(later));
  EXPECT_FALSE(store->exists(people));
  EXPECT_FALSE(store->exists(hostile));
  ASSERT_EQ(store->restore(people), ok);
  EXPECT_EQ(name_of(people, 1), "Ada");
}

TEST_P(StoreLife, WithoutKeepTheImageIsTheFreshStore) {
  put(1, "Ada");
  ASSERT_EQ(store->create(later), ok);
  store->restore_image();
  EXPECT_EQ(keys(people), StoreKeys{});
  EXPECT_FALSE(store->exists(later));
}

TEST_P(StoreLife, TheImageComesBackAfterAnyChange) {
  for (Key key = 1; key <= 300; ++key) put(key, "image " + std::to_string(key));
  put(1'000'001, "far");
  ASSERT_EQ(store->hold(hostile), ok);
  store->keep_image();
  memory.keep();
  for (int run = 0; run < 4; ++run) {
    for (Key key = 2; key <= 900; ++key) put(key, "run");
    EXPECT_TRUE(erase(1));
    if (run == 1) {
      ASSERT_EQ(store->create(later), ok);
      ASSERT_EQ(store->drop(people), ok);
      ASSERT_EQ(store->restore(hostile), ok);
    }
    if (run == 2) {
      ASSERT_EQ(store->clear(people), ok);
      store->crash();
    }
    if (run == 3) {
      ASSERT_EQ(store->begin(), ok);
      put(7, "open");
    }
    store->restore_image();
    memory.reset();
    EXPECT_TRUE(store->exists(people));
    EXPECT_FALSE(store->exists(later));
    EXPECT_FALSE(store->exists(hostile));
    EXPECT_EQ(count(people), 301);
    EXPECT_EQ(last(people), 1'000'001);
    EXPECT_EQ(name_of(people, 1), "image 1");
    EXPECT_EQ(name_of(people, 300), "image 300");
    EXPECT_EQ(name_of(people, 301), "(none)");
    EXPECT_EQ(name_of(people, 1'000'001), "far");
    EXPECT_EQ(store->begin(), ok) << "a transaction survived";
    store->rollback();
  }
}

TEST_P(StoreLife, ACrashAfterRestoringFindsTheImage) {
  put(1, "image");
  store->keep_image();
  memory.keep();
  put(1, "run");
  ASSERT_EQ(store->create(later), ok);
  store->restore_image();
  store->crash();
  EXPECT_EQ(name_of(people, 1), "image");
  EXPECT_FALSE(store->exists(later));
}

TEST_P(StoreLife, DdlRightAfterRestoringWorksOnTheImage) {
  put(1, "image");
  store->keep_image();
  memory.keep();
  for (int run = 0; run < 3; ++run) {
    ASSERT_EQ(store->create(later), ok);
    put(1, "run", later);
    ASSERT_EQ(store->hold(people), ok);
    store->restore_image();
  }
  ASSERT_EQ(store->hold(people), ok);
  ASSERT_EQ(store->create(later), ok);
  EXPECT_EQ(name_of(later, 1), "(none)");
  ASSERT_EQ(store->restore(people), ok);
  EXPECT_EQ(name_of(people, 1), "image");
}

}  // namespace
}  // namespace rehearse::simulators
