#include "cli/output_folder.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "scenarios/ensure.hpp"

namespace rehearse::cli {
namespace {

namespace fs = std::filesystem;

scenarios::Error trouble(const std::string& path, const std::string& what, int number) {
  scenarios::Error error;
  error.file = path;
  error.message = what + ": " + std::strerror(number);
  error.way_out = number == ENOSPC || number == EDQUOT
                      ? "make room on the disk, or choose another folder with --out"
                      : "choose a folder that you may write to with --out";
  return error;
}

bool plain_name(const std::string& name) {
  return !name.empty() && name != "." && name != ".." && name.find('/') == std::string::npos &&
         name.find('\0') == std::string::npos;
}

/// 0, or the number of the error. `close` counts: some file systems tell only there that they are
/// full.
int write_whole(const std::string& path, std::string_view bytes) {
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
  if (file < 0) return errno;
  int problem = 0;
  while (!bytes.empty() && problem == 0) {
    const ssize_t written = ::write(file, bytes.data(), bytes.size());
    if (written >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno != EINTR) {
      problem = errno;
    }
  }
  if (close(file) != 0 && problem == 0) problem = errno;
  return problem;
}

}  // namespace

std::optional<scenarios::Error> OutputFolder::create() const {
  std::error_code problem;
  fs::create_directories(path_, problem);
  if (!problem && fs::is_directory(path_, problem)) return std::nullopt;
  const int number = problem ? problem.value() : ENOTDIR;
  return trouble(path_, "the output folder cannot be made", number);
}

std::optional<scenarios::Error> OutputFolder::write(const std::string& name,
                                                    std::string_view bytes) const {
  REHEARSE_ENSURE(plain_name(name));
  const std::string path = path_of(name);
  const std::string beside = path_of("." + name + "." + std::to_string(getpid()) + ".tmp");
  std::remove(beside.c_str());  // left by a process that had our number and was killed
  int problem = write_whole(beside, bytes);
  if (problem == 0 && std::rename(beside.c_str(), path.c_str()) != 0) problem = errno;
  if (problem == 0) return std::nullopt;
  std::remove(beside.c_str());
  return trouble(path, "the file cannot be written", problem);
}

void OutputFolder::remove(const std::string& name) const {
  REHEARSE_ENSURE(plain_name(name));
  std::remove(path_of(name).c_str());
}

std::vector<std::string> OutputFolder::counterexamples() const {
  std::vector<std::string> names;
  std::error_code ignored;
  for (fs::directory_iterator entry(path_, ignored), end; !ignored && entry != end;
       entry.increment(ignored)) {
    if (entry->path().extension() != ".json" || !entry->is_regular_file(ignored)) continue;
    std::ifstream stream(entry->path(), std::ios::binary);
    std::string first(64, '\0');
    stream.read(first.data(), static_cast<std::streamsize>(first.size()));
    if (first.find("{\n  \"rehearse_counterexample\": ") == 0)
      names.push_back(entry->path().filename().string());
  }
  return names;
}

std::string OutputFolder::path_of(const std::string& name) const {
  return (fs::path(path_) / name).string();
}

}  // namespace rehearse::cli
