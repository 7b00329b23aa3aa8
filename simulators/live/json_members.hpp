#pragma once
/// A flat way to say the members of a JSON object once, for writing and for reading:
///
///     template <typename Members> void describe(Members& m, Control& control) {
///       m.number("key", control.key);
///     }

#include <charconv>
#include <concepts>
#include <cstdint>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "simulators/data/memory.hpp"

namespace rehearse::simulators::live {

/// Appends `text` in quotes.
void append_quoted(std::string& out, std::string_view text);

template <typename Number>
void append_number(std::string& out, Number number) {
  char digits[24];
  const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
  out.append(digits, end);
}

/// Enumerations and flags as numbers.
template <typename T>
constexpr auto as_number(T value) {
  if constexpr (std::is_enum_v<T>) {
    return static_cast<std::int64_t>(value);
  } else if constexpr (std::unsigned_integral<T>) {
    return static_cast<std::uint64_t>(value);
  } else {
    return static_cast<std::int64_t>(value);
  }
}

class MemberWriter final {
 public:
  static constexpr bool writes = true;
  explicit MemberWriter(std::string& out) : out_(out) { out_ += '{'; }
  MemberWriter(const MemberWriter&) = delete;
  MemberWriter& operator=(const MemberWriter&) = delete;
  ~MemberWriter() { out_ += '}'; }

  template <typename T>
  void number(std::string_view name, const T& value, T usual = T{}) {
    if (value == usual) return;
    key(name);
    append_number(out_, as_number(value));
  }
  /// An enumeration; `last` is its greatest value.
  template <typename T>
  void choice(std::string_view name, const T& value, T /*last*/) {
    number(name, value);
  }
  void flag(std::string_view name, bool value) {
    if (!value) return;
    key(name);
    out_ += "true";
  }
  void row(std::string_view name, Row row);
  /// Objects, each by `describe(members, item)`.
  template <typename T, typename Describe>
  void list(std::string_view name, const T* items, std::uint32_t count, Describe describe) {
    if (items == nullptr) return;
    key(name);
    out_ += '[';
    for (std::uint32_t i = 0; i < count; ++i) {
      if (i > 0) out_ += ',';
      MemberWriter item(out_);
      describe(item, items[i]);
    }
    out_ += ']';
  }
  void keys(std::string_view name, const Key* items, std::size_t count);
  void rows(std::string_view name, const Row* items, std::size_t count);
  template <typename Describe>
  void object(std::string_view name, Describe describe) {
    key(name);
    MemberWriter inner(out_);
    describe(inner);
  }

 private:
  void key(std::string_view name) {
    if (!first_) out_ += ',';
    first_ = false;
    out_ += '"';
    out_ += name;
    out_ += "\":";
  }

  std::string& out_;
  bool first_ = true;
};

/// Collects in `sound` whether all that was there had the right type.
class MemberReader final {
 public:
  static constexpr bool writes = false;
  MemberReader(const nlohmann::json& object, Memory& memory, bool& sound)
      : object_(object), memory_(memory), sound_(sound) {
    sound_ = sound_ && object.is_object();
  }
  MemberReader(const MemberReader&) = delete;
  MemberReader& operator=(const MemberReader&) = delete;

  template <typename T>
  void number(std::string_view name, T& value, T usual = T{}) {
    value = usual;
    const nlohmann::json* const found = find(name);
    if (found == nullptr) return;
    using Number = decltype(as_number(value));
    if (!fits<T>(*found)) return fail();
    value = static_cast<T>(found->get<Number>());
  }
  template <typename T>
  void choice(std::string_view name, T& value, T last) {
    number(name, value);
    if (as_number(value) > as_number(last)) fail();
  }
  void flag(std::string_view name, bool& value) {
    value = false;
    const nlohmann::json* const found = find(name);
    if (found == nullptr) return;
    if (!found->is_boolean()) return fail();
    value = found->get<bool>();
  }
  void row(std::string_view name, Row& row) {
    if (const nlohmann::json* const found = find(name)) row = read_row(*found);
  }
  template <typename T, typename Describe>
  void list(std::string_view name, const T*& items, std::uint32_t& count, Describe describe) {
    const nlohmann::json* const found = array(name);
    if (found == nullptr) return;
    T* const made = memory_.array<T>(found->size());
    count = static_cast<std::uint32_t>(found->size());
    for (std::uint32_t i = 0; i < count; ++i) {
      MemberReader item((*found)[i], memory_, sound_);
      describe(item, made[i]);
    }
    items = made;
  }
  /// Of exactly `count`.
  void keys(std::string_view name, const Key*& items, std::size_t count);
  void rows(std::string_view name, const Row*& items, std::size_t count);
  template <typename Describe>
  void object(std::string_view name, Describe describe) {
    const nlohmann::json* const found = find(name);
    if (found == nullptr) return fail();
    MemberReader inner(*found, memory_, sound_);
    describe(inner);
  }
  bool has(std::string_view name) const { return find(name) != nullptr; }
  void fail() { sound_ = false; }
  void require(bool right) { sound_ = sound_ && right; }

 private:
  const nlohmann::json* find(std::string_view name) const {
    if (!object_.is_object()) return nullptr;
    const auto found = object_.find(name);
    return found == object_.end() ? nullptr : &*found;
  }
  const nlohmann::json* array(std::string_view name);
  template <typename T>
  static bool fits(const nlohmann::json& json) {
    if constexpr (std::is_enum_v<T>) {
      return json.is_number_unsigned() && json.get<std::uint64_t>() < 256;
    } else if constexpr (std::unsigned_integral<T>) {
      return json.is_number_unsigned() &&
             json.get<std::uint64_t>() <= std::numeric_limits<T>::max();
    } else {
      if (!json.is_number_integer()) return false;
      if (json.is_number_unsigned())
        return json.get<std::uint64_t>() <=
               static_cast<std::uint64_t>(std::numeric_limits<T>::max());
      return json.get<std::int64_t>() >= std::numeric_limits<T>::min();
    }
  }
  Row read_row(const nlohmann::json& json);

  const nlohmann::json& object_;
  Memory& memory_;
  bool& sound_;
};

}  // namespace rehearse::simulators::live
