/// What every store engine must do, run against each of them.

#include <gtest/gtest.h>

#include <cstdint>
#include <string>

#include "store_fixture.hpp"

namespace rehearse::simulators {
namespace {

INSTANTIATE_TEST_SUITE_P(Engines, StoreConformance, every_engine(),
                         [](const auto& engine) { return std::string(engine.param); });

// ---- data ----

TEST_P(StoreConformance, AFreshTableIsEmpty) {
  EXPECT_EQ(get(people, 1), std::pair(ok, false));
  EXPECT_EQ(count(people), 0);
  EXPECT_EQ(last(people), 0);
  EXPECT_EQ(keys(people), StoreKeys{});
  EXPECT_FALSE(erase(1));
}

TEST_P(StoreConformance, PutInsertsAndReplacesWithAllMetaData) {
  Record record = person("Ada", 1250, false);
  record.version = 7;
  record.write = initial_write(3, 99);
  record.origin = 1;
  ASSERT_EQ(store->put(people, 99, record), ok);
  ASSERT_TRUE(has(people, 99));
  EXPECT_TRUE(same_record(read, record));

  const Record second = person("Grace", -1);
  ASSERT_EQ(store->put(people, 99, second), ok);
  ASSERT_TRUE(has(people, 99));
  EXPECT_TRUE(same_record(read, second));
  EXPECT_EQ(count(people), 1);
}

TEST_P(StoreConformance, EraseLeavesNothing) {
  put(1, "Ada");
  put(2, "Grace");
  EXPECT_TRUE(erase(1));
  EXPECT_FALSE(erase(1));
  EXPECT_EQ(name_of(people, 1), "(none)");
  EXPECT_EQ(name_of(people, 2), "Grace");
  EXPECT_EQ(count(people), 1);
}

TEST_P(StoreConformance, TombstonesAreFoundAndScannedButNotCounted) {
  put(1, "Ada");
  put(2, "Grace");
  ASSERT_EQ(store->put(people, 2, tombstone(9)), ok);
  ASSERT_TRUE(has(people, 2));
  EXPECT_TRUE(same_record(read, tombstone(9)));
  EXPECT_EQ(count(people), 1);
  EXPECT_EQ(keys(people), (StoreKeys{1, 2}));
  EXPECT_EQ(last(people), 2);
  put(2, "Barbara");
  EXPECT_EQ(count(people), 2);
}

TEST_P(StoreConformance, ATombstoneKeepsNoFields) {
  Record record = person("Ada", 1);
  record.deleted = true;
  ASSERT_EQ(store->put(people, 1, record), ok);
  ASSERT_TRUE(has(people, 1));
  EXPECT_EQ(read.row, nullptr);
}

TEST_P(StoreConformance, TextsOfAllKindsReadBack) {
  const std::string texts[] = {"",
                               "O'Brien \"x\"",
                               std::string("a\0b\0", 4),
                               "Zoë 漢字 🙂",
                               is_program() ? "JSON has no other" : "\xff\xfe not UTF-8",
                               "%s ?1 :a",
                               std::string(5000, 'x')};
  Key key = 0;
  for (const std::string& each : texts) put(++key, each);
  key = 0;
  for (const std::string& each : texts) {
    ASSERT_TRUE(has(people, ++key));
    EXPECT_EQ(read.row->begin()->text->view(), each);
    EXPECT_EQ(read.row->begin()->text, memory.text(each)) << "not interned";
  }
}

TEST_P(StoreConformance, ExtremeNumbersReadBack) {
  for (const std::int64_t number : {INT64_MIN, std::int64_t{-1}, std::int64_t{0}, INT64_MAX}) {
    Record record = person("n", number);
    record.version = UINT64_MAX;
    record.write = (WriteId{1} << 63U) - 1;
    record.origin = 255;
    ASSERT_EQ(store->put(people, 5, record), ok);
    ASSERT_TRUE(has(people, 5));
    EXPECT_TRUE(same_record(read, record));
  }
}

TEST_P(StoreConformance, NullsReadBackAsNulls) {
  Record record;
  record.row = row({Value{}, Value{}, Value{}});
  ASSERT_EQ(store->put(people, 1, record), ok);
  ASSERT_TRUE(has(people, 1));
  EXPECT_TRUE(same_record(read, record));
  EXPECT_FALSE(read.deleted);
}

TEST_P(StoreConformance, FieldsOfTheWrongKindReadBackUnchanged) {
  if (is_program()) GTEST_SKIP() << "a record of the wrong kind is none";
  Record record;
  record.row = row({Value::of(12), text("34"), Value::of(2)});
  ASSERT_EQ(store->put(people, 1, record), ok);
  record.row = row({Value::of_bool(true), Value::of_bool(false), text(std::string("t\0x", 3))});
  ASSERT_EQ(store->put(people, 2, record), ok);
  ASSERT_TRUE(has(people, 2));
  EXPECT_TRUE(same_record(read, record));
  record.row = row({Value::of(12), text("34"), Value::of(2)});
  ASSERT_TRUE(has(people, 1));
  EXPECT_TRUE(same_record(read, record));
}

TEST_P(StoreConformance, HostileNamesAreOnlyNames) {
  Record record;
  record.row = row({text("k"), Value::of(42), Value::of_bool(true)});
  ASSERT_EQ(store->put(hostile, 1, record), ok);
  ASSERT_EQ(store->put(bare, 1, {memory.row({}), 1, 1, 0, false}), ok);
  ASSERT_TRUE(has(hostile, 1));
  EXPECT_TRUE(same_record(read, record));
  EXPECT_TRUE(has(bare, 1));
  EXPECT_TRUE(store->exists(people));
  EXPECT_EQ(store->hold(hostile), ok);
  EXPECT_EQ(store->hold(bare), ok);
  EXPECT_EQ(store->restore(hostile), ok);
  EXPECT_EQ(store->restore(bare), ok);
  EXPECT_TRUE(has(hostile, 1));
  EXPECT_TRUE(has(bare, 1));
}

TEST_P(StoreConformance, TablesWhoseNamesDifferInCaseAreTwoTables) {
  ASSERT_EQ(store->create(later), ok);
  put(1, "Ada");
  EXPECT_EQ(name_of(later, 1), "(none)");
  put(1, "Grace", later);
  EXPECT_EQ(name_of(people, 1), "Ada");
}

// ---- scans ----

TEST_P(StoreConformance, ScansAreOrderedBoundedAndExclusive) {
  for (const Key key : {64, 1, 63, 128, 5000, 2}) put(key, "x");
  EXPECT_EQ(keys(people), (StoreKeys{1, 2, 63, 64, 128, 5000}));
  EXPECT_EQ(keys(people, 2), (StoreKeys{63, 64, 128, 5000}));
  EXPECT_EQ(keys(people, 62, 2), (StoreKeys{63, 64}));
  EXPECT_EQ(keys(people, 64), (StoreKeys{128, 5000}));
  EXPECT_EQ(keys(people, 5000), StoreKeys{});
  EXPECT_EQ(keys(people, 6000), StoreKeys{});
  EXPECT_EQ(keys(people, 0, 0), StoreKeys{});
  EXPECT_EQ(keys(people, 0, -1), StoreKeys{});
}

TEST_P(StoreConformance, AScanAppends) {
  put(1, "Ada");
  std::vector<KeyedRecord> out(2);
  ASSERT_EQ(store->scan(people, 0, 10, out), ok);
  ASSERT_EQ(out.size(), 3U);
  EXPECT_EQ(out[2].key, 1);
  EXPECT_TRUE(same_record(out[2].record, person("Ada", 1)));
}

TEST_P(StoreConformance, SparseAndNegativeKeysAreInOrder) {
  const Key far = Key{1} << 62U, least = is_program() ? INT64_MIN + 1 : INT64_MIN;
  for (const Key key : {far, Key{3}, Key{1'000'001}, Key{-5}, Key{131'071}, Key{131'072},
                        Key{1'000'000}, INT64_MAX, least, Key{0}})
    put(key, "x");
  EXPECT_EQ(keys(people, least),
            (StoreKeys{-5, 0, 3, 131'071, 131'072, 1'000'000, 1'000'001, far, INT64_MAX}));
  EXPECT_EQ(keys(people, -5, 3), (StoreKeys{0, 3, 131'071}));
  EXPECT_EQ(keys(people, 131'071, 2), (StoreKeys{131'072, 1'000'000}));
  EXPECT_EQ(keys(people, 500'000), (StoreKeys{1'000'000, 1'000'001, far, INT64_MAX}));
  EXPECT_EQ(keys(people, INT64_MAX), StoreKeys{});
  EXPECT_EQ(last(people), INT64_MAX);
  EXPECT_TRUE(has(people, least));
  EXPECT_EQ(count(people), 10);
}

TEST_P(StoreConformance, LastKeyFollowsErasures) {
  for (const Key key : {-7, 4, 70, 9000, 2'000'000}) put(key, "x");
  for (const Key key : {2'000'000, 9000, 70, 4, -7}) {
    EXPECT_EQ(last(people), key);
    EXPECT_TRUE(erase(key));
  }
  EXPECT_EQ(last(people), 0);
}

// ---- transactions ----

TEST_P(StoreConformance, ATransactionSeesItsOwnWrites) {
  ASSERT_EQ(store->begin(), ok);
  put(1, "Ada");
  EXPECT_EQ(name_of(people, 1), "Ada");
  EXPECT_EQ(keys(people), StoreKeys{1});
  ASSERT_EQ(store->commit(), ok);
  EXPECT_EQ(name_of(people, 1), "Ada");
}

TEST_P(StoreConformance, RollbackUndoesEverythingInEveryTable) {
  put(1, "Ada");
  put(2, "Grace");
  ASSERT_EQ(store->put(people, 3, tombstone(1)), ok);
  ASSERT_EQ(store->begin(), ok);
  put(1, "changed");
  put(1, "changed again");
  EXPECT_TRUE(erase(2));
  put(2, "new");
  put(3, "revived");
  put(4, "inserted");
  EXPECT_TRUE(erase(4));
  put(2'000'000, "sparse");
  ASSERT_EQ(store->put(bare, 1, {memory.row({}), 1, 1, 0, false}), ok);
  store->rollback();
  EXPECT_EQ(name_of(people, 1), "Ada");
  EXPECT_EQ(name_of(people, 2), "Grace");
  EXPECT_EQ(name_of(people, 3), "(deleted)");
  EXPECT_EQ(keys(people), (StoreKeys{1, 2, 3}));
  EXPECT_EQ(count(people), 2);
  EXPECT_FALSE(has(bare, 1));
}

TEST_P(StoreConformance, OneTransactionAtATime) {
  ASSERT_EQ(store->begin(), ok);
  put(1, "Ada");
  EXPECT_EQ(store->begin(), StoreStatus::busy);
  ASSERT_EQ(store->commit(), ok);
  EXPECT_EQ(name_of(people, 1), "Ada");
  store->rollback();  // nothing is open: nothing happens
  EXPECT_EQ(name_of(people, 1), "Ada");
  EXPECT_EQ(store->begin(), ok);
}

TEST_P(StoreConformance, AMissingTableDoesNotSpoilTheTransaction) {
  ASSERT_EQ(store->begin(), ok);
  put(1, "Ada");
  EXPECT_EQ(store->put(later, 1, person("x", 1)), missing);
  EXPECT_EQ(store->commit(), ok);
  EXPECT_EQ(name_of(people, 1), "Ada");
}

TEST_P(StoreConformance, DdlWaitsForTheTransaction) {
  ASSERT_EQ(store->begin(), ok);
  put(1, "Ada");
  EXPECT_EQ(store->create(later), StoreStatus::busy);
  EXPECT_EQ(store->drop(people), StoreStatus::busy);
  EXPECT_EQ(store->clear(people), StoreStatus::busy);
  EXPECT_EQ(store->create(people), ok) << "nothing to do";
  ASSERT_EQ(store->commit(), ok);
  EXPECT_EQ(name_of(people, 1), "Ada");
  EXPECT_FALSE(store->exists(later));
}

TEST(MakeStore, RefusesEnginesThatItDoesNotKnow) {
  Memory memory;
  EXPECT_EQ(make_store("oracle", store_test_shape(), memory), nullptr);
  EXPECT_NE(make_store("model", store_test_shape(), memory), nullptr);
}

// ---- our own mistakes ----

TEST_P(StoreConformance, CommitNeedsATransaction) { EXPECT_ANY_THROW(store->commit()); }

TEST_P(StoreConformance, ARecordHasAFieldForEachColumn) {
  Record record;
  EXPECT_ANY_THROW(store->put(people, 1, record));
  record.row = row({Value::of(1)});
  EXPECT_ANY_THROW(store->put(people, 1, record));
  EXPECT_FALSE(has(people, 1));
}

TEST_P(StoreConformance, TablesBeyondTheShapeAreAMistake) {
  EXPECT_ANY_THROW(store->exists(4));
  EXPECT_ANY_THROW(get(4, 1));
}

}  // namespace
}  // namespace rehearse::simulators
