#include "harness/consistency/partition.hpp"

namespace rehearse::harness {

Partition::Partition(const Recording& recording)
    : events_(recording.event_operation.size()), begin_(recording.keys.size() + 1, 0) {
  const auto key_of = [&](std::uint32_t event) {
    return recording.operations[recording.event_operation[event]].key;
  };
  const auto count = static_cast<std::uint32_t>(events_.size());
  for (std::uint32_t event = 0; event < count; ++event) ++begin_[key_of(event) + 1];
  for (std::size_t key = 1; key < begin_.size(); ++key) begin_[key] += begin_[key - 1];
  std::vector<std::size_t> next(begin_.begin(), begin_.end() - 1);
  for (std::uint32_t event = 0; event < count; ++event) events_[next[key_of(event)]++] = event;
}

}  // namespace rehearse::harness
