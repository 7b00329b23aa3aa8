#pragma once
/// What the store tests share: a shape with hostile names, and short ways to write and read.

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <initializer_list>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "record_server.hpp"
#include "simulators/live/postgres_cluster.hpp"
#include "simulators/live/program_store.hpp"
#include "simulators/store/store.hpp"

namespace rehearse::simulators {

/// Tables of `store_test_shape`.
constexpr TableId people = 0;   ///< name (text), amount (integer), active (boolean); created.
constexpr TableId hostile = 1;  ///< Names that break careless SQL; created.
constexpr TableId later = 2;    ///< As people, but not created in the image.
constexpr TableId bare = 3;     ///< No fields at all; created.

inline DatabaseShape store_test_shape() {
  using scenarios::FieldKind;
  const std::vector<scenarios::Field> fields{{"name", {FieldKind::text, 0}},
                                             {"amount", {FieldKind::decimal, 2}},
                                             {"active", {FieldKind::boolean, 0}}};
  const std::vector<scenarios::Field> odd{{"key", {FieldKind::text, 0}},
                                          {"_VERSION", {FieldKind::integer, 0}},
                                          {"a\"b'; --", {FieldKind::boolean, 0}}};
  return {"test",
          {{"people", fields, true, true},
           {"x\"; DROP TABLE people; --", odd, true, true},
           {"PEOPLE", fields, false, true},  // SQLite folds case
           {"", {}, true, true}}};
}

/// A folder that goes with its owner.
class ScratchFolder final {
 public:
  ScratchFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "rehearse-store-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no scratch folder");
    folder_ = name;
  }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  ~ScratchFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  std::string path(const std::string& name) const { return (folder_ / name).string(); }

 private:
  std::filesystem::path folder_;
};

/// A schema of its own in the one PostgreSQL that this program starts when it first needs it.
inline StorePlace fresh_schema() {
  static const ScratchFolder scratch;
  static const live::PostgresCluster cluster(scratch.path("postgres"));
  static int made = 0;
  return {"test " + std::to_string(++made), cluster.server()};
}

/// A store with its memory, and the few lines that every test would repeat.
struct StoreFixture {
  /// "model", "sqlite", "sqlite_file" (the same on the real file system), "postgresql", "program"
  /// (of the user's).
  explicit StoreFixture(std::string_view engine)
      : folder(engine == "sqlite_file" || engine == "program" ? std::make_unique<ScratchFolder>()
                                                              : nullptr),
        place(folder                   ? StorePlace{folder->path("store.db"), {}}
              : engine == "postgresql" ? fresh_schema()
                                       : StorePlace{}),
        server(engine == "program" ? std::make_unique<RecordServer>() : nullptr),
        store(server ? program_store()
                     : make_store(folder ? "sqlite" : engine, store_test_shape(), memory, place)) {}

  /// On what is there: as the next process would.
  std::unique_ptr<Store> program_store() {
    static const scenarios::DatabaseProgram program = RecordServer::program();
    return std::make_unique<live::ProgramStore>(store_test_shape(), program, server->port(), memory,
                                                place.name);
  }

  Value text(std::string_view bytes) { return Value::of(memory.text(bytes)); }
  Row row(std::initializer_list<Value> values) { return memory.row(std::vector<Value>(values)); }
  Record person(std::string_view name, std::int64_t amount, bool active = true) {
    Record record;
    record.row = row({text(name), Value::of(amount), Value::of_bool(active)});
    record.version = 1;
    record.write = write_id(1, 0, false);
    return record;
  }
  static Record tombstone(std::uint64_t version) {
    Record record;
    record.version = version;
    record.deleted = true;
    return record;
  }

  /// (status, found); the record is left in `read`.
  std::pair<StoreStatus, bool> get(TableId table, Key key) {
    bool found = false;
    read = {};
    const StoreStatus status = store->get(table, key, read, found);
    return {status, found};
  }
  bool has(TableId table, Key key) { return get(table, key) == std::pair(StoreStatus::ok, true); }
  /// The name of a person, or what stands in its way.
  std::string name_of(TableId table, Key key) {
    const auto [status, found] = get(table, key);
    if (status != StoreStatus::ok) return std::string(to_string(status));
    if (!found) return "(none)";
    return read.deleted ? "(deleted)" : std::string(read.row->begin()->text->view());
  }
  std::vector<Key> keys(TableId table, Key after = INT64_MIN, int limit = 1000) {
    std::vector<KeyedRecord> out;
    std::vector<Key> found;
    if (store->scan(table, after, limit, out) != StoreStatus::ok) return {-404};
    for (const KeyedRecord& one : out) found.push_back(one.key);
    return found;
  }
  std::int64_t count(TableId table) {
    std::int64_t n = -1;
    store->count(table, n);
    return n;
  }
  Key last(TableId table) {
    Key key = -1;
    store->last_key(table, key);
    return key;
  }

  Memory memory;
  std::unique_ptr<ScratchFolder> folder;
  StorePlace place;
  std::unique_ptr<RecordServer> server;  // of "program"
  std::unique_ptr<Store> store;
  Record read;
};

using StoreKeys = std::vector<Key>;
constexpr auto ok = StoreStatus::ok;
constexpr auto missing = StoreStatus::no_such_table;

/// All of them; the tests of PostgreSQL are one in CTest (CMakeLists.txt), with one server.
inline auto every_engine() {
  return testing::Values("model", "sqlite", "sqlite_file", "postgresql", "program");
}

/// A test that runs against each engine; the parameter names it.
class StoreConformance : public testing::TestWithParam<const char*>, public StoreFixture {
 protected:
  StoreConformance() : StoreFixture(GetParam()) {}
  void put(Key key, std::string_view name, TableId table = people) {
    ASSERT_EQ(store->put(table, key, person(name, key)), StoreStatus::ok);
  }
  /// What no program of the user's is ever asked to keep.
  bool is_program() const { return std::string_view(GetParam()) == "program"; }
  bool erase(Key key, TableId table = people) {
    bool found = false;
    EXPECT_EQ(store->erase(table, key, found), StoreStatus::ok);
    return found;
  }
};

inline bool same_record(const Record& a, const Record& b) {
  return same(a.row, b.row) && a.version == b.version && a.write == b.write &&
         a.origin == b.origin && a.deleted == b.deleted;
}

}  // namespace rehearse::simulators
