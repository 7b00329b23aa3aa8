#pragma once
/// Transforms in a few letters, and rows as lists of texts.

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "scenarios/plan.hpp"
#include "simulators/data/mapping.hpp"
#include "simulators/data/memory.hpp"

namespace rehearse::simulators::mapping_fixture {

using scenarios::Field;
using scenarios::FieldKind;
using scenarios::FieldType;
using scenarios::Literal;
using scenarios::Transform;
using scenarios::TransformKind;

constexpr FieldType text_type{FieldKind::text, 0};
constexpr FieldType integer_type{FieldKind::integer, 0};
constexpr FieldType boolean_type{FieldKind::boolean, 0};
constexpr FieldType decimal_type(int scale) { return {FieldKind::decimal, scale}; }

inline Field field(std::string name, FieldType type) { return {std::move(name), type}; }

inline scenarios::RecordShape shape(std::vector<Field> fields) {
  scenarios::RecordShape made;
  made.key = "id";
  made.fields = std::move(fields);
  return made;
}

inline Transform transform(TransformKind kind, std::vector<std::string> from,
                           std::vector<std::string> into, std::string separator = {}) {
  Transform made;
  made.kind = kind;
  made.from = std::move(from);
  made.into = std::move(into);
  made.separator = std::move(separator);
  return made;
}

inline Transform declared_lossy(Transform made) {
  made.lossy = true;
  return made;
}

inline Transform rename(std::string from, std::string to) {
  return transform(TransformKind::rename, {std::move(from)}, {std::move(to)});
}

inline Transform split(std::string from, std::string at, std::string first, std::string second) {
  return transform(TransformKind::split, {std::move(from)}, {std::move(first), std::move(second)},
                   std::move(at));
}

inline Transform join(std::string first, std::string second, std::string with, std::string into) {
  return transform(TransformKind::join, {std::move(first), std::move(second)}, {std::move(into)},
                   std::move(with));
}

inline Transform scale(const std::string& from, std::int64_t by, const std::string& to = {}) {
  Transform made = transform(TransformKind::scale, {from}, {to.empty() ? from : to});
  made.by = by;
  return made;
}

inline Transform cast(std::string from, FieldType type) {
  Transform made = transform(TransformKind::cast, {from}, {from});
  made.type = type;
  return made;
}

inline Transform map(std::string from, std::vector<std::pair<Literal, Literal>> values) {
  Transform made = transform(TransformKind::map_values, {from}, {from});
  made.values = std::move(values);
  return made;
}

inline Transform added(std::string name, FieldType type, Literal value) {
  Transform made = transform(TransformKind::default_value, {}, {std::move(name)});
  made.type = type;
  made.value = std::move(value);
  return made;
}

inline Transform constant(std::string name, FieldType type, Literal value) {
  Transform made = added(std::move(name), type, std::move(value));
  made.kind = TransformKind::constant;
  return made;
}

inline Transform drop(std::string name, Literal keep) {
  Transform made = transform(TransformKind::drop, {std::move(name)}, {});
  made.value = std::move(keep);
  return made;
}

/// Texts as they are, numbers behind a `#`; {"refused"} for no row.
inline std::vector<std::string> shown(Row row) {
  if (row == nullptr) return {"refused"};
  std::vector<std::string> fields;
  for (const Value& value : row->values()) {
    switch (value.kind) {
      case ValueKind::null:
        fields.emplace_back("null");
        break;
      case ValueKind::boolean:
        fields.emplace_back(value.number != 0 ? "true" : "false");
        break;
      case ValueKind::integer:
        fields.push_back('#' + std::to_string(value.number));
        break;
      case ValueKind::text:
        fields.emplace_back(value.text->view());
        break;
    }
  }
  return fields;
}

/// A mapping and the memory of a run.
class MappingTest : public testing::Test {
 protected:
  Value text(std::string_view bytes) { return Value::of(memory.text(bytes)); }
  Row row(std::vector<Value> values) { return memory.row(values); }
  std::vector<std::string> up(const Mapping& mapping, std::vector<Value> values) {
    return shown(mapping.up(row(std::move(values)), nullptr, memory));
  }
  std::vector<std::string> down(const Mapping& mapping, std::vector<Value> values) {
    return shown(mapping.down(row(std::move(values)), nullptr, memory));
  }
  /// One old field through one transform.
  std::optional<Value> up_one(const Mapping& mapping, Value value) {
    return only(mapping.up(row({value}), nullptr, memory));
  }
  std::optional<Value> down_one(const Mapping& mapping, Value value) {
    return only(mapping.down(row({value}), nullptr, memory));
  }
  static std::optional<Value> only(Row mapped) {
    if (mapped == nullptr) return std::nullopt;
    EXPECT_EQ(mapped->count, 1U);
    return mapped->begin()[0];
  }

  Memory memory;
};

}  // namespace rehearse::simulators::mapping_fixture
