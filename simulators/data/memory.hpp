#pragma once
/// Owns every text and row of one run; freed all at once. Reused from run to run without
/// returning its blocks to the system.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "simulators/data/value.hpp"

namespace rehearse::simulators {

class Memory final {
 public:
  Memory();
  Memory(const Memory&) = delete;
  Memory& operator=(const Memory&) = delete;

  /// The interned text of these bytes.
  const Text* text(std::string_view bytes);
  /// An immutable row of these values.
  Row row(std::span<const Value> values);
  /// A copy of `row` with field `index` replaced.
  Row with(Row row, std::size_t index, Value value);

  /// Raw storage that lives as long as the run, aligned to 8.
  void* allocate(std::size_t bytes) {
    bytes = (bytes + 7U) & ~std::size_t{7};
    if (bytes > left_) return allocate_slow(bytes);
    left_ -= bytes;
    return std::exchange(next_, next_ + bytes);
  }
  /// An array of `count` values, each as its type begins.
  template <typename T>
  T* array(std::size_t count) {
    static_assert(std::is_trivially_destructible_v<T> && alignof(T) <= 8);
    T* const made = static_cast<T*>(allocate(sizeof(T) * count));
    std::uninitialized_value_construct_n(made, count);
    return made;
  }
  /// A copy of these values.
  template <typename T>
  const T* copy(std::span<const T> values) {
    static_assert(std::is_trivially_copyable_v<T> && alignof(T) <= 8);
    T* const made = static_cast<T*>(allocate(values.size_bytes()));
    std::uninitialized_copy(values.begin(), values.end(), made);
    return made;
  }

  /// Makes all that was made so far permanent: `reset` returns to this point.
  void keep();
  /// Forgets all texts and rows made since `keep` (or ever); keeps the blocks.
  void reset();
  /// Bytes handed out since the last reset.
  std::size_t used() const;

 private:
  struct Block {
    std::unique_ptr<std::byte[]> bytes;
    std::size_t size;
  };
  void* allocate_slow(std::size_t bytes);
  void use_block(std::size_t block, std::size_t used);
  void grow_table();
  std::size_t place(const Text* text);

  std::vector<Block> blocks_;
  std::size_t block_ = 0;      // index of the block in use
  std::byte* next_ = nullptr;  // free space in it
  std::size_t left_ = 0;
  std::size_t kept_block_ = 0;
  std::size_t kept_used_ = 0;
  // Open addressing by digest; the size is a power of two. Kept texts are always placed before
  // those of the run, so that removing the latter leaves every probe of the former intact.
  std::vector<const Text*> table_;
  std::vector<const Text*> kept_texts_;
  std::vector<const Text*> run_texts_;
  std::vector<std::size_t> run_slots_;  // where run_texts_ stand in table_
};

/// The digest that texts use: multiplied and folded word by word, then mixed; stable.
std::uint64_t digest_bytes(std::string_view bytes);
/// The product of both, its halves folded into one (wyhash, Wang Yi 2019).
inline std::uint64_t folded_product(std::uint64_t a, std::uint64_t b) {
  __extension__ using Wide = unsigned __int128;
  const Wide product = static_cast<Wide>(a) * b;
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64U);
}
/// splitmix64's finaliser (Steele, Lea, Flood 2014) over both words.
inline std::uint64_t digest_mix(std::uint64_t a, std::uint64_t b) {
  std::uint64_t x = a ^ (b * 0x9e3779b97f4a7c15ULL);
  x = (x ^ (x >> 30U)) * 0xbf58476d1ce4e5b9ULL;
  x = (x ^ (x >> 27U)) * 0x94d049bb133111ebULL;
  return x ^ (x >> 31U);
}

/// One step of a row's digest, which begins with the number of its values.
inline std::uint64_t digest_with(std::uint64_t digest, const Value& value) {
  const std::uint64_t content = value.kind == ValueKind::text ? value.text->digest
                                : value.kind == ValueKind::null
                                    ? 0
                                    : static_cast<std::uint64_t>(value.number);
  return folded_product(digest ^ content ^ 0xa0761d6478bd642fULL,
                        digest ^ static_cast<std::uint64_t>(value.kind) ^ 0xe7037ed1a0b428dbULL);
}

}  // namespace rehearse::simulators
