/// The part of the scenario schema that lists the faults is written from the catalogue:
/// REHEARSE_UPDATE_GOLDEN=1 writes it anew.

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "scenarios/fault_kinds.hpp"

namespace rehearse::scenarios {
namespace {

using Json = nlohmann::ordered_json;

std::string sentence(std::string_view promise) {
  std::string text(promise);
  text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text + ".";
}

/// `schema` with the kinds and groups of the catalogue, and of messages.
Json with_catalogue(const Json& schema) {
  Json made = schema;
  Json& fault = made["$defs"]["fault"];
  Json properties = Json::object();
  const auto add = [&](std::string_view name, const std::string& text) {
    properties[std::string(name)] = {{"$ref", "#/$defs/fault_parameters"}, {"description", text}};
  };
  for (const FaultKind& kind : fault_kinds()) add(kind.name, sentence(kind.promise));
  for (const std::string_view group : fault_groups())
    add(group, "Any fault of the group " + std::string(group) + ".");
  for (const auto& [key, value] : fault["properties"].items()) {
    const bool of_kind = value.contains("$ref") && value["$ref"] == "#/$defs/fault_parameters";
    if (!of_kind) properties[key] = value;
  }
  properties["any_of"]["items"]["enum"] = fault_names();
  const auto kinds = message_kind_names();
  properties["of"] = {{"enum", std::vector<std::string>(kinds.begin(), kinds.end())},
                      {"description", "Only messages of this kind."}};
  fault["properties"] = properties;
  return made;
}

TEST(FaultSchema, ListsTheCatalogue) {
  const std::string path = REHEARSE_SOURCE_DIR "/scenarios/schema/scenario.schema.json";
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  const Json schema = Json::parse(text.str());
  const std::string wanted = with_catalogue(schema).dump(2) + "\n";
  if (std::getenv("REHEARSE_UPDATE_GOLDEN") != nullptr) std::ofstream(path) << wanted;
  EXPECT_EQ(text.str(), wanted) << "REHEARSE_UPDATE_GOLDEN=1 writes the schema anew";
}

TEST(FaultCatalogue, IsComplete) {
  for (const FaultKind& kind : fault_kinds()) {
    EXPECT_FALSE(kind.promise.empty()) << kind.name;
    EXPECT_FALSE(kind.where.empty()) << kind.name;
    EXPECT_FALSE(kind.sources.empty()) << kind.name;
    EXPECT_EQ(kind.usual.count() == 0 && kind.name != "duplicated", kind.duration_is.empty())
        << kind.name;
  }
}

}  // namespace
}  // namespace rehearse::scenarios
