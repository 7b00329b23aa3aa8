/// SQLite with settings of the test's choice, straight on the VFS.

#include <array>
#include <stdexcept>

#include "database.hpp"
#include "simulators/store/memory_vfs.hpp"

namespace rehearse::fault_injection {

namespace {

using simulators::DiskHook;
using simulators::MemoryVfs;
using simulators::Survival;

std::string sql_of(const Change& change) {
  const std::string key = std::to_string(change.key);
  return change.value.has_value()
             ? "INSERT OR REPLACE INTO people VALUES (" + key + ", '" + *change.value + "');"
             : "DELETE FROM people WHERE key = " + key + ";";
}

class SqlDatabase final : public Database {
 public:
  explicit SqlDatabase(SqlSettings settings) : settings_(settings) {
    if (!ready() || exec("CREATE TABLE people(key INTEGER PRIMARY KEY, value TEXT)") != SQLITE_OK)
      throw std::logic_error("a sound disk serves");
    Transaction initial;
    for (const auto& [key, value] : initial_state().rows) initial.changes.push_back({key, value});
    if (run(initial) != Answer::committed) throw std::logic_error("a sound disk serves");
    close();
    vfs_.files().keep();
  }
  ~SqlDatabase() override { close(); }

  void start() override {
    die();
    vfs_.heal();
    vfs_.revive();
    vfs_.files().restore();
  }
  void install(DiskHook* hook) override { vfs_.install(hook); }
  bool power_lost() const override { return vfs_.power_lost(); }
  void power_cut(Survival& survival) override {
    die();
    vfs_.files().power_cut(survival);
    vfs_.revive();
    ready();
  }
  void restart() override {
    die();
    vfs_.revive();
    ready();
  }

  Answer run(const Transaction& transaction) override {
    if (!ready()) return Answer::refused;
    if (transaction.kind == Transaction::Kind::create_table)
      return of_alone(exec("CREATE TABLE second(a)"));
    if (transaction.kind == Transaction::Kind::drop_table)
      return of_alone(exec("DROP TABLE IF EXISTS second"));
    std::string sql = "BEGIN;";
    for (const Change& change : transaction.changes) sql += sql_of(change);
    if (exec(sql) != SQLITE_OK) {
      exec("ROLLBACK");
      return Answer::refused;
    }
    if (exec("COMMIT") == SQLITE_OK) return Answer::committed;
    if (sqlite3_get_autocommit(handle_) == 0) exec("ROLLBACK");
    return Answer::in_doubt;
  }

  std::optional<State> read() override {
    State state;
    if (!ready()) return std::nullopt;
    const auto add = [](void* to, int, char** fields, char**) {
      // A broken database may have lost a value.
      static_cast<State*>(to)->rows[std::stoll(fields[0])] = fields[1] == nullptr ? "" : fields[1];
      return 0;
    };
    if (sqlite3_exec(handle_, "SELECT key, value FROM people", add, &state, nullptr) != SQLITE_OK)
      return std::nullopt;
    const auto found = [](void* to, int, char**, char**) {
      static_cast<State*>(to)->second_table = true;
      return 0;
    };
    const char* const second = "SELECT 1 FROM sqlite_schema WHERE name = 'second'";
    if (sqlite3_exec(handle_, second, found, &state, nullptr) != SQLITE_OK) return std::nullopt;
    return state;
  }

  std::string integrity() override { return ready() ? integrity_of(handle_) : "cannot be opened"; }

 private:
  int exec(const std::string& sql) {
    return sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr);
  }
  /// What a statement that is its own transaction did, when it fails, only the file knows.
  static Answer of_alone(int code) {
    return code == SQLITE_OK ? Answer::committed : Answer::in_doubt;
  }
  bool ready() {
    if (handle_ != nullptr) return true;
    const std::string mode = settings_.journal_mode;
    const std::string settings =
        "PRAGMA page_size=1024;" +
        std::string(mode == "WAL" ? "PRAGMA locking_mode=EXCLUSIVE; PRAGMA wal_autocheckpoint=8;"
                                  : "") +
        "PRAGMA journal_mode=" + mode + "; PRAGMA synchronous=" + settings_.synchronous +
        "; PRAGMA cache_size=" + std::to_string(settings_.cache_pages);
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_PRIVATECACHE;
    if (sqlite3_open_v2("x.db", &handle_, flags, vfs_.name()) == SQLITE_OK &&
        exec(settings) == SQLITE_OK)
      return true;
    close();
    return false;
  }
  void close() {
    sqlite3_close(handle_);
    handle_ = nullptr;
  }
  /// As by SIGKILL: closing must not touch the files.
  void die() {
    vfs_.kill();
    close();
  }

  SqlSettings settings_;
  MemoryVfs vfs_;
  sqlite3* handle_ = nullptr;
};

}  // namespace

std::unique_ptr<Database> sql_database(SqlSettings settings) {
  return std::make_unique<SqlDatabase>(settings);
}

std::string integrity_of(sqlite3* handle) {
  std::string said;
  const auto add = [](void* to, int, char** fields, char**) {
    *static_cast<std::string*>(to) += fields[0];
    return 0;
  };
  const int code = sqlite3_exec(handle, "PRAGMA integrity_check", add, &said, nullptr);
  return code == SQLITE_OK ? said : said + sqlite3_errmsg(handle);
}

}  // namespace rehearse::fault_injection
