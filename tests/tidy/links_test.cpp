#include "tests/tidy/links.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

namespace rehearse::tidy {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;

TEST(Links, HeadingsAreCalledAsInAddresses) {
  EXPECT_THAT(anchors_of("# One\ntext\n## A `run`, twice: why?\n```\n# no heading\n```\n#none\n"),
              ElementsAre("one", "a-run-twice-why"));
}

TEST(Links, ThatLeadNowhereAreFound) {
  const fs::path folder = fs::path(testing::TempDir()) / "links";
  fs::create_directories(folder / "docs");
  std::ofstream(folder / "docs/other.md") << "# Here\n";
  std::ofstream(folder / "page.md") << "# Top\n[a](docs/other.md#here) [b](#top) [c](https://x.y)\n"
                                       "[d](docs/none.md) [e](docs/other.md#there)\n[f](#bottom)\n";
  EXPECT_THAT(dead_links(folder, "page.md"),
              ElementsAre(Finding{"page.md", 3, "there is no docs/none.md"},
                          Finding{"page.md", 3, "no heading of other.md is #there"},
                          Finding{"page.md", 4, "no heading of page.md is #bottom"}));
}

TEST(Links, OfOurPagesLeadSomewhere) {
  const fs::path root = REHEARSE_SOURCE_DIR;
  std::vector<fs::path> pages{"README.md", "CONTRIBUTING.md"};
  for (const char* folder : {"docs", "scenarios", "examples"})
    for (const auto& entry : fs::recursive_directory_iterator(root / folder))
      if (entry.path().extension() == ".md") pages.push_back(fs::relative(entry.path(), root));
  EXPECT_GT(pages.size(), 15U);
  for (const fs::path& page : pages)
    for (const auto& [path, line, message] : dead_links(root, page))
      ADD_FAILURE_AT((root / path).c_str(), static_cast<int>(line)) << message;
}

}  // namespace
}  // namespace rehearse::tidy
