#include "simulators/store/postgres/postgres_connection.hpp"

#include <cstdlib>
#include <string_view>

#include "scenarios/ensure.hpp"
#include "simulators/store/postgres/libpq.hpp"

namespace rehearse::simulators {

namespace {

constexpr int binary = 1;

/// Nothing waits for ever: not for a server that is gone, nor for a lock that a lost connection
/// still holds. And the server says nothing that is no problem.
constexpr const char* settings =
    "SET client_min_messages = error; SET standard_conforming_strings = on;"
    "SET lock_timeout = '5s'; SET statement_timeout = '10s'";

void say_nothing(void*, const char*) {}

/// The last line's end goes, and so do line breaks.
std::string one_line_of(const char* message) {
  std::string text = message == nullptr ? "" : message;
  while (!text.empty() && text.back() == '\n') text.pop_back();
  for (char& c : text)
    if (c == '\n') c = ' ';
  return text;
}

}  // namespace

// ---- values ----

void PostgresResult::Clear::operator()(pg_result* result) const { libpq().clear(result); }
int PostgresResult::rows() const { return libpq().rows(get()); }
bool PostgresResult::is_null(int row, int column) const {
  return libpq().is_null(get(), row, column) != 0;
}
std::string_view PostgresResult::bytes(int row, int column) const {
  return {libpq().value(get(), row, column),
          static_cast<std::size_t>(libpq().length(get(), row, column))};
}

std::int64_t PostgresResult::integer(int row, int column) const {
  std::uint64_t bits = 0;
  const std::string_view found = bytes(row, column);
  for (const char byte : found) bits = bits << 8U | static_cast<unsigned char>(byte);
  if (found.size() == 2) return static_cast<std::int16_t>(bits);
  return static_cast<std::int64_t>(bits);
}

std::int64_t PostgresResult::changed() const {
  return std::strtoll(libpq().changed_rows(get()), nullptr, 10);
}

void PostgresParameters::clear() {
  buffer_.clear();
  at_.clear();
  lengths_.clear();
}
void PostgresParameters::add_null() {
  at_.push_back(0);
  lengths_.push_back(-1);
}
void PostgresParameters::add_big_endian(std::uint64_t bits, int bytes) {
  at_.push_back(buffer_.size());
  lengths_.push_back(bytes);
  for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8)
    buffer_ += static_cast<char>(bits >> static_cast<unsigned>(shift) & 0xffU);
}
void PostgresParameters::add_integer(std::int64_t number) {
  add_big_endian(static_cast<std::uint64_t>(number), 8);
}
void PostgresParameters::add_small(std::int16_t number) {
  add_big_endian(static_cast<std::uint16_t>(number), 2);
}
void PostgresParameters::add_boolean(bool flag) { add_big_endian(flag ? 1 : 0, 1); }
void PostgresParameters::add_bytes(std::string_view bytes) {
  at_.push_back(buffer_.size());
  lengths_.push_back(static_cast<int>(bytes.size()));
  buffer_ += bytes;
}

// ---- the connection ----

StoreStatus PostgresConnection::open() {
  close();
  handle_ = libpq().connectdb(server_.c_str());
  if (libpq().status(handle_) != CONNECTION_OK) {
    problem_ = one_line_of(libpq().error_message(handle_));
    close();
    return StoreStatus::io_error;
  }
  libpq().set_notice_processor(handle_, say_nothing, nullptr);
  const StoreStatus status = run(settings);
  if (status != StoreStatus::ok) close();
  return status;
}

void PostgresConnection::close() {
  if (handle_ != nullptr) libpq().finish(handle_);
  handle_ = nullptr;
  prepared_.clear();
}

bool PostgresConnection::sound() const {
  return handle_ != nullptr && libpq().status(handle_) == CONNECTION_OK;
}

bool PostgresConnection::in_transaction() const {
  if (!sound()) return false;
  const PGTransactionStatusType status = libpq().transaction_status(handle_);
  return status == PQTRANS_INTRANS || status == PQTRANS_INERROR;
}

/// By the classes of https://www.postgresql.org/docs/15/errcodes-appendix.html.
StoreStatus PostgresConnection::status_of(const PostgresResult& result) {
  const ExecStatusType status = libpq().result_status(result.get());
  if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) return StoreStatus::ok;
  const char* const code = libpq().result_error_field(result.get(), PG_DIAG_SQLSTATE);
  const std::string_view state = code == nullptr ? "" : code;
  problem_ = one_line_of(libpq().error_message(handle_));
  if (libpq().status(handle_) != CONNECTION_OK) return StoreStatus::io_error;
  if (state == "53100") return StoreStatus::disk_full;
  if (state == "25006") return StoreStatus::read_only;
  if (state == "42P01" || state == "3F000") return StoreStatus::no_such_table;
  if (state.starts_with("40") || state == "55P03" || state == "57014") return StoreStatus::busy;
  // 42501: not allowed; else a mistake in our SQL. 25P02: behind an error.
  const bool ours = state.starts_with("42") && state != "42501";
  if (!ours) return StoreStatus::io_error;
  scenarios::ensure_failed(("PostgreSQL accepts our SQL: " + problem_).c_str(), __FILE__, __LINE__);
}

StoreStatus PostgresConnection::run(const std::string& sql) {
  std::unique_ptr<PostgresResult> ignored;
  return query(sql, ignored);
}

StoreStatus PostgresConnection::query(const std::string& sql,
                                      std::unique_ptr<PostgresResult>& result) {
  if (handle_ == nullptr) return StoreStatus::io_error;
  result = std::make_unique<PostgresResult>(libpq().exec(handle_, sql.c_str()));
  return status_of(*result);
}

StoreStatus PostgresConnection::execute(const std::string& name, const std::string& sql,
                                        const PostgresParameters& parameters,
                                        std::unique_ptr<PostgresResult>& result) {
  if (handle_ == nullptr) return StoreStatus::io_error;
  if (!prepared_.contains(name)) {
    result = std::make_unique<PostgresResult>(
        libpq().prepare(handle_, name.c_str(), sql.c_str(), 0, nullptr));
    const StoreStatus status = status_of(*result);
    if (status != StoreStatus::ok) return status;
    prepared_.insert(name);
  }
  const std::size_t count = parameters.lengths_.size();
  std::vector<const char*> values(count);
  const std::vector<int> formats(count, binary);
  for (std::size_t i = 0; i < count; ++i)
    if (parameters.lengths_[i] >= 0) values[i] = parameters.buffer_.data() + parameters.at_[i];
  result = std::make_unique<PostgresResult>(
      libpq().exec_prepared(handle_, name.c_str(), static_cast<int>(count), values.data(),
                            parameters.lengths_.data(), formats.data(), binary));
  return status_of(*result);
}

}  // namespace rehearse::simulators
