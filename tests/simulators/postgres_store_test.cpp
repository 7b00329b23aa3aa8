/// What is PostgreSQL's own: a server that goes away, schemas, names and types.

#include "simulators/store/postgres/postgres_store.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <future>
#include <stdexcept>
#include <string>

#include "simulators/store/postgres/postgres_connection.hpp"
#include "simulators/store/remove_schemas.hpp"
#include "store_fixture.hpp"

namespace rehearse::simulators {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::ThrowsMessage;

class PostgresStoreLife : public ::testing::Test, public StoreFixture {
 protected:
  PostgresStoreLife() : StoreFixture("postgresql") {}

  /// As whoever else is connected to the server; the first value of the answer.
  std::string ask(const std::string& sql) const {
    PostgresConnection other(place.server);
    EXPECT_EQ(other.open(), ok) << other.problem();
    std::unique_ptr<PostgresResult> result;
    EXPECT_EQ(other.query(sql, result), ok) << other.problem();
    return result->rows() == 0 ? "" : std::string(result->bytes(0, 0));
  }
  /// The server ends every connection but the one that asks.
  void cut_connections() const {
    ask("SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity "
        "WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'");
  }
  std::string schemas() const {
    return ask(
        "SELECT string_agg(nspname, ' ' ORDER BY nspname) FROM pg_namespace WHERE "
        "starts_with(nspname, '" +
        place.name + "')");
  }
};

/// Who was killed here may have its last statement still under way: its successor waits for the end
/// of its session.
TEST_F(PostgresStoreLife, WaitsForItsPredecessor) {
  const auto predecessor =
      std::make_unique<PostgresStore>(store_test_shape(), memory, place.server, place.name);
  ASSERT_EQ(predecessor->await_predecessor(), ok);
  std::future<StoreStatus> waiting =
      std::async(std::launch::async, [this] { return store->await_predecessor(); });
  EXPECT_EQ(waiting.wait_for(std::chrono::milliseconds(100)), std::future_status::timeout);
  predecessor->crash();  // its session ends
  EXPECT_EQ(waiting.get(), ok);
  ASSERT_EQ(store->put(people, 1, person("Ada", 1)), ok);
}

TEST_F(PostgresStoreLife, ALostConnectionEndsTheTransactionAndIsOpenedAgain) {
  ASSERT_EQ(store->put(people, 1, person("Ada", 1)), ok);
  ASSERT_EQ(store->begin(), ok);
  ASSERT_EQ(store->put(people, 2, person("lost", 1)), ok);
  cut_connections();
  EXPECT_EQ(store->put(people, 3, person("x", 1)), StoreStatus::io_error);
  EXPECT_EQ(store->put(people, 4, person("x", 1)), StoreStatus::io_error)
      << "a statement behind one that failed ran on its own";
  EXPECT_EQ(store->commit(), StoreStatus::io_error);
  EXPECT_EQ(keys(people), StoreKeys{1});
  ASSERT_EQ(store->begin(), ok);
  ASSERT_EQ(store->put(people, 2, person("Grace", 1)), ok);
  ASSERT_EQ(store->commit(), ok);
  EXPECT_EQ(name_of(people, 2), "Grace");
}

TEST_F(PostgresStoreLife, ACommitWithoutAnAnswerIsInDoubt) {
  ASSERT_EQ(store->begin(), ok);
  ASSERT_EQ(store->put(people, 1, person("Ada", 1)), ok);
  cut_connections();
  EXPECT_EQ(store->commit(), StoreStatus::in_doubt);
  EXPECT_EQ(name_of(people, 1), "(none)") << "it was the server that did not commit";
}

TEST_F(PostgresStoreLife, OutsideATransactionALostConnectionIsOneFailure) {
  ASSERT_EQ(store->put(people, 1, person("Ada", 1)), ok);
  cut_connections();
  EXPECT_EQ(get(people, 1).first, StoreStatus::io_error);
  EXPECT_EQ(name_of(people, 1), "Ada");
}

TEST_F(PostgresStoreLife, ATableThatSomebodyElseDroppedIsMissing) {
  ASSERT_EQ(store->put(people, 1, person("Ada", 1)), ok);
  ask("DROP TABLE \"" + place.name + "\".people");
  EXPECT_EQ(get(people, 1).first, missing);
  EXPECT_EQ(store->put(hostile, 1, StoreFixture::tombstone(1)), ok);
}

TEST_F(PostgresStoreLife, WhatLiesThereIsTakenAsItIs) {
  ASSERT_EQ(store->put(people, 1, person("Ada", 1)), ok);
  ASSERT_EQ(store->hold(hostile), ok);
  ASSERT_EQ(store->create(later), ok);
  const auto second = make_store("sqlite", store_test_shape(), memory, place);
  EXPECT_TRUE(second->exists(later));
  EXPECT_FALSE(second->exists(hostile));
  Record record;
  bool found = false;
  ASSERT_EQ(second->get(people, 1, record, found), ok);
  EXPECT_TRUE(found);
  EXPECT_EQ(second->restore(hostile), ok);
}

TEST_F(PostgresStoreLife, ColumnsHaveTheTypesOfTheirFields) {
  EXPECT_EQ(
      ask("SELECT string_agg(column_name || ' ' || data_type, ', ' ORDER BY ordinal_position) "
          "FROM information_schema.columns WHERE table_name = 'people' AND table_schema = '" +
          place.name + "'"),
      "key bigint, _version bigint, _write bigint, _origin smallint, _deleted boolean, "
      "name text, amount bigint, active boolean, _odd bytea");
  ASSERT_EQ(store->put(people, 1, person("Zoë", 1250)), ok);
  EXPECT_EQ(ask("SELECT name || ' ' || amount || ' ' || active || ' ' || (_odd IS NULL) FROM \"" +
                place.name + "\".people"),
            "Zoë 1250 true true");
}

TEST_F(PostgresStoreLife, NamesThatPostgresWouldCutOrRefuseAreTold) {
  using scenarios::FieldKind;
  const std::string name(70, 'n');
  const std::vector<scenarios::Field> fields{
      {"ctid", {FieldKind::text, 0}},
      {name + "1", {FieldKind::text, 0}},
      {name + "2", {FieldKind::text, 0}},
      {"漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字", {FieldKind::text, 0}}};
  const DatabaseShape shape{
      "long", {{name + "a", fields, true}, {name + "b", fields, true}, {"pg_class", fields, true}}};
  const StorePlace beside{place.name + " long", place.server};
  const auto made = make_store("sqlite", shape, memory, beside);
  for (TableId table = 0; table < 3; ++table) {
    Record record;
    record.row = row({text("a"), text("b"), text("c"), text("d")});
    ASSERT_EQ(made->put(table, table, record), ok);
    ASSERT_EQ(made->hold(table), ok);
    ASSERT_EQ(made->restore(table), ok);
    Record back;
    bool found = false;
    ASSERT_EQ(made->get(table, table, back, found), ok);
    EXPECT_TRUE(same_record(record, back));
  }
}

TEST_F(PostgresStoreLife, SchemasAreRemovedByTheBeginningOfTheirNames) {
  store->keep_image();
  EXPECT_EQ(schemas(), place.name + " " + place.name + "_image");
  ASSERT_TRUE(remove_schemas(place.server, place.name));
  EXPECT_EQ(schemas(), "");
}

TEST(PostgresStore, AServerThatIsNotThereIsSaidSo) {
  Memory memory;
  const StorePlace nowhere{"s", "host=/nonexistent port=5432"};
  EXPECT_THAT([&] { make_store("sqlite", store_test_shape(), memory, nowhere); },
              ThrowsMessage<std::runtime_error>(
                  ::testing::AllOf(HasSubstr("PostgreSQL cannot be reached: "),
                                   HasSubstr("/nonexistent"), Not(HasSubstr("\n")))));
  EXPECT_FALSE(remove_schemas(nowhere.server, "s"));
}

}  // namespace
}  // namespace rehearse::simulators
