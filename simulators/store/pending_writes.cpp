#include "simulators/store/pending_writes.hpp"

namespace rehearse::simulators {

void PendingWrites::add(bool truncate, std::uint64_t sequence, std::uint64_t offset,
                        std::uint64_t old_size, std::span<const std::byte> old_bytes,
                        std::span<const std::byte> new_bytes) {
  UnsyncedCall call{truncate, sequence,      offset,           new_bytes.size(),
                    old_size, bytes_.size(), old_bytes.size(), 0};
  bytes_.insert(bytes_.end(), old_bytes.begin(), old_bytes.end());
  call.new_at = bytes_.size();
  bytes_.insert(bytes_.end(), new_bytes.begin(), new_bytes.end());
  calls_.push_back(call);
}

void PendingWrites::forget() {
  calls_.clear();
  bytes_.clear();
}

}  // namespace rehearse::simulators
