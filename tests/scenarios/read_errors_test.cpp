/// One edit of a good file, one mistake, one sentence: exact texts, for people read them. The edits
/// are data: data/plan_mistakes.json and data/scenario_mistakes.json.

#include <gmock/gmock.h>

#include "scenarios/json_text.hpp"
#include "scenarios/read_plan.hpp"
#include "scenarios/read_scenario.hpp"
#include "sketch.hpp"

namespace rehearse::scenarios {
namespace {

struct Edit {
  std::string from, to;
  std::string expected;  ///< Behind the file's name.
};

std::vector<Edit> edits(const std::string& name) {
  const auto json = parse_json(testing::data_file(name), name);
  if (!json) throw std::runtime_error(to_string(json.errors().front()));
  std::vector<Edit> all;
  for (const JsonValue& item : json.value().root.items) {
    all.push_back({item.member("replace")->value.string, item.member("by")->value.string,
                   item.member("expected")->value.string});
  }
  return all;
}

template <typename T>
std::string lines(const Result<T>& read) {
  std::string text;
  if (read) return text;
  for (const Error& error : read.errors()) {
    text += (text.empty() ? "" : "\n") + to_string(error).substr(std::string("file:").size());
  }
  return text;
}

TEST(ReadPlan, SaysWhatTheFileIsInstead) {
  EXPECT_EQ(lines(read_plan(R"({"name": "x", "traffic": {}})", "file")),
            "1:1: this is a scenario, not a plan; name the plan, and the scenario with --scenario");
  EXPECT_EQ(lines(read_scenario(R"({"tracks": {}, "phases": []})", "file")),
            "1:1: this is a plan, not a scenario; name a scenario, a file with \"traffic\"");
  EXPECT_EQ(lines(read_plan(R"({"rehearse_counterexample": 1})", "file")),
            "1:1: this is a counterexample, not a plan; name the plan, and the scenario with "
            "--scenario");
}

class PlanMistake : public ::testing::TestWithParam<Edit> {};
class ScenarioMistake : public ::testing::TestWithParam<Edit> {};

TEST_P(PlanMistake, IsSaidOnce) {
  const std::string text = testing::edited(testing::sound_plan(), GetParam().from, GetParam().to);
  EXPECT_EQ(lines(read_plan(text, "file")), GetParam().expected);
}

TEST_P(ScenarioMistake, IsSaidOnce) {
  const std::string text =
      testing::edited(testing::sketch_scenario(), GetParam().from, GetParam().to);
  EXPECT_EQ(lines(read_scenario(text, "file")), GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(All, PlanMistake, ::testing::ValuesIn(edits("plan_mistakes.json")));
INSTANTIATE_TEST_SUITE_P(All, ScenarioMistake,
                         ::testing::ValuesIn(edits("scenario_mistakes.json")));

TEST(ReadPlan, SaysAllMistakesAtOnceInTheOrderOfTheFile) {
  std::string text = testing::sound_plan();
  text = testing::edited(text, "\"scale\": \"total\"", "\"scale\": \"totl\"");
  text = testing::edited(text, "\"call\": \"payments\"", "\"call\": \"payment\"");
  text = testing::edited(text, "\"over\": \"5s\"", "\"over\": 5");
  const auto read = read_plan(text, "file");
  ASSERT_FALSE(read);
  ASSERT_EQ(read.errors().size(), 3U);
  EXPECT_LT(read.errors()[0].line, read.errors()[1].line);
  EXPECT_LT(read.errors()[1].line, read.errors()[2].line);
}

}  // namespace
}  // namespace rehearse::scenarios
