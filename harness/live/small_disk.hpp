#pragma once
/// A file system of its own for one folder (tmpfs), which can be full: real ENOSPC for whoever
/// writes there, without filling anything. It is mounted in a mount namespace of this process and
/// those that it starts from then on: nobody else sees it, and it is gone when they are.

#include <string>

namespace rehearse::harness::live {

class SmallDisk final {
 public:
  /// Whether this machine lets us mount one: root may, or CAP_SYS_ADMIN. Tried once.
  static bool allowed();

  /// `folder` is there and empty. Throws std::system_error.
  explicit SmallDisk(std::string folder);
  /// What is on it lies in the folder afterwards. Nobody may have a file of it open.
  ~SmallDisk();
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;

  /// Full: what is there can be read and overwritten, and nothing can grow. Throws
  /// std::system_error.
  void fill(bool full);

 private:
  const std::string folder_;
};

}  // namespace rehearse::harness::live
