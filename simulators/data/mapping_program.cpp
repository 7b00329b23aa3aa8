#include "simulators/data/mapping_program.hpp"

#include <algorithm>
#include <utility>

#include "scenarios/ensure.hpp"
#include "scenarios/record_shape.hpp"
#include "simulators/data/exact.hpp"
#include "simulators/data/mapping_analysis.hpp"
#include "simulators/data/value_map.hpp"

namespace rehearse::simulators {

namespace {

using scenarios::Field;
using scenarios::FieldKind;
using scenarios::FieldType;
using scenarios::Transform;
using scenarios::TransformKind;
using Kind = MappingOperationKind;

/// A field that exists at the current point of the chain.
struct LiveField {
  Field field;
  std::uint8_t slot = 0;
  std::uint32_t origins = 0;  // bit per old field that it is made of
};

std::string quoted(const std::string& name) { return '"' + name + '"'; }

std::string type_name(FieldType type) {
  switch (type.kind) {
    case FieldKind::text:
      return "text";
    case FieldKind::integer:
      return "integer";
    case FieldKind::decimal:
      return "decimal(" + std::to_string(type.scale) + ")";
    case FieldKind::boolean:
      return "boolean";
  }
  return "?";
}

/// Whether a transform takes and makes as many fields as its kind does.
bool counts_fit(const Transform& transform) {
  const std::size_t from = transform.from.size();
  const std::size_t into = transform.into.size();
  switch (transform.kind) {
    case TransformKind::split:
      return from == 1 && into >= 2;
    case TransformKind::join:
      return from >= 2 && into == 1;
    case TransformKind::default_value:
    case TransformKind::constant:
      return from == 0 && into == 1;
    case TransformKind::drop:
      return from == 1 && into == 0;
    case TransformKind::rename:
    case TransformKind::scale:
    case TransformKind::cast:
    case TransformKind::map_values:
      break;
  }
  return from == 1 && into == 1;
}

/// Names, types and order of fields are what scenarios::apply_shape says; this follows it with
/// slots.
class Compiler final {
 public:
  Compiler(const scenarios::RecordShape& shape, MappingProblems& found)
      : old_fields_(shape.fields), fields_(shape.fields), problems_(found) {
    for (const Field& field : shape.fields) {
      std::uint8_t slot = 0;
      if (!take_slot(slot)) return;
      live_.push_back({field, slot, std::uint32_t{1} << slot});
    }
  }

  void add(const Transform& transform);
  MappingProgram finish();

 private:
  void broken(std::string sentence) { problems_.structural.push_back(std::move(sentence)); }
  void leaks(const Transform& transform, std::string sentence) {
    if (!transform.lossy) problems_.not_invertible.push_back(std::move(sentence));
  }

  bool take_slot(std::uint8_t& slot);
  LiveField take(const std::string& name);
  FieldType type_now(const std::string& name) const;
  void make(LiveField field, const std::string& name);
  MappingOperation& emit(Kind kind, const Transform& transform, const LiveField& field);

  void split(const Transform& transform);
  void join(const Transform& transform);
  void scale(const Transform& transform, LiveField field);
  void cast(const Transform& transform, LiveField field);
  void map(const Transform& transform, LiveField field);
  void added(const Transform& transform);
  void drop(const Transform& transform, const LiveField& field);

  std::vector<Field> old_fields_;
  std::vector<Field> fields_;    // the shape at this point
  std::vector<LiveField> live_;  // the same fields, in no order
  MappingProgram program_;
  MappingProblems& problems_;
};

bool Compiler::take_slot(std::uint8_t& slot) {
  if (program_.slots == max_slots) {
    broken("The record and its transforms have too many fields.");
    return false;
  }
  slot = static_cast<std::uint8_t>(program_.slots++);
  return true;
}

LiveField Compiler::take(const std::string& name) {
  const auto found = std::find_if(live_.begin(), live_.end(),
                                  [&](const LiveField& live) { return live.field.name == name; });
  REHEARSE_ENSURE(found != live_.end());
  LiveField field = std::move(*found);
  live_.erase(found);
  return field;
}

FieldType Compiler::type_now(const std::string& name) const {
  const auto found = std::find_if(fields_.begin(), fields_.end(),
                                  [&](const Field& field) { return field.name == name; });
  REHEARSE_ENSURE(found != fields_.end());
  return found->type;
}

void Compiler::make(LiveField field, const std::string& name) {
  field.field = {name, type_now(name)};
  live_.push_back(std::move(field));
}

MappingOperation& Compiler::emit(Kind kind, const Transform& transform, const LiveField& field) {
  MappingOperation& operation = program_.operations.emplace_back();
  operation.kind = kind;
  operation.lossy = transform.lossy;
  operation.first = field.slot;
  operation.from = operation.to = field.field.type;
  operation.separator = transform.separator;
  return operation;
}

/// Into several parts: the rest is split again.
void Compiler::split(const Transform& transform) {
  LiveField part = take(transform.from[0]);
  for (std::size_t i = 0; i + 1 < transform.into.size(); ++i) {
    LiveField rest = part;
    if (!take_slot(rest.slot)) return;
    emit(Kind::split, transform, part).second = rest.slot;
    make(std::move(part), transform.into[i]);
    part = std::move(rest);
  }
  make(std::move(part), transform.into.back());
}

/// Of several parts: from the end, so that the way back splits from the start.
void Compiler::join(const Transform& transform) {
  LiveField whole = take(transform.from.back());
  for (std::size_t i = transform.from.size() - 1; i-- > 0;) {
    LiveField part = take(transform.from[i]);
    part.origins |= whole.origins;
    emit(Kind::join, transform, part).second = whole.slot;
    whole = std::move(part);
  }
  make(std::move(whole), transform.into[0]);
}

void Compiler::scale(const Transform& transform, LiveField field) {
  // What the fraction gives up, the units gain: 12.50 times 100 is the same 1250.
  const int given_up = scale_of(field.field.type) - scale_of(type_now(transform.into[0]));
  const std::int64_t factor = transform.by / power_of_ten(given_up);
  if (factor != 1) emit(Kind::scale, transform, field).factor = factor;
  make(std::move(field), transform.into[0]);
}

void Compiler::cast(const Transform& transform, LiveField field) {
  const FieldType from = field.field.type;
  if (narrows(from, transform.type))
    leaks(transform, "The cast of " + quoted(field.field.name) + " from " + type_name(from) +
                         " to " + type_name(transform.type) +
                         " refuses every value that does not fit, and is not declared lossy.");
  if (!(from == transform.type)) emit(Kind::cast, transform, field).to = transform.type;
  make(std::move(field), transform.into[0]);
}

void Compiler::map(const Transform& transform, LiveField field) {
  const std::string name = quoted(field.field.name);
  ValueMap values =
      compile_value_map(transform.values, field.field.type, type_now(transform.into[0]));
  if (transform.values.empty()) broken("The map of " + name + " names no value.");
  if (values.unfit) broken("A value of the map of " + name + " does not fit its type.");
  if (values.named_twice) broken("The map of " + name + " names one value twice.");
  if (values.ambiguous)
    leaks(transform, "The map of " + name +
                         " gives two values the same new value, so that the way back cannot tell "
                         "them apart, and is not declared lossy.");
  MappingOperation& operation = emit(Kind::map, transform, field);
  operation.entries = std::move(values.entries);
  operation.null_passes = values.null_passes;
  make(std::move(field), transform.into[0]);
}

void Compiler::added(const Transform& transform) {
  LiveField field;
  field.field.type = transform.type;
  if (!take_slot(field.slot)) return;
  const bool fixed = transform.kind == TransformKind::constant;
  MappingOperation& operation = emit(fixed ? Kind::constant : Kind::added, transform, field);
  if (auto literal = typed_literal(transform.value, transform.type))
    operation.literal = *std::move(literal);
  else
    broken("The value of the new field " + quoted(transform.into[0]) + " does not fit its type.");
  make(std::move(field), transform.into[0]);
}

void Compiler::drop(const Transform& transform, const LiveField& field) {
  const std::string name = quoted(field.field.name);
  MappingOperation& operation = emit(Kind::drop, transform, field);
  if (auto literal = typed_literal(transform.value, field.field.type))
    operation.literal = *std::move(literal);
  else
    broken("What is kept for the dropped field " + name + " does not fit its type.");
  if (operation.literal.kind == ValueKind::null)
    leaks(transform, "The field " + name +
                         " is dropped, nothing says what the way back restores, and it is not "
                         "declared lossy.");
}

void Compiler::add(const Transform& transform) {
  if (!problems_.structural.empty()) return;
  if (!counts_fit(transform)) return broken("A transform has the wrong number of fields.");
  const bool separates =
      transform.kind == TransformKind::split || transform.kind == TransformKind::join;
  if (separates && transform.separator.empty())
    return broken("The field " + quoted(transform.from[0]) + " has an empty separator.");
  if (transform.kind == TransformKind::scale && transform.by < 1)
    return broken("The field " + quoted(transform.from[0]) + " is scaled by less than 1.");
  if (const auto wrong = scenarios::apply_shape(transform, fields_))
    return broken("A transform is wrong: " + *wrong + ".");
  if (transform.lossy)
    for (const LiveField& live : live_)
      if (std::count(transform.from.begin(), transform.from.end(), live.field.name) != 0)
        program_.lossy_fields |= live.origins;
  switch (transform.kind) {
    case TransformKind::rename:
      return make(take(transform.from[0]), transform.into[0]);
    case TransformKind::split:
      return split(transform);
    case TransformKind::join:
      return join(transform);
    case TransformKind::scale:
      return scale(transform, take(transform.from[0]));
    case TransformKind::cast:
      return cast(transform, take(transform.from[0]));
    case TransformKind::map_values:
      return map(transform, take(transform.from[0]));
    case TransformKind::default_value:
    case TransformKind::constant:
      return added(transform);
    case TransformKind::drop:
      return drop(transform, take(transform.from[0]));
  }
}

MappingProgram Compiler::finish() {
  if (!problems_.structural.empty()) return {};
  program_.new_fields = fields_;
  for (const Field& field : fields_) program_.new_slots.push_back(take(field.name).slot);
  analyse_mapping(old_fields_, program_);
  return std::move(program_);
}

}  // namespace

MappingProgram compile_mapping(const scenarios::RecordShape& shape,
                               const std::vector<Transform>& transforms,
                               MappingProblems& problems) {
  Compiler compiler(shape, problems);
  for (const Transform& transform : transforms) compiler.add(transform);
  return compiler.finish();
}

}  // namespace rehearse::simulators
