#include "harness/consistency/partition.hpp"

namespace rehearse::harness {

/// By counting: the numbers below `count`, ascending, of each key.
template <typename KeyOf>
Partition::Shares Partition::share(std::size_t keys, std::size_t count, KeyOf key_of) {
  Shares shares;
  shares.all.resize(count);
  shares.begin.assign(keys + 1, 0);
  const auto end = static_cast<std::uint32_t>(count);
  for (std::uint32_t i = 0; i < end; ++i) ++shares.begin[key_of(i) + 1];
  for (std::size_t key = 1; key <= keys; ++key) shares.begin[key] += shares.begin[key - 1];
  std::vector<std::size_t> next(shares.begin.begin(), shares.begin.end() - 1);
  for (std::uint32_t i = 0; i < end; ++i) shares.all[next[key_of(i)]++] = i;
  return shares;
}

Partition::Partition(const Recording& recording) : recording_(recording) {
  operations_ = share(recording.keys.size(), recording.operations.size(),
                      [&](std::uint32_t operation) { return recording.operations[operation].key; });
}

std::span<const std::uint32_t> Partition::events(std::uint32_t key) {
  if (events_.begin.empty()) {
    events_ =
        share(recording_.keys.size(), recording_.event_operation.size(), [&](std::uint32_t event) {
          return recording_.operations[recording_.event_operation[event]].key;
        });
  }
  return events_.of(key);
}

}  // namespace rehearse::harness
