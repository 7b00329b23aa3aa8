#include "scenarios/literal.hpp"

#include <algorithm>
#include <string_view>

namespace rehearse::scenarios {
namespace {

constexpr std::size_t digits_max = 18;  // of 64 bits, whatever they are

bool all_digits(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// "-12.50", as many digits behind the point as the scale holds, not counting zeros at the end.
bool is_decimal(std::string_view text, int scale) {
  if (text.starts_with('-')) text.remove_prefix(1);
  const std::size_t point = text.find('.');
  std::string_view whole = text.substr(0, point);
  std::string_view fraction = point == text.npos ? "" : text.substr(point + 1);
  if (!all_digits(whole) || (point != text.npos && !all_digits(fraction))) return false;
  while (fraction.ends_with('0')) fraction.remove_suffix(1);
  while (whole.starts_with('0')) whole.remove_prefix(1);
  const auto places = static_cast<std::size_t>(scale);
  return fraction.size() <= places && whole.size() + places <= digits_max;
}

bool fits(const Literal& literal, FieldType type) {
  if (std::holds_alternative<std::monostate>(literal)) return true;
  if (const auto* number = std::get_if<std::int64_t>(&literal))
    return type.kind == FieldKind::integer ||
           (type.kind == FieldKind::decimal && is_decimal(std::to_string(*number), type.scale));
  if (const auto* text = std::get_if<std::string>(&literal))
    return type.kind == FieldKind::text ||
           (type.kind == FieldKind::decimal && is_decimal(*text, type.scale));
  return type.kind == FieldKind::boolean;
}

}  // namespace

std::optional<Literal> literal_of(const JsonValue& json) {
  switch (json.kind) {
    case JsonValue::Kind::null:
      return std::monostate{};
    case JsonValue::Kind::boolean:
      return json.boolean;
    case JsonValue::Kind::integer:
      return json.integer;
    case JsonValue::Kind::string:
      return json.string;
    default:
      return std::nullopt;
  }
}

std::string literal_mismatch(const Literal& literal, FieldType type) {
  if (fits(literal, type)) return {};
  switch (type.kind) {
    case FieldKind::text:
      return "a text";
    case FieldKind::integer:
      return "a whole number";
    case FieldKind::boolean:
      return "true or false";
    case FieldKind::decimal:
      break;
  }
  return "a decimal with at most " + std::to_string(type.scale) +
         " digits behind the point, written as text, such as \"12" +
         (type.scale > 0 ? "." + std::string(static_cast<std::size_t>(type.scale), '5') : "") +
         "\"";
}

}  // namespace rehearse::scenarios
