#include "simulators/store/sqlite_connection.hpp"

#include <string_view>
#include <utility>

#include "scenarios/ensure.hpp"
#include "simulators/store/sql_names.hpp"

namespace rehearse::simulators {

StoreStatus SqliteConnection::status_of(int sqlite_code) const {
  switch (sqlite_code & 0xff) {
    case SQLITE_OK:
    case SQLITE_ROW:
    case SQLITE_DONE:
      return StoreStatus::ok;
    case SQLITE_FULL:
      return StoreStatus::disk_full;
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_NOMEM:
      return StoreStatus::io_error;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return StoreStatus::busy;
    case SQLITE_READONLY:
      return StoreStatus::read_only;
    default:
      break;
  }
  if (vfs_ != nullptr && vfs_->harmed()) return StoreStatus::io_error;
  const std::string message = std::string("SQLite accepts our SQL: ") + sqlite3_errmsg(handle_);
  scenarios::ensure_failed(message.c_str(), __FILE__, __LINE__);
}

SqliteConnection::SqliteConnection(MemoryVfs* vfs, std::string path)
    : vfs_(vfs), path_(std::move(path)) {
  const bool opened = open() == StoreStatus::ok;
  REHEARSE_ENSURE(opened || vfs_ == nullptr);
}

const char* SqliteConnection::settings() const {
  if (vfs_ == nullptr)
    return "PRAGMA busy_timeout=2000; PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
           "PRAGMA temp_store=MEMORY";
  return "PRAGMA page_size=1024; PRAGMA journal_mode=TRUNCATE; PRAGMA synchronous=FULL;"
         "PRAGMA temp_store=MEMORY; PRAGMA cache_spill=OFF; PRAGMA secure_delete=OFF";
}

SqliteConnection::~SqliteConnection() { close(); }

StoreStatus SqliteConnection::open() {
  constexpr int flags =
      SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE;
  const int opened =
      sqlite3_open_v2(path_.c_str(), &handle_, flags, vfs_ != nullptr ? vfs_->name() : nullptr);
  if (opened != SQLITE_OK) {
    const StoreStatus status = status_of(opened);
    close();
    return status;
  }
  sqlite3_extended_result_codes(handle_, 1);
  // Statements are prepared again after each DDL; with SQLite's usual 40 slots most of that would
  // be malloc's time.
  sqlite3_db_config(handle_, SQLITE_DBCONFIG_LOOKASIDE, nullptr, 512, 1000);
  const StoreStatus status = run(settings());
  if (status != StoreStatus::ok) close();
  return status;
}

void SqliteConnection::close() {
  const int closed = sqlite3_close(handle_);
  REHEARSE_ENSURE(closed == SQLITE_OK);
  handle_ = nullptr;
}

StoreStatus SqliteConnection::run(const std::string& sql) {
  return status_of(sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr));
}

StoreStatus SqliteConnection::rename_table(const std::string& from, const std::string& to,
                                           const std::string& create_sql) {
  StoreStatus prepared = StoreStatus::ok;
  sqlite3_stmt* const version = prepare("PRAGMA schema_version", prepared);
  if (version == nullptr) return prepared;
  const int code = sqlite3_step(version);
  const std::int64_t cookie = code == SQLITE_ROW ? sqlite3_column_int64(version, 0) : 0;
  sqlite3_finalize(version);
  if (code != SQLITE_ROW) return status_of(code);
  sqlite3_db_config(handle_, SQLITE_DBCONFIG_WRITABLE_SCHEMA, 1, nullptr);
  const std::string name = sql_quoted_text(to);
  StoreStatus status = run("BEGIN; UPDATE sqlite_schema SET name=" + name + ", tbl_name=" + name +
                           ", sql=" + sql_quoted_text(create_sql) +
                           " WHERE type='table' AND name=" + sql_quoted_text(from) +
                           "; PRAGMA schema_version=" + std::to_string(cookie + 1) + "; COMMIT");
  if (sqlite3_get_autocommit(handle_) == 0) run("ROLLBACK");
  const StoreStatus read_again = run("PRAGMA writable_schema=RESET");
  return status == StoreStatus::ok ? read_again : status;
}

sqlite3_stmt* SqliteConnection::prepare(const std::string& sql, StoreStatus& status) {
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v3(handle_, sql.c_str(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  status = status_of(code);
  return statement;
}

void SqliteConnection::forget_pages() {
  const bool idle = sqlite3_get_autocommit(handle_) != 0;
  REHEARSE_ENSURE(idle);
  const int reset = sqlite3_file_control(handle_, "main", SQLITE_FCNTL_RESET_CACHE, nullptr);
  REHEARSE_ENSURE(reset == SQLITE_OK);
}

}  // namespace rehearse::simulators
