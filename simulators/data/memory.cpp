#include "simulators/data/memory.hpp"

#include <algorithm>
#include <new>

namespace rehearse::simulators {

namespace {
constexpr std::size_t block_size = std::size_t{1} << 18U;
constexpr std::size_t first_table_size = 1024;

std::uint64_t digest_value(const Value& value) {
  switch (value.kind) {
    case ValueKind::null:
      return 0x9e3779b97f4a7c15ULL;
    case ValueKind::text:
      return value.text->digest;
    case ValueKind::boolean:
    case ValueKind::integer:
      return digest_mix(static_cast<std::uint64_t>(value.number),
                        static_cast<std::uint64_t>(value.kind));
  }
  return 0;
}
}  // namespace

std::uint64_t digest_bytes(std::string_view bytes) {
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  for (const char byte : bytes) {
    hash ^= static_cast<unsigned char>(byte);
    hash *= 0x100000001b3ULL;
  }
  return digest_mix(hash, bytes.size());
}

Memory::Memory() : table_(first_table_size, nullptr) {}

void* Memory::allocate(std::size_t bytes) {
  bytes = (bytes + 7U) & ~std::size_t{7};
  if (block_ < blocks_.size() && offset_ + bytes <= blocks_[block_].size) {
    void* space = blocks_[block_].bytes.get() + offset_;
    offset_ += bytes;
    return space;
  }
  return allocate_slow(bytes);
}

void* Memory::allocate_slow(std::size_t bytes) {
  if (block_ < blocks_.size()) ++block_;
  while (block_ < blocks_.size() && blocks_[block_].size < bytes) ++block_;
  if (block_ == blocks_.size()) {
    const std::size_t size = std::max(block_size, bytes);
    blocks_.push_back({std::make_unique<std::byte[]>(size), size});
  }
  offset_ = bytes;
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
  std::copy(values.begin(), values.end(), reinterpret_cast<Value*>(made + 1));
  std::uint64_t digest = values.size();
  for (const Value& value : values) digest = digest_mix(digest, digest_value(value));
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
  for (std::uint32_t i = 0; i < row->count; ++i)
    digest = digest_mix(digest, digest_value(fields[i]));
  made->digest = digest;
  return made;
}

void Memory::keep() {
  kept_texts_.insert(kept_texts_.end(), run_texts_.begin(), run_texts_.end());
  run_texts_.clear();
  run_slots_.clear();
  kept_block_ = block_;
  kept_offset_ = offset_;
}

void Memory::reset() {
  for (const std::size_t slot : run_slots_) table_[slot] = nullptr;
  run_texts_.clear();
  run_slots_.clear();
  block_ = kept_block_;
  offset_ = kept_offset_;
}

std::size_t Memory::used() const {
  std::size_t total = offset_;
  for (std::size_t i = 0; i < block_ && i < blocks_.size(); ++i) total += blocks_[i].size;
  return total;
}

}  // namespace rehearse::simulators
