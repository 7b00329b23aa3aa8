#pragma once
/// A place in the JSON being read, and the list of mistakes found so far.

#include <string>
#include <string_view>
#include <vector>

#include "scenarios/json_text.hpp"

namespace rehearse::scenarios::reading {

/// Names stand in every report, many times.
inline constexpr std::size_t name_bytes_max = 200;

/// Collects mistakes; each is reported once, and after `most` of them only that there are more.
class Mistakes final {
 public:
  explicit Mistakes(const JsonText& json) : json_(json) {}
  Mistakes(const Mistakes&) = delete;
  Mistakes& operator=(const Mistakes&) = delete;

  void add(std::size_t offset, std::string pointer, std::string value, std::string message,
           std::string way_out);
  void add_at(Place place, std::string pointer, std::string value, std::string message,
              std::string way_out);
  /// Something that belongs at `pointer` is there under a wrong name.
  void mark_misplaced(std::string pointer) { misplaced_.push_back(std::move(pointer)); }
  /// Was anything wrong at `pointer` or inside it?
  bool within(std::string_view pointer) const;
  /// Was anything wrong at exactly `pointer`?
  bool at(std::string_view pointer) const;
  const JsonText& json() const { return json_; }
  bool empty() const { return errors_.empty(); }
  /// In the order of the file.
  std::vector<Error> take();

 private:
  static constexpr std::size_t most = 200;
  const JsonText& json_;
  std::vector<Error> errors_;
  std::vector<std::string> misplaced_;
};

struct At {
  const JsonValue* value = nullptr;
  std::string pointer;
  Mistakes* mistakes = nullptr;

  bool is(JsonValue::Kind kind) const { return value->kind == kind; }
  bool is_text() const { return is(JsonValue::Kind::string); }
  bool is_object() const { return is(JsonValue::Kind::object); }
  bool is_array() const { return is(JsonValue::Kind::array); }
  const std::string& text() const { return value->string; }

  At item(std::size_t index) const;
  At member(const JsonMember& member) const;
  void wrong(std::string message, std::string way_out = "") const;
  /// A mistake in the key of a member rather than in its value.
  void wrong_key(const JsonMember& member, std::string message, std::string way_out) const;
};

/// "a text", "an object", ...: what stands there, for messages.
std::string_view kind_in_words(const JsonValue& value);

}  // namespace rehearse::scenarios::reading
