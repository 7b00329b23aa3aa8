/// The tables of docs/faults.md and docs/properties.md are what `rehearse generate` prints.
/// REHEARSE_UPDATE_GOLDEN=1 writes them anew.

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "tests/cli/run_program.hpp"

namespace rehearse::tests {
namespace {

void expect_page_with(const std::string& topic) {
  const std::string path = REHEARSE_SOURCE_DIR "/docs/" + topic + ".md";
  const std::string begin = "<!-- rehearse generate " + topic + " -->\n", end = "<!-- end -->\n";
  const std::string page = read_whole(path);
  const std::size_t from = page.find(begin);
  ASSERT_NE(from, page.npos) << path;
  const std::size_t to = page.find(end, from);
  ASSERT_NE(to, page.npos) << path;

  const Ran ran = rehearse({"generate", topic});
  ASSERT_EQ(ran.code, 0) << ran.err;
  const std::string wanted = page.substr(0, from) + begin + ran.out + page.substr(to);
  if (std::getenv("REHEARSE_UPDATE_GOLDEN") != nullptr) std::ofstream(path) << wanted;
  EXPECT_EQ(read_whole(path), wanted) << "REHEARSE_UPDATE_GOLDEN=1 writes the page anew";
}

TEST(References, OfFaultsAreMadeFromTheCatalogue) { expect_page_with("faults"); }

TEST(References, OfPropertiesAreMadeFromTheCatalogue) { expect_page_with("properties"); }

}  // namespace
}  // namespace rehearse::tests
