/// Every file of the output folder appears whole or not at all.

#include "cli/output_folder.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <ostream>
#include <stdexcept>

#include "tests/cli/run_program.hpp"

namespace rehearse::tests {
namespace {

TEST(OutputFolder, WhatIsPrintedPieceByPieceIsThereWhole) {
  const TemporaryFolder temporary;
  const cli::OutputFolder folder(temporary.path());
  std::string wanted;
  const auto problem = folder.write("long.txt", [&](std::ostream& out) {
    for (int i = 0; i < 50'000; ++i) {
      const std::string line = "line " + std::to_string(i) + "\n";
      wanted += line;
      out << line;
    }
  });
  EXPECT_FALSE(problem);
  EXPECT_EQ(read_whole(temporary.file("long.txt")), wanted);
}

TEST(OutputFolder, NothingIsLeftOfWhatWasNotFinished) {
  const TemporaryFolder temporary;
  const cli::OutputFolder folder(temporary.path());
  EXPECT_FALSE(folder.write("kept.txt", "before"));
  const auto half = [](std::ostream& out) {
    out << std::string(100'000, 'x');
    throw std::runtime_error("no memory for the rest");
  };
  EXPECT_THROW(folder.write("kept.txt", half), std::runtime_error);
  EXPECT_EQ(read_whole(temporary.file("kept.txt")), "before");
  const std::filesystem::directory_iterator entries(temporary.path()), end;
  EXPECT_EQ(std::distance(entries, end), 1);
}

TEST(OutputFolder, AFolderThatIsNotThereIsTold) {
  const TemporaryFolder temporary;
  const cli::OutputFolder nowhere(temporary.file("nowhere"));
  const auto problem = nowhere.write("a.txt", "text");
  ASSERT_TRUE(problem);
  EXPECT_EQ(problem->message, "the file cannot be written: No such file or directory");
}

}  // namespace
}  // namespace rehearse::tests
