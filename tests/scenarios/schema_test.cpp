/// The schema files and the reader know the same keys.

#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <string>

#include "scenarios/fault_kinds.hpp"
#include "scenarios/json_text.hpp"
#include "scenarios/reader/key_tables.hpp"

namespace rehearse::scenarios {
namespace {

using reading::KeyTable;

JsonText schema(const std::string& name) {
  const std::string path = std::string(REHEARSE_SOURCE_DIR) + "/scenarios/schema/" + name;
  const auto text = read_text_file(path);
  if (!text) throw std::runtime_error(to_string(text.errors().front()));
  const auto json = parse_json(text.value(), path);
  if (!json) throw std::runtime_error(to_string(json.errors().front()));
  return json.value();
}

/// The object that describes a concept: the root for "plan" and "scenario", else in $defs.
const JsonValue* described(const JsonValue& root, const std::string& concept_name) {
  if (concept_name == "plan" || concept_name == "scenario" || concept_name == "zoo_expectation" ||
      concept_name == "mutant_reasons" || concept_name == "waivers")
    return &root;
  const std::string name = concept_name == "rollback" ? "rollback_target" : concept_name;
  const JsonMember* found = root.member("$defs")->value.member(name);
  return found == nullptr ? nullptr : &found->value;
}

std::vector<std::string> sorted(std::vector<std::string> names) {
  std::sort(names.begin(), names.end());
  return names;
}

std::vector<std::string> keys_of_reader(const KeyTable& table) {
  std::vector<std::string> keys(table.keys.begin(), table.keys.end());
  if (table.name == "fault") {
    const auto kinds = fault_names();
    keys.insert(keys.end(), kinds.begin(), kinds.end());
  }
  return sorted(keys);
}

void compare(const JsonValue& root, const KeyTable& table) {
  const JsonValue* concept_schema = described(root, std::string(table.name));
  ASSERT_NE(concept_schema, nullptr) << table.name << " is not in the schema";
  const JsonMember* properties = concept_schema->member("properties");
  ASSERT_NE(properties, nullptr) << table.name;
  std::vector<std::string> keys;
  for (const JsonMember& property : properties->value.members) {
    keys.push_back(property.key);
    const bool says = property.value.member("description") || property.value.member("$ref") ||
                      property.value.member("enum") || property.value.member("pattern");
    EXPECT_TRUE(says) << table.name << "." << property.key << " is not described";
  }
  EXPECT_EQ(sorted(keys), keys_of_reader(table)) << table.name;
}

TEST(PlanSchema, KnowsTheKeysOfTheReader) {
  const JsonText json = schema("plan.schema.json");
  for (const KeyTable& table : reading::all_plan_tables()) compare(json.root, table);
}

TEST(ScenarioSchema, KnowsTheKeysOfTheReader) {
  const JsonText json = schema("scenario.schema.json");
  for (const KeyTable& table : reading::all_scenario_tables()) compare(json.root, table);
}

TEST(ExpectSchema, KnowsTheKeysOfTheReader) {
  const JsonText json = schema("expect.schema.json");
  for (const KeyTable& table : reading::all_zoo_tables()) compare(json.root, table);
}

TEST(MutantReasonsSchema, KnowsTheKeysOfTheReader) {
  compare(schema("mutant-reasons.schema.json").root, reading::mutant_reasons_table);
}

TEST(WaiversSchema, KnowsTheKeysOfTheReader) {
  const JsonText json = schema("waivers.schema.json");
  compare(json.root, reading::waivers_table);
  compare(json.root, reading::waiver_table);
}

bool has_table(const std::string& name, std::span<const KeyTable> tables) {
  return std::any_of(tables.begin(), tables.end(), [&](const KeyTable& t) {
    return t.name == name || (t.name == "rollback" && name == "rollback_target");
  });
}

/// An object with fixed keys in the schema is a concept of the reader, and the other way round.
void every_object_is_read(const JsonValue& root, std::span<const KeyTable> tables) {
  for (const JsonMember& definition : root.member("$defs")->value.members) {
    if (definition.value.member("properties") == nullptr) continue;
    EXPECT_TRUE(has_table(definition.key, tables)) << definition.key;
  }
}

TEST(PlanSchema, HasNoConceptThatTheReaderLacks) {
  every_object_is_read(schema("plan.schema.json").root, reading::all_plan_tables());
}

TEST(ScenarioSchema, HasNoConceptThatTheReaderLacks) {
  every_object_is_read(schema("scenario.schema.json").root, reading::all_scenario_tables());
}

}  // namespace
}  // namespace rehearse::scenarios
