#include "simulators/store/memory_file.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

#include "simulators/data/memory.hpp"

namespace rehearse::simulators {

FileStatus MemoryFile::read(std::span<std::byte> to, std::uint64_t offset) const {
  const std::uint64_t there =
      offset < size_ ? std::min<std::uint64_t>(to.size(), size_ - offset) : 0;
  if (there > 0) std::memcpy(to.data(), bytes_.get() + offset, there);
  if (there == to.size()) return FileStatus::ok;
  std::memset(to.data() + there, 0, to.size() - there);
  return FileStatus::short_read;
}

void MemoryFile::reserve(std::uint64_t size) {
  if (size <= capacity_) return;
  const std::uint64_t capacity = std::max(std::bit_ceil(size), block_size);
  auto grown = std::make_unique_for_overwrite<std::byte[]>(capacity);
  if (size_ > 0) std::memcpy(grown.get(), bytes_.get(), size_);
  bytes_ = std::move(grown);
  capacity_ = capacity;
}

void MemoryFile::mark_dirty(std::uint64_t begin, std::uint64_t end) {
  end = std::min<std::uint64_t>(end, kept_.size());
  if (begin >= end) return;
  for (std::uint64_t block = begin / block_size; block <= (end - 1) / block_size; ++block)
    dirty_[block / 64] |= std::uint64_t{1} << (block % 64);
}

FileStatus MemoryFile::write(std::span<const std::byte> from, std::uint64_t offset) {
  if (from.empty()) return FileStatus::ok;
  const std::uint64_t end = offset + from.size();
  if (log_ != nullptr) log(false, offset, offset, std::min(end, size_), from);
  if (offset > size_) resize(offset);
  reserve(end);
  std::memcpy(bytes_.get() + offset, from.data(), from.size());
  size_ = std::max(size_, end);
  mark_dirty(offset, end);
  return FileStatus::ok;
}

FileStatus MemoryFile::truncate(std::uint64_t size) {
  if (log_ != nullptr && size != size_) log(true, size, size, size_, {});
  resize(size);
  return FileStatus::ok;
}

/// Notes a call with what it changes: the bytes from `begin` to `end` that are there.
void MemoryFile::log(bool truncate, std::uint64_t offset, std::uint64_t begin, std::uint64_t end,
                     std::span<const std::byte> from) {
  const std::span<const std::byte> old =
      begin < end ? std::span<const std::byte>(bytes_.get() + begin, end - begin)
                  : std::span<const std::byte>();
  log_->add(truncate, ++*sequence_, offset, size_, old, from);
}

void MemoryFile::resize(std::uint64_t size) {
  if (size > size_) {
    reserve(size);
    std::memset(bytes_.get() + size_, 0, size - size_);
    mark_dirty(size_, size);
  } else {
    mark_dirty(size, size_);
  }
  size_ = size;
}

FileStatus MemoryFile::sync() {
  if (log_ != nullptr) log_->forget();
  return FileStatus::ok;
}

std::uint64_t MemoryFile::digest() const {
  return digest_bytes({reinterpret_cast<const char*>(bytes_.get()), size_});
}

FileStatus MemoryFile::lock(const void* holder, FileLock held, FileLock wanted) {
  if (held >= wanted) return FileStatus::ok;
  const bool other_writer = writer_ != nullptr && writer_ != holder;
  if (wanted == FileLock::shared) {
    if (other_writer && writer_level_ >= FileLock::pending) return FileStatus::busy;
    ++sharers_;
    return FileStatus::ok;
  }
  if (other_writer) return FileStatus::busy;
  writer_ = holder;
  writer_level_ = wanted;
  if (wanted == FileLock::exclusive && sharers_ > 1) {
    writer_level_ = FileLock::pending;
    return FileStatus::busy;
  }
  return FileStatus::ok;
}

void MemoryFile::unlock(const void* holder, FileLock held, FileLock wanted) {
  if (held <= wanted) return;
  if (writer_ == holder) {
    writer_ = nullptr;
    writer_level_ = FileLock::none;
  }
  if (wanted == FileLock::none) --sharers_;
}

void MemoryFile::release_locks() {
  sharers_ = 0;
  writer_ = nullptr;
  writer_level_ = FileLock::none;
}

void MemoryFile::keep() {
  kept_name_ = name_;
  kept_.assign(bytes_.get(), bytes_.get() + size_);
  dirty_.assign((kept_.size() / block_size) / 64 + 1, 0);
}

void MemoryFile::restore() {
  reserve(kept_.size());
  for (std::size_t word = 0; word < dirty_.size(); ++word) {
    for (std::uint64_t bits = dirty_[word]; bits != 0; bits &= bits - 1) {
      const std::uint64_t begin =
          (word * 64 + static_cast<std::uint64_t>(std::countr_zero(bits))) * block_size;
      const std::uint64_t end = std::min<std::uint64_t>(begin + block_size, kept_.size());
      std::memcpy(bytes_.get() + begin, kept_.data() + begin, end - begin);
    }
    dirty_[word] = 0;
  }
  size_ = kept_.size();
  name_ = kept_name_;
}

void MemoryFile::forget() {
  name_.clear();
  ghost_name_.clear();
  name_pending_ = false;
  resize(0);
  if (log_ != nullptr) log_->forget();
}

MemoryFile* MemoryFiles::find(std::string_view name) const {
  for (const auto& file : files_)
    if (file->name_ == name && !name.empty()) return file.get();
  return nullptr;
}

MemoryFile& MemoryFiles::make(std::string_view name) {
  if (MemoryFile* found = find(name)) return *found;
  for (const auto& file : files_) {
    // A file of the image is not recycled under another name: restore would have to undo it.
    if (!file->name_.empty() || !file->kept_name_.empty() || file->handles_ > 0) continue;
    if (!file->ghost_name_.empty()) continue;
    file->name_ = name;
    file->name_pending_ = tracked_;
    return *file;
  }
  files_.push_back(std::make_unique<MemoryFile>());
  files_.back()->name_ = name;
  files_.back()->name_pending_ = tracked_;
  files_.back()->track(tracked_, &sequence_);
  return *files_.back();
}

bool MemoryFiles::remove(std::string_view name, bool sync_directory) {
  MemoryFile* file = find(name);
  if (file == nullptr) return false;
  if (tracked_ && !file->name_pending_) file->ghost_name_ = file->name_;
  file->name_.clear();
  file->name_pending_ = false;
  if (file->handles_ == 0 && file->ghost_name_.empty()) file->forget();
  if (sync_directory) settle_names();
  return true;
}

void MemoryFiles::closed(MemoryFile& file) {
  if (--file.handles_ == 0 && file.name_.empty() && file.ghost_name_.empty()) file.forget();
}

bool MemoryFiles::locked() const {
  return std::any_of(files_.begin(), files_.end(), [](const auto& file) { return file->locked(); });
}

void MemoryFiles::release_locks() {
  for (const auto& file : files_) file->release_locks();
}

void MemoryFiles::keep() {
  for (const auto& file : files_) {
    file->kept_name_.clear();
    if (file->name_.empty()) continue;
    file->keep();
  }
}

void MemoryFiles::restore() {
  sequence_ = 0;  // a run's draws go by it
  for (const auto& file : files_) {
    if (file->log_ != nullptr) file->log_->forget();
    file->name_pending_ = false;
    file->ghost_name_.clear();
    if (!file->kept_name_.empty()) {
      file->restore();
    } else if (file->handles_ > 0) {
      file->resize(0);
    } else {
      file->forget();
    }
  }
}

std::uint64_t MemoryFiles::digest() const {
  std::uint64_t digest = 0;
  for (const auto& file : files_)
    if (!file->name_.empty())
      digest = digest_mix(digest, digest_mix(digest_bytes(file->name_), file->digest()));
  return digest;
}

}  // namespace rehearse::simulators
