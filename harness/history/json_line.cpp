#include "harness/history/json_line.hpp"

#include <fmt/format.h>

#include <charconv>
#include <iterator>
#include <utility>

#include "scenarios/json_scan.hpp"
#include "scenarios/literal.hpp"
#include "scenarios/suggest.hpp"

namespace rehearse::harness {

using scenarios::Error;
using scenarios::JsonValue;

void append_json_text(std::string& out, std::string_view text) {
  out += '"';
  while (!text.empty()) {
    const std::size_t good = scenarios::first_bad_byte(text).value_or(text.size());
    for (const char letter : text.substr(0, good)) {
      if (letter == '"' || letter == '\\') {
        out += '\\';
        out += letter;
      } else if (static_cast<unsigned char>(letter) < 0x20) {
        fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<unsigned char>(letter));
      } else {
        out += letter;
      }
    }
    if (good == text.size()) break;
    out += '?';
    text.remove_prefix(good + 1);
  }
  out += '"';
}

void LineWriter::key(std::string_view name) {
  if (!first_) out_ += ',';
  first_ = false;
  append_json_text(out_, name);
  out_ += ':';
}

void LineWriter::number(std::string_view name, std::int64_t value) {
  key(name);
  fmt::format_to(std::back_inserter(out_), "{}", value);
}

void LineWriter::unsigned64(std::string_view name, std::uint64_t value) {
  constexpr auto most = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  if (value > most)
    hex(name, value);
  else if (value != 0)
    number(name, static_cast<std::int64_t>(value));
}

void LineWriter::hex(std::string_view name, std::uint64_t value) {
  if (value == 0) return;
  key(name);
  fmt::format_to(std::back_inserter(out_), "\"{:#x}\"", value);
}

void LineWriter::boolean(std::string_view name, bool value, bool usual) {
  if (value == usual) return;
  key(name);
  out_ += value ? "true" : "false";
}

void LineWriter::text(std::string_view name, std::string_view value) {
  key(name);
  append_json_text(out_, value);
}

void LineWriter::texts(std::string_view name, const std::vector<std::string>& values) {
  key(name);
  out_ += '[';
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (i != 0) out_ += ',';
    append_json_text(out_, values[i]);
  }
  out_ += ']';
}

const JsonValue* LineReader::find(std::string_view name) {
  const scenarios::JsonMember* member = object_.member(name);
  if (member == nullptr) return nullptr;
  used_[static_cast<std::size_t>(member - object_.members.data())] = true;
  return &member->value;
}

bool LineReader::read_integer(std::string_view name, std::int64_t least, std::int64_t most,
                              std::int64_t& value) {
  const JsonValue* found = find(name);
  if (found == nullptr) return false;
  if (found->kind != JsonValue::Kind::integer) {
    wrong(*found, fmt::format("\"{}\" must be a whole number", name));
    return false;
  }
  if (found->integer < least || found->integer > most) {
    wrong(*found, fmt::format("\"{}\" must be between {} and {}", name, least, most));
    return false;
  }
  value = found->integer;
  return true;
}

bool parse_hex(std::string_view text, std::uint64_t& value) {
  if (!text.starts_with("0x")) return false;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data() + 2, end, value, 16);
  return error == std::errc{} && stop == end;
}

void LineReader::unsigned64(std::string_view name, std::uint64_t& value) {
  const JsonValue* found = find(name);
  if (found == nullptr) return;
  if (found->kind == JsonValue::Kind::integer && found->integer >= 0) {
    value = static_cast<std::uint64_t>(found->integer);
    return;
  }
  if (found->kind == JsonValue::Kind::string && parse_hex(found->string, value)) return;
  wrong(*found, fmt::format("\"{}\" must be a whole number from 0 on, or like \"0x1f\"", name));
}

void LineReader::boolean(std::string_view name, bool& value, bool usual) {
  value = usual;
  const JsonValue* found = find(name);
  if (found == nullptr) return;
  if (found->kind == JsonValue::Kind::boolean)
    value = found->boolean;
  else
    wrong(*found, fmt::format("\"{}\" must be true or false", name));
}

void LineWriter::literal(std::string_view name, const scenarios::Literal& value) {
  if (const auto* text_value = std::get_if<std::string>(&value)) return text(name, *text_value);
  if (const auto* number_value = std::get_if<std::int64_t>(&value))
    return number(name, *number_value);
  key(name);
  const auto* truth = std::get_if<bool>(&value);
  out_ += truth == nullptr ? "null" : *truth ? "true" : "false";
}

void LineReader::literal(std::string_view name, scenarios::Literal& value) {
  const JsonValue* found = find(name);
  if (found == nullptr) return;
  if (auto literal = scenarios::literal_of(*found))
    value = *std::move(literal);
  else
    wrong(*found, fmt::format("\"{}\" must be null, true, false, an integer or a text", name));
}

void LineReader::text(std::string_view name, std::string& value) {
  const JsonValue* found = find(name);
  if (found == nullptr) return;
  if (found->kind == JsonValue::Kind::string)
    value = found->string;
  else
    wrong(*found, fmt::format("\"{}\" must be a text", name));
}

void LineReader::texts(std::string_view name, std::vector<std::string>& values) {
  const JsonValue* found = find(name);
  if (found == nullptr) return;
  if (found->kind != JsonValue::Kind::array) {
    return wrong(*found, fmt::format("\"{}\" must be a list of texts", name));
  }
  for (const JsonValue& item : found->items) {
    if (item.kind == JsonValue::Kind::string)
      values.push_back(item.string);
    else
      wrong(item, fmt::format("\"{}\" must be a list of texts", name));
  }
}

void LineReader::wrong(const JsonValue& value, std::string message,
                       const std::vector<std::string>& allowed) {
  Error error;
  error.file = json_.file;
  error.line = line_;
  error.column = json_.place(value.begin).column;
  error.value = json_.excerpt(value);
  error.message = std::move(message);
  if (!allowed.empty()) error.way_out = scenarios::did_you_mean(value.string, allowed);
  errors_.push_back(std::move(error));
}

void LineReader::wrong_line(std::string message, std::string way_out) {
  Error error;
  error.file = json_.file;
  error.line = line_;
  error.column = json_.place(object_.begin).column;
  error.message = std::move(message);
  error.way_out = std::move(way_out);
  errors_.push_back(std::move(error));
}

void LineReader::finish() {
  for (std::size_t i = 0; i < used_.size(); ++i) {
    if (used_[i]) continue;
    Error error;
    error.file = json_.file;
    error.line = line_;
    error.column = json_.place(object_.members[i].key_begin).column;
    error.value = object_.members[i].key;
    error.message = "this key has no meaning here";
    errors_.push_back(std::move(error));
  }
}

}  // namespace rehearse::harness
