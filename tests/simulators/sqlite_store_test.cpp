/// What only the SQLite engine has: the VFS below it, threads beside it, bytes that repeat.

#include "simulators/store/sqlite_store.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "simulators/store/sql_names.hpp"
#include "store_fixture.hpp"
#include "tests/sanitized.hpp"
#include "tests/simulators/memory_files.hpp"

namespace rehearse::simulators {
namespace {

// ---- files ----

TEST(MemoryFile, ReadsBeyondTheEndAreShortAndZeroed) {
  MemoryFile file;
  file.write(bytes("abc"), 0);
  std::array<char, 5> to{'?', '?', '?', '?', '?'};
  const std::span<std::byte> all{reinterpret_cast<std::byte*>(to.data()), to.size()};
  EXPECT_EQ(file.read(all, 1), FileStatus::short_read);
  EXPECT_EQ(std::string(to.data(), 5), std::string("bc\0\0\0", 5));
  EXPECT_EQ(file.read(all, 99), FileStatus::short_read);
  EXPECT_EQ(file.read(all.first(2), 1), FileStatus::ok);
}

TEST(MemoryFile, GapsReadAsZerosAlsoWhereOldBytesLay) {
  MemoryFile file;
  file.write(bytes("abcdef"), 0);
  file.truncate(1);
  file.write(bytes("z"), 3);
  EXPECT_EQ(content(file), std::string("a\0\0z", 4));
}

TEST(MemoryFile, RestoresWhatWasKeptWhateverHappened) {
  MemoryFile file;
  const std::string kept(10'000, 'k');
  file.write(bytes(kept), 0);
  file.keep();
  file.write(bytes("x"), 9'999);
  file.restore();
  EXPECT_EQ(content(file), kept);
  file.truncate(5);
  file.write(bytes("y"), 20'000);
  file.restore();
  EXPECT_EQ(content(file), kept);
  file.truncate(0);
  file.restore();
  EXPECT_EQ(content(file), kept);
}

TEST(MemoryFile, LocksAsSqliteDoes) {
  MemoryFile file;
  const int a = 0, b = 0;
  EXPECT_EQ(file.lock(&a, FileLock::none, FileLock::shared), FileStatus::ok);
  EXPECT_EQ(file.lock(&b, FileLock::none, FileLock::shared), FileStatus::ok);
  EXPECT_EQ(file.lock(&a, FileLock::shared, FileLock::reserved), FileStatus::ok);
  EXPECT_EQ(file.lock(&b, FileLock::shared, FileLock::reserved), FileStatus::busy);
  EXPECT_EQ(file.lock(&a, FileLock::reserved, FileLock::exclusive), FileStatus::busy);
  file.unlock(&b, FileLock::shared, FileLock::none);
  EXPECT_EQ(file.lock(&b, FileLock::none, FileLock::shared), FileStatus::busy) << "pending";
  EXPECT_EQ(file.lock(&a, FileLock::reserved, FileLock::exclusive), FileStatus::ok);
  file.unlock(&a, FileLock::exclusive, FileLock::none);
  EXPECT_FALSE(file.locked());
}

TEST(MemoryFiles, RecyclesDeletedFilesAndRestoresNames) {
  MemoryFiles files;
  files.make("db").write(bytes("1"), 0);
  files.keep();
  MemoryFile* journal = &files.make("journal");
  EXPECT_TRUE(files.remove("journal"));
  EXPECT_FALSE(files.remove("journal"));
  EXPECT_EQ(&files.make("other"), journal);
  EXPECT_TRUE(files.remove("db"));
  EXPECT_EQ(files.find("db"), nullptr);
  files.restore();
  EXPECT_EQ(files.find("other"), nullptr);
  ASSERT_NE(files.find("db"), nullptr);
  EXPECT_EQ(content(*files.find("db")), "1");
}

// ---- VFS ----

struct Connection {
  explicit Connection(MemoryVfs& vfs) {
    EXPECT_EQ(sqlite3_open_v2("x.db", &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, vfs.name()),
              SQLITE_OK);
  }
  ~Connection() { sqlite3_close(db); }
  int run(const char* sql) { return sqlite3_exec(db, sql, nullptr, nullptr, nullptr); }
  std::string ask(const char* sql) {
    sqlite3_stmt* statement = nullptr;
    sqlite3_prepare_v2(db, sql, -1, &statement, nullptr);
    const bool row = sqlite3_step(statement) == SQLITE_ROW;
    const std::string answer =
        row ? reinterpret_cast<const char*>(sqlite3_column_text(statement, 0)) : sqlite3_errmsg(db);
    sqlite3_finalize(statement);
    return answer;
  }
  sqlite3* db = nullptr;
};

class MemoryVfsJournal : public testing::TestWithParam<const char*> {};
INSTANTIATE_TEST_SUITE_P(Modes, MemoryVfsJournal,
                         testing::Values("DELETE", "TRUNCATE", "PERSIST", "WAL"),
                         [](const auto& mode) { return std::string(mode.param); });

TEST_P(MemoryVfsJournal, RecoversTheLastCommitAfterAKill) {
  MemoryVfs vfs;
  const std::string mode = GetParam();
  const std::string settings =
      (mode == "WAL" ? "PRAGMA locking_mode=EXCLUSIVE;" : "") + ("PRAGMA journal_mode=" + mode);
  {
    Connection first(vfs);
    ASSERT_EQ(first.run((settings + "; PRAGMA cache_size=5; CREATE TABLE t(a)").c_str()),
              SQLITE_OK);
    EXPECT_EQ(first.ask("PRAGMA journal_mode"), mode == "DELETE"     ? "delete"
                                                : mode == "TRUNCATE" ? "truncate"
                                                : mode == "PERSIST"  ? "persist"
                                                                     : "wal");
    ASSERT_EQ(first.run("INSERT INTO t VALUES ('committed')"), SQLITE_OK);
    // Enough to spill half a transaction into the file itself.
    ASSERT_EQ(first.run("BEGIN; WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n LIMIT "
                        "500) INSERT INTO t SELECT randomblob(900) FROM n"),
              SQLITE_OK);
    vfs.kill();
    EXPECT_NE(first.run("COMMIT"), SQLITE_OK);
    EXPECT_NE(first.run("SELECT count(*) FROM t"), SQLITE_OK);
  }
  vfs.revive();
  Connection second(vfs);
  second.run(settings.c_str());
  EXPECT_EQ(second.ask("SELECT group_concat(a) FROM t"), "committed");
  EXPECT_EQ(second.ask("PRAGMA integrity_check"), "ok");
}

TEST(MemoryVfs, TwoConnectionsExcludeEachOther) {
  MemoryVfs vfs;
  Connection one(vfs), two(vfs);
  ASSERT_EQ(one.run("CREATE TABLE t(a); BEGIN IMMEDIATE; INSERT INTO t VALUES (1)"), SQLITE_OK);
  EXPECT_EQ(two.run("INSERT INTO t VALUES (2)"), SQLITE_BUSY);
  EXPECT_EQ(two.ask("SELECT count(*) FROM t"), "0");
  ASSERT_EQ(one.run("COMMIT"), SQLITE_OK);
  EXPECT_EQ(two.ask("SELECT count(*) FROM t"), "1");
}

TEST(MemoryVfs, ItIsAlways1970) {
  MemoryVfs vfs;
  Connection connection(vfs);
  EXPECT_EQ(connection.ask("SELECT datetime('now')"), "1970-01-01 00:00:00");
}

TEST(SqliteRandomness, RepeatsAfterAReset) {
  std::array<std::uint64_t, 4> first{}, second{}, third{};
  reset_sqlite_randomness();
  sqlite3_randomness(sizeof first, first.data());
  sqlite3_randomness(sizeof third, third.data());
  reset_sqlite_randomness();
  sqlite3_randomness(sizeof second, second.data());
  EXPECT_EQ(first, second);
  EXPECT_NE(first, third);
}

TEST(SqlNames, AreDistinctAndAllowed) {
  SqlNames names({"key"});
  EXPECT_EQ(names.take("orders"), "orders");
  EXPECT_EQ(names.take("ORDERS"), "ORDERS_2");
  EXPECT_EQ(names.take("Key"), "Key_2");
  EXPECT_EQ(names.take("CARTS"), "CARTS");
  EXPECT_EQ(names.take("carts"), "carts_2");
  EXPECT_EQ(names.take("sqlite_master"), "_sqlite_master");
  EXPECT_EQ(names.take(""), "_");
  EXPECT_EQ(names.take(std::string_view("a\0b", 3)), "a?b");
  EXPECT_EQ(names.take("CTID"), "_CTID");
  EXPECT_EQ(names.take(std::string(70, 'x')), std::string(63, 'x'));
  EXPECT_EQ(names.take(std::string(70, 'x')), std::string(61, 'x') + "_2");
  EXPECT_EQ(names.take(std::string(62, 'y') + "漢"), std::string(62, 'y')) << "half a character";
  EXPECT_EQ(sql_quoted("a\"b"), "\"a\"\"b\"");
  EXPECT_EQ(sql_quoted_text("it's"), "'it''s'");
}

// ---- store ----

/// A mixture of everything, the same for the same `seed`; returns a digest of all that was read.
std::uint64_t rehearsal(Store& store, Memory& memory, std::uint64_t seed) {
  std::uint64_t digest = seed;
  std::vector<KeyedRecord> out;
  Record record;
  bool found = false;
  for (std::uint64_t i = 0; i < 150; ++i) {
    const std::uint64_t draw = digest_mix(seed, i);
    const auto key = static_cast<Key>(draw % 40);
    const std::array values{Value::of(memory.text("name " + std::to_string(draw % 977))),
                            Value::of(static_cast<std::int64_t>(draw >> 8U)),
                            Value::of_bool((draw & 1U) != 0)};
    record.row = memory.row(values);
    record.version = i;
    if (draw % 7 == 0) store.begin();
    store.put(people, key, record);
    store.get(people, key + 1, record, found);
    digest = digest_mix(digest, found && record.row != nullptr ? record.row->digest : 1);
    if (draw % 11 == 0) store.erase(people, key + 2, found);
    if (draw % 7 == 0 && draw % 3 != 0) store.commit();
    if (draw % 7 == 0) store.rollback();
    if (draw % 61 == 0) store.crash();
    if (draw % 41 == 0) store.create(later);
  }
  store.scan(people, 0, 1000, out);
  for (const KeyedRecord& each : out)
    digest = digest_mix(digest,
                        digest_mix(static_cast<std::uint64_t>(each.key), each.record.row->digest));
  return digest;
}

std::vector<std::uint64_t> rehearsals(int runs) {
  StoreFixture fixture("sqlite");
  fixture.memory.keep();
  std::vector<std::uint64_t> digests;
  for (int run = 0; run < runs; ++run) {
    digests.push_back(rehearsal(*fixture.store, fixture.memory, static_cast<std::uint64_t>(run)));
    fixture.store->restore_image();
    fixture.memory.reset();
  }
  return digests;
}

TEST(SqliteStore, StoresInTwoThreadsGiveTheSameResults) {
  const std::vector<std::uint64_t> alone = rehearsals(50);
  std::vector<std::uint64_t> one, two;
  std::thread first([&one] { one = rehearsals(50); });
  std::thread second([&two] { two = rehearsals(50); });
  first.join();
  second.join();
  EXPECT_EQ(one, alone);
  EXPECT_EQ(two, alone);
}

TEST(SqliteStore, AgreesWithTheModelOnARehearsal) {
  StoreFixture model("model"), sqlite("sqlite");
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    EXPECT_EQ(rehearsal(*model.store, model.memory, seed),
              rehearsal(*sqlite.store, sqlite.memory, seed));
    model.store->restore_image();
    sqlite.store->restore_image();
  }
}

TEST(SqliteStore, RestoringGivesTheBytesOfTheImage) {
  Memory memory;
  SqliteStore store(store_test_shape(), memory);
  const std::uint64_t image = store.files().find("store.db")->digest();
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    rehearsal(store, memory, seed);
    EXPECT_NE(store.files().find("store.db")->digest(), image);
    store.restore_image();
    EXPECT_EQ(store.files().find("store.db")->digest(), image);
  }
}

TEST(SqliteStore, TheSameRunWritesTheSameBytes) {
  std::array<std::uint64_t, 2> digests{};
  for (std::uint64_t& digest : digests) {
    reset_sqlite_randomness();
    Memory memory;
    SqliteStore store(store_test_shape(), memory);
    rehearsal(store, memory, 5);
    ASSERT_EQ(store.begin(), StoreStatus::ok);
    for (Key key = 0; key < 50; ++key) store.put(bare, key, {memory.row({}), 1, 1, 0, false});
    digest = store.files().digest();  // with a journal, whose nonce is random
    store.rollback();
  }
  EXPECT_EQ(digests[0], digests[1]);
}

std::int64_t resident_pages() {
  std::int64_t total = 0, resident = 0;
  std::ifstream("/proc/self/statm") >> total >> resident;
  return resident;
}

class StoreMemory : public testing::TestWithParam<const char*> {};
INSTANTIATE_TEST_SUITE_P(Engines, StoreMemory, testing::Values("model", "sqlite"),
                         [](const auto& engine) { return std::string(engine.param); });

// A sanitizer's quarantine grows by design.
constexpr int memory_runs = tests::sanitized ? 0 : 10'000;

TEST_P(StoreMemory, IsFlatOverTenThousandRestores) {
  StoreFixture fixture(GetParam());
  fixture.memory.keep();
  const auto run = [&fixture](int i) {
    for (Key key = 1; key <= 20; ++key)
      fixture.store->put(people, key * 50, fixture.person("x", i));
    if (i % 50 == 0) fixture.store->create(later);
    if (i % 100 == 0) fixture.store->crash();
    fixture.store->restore_image();
    fixture.memory.reset();
  };
  for (int i = 0; i < 200; ++i) run(i);
  const std::int64_t before = resident_pages();
  for (int i = 0; i < memory_runs; ++i) run(i);
  EXPECT_LE(resident_pages() - before, 64) << "pages of 4 KiB";
}

}  // namespace
}  // namespace rehearse::simulators
