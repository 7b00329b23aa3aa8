/// `rehearse diff`, and what `certify` takes along: the certificate before, and waivers.
#include <gmock/gmock.h>

#include "tests/cli/run_program.hpp"

namespace rehearse::tests {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class Companions : public ::testing::Test {
 protected:
  Ran certify(const char* plan, const std::string& out, std::vector<std::string> more = {}) {
    std::vector<std::string> words{
        "certify", data(plan), "--scenario", data("desk.scenario.json"), "--out", folder.file(out)};
    words.insert(words.end(), more.begin(), more.end());
    return rehearse(words);
  }
  TemporaryFolder folder;
};

TEST_F(Companions, ADifferenceForTheWorseIsAFailure) {
  ASSERT_EQ(certify("certified.plan.json", "good").code, 0);
  ASSERT_EQ(certify("rejected.plan.json", "bad").code, 1);
  const Ran worse = rehearse({"diff", folder.file("good"), folder.file("bad")});
  EXPECT_EQ(worse.code, 1) << worse.err;
  EXPECT_THAT(worse.out,
              AllOf(HasSubstr("old  CERTIFIED  notes"), HasSubstr("new  REJECTED  notes"),
                    HasSubstr("newly violated      desk: D3 convergence, in ")));
  const Ran same = rehearse({"diff", folder.file("bad") + "/certificate.json", folder.file("bad")});
  EXPECT_EQ(same.code, 0);
  EXPECT_THAT(same.out, HasSubstr("nothing of note is different"));
}

TEST_F(Companions, ACertificateThatWasChangedIsNotCompared) {
  ASSERT_EQ(certify("certified.plan.json", "good").code, 0);
  std::string text = read_whole(folder.file("good/certificate.json"));
  const std::size_t at = text.find("\"runs\": ");
  text.replace(at, 8, "\"runs\": 9");
  write_whole(folder.file("forged.json"), text);
  const Ran ran = rehearse({"diff", folder.file("good"), folder.file("forged.json")});
  EXPECT_EQ(ran.code, 2);
  EXPECT_THAT(ran.err, HasSubstr("is not the one that its digest was made of"));
  EXPECT_EQ(rehearse({"diff", folder.file("good"), folder.file("none")}).code, 2);
  EXPECT_EQ(rehearse({"diff", folder.file("good")}).code, 2);
}

TEST_F(Companions, TheReportTellsWhatChanged) {
  ASSERT_EQ(certify("certified.plan.json", "good").code, 0);
  const Ran ran = certify("rejected.plan.json", "bad", {"--previous", folder.file("good")});
  EXPECT_EQ(ran.code, 1);
  EXPECT_THAT(ran.out, HasSubstr("  since sha256:"));
  EXPECT_THAT(ran.out, HasSubstr("newly violated"));
  const std::string report = read_whole(folder.file("bad/report.html"));
  EXPECT_THAT(report, AllOf(HasSubstr("id=\"changes\""), HasSubstr("newly violated")));
  EXPECT_THAT(read_whole(folder.file("bad/summary.md")), HasSubstr("newly violated: "));
  // The digest is of what was found, whatever came before.
  EXPECT_EQ(certify("rejected.plan.json", "alone").code, 1);
  EXPECT_EQ(rehearse({"diff", folder.file("alone"), folder.file("bad")}).code, 0);
}

TEST_F(Companions, AWaiverIsTold_AndTheVerdictStays) {
  write_whole(folder.file("waivers.json"), R"({"waivers": [
    {"property": "D3", "owner": "Ana", "reason": "copied by hand on Friday",
     "expires": "2999-12-31"},
    {"property": "no_phantom", "owner": "Bo", "reason": "x", "expires": "2999-12-31"},
    {"property": "D3", "scenario": "other", "owner": "Bo", "reason": "y", "expires": "2999-12-31"},
    {"property": "convergence", "owner": "Cy", "reason": "z", "expires": "2020-02-29"}]})");
  const Ran ran = certify("rejected.plan.json", "bad", {"--waivers", folder.file("waivers.json")});
  EXPECT_EQ(ran.code, 1);
  EXPECT_THAT(ran.out, HasSubstr("waiver: D3, waived by Ana until 2999-12-31: copied by hand on "
                                 "Friday. In force; the verdict stays."));
  EXPECT_THAT(ran.out, HasSubstr("by Bo until 2999-12-31: x. Not needed"));
  EXPECT_THAT(ran.out, HasSubstr("D3 under other, waived by Bo until 2999-12-31: y. Not needed"));
  EXPECT_THAT(ran.out, HasSubstr("by Cy until 2020-02-29: z. Expired: it counts no more."));
  EXPECT_THAT(read_whole(folder.file("bad/report.html")), HasSubstr(">waived</a>"));
  EXPECT_THAT(read_whole(folder.file("bad/junit.xml")), HasSubstr("<failure"));
}

TEST_F(Companions, AWaiverThatIsWrongIsExplained) {
  write_whole(folder.file("waivers.json"), R"({"waivers": [
    {"property": "D9", "owner": "", "expires": "2026-02-30", "reson": "x"}, 7]})");
  const Ran ran = certify("rejected.plan.json", "bad", {"--waivers", folder.file("waivers.json")});
  EXPECT_EQ(ran.code, 2);
  EXPECT_THAT(ran.err,
              AllOf(HasSubstr(":2:18: /waivers/0/property: there is no property \"D9\""),
                    HasSubstr("/waivers/0/owner"), HasSubstr("did you mean \"reason\"?"),
                    HasSubstr("a waiver ends on a day of the calendar"), HasSubstr("/waivers/1")));
  EXPECT_FALSE(exists(folder.file("bad")));
  EXPECT_EQ(certify("rejected.plan.json", "bad", {"--waivers", folder.file("none")}).code, 2);
  write_whole(folder.file("waivers.json"), "[]");
  EXPECT_EQ(certify("rejected.plan.json", "bad", {"--waivers", folder.file("waivers.json")}).code,
            2);
}

}  // namespace
}  // namespace rehearse::tests
