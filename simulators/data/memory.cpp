#include "simulators/data/memory.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <new>

namespace rehearse::simulators {

namespace {
constexpr std::size_t block_size = std::size_t{1} << 18U;
constexpr std::size_t first_table_size = 1024;

/// The bytes at `from` as a number, the first in the lowest place on every machine.
template <typename Word>
std::uint64_t load(const char* from) {
  Word word = 0;
  if constexpr (std::endian::native == std::endian::little) {
    std::memcpy(&word, from, sizeof(Word));
  } else {
    for (std::size_t i = sizeof(Word); i-- > 0;)
      word = static_cast<Word>(word << 8U | static_cast<unsigned char>(from[i]));
  }
  return word;
}

/// All of at most eight bytes; they may overlap, since their number is digested too.
std::uint64_t last_word(const char* end, std::size_t size) {
  if (size >= 8) return load<std::uint64_t>(end - 8);
  if (size >= 4) return load<std::uint32_t>(end - size) << 32U | load<std::uint32_t>(end - 4);
  if (size == 0) return 0;
  return load<std::uint8_t>(end - size) << 16U | load<std::uint8_t>(end - size / 2 - 1) << 8U |
         load<std::uint8_t>(end - 1);
}

std::uint64_t digest_step(std::uint64_t hash, std::uint64_t word) {
  hash = (hash ^ word) * 0x9fb21c651e98df25ULL;
  return hash ^ (hash >> 32U);
}
}  // namespace

std::uint64_t digest_bytes(std::string_view bytes) {
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  const char* const end = bytes.data() + bytes.size();
  for (const char* at = bytes.data(); end - at > 8; at += 8)
    hash = digest_step(hash, load<std::uint64_t>(at));
  return digest_mix(digest_step(hash, last_word(end, bytes.size())), bytes.size());
}

Memory::Memory() : table_(first_table_size, nullptr) {}

/// Goes on in this block behind its first `used` bytes; there may be no block yet.
void Memory::use_block(std::size_t block, std::size_t used) {
  block_ = block;
  const bool there = block < blocks_.size();
  next_ = there ? blocks_[block].bytes.get() + used : nullptr;
  left_ = there ? blocks_[block].size - used : 0;
}

void* Memory::allocate_slow(std::size_t bytes) {
  if (block_ < blocks_.size()) ++block_;
  while (block_ < blocks_.size() && blocks_[block_].size < bytes) ++block_;
  if (block_ == blocks_.size()) {
    const std::size_t size = std::max(block_size, bytes);
    blocks_.push_back({std::make_unique<std::byte[]>(size), size});
  }
  use_block(block_, bytes);
  return blocks_[block_].bytes.get();
}

const Text* Memory::text(std::string_view bytes) {
  const std::uint64_t digest = digest_bytes(bytes);
  std::size_t slot = digest & (table_.size() - 1);
  while (const Text* found = table_[slot]) {
    if (found->digest == digest && found->view() == bytes) return found;
    slot = (slot + 1) & (table_.size() - 1);
  }
  void* space = allocate(sizeof(Text) + bytes.size());
  Text* made = new (space) Text{digest, static_cast<std::uint32_t>(bytes.size())};
  std::copy(bytes.begin(), bytes.end(), reinterpret_cast<char*>(made + 1));
  table_[slot] = made;
  run_texts_.push_back(made);
  run_slots_.push_back(slot);
  if ((kept_texts_.size() + run_texts_.size()) * 2 > table_.size()) grow_table();
  return made;
}

std::size_t Memory::place(const Text* text) {
  std::size_t slot = text->digest & (table_.size() - 1);
  while (table_[slot] != nullptr) slot = (slot + 1) & (table_.size() - 1);
  table_[slot] = text;
  return slot;
}

void Memory::grow_table() {
  table_.assign(table_.size() * 2, nullptr);
  for (const Text* text : kept_texts_) place(text);
  for (std::size_t i = 0; i < run_texts_.size(); ++i) run_slots_[i] = place(run_texts_[i]);
}

Row Memory::row(std::span<const Value> values) {
  void* space = allocate(sizeof(RowData) + values.size_bytes());
  RowData* made = new (space) RowData{0, static_cast<std::uint32_t>(values.size())};
  Value* field = reinterpret_cast<Value*>(made + 1);
  std::uint64_t digest = values.size();
  for (const Value& value : values) {
    *field++ = value;
    digest = digest_with(digest, value);
  }
  made->digest = digest;
  return made;
}

Row Memory::with(Row row, std::size_t index, Value value) {
  void* space = allocate(sizeof(RowData) + row->values().size_bytes());
  RowData* made = new (space) RowData{0, row->count};
  Value* fields = reinterpret_cast<Value*>(made + 1);
  std::copy(row->values().begin(), row->values().end(), fields);
  fields[index] = value;
  std::uint64_t digest = row->count;
  for (std::uint32_t i = 0; i < row->count; ++i) digest = digest_with(digest, fields[i]);
  made->digest = digest;
  return made;
}

void Memory::keep() {
  kept_texts_.insert(kept_texts_.end(), run_texts_.begin(), run_texts_.end());
  run_texts_.clear();
  run_slots_.clear();
  kept_block_ = block_;
  kept_used_ = block_ < blocks_.size() ? blocks_[block_].size - left_ : 0;
}

void Memory::reset() {
  for (const std::size_t slot : run_slots_) table_[slot] = nullptr;
  run_texts_.clear();
  run_slots_.clear();
  use_block(kept_block_, kept_used_);
}

std::size_t Memory::used() const {
  std::size_t total = 0;
  for (std::size_t i = 0; i <= block_ && i < blocks_.size(); ++i) total += blocks_[i].size;
  return total - left_;
}

}  // namespace rehearse::simulators
