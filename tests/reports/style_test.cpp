#include "reports/html/style.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <regex>
#include <string>

namespace rehearse::tests {
namespace {

using Colours = std::map<std::string, std::string>;

/// The custom properties of the `index`-th block of the style sheet that sets --bg.
Colours theme(int index) {
  const std::string css(reports::html::style_sheet());
  std::size_t at = css.find("--bg:");
  for (int i = 0; i < index; ++i) at = css.find("--bg:", at + 1);
  const std::string block = css.substr(at, css.find('}', at) - at);
  Colours colours;
  const std::regex one("--([a-z0-9-]+): (#[0-9a-f]+)");
  for (std::sregex_iterator found(block.begin(), block.end(), one), end; found != end; ++found) {
    colours[(*found)[1]] = (*found)[2];
  }
  return colours;
}

/// Relative luminance. Source: WCAG 2.1.
double luminance(std::string hex) {
  if (hex.size() == 4) hex = {'#', hex[1], hex[1], hex[2], hex[2], hex[3], hex[3]};
  double sum = 0;
  const double weights[] = {0.2126, 0.7152, 0.0722};
  for (std::size_t i = 0; i < 3; ++i) {
    const double part = std::stoi(hex.substr(1 + 2 * i, 2), nullptr, 16) / 255.0;
    sum += weights[i] * (part <= 0.03928 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4));
  }
  return sum;
}

double contrast(const std::string& a, const std::string& b) {
  const double x = luminance(a) + 0.05;
  const double y = luminance(b) + 0.05;
  return x > y ? x / y : y / x;
}

TEST(Style, KeepsTextContrastInBothThemes) {
  const std::pair<const char*, const char*> pairs[] = {
      {"fg", "bg"},      {"fg", "soft"},      {"muted", "bg"},     {"muted", "soft"},
      {"link", "bg"},    {"link", "bad-bg"},  {"link", "warn-bg"}, {"link", "idle-bg"},
      {"bad", "bg"},     {"bad", "bad-bg"},   {"good", "bg"},      {"good", "good-bg"},
      {"warn", "bg"},    {"warn", "warn-bg"}, {"idle", "bg"},      {"idle", "idle-bg"},
      {"fg", "bad-bg"},  {"fg", "good-bg"},   {"fg", "warn-bg"},   {"fg", "idle-bg"},
      {"on-bad", "bad"}, {"fg", "f0"},        {"fg", "f1"},        {"fg", "f2"},
      {"fg", "f3"},      {"fg", "f4"},        {"fg", "f5"},        {"bad", "soft"},
      {"good", "soft"}};
  for (const int index : {0, 1, 2}) {
    Colours colours = theme(index);
    for (const auto& [text, ground] : pairs) {
      ASSERT_TRUE(colours.count(text) == 1 && colours.count(ground) == 1) << text << " " << ground;
      EXPECT_GE(contrast(colours[text], colours[ground]), 4.5)
          << text << " on " << ground << " in theme " << index;
    }
  }
}

TEST(Style, HasTheSameDarkThemeByChoiceAndByPreference) { EXPECT_EQ(theme(1), theme(2)); }

TEST(Style, CannotEndItsElement) {
  EXPECT_EQ(reports::html::style_sheet().find("</"), std::string_view::npos);
  EXPECT_EQ(reports::html::script().find("</"), std::string_view::npos);
}

}  // namespace
}  // namespace rehearse::tests
