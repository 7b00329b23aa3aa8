#pragma once
/// A database as the tests of disk faults see it: what it is asked, what it may hold.

#include <sqlite3.h>

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "simulators/store/disk_hook.hpp"
#include "simulators/store/survival.hpp"

namespace rehearse::fault_injection {

/// All that a test asks about: the rows of one table, and whether a second one exists.
struct State {
  std::map<std::int64_t, std::string> rows;
  bool second_table = false;
  bool operator==(const State&) const = default;
};

struct Change {
  std::int64_t key = 0;
  std::optional<std::string> value;  ///< None: erased.
};

/// Changes of rows, or one change of the schema.
struct Transaction {
  enum class Kind : std::uint8_t { rows, create_table, drop_table };
  Kind kind = Kind::rows;
  std::vector<Change> changes;

  State after(State state) const;
};

using Workload = std::vector<Transaction>;
/// Seven transactions that split pages, overflow them, free them, and change the schema.
Workload shop_workload();
/// What is there before.
State initial_state();

/// Refused: promised not to be there. In doubt: there as a whole or not at all.
enum class Answer : std::uint8_t { committed, refused, in_doubt };

class Database {
 public:
  virtual ~Database() = default;
  /// Back to `initial_state`, on a sound disk without a hook.
  virtual void start() = 0;
  virtual void install(simulators::DiskHook* hook) = 0;
  virtual Answer run(const Transaction& transaction) = 0;
  virtual bool power_lost() const = 0;
  /// Cuts the power, unless it is lost, and opens the database again.
  virtual void power_cut(simulators::Survival& survival) = 0;
  /// Kills the process and opens the database again.
  virtual void restart() = 0;
  /// None when it fails.
  virtual std::optional<State> read() = 0;
  /// "ok", or what is wrong.
  virtual std::string integrity() = 0;
};

/// The engine that rehearsals use.
std::unique_ptr<Database> store_database();

struct SqlSettings {
  const char* journal_mode = "TRUNCATE";
  const char* synchronous = "FULL";
  int cache_pages = 2000;  ///< So few that a transaction spills when it is small.
};
/// SQLite with other settings, straight on the VFS.
std::unique_ptr<Database> sql_database(SqlSettings settings);

/// PRAGMA integrity_check; an error is an answer too.
std::string integrity_of(sqlite3* handle);

}  // namespace rehearse::fault_injection
