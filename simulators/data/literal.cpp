#include "simulators/data/literal.hpp"

#include "scenarios/ensure.hpp"
#include "simulators/data/exact.hpp"

namespace rehearse::simulators {

namespace {

using scenarios::FieldKind;
using scenarios::FieldType;

TypedLiteral of_number(ValueKind kind, std::int64_t number) {
  return {.kind = kind, .number = number, .text = {}, .digest = 0};
}

std::optional<TypedLiteral> from_integer(std::int64_t number, FieldType type) {
  if (type.kind == FieldKind::integer) return of_number(ValueKind::integer, number);
  if (type.kind != FieldKind::decimal) return std::nullopt;
  if (__builtin_mul_overflow(number, power_of_ten(type.scale), &number)) return std::nullopt;
  return of_number(ValueKind::integer, number);
}

std::optional<TypedLiteral> from_text(const std::string& text, FieldType type) {
  if (type.kind == FieldKind::text)
    return TypedLiteral{ValueKind::text, 0, text, digest_bytes(text)};
  if (type.kind != FieldKind::decimal) return std::nullopt;
  const auto parsed = parse_number(text, type.scale);
  if (!parsed || !parsed->exact) return std::nullopt;
  return of_number(ValueKind::integer, parsed->number);
}

}  // namespace

Value TypedLiteral::value(Memory& memory) const {
  switch (kind) {
    case ValueKind::null:
      return Value{};
    case ValueKind::boolean:
      return Value::of_bool(number != 0);
    case ValueKind::integer:
      return Value::of(number);
    case ValueKind::text:
      return Value::of(memory.text(text));
  }
  return Value{};
}

std::optional<TypedLiteral> typed_literal(const scenarios::Literal& literal, FieldType type) {
  if (std::holds_alternative<std::monostate>(literal)) return TypedLiteral{};
  if (const auto* number = std::get_if<std::int64_t>(&literal)) return from_integer(*number, type);
  if (const auto* text = std::get_if<std::string>(&literal)) return from_text(*text, type);
  if (type.kind != FieldKind::boolean) return std::nullopt;
  return of_number(ValueKind::boolean, std::get<bool>(literal) ? 1 : 0);
}

Value literal_value(const scenarios::Literal& literal, FieldType type, Memory& memory) {
  const auto typed = typed_literal(literal, type);
  REHEARSE_ENSURE(typed.has_value());
  return typed->value(memory);
}

Value key_value(Key key, FieldType type, Memory& memory) {
  if (type.kind == FieldKind::text) return Value::of(memory.text(std::to_string(key)));
  REHEARSE_ENSURE(type.kind != FieldKind::boolean);
  return literal_value(scenarios::Literal{std::int64_t{key}}, type, memory);
}

}  // namespace rehearse::simulators
