#pragma once
/// One flat JSON object per line, written without what is zero and read with every mistake placed.
/// The same code describes a value to both: `line.integer("key", record.key)`.

#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/json_text.hpp"
#include "scenarios/names.hpp"
#include "scenarios/result.hpp"

namespace rehearse::harness {

/// Appends `text` as a JSON string; what is not UTF-8 is replaced by "?".
void append_json_text(std::string& out, std::string_view text);

class LineWriter final {
 public:
  static constexpr bool writes = true;
  explicit LineWriter(std::string& out) : out_(out) { out_ += '{'; }
  LineWriter(const LineWriter&) = delete;
  LineWriter& operator=(const LineWriter&) = delete;
  ~LineWriter() { out_ += '}'; }

  void key(std::string_view name);
  template <typename Integer>
  void integer(std::string_view name, const Integer& value, Integer usual = 0) {
    if (value != usual) number(name, static_cast<std::int64_t>(value));
  }
  void unsigned64(std::string_view name, std::uint64_t value);
  void hex(std::string_view name, std::uint64_t value);
  void boolean(std::string_view name, bool value, bool usual = false);
  void text(std::string_view name, std::string_view value);
  void texts(std::string_view name, const std::vector<std::string>& values);
  void literal(std::string_view name, const scenarios::Literal& value);
  /// The value's name in the tables of scenarios/names.hpp, unless it is `usual`.
  template <typename Value>
  void named(std::string_view name, const Value& value, const Value& usual = Value{}) {
    if (value != usual) text(name, scenarios::name_of(value));
  }
  void number(std::string_view name, std::int64_t value);

 private:
  std::string& out_;
  bool first_ = true;
};

/// Reads one object. Mistakes are collected with the line's number; values stay as they were.
class LineReader final {
 public:
  static constexpr bool writes = false;
  LineReader(const scenarios::JsonText& json, const scenarios::JsonValue& object, int line,
             std::vector<scenarios::Error>& errors)
      : json_(json),
        object_(object),
        line_(line),
        errors_(errors),
        used_(object.members.size(), false) {}
  LineReader(const LineReader&) = delete;
  LineReader& operator=(const LineReader&) = delete;

  /// The member, marked as understood; null when absent.
  const scenarios::JsonValue* find(std::string_view name);
  bool has(std::string_view name) const { return object_.member(name) != nullptr; }
  template <typename Integer>
  void integer(std::string_view name, Integer& value, Integer = 0) {
    using Limits = std::numeric_limits<Integer>;
    std::int64_t read = 0;
    constexpr auto most =
        static_cast<std::uint64_t>(Limits::max()) >
                static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())
            ? std::numeric_limits<std::int64_t>::max()
            : static_cast<std::int64_t>(Limits::max());
    constexpr auto least = static_cast<std::int64_t>(Limits::min());
    if (read_integer(name, least, most, read)) value = static_cast<Integer>(read);
  }
  void unsigned64(std::string_view name, std::uint64_t& value);
  void hex(std::string_view name, std::uint64_t& value) { unsigned64(name, value); }
  void boolean(std::string_view name, bool& value, bool usual = false);
  void text(std::string_view name, std::string& value);
  void texts(std::string_view name, std::vector<std::string>& values);
  void literal(std::string_view name, scenarios::Literal& value);
  template <typename Value>
  void named(std::string_view name, Value& value, const Value& = Value{}) {
    const scenarios::JsonValue* found = find(name);
    if (found == nullptr) return;
    for (const auto& entry : scenarios::names_of<Value>()) {
      if (found->kind == scenarios::JsonValue::Kind::string && entry.name == found->string) {
        value = entry.value;
        return;
      }
    }
    wrong(*found, "this is not a value of \"" + std::string(name) + "\"",
          scenarios::all_names<Value>());
  }
  bool read_integer(std::string_view name, std::int64_t least, std::int64_t most,
                    std::int64_t& value);
  /// A mistake at `value`; the allowed names make the way out.
  void wrong(const scenarios::JsonValue& value, std::string message,
             const std::vector<std::string>& allowed = {});
  void wrong_line(std::string message, std::string way_out = "");
  /// Every member that nobody asked for is a mistake.
  void finish();

  const scenarios::JsonText& json() const { return json_; }
  int line() const { return line_; }
  std::vector<scenarios::Error>& errors() { return errors_; }

 private:
  const scenarios::JsonText& json_;
  const scenarios::JsonValue& object_;
  int line_;
  std::vector<scenarios::Error>& errors_;
  std::vector<bool> used_;
};

/// "0x1f" as a number; false when it is none.
bool parse_hex(std::string_view text, std::uint64_t& value);

}  // namespace rehearse::harness
