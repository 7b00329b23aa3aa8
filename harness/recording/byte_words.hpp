#pragma once
/// Text, eight bytes at a time: a word has the first byte lowest.

#include <bit>
#include <cstdint>
#include <cstring>

namespace rehearse::harness {

inline std::uint64_t word_at(const char* at) {
  std::uint64_t word = 0;
  std::memcpy(&word, at, sizeof word);
  return word;
}

constexpr std::uint64_t every_byte = 0x0101010101010101U, top_bits = 0x80 * every_byte;

/// Top bit set in every byte of `word` that does not lie in [first, last], which are below 0x80.
constexpr std::uint64_t outside(std::uint64_t word, unsigned first, unsigned last) {
  const std::uint64_t low = word & ~top_bits;
  const std::uint64_t at_least = low + (0x80U - first) * every_byte;
  const std::uint64_t beyond = low + (0x7fU - last) * every_byte;
  return (~at_least | beyond | word) & top_bits;
}

/// How many bytes, of the first eight, lie in [first, last].
inline unsigned run_of(std::uint64_t word, unsigned first, unsigned last) {
  static_assert(std::endian::native == std::endian::little);
  return static_cast<unsigned>(std::countr_zero(outside(word, first, last))) / 8U;
}

/// The value of the first `count` bytes, 1 to 7 of them, which are digits: pairs are added up to
/// fours, and those to eights.
inline std::uint64_t value_of_digits(std::uint64_t word, unsigned count) {
  word = (word & 0x0f * every_byte) << (64U - 8U * count);  // zeros in front
  word = (word * 10 + (word >> 8U)) & 0x00ff00ff00ff00ffU;
  word = (word * 100 + (word >> 16U)) & 0x0000ffff0000ffffU;
  return (word * 10'000 + (word >> 32U)) & 0xffffffffU;
}

}  // namespace rehearse::harness
