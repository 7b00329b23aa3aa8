#pragma once
/// JSON text (comments allowed) as a value that knows where each part of it stands.
///
/// nlohmann/json lexes and parses; this file keeps what it does not: the order of keys, the text
/// of numbers, byte offsets, duplicate keys. Whatever the bytes look like, the answer is a value
/// or an error with line and column, in time linear in the size.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/result.hpp"
#include "scenarios/source_map.hpp"

namespace rehearse::scenarios {

struct JsonMember;

struct JsonValue {
  enum class Kind : std::uint8_t { null, boolean, integer, number, string, array, object };
  Kind kind = Kind::null;
  bool boolean = false;
  std::int64_t integer = 0;  ///< `integer` only; numbers that do not fit are of kind `number`.
  std::size_t begin = 0;     ///< Byte offset of its first character.
  std::size_t end = 0;       ///< Behind its last.
  std::string string;        ///< The string; for numbers their text.
  std::vector<JsonValue> items;
  std::vector<JsonMember> members;  ///< In the order written; no key twice.

  /// nullptr when there is no such member.
  const JsonMember* member(std::string_view key) const;
};

struct JsonMember {
  std::string key;
  std::size_t key_begin = 0;
  JsonValue value;
};

struct JsonText {
  std::string file;
  std::string text;
  std::vector<std::size_t> line_starts;
  JsonValue root;

  Place place(std::size_t offset) const;
  /// The text of `value`, cut to a length that one can show.
  std::string excerpt(const JsonValue& value) const;
  SourceMap source_map() const;
};

inline constexpr std::size_t json_bytes_max = 16U << 20U;
inline constexpr std::size_t json_depth_max = 64;
inline constexpr std::size_t json_values_max = 500'000;

/// `file` is only used for messages.
Result<JsonText> parse_json(std::string_view text, std::string file);

/// The bytes of a regular file of at most `json_bytes_max` bytes.
Result<std::string> read_text_file(const std::string& path);

}  // namespace rehearse::scenarios
