#include "scenarios/units.hpp"

#include <algorithm>
#include <array>

namespace rehearse::scenarios {
namespace {

struct Unit {
  std::string_view name;
  std::int64_t microseconds;
};

constexpr std::array<Unit, 6> units{{{"us", 1},
                                     {"ms", 1'000},
                                     {"s", 1'000'000},
                                     {"min", 60'000'000},
                                     {"h", 3'600'000'000},
                                     {"d", 86'400'000'000}}};
constexpr std::int64_t longest_duration = 3650 * std::int64_t{86'400'000'000};

bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

bool take_suffix(std::string_view& text, std::string_view suffix) {
  if (!text.ends_with(suffix)) return false;
  text.remove_suffix(suffix.size());
  return true;
}

/// "name(inside)" -> inside.
std::optional<std::string_view> arguments(std::string_view text, std::string_view name) {
  if (!text.starts_with(name)) return std::nullopt;
  text.remove_prefix(name.size());
  if (text.size() < 2 || text.front() != '(' || text.back() != ')') return std::nullopt;
  return trimmed(text.substr(1, text.size() - 2));
}

std::int64_t power_of_ten(int exponent) {
  std::int64_t power = 1;
  for (int i = 0; i < exponent; ++i) power *= 10;
  return power;
}

}  // namespace

std::optional<std::int64_t> read_decimal(std::string_view text, int digits) {
  const std::size_t point = std::min(text.find('.'), text.size());
  const std::string_view whole = text.substr(0, point);
  std::string_view fraction = point < text.size() ? text.substr(point + 1) : std::string_view{};
  if (whole.empty() || whole.size() > 15 || !std::all_of(whole.begin(), whole.end(), is_digit)) {
    return std::nullopt;
  }
  if (point < text.size() && fraction.empty()) return std::nullopt;
  if (!std::all_of(fraction.begin(), fraction.end(), is_digit)) return std::nullopt;
  while (!fraction.empty() && fraction.back() == '0') fraction.remove_suffix(1);
  if (fraction.size() > static_cast<std::size_t>(digits)) return std::nullopt;
  std::int64_t value = 0;
  for (const char digit : whole) value = value * 10 + (digit - '0');
  if (value > INT64_MAX / power_of_ten(digits) - 1) return std::nullopt;
  for (int i = 0; i < digits; ++i) {
    const auto place = static_cast<std::size_t>(i);
    value = value * 10 + (place < fraction.size() ? fraction[place] - '0' : 0);
  }
  return value;
}

std::string decimal_text(std::int64_t value, int digits) {
  const std::int64_t unit = power_of_ten(digits);
  std::string text = std::to_string(value / unit);
  std::string fraction = std::to_string(value % unit + unit).substr(1);
  while (!fraction.empty() && fraction.back() == '0') fraction.pop_back();
  return fraction.empty() ? text : text + "." + fraction;
}

std::optional<Duration> read_duration(std::string_view text) {
  const std::size_t number_end = std::min(text.find_first_not_of("0123456789."), text.size());
  const std::string_view unit_name = trimmed(text.substr(number_end));
  for (const Unit& unit : units) {
    if (unit.name != unit_name) continue;
    const std::string_view number = text.substr(0, number_end);
    const int digits = number.find('.') == std::string_view::npos ? 0 : 6;
    const std::int64_t one = power_of_ten(digits);
    const auto value = read_decimal(number, digits);
    if (!value || *value / one > longest_duration / unit.microseconds) return std::nullopt;
    const std::int64_t whole = *value / one * unit.microseconds;
    const std::int64_t rest = *value % one * unit.microseconds;
    if (rest % one != 0 || whole + rest / one > longest_duration) return std::nullopt;
    return Duration{whole + rest / one};
  }
  return std::nullopt;
}

std::string duration_text(Duration duration) {
  const std::int64_t count = duration.count();
  if (count == 0) return "0ms";
  for (auto unit = units.rbegin(); unit != units.rend(); ++unit) {
    if (count % unit->microseconds == 0) {
      return std::to_string(count / unit->microseconds) + std::string(unit->name);
    }
  }
  return std::to_string(count) + "us";
}

std::optional<std::int64_t> read_percent(std::string_view text) {
  if (!take_suffix(text, "%")) return std::nullopt;
  const auto value = read_decimal(trimmed(text), 4);
  return value && *value <= 1'000'000 ? value : std::nullopt;
}

std::string percent_text(std::int64_t per_million) { return decimal_text(per_million, 4) + "%"; }

std::optional<std::int64_t> read_rate(std::string_view text) {
  if (!take_suffix(text, "/s")) return std::nullopt;
  const auto value = read_decimal(trimmed(text), 6);
  return value && *value > 0 && *value <= 1'000'000'000'000 ? value : std::nullopt;
}

std::string rate_text(std::int64_t per_million_seconds) {
  return decimal_text(per_million_seconds, 6) + "/s";
}

std::optional<FieldType> read_field_type(std::string_view text) {
  if (text == "text") return FieldType{FieldKind::text, 0};
  if (text == "integer") return FieldType{FieldKind::integer, 0};
  if (text == "boolean") return FieldType{FieldKind::boolean, 0};
  const auto scale = arguments(text, "decimal");
  if (!scale || scale->size() != 1 || !is_digit(scale->front())) return std::nullopt;
  return FieldType{FieldKind::decimal, scale->front() - '0'};
}

std::string field_type_text(const FieldType& type) {
  switch (type.kind) {
    case FieldKind::text:
      return "text";
    case FieldKind::integer:
      return "integer";
    case FieldKind::boolean:
      return "boolean";
    case FieldKind::decimal:
      break;
  }
  return "decimal(" + std::to_string(type.scale) + ")";
}

std::optional<Keys> read_distribution(std::string_view text) {
  Keys keys;
  if (text == "uniform") return keys;
  if (const auto exponent = arguments(text, "zipf")) {
    const auto hundredths = read_decimal(*exponent, 2);
    if (!hundredths || *hundredths > 1'000) return std::nullopt;
    keys.shape = KeyShape::zipf;
    keys.zipf_hundredths = static_cast<int>(*hundredths);
    return keys;
  }
  const auto inside = arguments(text, "hot_set");
  if (!inside) return std::nullopt;
  const std::size_t comma = inside->find(',');
  if (comma == std::string_view::npos) return std::nullopt;
  const auto hot = read_decimal(trimmed(inside->substr(0, comma)), 0);
  std::string_view share = trimmed(inside->substr(comma + 1));
  if (!take_suffix(share, "%")) return std::nullopt;
  const auto percent = read_decimal(share, 0);
  if (!hot || !percent || *hot < 1 || *hot > 1'000'000 || *percent > 100) return std::nullopt;
  keys.shape = KeyShape::hot_set;
  keys.hot_keys = static_cast<int>(*hot);
  keys.hot_percent = static_cast<int>(*percent);
  return keys;
}

std::string distribution_text(const Keys& keys) {
  switch (keys.shape) {
    case KeyShape::uniform:
      return "uniform";
    case KeyShape::zipf:
      return "zipf(" + decimal_text(keys.zipf_hundredths, 2) + ")";
    case KeyShape::hot_set:
      break;
  }
  return "hot_set(" + std::to_string(keys.hot_keys) + ", " + std::to_string(keys.hot_percent) +
         "%)";
}

std::string grouped(std::int64_t number) {
  std::string text = std::to_string(number);
  const std::size_t sign = number < 0 ? 1 : 0;
  for (std::size_t at = text.size(); at > 3 + sign;) text.insert(at -= 3, "\xC2\xA0");
  return text;
}

}  // namespace rehearse::scenarios
