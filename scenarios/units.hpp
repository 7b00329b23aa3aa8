#pragma once
/// Quantities as they are written in files: every one carries its unit, every one is exact.
///
/// `read_*` return nothing when the text is not such a quantity; `*_text` print so that reading
/// gives the same value again.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "scenarios/plan.hpp"
#include "scenarios/scenario.hpp"

namespace rehearse::scenarios {

/// "200us", "250ms", "1.5s", "10min", "2h", "7d"; exact in microseconds, 0 to 3650 days.
std::optional<Duration> read_duration(std::string_view text);
std::string duration_text(Duration duration);

/// "72 406", with no-break spaces.
std::string grouped(std::int64_t number);

/// A decimal number with at most `digits` (0..9) behind the point, as an integer of
/// 10^-digits: ("1.5", 2) is 150. No sign, no exponent, at most 15 digits before the point.
std::optional<std::int64_t> read_decimal(std::string_view text, int digits);
std::string decimal_text(std::int64_t value, int digits);

/// "0.5%" is 5'000 per million; 0 % to 100 %, at most four digits behind the point.
std::optional<std::int64_t> read_percent(std::string_view text);
std::string percent_text(std::int64_t per_million);

/// "400/s" is 400'000'000 per million seconds; above 0, at most 1'000'000/s.
std::optional<std::int64_t> read_rate(std::string_view text);
std::string rate_text(std::int64_t per_million_seconds);

/// "text", "integer", "decimal(2)", "boolean".
std::optional<FieldType> read_field_type(std::string_view text);
std::string field_type_text(const FieldType& type);

/// "uniform", "zipf(1.1)", "hot_set(3, 80%)"; the count is not part of it.
std::optional<Keys> read_distribution(std::string_view text);
std::string distribution_text(const Keys& keys);

}  // namespace rehearse::scenarios
