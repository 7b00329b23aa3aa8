#include "harness/consistency/used_counts.hpp"

#include <algorithm>

namespace rehearse::harness {

UsedCounts::UsedCounts() {
  sets_.emplace_back();
  index_.emplace(std::string(), none);
}

std::uint32_t UsedCounts::count(std::uint32_t set, std::uint32_t group) const {
  const auto& entries = sets_[set];
  const auto found = std::partition_point(entries.begin(), entries.end(),
                                          [&](const Entry& entry) { return entry.group < group; });
  return found == entries.end() || found->group != group ? 0 : found->count;
}

std::uint32_t UsedCounts::with(std::uint32_t set, std::uint32_t group) {
  const std::uint64_t step = std::uint64_t{set} << 32U | group;
  if (const auto known = steps_.find(step); known != steps_.end()) return known->second;
  std::vector<Entry> entries = sets_[set];
  const auto place = std::partition_point(entries.begin(), entries.end(),
                                          [&](const Entry& entry) { return entry.group < group; });
  if (place != entries.end() && place->group == group) {
    ++place->count;
  } else {
    entries.insert(place, Entry{group, 1});
  }
  const std::string key(reinterpret_cast<const char*>(entries.data()),
                        entries.size() * sizeof(Entry));
  const auto fresh = static_cast<std::uint32_t>(sets_.size());
  const std::uint32_t found = index_.try_emplace(key, fresh).first->second;
  if (found == fresh) {
    bytes_ += 2 * key.size() + sizeof(std::vector<Entry>) + 2 * sizeof(std::string);
    sets_.push_back(std::move(entries));
  }
  bytes_ += 2 * (sizeof step + sizeof found);
  steps_.emplace(step, found);
  return found;
}

bool UsedCounts::within(std::uint32_t a, std::uint32_t b) const {
  if (a == b || a == none) return true;
  auto other = sets_[b].begin();
  for (const Entry& entry : sets_[a]) {
    while (other != sets_[b].end() && other->group < entry.group) ++other;
    if (other == sets_[b].end() || other->group != entry.group) return false;
    if (other->count < entry.count) return false;
  }
  return true;
}

}  // namespace rehearse::harness
