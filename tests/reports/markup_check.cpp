#include "tests/reports/markup_check.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace rehearse::tests {
namespace {

constexpr std::string_view name_letters =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_:";

class Checker {
 public:
  Checker(std::string_view text, Dialect dialect) : text_(text), html_(dialect == Dialect::html) {}

  CheckedMarkup run() {
    prologue();
    while (at_ < text_.size() && out_.error.empty()) step();
    if (out_.error.empty() && !open_.empty()) fail("not closed: " + open_.back());
    return std::move(out_);
  }

 private:
  void fail(const std::string& what) {
    if (out_.error.empty()) out_.error = what + " at byte " + std::to_string(at_);
  }
  bool eat(std::string_view token) {
    if (text_.substr(at_, token.size()) != token) return false;
    at_ += token.size();
    return true;
  }
  std::string_view until(std::string_view token) {
    const std::size_t end = text_.find(token, at_);
    if (end == std::string_view::npos) {
      fail("no " + std::string(token));
      return {};
    }
    const std::string_view part = text_.substr(at_, end - at_);
    at_ = end + token.size();
    return part;
  }
  std::string name() {
    const std::size_t end = std::min(text_.find_first_not_of(name_letters, at_), text_.size());
    std::string found(text_.substr(at_, end - at_));
    if (found.empty()) fail("no name");
    at_ = end;
    return found;
  }

  void prologue() {
    if (html_ && !eat("<!DOCTYPE html>\n")) fail("no DOCTYPE");
    if (!html_ && !eat("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")) fail("no XML declaration");
  }

  void step() {
    if (eat("</")) return close();
    if (eat("<")) return open();
    characters(text_.substr(at_, std::min(text_.find('<', at_), text_.size()) - at_));
    at_ = std::min(text_.find('<', at_), text_.size());
  }

  void close() {
    const std::string element = name();
    if (!eat(">")) fail("no > after " + element);
    if (open_.empty() || open_.back() != element) return fail("closes " + element);
    open_.pop_back();
  }

  void open() {
    const std::string element = name();
    out_.elements.push_back(element);
    std::set<std::string> seen;
    while (out_.error.empty() && (eat(" ") || eat("\n"))) attribute(element, seen);
    if (eat("/>")) return;
    if (!eat(">")) return fail("bad tag " + element);
    if (html_ && element == "meta") return;
    if (html_ && (element == "style" || element == "script")) {
      out_.raw_texts.emplace_back(until("</" + element + ">"));
      return;
    }
    open_.push_back(element);
  }

  void attribute(const std::string& element, std::set<std::string>& seen) {
    const std::string key = name();
    if (!seen.insert(key).second) fail("attribute twice: " + key);
    if (html_ && text_.substr(at_, 1) != "=") {
      out_.attributes.push_back({element, key, ""});
      return;
    }
    if (!eat("=\"")) return fail("attribute not quoted: " + key);
    const std::string_view value = until("\"");
    if (value.find('<') != std::string_view::npos) fail("< in attribute " + key);
    out_.attributes.push_back({element, key, characters(value)});
  }

  /// Checks characters and entities; returns them undone.
  std::string characters(std::string_view part) {
    static constexpr std::array<std::pair<std::string_view, char>, 5> known{
        {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&#39;", '\''}}};
    std::string plain;
    for (std::size_t i = 0; i < part.size(); ++i) {
      const char c = part[i];
      if (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t') fail("control character");
      if (c == '>') fail("bare >");
      if (c != '&') {
        plain += c;
        continue;
      }
      const auto found = std::find_if(known.begin(), known.end(), [&](const auto& entity) {
        return part.substr(i, entity.first.size()) == entity.first;
      });
      const bool number = html_ && part.substr(i, 2) == "&#";
      if (found == known.end() && !number) fail("unknown entity");
      if (found == known.end()) continue;
      plain += found->second;
      i += found->first.size() - 1;
    }
    return plain;
  }

  std::string_view text_;
  bool html_;
  std::size_t at_ = 0;
  std::vector<std::string> open_;
  CheckedMarkup out_;
};

}  // namespace

std::vector<std::string> CheckedMarkup::values(std::string_view attribute) const {
  std::vector<std::string> found;
  for (const Attribute& one : attributes) {
    if (one.name == attribute) found.push_back(one.value);
  }
  return found;
}

int CheckedMarkup::count(std::string_view element) const {
  return static_cast<int>(std::count(elements.begin(), elements.end(), element));
}

CheckedMarkup check_markup(std::string_view text, Dialect dialect) {
  return Checker(text, dialect).run();
}

}  // namespace rehearse::tests
