#pragma once
/// What a frontier consists of: a state, and which acts under way have taken effect.

#include <array>
#include <bit>
#include <boost/unordered/unordered_flat_set.hpp>
#include <cstdint>
#include <vector>

#include "harness/consistency/used_counts.hpp"
#include "harness/recording/value.hpp"

namespace rehearse::harness {

/// A set of slots.
template <std::size_t Words>
struct Slots {
  std::array<std::uint64_t, Words> words{};

  bool has(std::uint32_t slot) const { return (words[slot / 64] >> (slot % 64) & 1U) != 0; }
  void add(std::uint32_t slot) { words[slot / 64] |= std::uint64_t{1} << (slot % 64); }
  void drop(std::uint32_t slot) { words[slot / 64] &= ~(std::uint64_t{1} << (slot % 64)); }
  bool any_beside(const Slots& others) const {
    for (std::size_t i = 0; i < Words; ++i) {
      if ((words[i] & ~others.words[i]) != 0) return true;
    }
    return false;
  }
  /// Calls `found(slot)` for each slot that is not in `others`, until one gives true; whether one
  /// did.
  template <typename Found>
  bool each_beside(const Slots& others, Found found) const {
    for (std::size_t i = 0; i < Words; ++i) {
      for (std::uint64_t left = words[i] & ~others.words[i]; left != 0; left &= left - 1) {
        if (found(static_cast<std::uint32_t>(i * 64) +
                  static_cast<std::uint32_t>(std::countr_zero(left)))) {
          return true;
        }
      }
    }
    return false;
  }
  bool operator==(const Slots& other) const {
    bool same = true;
    for (std::size_t i = 0; i < Words; ++i) same = same && words[i] == other.words[i];
    return same;
  }
};

/// One combination of what may have happened.
template <std::size_t Words>
struct Combination {
  std::int64_t state = 0;
  Slots<Words> done;  ///< Acts under way that took effect.
  Slots<Words> free;  ///< Acts under way that need not, and still may.
  std::uint32_t used = UsedCounts::none;
  bool operator==(const Combination&) const = default;
};

template <std::size_t Words>
struct CombinationHash {
  using is_avalanching = void;
  std::size_t operator()(const Combination<Words>& combination) const {
    std::uint64_t hash = mix_bits(static_cast<std::uint64_t>(combination.state)) + combination.used;
    for (std::size_t i = 0; i < Words; ++i) {
      hash = mix_bits(hash ^ combination.done.words[i]);
      hash = mix_bits(hash + combination.free.words[i]);
    }
    return hash;
  }
};

/// Combinations, each once: few are compared with each other, many are looked up.
template <std::size_t Words>
class Seen final {
 public:
  bool insert(const Combination<Words>& combination) {
    if (few_.size() < few_max) {
      for (const auto& known : few_) {
        if (known == combination) return false;
      }
      few_.push_back(combination);
      return true;
    }
    if (many_.empty()) many_.insert(few_.begin(), few_.end());
    return many_.insert(combination).second;
  }
  void clear() {
    few_.clear();
    if (!many_.empty()) many_ = {};
  }
  std::size_t size() const { return few_.size() + 2 * many_.size(); }

 private:
  static constexpr std::size_t few_max = 16;
  std::vector<Combination<Words>> few_;
  boost::unordered_flat_set<Combination<Words>, CombinationHash<Words>> many_;
};

}  // namespace rehearse::harness
