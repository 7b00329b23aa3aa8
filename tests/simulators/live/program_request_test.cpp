#include "simulators/live/program_request.hpp"

#include <gtest/gtest.h>

namespace rehearse::simulators::live {
namespace {

using Json = nlohmann::json;

const Json known_names{{"identity", 17}, {"amount", -1250}, {"key", ""}, {"suppressed", false}};

TEST(ProgramRequest, NamesInBracesAreReplacedInTexts) {
  EXPECT_EQ(filled("/charges/{identity}?cents={amount}", known_names), "/charges/17?cents=-1250");
  EXPECT_EQ(filled("{identity}{identity}", known_names), "1717");
  EXPECT_EQ(filled("{key}", known_names), "");
  EXPECT_EQ(filled("{unknown} { {identity", known_names), "{unknown} { {identity");
  EXPECT_EQ(filled("", known_names), "");
}

TEST(ProgramRequest, ATextThatIsOneNameBecomesItsValue) {
  const Json body{{"order", "{identity}"},
                  {"money", {{"cents", "{amount}"}, {"list", {"{suppressed}", 1, nullptr}}}},
                  {"key", "{key}"},
                  {"reference", "order-{identity}"}};
  const Json expected{{"order", 17},
                      {"money", {{"cents", -1250}, {"list", {false, 1, nullptr}}}},
                      {"key", nullptr},
                      {"reference", "order-17"}};
  EXPECT_EQ(filled_json(body, known_names), expected);
}

TEST(ProgramRequest, PointersFindWhatIsThere) {
  const Json json{{"a", {{"b", {1, 2}}}}, {"x/y", 3}};
  EXPECT_EQ(*found_at(json, "/a/b/1"), 2);
  EXPECT_EQ(*found_at(json, "/x~1y"), 3);
  EXPECT_EQ(*found_at(json, ""), json);
  EXPECT_EQ(found_at(json, "/a/c"), nullptr);
  EXPECT_EQ(found_at(json, "/a/b/7"), nullptr);
  EXPECT_EQ(found_at(json, "/a/b/x"), nullptr);
  EXPECT_EQ(found_at(json, "/~"), nullptr);
  EXPECT_EQ(found_at(Json::parse("no JSON", nullptr, false), ""), nullptr);
}

TEST(ProgramRequest, IntegersAreTakenAsTheyAreWritten) {
  EXPECT_EQ(integer_of(Json(12)), 12);
  EXPECT_EQ(integer_of(Json(-12.0)), -12);
  EXPECT_EQ(integer_of(Json("12")), 12);
  for (const Json& none : {Json(12.5), Json("12x"), Json(""), Json(nullptr), Json(true),
                           Json(1e300), Json(UINT64_MAX), Json("99999999999999999999")})
    EXPECT_EQ(integer_of(none), std::nullopt) << none;
}

TEST(ProgramRequest, EffectsHaveTheNamesOfThePlan) {
  EXPECT_EQ(effect_of(Json("charge")), EffectKind::charge);
  EXPECT_EQ(effect_of(Json("authorise")), EffectKind::authorise);
  EXPECT_EQ(effect_of(Json("capture")), EffectKind::capture);
  EXPECT_EQ(effect_of(Json("refund")), EffectKind::refund);
  EXPECT_EQ(effect_of(Json("void")), EffectKind::void_charge);
  EXPECT_EQ(effect_of(Json("Charge")), std::nullopt);
  EXPECT_EQ(effect_of(Json(1)), std::nullopt);
}

TEST(ProgramRequest, AnIdIsNeverNothing) {
  EXPECT_EQ(id_in(R"({"id": 5})", "/id"), 5);
  EXPECT_EQ(id_in(R"({"id": 0})", "/id"), 1);
  EXPECT_EQ(id_in("no JSON", "/id"), 1);
  EXPECT_EQ(id_in("", ""), 1);
  EXPECT_EQ(id_in(R"({"id": "pay_7"})", "/id"), id_in(R"({"id": "pay_7"})", "/id"));
  EXPECT_NE(id_in(R"({"id": "pay_7"})", "/id"), id_in(R"({"id": "pay_8"})", "/id"));
}

}  // namespace
}  // namespace rehearse::simulators::live
