#pragma once
/// A file that several processes have mapped: what one writes the others see at once, and it is
/// still there when the writer was killed.

#include <cstddef>
#include <string>

namespace rehearse::simulators::live {

class MappedFile final {
 public:
  /// Creates the file, or makes it anew: room for `most` bytes, none of them on disk yet.
  static MappedFile create(const std::string& path, std::size_t most);
  /// An existing one; as many bytes as it has room for. Throws std::system_error, as `create`.
  static MappedFile open(const std::string& path, bool writable);
  MappedFile(MappedFile&& from) noexcept;
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;
  MappedFile& operator=(MappedFile&&) = delete;
  ~MappedFile();

  void* data() const { return data_; }
  std::size_t size() const { return size_; }
  /// Takes disk space for the first `bytes`, so that writing there cannot fail. Throws
  /// std::system_error when the disk is full.
  void reserve(std::size_t bytes);

 private:
  MappedFile(int descriptor, std::string path, std::size_t size, bool writable);

  int descriptor_ = -1;
  std::string path_;
  void* data_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace rehearse::simulators::live
