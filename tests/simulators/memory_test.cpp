/// The run's memory: interning, keeping, resetting, and that it stays flat.

#include "simulators/data/memory.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

namespace rehearse::simulators {
namespace {

TEST(Memory, InternsEqualTexts) {
  Memory memory;
  const Text* ada = memory.text("Ada");
  EXPECT_EQ(memory.text(std::string("Ada")), ada);
  EXPECT_NE(memory.text("Grace"), ada);
  EXPECT_EQ(ada->view(), "Ada");
  EXPECT_EQ(memory.text(""), memory.text(std::string_view{}));
  EXPECT_NE(memory.text(std::string_view("a\0", 2)), memory.text("a"));
}

TEST(Memory, DigestsAreStableAcrossMemories) {
  Memory one, two;
  two.text("something else first");
  EXPECT_EQ(one.text("Ada")->digest, two.text("Ada")->digest);
  EXPECT_EQ(one.text("Ada")->digest, digest_bytes("Ada"));
  const std::array values{Value::of(3), Value::of_bool(true), Value{}};
  EXPECT_EQ(one.row(values)->digest, two.row(values)->digest);
}

TEST(Memory, RowsDifferByEveryField) {
  Memory memory;
  const std::array values{Value::of(1), Value::of(memory.text("x")), Value::of_bool(false)};
  const Row row = memory.row(values);
  EXPECT_TRUE(same(row, memory.row(values)));
  EXPECT_FALSE(same(row, memory.with(row, 0, Value::of(2))));
  EXPECT_FALSE(same(row, memory.with(row, 1, Value{})));
  EXPECT_FALSE(same(row, memory.with(row, 2, Value::of(std::int64_t{0})))) << "boolean is not 0";
  EXPECT_TRUE(same(row, memory.with(memory.with(row, 0, Value::of(2)), 0, Value::of(1))));
  EXPECT_FALSE(same(row, nullptr));
  EXPECT_TRUE(same(memory.row({}), memory.row({})));
}

TEST(Memory, ResetForgetsTheRunAndKeepsTheKept) {
  Memory memory;
  const Text* kept = memory.text("kept");
  memory.keep();
  const std::size_t used = memory.used();
  const Text* first = memory.text("of the run");
  memory.reset();
  EXPECT_EQ(memory.used(), used);
  EXPECT_EQ(memory.text("kept"), kept);
  EXPECT_EQ(memory.text("another"), first) << "the space is used again";
  EXPECT_EQ(kept->view(), "kept");
}

TEST(Memory, WithoutKeepResetForgetsAll) {
  Memory memory;
  const Text* first = memory.text("a");
  memory.reset();
  EXPECT_EQ(memory.used(), 0U);
  EXPECT_EQ(memory.text("b"), first);
}

// Texts of both sorts collide in one table that grows during a run: none may get lost or double.
TEST(Memory, GrowsThroughKeptAndPassingTexts) {
  Memory memory;
  std::vector<const Text*> kept;
  for (int i = 0; i < 5000; ++i) kept.push_back(memory.text("kept " + std::to_string(i)));
  memory.keep();
  for (int run = 0; run < 3; ++run) {
    std::vector<const Text*> passing;
    const int size = run == 1 ? 40'000 : 3000;
    for (int i = 0; i < size; ++i) passing.push_back(memory.text("run " + std::to_string(i)));
    for (int i = 0; i < size; ++i)
      ASSERT_EQ(memory.text("run " + std::to_string(i)), passing[static_cast<std::size_t>(i)]);
    memory.reset();
    for (int i = 0; i < 5000; ++i)
      ASSERT_EQ(memory.text("kept " + std::to_string(i)), kept[static_cast<std::size_t>(i)]);
  }
}

TEST(Memory, HandsOutAlignedSpaceOfAnySize) {
  Memory memory;
  for (const std::size_t size :
       {std::size_t{1}, std::size_t{9}, std::size_t{300'000}, std::size_t{2'000'000}}) {
    void* space = memory.allocate(size);
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(space) % 8, 0U);
    std::memset(space, 1, size);
  }
  EXPECT_GE(memory.used(), 2'300'000U);
}

TEST(Memory, KeepsItsBlocksFromRunToRun) {
  Memory memory;
  memory.text("kept");
  memory.keep();
  std::vector<const void*> first, second;
  const auto run = [&memory](std::vector<const void*>& where) {
    for (int i = 0; i < 100; ++i)
      where.push_back(memory.allocate(10'000 + static_cast<std::size_t>(i)));
    memory.reset();
  };
  run(first);
  run(second);
  EXPECT_EQ(first, second);
}

}  // namespace
}  // namespace rehearse::simulators
