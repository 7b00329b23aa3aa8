#pragma once
/// An ordered table in memory, made for two kinds of keys: dense small ones, which are found by
/// index, and any others (a sequence that jumped, 2^62, negative ones), which lie in a sorted
/// array.
///
///     key in [0, 131072):  group = key / 64 -> {mask of keys there, page of 64 records}
///                          and one bit per group, so that scans skip what is empty
///     other keys:          sorted keys, records beside them; appending is the fast case
///
/// Nothing is ever given back to the system, so a table that is restored again and again is flat.

#include <cstdint>
#include <vector>

#include "simulators/store/store.hpp"

namespace rehearse::simulators {

/// A value: copying one that is warm (has had that size) allocates nothing and is a memcpy.
class ModelTable final {
 public:
  /// Null when there is none; valid until the next change. O(1) dense, O(log n) sparse.
  const Record* find(Key key) const;
  /// Inserts or replaces; returns whether there was one, and then sets `before`. O(1) dense;
  /// sparse: O(1) at the end, O(n) in the middle.
  bool put(Key key, const Record& record, Record& before);
  /// Returns whether there was one, and then sets `before`.
  bool erase(Key key, Record& before);
  /// Appends to `out` at most `limit` records with key > after, ascending.
  void scan(Key after, int limit, std::vector<KeyedRecord>& out) const;
  /// Records without tombstones. O(1).
  std::int64_t count() const { return count_; }
  /// 0 when empty.
  Key last_key() const;
  /// Keeps its storage.
  void clear();

 private:
  static constexpr Key dense_keys = Key{1} << 17U;
  static constexpr unsigned group_bits = 6;
  static constexpr Key group_size = Key{1} << group_bits;

  struct Page {
    Page() {}  // the group's mask says which records there are; the others are never read
    union {
      Record records[group_size];
    };
  };
  struct Group {
    std::uint64_t mask = 0;  // which keys of the group are there
    std::uint32_t page = 0;  // 1-based index into pages_; 0: none yet
  };

  static bool dense(Key key) { return key >= 0 && key < dense_keys; }
  bool put_dense(Key key, const Record& record, Record& before);
  bool put_sparse(Key key, const Record& record, Record& before);
  void scan_dense(Key after, std::size_t end, std::vector<KeyedRecord>& out) const;
  void scan_sparse(std::size_t from, std::size_t end, std::vector<KeyedRecord>& out) const;
  /// First non-empty group >= `group`, or groups_.size().
  std::size_t next_group(std::size_t group) const;
  std::size_t lower_bound(Key key) const;

  std::vector<Group> groups_;
  std::vector<std::uint64_t> occupied_;  // one bit per group
  std::vector<Page> pages_;
  std::vector<Key> sparse_keys_;
  std::vector<Record> sparse_records_;
  std::int64_t count_ = 0;
};

}  // namespace rehearse::simulators
