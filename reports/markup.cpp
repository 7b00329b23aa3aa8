#include "reports/markup.hpp"

#include <cmath>
#include <cstdlib>

#include "reports/text.hpp"

namespace rehearse::reports {

Markup& Markup::text(std::string_view value) {
  out_ += escape(value);
  return *this;
}

Markup& Markup::number(std::int64_t value) {
  out_ += std::to_string(value);
  return *this;
}

Markup& Markup::coordinate(double value) {
  constexpr double most = 100'000.0;
  const double kept = std::isfinite(value) ? std::fmin(std::fmax(value, -most), most) : 0.0;
  const long tenths = std::lround(kept * 10.0);
  if (tenths < 0) out_ += '-';
  out_ += std::to_string(std::labs(tenths) / 10);
  if (tenths % 10 != 0) (out_ += '.') += std::to_string(std::labs(tenths) % 10);
  return *this;
}

Markup& Markup::add(const Markup& piece) {
  out_ += piece.out_;
  return *this;
}

Markup& Markup::trusted(std::string_view text_of_ours) {
  out_ += text_of_ours;
  return *this;
}

Markup code(std::string_view value) { return Markup().raw("<code>").text(value).raw("</code>"); }

Markup link(std::string_view id, std::string_view label) {
  return Markup().raw("<a href=\"#").text(id).raw("\">").text(label).raw("</a>");
}

}  // namespace rehearse::reports
