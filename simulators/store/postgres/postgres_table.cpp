#include "simulators/store/postgres/postgres_table.hpp"

#include <cstdint>
#include <cstring>
#include <utility>

#include "scenarios/ensure.hpp"
#include "simulators/store/sql_names.hpp"

namespace rehearse::simulators {

using scenarios::FieldKind;

namespace {

constexpr const char* meta_data = "_version, _write, _origin, _deleted";
constexpr int first_field = 4;  // behind the meta data

const char* type_of(FieldKind kind) {
  switch (kind) {
    case FieldKind::text:
      return " TEXT";
    case FieldKind::boolean:
      return " BOOLEAN";
    case FieldKind::integer:
    case FieldKind::decimal:
      break;
  }
  return " BIGINT";
}

/// Bytes of the sequence that this byte begins; 0: none does.
std::size_t sequence_length(unsigned char first) {
  if (first < 0x80) return first == 0 ? 0 : 1;
  if (first >= 0xC2 && first < 0xE0) return 2;
  if (first >= 0xE0 && first < 0xF0) return 3;
  return first >= 0xF0 && first < 0xF5 ? 4 : 0;
}

/// Whether TEXT in a database of UTF-8 can hold it: well-formed (RFC 3629), without NUL.
bool is_storable_text(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
    const std::size_t length = sequence_length(byte(i));
    if (length == 0 || i + length > text.size()) return false;
    for (std::size_t k = 1; k < length; ++k)
      if ((byte(i + k) & 0xC0U) != 0x80U) return false;
    const unsigned char first = byte(i), second = length > 1 ? byte(i + 1) : 0;
    const bool overlong = (first == 0xE0 && second < 0xA0) || (first == 0xF0 && second < 0x90);
    const bool surrogate = first == 0xED && second >= 0xA0;
    const bool too_great = first == 0xF4 && second >= 0x90;
    if (overlong || surrogate || too_great) return false;
    i += length;
  }
  return true;
}

bool fits_column(const Value& value, FieldKind kind) {
  if (value.kind != kind_of(kind)) return false;
  if (value.kind == ValueKind::text) return is_storable_text(value.text->view());
  return value.kind != ValueKind::boolean || value.number == 0 || value.number == 1;
}

// ---- odd values: "COLUMN KIND LENGTH:BYTES" one behind the other ----

void append_odd(std::string& odd, std::size_t column, const Value& value) {
  const std::string bytes = value.kind == ValueKind::text ? std::string(value.text->view())
                                                          : std::to_string(value.number);
  odd += std::to_string(column) + " " + std::to_string(static_cast<int>(value.kind)) + " " +
         std::to_string(bytes.size()) + ":" + bytes;
}

std::size_t take_number(std::string_view& rest) {
  std::size_t number = 0, i = 0;
  for (; i < rest.size() && rest[i] >= '0' && rest[i] <= '9'; ++i)
    number = number * 10 + static_cast<std::size_t>(rest[i] - '0');
  REHEARSE_ENSURE(i > 0 && i < rest.size());
  rest.remove_prefix(i + 1);  // and what separates
  return number;
}

void read_odd(std::string_view rest, std::vector<Value>& values, Memory& memory) {
  while (!rest.empty()) {
    const std::size_t column = take_number(rest), kind = take_number(rest),
                      length = take_number(rest);
    REHEARSE_ENSURE(column < values.size() && length <= rest.size());
    Value& value = values[column];
    value.kind = static_cast<ValueKind>(kind);
    if (value.kind == ValueKind::text) {
      value.text = memory.text(rest.substr(0, length));
    } else {
      value.number = std::stoll(std::string(rest.substr(0, length)));
    }
    rest.remove_prefix(length);
  }
}

}  // namespace

PostgresTable::PostgresTable(const TableShape& shape, SqlTable sql, std::size_t number)
    : sql_(std::move(sql)), scratch_(shape.columns.size()) {
  const std::string selected = meta_data + sql_.fields() + ", _odd";
  for (std::size_t i = 0; i < sql_query_count; ++i) {
    const auto query = static_cast<SqlQuery>(i);
    statements_.push_back(
        {std::to_string(number) + "_" + std::to_string(i),
         query == SqlQuery::put ? put_sql(selected) : sql_.sql_of(query, selected)});
  }
}

std::string PostgresTable::create_sql() const {
  std::string sql = "CREATE TABLE " + sql_.quoted() +
                    " (key BIGINT PRIMARY KEY, _version BIGINT, _write BIGINT, _origin SMALLINT, "
                    "_deleted BOOLEAN";
  for (std::size_t i = 0; i < columns(); ++i)
    sql += ", " + sql_quoted(sql_.columns()[i]) + type_of(sql_.kind(i));
  return sql + ", _odd BYTEA)";
}

std::string PostgresTable::put_sql(const std::string& selected) const {
  std::string parameters = "$1,$2,$3,$4,$5";
  std::string replaced =
      "_version=EXCLUDED._version, _write=EXCLUDED._write, _origin=EXCLUDED._origin, "
      "_deleted=EXCLUDED._deleted, _odd=EXCLUDED._odd";
  for (std::size_t i = 0; i < columns(); ++i) {
    parameters += ",$" + std::to_string(i + 6);
    const std::string column = sql_quoted(sql_.columns()[i]);
    replaced.append(", ").append(column).append("=EXCLUDED.").append(column);
  }
  parameters += ",$" + std::to_string(columns() + 6);
  return "INSERT INTO " + sql_.quoted() + " (key, " + selected + ") VALUES (" + parameters +
         ") ON CONFLICT (key) DO UPDATE SET " + replaced;
}

StoreStatus PostgresTable::execute(SqlQuery query, PostgresConnection& connection,
                                   const PostgresParameters& parameters,
                                   std::unique_ptr<PostgresResult>& result) const {
  const Prepared& statement = statements_[static_cast<std::size_t>(query)];
  return connection.execute(statement.name, statement.sql, parameters, result);
}

void PostgresTable::add_record(PostgresParameters& parameters, Key key,
                               const Record& record) const {
  parameters.add_integer(key);
  parameters.add_integer(static_cast<std::int64_t>(record.version));
  parameters.add_integer(static_cast<std::int64_t>(record.write));
  parameters.add_small(record.origin);
  parameters.add_boolean(record.deleted);
  std::string odd;
  for (std::size_t i = 0; i < columns(); ++i) {
    const Value value = record.deleted ? Value{} : record.row->begin()[i];
    const bool fits = fits_column(value, sql_.kind(i));
    if (!fits && value.kind != ValueKind::null) append_odd(odd, i, value);
    if (!fits) {
      parameters.add_null();
    } else if (value.kind == ValueKind::text) {
      parameters.add_bytes(value.text->view());
    } else if (value.kind == ValueKind::boolean) {
      parameters.add_boolean(value.number != 0);
    } else {
      parameters.add_integer(value.number);
    }
  }
  if (odd.empty()) {
    parameters.add_null();
  } else {
    parameters.add_bytes(odd);
  }
}

Value PostgresTable::read_value(const PostgresResult& result, int row, int at, std::size_t column,
                                Memory& memory) const {
  if (result.is_null(row, at)) return Value{};
  switch (kind_of(sql_.kind(column))) {
    case ValueKind::text:
      return Value::of(memory.text(result.bytes(row, at)));
    case ValueKind::boolean:
      return Value::of_bool(result.integer(row, at) != 0);
    default:
      return Value::of(result.integer(row, at));
  }
}

Record PostgresTable::read_record(const PostgresResult& result, int row, int first,
                                  Memory& memory) {
  Record record;
  record.version = static_cast<std::uint64_t>(result.integer(row, first));
  record.write = static_cast<std::uint64_t>(result.integer(row, first + 1));
  record.origin = static_cast<std::uint8_t>(result.integer(row, first + 2));
  record.deleted = result.integer(row, first + 3) != 0;
  if (record.deleted) return record;
  const int fields = first + first_field;
  for (std::size_t i = 0; i < columns(); ++i)
    scratch_[i] = read_value(result, row, fields + static_cast<int>(i), i, memory);
  const int odd = fields + static_cast<int>(columns());
  if (!result.is_null(row, odd)) read_odd(result.bytes(row, odd), scratch_, memory);
  record.row = memory.row(scratch_);
  return record;
}

}  // namespace rehearse::simulators
