#pragma once
/// Files of one simulated machine, in memory. `MemoryFile` is the one file concept: what SQLite (or
/// a later engine) reads and writes, and what an image of a store consists of.
///
/// A killed process loses nothing that it wrote. A *power cut* loses what was not synced, when
/// somebody asked for the difference (`MemoryFiles::track`); else every write is durable at once
/// and costs nothing more. The directory is modelled too: a new name is durable with the first sync
/// of the file, as SQLite's unix VFS syncs the directory then; a deleted one with the next sync of
/// the directory, until when the file may come back.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "simulators/store/pending_writes.hpp"
#include "simulators/store/survival.hpp"

namespace rehearse::simulators {

/// How an operation on a file ended. `disk_full` and `io_error` are for faults and killed
/// processes; nothing here makes them.
enum class FileStatus : std::uint8_t { ok, short_read, busy, disk_full, io_error };

/// SQLite's lock levels (https://www.sqlite.org/lockingv3.html), weakest first.
enum class FileLock : std::uint8_t { none, shared, reserved, pending, exclusive };

/// Bytes, size and locks of one file. Buffers only grow, so that a warm file costs no allocation.
/// One thread at a time. Reads and writes are one memcpy.
class MemoryFile final {
 public:
  MemoryFile() = default;
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;

  // ---- contents ----
  /// Fills `to` from `offset`; what lies beyond the end is zeroed and makes a `short_read`.
  FileStatus read(std::span<std::byte> to, std::uint64_t offset) const;
  /// Extends the file when needed; a gap reads as zeros.
  FileStatus write(std::span<const std::byte> from, std::uint64_t offset);
  /// Cuts or extends (with zeros) to `size`.
  FileStatus truncate(std::uint64_t size);
  /// The promise that what was written survives a power cut.
  FileStatus sync();
  std::uint64_t size() const { return size_; }
  /// Empty when it is deleted or never had one.
  std::string_view name() const { return name_; }
  /// Of the contents, stable; costs O(size). For tests of determinism.
  std::uint64_t digest() const;

  // ---- locks; `holder` names the open handle ----
  /// Raises `holder`'s lock from `held` to `wanted`; `busy` when another holder forbids it.
  FileStatus lock(const void* holder, FileLock held, FileLock wanted);
  /// Lowers it to `wanted` (none or shared).
  void unlock(const void* holder, FileLock held, FileLock wanted);
  /// Whether some holder is about to write.
  bool reserved() const { return writer_ != nullptr; }
  bool locked() const { return sharers_ != 0 || writer_ != nullptr; }

  // ---- image ----
  /// Copies the contents aside. O(size).
  void keep();
  /// Back to what was kept: copies only the blocks written since. No allocation.
  void restore();

 private:
  friend class MemoryFiles;
  static constexpr std::uint64_t block_size = 4096;

  void reserve(std::uint64_t size);
  void resize(std::uint64_t size);
  void log(bool truncate, std::uint64_t offset, std::uint64_t begin, std::uint64_t end,
           std::span<const std::byte> from);
  void mark_dirty(std::uint64_t begin, std::uint64_t end);
  void forget();
  void release_locks();
  void track(bool on, std::uint64_t* sequence);
  /// From current to durable content.
  void take_back();
  void do_again(const PendingWrites& pending, Survival& survival);
  void write_piece(std::span<const std::byte> piece, std::uint64_t offset, PieceFate fate);

  std::string name_;  // empty: deleted, or never had one
  int handles_ = 0;
  std::unique_ptr<std::byte[]> bytes_;
  std::uint64_t capacity_ = 0;
  std::uint64_t size_ = 0;
  int sharers_ = 0;
  const void* writer_ = nullptr;  // compared only
  FileLock writer_level_ = FileLock::none;
  std::string kept_name_;  // empty: not in the image
  std::vector<std::byte> kept_;
  std::vector<std::uint64_t> dirty_;  // one bit per block below kept_.size()
  // What a power cut needs; all unused while nobody tracks.
  PendingWrites* log_ = nullptr;  // pending_ while it is tracked
  std::unique_ptr<PendingWrites> pending_;
  std::uint64_t* sequence_ = nullptr;  // of the machine
  bool name_pending_ = false;          // created, and the directory not synced since
  std::string ghost_name_;             // deleted, and the directory not synced since
};

/// The files of one machine by name, and the image of all of them. Deleted files are recycled with
/// their buffers. Files stay where they are in memory as long as this object lives.
class MemoryFiles final {
 public:
  MemoryFiles() = default;
  MemoryFiles(const MemoryFiles&) = delete;
  MemoryFiles& operator=(const MemoryFiles&) = delete;

  /// The file of that name, or null. O(number of files), which is two or three.
  MemoryFile* find(std::string_view name) const;
  /// The file of that name, made empty when it is not there. An empty name makes a nameless file.
  MemoryFile& make(std::string_view name);
  /// As unlink(2): the name goes at once, the contents with the last handle. Whether it stays gone
  /// after a power cut is open until the directory is synced.
  bool remove(std::string_view name, bool sync_directory = false);
  /// As `file.sync()`, and the directory when the file is new.
  FileStatus sync(MemoryFile& file);
  void opened(MemoryFile& file) { ++file.handles_; }
  void closed(MemoryFile& file);
  /// Whether any handle holds a lock on any file.
  bool locked() const;
  /// The process that held them is gone.
  void release_locks();

  // ---- power ----
  /// From now on what is synced is told from what is not; all that is there is durable. Or no more.
  void track(bool on);
  /// The power goes and comes back: what was synced, and of the rest what `survival` says, is the
  /// content, all of it durable. No file may be open.
  void power_cut(Survival& survival);
  /// Number of unsynced calls.
  std::uint64_t pending() const;

  // ---- image ----
  /// Keeps all named files as the image.
  void keep();
  /// Back to the image, which is durable. A file that is not in it is deleted or, while a handle is
  /// open, emptied.
  void restore();
  /// Of all names and contents, in order of creation. O(bytes).
  std::uint64_t digest() const;

 private:
  void settle_names();
  void settle_names(Survival& survival);

  std::vector<std::unique_ptr<MemoryFile>> files_;
  bool tracked_ = false;
  std::uint64_t sequence_ = 0;  // of calls that change contents
};

}  // namespace rehearse::simulators
