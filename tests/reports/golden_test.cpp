/// The reports of the four fixtures, compared with the files in golden/. After a wanted change:
///   REHEARSE_UPDATE_GOLDEN=1 ctest -R Golden
/// and read the difference before you commit it.

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "reports/html/html_report.hpp"
#include "reports/in_toto.hpp"
#include "reports/junit.hpp"
#include "reports/markdown.hpp"
#include "tests/reports/fixtures.hpp"

namespace rehearse::tests {
namespace {

std::string read(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

void expect_golden(const std::string& name, const std::string& text) {
  const std::string path = std::string(REHEARSE_SOURCE_DIR) + "/tests/reports/golden/" + name;
  if (std::getenv("REHEARSE_UPDATE_GOLDEN") != nullptr) {
    std::ofstream(path, std::ios::binary) << text;
    return;
  }
  const std::string golden = read(path);
  ASSERT_FALSE(golden.empty()) << "no " << path << "; run with REHEARSE_UPDATE_GOLDEN=1";
  if (golden == text) return;
  std::size_t at = 0;
  while (at < golden.size() && at < text.size() && golden[at] == text[at]) ++at;
  const std::size_t from = at > 60 ? at - 60 : 0;
  ADD_FAILURE() << path << " differs at byte " << at << "\n  golden: " << golden.substr(from, 160)
                << "\n  now:    " << text.substr(from, 160)
                << "\nIf that is wanted: REHEARSE_UPDATE_GOLDEN=1, and read the difference.";
}

class Golden : public testing::TestWithParam<Fixture> {};

INSTANTIATE_TEST_SUITE_P(Fixtures, Golden, testing::ValuesIn(all_fixtures()),
                         [](const auto& fixture) { return fixture.param.name; });

TEST_P(Golden, Html) {
  expect_golden(GetParam().name + ".html", reports::html_report(GetParam().make(), {}));
}

TEST_P(Golden, JUnit) {
  expect_golden(GetParam().name + ".xml", reports::junit_report(GetParam().make()));
}

TEST_P(Golden, Markdown) {
  expect_golden(GetParam().name + ".md", reports::markdown_summary(GetParam().make()));
}

TEST_P(Golden, InToto) {
  expect_golden(GetParam().name + ".intoto.json", reports::in_toto_statement(GetParam().make()));
}

}  // namespace
}  // namespace rehearse::tests
