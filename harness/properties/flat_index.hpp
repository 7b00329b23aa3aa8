#pragma once
/// An open-addressing index from a 64-bit hash to a dense number, for rebuilding again and again
/// without allocating. The caller keeps the entries in its own vector; the index holds positions.
/// No iteration, so that hash order can never reach a verdict.

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace rehearse::harness {

class FlatIndex final {
 public:
  static constexpr std::uint32_t none = 0xffffffffU;

  /// Forgets the entries and keeps the memory.
  void clear() {
    std::fill(slots_.begin(), slots_.end(), 0);
    used_ = 0;
  }

  /// As `clear`, and makes room for about `expected` entries, so that what comes next takes time
  /// for its own size only.
  void clear(std::size_t expected) {
    slots_.assign(std::bit_ceil(2 * expected + 2), 0);
    used_ = 0;
  }

  /// The number stored for `hash` for which `same(number)` holds, or `none`.
  template <typename Same>
  std::uint32_t find(std::uint64_t hash, Same same) const {
    if (slots_.empty()) return none;
    const std::uint64_t mask = slots_.size() - 1;
    const std::uint64_t tag = hash >> 32U;
    for (std::uint64_t slot = tag & mask; slots_[slot] != 0; slot = (slot + 1) & mask) {
      if (slots_[slot] >> 32U != tag) continue;
      const std::uint32_t number = static_cast<std::uint32_t>(slots_[slot]) - 1U;
      if (same(number)) return number;
    }
    return none;
  }

  /// As find; when there is none, stores `fresh` and returns it.
  template <typename Same>
  std::uint32_t find_or_add(std::uint64_t hash, std::uint32_t fresh, Same same) {
    if ((used_ + 1) * 2 > slots_.size()) grow();
    const std::uint64_t mask = slots_.size() - 1;
    const std::uint64_t tag = hash >> 32U;
    std::uint64_t slot = tag & mask;
    for (; slots_[slot] != 0; slot = (slot + 1) & mask) {
      if (slots_[slot] >> 32U != tag) continue;
      const std::uint32_t number = static_cast<std::uint32_t>(slots_[slot]) - 1U;
      if (same(number)) return number;
    }
    slots_[slot] = (tag << 32U) | (fresh + 1U);
    ++used_;
    return fresh;
  }

  /// A hash of two words whose upper half is well mixed (Fibonacci hashing, twice).
  static constexpr std::uint64_t mix(std::uint64_t a, std::uint64_t b) {
    std::uint64_t x = (a + 1) * 0x9e3779b97f4a7c15ULL;
    x ^= (b + (x >> 29U)) * 0xbf58476d1ce4e5b9ULL;
    x = (x ^ (x >> 31U)) * 0x94d049bb133111ebULL;
    return x ^ (x << 32U);
  }

 private:
  void grow() {
    std::vector<std::uint64_t> old(std::max<std::size_t>(256, slots_.size() * 2), 0);
    old.swap(slots_);
    const std::uint64_t mask = slots_.size() - 1;
    for (const std::uint64_t entry : old) {
      if (entry == 0) continue;
      std::uint64_t slot = (entry >> 32U) & mask;
      while (slots_[slot] != 0) slot = (slot + 1) & mask;
      slots_[slot] = entry;
    }
  }

  std::vector<std::uint64_t> slots_;  // upper half of the hash | number + 1; 0: free
  std::size_t used_ = 0;
};

}  // namespace rehearse::harness
