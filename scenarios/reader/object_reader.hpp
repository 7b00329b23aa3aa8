#pragma once
/// Reads one JSON object whose keys are known.

#include <optional>
#include <span>
#include <string_view>

#include "scenarios/reader/values.hpp"

namespace rehearse::scenarios::reading {

/// The keys that one concept of the language knows. The JSON Schema has the same, under
/// `$defs/<concept>`; a test compares them.
struct KeyTable {
  std::string_view name;
  std::span<const std::string_view> keys;
  std::span<const std::string_view> elsewhere =
      {};                                ///< Keys that one may expect and that it lacks,
  std::string_view elsewhere_hint = "";  ///< and what to use in their place.
};

/// The table whose first key `at` has; says so when there is none.
const KeyTable* find_variant(const At& at, std::span<const KeyTable> variants,
                             std::string_view what);

class ObjectReader final {
 public:
  /// Says so when `at` is no object, and for each key that is not in the table.
  ObjectReader(const At& at, const KeyTable& table);
  ObjectReader(const ObjectReader&) = delete;
  ObjectReader& operator=(const ObjectReader&) = delete;

  bool valid() const { return valid_; }
  const At& at() const { return at_; }
  bool has(std::string_view key) const { return find(key).has_value(); }
  std::optional<At> find(std::string_view key) const;
  /// As `find`; a missing key is a mistake, unless it is there misspelt.
  std::optional<At> require(std::string_view key, std::string_view example = "") const;

  template <typename T>
  bool read(std::string_view key, T& out) const {
    const auto found = find(key);
    return found && read_value(*found, out);
  }
  template <typename T>
  bool read_required(std::string_view key, T& out, std::string_view example = "") const {
    const auto found = require(key, example);
    return found && read_value(*found, out);
  }
  template <typename Integer>
  bool read_number(std::string_view key, Integer& out, Range range) const {
    const auto found = find(key);
    return found && read_integer_as(*found, range, out);
  }
  bool read_percent(std::string_view key, std::int64_t& per_million) const {
    const auto found = find(key);
    return found && read_share(*found, per_million);
  }

 private:
  At at_;
  bool valid_ = false;
  std::vector<std::string> misspelt_;  ///< Known keys that unknown ones probably meant.
};

/// Calls `read_one(const At&, const std::string& name)` for each member of an object of named
/// things; an empty name is a mistake.
template <typename ReadOne>
bool read_named(const At& at, std::string_view what, const ReadOne& read_one) {
  if (!at.is_object()) {
    at.wrong("an object of " + std::string(what) + " is expected here, and this is " +
             std::string(kind_in_words(*at.value)));
    return false;
  }
  for (const JsonMember& member : at.value->members) {
    if (member.key.empty()) {
      at.wrong_key(member, "this name is empty", "give it a name");
    } else if (member.key.size() > name_bytes_max) {
      at.wrong_key(member, "this name is longer than 200 bytes", "give it a shorter one");
    } else {
      read_one(at.member(member), member.key);
    }
  }
  return true;
}

/// Calls `read_one(const At&)` for each item of a list.
template <typename ReadOne>
bool read_list(const At& at, std::string_view what, const ReadOne& read_one) {
  if (!at.is_array()) {
    at.wrong("a list of " + std::string(what) + " is expected here, and this is " +
             std::string(kind_in_words(*at.value)));
    return false;
  }
  for (std::size_t i = 0; i < at.value->items.size(); ++i) read_one(at.item(i));
  return true;
}

}  // namespace rehearse::scenarios::reading
