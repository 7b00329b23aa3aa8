#include "simulators/store/model_table.hpp"

#include <algorithm>
#include <bit>

namespace rehearse::simulators {

namespace {
constexpr std::uint64_t bit(Key key) {
  return std::uint64_t{1} << (static_cast<std::uint64_t>(key) & 63U);
}
unsigned first_bit(std::uint64_t word) { return static_cast<unsigned>(std::countr_zero(word)); }
unsigned last_bit(std::uint64_t word) {
  return 63U - static_cast<unsigned>(std::countl_zero(word));
}
}  // namespace

const Record* ModelTable::find(Key key) const {
  if (dense(key)) {
    const auto index = static_cast<std::size_t>(key) >> group_bits;
    if (index >= groups_.size()) return nullptr;
    const Group& group = groups_[index];
    if ((group.mask & bit(key)) == 0) return nullptr;
    return &pages_[group.page - 1].records[key & (group_size - 1)];
  }
  const std::size_t at = lower_bound(key);
  return at < sparse_keys_.size() && sparse_keys_[at] == key ? &sparse_records_[at] : nullptr;
}

std::size_t ModelTable::lower_bound(Key key) const {
  if (sparse_keys_.empty() || sparse_keys_.back() < key) return sparse_keys_.size();
  return static_cast<std::size_t>(std::lower_bound(sparse_keys_.begin(), sparse_keys_.end(), key) -
                                  sparse_keys_.begin());
}

bool ModelTable::put(Key key, const Record& record, Record& before) {
  const bool found = dense(key) ? put_dense(key, record, before) : put_sparse(key, record, before);
  if (found && !before.deleted) --count_;
  if (!record.deleted) ++count_;
  return found;
}

bool ModelTable::put_dense(Key key, const Record& record, Record& before) {
  const auto index = static_cast<std::size_t>(key) >> group_bits;
  if (index >= groups_.size()) {
    groups_.resize(index + 1);
    occupied_.resize(index / 64 + 1);
  }
  Group& group = groups_[index];
  if (group.page == 0) {
    pages_.emplace_back();
    group.page = static_cast<std::uint32_t>(pages_.size());
  }
  Record& place = pages_[group.page - 1].records[key & (group_size - 1)];
  const bool found = (group.mask & bit(key)) != 0;
  if (found) {
    before = place;
  } else {
    group.mask |= bit(key);
    occupied_[index / 64] |= bit(static_cast<Key>(index));
  }
  place = record;
  return found;
}

bool ModelTable::put_sparse(Key key, const Record& record, Record& before) {
  const std::size_t at = lower_bound(key);
  if (at < sparse_keys_.size() && sparse_keys_[at] == key) {
    before = sparse_records_[at];
    sparse_records_[at] = record;
    return true;
  }
  const auto offset = static_cast<std::ptrdiff_t>(at);
  sparse_keys_.insert(sparse_keys_.begin() + offset, key);
  sparse_records_.insert(sparse_records_.begin() + offset, record);
  return false;
}

bool ModelTable::erase(Key key, Record& before) {
  const Record* found = find(key);
  if (found == nullptr) return false;
  before = *found;
  if (!before.deleted) --count_;
  if (dense(key)) {
    const auto index = static_cast<std::size_t>(key) >> group_bits;
    groups_[index].mask &= ~bit(key);
    if (groups_[index].mask == 0) occupied_[index / 64] &= ~bit(static_cast<Key>(index));
    return true;
  }
  const std::ptrdiff_t offset = found - sparse_records_.data();
  sparse_keys_.erase(sparse_keys_.begin() + offset);
  sparse_records_.erase(sparse_records_.begin() + offset);
  return true;
}

std::size_t ModelTable::next_group(std::size_t group) const {
  for (std::size_t word = group / 64; word < occupied_.size(); ++word) {
    std::uint64_t bits = occupied_[word];
    if (word == group / 64) bits &= ~std::uint64_t{0} << (group % 64);
    if (bits != 0) return word * 64 + first_bit(bits);
  }
  return groups_.size();
}

void ModelTable::scan(Key after, int limit, std::vector<KeyedRecord>& out) const {
  if (limit <= 0) return;
  const std::size_t end = out.size() + static_cast<std::size_t>(limit);
  // Three ranges in order: sparse keys below 0, dense keys, sparse keys above them.
  std::size_t from = lower_bound(after);
  if (from < sparse_keys_.size() && sparse_keys_[from] == after) ++from;
  while (out.size() < end && from < sparse_keys_.size() && sparse_keys_[from] < 0) {
    out.push_back({sparse_keys_[from], sparse_records_[from]});
    ++from;
  }
  scan_dense(after, end, out);
  scan_sparse(from, end, out);
}

void ModelTable::scan_dense(Key after, std::size_t end, std::vector<KeyedRecord>& out) const {
  if (after >= dense_keys - 1) return;
  const auto first = static_cast<std::size_t>(after < 0 ? 0 : after + 1);
  const std::size_t start = first >> group_bits;
  if (start >= groups_.size()) return;
  for (std::size_t index = next_group(start); index < groups_.size();
       index = next_group(index + 1)) {
    const Group& group = groups_[index];
    std::uint64_t bits = group.mask;
    if (index == start) bits &= ~std::uint64_t{0} << (first % 64);
    const Page& page = pages_[group.page - 1];
    const std::size_t begin = out.size();
    const std::size_t found = std::min(static_cast<std::size_t>(std::popcount(bits)), end - begin);
    out.resize(begin + found);
    for (KeyedRecord* next = out.data() + begin; next != out.data() + begin + found; ++next) {
      const unsigned at = first_bit(bits);
      *next = {static_cast<Key>(index * 64 + at), page.records[at]};
      bits &= bits - 1;
    }
    if (out.size() == end) return;
  }
}

void ModelTable::scan_sparse(std::size_t from, std::size_t end,
                             std::vector<KeyedRecord>& out) const {
  for (; from < sparse_keys_.size() && out.size() < end; ++from)
    out.push_back({sparse_keys_[from], sparse_records_[from]});
}

Key ModelTable::last_key() const {
  if (!sparse_keys_.empty() && sparse_keys_.back() >= 0) return sparse_keys_.back();
  for (std::size_t word = occupied_.size(); word-- > 0;) {
    if (occupied_[word] == 0) continue;
    const std::size_t index = word * 64 + last_bit(occupied_[word]);
    return static_cast<Key>(index * 64 + last_bit(groups_[index].mask));
  }
  return sparse_keys_.empty() ? 0 : sparse_keys_.back();
}

void ModelTable::clear() {
  groups_.clear();
  occupied_.clear();
  pages_.clear();
  sparse_keys_.clear();
  sparse_records_.clear();
  count_ = 0;
}

}  // namespace rehearse::simulators
