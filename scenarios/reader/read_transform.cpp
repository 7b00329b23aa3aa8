#include "scenarios/reader/key_tables.hpp"
#include "scenarios/reader/sections.hpp"
#include "scenarios/suggest.hpp"

namespace rehearse::scenarios::reading {
namespace {

constexpr KeyTable variants[] = {
    transform_rename_table,  transform_split_table,    transform_join_table,
    transform_scale_table,   transform_cast_table,     transform_map_table,
    transform_default_table, transform_constant_table, transform_drop_table};

/// One field name.
void read_field(const ObjectReader& object, std::string_view key, std::vector<std::string>& names) {
  std::string name;
  if (object.read_required(key, name)) names = {name};
}

void read_separator(const ObjectReader& object, std::string_view key, std::string& separator) {
  const auto found = object.require(key, in_quotes(key) + ": \" \"");
  if (!found || !read_any_text(*found, separator)) return;
  if (separator.empty()) found->wrong("the separator is empty", "write e.g. \" \"");
}

void read_pair(const At& pair, Transform& transform) {
  Literal from, to;
  if (!pair.is_array() || pair.value->items.size() != 2) {
    pair.wrong("a pair [old value, new value] is expected here");
  } else if (read_value(pair.item(0), from) && read_value(pair.item(1), to)) {
    transform.values.emplace_back(std::move(from), std::move(to));
  }
}

/// {"open": 1} where the old values are texts, else [[true, "yes"], [false, "no"]].
void read_mapping(const At& at, Transform& transform) {
  if (at.is_array()) {
    read_list(at, "pairs", [&](const At& pair) { read_pair(pair, transform); });
    return;
  }
  if (!at.is_object()) {
    at.wrong("the values are expected here: an object, or a list of pairs",
             "write e.g. {\"open\": \"OPEN\"} or [[true, \"yes\"], [false, \"no\"]]");
    return;
  }
  for (const JsonMember& member : at.value->members) {
    Literal to;
    if (read_value(at.member(member), to)) transform.values.emplace_back(member.key, std::move(to));
  }
}

void read_scale(const ObjectReader& object, Transform& transform) {
  transform.kind = TransformKind::scale;
  read_field(object, "scale", transform.from);
  transform.into = transform.from;
  if (object.has("to")) read_field(object, "to", transform.into);
  if (const auto by = object.require("by", "\"by\": 100")) {
    read_integer(*by, {1, 1'000'000'000}, transform.by);
  }
}

void read_produced(const ObjectReader& object, std::string_view head, Transform& transform) {
  read_field(object, head, transform.into);
  object.read_required("type", transform.type, "\"type\": \"text\"");
  object.read_required("value", transform.value);
}

void read_one(const At& at, Transform& transform) {
  const KeyTable* table = find_variant(at, variants, "a transform");
  if (table == nullptr) return;
  const ObjectReader object(at, *table);
  const std::string_view head = table->keys.front();
  transform.kind = value_named<TransformKind>(head).value_or(transform.kind);
  object.read("lossy", transform.lossy);
  switch (transform.kind) {
    case TransformKind::rename:
      read_field(object, "rename", transform.from);
      read_field(object, "to", transform.into);
      break;
    case TransformKind::split:
      read_field(object, "split", transform.from);
      object.read_required("into", transform.into);
      read_separator(object, "at", transform.separator);
      break;
    case TransformKind::join:
      object.read_required("join", transform.from);
      read_field(object, "into", transform.into);
      read_separator(object, "with", transform.separator);
      break;
    case TransformKind::scale:
      read_scale(object, transform);
      break;
    case TransformKind::cast:
      read_field(object, "cast", transform.from);
      transform.into = transform.from;
      object.read_required("to_type", transform.type, "\"to_type\": \"integer\"");
      break;
    case TransformKind::map_values:
      read_field(object, "map", transform.from);
      transform.into = transform.from;
      if (const auto values = object.require("values")) read_mapping(*values, transform);
      break;
    case TransformKind::default_value:
    case TransformKind::constant:
      read_produced(object, head, transform);
      break;
    case TransformKind::drop:
      read_field(object, "drop", transform.from);
      object.read("keep", transform.value);
      break;
  }
}

}  // namespace

void read_transforms(const At& at, std::vector<Transform>& transforms) {
  read_list(at, "transforms", [&](const At& item) { read_one(item, transforms.emplace_back()); });
}

}  // namespace rehearse::scenarios::reading
