#include "simulators/data/fixed_point.hpp"

#include <array>
#include <bit>

#include "scenarios/ensure.hpp"

namespace rehearse::simulators {

namespace {

__extension__ using Wide = unsigned __int128;
constexpr std::uint64_t q62_one = std::uint64_t{1} << 62U;

/// floor(sqrt(x)), bit by bit.
constexpr std::uint64_t integer_root(Wide x) {
  std::uint64_t root = 0;
  for (int bit = 63; bit >= 0; --bit) {
    const std::uint64_t tried = root | (std::uint64_t{1} << static_cast<unsigned>(bit));
    if (static_cast<Wide>(tried) * tried <= x) root = tried;
  }
  return root;
}

/// 2^(2^-(k+1)) in Q62: each is the root of the one before, the first the root of 2.
constexpr std::array<std::uint64_t, 32> make_roots() {
  std::array<std::uint64_t, 32> roots{};
  std::uint64_t previous = 2 * q62_one;
  for (std::uint64_t& root : roots) {
    root = integer_root(static_cast<Wide>(previous) << 62U);
    previous = root;
  }
  return roots;
}

constexpr std::array<std::uint64_t, 32> roots_q62 = make_roots();

/// log2 of a Q63 in [1, 2) in Q62, by repeated squaring (Knuth, TAOCP 1.2.2, exercise 25): a square
/// of 2 and more gives the next bit.
constexpr std::uint64_t log2_by_squaring(std::uint64_t mantissa) {
  std::uint64_t result = 0;
  for (int bit = 0; bit < 62; ++bit) {
    const Wide square = static_cast<Wide>(mantissa) * mantissa;  // Q126, in [1, 4)
    const bool at_least_two = (square >> 127U) != 0;
    mantissa = static_cast<std::uint64_t>(square >> (at_least_two ? 64U : 63U));
    result = result * 2 + (at_least_two ? 1 : 0);
  }
  return result;
}

/// A point of [1, 2), every 1/256: its logarithm in Q62, and 1 / point in Q64 (1 itself: one less).
struct LogarithmPoint {
  std::uint64_t log2_q62;
  std::uint64_t inverse_q64;
};
constexpr unsigned point_bits = 8;

constexpr std::array<LogarithmPoint, 1U << point_bits> make_points() {
  std::array<LogarithmPoint, 1U << point_bits> points{};
  for (std::uint64_t i = 0; i < points.size(); ++i) {
    const std::uint64_t point = (points.size() + i) << (63 - point_bits);  // Q63
    points[i] = {log2_by_squaring(point),
                 static_cast<std::uint64_t>(((Wide{1} << 127U) - 1) / point)};
  }
  return points;
}

constexpr std::array<LogarithmPoint, 1U << point_bits> points = make_points();

/// The product of two Q64 below 1.
constexpr std::uint64_t product_q64(std::uint64_t a, std::uint64_t b) {
  return static_cast<std::uint64_t>((static_cast<Wide>(a) * b) >> 64U);
}

/// log2(e) - 1 in Q64.
constexpr std::uint64_t log2_e_less_one = 8'166'282'121'979'093'367ULL;

}  // namespace

// log2 of the next lower point, and the series of ln(1 + x) for the rest: x is below 2^-8, so what
// follows the fourth power is below 2^-42.
std::int64_t log2_q32(std::uint64_t x) {
  REHEARSE_ENSURE(x >= 1);
  const int whole = 63 - std::countl_zero(x);
  const std::uint64_t mantissa = x << static_cast<unsigned>(63 - whole);  // Q63, in [1, 2)
  const unsigned index = static_cast<unsigned>(mantissa >> (63 - point_bits)) % points.size();
  const std::uint64_t beyond = mantissa & ((std::uint64_t{1} << (63 - point_bits)) - 1);  // Q63
  const std::uint64_t rest = static_cast<std::uint64_t>(  // Q64, below 2^-8
      (static_cast<Wide>(beyond) * points[index].inverse_q64) >> 63U);
  const std::uint64_t square = product_q64(rest, rest);
  const std::uint64_t cube = product_q64(square, rest);
  const std::uint64_t ln = rest - square / 2 + cube / 3 - product_q64(cube, rest) / 4;
  const std::uint64_t fraction =
      points[index].log2_q62 + (ln + product_q64(ln, log2_e_less_one)) / 4;  // Q62
  return whole * q32_one + static_cast<std::int64_t>(fraction >> 30U);
}

std::int64_t exp2_q32(std::int64_t exponent) {
  REHEARSE_ENSURE(exponent < 31 * q32_one);
  const std::int64_t whole = exponent >> 32U;  // rounds down, also below 0
  if (whole < -33) return 0;
  const auto fraction = static_cast<std::uint32_t>(exponent & (q32_one - 1));
  std::uint64_t mantissa = q62_one;
  for (unsigned bit = 0; bit < 32; ++bit)
    if ((fraction >> (31U - bit) & 1U) != 0)
      mantissa = static_cast<std::uint64_t>((static_cast<Wide>(mantissa) * roots_q62[bit]) >> 62U);
  const auto shift = static_cast<unsigned>(30 - whole);  // from Q62 to Q32, times 2^whole: 0..63
  if (shift == 0) return static_cast<std::int64_t>(mantissa);
  return static_cast<std::int64_t>((mantissa + (std::uint64_t{1} << (shift - 1))) >> shift);
}

}  // namespace rehearse::simulators
