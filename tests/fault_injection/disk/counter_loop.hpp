#pragma once
/// Fail the first, the second, ... until a run no longer reaches it.

#include <gtest/gtest.h>

#include <cstdint>
#include <functional>
#include <string>

#include "fault_injection/disk/disk_fault.hpp"
#include "tests/sanitized.hpp"
#include "trial.hpp"

namespace rehearse::fault_injection {

/// Makes the trial for the n-th occasion, runs it, and says whether the fault was reached.
struct Step {
  bool reached = false;
  std::string failure;
};

/// Runs `step(1)`, `step(2)`, ... Returns the last that was reached; a failure ends the loop. Under
/// a sanitizer only some of those after the tenth.
inline std::uint64_t count_until_unreached(const std::function<Step(std::uint64_t)>& step) {
  constexpr std::uint64_t never = 5000;
  std::uint64_t reached = 0;
  for (std::uint64_t n = 1; n < never; n += tests::sanitized && n > 10 ? 4 : 1) {
    const Step done = step(n);
    EXPECT_EQ(done.failure, "") << "at occasion " << n;
    if (!done.failure.empty() || !done.reached) return reached;
    reached = n;
  }
  ADD_FAILURE() << "no run gets by without the fault";
  return never;
}

}  // namespace rehearse::fault_injection
