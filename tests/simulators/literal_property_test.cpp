// Literals: what the reader accepts is what a run can use, and the other way round.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "scenarios/literal.hpp"
#include "simulators/data/literal.hpp"

namespace rehearse::simulators {
namespace {

using scenarios::FieldKind;
using scenarios::FieldType;
using scenarios::Literal;

std::string any_number_text() {
  const auto digits = [](std::size_t most) {
    return *rc::gen::container<std::string>(*rc::gen::inRange<std::size_t>(0, most),
                                            rc::gen::elementOf(std::string("0123456789")));
  };
  std::string text =
      *rc::gen::element(std::string(), std::string("-"), std::string("+")) + digits(20);
  if (*rc::gen::arbitrary<bool>()) text += "." + digits(12);
  return text;
}

Literal any_literal() {
  switch (*rc::gen::inRange(0, 5)) {
    case 0:
      return std::monostate{};
    case 1:
      return *rc::gen::arbitrary<bool>();
    case 2:
      return *rc::gen::arbitrary<std::int64_t>();
    case 3:
      return *rc::gen::arbitrary<std::string>();
    default:
      return any_number_text();
  }
}

FieldType any_literal_type() {
  FieldType type{*rc::gen::element(FieldKind::text, FieldKind::integer, FieldKind::decimal,
                                   FieldKind::boolean),
                 0};
  if (type.kind == FieldKind::decimal) type.scale = *rc::gen::inRange(0, 10);
  return type;
}

RC_GTEST_PROP(Literal, IsAcceptedOnlyIfARunCanUseIt, ()) {
  const Literal literal = any_literal();
  const FieldType type = any_literal_type();
  if (scenarios::literal_mismatch(literal, type).empty())
    RC_ASSERT(typed_literal(literal, type).has_value());
}

RC_GTEST_PROP(Literal, IsAcceptedIfItFits, (std::int64_t whole, int fraction)) {
  const std::int64_t small = whole % 1'000'000'000;
  const std::string cents = std::to_string(std::abs(fraction % 90) + 10);
  RC_ASSERT(scenarios::literal_mismatch(small, {FieldKind::decimal, 9}).empty());
  RC_ASSERT(scenarios::literal_mismatch(small, {FieldKind::integer, 0}).empty());
  RC_ASSERT(
      scenarios::literal_mismatch(std::to_string(small) + "." + cents, {FieldKind::decimal, 2})
          .empty());
}

RC_GTEST_PROP(KeyValue, IsTheKeyInEveryTypeButBoolean, (unsigned short number)) {
  const Key key = number;
  Memory memory;
  RC_ASSERT(key_value(key, {FieldKind::integer, 0}, memory).number == key);
  RC_ASSERT(key_value(key, {FieldKind::decimal, 2}, memory).number == key * 100);
  const Value text = key_value(key, {FieldKind::text, 0}, memory);
  RC_ASSERT(text.kind == ValueKind::text);
  RC_ASSERT(text.text->view() == std::to_string(key));
}

}  // namespace
}  // namespace rehearse::simulators
