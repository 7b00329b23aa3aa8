#include "simulators/live/mapped_file.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace rehearse::simulators::live {

namespace {

[[noreturn]] void fail(const std::string& path, int code) {
  throw std::system_error(code, std::generic_category(), path);
}

int opened(const std::string& path, int flags) {
  const int descriptor = ::open(path.c_str(), flags | O_CLOEXEC, 0600);
  if (descriptor < 0) fail(path, errno);
  return descriptor;
}

}  // namespace

MappedFile::MappedFile(int descriptor, std::string path, std::size_t size, bool writable)
    : descriptor_(descriptor), path_(std::move(path)), size_(size) {
  const int protection = writable ? PROT_READ | PROT_WRITE : PROT_READ;
  data_ = ::mmap(nullptr, size, protection, MAP_SHARED, descriptor, 0);
  if (data_ != MAP_FAILED) {
    // Its pages are made here, one after the other: to read ahead of the first takes 2 ms.
    ::madvise(data_, size, MADV_RANDOM);
    return;
  }
  const int code = errno;
  ::close(descriptor);
  fail(path_, code);
}

MappedFile MappedFile::create(const std::string& path, std::size_t most) {
  const int descriptor = opened(path, O_RDWR | O_CREAT | O_TRUNC);
  if (::ftruncate(descriptor, static_cast<off_t>(most)) != 0) {
    const int code = errno;
    ::close(descriptor);
    fail(path, code);
  }
  return MappedFile(descriptor, path, most, true);
}

MappedFile MappedFile::open(const std::string& path, bool writable) {
  const int descriptor = opened(path, writable ? O_RDWR : O_RDONLY);
  struct stat about {};
  if (::fstat(descriptor, &about) != 0 || about.st_size == 0) {
    ::close(descriptor);
    fail(path, EINVAL);
  }
  return MappedFile(descriptor, path, static_cast<std::size_t>(about.st_size), writable);
}

MappedFile::MappedFile(MappedFile&& from) noexcept
    : descriptor_(std::exchange(from.descriptor_, -1)),
      path_(std::move(from.path_)),
      data_(std::exchange(from.data_, nullptr)),
      size_(from.size_) {}

MappedFile::~MappedFile() {
  if (data_ != nullptr) ::munmap(data_, size_);
  if (descriptor_ >= 0) ::close(descriptor_);
}

void MappedFile::reserve(std::size_t bytes) {
  const int code = ::posix_fallocate(descriptor_, 0, static_cast<off_t>(bytes));
  if (code != 0) fail(path_, code);
}

}  // namespace rehearse::simulators::live
