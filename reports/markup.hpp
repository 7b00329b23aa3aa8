#pragma once
/// HTML and XML that is escaped by construction: what is not a literal of our own goes through
/// `text`.

#include <cstdint>
#include <string>
#include <string_view>

namespace rehearse::reports {

/// A growing piece of HTML or XML.
class Markup {
 public:
  /// Our own markup. Takes literals only, so that no value can slip in unescaped.
  template <std::size_t N>
  Markup& raw(const char (&literal)[N]) {
    out_.append(literal, N - 1);
    return *this;
  }
  /// A value, escaped; for text and for quoted attributes.
  Markup& text(std::string_view value);
  /// An integer that is part of our own markup, e.g. a coordinate or a colspan.
  Markup& number(std::int64_t value);
  /// A coordinate with one decimal, clamped to +-100 000; "0" for what is not a number.
  Markup& coordinate(double value);
  /// A finished piece.
  Markup& add(const Markup& piece);
  /// A text that is known to need no escaping: a style sheet or a script of our own.
  Markup& trusted(std::string_view text_of_ours);

  const std::string& str() const { return out_; }
  bool empty() const { return out_.empty(); }

 private:
  std::string out_;
};

/// `<code>` around `value`.
Markup code(std::string_view value);

/// Link to an id on the same page.
Markup link(std::string_view id, std::string_view label);

}  // namespace rehearse::reports
