#include "scenarios/reader/object_reader.hpp"

#include <algorithm>

#include "scenarios/suggest.hpp"

namespace rehearse::scenarios::reading {

ObjectReader::ObjectReader(const At& at, const KeyTable& table) : at_(at), valid_(at.is_object()) {
  if (!valid_) {
    at.wrong("an object is expected here, and this is " + std::string(kind_in_words(*at.value)),
             "write { ... } with the keys of docs/plan-reference.md, \"" + std::string(table.name) +
                 "\"");
    return;
  }
  std::vector<std::string> missing;  // only what is not there yet can have been meant
  for (const std::string_view key : table.keys) {
    if (at.value->member(key) == nullptr) missing.emplace_back(key);
  }
  for (const JsonMember& member : at.value->members) {
    if (std::find(table.keys.begin(), table.keys.end(), member.key) != table.keys.end()) continue;
    const auto& elsewhere = table.elsewhere;
    if (std::find(elsewhere.begin(), elsewhere.end(), member.key) != elsewhere.end()) {
      at.wrong_key(member, "the key " + in_quotes(member.key) + " does not belong here",
                   std::string(table.elsewhere_hint));
      continue;
    }
    const std::string meant = nearest(member.key, missing);
    if (!meant.empty()) {
      misspelt_.push_back(meant);
      at.mistakes->mark_misplaced(at.pointer + pointer_segment(meant));
    }
    at.wrong_key(member, "unknown key " + in_quotes(member.key), did_you_mean(member.key, missing));
  }
}

const KeyTable* find_variant(const At& at, std::span<const KeyTable> variants,
                             std::string_view what) {
  std::vector<std::string> heads;
  for (const KeyTable& table : variants) {
    if (at.is_object() && at.value->member(table.keys.front()) != nullptr) return &table;
    heads.emplace_back(table.keys.front());
  }
  if (!at.is_object()) {
    at.wrong(std::string(what) + " is expected here, and this is " +
                 std::string(kind_in_words(*at.value)),
             did_you_mean("", heads));
  } else if (at.value->members.empty()) {
    at.wrong(std::string(what) + " is expected here, and this object is empty",
             did_you_mean("", heads));
  } else {
    const JsonMember& first = at.value->members.front();
    at.wrong_key(first, "unknown key " + in_quotes(first.key) + " for " + std::string(what),
                 did_you_mean(first.key, heads));
  }
  return nullptr;
}

std::optional<At> ObjectReader::find(std::string_view key) const {
  const JsonMember* member = valid_ ? at_.value->member(key) : nullptr;
  if (member == nullptr) return std::nullopt;
  return at_.member(*member);
}

std::optional<At> ObjectReader::require(std::string_view key, std::string_view example) const {
  if (auto found = find(key)) return found;
  const bool misspelt = std::find(misspelt_.begin(), misspelt_.end(), key) != misspelt_.end();
  if (valid_ && !misspelt) {
    at_.mistakes->add(at_.value->begin, at_.pointer, "",
                      "the key " + in_quotes(key) + " is missing",
                      example.empty() ? "add it" : "add it, e.g. " + std::string(example));
  }
  return std::nullopt;
}

}  // namespace rehearse::scenarios::reading
