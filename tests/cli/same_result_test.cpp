/// The same plan, scenario and seed give the same certificate, whoever computes it and however
/// often; and every counterexample reproduces.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "tests/cli/run_program.hpp"
#include "tests/sanitized.hpp"

namespace rehearse::tests {
namespace {

using testing::HasSubstr;

struct Case {
  std::string name, plan, scenario, runs;
  bool small = false;  // cheap enough to be done many times
};

std::vector<Case> cases() {
  const std::string desk = data("desk.scenario.json");
  std::vector<Case> all{{"certified", data("certified.plan.json"), desk, "40", true},
                        {"rejected", data("rejected.plan.json"), desk, "40", true}};
  const std::string shop = std::string(REHEARSE_SOURCE_DIR) + "/scenarios/ecommerce/";
  const std::string sale = shop + "flash-sale.json";
  for (const char* plan : {"plan", "broken/second-write-ignored"}) {
    all.push_back({plan, shop + plan + ".json", sale, sanitized ? "16" : "64", false});
  }
  return all;
}

struct Digests {
  std::string certificate, histories;
  bool operator==(const Digests&) const = default;
};

/// Certifies and gives the digests of the certificate and of all histories.
Digests digests(const Case& one, const std::vector<std::string>& more,
                const std::string& program = {}) {
  const TemporaryFolder folder;
  Invocation invocation;
  invocation.program = program;
  invocation.arguments = {"certify", one.plan, "--scenario", one.scenario,
                          "--runs",  one.runs, "--out",      folder.path()};
  invocation.arguments.insert(invocation.arguments.end(), more.begin(), more.end());
  const Ran ran = run(invocation);
  EXPECT_TRUE(ran.code == 0 || ran.code == 1 || ran.code == 3) << ran.code << ran.err;
  const std::string certificate = read_whole(folder.file("certificate.json"));
  return {member(certificate, "digest"), member(certificate, "histories_digest")};
}

/// A test for each: under a sanitizer one alone takes half a minute.
class SameResultOf : public testing::TestWithParam<Case> {};

TEST_P(SameResultOf, TheSameSeedAndAnyNumberOfJobs) {
  const Case& one = GetParam();
  const Digests first = digests(one, {"--seed", "7", "--jobs", "1"});
  EXPECT_THAT(first.certificate, testing::StartsWith("sha256:"));
  EXPECT_THAT(first.histories, testing::StartsWith("sha256:"));
  EXPECT_EQ(digests(one, {"--seed", "0x7", "--jobs", "5", "--quiet"}), first);
  if (!one.small) return;
  EXPECT_EQ(digests(one, {"--seed", "7", "--jobs", "1"}), first);
  EXPECT_EQ(digests(one, {"--seed", "7", "--jobs", "2"}), first);
}

INSTANTIATE_TEST_SUITE_P(All, SameResultOf, testing::ValuesIn(cases()), [](const auto& one) {
  std::string name = one.param.name;
  std::replace_if(
      name.begin(), name.end(), [](char c) { return c == '/' || c == '-'; }, '_');
  return name;
});

TEST(SameResult, AnotherSeedIsAnotherRehearsal) {
  const Case one = cases().front();
  EXPECT_NE(digests(one, {"--seed", "7"}).histories, digests(one, {"--seed", "8"}).histories);
}

TEST(SameResult, WithAnotherCompiler) {
  const char* other = std::getenv("REHEARSE_OTHER_BINARY");
  if (other == nullptr || *other == '\0') {
    GTEST_SKIP() << "REHEARSE_OTHER_BINARY names no program built by another compiler";
  }
  for (const Case& one : cases()) {
    EXPECT_EQ(digests(one, {"--seed", "7"}, other), digests(one, {"--seed", "7"})) << one.name;
  }
}

TEST(SameResult, OfTwoProgramsSideBySide) {
  const TemporaryFolder folder;
  Invocation left, right;
  left.arguments = {"certify", data("rejected.plan.json"), "--scenario", data("desk.scenario.json"),
                    "--out",   folder.file("left")};
  right = left;
  right.arguments.back() = folder.file("right");
  Program first(left), second(right);
  EXPECT_EQ(first.wait().code, 1);
  EXPECT_EQ(second.wait().code, 1);
  const std::string one = read_whole(folder.file("left/certificate.json"));
  const std::string two = read_whole(folder.file("right/certificate.json"));
  EXPECT_EQ(member(one, "digest"), member(two, "digest"));
  EXPECT_EQ(read_whole(folder.file("left/D3-convergence.json")),
            read_whole(folder.file("right/D3-convergence.json")));
}

TEST(Replay, OfEveryCounterexampleIsTheSameBitForBit) {
  int replayed = 0;
  for (const Case& one : cases()) {
    const TemporaryFolder folder;
    rehearse({"certify", one.plan, "--scenario", one.scenario, "--runs", one.runs, "--out",
              folder.path()});
    for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
      const std::string file = entry.path().filename().string();
      if (entry.path().extension() != ".json" || file.rfind("certificate.", 0) == 0) continue;
      const Ran ran = rehearse({"replay", entry.path().string()});
      EXPECT_EQ(ran.code, 1) << one.name << " " << file << ran.out << ran.err;
      EXPECT_THAT(ran.out, HasSubstr("REPRODUCED   the same history, bit for bit"));
      ++replayed;
    }
  }
  EXPECT_GT(replayed, 1);
}

TEST(Replay, TellsEverythingWithTrace) {
  const TemporaryFolder folder;
  rehearse({"certify", data("rejected.plan.json"), "--scenario", data("desk.scenario.json"),
            "--out", folder.path()});
  const std::string file = folder.file("D3-convergence.json");
  const Ran told = rehearse({"replay", file});
  const Ran traced = rehearse({"replay", file, "--trace"});
  EXPECT_THAT(told.out, HasSubstr("D3: "));
  EXPECT_THAT(told.out, HasSubstr("\n> "));
  EXPECT_THAT(told.out, HasSubstr(" s  conductor"));
  EXPECT_GT(std::count(traced.out.begin(), traced.out.end(), '\n'),
            std::count(told.out.begin(), told.out.end(), '\n'));
}

TEST(Replay, SaysWhenItDiverges) {
  const TemporaryFolder folder;
  rehearse({"certify", data("rejected.plan.json"), "--scenario", data("desk.scenario.json"),
            "--out", folder.path()});
  std::string saved = read_whole(folder.file("D3-convergence.json"));
  const std::size_t choice = saved.find("    [\"delay\"");
  ASSERT_NE(choice, std::string::npos);
  saved.erase(choice, saved.find('\n', choice) + 1 - choice);
  write_whole(folder.file("edited.json"), saved);
  const Ran ran = rehearse({"replay", folder.file("edited.json")});
  EXPECT_EQ(ran.code, 5) << ran.out;
  EXPECT_THAT(ran.out, HasSubstr("DIVERGED   "));
  EXPECT_THAT(ran.out, HasSubstr("1 choice that the file does not hold"));
}

TEST(Replay, SaysWhatAFileIsThatIsNoCounterexample) {
  const TemporaryFolder folder;
  rehearse({"certify", data("certified.plan.json"), "--runs", "2", "--out", folder.path()});
  const Ran certificate = rehearse({"replay", folder.file("certificate.json")});
  EXPECT_EQ(certificate.code, 2);
  EXPECT_THAT(certificate.err, HasSubstr("this is a certificate, not a counterexample"));
}

}  // namespace
}  // namespace rehearse::tests
