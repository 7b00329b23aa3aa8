#pragma once
/// A strict little reader of the markup that the reports write, so that tests can say what is in
/// it.

#include <string>
#include <string_view>
#include <vector>

namespace rehearse::tests {

enum class Dialect { xml, html };

struct Attribute {
  std::string element, name, value;  ///< The value with its entities undone.
};

struct CheckedMarkup {
  std::string error;  ///< Empty: every element is closed in order, every attribute quoted.
  std::vector<std::string> elements;  ///< Names in order of opening.
  std::vector<Attribute> attributes;
  std::vector<std::string> raw_texts;  ///< Contents of <style> and <script>.

  std::vector<std::string> values(std::string_view attribute) const;
  int count(std::string_view element) const;
};

/// HTML here is what we write: XML but for void <meta>, attributes without value, raw <style> and
/// <script>, and the DOCTYPE.
CheckedMarkup check_markup(std::string_view text, Dialect dialect);

}  // namespace rehearse::tests
