/// A program of the user's in the place of the application's instances, live: what is wrong about
/// it. That a sound one is certified is own_application in scenarios/certifications.cmake.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "tests/cli/own_program.hpp"

namespace rehearse::tests {
namespace {

using testing::HasSubstr;
namespace fs = std::filesystem;

class CertifyApplication : public OwnProgram {
 protected:
  CertifyApplication() : OwnProgram("own_application") {}
  std::string plan(const std::string& mode) const override {
    const std::string shop = with(plan_of_example(), R"("shop.py", "--port", "{port}")",
                                  "\"" + data("faulty_shop.py") + R"(", "--port", "{port}")");
    return with(shop, R"("--backend", "{backend}")",
                R"("--backend", "{backend}", "--mode", ")" + mode + "\"");
  }
};

TEST_F(CertifyApplication, SimulationSaysThatItDidNotRunItAndNobodyStartsItUnasked) {
  expect_nobody_starts_it_unasked("version v2 was simulated as the plan describes it",
                                  "/application/versions/v2");
}

/// A cache that nobody invalidates.
TEST_F(CertifyApplication, WhoShowsWhatWasTrueOnceIsRejected) {
  const Ran ran = certify("old_news");
  EXPECT_EQ(ran.code, 1) << ran.out << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("C1 session               violated"));
  EXPECT_THAT(certificate(), HasSubstr("version v2 was your program (python3 "));
}

TEST_F(CertifyApplication, WhoShowsWhatNobodyWroteOrWhatIsSomebodyElsesIsRejected) {
  for (const char* mode : {"invents", "mixes_up"}) {
    const Ran ran = certify(mode);
    EXPECT_EQ(ran.code, 1) << mode << ran.out << ran.err;
    EXPECT_THAT(ran.out, HasSubstr("violated"));
  }
}

TEST_F(CertifyApplication, WhoWritesWhatNobodyAskedForIsRejected) {
  const Ran ran = certify("stranger");
  EXPECT_EQ(ran.code, 1) << ran.out << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("D4 no_phantom            violated"));
}

/// It maps records by itself, between the client's and what each side has.
TEST_F(CertifyApplication, OneThatMapsRecordsByItselfIsJudgedByWhatItMadeOfThem) {
  for (const bool right : {true, false}) {
    std::vector<std::string> live = words(right ? "maps" : "maps_wrongly");
    write_whole(folder.file("plan.json"),
                with(with(read_whole(folder.file("plan.json")), R"("run": {)",
                          R"("run": {"own_shapes": true,)"),
                     R"("new": {"store": "sqlite", "database": "shop_new"})",
                     R"("new": {"store": "sqlite", "database": "shop_new"}, "transform": )"
                     R"([{"split": "name", "at": " ", "into": ["first_name", "last_name"]}])"));
    live.insert(live.end(), {"--live", "--allow-commands"});
    const Ran ran = rehearse(live);
    EXPECT_EQ(ran.code, right ? 0 : 1) << ran.out << ran.err;
    EXPECT_THAT(certificate(), HasSubstr("It saw records in the shape of each side"));
  }
}

TEST_F(CertifyApplication, ARecordWithoutItsRevisionEndsTheRun) {
  const Ran ran = certify("no_rev");
  EXPECT_EQ(ran.code, 3) << ran.out << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("python3 answered with a record of customers without the \"rev\" "
                                 "that it had been given with it: {"));
}

TEST_F(CertifyApplication, OneThatDiesEndsTheRunWithWhatItPrinted) {
  const Ran ran = certify("dies");
  EXPECT_EQ(ran.code, 3) << ran.out << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("python3 ended with code 7; it printed: sold the shop"));
}

/// All that the backend has: two tracks of records and one of payments, shadow calls, repairs,
/// undoing, counters, fences. Instances of the model are replaced by the program on the way.
TEST_F(CertifyApplication, AStorefrontThatIsAProgramIsCertifiedToo) {
  const std::string run =
      with(read_whole(data("storefront.run.json")), "SCRIPT", data("storefront.py"));
  write_whole(folder.file("plan.json"),
              with(read_whole(REHEARSE_SOURCE_DIR "/scenarios/ecommerce/plan.json"),
                   R"("v2": {"*": "flags"})", R"("v2": {"*": "flags", "run": )" + run + "}"));
  const Ran ran =
      rehearse({"certify", folder.file("plan.json"), "--scenario", data("storefront.scenario.json"),
                "--live", "--allow-commands", "--runs", "2", "--out", folder.file("out")});
  EXPECT_EQ(ran.code, 0) << ran.out << ran.err;
  EXPECT_THAT(read_whole(folder.file("out") + "/history.jsonl"),
              HasSubstr(R"("event":"shadow_compared")"));
}

/// What it must not ask is refused with what it should have asked.
TEST_F(CertifyApplication, WhatTheBackendDoesNotUnderstandItSays) {
  fs::create_directories(folder.file("kept"));
  std::vector<std::string> live = words("probes");
  live.insert(live.end(), {"--live", "--allow-commands", "--keep"});
  const Ran ran = run({live, {{"TMPDIR", folder.file("kept")}}, "", ""});
  EXPECT_EQ(ran.code, 0) << ran.out << ran.err;
  std::string printed;
  for (const auto& entry : fs::recursive_directory_iterator(folder.file("kept")))
    if (entry.path().string().ends_with(".program.log")) printed += read_whole(entry.path());
  for (const char* said :
       {"400 GET /routes/customers {\"error\": \"the path is /routes/TRACK/KEY\"}",
        "400 GET /cellar/customers/old/1 {\"error\": \"there are /records, /services",
        "400 GET /records/customers/left/1 {\"error\": \"the side is old, new, old+new or new+old",
        "400 GET /records/customers/old/1 {\"error\": \"pass on the header Rehearse-Operation",
        "there is no field \\\"nmae\\\"",
        "the field \\\"points\\\" is of another type than \\\"many\\\"", "it is no object",
        "an add is {\\\"by\\\": INTEGER}", "the path is /services/TRACK/SIDE/VERB",
        "a repair needs the Rev", "it is POST /shadow/TRACK/KEY"})
    EXPECT_THAT(printed, HasSubstr(said));
}

}  // namespace
}  // namespace rehearse::tests
