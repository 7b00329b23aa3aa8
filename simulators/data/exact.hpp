#pragma once
/// Exact conversions between the kinds of fields. Integers only; every conversion here is injective
/// where it is defined, so that it can be undone, unless it is asked to be lossy.

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "scenarios/plan.hpp"
#include "simulators/data/memory.hpp"

namespace rehearse::simulators {

/// 10^exponent, exponent 0..18.
std::int64_t power_of_ten(int exponent);

/// Integers and decimals: what a value holds as a whole number of 10^-scale.
constexpr bool is_number(scenarios::FieldType type) {
  return type.kind == scenarios::FieldKind::integer || type.kind == scenarios::FieldKind::decimal;
}

/// 0 for all but decimals.
constexpr int scale_of(scenarios::FieldType type) {
  return type.kind == scenarios::FieldKind::decimal ? type.scale : 0;
}

/// A printed number: optional minus, digits without leading zeros, and a point with exactly `scale`
/// digits when scale is above 0. This is the canonical text of a number.
class NumberText final {
 public:
  NumberText(std::int64_t number, int scale);
  std::string_view view() const { return {text_.data() + begin_, text_.size() - begin_}; }

 private:
  std::array<char, 32> text_{};
  std::size_t begin_ = 32;
};

/// A number read from text, as an integer of 10^-scale.
struct ParsedNumber {
  std::int64_t number = 0;
  bool exact = true;      ///< No digit other than 0 was cut off behind the scale.
  bool canonical = true;  ///< The text is what NumberText prints.
};

/// Reads `[ ]* [+-]? digits [. digits]? [ ]*`; none when it is anything else or does not fit.
std::optional<ParsedNumber> parse_number(std::string_view text, int scale);

/// `value` of type `from` as a value of type `to`; null stays null. None when it does not fit. Not
/// lossy: only what comes back unchanged is converted (canonical texts, whole numbers to integers,
/// 0 and 1 to booleans). Lossy: fractions are cut off towards zero, any number text is read, and
/// numbers other than 0 are true.
std::optional<Value> convert(Value value, scenarios::FieldType from, scenarios::FieldType to,
                             bool lossy, Memory& memory);

}  // namespace rehearse::simulators
