#include "harness/live/small_disk.hpp"

#include <sched.h>
#include <sys/mount.h>
#include <sys/statvfs.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

namespace rehearse::harness::live {

namespace fs = std::filesystem;

namespace {

constexpr const char* roomy = "size=1g,mode=0700";

/// A mount namespace of our own, into which mounts of others still come.
bool set_apart() {
  return unshare(CLONE_NEWNS) == 0 && mount(nullptr, "/", nullptr, MS_REC | MS_SLAVE, nullptr) == 0;
}

bool mounted(const char* folder) {
  return mount("rehearse", folder, "tmpfs", MS_NOSUID | MS_NODEV, roomy) == 0;
}

[[noreturn]] void cannot(const std::string& folder) {
  throw std::system_error(errno, std::generic_category(), folder);
}

}  // namespace

bool SmallDisk::allowed() {
  static const bool known = [] {
    const pid_t child = fork();
    if (child == 0) _exit(set_apart() && mounted("/tmp") ? 0 : 1);
    int status = 0;
    return child > 0 && waitpid(child, &status, 0) == child && WIFEXITED(status) &&
           WEXITSTATUS(status) == 0;
  }();
  return known;
}

SmallDisk::SmallDisk(std::string folder) : folder_(std::move(folder)) {
  static const bool apart = set_apart();
  if (!apart || !mounted(folder_.c_str())) cannot(folder_);
}

SmallDisk::~SmallDisk() {
  const fs::path aside = folder_ + ".aside";
  std::error_code ignored;
  fs::copy(folder_, aside, fs::copy_options::recursive, ignored);
  umount2(folder_.c_str(), MNT_DETACH);
  fs::rename(aside, folder_, ignored);
}

void SmallDisk::fill(bool full) {
  std::string size = roomy;
  if (full) {
    struct statvfs now {};
    if (statvfs(folder_.c_str(), &now) != 0) cannot(folder_);
    // A size of nothing would be one without a limit.
    const auto pages = std::max<std::uint64_t>(now.f_blocks - now.f_bfree, 1);
    size = "size=" + std::to_string(pages * now.f_frsize);
  }
  if (mount(nullptr, folder_.c_str(), nullptr, MS_REMOUNT | MS_NOSUID | MS_NODEV, size.c_str()) !=
      0)
    cannot(folder_);
}

}  // namespace rehearse::harness::live
