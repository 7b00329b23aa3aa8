/// What strangers send is read or refused, with a word why, and never crashes: thousands of spoilt
/// inputs of each kind, the same ones every time. `tools/fuzz` lets libFuzzer look for more.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "tests/fuzz/spoil.hpp"
#include "tests/fuzz/targets.hpp"
#include "tests/sanitized.hpp"

namespace rehearse::fuzz {
namespace {

/// Bytes to be read for each target, so that none takes more than some seconds.
constexpr std::size_t bytes_of_work = tests::sanitized ? 8'000'000 : 120'000'000;
constexpr std::size_t tries_least = 300;
constexpr std::size_t tries_most = tests::sanitized ? 2'000 : 40'000;

class Readers : public testing::TestWithParam<Target> {};

INSTANTIATE_TEST_SUITE_P(All, Readers, testing::ValuesIn(all_targets()),
                         [](const auto& target) { return std::string(target.param.name); });

TEST_P(Readers, ReadTheirSeeds) {
  const std::vector<std::string> seeds = GetParam().seeds();
  ASSERT_FALSE(seeds.empty());
  for (const std::string& seed : seeds) EXPECT_TRUE(GetParam().read(seed)) << seed.substr(0, 200);
}

TEST_P(Readers, SurviveWhatIsSpoilt) {
  const std::vector<std::string> seeds = GetParam().seeds();
  Draws draws(1);
  std::size_t read = 0, refused = 0, work = 0;
  for (std::size_t i = 0; i < tries_most && (work < bytes_of_work || i < tries_least); ++i) {
    const std::string& seed = seeds[i % seeds.size()];
    const std::string text = spoilt(seed, seeds[draws.below(seeds.size())], draws);
    work += text.size();
    SCOPED_TRACE("spoilt input " + std::to_string(i));
    ASSERT_NO_THROW(GetParam().read(text) ? ++read : ++refused);
  }
  EXPECT_GT(refused, 0U);  // else nothing was spoilt
  EXPECT_GT(read, 0U) << "all were refused: what lies behind the reader was not tried";
}

/// What was wrong in a way worth keeping, and what a fuzzer once found.
TEST_P(Readers, SurviveWhatWasFoundBefore) {
  const std::filesystem::path folder = std::filesystem::path(REHEARSE_SOURCE_DIR) /
                                       "tests/fuzz/corpus" / std::string(GetParam().name);
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    ++files;
    std::ifstream file(entry.path(), std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(file), {}};
    SCOPED_TRACE(entry.path().string());
    ASSERT_NO_THROW(GetParam().read(bytes));
  }
  EXPECT_GT(files, 0U) << folder;
}

/// The judge of these tests can say no.
TEST(Draws, AreTheSameEverywhere) {
  Draws draws(1);
  EXPECT_EQ(draws.next(), 0x910a2dec89025cc1U);
  EXPECT_NE(spoilt("{\"a\": 1}", "{}", draws), "{\"a\": 1}");
}

}  // namespace
}  // namespace rehearse::fuzz
