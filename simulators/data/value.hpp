#pragma once
/// Values that travel in messages and lie in stores. All are trivially copyable handles to
/// immutable data owned by the run's `Memory`, so a message costs no allocation, and coroutine
/// frames hold nothing that GCC 12 could destroy twice.

#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>

namespace rehearse::simulators {

/// Keys of records, integers throughout.
using Key = std::int64_t;

/// Names one logical write: operation, step, and whether it is that step's compensation. Every
/// record carries the id of the write that made it, so a read names its writer. 0 is "no write".
using WriteId = std::uint64_t;

/// 1-based position of a client operation in the run's arrival schedule; 0: none.
using OperationId = std::uint64_t;

constexpr WriteId initial_write_bit = WriteId{1} << 62;

constexpr WriteId write_id(OperationId operation, unsigned step, bool compensation) {
  return (operation << 6U) | (WriteId{step & 31U} << 1U) | WriteId{compensation};
}
/// The write that put a record there before the run began.
constexpr WriteId initial_write(unsigned track, Key key) {
  return initial_write_bit | (WriteId{track} << 48U) | static_cast<WriteId>(key);
}
constexpr bool is_initial(WriteId write) { return (write & initial_write_bit) != 0; }
/// 0 for initial writes.
constexpr OperationId operation_of(WriteId write) { return is_initial(write) ? 0 : write >> 6U; }
constexpr unsigned step_of(WriteId write) { return static_cast<unsigned>(write >> 1U) & 31U; }
constexpr bool is_compensation(WriteId write) { return !is_initial(write) && (write & 1U) != 0; }

/// Interned text: equal texts of one run have equal addresses. Never ordered or hashed by address.
struct Text {
  std::uint64_t digest;  ///< Of the bytes; stable across runs and machines.
  std::uint32_t size;
  const char* data() const { return reinterpret_cast<const char*>(this + 1); }
  std::string_view view() const { return {data(), size}; }
};

enum class ValueKind : std::uint8_t { null, boolean, integer, text };

/// One field. Decimals are integers of 10^-scale; the scale is in the field's type.
struct Value {
  ValueKind kind = ValueKind::null;
  union {
    std::int64_t number = 0;
    const Text* text;
  };

  static Value of(std::int64_t number) {
    Value v;
    v.kind = ValueKind::integer;
    v.number = number;
    return v;
  }
  static Value of(const Text* text) {
    Value v;
    v.kind = ValueKind::text;
    v.text = text;
    return v;
  }
  static Value of_bool(bool b) {
    Value v;
    v.kind = ValueKind::boolean;
    v.number = b ? 1 : 0;
    return v;
  }

  friend bool operator==(const Value& a, const Value& b) {
    if (a.kind != b.kind) return false;
    if (a.kind == ValueKind::null) return true;
    return a.kind == ValueKind::text ? a.text == b.text : a.number == b.number;
  }
};

/// The fields of a record, immutable, owned by the run's `Memory`. A null Row is "no record".
struct RowData {
  std::uint64_t digest;  ///< Of all fields; stable across runs and machines.
  std::uint32_t count;
  const Value* begin() const { return reinterpret_cast<const Value*>(this + 1); }
  std::span<const Value> values() const { return {begin(), count}; }
};
using Row = const RowData*;

/// Fields equal (by content).
inline bool same(Row a, Row b) {
  if (a == b) return true;
  if (a == nullptr || b == nullptr || a->digest != b->digest || a->count != b->count) return false;
  for (std::uint32_t i = 0; i < a->count; ++i)
    if (!(a->begin()[i] == b->begin()[i])) return false;
  return true;
}

/// A record as it lies in a store: fields and what the store keeps beside them.
struct Record {
  Row row = nullptr;
  std::uint64_t version = 0;  ///< Grows by one with each write at the authority.
  WriteId write = 0;          ///< The last write.
  std::uint8_t origin = 0;    ///< 0: written by a client of this store; 1: by relay or backfill.
  bool deleted = false;       ///< A tombstone: only the meta data is left.
};

}  // namespace rehearse::simulators
