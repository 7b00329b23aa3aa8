#include "scenarios/record_shape.hpp"

#include <algorithm>

#include "scenarios/suggest.hpp"

namespace rehearse::scenarios {
namespace {

std::vector<Field>::iterator find_field(std::vector<Field>& fields, const std::string& name) {
  return std::find_if(fields.begin(), fields.end(),
                      [&](const Field& field) { return field.name == name; });
}

FieldType scaled(FieldType type, std::int64_t by) {
  if (type.kind != FieldKind::decimal) return type;
  for (; by % 10 == 0 && type.scale > 0; by /= 10) --type.scale;
  if (type.scale == 0) type.kind = FieldKind::integer;
  return type;
}

FieldType mapped(const Transform& transform, FieldType type) {
  if (transform.values.empty()) return type;
  const Literal& sample = transform.values.front().second;
  if (std::holds_alternative<bool>(sample)) return {FieldKind::boolean, 0};
  if (std::holds_alternative<std::int64_t>(sample)) return {FieldKind::integer, 0};
  if (std::holds_alternative<std::string>(sample) && type.kind != FieldKind::decimal) {
    return {FieldKind::text, 0};
  }
  return type;
}

FieldType produced_type(const Transform& transform, const std::vector<Field>& consumed) {
  switch (transform.kind) {
    case TransformKind::rename:
      return consumed.front().type;
    case TransformKind::scale:
      return scaled(consumed.front().type, transform.by);
    case TransformKind::map_values:
      return mapped(transform, consumed.front().type);
    case TransformKind::cast:
    case TransformKind::default_value:
    case TransformKind::constant:
      return transform.type;
    default:
      return {FieldKind::text, 0};
  }
}

std::optional<std::string> wrong_kind(const Transform& transform, const Field& field) {
  const bool text = field.type.kind == FieldKind::text;
  const bool number =
      field.type.kind == FieldKind::integer || field.type.kind == FieldKind::decimal;
  const std::string name = in_quotes(field.name);
  if (transform.kind == TransformKind::split && !text) return name + " is split but is no text";
  if (transform.kind == TransformKind::join && !text) return name + " is joined but is no text";
  if (transform.kind == TransformKind::scale && !number) {
    return name + " is scaled but is no number";
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> apply_shape(const Transform& transform, std::vector<Field>& fields) {
  std::vector<Field> rest = fields;
  std::vector<Field> consumed;
  auto position = static_cast<std::ptrdiff_t>(rest.size());
  for (const std::string& name : transform.from) {
    const auto found = find_field(rest, name);
    if (found == rest.end()) return "there is no field " + in_quotes(name) + " at this point";
    if (auto sentence = wrong_kind(transform, *found)) return sentence;
    consumed.push_back(*found);
    if (consumed.size() == 1) position = found - rest.begin();
    rest.erase(found);
  }
  position = std::min(position, static_cast<std::ptrdiff_t>(rest.size()));
  const bool needs_one =
      transform.kind != TransformKind::default_value && transform.kind != TransformKind::constant;
  if (needs_one && consumed.empty()) return "the transform consumes no field";
  for (const std::string& name : transform.into) {
    if (find_field(rest, name) != rest.end()) {
      return "the field " + in_quotes(name) + " is there already";
    }
    rest.insert(rest.begin() + position++, {name, produced_type(transform, consumed)});
  }
  fields = std::move(rest);
  return std::nullopt;
}

std::string old_name(const Track& track, Side side, std::string field) {
  if (side == Side::old_side) return field;
  for (auto one = track.transform.rbegin(); one != track.transform.rend(); ++one) {
    if (std::find(one->into.begin(), one->into.end(), field) == one->into.end()) continue;
    if (one->kind != TransformKind::rename) return {};
    field = one->from.front();
  }
  return field;
}

bool unique_before(const Track& track, Side side, const Constraint& constraint) {
  const std::string field = old_name(track, side, constraint.field);
  const auto& old = track.old_location.constraints;
  return std::any_of(old.begin(), old.end(), [&](const Constraint& one) {
    return one.kind == ConstraintKind::unique && one.field == field &&
           one.ignore_case >= constraint.ignore_case;
  });
}

std::vector<Field> fields_on(const Track& track, Side side) {
  std::vector<Field> fields = track.record.fields;
  if (side == Side::old_side) return fields;
  for (const Transform& transform : track.transform) apply_shape(transform, fields);
  return fields;
}

}  // namespace rehearse::scenarios
