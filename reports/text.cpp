#include "reports/text.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace rehearse::reports {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";  // U+FFFD
constexpr std::string_view no_break_space = "\xC2\xA0";

struct Decoded {
  char32_t point = 0;
  std::size_t bytes = 0;  ///< 0: not UTF-8.
};

/// The code point at the start of `text`, which is not empty. Source: Unicode 15, table 3-7.
Decoded decode(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(0);
  if (first < 0x80) return {first, 1};
  const std::size_t bytes = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || text.size() < bytes) return {};
  char32_t point = first & (0x7FU >> bytes);
  for (std::size_t i = 1; i < bytes; ++i) {
    if ((byte(i) & 0xC0U) != 0x80U) return {};
    point = (point << 6U) | (byte(i) & 0x3FU);
  }
  const char32_t least = bytes == 4 ? 0x10000 : bytes == 3 ? 0x800 : 0x80;
  const bool surrogate = point >= 0xD800 && point <= 0xDFFF;
  if (point < least || point > 0x10FFFF || surrogate) return {};
  return {point, bytes};
}

bool harmless(char32_t point) {
  if (point < 0x20) return point == '\t' || point == '\n';
  if (point >= 0x7F && point <= 0x9F) return false;
  if ((point & 0xFFFEU) == 0xFFFE || (point >= 0xFDD0 && point <= 0xFDEF)) return false;
  if (point == 0x200E || point == 0x200F || point == 0x061C) return false;
  if (point == 0x2028 || point == 0x2029) return false;
  return !(point >= 0x202A && point <= 0x202E) && !(point >= 0x2066 && point <= 0x2069);
}

/// Absolute value without overflow at the lower limit.
std::uint64_t magnitude(std::int64_t number) {
  const auto bits = static_cast<std::uint64_t>(number);
  return number < 0 ? ~bits + 1 : bits;
}

/// `number / 10^digits` with exactly `digits` decimals and grouped thousands.
std::string decimal(std::int64_t number, std::size_t digits) {
  std::string text = std::to_string(magnitude(number));
  if (text.size() <= digits) text.insert(0, digits + 1 - text.size(), '0');
  std::string fraction = text.substr(text.size() - digits);
  text.resize(text.size() - digits);
  for (std::size_t at = text.size(); at > 3;) text.insert(at -= 3, no_break_space);
  if (digits > 0) text += "." + fraction;
  return number < 0 ? "-" + text : text;
}

std::string without_trailing_zeros(std::string text) {
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) text.pop_back();
  return text;
}

std::string unit(std::string number, std::string_view name) {
  return std::move(number.append(no_break_space).append(name));
}

}  // namespace

std::string clean(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const auto [point, bytes] = decode(text);
    const bool keep = bytes > 0 && harmless(point);
    out += keep ? text.substr(0, bytes) : replacement;
    text.remove_prefix(std::max<std::size_t>(bytes, 1));
  }
  return out;
}

std::string one_line(std::string_view text) {
  std::string out = clean(text);
  std::replace(out.begin(), out.end(), '\n', ' ');
  std::replace(out.begin(), out.end(), '\t', ' ');
  return out;
}

std::string escape(std::string_view text) {
  std::string out;
  for (const char c : clean(text)) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::size_t length(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
}

std::string shortened(std::string_view text, std::size_t most) {
  std::string out = one_line(text);
  if (length(out) <= most) return out;
  std::size_t points = 0;
  std::size_t at = 0;
  while (points + 1 < most) {
    at += decode(std::string_view(out).substr(at)).bytes;
    ++points;
  }
  out.resize(at);
  while (out.ends_with(' ')) out.pop_back();
  return out + "…";
}

std::string slug(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const char lower = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    const bool plain = (lower >= 'a' && lower <= 'z') || (lower >= '0' && lower <= '9');
    if (plain) {
      out += lower;
    } else if (!out.empty() && out.back() != '-') {
      out += '-';
    }
    if (out.size() >= 64) break;
  }
  if (out.ends_with('-')) out.pop_back();
  return out.empty() ? "x" : out;
}

std::string count(std::int64_t number) { return decimal(number, 0); }

std::string count(std::int64_t number, std::string_view noun) {
  std::string text = unit(count(number), noun);
  if (number == 1) return text;
  constexpr std::string_view vowels = "aeiou";
  const bool behind_vowel = noun.size() > 1 && vowels.find(noun[noun.size() - 2]) != vowels.npos;
  if (noun.ends_with('y') && !behind_vowel) return text.replace(text.size() - 1, 1, "ies");
  return text + (noun.ends_with('s') ? "es" : "s");
}

std::string seconds(std::int64_t microseconds) {
  return unit(decimal(add(microseconds, microseconds < 0 ? -500 : 500) / 1000, 3), "s");
}

std::string milliseconds(std::int64_t microseconds, std::string_view unit_name) {
  std::string number = decimal(add(microseconds, microseconds < 0 ? -50 : 50) / 100, 1);
  return unit_name.empty() ? number : unit(std::move(number), unit_name);
}

std::string percent_of_million(std::int64_t parts) {
  return unit(without_trailing_zeros(decimal(parts, 4)), "%");
}

std::string bound_of_zero(std::int64_t runs) {
  if (runs < 4) return {};
  // In units of 0.01 % up to 30 000 runs, finer above so that two digits stay.
  const std::size_t digits = runs <= 30'000 ? 2 : runs <= 3'000'000 ? 4 : 6;
  std::int64_t three = 300;
  for (std::size_t i = 0; i < digits; ++i) three *= 10;
  return unit(without_trailing_zeros(decimal(three / runs + (three % runs != 0 ? 1 : 0), digits)),
              "%");
}

std::string measure(std::int64_t value, std::string_view name) {
  if (name == "us") return milliseconds(value);
  if (name == "per million") return percent_of_million(value);
  return name.empty() ? count(value) : unit(count(value), shortened(name, 16));
}

std::string utc(std::string_view iso) {
  const bool shaped = iso.size() == 20 && iso[10] == 'T' && iso[19] == 'Z';
  if (!shaped) return clean(iso);
  return clean(std::string(iso.substr(0, 10)) + " " + std::string(iso.substr(11, 8)) + " UTC");
}

std::string short_digest(std::string_view digest) {
  const std::string text = one_line(digest);
  if (text.size() < 32 || length(text) != text.size()) return shortened(text, 32);
  return text.substr(0, 19) + "…" + text.substr(text.size() - 4);
}

std::int64_t add(std::int64_t a, std::int64_t b) {
  std::int64_t sum = 0;
  if (!__builtin_add_overflow(a, b, &sum)) return sum;
  return a < 0 ? std::numeric_limits<std::int64_t>::min()
               : std::numeric_limits<std::int64_t>::max();
}

std::int64_t subtract(std::int64_t a, std::int64_t b) {
  std::int64_t difference = 0;
  if (!__builtin_sub_overflow(a, b, &difference)) return difference;
  return a < 0 ? std::numeric_limits<std::int64_t>::min()
               : std::numeric_limits<std::int64_t>::max();
}

}  // namespace rehearse::reports
