#include "tests/fuzz/spoil.hpp"

#include <vector>

#include "simulators/data/memory.hpp"

namespace rehearse::fuzz {
namespace {

struct Piece {
  std::size_t begin = 0, end = 0;  ///< Bytes, end not included.
};

constexpr std::string_view extremes[] = {"null",
                                         "true",
                                         "false",
                                         "0",
                                         "-1",
                                         "1e999",
                                         "-0.0",
                                         "9223372036854775807",
                                         "-9223372036854775808",
                                         "18446744073709551616",
                                         "1000000000000000000000000",
                                         "0.5",
                                         "\"\"",
                                         "\"\\u0000\"",
                                         "\"\\ud800\"",
                                         "\"../../etc/passwd\"",
                                         "[]",
                                         "{}",
                                         "[[[[[[[[]]]]]]]]",
                                         "\"old\"",
                                         "\"new\"",
                                         "\"1us\"",
                                         "\"999999h\"",
                                         "\"-5ms\"",
                                         "\"100%\"",
                                         "\"0%\"",
                                         "\"</script>\"",
                                         "\"\xff\xfe\"",
                                         ":info",
                                         "nil",
                                         "[1 2]",
                                         "{\"a\":{\"a\":{\"a\":1}}}"};

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '+' || c == '.' || c == '_' || c == ':';
}

std::size_t end_of_string(std::string_view text, std::size_t begin) {
  std::size_t at = begin + 1;
  while (at < text.size() && text[at] != '"') at += text[at] == '\\' ? 2 : 1;
  return at < text.size() ? at + 1 : text.size();
}

/// Scalars, and everything between two brackets that belong together.
std::vector<Piece> values_of(std::string_view text) {
  std::vector<Piece> values;
  std::vector<std::size_t> open;
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (c == '"') {
      const std::size_t end = end_of_string(text, at);
      values.push_back({at, end});
      at = end;
    } else if (c == '{' || c == '[') {
      open.push_back(at++);
    } else if (c == '}' || c == ']') {
      ++at;
      if (open.empty()) continue;
      values.push_back({open.back(), at});
      open.pop_back();
    } else if (is_word(c)) {
      const std::size_t begin = at;
      while (at < text.size() && is_word(text[at])) ++at;
      values.push_back({begin, at});
    } else {
      ++at;
    }
  }
  return values;
}

std::string_view of(std::string_view text, Piece piece) {
  return text.substr(piece.begin, piece.end - piece.begin);
}

/// Something to put where a value was.
std::string a_value(std::string_view text, std::string_view other, Draws& draws) {
  const std::string_view lender = draws.below(3) == 0 ? other : text;
  const std::vector<Piece> values = values_of(lender);
  if (values.empty() || draws.below(3) == 0)
    return std::string(extremes[draws.below(std::size(extremes))]);
  return std::string(of(lender, values[draws.below(values.size())]));
}

std::string with_a_wounded_value(const std::string& text, std::string_view other, Draws& draws) {
  const std::vector<Piece> values = values_of(text);
  if (values.empty()) return text + a_value(text, other, draws);
  const Piece piece = values[draws.below(values.size())];
  const std::string value(of(text, piece));
  std::string by;
  switch (draws.below(5)) {
    case 0:
      break;  // gone
    case 1:
      by = value + ", " + value;
      break;
    case 2:
      by = "[" + value + "]";
      break;
    default:
      by = a_value(text, other, draws);
  }
  return text.substr(0, piece.begin) + by + text.substr(piece.end);
}

std::string with_wounded_bytes(std::string text, Draws& draws) {
  if (text.empty()) return text;
  const std::size_t at = draws.below(text.size());
  switch (draws.below(5)) {
    case 0:
      text.resize(at);
      break;
    case 1:
      text.insert(at, 1, "{}[]\",:\\\n\0"[draws.below(10)]);
      break;
    case 2:
      text.erase(at, 1 + draws.below(8));
      break;
    case 3: {
      const std::size_t line = text.find('\n', at);
      const std::size_t next = line == text.npos ? line : text.find('\n', line + 1);
      if (next != text.npos) text.insert(draws.below(2) == 0 ? 0 : at, text, line, next - line);
      break;
    }
    default:
      text[at] = static_cast<char>(draws.next());
  }
  return text;
}

}  // namespace

std::uint64_t Draws::next() {
  return simulators::digest_mix(state_ += 0x9e3779b97f4a7c15U, 0);
}

std::string spoilt(std::string_view text, std::string_view other, Draws& draws) {
  std::string made(text);
  for (std::size_t wounds = 1 + draws.below(4); wounds > 0; --wounds)
    made = draws.below(4) == 0 ? with_wounded_bytes(std::move(made), draws)
                               : with_a_wounded_value(made, other, draws);
  return made;
}

}  // namespace rehearse::fuzz
