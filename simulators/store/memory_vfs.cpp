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

int code_of(FileStatus status, int io_error) {
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
    return code_of(
        handle.file->read({static_cast<std::byte*>(to), static_cast<std::size_t>(amount)},
                          static_cast<std::uint64_t>(offset)),
        SQLITE_IOERR_READ);
  }
  static int write(sqlite3_file* file, const void* from, int amount, sqlite3_int64 offset) {
    const Handle& handle = handle_of(file);
    if (!alive(handle)) return SQLITE_IOERR_WRITE;
    return code_of(
        handle.file->write({static_cast<const std::byte*>(from), static_cast<std::size_t>(amount)},
                           static_cast<std::uint64_t>(offset)),
        SQLITE_IOERR_WRITE);
  }
  static int truncate(sqlite3_file* file, sqlite3_int64 size) {
    const Handle& handle = handle_of(file);
    if (!alive(handle)) return SQLITE_IOERR_TRUNCATE;
    return code_of(handle.file->truncate(static_cast<std::uint64_t>(size)), SQLITE_IOERR_TRUNCATE);
  }
  static int sync(sqlite3_file* file, int) {
    const Handle& handle = handle_of(file);
    if (!alive(handle)) return SQLITE_IOERR_FSYNC;
    return code_of(handle.file->sync(), SQLITE_IOERR_FSYNC);
  }
  static int file_size(sqlite3_file* file, sqlite3_int64* size) {
    *size = static_cast<sqlite3_int64>(handle_of(file).file->size());
    return SQLITE_OK;
  }
  static int lock(sqlite3_file* file, int level) {
    Handle& handle = handle_of(file);
    if (!alive(handle)) return SQLITE_IOERR_LOCK;
    const auto wanted = static_cast<FileLock>(level);
    const FileStatus status = handle.file->lock(&handle, handle.lock, wanted);
    if (status == FileStatus::ok) handle.lock = std::max(handle.lock, wanted);
    return code_of(status, SQLITE_IOERR_LOCK);
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
    if (found == nullptr && (flags & SQLITE_OPEN_CREATE) == 0) return SQLITE_CANTOPEN;
    if (found == nullptr) found = &self.files_.make(wanted);
    self.files_.opened(*found);
    new (file) Handle{{&methods}, &self, found, self.generation_, FileLock::none};
    if (out_flags != nullptr) *out_flags = flags;
    return SQLITE_OK;
  }
  static int remove(sqlite3_vfs* vfs, const char* name, int) {
    MemoryVfs& self = vfs_of(vfs);
    if (self.dead_) return SQLITE_IOERR_DELETE;
    return self.files_.remove(name) ? SQLITE_OK : SQLITE_IOERR_DELETE_NOENT;
  }
  static int access(sqlite3_vfs* vfs, const char* name, int flags, int* result) {
    const MemoryFile* file = vfs_of(vfs).files_.find(name);
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
