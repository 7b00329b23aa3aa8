#include "harness/certificate/json_place.hpp"

#include <algorithm>
#include <charconv>
#include <limits>
#include <string>

namespace rehearse::harness {
namespace {

/// Undoes RFC 6901's `~1` and `~0`.
std::string unescaped(std::string_view token) {
  std::string text;
  for (std::size_t i = 0; i < token.size(); ++i) {
    const bool escape = token[i] == '~' && i + 1 < token.size();
    text += escape ? (token[i + 1] == '1' ? '/' : '~') : token[i];
    i += escape ? 1 : 0;
  }
  return text;
}

/// Walks over valid JSON; on anything else it stops somewhere inside the text.
class Walker {
 public:
  explicit Walker(std::string_view text) : text_(text) {}

  std::size_t offset() const { return at_; }

  /// From the start of a value to the start of its member or element `token`.
  bool enter(const std::string& token) {
    skip_blanks();
    if (peek() == '{') return enter_object(token);
    if (peek() == '[') return enter_array(token);
    return false;
  }

  void skip_blanks() { at_ = std::min(text_.find_first_not_of(" \t\r\n", at_), text_.size()); }

 private:
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  bool enter_object(const std::string& token) {
    for (++at_;; ++at_) {
      skip_blanks();
      if (peek() != '"') return false;
      const std::size_t begin = at_ + 1;
      skip_string();
      const bool found = text_.substr(begin, at_ - begin - 1) == token;
      skip_blanks();
      ++at_;  // ':'
      skip_blanks();
      if (found) return true;
      skip_value();
      skip_blanks();
      if (peek() != ',') return false;
    }
  }

  bool enter_array(const std::string& token) {
    std::size_t index = 0;
    const auto [end, error] = std::from_chars(token.data(), token.data() + token.size(), index);
    if (error != std::errc{} || end != token.data() + token.size()) return false;
    for (++at_;; ++at_) {
      skip_blanks();
      if (peek() == ']') return false;
      if (index-- == 0) return true;
      skip_value();
      skip_blanks();
      if (peek() != ',') return false;
    }
  }

  void skip_string() {
    for (++at_; at_ < text_.size() && text_[at_] != '"'; ++at_) at_ += text_[at_] == '\\' ? 1 : 0;
    at_ = std::min(at_ + 1, text_.size());
  }

  void skip_value() {
    std::size_t depth = 0;
    do {
      skip_blanks();
      const char c = peek();
      if (c == '"') {
        skip_string();
        continue;
      }
      if (c == '{' || c == '[') ++depth;
      if (c == '}' || c == ']') --depth;
      at_ = std::min(text_.find_first_of(" \t\r\n,:{}[]\"", at_ + 1), text_.size());
      if (depth > 0 && (peek() == ',' || peek() == ':')) ++at_;
    } while (depth > 0 && at_ < text_.size());
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

TextPlace place_of_offset(std::string_view text, std::size_t offset) {
  const std::string_view before = text.substr(0, std::min(offset, text.size()));
  const auto lines = std::count(before.begin(), before.end(), '\n');
  const std::size_t line_begin =
      before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
  const auto most = static_cast<std::size_t>(std::numeric_limits<int>::max() - 1);
  return {.line = static_cast<int>(lines) + 1,
          .column = static_cast<int>(std::min(before.size() - line_begin, most)) + 1};
}

TextPlace place_of_pointer(std::string_view text, std::string_view pointer) {
  Walker walker(text);
  walker.skip_blanks();
  std::size_t best = walker.offset();
  while (!pointer.empty()) {
    pointer.remove_prefix(1);
    const std::size_t length = std::min(pointer.find('/'), pointer.size());
    if (!walker.enter(unescaped(pointer.substr(0, length)))) break;
    best = walker.offset();
    pointer.remove_prefix(length);
  }
  return place_of_offset(text, best);
}

std::size_t offset_nested_deeper_than(std::string_view text, std::size_t depth_max) {
  std::size_t depth = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string) {
      i += c == '\\' ? 1 : 0;
      in_string = c != '"';
    } else if (c == '"') {
      in_string = true;
    } else if (c == '[' || c == '{') {
      if (++depth > depth_max) return i;
    } else if ((c == ']' || c == '}') && depth > 0) {
      --depth;
    }
  }
  return std::string_view::npos;
}

}  // namespace rehearse::harness
