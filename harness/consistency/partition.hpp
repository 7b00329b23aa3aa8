#pragma once
/// The operations and events of a recording by key, in their order. Linearizability is local: a
/// history is linearizable exactly when that of each object is (Herlihy and Wing, 1990).

#include <cstdint>
#include <span>
#include <vector>

#include "harness/recording/recording.hpp"

namespace rehearse::harness {

class Partition final {
 public:
  /// The recording must outlive it. O(operations).
  explicit Partition(const Recording& recording);

  /// Operations on `key`, by invocation.
  std::span<const std::uint32_t> operations(std::uint32_t key) const { return operations_.of(key); }
  /// Numbers of the events of operations on `key`, ascending. The first call costs O(events): not
  /// all judges need them.
  std::span<const std::uint32_t> events(std::uint32_t key);

 private:
  struct Shares {
    std::vector<std::uint32_t> all;  // those of the first key, then of the second ...
    std::vector<std::size_t> begin;  // by key, one more at the end
    std::span<const std::uint32_t> of(std::uint32_t key) const {
      return {all.data() + begin[key], begin[key + 1] - begin[key]};
    }
  };
  template <typename KeyOf>
  static Shares share(std::size_t keys, std::size_t count, KeyOf key_of);

  const Recording& recording_;
  Shares operations_, events_;
};

}  // namespace rehearse::harness
