#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <limits>

#include "simulators/live/record_json.hpp"

namespace rehearse::simulators::live {
namespace {

using scenarios::Field;
using scenarios::FieldKind;
using Json = nlohmann::json;

const std::vector<Field>& fields() {
  static const std::vector<Field> all{{"name", {FieldKind::text, 0}},
                                      {"points", {FieldKind::integer, 0}},
                                      {"price", {FieldKind::decimal, 2}},
                                      {"known", {FieldKind::boolean, 0}}};
  return all;
}

/// Letters and what JSON escapes; no bytes that are no UTF-8, which a store does not have either.
std::string some_text() {
  return *rc::gen::container<std::string>(rc::gen::elementOf(std::string("aZ0 \"\\/{}\n\t")));
}

Row some_row(Memory& memory) {
  std::vector<Value> values(fields().size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (*rc::gen::arbitrary<bool>()) continue;
    switch (fields()[i].type.kind) {
      case FieldKind::text:
        values[i] = Value::of(memory.text(some_text()));
        break;
      case FieldKind::boolean:
        values[i] = Value::of_bool(*rc::gen::arbitrary<bool>());
        break;
      default:
        values[i] = Value::of(*rc::gen::arbitrary<std::int64_t>());
        break;
    }
  }
  return memory.row(values);
}

RC_GTEST_PROP(RecordJson, ComesBackAsItWent, ()) {
  Memory memory;
  const Row row = some_row(memory);
  const std::string text = record_json(row, fields()).dump();
  std::string problem;
  const Row back = row_of(Json::parse(text), fields(), nullptr, memory, problem);
  RC_ASSERT(problem.empty());
  RC_ASSERT(same(back, row));
}

RC_GTEST_PROP(RecordJson, WhatItDoesNotNameStays, ()) {
  Memory memory;
  const Row base = some_row(memory), row = some_row(memory);
  Json json = record_json(row, fields());
  const std::size_t left_out = *rc::gen::inRange<std::size_t>(0, fields().size());
  json.erase(fields()[left_out].name);
  std::string problem;
  const Row made = row_of(json, fields(), base, memory, problem);
  RC_ASSERT(problem.empty());
  for (std::size_t i = 0; i < fields().size(); ++i)
    RC_ASSERT(made->begin()[i] == (i == left_out ? base : row)->begin()[i]);
}

TEST(RecordJson, WhatIsNoRecordIsRefusedWithTheReason) {
  Memory memory;
  const auto why = [&memory](const char* text) {
    std::string problem;
    const Row row = row_of(Json::parse(text), fields(), nullptr, memory, problem);
    EXPECT_EQ(row == nullptr, !problem.empty());
    return problem;
  };
  EXPECT_EQ(why(R"([1])"), "it is no object");
  EXPECT_EQ(why(R"({"naem": "Ann"})"), "there is no field \"naem\"");
  EXPECT_EQ(why(R"({"points": "12"})"), "the field \"points\" is of another type than \"12\"");
  EXPECT_EQ(why(R"({"price": 12.5})"), "the field \"price\" is of another type than 12.5");
  EXPECT_EQ(why(R"({"points": 18446744073709551615})"),
            "the field \"points\" is of another type than 18446744073709551615");
  EXPECT_EQ(why(R"({"known": 1})"), "the field \"known\" is of another type than 1");
  EXPECT_EQ(why(R"({"name": "Ann", "rev": "old-1-1"})"), "");
}

}  // namespace
}  // namespace rehearse::simulators::live
