#pragma once
/// RapidCheck with more cases than it tries by itself, for histories that cost microseconds.

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cstdint>
#include <sstream>
#include <vector>

#include "tests/sanitized.hpp"

namespace rehearse::harness {

constexpr int many_histories = tests::sanitized ? 3'000 : 100'000;

/// Random bytes, which a script is read from; all sizes are alike.
inline rc::Gen<std::vector<std::uint8_t>> script_of(std::size_t bytes) {
  return rc::gen::resize(rc::kNominalSize, rc::gen::container<std::vector<std::uint8_t>>(
                                               bytes, rc::gen::inRange<std::uint8_t>(0, 255)));
}

/// Tries `one`, which asserts with RC_ASSERT, `many_histories` times.
template <typename One>
void check_many(One one) {
  rc::detail::TestParams parameters = rc::detail::configuration().testParams;
  parameters.maxSuccess = many_histories;
  const auto result = rc::detail::checkTestable(one, rc::detail::TestMetadata(), parameters);
  std::ostringstream told;
  rc::detail::printResultMessage(result, told);
  rc::detail::SuccessResult success;
  EXPECT_TRUE(result.match(success)) << told.str();
}

}  // namespace rehearse::harness
