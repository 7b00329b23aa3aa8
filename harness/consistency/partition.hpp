#pragma once
/// The events of a recording by key, in their order. Linearizability is local: a history is
/// linearizable exactly when that of each object is (Herlihy and Wing, 1990).

#include <cstdint>
#include <span>
#include <vector>

#include "harness/recording/recording.hpp"

namespace rehearse::harness {

class Partition final {
 public:
  /// Keeps no reference to the recording. O(events).
  explicit Partition(const Recording& recording);

  /// Numbers of the events of operations on `key`, ascending.
  std::span<const std::uint32_t> events(std::uint32_t key) const {
    return {events_.data() + begin_[key], begin_[key + 1] - begin_[key]};
  }

 private:
  std::vector<std::uint32_t> events_;
  std::vector<std::size_t> begin_;  // by key, one more at the end
};

}  // namespace rehearse::harness
