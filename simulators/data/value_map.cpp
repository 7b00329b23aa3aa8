#include "simulators/data/value_map.hpp"

#include <optional>
#include <utility>

namespace rehearse::simulators {

namespace {

using scenarios::FieldType;
using scenarios::Literal;
using Pairs = std::vector<std::pair<Literal, Literal>>;

void add_entry(ValueMap& map, MapEntry entry) {
  bool known = false;
  for (const MapEntry& earlier : map.entries) {
    known = known || earlier.old_value == entry.old_value;
    if (earlier.new_value == entry.new_value) entry.returns = false;
  }
  if (known) {
    map.named_twice = true;
    return;
  }
  if (!entry.returns) map.ambiguous = true;
  if (entry.old_value.kind == ValueKind::null) map.null_passes = false;
  if (entry.new_value.kind == ValueKind::null) map.null_passes = false;
  map.entries.push_back(std::move(entry));
}

}  // namespace

ValueMap compile_value_map(const Pairs& values, FieldType from, FieldType to) {
  ValueMap map;
  for (const auto& [old_value, new_value] : values) {
    auto left = typed_literal(old_value, from);
    auto right = typed_literal(new_value, to);
    if (left && right)
      add_entry(map, {*std::move(left), *std::move(right), true});
    else
      map.unfit = true;
  }
  return map;
}

}  // namespace rehearse::simulators
