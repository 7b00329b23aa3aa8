#include "simulators/store/memory_vfs.hpp"

#include <algorithm>
#include <atomic>
#include <cstring>
#include <new>
#include <string_view>

#include "scenarios/ensure.hpp"

namespace rehearse::simulators {

namespace {

/// An open file as SQLite sees it; `base` must be first.
struct Handle {
  sqlite3_file base;
  MemoryVfs* vfs;
  MemoryFile* file;
  std::uint64_t generation;
  FileLock lock;
};

/// 1970-01-01 as a Julian day in milliseconds: what time it always is.
constexpr sqlite3_int64 fixed_time_ms = 210'866'760'000'000;
constexpr int path_size_max = 512;
constexpr int sector_size = 4096;

Handle& handle_of(sqlite3_file* file) { return *reinterpret_cast<Handle*>(file); }

int code_of_file(FileStatus status, int io_error) {
  switch (status) {
    case FileStatus::ok:
      return SQLITE_OK;
    case FileStatus::short_read:
      return SQLITE_IOERR_SHORT_READ;
    case FileStatus::busy:
      return SQLITE_BUSY;
    case FileStatus::disk_full:
      return SQLITE_FULL;
    case FileStatus::io_error:
      break;
  }
  return io_error;
}

}  // namespace

/// The functions that SQLite calls, with access to the Vfs.
struct MemoryVfsMethods {
  static MemoryVfs& vfs_of(sqlite3_vfs* vfs) { return *static_cast<MemoryVfs*>(vfs->pAppData); }
  static bool alive(const Handle& handle) { return handle.generation == handle.vfs->generation_; }

  // ---- the hook ----
  static DiskAnswer ask(MemoryVfs& vfs, const DiskRequest& request) {
    const DiskAnswer answer = vfs.hook_->before(request);
    if (answer.outcome == DiskOutcome::done) return answer;
    vfs.harmed_ = true;
    if (answer.outcome == DiskOutcome::power_lost) {
      vfs.kill();
      vfs.power_lost_ = true;
    }
    return answer;
  }
  static DiskAnswer ask(const Handle& handle, DiskCall call, std::uint64_t offset,
                        std::uint64_t amount) {
    const MemoryFile& file = *handle.file;
    return ask(*handle.vfs, {call, file.name(), offset, amount, file.size()});
  }
  static DiskAnswer ask(MemoryVfs& vfs, DiskCall call, std::string_view name) {
    const MemoryFile* file = vfs.files_.find(name);
    return ask(vfs, {call, name, 0, 0, file == nullptr ? 0 : file->size()});
  }
  /// SQLITE_OK when the call may pass. Lies of other calls mean nothing to this one.
  static int code_of(DiskAnswer answer, int io_error) {
    switch (answer.outcome) {
      case DiskOutcome::done:
      case DiskOutcome::early_end:
      case DiskOutcome::sync_lie:
        return SQLITE_OK;
      case DiskOutcome::disk_full:
        return SQLITE_FULL;
      case DiskOutcome::io_error:
      case DiskOutcome::power_lost:
        break;
    }
    return io_error;
  }
  static int refused(const Handle& handle, DiskCall call, std::uint64_t offset, int io_error) {
    if (handle.vfs->hook_ == nullptr) [[likely]]
      return SQLITE_OK;
    return code_of(ask(handle, call, offset, 0), io_error);
  }
  static int refused(MemoryVfs& vfs, DiskCall call, std::string_view name, int io_error) {
    if (vfs.hook_ == nullptr) [[likely]]
      return SQLITE_OK;
    return code_of(ask(vfs, call, name), io_error);
  }

  // ---- files ----
  static int close(sqlite3_file* file) {
    Handle& handle = handle_of(file);
    if (alive(handle)) handle.file->unlock(&handle, handle.lock, FileLock::none);
    handle.vfs->files_.closed(*handle.file);
    return SQLITE_OK;
  }
  static int read(sqlite3_file* file, void* to, int amount, sqlite3_int64 offset) {
    const Handle& handle = handle_of(file);
    if (!alive(handle)) return SQLITE_IOERR_READ;
    const std::span<std::byte> all{static_cast<std::byte*>(to), static_cast<std::size_t>(amount)};
    const auto at = static_cast<std::uint64_t>(offset);
    if (handle.vfs->hook_ != nullptr) [[unlikely]] {
      const DiskAnswer answer = ask(handle, DiskCall::read, at, all.size());
      if (answer.outcome != DiskOutcome::done) return read_less(handle, answer, all, at);
    }
    return code_of_file(handle.file->read(all, at), SQLITE_IOERR_READ);
  }
  static int read_less(const Handle& handle, DiskAnswer answer, std::span<std::byte> to,
                       std::uint64_t offset) {
    const std::span<std::byte> part = to.first(std::min<std::uint64_t>(answer.amount, to.size()));
    if (answer.outcome == DiskOutcome::power_lost) return SQLITE_IOERR_READ;
    handle.file->read(part, offset);
    if (answer.outcome != DiskOutcome::early_end) return SQLITE_IOERR_READ;
    std::memset(to.data() + part.size(), 0, to.size() - part.size());
    return SQLITE_IOERR_SHORT_READ;
  }
  static int write(sqlite3_file* file, const void* from, int amount, sqlite3_int64 offset) {
    const Handle& handle = handle_of(file);
    if (!alive(handle)) return SQLITE_IOERR_WRITE;
    const std::span<const std::byte> all{static_cast<const std::byte*>(from),
                                         static_cast<std::size_t>(amount)};
    const auto at = static_cast<std::uint64_t>(offset);
    if (handle.vfs->hook_ != nullptr) [[unlikely]] {
      const DiskAnswer answer = ask(handle, DiskCall::write, at, all.size());
      if (answer.outcome != DiskOutcome::done) {
        const bool whole = answer.outcome == DiskOutcome::power_lost;
        handle.file->write(
            whole ? all : all.first(std::min<std::uint64_t>(answer.amount, all.size())), at);
        return answer.outcome == DiskOutcome::disk_full ? SQLITE_FULL : SQLITE_IOERR_WRITE;
      }
    }
    return code_of_file(handle.file->write(all, at), SQLITE_IOERR_WRITE);
  }
  static int truncate(sqlite3_file* file, sqlite3_int64 size) {
    const Handle& handle = handle_of(file);
    if (!alive(handle)) return SQLITE_IOERR_TRUNCATE;
    const auto wanted = static_cast<std::uint64_t>(size);
    if (const int code = refused(handle, DiskCall::truncate, wanted, SQLITE_IOERR_TRUNCATE)) {
      if (handle.vfs->power_lost_) handle.file->truncate(wanted);
      return code;
    }
    return code_of_file(handle.file->truncate(wanted), SQLITE_IOERR_TRUNCATE);
  }
  static int sync(sqlite3_file* file, int) {
    const Handle& handle = handle_of(file);
    if (!alive(handle)) return SQLITE_IOERR_FSYNC;
    if (handle.vfs->hook_ != nullptr) [[unlikely]] {
      const DiskAnswer answer = ask(handle, DiskCall::sync, 0, 0);
      if (answer.outcome == DiskOutcome::sync_lie) return SQLITE_OK;
      if (answer.outcome != DiskOutcome::done) return code_of(answer, SQLITE_IOERR_FSYNC);
    }
    return code_of_file(handle.vfs->files_.sync(*handle.file), SQLITE_IOERR_FSYNC);
  }
  static int file_size(sqlite3_file* file, sqlite3_int64* size) {
    const Handle& handle = handle_of(file);
    if (!alive(handle)) return SQLITE_IOERR_FSTAT;
    if (const int code = refused(handle, DiskCall::size, 0, SQLITE_IOERR_FSTAT)) return code;
    *size = static_cast<sqlite3_int64>(handle.file->size());
    return SQLITE_OK;
  }
  static int lock(sqlite3_file* file, int level) {
    Handle& handle = handle_of(file);
    if (!alive(handle)) return SQLITE_IOERR_LOCK;
    if (const int code = refused(handle, DiskCall::lock, 0, SQLITE_IOERR_LOCK)) return code;
    const auto wanted = static_cast<FileLock>(level);
    const FileStatus status = handle.file->lock(&handle, handle.lock, wanted);
    if (status == FileStatus::ok) handle.lock = std::max(handle.lock, wanted);
    return code_of_file(status, SQLITE_IOERR_LOCK);
  }
  static int unlock(sqlite3_file* file, int level) {
    Handle& handle = handle_of(file);
    if (!alive(handle)) return SQLITE_OK;
    const auto wanted = static_cast<FileLock>(level);
    handle.file->unlock(&handle, handle.lock, wanted);
    handle.lock = std::min(handle.lock, wanted);
    return SQLITE_OK;
  }
  static int check_reserved(sqlite3_file* file, int* reserved) {
    *reserved = handle_of(file).file->reserved() ? 1 : 0;
    return SQLITE_OK;
  }
  static int file_control(sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; }
  static int get_sector_size(sqlite3_file*) { return sector_size; }
  static int characteristics(sqlite3_file*) {
    return SQLITE_IOCAP_POWERSAFE_OVERWRITE | SQLITE_IOCAP_UNDELETABLE_WHEN_OPEN;
  }

  // ---- names ----
  static int open(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags,
                  int* out_flags) {
    MemoryVfs& self = vfs_of(vfs);
    file->pMethods = nullptr;
    const std::string_view wanted = name == nullptr ? std::string_view{} : name;
    MemoryFile* found = wanted.empty() ? nullptr : self.files_.find(wanted);
    if (self.dead_) return SQLITE_CANTOPEN;
    if (const int code = refused(self, DiskCall::open, wanted, SQLITE_CANTOPEN)) return code;
    if (found == nullptr && (flags & SQLITE_OPEN_CREATE) == 0) return SQLITE_CANTOPEN;
    if (found == nullptr) found = &self.files_.make(wanted);
    self.files_.opened(*found);
    new (file) Handle{{&methods}, &self, found, self.generation_, FileLock::none};
    if (out_flags != nullptr) *out_flags = flags;
    return SQLITE_OK;
  }
  static int remove(sqlite3_vfs* vfs, const char* name, int sync_directory) {
    MemoryVfs& self = vfs_of(vfs);
    if (self.dead_) return SQLITE_IOERR_DELETE;
    bool durable = sync_directory != 0;
    if (self.hook_ != nullptr) [[unlikely]] {
      const DiskAnswer answer = ask(self, DiskCall::remove, name);
      if (self.power_lost_) self.files_.remove(name);
      if (const int code = code_of(answer, SQLITE_IOERR_DELETE)) return code;
      durable = durable && answer.outcome != DiskOutcome::sync_lie;
    }
    return self.files_.remove(name, durable) ? SQLITE_OK : SQLITE_IOERR_DELETE_NOENT;
  }
  static int access(sqlite3_vfs* vfs, const char* name, int flags, int* result) {
    MemoryVfs& self = vfs_of(vfs);
    if (self.dead_) return SQLITE_IOERR_ACCESS;
    if (const int code = refused(self, DiskCall::exists, name, SQLITE_IOERR_ACCESS)) return code;
    const MemoryFile* file = self.files_.find(name);
    // As SQLite's own unix VFS: an empty file does not "exist" (no journal, no WAL).
    *result = file != nullptr && (flags != SQLITE_ACCESS_EXISTS || file->size() > 0) ? 1 : 0;
    return SQLITE_OK;
  }
  static int full_path(sqlite3_vfs*, const char* name, int size, char* out) {
    if (std::strlen(name) >= static_cast<std::size_t>(size)) return SQLITE_CANTOPEN;
    std::strcpy(out, name);
    return SQLITE_OK;
  }

  // ---- the rest of an operating system ----
  static int randomness(sqlite3_vfs*, int size, char* out) {
    for (int i = 0; i < size; ++i) out[i] = static_cast<char>(i * 37 + 11);
    return size;
  }
  static int sleep(sqlite3_vfs*, int microseconds) { return microseconds; }
  static int current_time(sqlite3_vfs*, double* days) {
    *days = static_cast<double>(fixed_time_ms) / 86'400'000.0;
    return SQLITE_OK;
  }
  static int current_time_ms(sqlite3_vfs*, sqlite3_int64* ms) {
    *ms = fixed_time_ms;
    return SQLITE_OK;
  }
  static int last_error(sqlite3_vfs*, int, char*) { return 0; }

  static const sqlite3_io_methods methods;
};

const sqlite3_io_methods MemoryVfsMethods::methods = {1,
                                                      &close,
                                                      &read,
                                                      &write,
                                                      &truncate,
                                                      &sync,
                                                      &file_size,
                                                      &lock,
                                                      &unlock,
                                                      &check_reserved,
                                                      &file_control,
                                                      &get_sector_size,
                                                      &characteristics,
                                                      nullptr,
                                                      nullptr,
                                                      nullptr,
                                                      nullptr,
                                                      nullptr,
                                                      nullptr};

MemoryVfs::MemoryVfs() {
  configure_sqlite();
  static std::atomic<std::uint64_t> made{0};
  name_ = "rehearse-memory-" + std::to_string(++made);
  vfs_.iVersion = 2;
  vfs_.szOsFile = static_cast<int>(sizeof(Handle));
  vfs_.mxPathname = path_size_max;
  vfs_.zName = name_.c_str();
  vfs_.pAppData = this;
  vfs_.xOpen = &MemoryVfsMethods::open;
  vfs_.xDelete = &MemoryVfsMethods::remove;
  vfs_.xAccess = &MemoryVfsMethods::access;
  vfs_.xFullPathname = &MemoryVfsMethods::full_path;
  vfs_.xRandomness = &MemoryVfsMethods::randomness;
  vfs_.xSleep = &MemoryVfsMethods::sleep;
  vfs_.xCurrentTime = &MemoryVfsMethods::current_time;
  vfs_.xGetLastError = &MemoryVfsMethods::last_error;
  vfs_.xCurrentTimeInt64 = &MemoryVfsMethods::current_time_ms;
  REHEARSE_ENSURE(sqlite3_vfs_register(&vfs_, 0) == SQLITE_OK);
}

MemoryVfs::~MemoryVfs() { sqlite3_vfs_unregister(&vfs_); }

void MemoryVfs::kill() {
  dead_ = true;
  ++generation_;
  files_.release_locks();
}

void MemoryVfs::install(DiskHook* hook) {
  // Another hook over a disk that tells what is synced goes on from there.
  if ((hook_ == nullptr) != (hook == nullptr)) files_.track(hook != nullptr);
  hook_ = hook;
}

void MemoryVfs::heal() {
  install(nullptr);
  harmed_ = false;
}

void configure_sqlite() {
  // The results are ignored on purpose: when the embedding program initialised SQLite before us,
  // its settings hold, and ours only save time.
  static const bool once = [] {
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
    return sqlite3_initialize() == SQLITE_OK;
  }();
  REHEARSE_ENSURE(once);
}

void reset_sqlite_randomness() {
  configure_sqlite();
  sqlite3_test_control(SQLITE_TESTCTRL_PRNG_SEED, 1, nullptr);
}

}  // namespace rehearse::simulators
