#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

/// gtest_discover_tests() drops properties without a word when a list meets its flattening, and
/// CTest lets a test without TIMEOUT run for 25 minutes. So we ask CTest what it knows.
namespace rehearse::tidy {
namespace {

/// What is missing from one test of `ctest --show-only=json-v1`, or "".
std::string missing(const nlohmann::json& test) {
  bool timeout = false;
  bool label = false;
  for (const auto& property : test.value("properties", nlohmann::json::array())) {
    const auto name = property.at("name").get<std::string>();
    if (name == "TIMEOUT") timeout = property.at("value").get<double>() > 0;
    if (name == "LABELS") label = !property.at("value").empty();
  }
  if (test.at("name").get<std::string>().ends_with("_NOT_BUILT")) return "its executable";
  return !timeout ? "TIMEOUT" : !label ? "a label" : "";
}

TEST(CtestProperties, AMissingOneIsNoticed) {
  const auto with = [](const char* properties) {
    return missing(
        nlohmann::json{{"name", "x"}, {"properties", nlohmann::json::parse(properties)}});
  };
  EXPECT_EQ(with("[]"), "TIMEOUT");
  EXPECT_EQ(with(R"([{"name": "TIMEOUT", "value": 9.0}])"), "a label");
  EXPECT_EQ(with(R"([{"name": "LABELS", "value": ["a"]}])"), "TIMEOUT");
  EXPECT_EQ(with(R"([{"name": "LABELS", "value": ["a"]}, {"name": "TIMEOUT", "value": 9.0}])"), "");
}

TEST(CtestProperties, EachTestHasATimeoutAndALabel) {
  const std::string answer = std::string(REHEARSE_BINARY_DIR) + "/ctest-properties.json";
  const std::string command = std::string("'") + REHEARSE_CTEST + "' --test-dir '" +
                              REHEARSE_BINARY_DIR + "' --show-only=json-v1 > '" + answer + "'";
  ASSERT_EQ(std::system(command.c_str()), 0) << command;
  std::ifstream in(answer);
  const auto tests = nlohmann::json::parse(in).at("tests");
  EXPECT_GT(tests.size(), 20U);
  for (const auto& test : tests) {
    const auto what = missing(test);
    EXPECT_EQ(what, "") << test.at("name") << " has not " << what;
  }
}

}  // namespace
}  // namespace rehearse::tidy
