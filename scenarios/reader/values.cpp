#include "scenarios/reader/values.hpp"

#include <algorithm>

#include "scenarios/literal.hpp"
#include "scenarios/suggest.hpp"
#include "scenarios/units.hpp"

namespace rehearse::scenarios::reading {
namespace {

bool wrong_kind(const At& at, const std::string& expected) {
  at.wrong(expected + " is expected here, and this is " + std::string(kind_in_words(*at.value)));
  return false;
}

constexpr std::string_view duration_example = "write it with its unit, e.g. \"250ms\", \"30s\"";

}  // namespace

bool read_value(const At& at, bool& out) {
  if (!at.is(JsonValue::Kind::boolean)) return wrong_kind(at, "true or false");
  out = at.value->boolean;
  return true;
}

bool read_any_text(const At& at, std::string& out) {
  if (!at.is_text()) return wrong_kind(at, "a text");
  out = at.text();
  return true;
}

bool read_value(const At& at, std::string& out) {
  if (!at.is_text()) return wrong_kind(at, "a text");
  if (at.text().empty()) {
    at.wrong("this name is empty", "give it a name");
    return false;
  }
  if (at.text().size() > name_bytes_max) {
    at.wrong("this name is longer than 200 bytes", "give it a shorter one");
    return false;
  }
  out = at.text();
  return true;
}

bool read_value(const At& at, Duration& out) {
  const bool is_number = at.is(JsonValue::Kind::integer) || at.is(JsonValue::Kind::number);
  if (is_number) {
    at.wrong("a duration needs its unit (us, ms, s, min, h or d)",
             "write e.g. " + in_quotes(at.text() + "ms") + " or " + in_quotes(at.text() + "s"));
    return false;
  }
  if (!at.is_text()) return wrong_kind(at, "a duration");
  if (const auto duration = read_duration(at.text())) {
    out = *duration;
    return true;
  }
  if (at.text().starts_with("-")) {
    at.wrong("a duration is not negative", std::string(duration_example));
  } else {
    at.wrong("this is not a duration: a number and us, ms, s, min, h or d, at most ten years",
             std::string(duration_example));
  }
  return false;
}

bool read_value(const At& at, std::array<Duration, 2>& out) {
  if (!at.is_array() || at.value->items.size() != 2) {
    at.wrong("a list of two durations is expected here: the least and the most",
             "write e.g. [\"0ms\", \"200ms\"]");
    return false;
  }
  std::array<Duration, 2> pair{};
  const bool first = read_value(at.item(0), pair[0]);
  const bool second = read_value(at.item(1), pair[1]);
  if (!first || !second) return false;
  if (pair[0] > pair[1]) {
    at.wrong("the least is longer than the most", "swap the two");
    return false;
  }
  out = pair;
  return true;
}

bool read_value(const At& at, std::vector<std::string>& out) {
  if (!at.is_array()) return wrong_kind(at, "a list of names");
  std::vector<std::string> names;
  bool good = true;
  for (std::size_t i = 0; i < at.value->items.size(); ++i) {
    std::string name;
    const At item = at.item(i);
    if (!read_value(item, name)) {
      good = false;
    } else if (std::find(names.begin(), names.end(), name) != names.end()) {
      item.wrong(in_quotes(name) + " is in this list a second time", "keep one of the two");
      good = false;
    } else {
      names.push_back(std::move(name));
    }
    if (names.size() > 10'000) {
      at.wrong("this list has more than 10000 names");
      return false;
    }
  }
  if (good) out = std::move(names);
  return good;
}

bool read_value(const At& at, Literal& out) {
  if (auto literal = literal_of(*at.value)) {
    out = *std::move(literal);
    return true;
  }
  if (at.value->kind != JsonValue::Kind::number)
    return wrong_kind(at, "null, true, false, an integer or a text");
  at.wrong("a number with a fraction is not exact here",
           "write decimals as text, e.g. " + in_quotes(at.text()));
  return false;
}

bool read_value(const At& at, FieldType& out) {
  const auto type = at.is_text() ? read_field_type(at.text()) : std::nullopt;
  if (!type) {
    wrong_name(at, {"text", "integer", "boolean", "decimal(2)"});
    return false;
  }
  out = *type;
  return true;
}

bool read_integer(const At& at, Range range, std::int64_t& out) {
  const std::string limits = std::to_string(range.least) + " to " + std::to_string(range.most);
  if (!at.is(JsonValue::Kind::integer)) {
    at.wrong("an integer is expected here, and this is " + std::string(kind_in_words(*at.value)),
             "write a number from " + limits);
    return false;
  }
  if (at.value->integer < range.least || at.value->integer > range.most) {
    const bool negative = range.least >= 0 && at.value->integer < 0;
    at.wrong(negative ? "this number is negative" : "this number is out of range",
             "write a number from " + limits);
    return false;
  }
  out = at.value->integer;
  return true;
}

bool read_share(const At& at, std::int64_t& per_million) {
  const auto share = at.is_text() ? read_percent(at.text()) : std::nullopt;
  if (!share) {
    at.wrong("this is not a share from 0% to 100%, with at most four digits behind the point",
             "write it as a text with its sign, e.g. \"0.5%\"");
    return false;
  }
  per_million = *share;
  return true;
}

void wrong_name(const At& at, const std::vector<std::string>& names) {
  if (!at.is_text()) {
    at.wrong("a name is expected here, and this is " + std::string(kind_in_words(*at.value)),
             did_you_mean("", names));
    return;
  }
  at.wrong("unknown value " + in_quotes(at.text()), did_you_mean(at.text(), names));
}

}  // namespace rehearse::scenarios::reading
