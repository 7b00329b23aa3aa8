// docs/plan-reference.md has a row for each key of the two schemas.
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

#include "scenarios/fault_kinds.hpp"

namespace rehearse::scenarios {
namespace {

using Json = nlohmann::ordered_json;

std::string text_of(const std::string& path) {
  std::ifstream file(REHEARSE_SOURCE_DIR + path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

/// What stands between this heading and the next.
std::string section(const std::string& page, const std::string& name) {
  const std::size_t begin = page.find("\n### " + name + "\n");
  if (begin == std::string::npos) return {};
  const std::size_t end = page.find("\n##", begin + 1);
  return page.substr(begin, end - begin);
}

void compare(const std::string& page, const std::string& name, const Json& object) {
  if (!object.contains("properties")) return;
  const std::string here = section(page, name);
  // Where a rollback goes to is one word, told where it is used.
  if (name == "rollback_target") return;
  ASSERT_FALSE(here.empty()) << "docs/plan-reference.md misses the section ### " << name;
  for (const auto& [key, value] : object["properties"].items()) {
    if (name == "fault" && is_fault_name(key)) continue;  // docs/faults.md
    EXPECT_NE(here.find("\n| `" + key + "`"), std::string::npos)
        << "docs/plan-reference.md, ### " << name << " misses `" << key
        << "`: " << value.value("description", "");
  }
}

TEST(PlanReference, HasEachKeyOfTheSchemas) {
  const std::string page = text_of("/docs/plan-reference.md");
  for (const std::string name : {"plan", "scenario"}) {
    const Json schema = Json::parse(text_of("/scenarios/schema/" + name + ".schema.json"));
    compare(page, name, schema);
    for (const auto& [key, value] : schema["$defs"].items()) compare(page, key, value);
  }
}

}  // namespace
}  // namespace rehearse::scenarios
