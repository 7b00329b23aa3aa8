#include "harness/live/small_disk.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <memory>

#include "tests/simulators/store_fixture.hpp"

namespace rehearse::harness::live {
namespace {

/// 0, or why not; the whole pages of a tmpfs are what can run out.
int append_a_page(const std::string& file) {
  const std::string page(65'536, 'x');
  const int descriptor = open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  if (descriptor < 0) return errno;
  const ssize_t written = write(descriptor, page.data(), page.size());
  const int why = written < 0 ? errno : written < static_cast<ssize_t>(page.size()) ? ENOSPC : 0;
  close(descriptor);
  return why;
}

int overwrite_first_byte(const std::string& file) {
  std::fstream out(file, std::ios::in | std::ios::out);
  out.put('y').flush();
  return out ? 0 : 1;
}

TEST(SmallDisk, IsFullWhenItIsToldAndHasRoomAgain) {
  if (!SmallDisk::allowed()) GTEST_SKIP() << "nothing can be mounted here";
  const simulators::ScratchFolder scratch;
  const std::string folder = scratch.path("disk");
  std::filesystem::create_directory(folder);
  const std::string file = folder + "/file";
  {
    SmallDisk disk(folder);
    EXPECT_EQ(append_a_page(file), 0);
    disk.fill(true);
    EXPECT_EQ(append_a_page(file), ENOSPC);
    EXPECT_EQ(append_a_page(folder + "/other"), ENOSPC);
    EXPECT_EQ(overwrite_first_byte(file), 0) << "what is there can be written";
    disk.fill(false);
    EXPECT_EQ(append_a_page(file), 0);
    EXPECT_EQ(std::filesystem::file_size(file), 2 * 65'536U);
  }
  EXPECT_EQ(std::filesystem::file_size(file), 2 * 65'536U) << "it is left in the folder";
  std::ifstream in(file);
  EXPECT_EQ(in.get(), 'y');
}

TEST(SmallDisk, TwoAreFullEachByItself) {
  if (!SmallDisk::allowed()) GTEST_SKIP() << "nothing can be mounted here";
  const simulators::ScratchFolder scratch;
  for (const char* const name : {"one", "two"})
    std::filesystem::create_directory(scratch.path(name));
  SmallDisk one(scratch.path("one")), two(scratch.path("two"));
  EXPECT_EQ(append_a_page(scratch.path("one") + "/file"), 0);
  one.fill(true);
  EXPECT_EQ(append_a_page(scratch.path("one") + "/file"), ENOSPC);
  EXPECT_EQ(append_a_page(scratch.path("two") + "/file"), 0);
}

}  // namespace
}  // namespace rehearse::harness::live
