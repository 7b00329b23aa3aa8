#pragma once
/// The unsynced calls on one file, with what is needed to take them back and to do them again.
///
///     current content = durable content + pending calls, in their order
///
/// Only the current content is kept in full. The durable one is made when it is needed, after a
/// power cut, by taking the pending calls back; so a sync costs nothing but forgetting them.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace rehearse::simulators {

struct UnsyncedCall {
  bool truncate = false;
  std::uint64_t sequence = 0;
  std::uint64_t offset = 0;    ///< Of a truncation: the size after.
  std::uint64_t amount = 0;    ///< New bytes; 0 of a truncation.
  std::uint64_t old_size = 0;  ///< Of the file.
  std::size_t old_at = 0;      ///< Old bytes from `offset` on, ...
  std::size_t old_amount = 0;  ///< ... as many as there were.
  std::size_t new_at = 0;
};

class PendingWrites final {
 public:
  void add(bool truncate, std::uint64_t sequence, std::uint64_t offset, std::uint64_t old_size,
           std::span<const std::byte> old_bytes, std::span<const std::byte> new_bytes);
  void forget();
  const std::vector<UnsyncedCall>& calls() const { return calls_; }
  std::span<const std::byte> old_bytes(const UnsyncedCall& call) const {
    return {bytes_.data() + call.old_at, call.old_amount};
  }
  std::span<const std::byte> new_bytes(const UnsyncedCall& call) const {
    return {bytes_.data() + call.new_at, call.amount};
  }

 private:
  std::vector<UnsyncedCall> calls_;
  std::vector<std::byte> bytes_;
};

}  // namespace rehearse::simulators
