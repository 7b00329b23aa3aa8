#pragma once
/// One database of ordered tables with transactions. Three engines, one behaviour: `ModelStore`
/// (in memory, the reference), `SqliteStore` and `PostgresStore` (real SQL). The conformance suite
/// (tests/simulators/store_conformance*) runs against all.
///
/// Apply rules, epochs, change capture and the like live above, in the store *node*: an engine
/// knows only tables. A store belongs to one thread. Rows that an engine returns are made in the
/// run's Memory.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/plan.hpp"
#include "simulators/data/memory.hpp"

namespace rehearse::simulators {

/// Index of a table in the database's shape.
using TableId = std::uint16_t;

struct TableShape {
  std::string name;
  std::vector<scenarios::Field> columns;  ///< Beside the key and the record's meta data.
  bool created = true;                    ///< Exists in the prepared image.
  bool of_records = false;  ///< The plan's; the others are what a store node keeps beside those.
};

struct DatabaseShape {
  std::string name;
  std::vector<TableShape> tables;
};

enum class StoreStatus : std::uint8_t {
  ok,
  no_such_table,  ///< Never created, held (renamed away) or dropped.
  disk_full,
  io_error,
  busy,
  read_only,
  not_understood,  ///< The database does not take such a record.
  in_doubt  ///< Of a commit: the disk failed so late that the transaction may be there, or not.
};
std::string_view to_string(StoreStatus status);

class Disk;

struct KeyedRecord {
  Key key = 0;
  Record record;
};

/// Any call may end as `disk_full` or `io_error` when the disk below fails. In a transaction it can
/// then only be rolled back, which always works. Outside one, and of DDL, `io_error` leaves open
/// whether the change was made: read, or do it again, since each is idempotent.
class Store {
 public:
  virtual ~Store() = default;

  // ---- transactions: one at a time; outside one, each call is its own ----
  virtual StoreStatus begin() = 0;
  virtual StoreStatus commit() = 0;
  virtual void rollback() = 0;

  // ---- data ----
  /// Sets `found` and, when found, `record` (tombstones are found).
  virtual StoreStatus get(TableId table, Key key, Record& record, bool& found) = 0;
  /// Inserts or replaces.
  virtual StoreStatus put(TableId table, Key key, const Record& record) = 0;
  /// Removes, leaving nothing; `found` tells whether there was something.
  virtual StoreStatus erase(TableId table, Key key, bool& found) = 0;
  /// Appends to `out` at most `limit` records with key > after, ascending by key.
  virtual StoreStatus scan(TableId table, Key after, int limit, std::vector<KeyedRecord>& out) = 0;
  /// Number of records, tombstones not counted.
  virtual StoreStatus count(TableId table, std::int64_t& count) = 0;
  /// Greatest key, 0 when empty.
  virtual StoreStatus last_key(TableId table, Key& key) = 0;

  // ---- DDL, each its own transaction ----
  virtual StoreStatus create(TableId table) = 0;   ///< Already there: ok, unchanged.
  virtual StoreStatus hold(TableId table) = 0;     ///< Renamed away; data kept.
  virtual StoreStatus restore(TableId table) = 0;  ///< Renamed back; not held: ok when it exists.
  virtual StoreStatus clear(TableId table) = 0;    ///< All rows gone; works on a held table too.
  virtual StoreStatus drop(TableId table) = 0;     ///< Gone, held or not.
  virtual bool exists(TableId table) const = 0;    ///< Created, and neither held nor dropped.

  // ---- life ----
  /// Waits until what a process that was killed here had asked for is done, or never will be.
  virtual StoreStatus await_predecessor() { return StoreStatus::ok; }
  /// The process dies: an open transaction is lost, what was committed stays.
  virtual void crash() = 0;
  /// Keeps the present committed state as the prepared image.
  virtual void keep_image() = 0;
  /// Back to the prepared image (for the next run), cheaply. The caller called Memory::keep after
  /// keep_image, so rows of the image are still there after Memory::reset.
  virtual void restore_image() = 0;

  /// What the last call that failed has met, in words, where the engine can say.
  virtual std::string problem() const { return {}; }

  /// Power over the disk below; null when the engine has none.
  virtual Disk* disk() { return nullptr; }
};

/// Where a store lies.
struct StorePlace {
  std::string name;    ///< SQLite: path of its file; empty: in memory. PostgreSQL: the schema.
  std::string server;  ///< libpq's connection string: on PostgreSQL, whatever the engine asked for.
};

/// Makes the engine that `engine` names ("model", "sqlite"); null when there is no such engine.
/// What lies at the place already is taken as it is. PostgreSQL that cannot be reached is a
/// std::runtime_error.
std::unique_ptr<Store> make_store(std::string_view engine, const DatabaseShape& shape,
                                  Memory& memory, const StorePlace& place = {});

}  // namespace rehearse::simulators
