/// The laws of mappings, over random shapes, chains of transforms and awkward rows.

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <array>
#include <limits>
#include <string>

#include "scenarios/record_shape.hpp"
#include "simulators/data/content.hpp"
#include "simulators/data/mapping.hpp"
#include "tests/simulators/mapping_fixture.hpp"

namespace rehearse::simulators {
namespace {

using namespace mapping_fixture;

/// How far a chain may go from the strict laws.
enum class Losses { none, declared };

/// Uniform, also in the first cases of a run, where RapidCheck keeps ranges small.
int number(int least, int most) {
  return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange(least, most + 1));
}

FieldType any_type() {
  constexpr std::array<FieldType, 7> types{text_type,      text_type,       integer_type,
                                           boolean_type,   decimal_type(2), decimal_type(0),
                                           decimal_type(9)};
  return types[static_cast<std::size_t>(number(0, 6))];
}

/// Pieces that look like separators, numbers and parts of letters; joined at random.
std::string any_text() {
  const auto piece = rc::gen::element<std::string>(
      "", " ", "  ", "a", "b", "-", "aa", "Ada", "O'Brien", "é", "\xCC\x81", "山田", "0", "7", "12",
      ".", ".50", "-0", "+1", "true", "false", "null", "9223372036854775807", "\t", "%");
  std::string text;
  for (int pieces = number(0, 5); pieces > 0; --pieces) text += *piece;
  if (number(0, 20) == 0) text += std::string(600, 'x');
  return text;
}

std::int64_t any_number() {
  if (number(0, 9) == 0)
    return *rc::gen::element(std::numeric_limits<std::int64_t>::min(),
                             std::numeric_limits<std::int64_t>::max());
  if (number(0, 2) == 0) return number(-1, 1);
  return *rc::gen::inRange<std::int64_t>(-1'000'000, 1'000'000) * (number(0, 1) == 0 ? 1 : 100);
}

Value any_value(FieldType type, Memory& memory) {
  if (number(0, 9) == 0) return Value{};
  switch (type.kind) {
    case FieldKind::text:
      return Value::of(memory.text(any_text()));
    case FieldKind::boolean:
      return Value::of_bool(number(0, 1) == 1);
    case FieldKind::integer:
    case FieldKind::decimal:
      return Value::of(any_number());
  }
  return Value{};
}

Row any_row(const std::vector<Field>& fields, Memory& memory) {
  std::vector<Value> values;
  for (const Field& each : fields) values.push_back(any_value(each.type, memory));
  return memory.row(values);
}

/// A literal that fits the type; small, so that random rows meet it.
Literal any_literal(FieldType type) {
  if (number(0, 5) == 0) return std::monostate{};
  switch (type.kind) {
    case FieldKind::text:
      return *rc::gen::element<std::string>("", "a", "Ada", "0", "7", "true");
    case FieldKind::boolean:
      return number(0, 1) == 1;
    case FieldKind::integer:
    case FieldKind::decimal:
      return std::int64_t{number(-2, 2)};
  }
  return std::monostate{};
}

std::string any_separator() {
  return *rc::gen::element<std::string>(" ", " ", "-", "a", "aa", "0", ".", ", ", "é", "\xCC");
}

const Field& any_field(const std::vector<Field>& live) {
  return live[static_cast<std::size_t>(number(0, static_cast<int>(live.size()) - 1))];
}

Transform any_map(const std::string& name, FieldType type) {
  const FieldType to = number(0, 1) == 0 ? type : any_type();
  std::vector<std::pair<Literal, Literal>> values;
  for (int entries = number(0, 5); entries > 0; --entries)
    values.emplace_back(any_literal(type), any_literal(to));
  return map(name, std::move(values));
}

/// Some transform of the fields that are there; it may make no sense.
Transform any_transform(const std::vector<Field>& live, const std::string& fresh) {
  const Field one = any_field(live);
  switch (number(0, 8)) {
    case 0:
      return rename(one.name, fresh);
    case 1: {
      Transform made = split(one.name, any_separator(), one.name, fresh);
      if (number(0, 2) == 0) made.into.push_back(fresh + "b");
      return made;
    }
    case 2: {
      Transform made = join(one.name, any_field(live).name, any_separator(), fresh);
      if (number(0, 2) == 0) made.from.push_back(any_field(live).name);
      return made;
    }
    case 3:
      return scale(one.name, *rc::gen::element<std::int64_t>(1, 3, 10, 100, 1'000'000'000));
    case 4:
      return cast(one.name, any_type());
    case 5:
      return any_map(one.name, one.type);
    case 6: {
      const FieldType type = any_type();
      return added(fresh, type, any_literal(type));
    }
    case 7: {
      const FieldType type = any_type();
      return constant(fresh, type, any_literal(type));
    }
    default:
      return drop(one.name, any_literal(one.type));
  }
}

/// Most rows are refused by a long chain, so one mapping meets several.
constexpr int rows_per_case = 60;

struct Case {
  scenarios::RecordShape record;
  std::vector<Transform> transforms;
};

Case any_case(Losses losses) {
  Case made;
  std::vector<Field> fields;
  for (int i = 0, count = number(1, 5); i < count; ++i)
    fields.push_back(field("f" + std::to_string(i), any_type()));
  made.record = shape(fields);
  std::vector<Field> live = fields;
  const int wanted = number(0, number(0, 1) == 0 ? 1 : 8);
  for (int i = 0; i < 3 * wanted && !live.empty(); ++i) {
    Transform next = any_transform(live, "n" + std::to_string(i));
    if (losses == Losses::declared) next.lossy = number(0, 1) == 1;
    made.transforms.push_back(std::move(next));
    if (structural_problems(made.record, made.transforms).empty())
      live = Mapping(made.record, made.transforms).new_fields();
    else
      made.transforms.pop_back();
  }
  return made;
}

bool has(const Case& made, TransformKind kind) {
  for (const Transform& transform : made.transforms)
    if (transform.kind == kind) return true;
  return false;
}

/// RapidCheck cannot show a comparison with nullptr.
bool refused(Row row) { return row == nullptr; }

std::string text_of(Row row) {
  std::string text;
  for (const std::string& each : shown(row)) text += '[' + each + ']';
  return text;
}

RC_GTEST_PROP(MappingLaw, NewFieldsAreThoseOfTheTrack, ()) {
  const Case made = any_case(Losses::declared);
  scenarios::Track track;
  track.record = made.record;
  track.transform = made.transforms;
  RC_ASSERT((Mapping(made.record, made.transforms).new_fields() ==
             scenarios::fields_on(track, scenarios::Side::new_side)));
}

void check_down_undoes_up(const Mapping& mapping, Memory& memory) {
  const Row old_row = any_row(mapping.old_fields(), memory);
  const Row new_row = mapping.up(old_row, nullptr, memory);
  if (refused(new_row)) return;
  const Row back = mapping.down(new_row, nullptr, memory);
  RC_LOG() << text_of(old_row) << " -> " << text_of(new_row) << " -> " << text_of(back) << '\n';
  RC_ASSERT(same(back, old_row));
  RC_ASSERT(same(mapping.down(new_row, old_row, memory), old_row));
  RC_ASSERT(mapping.digest(back) == mapping.digest(old_row));
}

RC_GTEST_PROP(MappingLaw, DownUndoesUp, ()) {
  const Case made = any_case(Losses::none);
  const Mapping mapping(made.record, made.transforms);
  Memory memory;
  for (int i = 0; i < rows_per_case; ++i) check_down_undoes_up(mapping, memory);
}

void check_up_undoes_down(const Case& made, const Mapping& mapping, Memory& memory) {
  const Row new_row = any_row(mapping.new_fields(), memory);
  const Row old_row = mapping.down(new_row, nullptr, memory);
  if (refused(old_row)) return;
  const Row back = mapping.up(old_row, new_row, memory);
  RC_LOG() << text_of(new_row) << " -> " << text_of(old_row) << " -> " << text_of(back) << '\n';
  // A `default` field that is transformed further may hold what that further way cannot make.
  if (refused(back)) RC_ASSERT(has(made, TransformKind::default_value));
  if (!has(made, TransformKind::default_value)) RC_ASSERT(same(back, new_row));
}

RC_GTEST_PROP(MappingLaw, UpUndoesDown, ()) {
  const Case made = any_case(Losses::none);
  RC_PRE(!has(made, TransformKind::constant));
  const Mapping mapping(made.record, made.transforms);
  Memory memory;
  for (int i = 0; i < rows_per_case; ++i) check_up_undoes_down(made, mapping, memory);
}

void check_what_is_not_lossy_comes_back(const Mapping& mapping, Memory& memory) {
  const Row old_row = any_row(mapping.old_fields(), memory);
  const Row new_row = mapping.up(old_row, nullptr, memory);
  if (refused(new_row)) return;
  for (const Row existing : {Row{nullptr}, old_row}) {
    const Row back = mapping.down(new_row, existing, memory);
    RC_LOG() << text_of(old_row) << " -> " << text_of(new_row) << " -> " << text_of(back) << '\n';
    RC_ASSERT(!refused(back));
    RC_ASSERT(mapping.digest(back) == mapping.digest(old_row));
    for (std::size_t i = 0; i < mapping.old_fields().size(); ++i)
      RC_ASSERT(mapping.lossy(i) || back->begin()[i] == old_row->begin()[i]);
  }
}

RC_GTEST_PROP(MappingLaw, WhatIsNotLossyComesBackBesideWhatIs, ()) {
  const Case made = any_case(Losses::declared);
  const Mapping mapping(made.record, made.transforms);
  Memory memory;
  for (int i = 0; i < rows_per_case; ++i) check_what_is_not_lossy_comes_back(mapping, memory);
}

RC_GTEST_PROP(MappingLaw, ReplacedRowsNeverBreakAMapping, ()) {
  const Case made = any_case(Losses::declared);
  const Mapping mapping(made.record, made.transforms);
  Memory memory;
  const Row old_row = any_row(mapping.old_fields(), memory);
  const Row new_row = any_row(mapping.new_fields(), memory);
  const Row up = mapping.up(old_row, new_row, memory);
  RC_ASSERT(refused(up) == refused(mapping.up(old_row, nullptr, memory)) ||
            has(made, TransformKind::default_value));
  const Row down = mapping.down(new_row, old_row, memory);
  if (!refused(down)) RC_ASSERT(down->count == old_row->count);
  if (!refused(up)) RC_ASSERT(same(mapping.up(old_row, new_row, memory), up));
}

RC_GTEST_PROP(MappingLaw, GeneratedRowsKeepToWhatTheTransformClaims, ()) {
  Case made = any_case(Losses::none);
  if (made.transforms.size() > 1) made.transforms.resize(1);
  const Mapping mapping(made.record, made.transforms);
  Memory memory;
  RandomChoices choices(*rc::gen::arbitrary<std::uint64_t>());
  const Row old_row = generate_row(mapping, choices, SiteKind::field, 1, 0, memory);
  RC_LOG() << text_of(old_row) << '\n';
  RC_ASSERT(!refused(mapping.up(old_row, nullptr, memory)) || has(made, TransformKind::scale));
}

}  // namespace
}  // namespace rehearse::simulators
