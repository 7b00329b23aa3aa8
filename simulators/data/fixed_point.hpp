#pragma once
/// Logarithm and power to base 2 with integers only: the same bits with every compiler and machine.
/// Q32 is a number times 2^32.

#include <cstdint>

namespace rehearse::simulators {

constexpr std::int64_t q32_one = std::int64_t{1} << 32U;

/// log2(x) in Q32, x at least 1. The error is below 2^-31; powers of 2 are exact.
std::int64_t log2_q32(std::uint64_t x);

/// 2^(exponent / 2^32) in Q32, rounded to nearest; relative error below 2^-40 where the result has
/// that many bits. Exponents of 31 and more (in units) are not allowed; below -33 gives 0.
std::int64_t exp2_q32(std::int64_t exponent);

/// ln(2) in Q32.
constexpr std::int64_t ln2_q32 = 2'977'044'472;

}  // namespace rehearse::simulators
