#include "simulators/data/exact.hpp"

#include "scenarios/ensure.hpp"

namespace rehearse::simulators {

namespace {

using scenarios::FieldKind;
using scenarios::FieldType;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Appends a digit to a number that is kept negative, since the negative range is the larger one.
bool push_digit(std::int64_t& negative, char digit) {
  return !__builtin_mul_overflow(negative, std::int64_t{10}, &negative) &&
         !__builtin_sub_overflow(negative, std::int64_t{digit - '0'}, &negative);
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

/// The digits behind the point, filled up with zeros to `scale`.
bool read_fraction(std::string_view digits, int scale, ParsedNumber& parsed) {
  for (const char c : digits)
    if (!is_digit(c)) return false;
  for (std::size_t i = 0; i < static_cast<std::size_t>(scale); ++i)
    if (!push_digit(parsed.number, i < digits.size() ? digits[i] : '0')) return false;
  for (std::size_t i = static_cast<std::size_t>(scale); i < digits.size(); ++i)
    if (digits[i] != '0') parsed.exact = false;
  return true;
}

std::optional<Value> number_from_text(const Text* text, FieldType to, bool lossy) {
  if (to.kind == FieldKind::boolean) {
    if (text->view() == "true") return Value::of_bool(true);
    if (text->view() == "false") return Value::of_bool(false);
    return std::nullopt;
  }
  const auto parsed = parse_number(text->view(), scale_of(to));
  if (!parsed || (!lossy && !parsed->canonical)) return std::nullopt;
  return Value::of(parsed->number);
}

std::optional<Value> rescale(std::int64_t number, int from, int to, bool lossy) {
  if (to >= from) {
    if (__builtin_mul_overflow(number, power_of_ten(to - from), &number)) return std::nullopt;
    return Value::of(number);
  }
  const std::int64_t divisor = power_of_ten(from - to);
  if (!lossy && number % divisor != 0) return std::nullopt;
  return Value::of(number / divisor);
}

std::optional<Value> boolean_from_number(std::int64_t number, int scale, bool lossy) {
  if (!lossy && number != 0 && number != power_of_ten(scale)) return std::nullopt;
  return Value::of_bool(number != 0);
}

bool has_kind(Value value, FieldType type) {
  switch (type.kind) {
    case FieldKind::text:
      return value.kind == ValueKind::text;
    case FieldKind::boolean:
      return value.kind == ValueKind::boolean;
    case FieldKind::integer:
    case FieldKind::decimal:
      return value.kind == ValueKind::integer;
  }
  return false;
}

}  // namespace

std::int64_t power_of_ten(int exponent) {
  REHEARSE_ENSURE(exponent >= 0);
  REHEARSE_ENSURE(exponent <= 18);
  std::int64_t power = 1;
  for (int i = 0; i < exponent; ++i) power *= 10;
  return power;
}

NumberText::NumberText(std::int64_t number, int scale) {
  std::uint64_t magnitude =
      number < 0 ? 0 - static_cast<std::uint64_t>(number) : static_cast<std::uint64_t>(number);
  for (int printed = 0; magnitude != 0 || printed <= scale; ++printed) {
    if (printed == scale && scale > 0) text_[--begin_] = '.';
    text_[--begin_] = static_cast<char>('0' + magnitude % 10);
    magnitude /= 10;
  }
  if (number < 0) text_[--begin_] = '-';
}

std::optional<ParsedNumber> parse_number(std::string_view text, int scale) {
  std::string_view rest = trimmed(text);
  const bool negative = !rest.empty() && rest.front() == '-';
  if (!rest.empty() && (rest.front() == '-' || rest.front() == '+')) rest.remove_prefix(1);
  const std::size_t point = rest.find('.');
  const std::string_view whole = rest.substr(0, point);
  const bool has_point = point < rest.size();
  const std::string_view fraction = has_point ? rest.substr(point + 1) : std::string_view();
  if (whole.empty() || (has_point && fraction.empty())) return std::nullopt;
  ParsedNumber parsed;
  for (const char c : whole)
    if (!is_digit(c) || !push_digit(parsed.number, c)) return std::nullopt;
  if (!read_fraction(fraction, scale, parsed)) return std::nullopt;
  if (!negative && __builtin_sub_overflow(std::int64_t{0}, parsed.number, &parsed.number))
    return std::nullopt;
  parsed.canonical = NumberText(parsed.number, scale).view() == text;
  return parsed;
}

std::optional<Value> convert(Value value, FieldType from, FieldType to, bool lossy,
                             Memory& memory) {
  if (value.kind == ValueKind::null) return value;
  if (!has_kind(value, from)) return std::nullopt;
  if (from == to) return value;
  if (from.kind == FieldKind::text) return number_from_text(value.text, to, lossy);
  if (to.kind == FieldKind::text) {
    if (from.kind == FieldKind::boolean)
      return Value::of(memory.text(value.number != 0 ? "true" : "false"));
    return Value::of(memory.text(NumberText(value.number, scale_of(from)).view()));
  }
  if (to.kind == FieldKind::boolean)
    return boolean_from_number(value.number, scale_of(from), lossy);
  return rescale(value.number, scale_of(from), scale_of(to), lossy);
}

}  // namespace rehearse::simulators
