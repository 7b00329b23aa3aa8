#include "cli/output_folder.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <ostream>
#include <streambuf>
#include <utility>

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

/// A new file that is written to; remembers the number of its first error.
class NewFile final : public std::streambuf {
 public:
  explicit NewFile(const std::string& path)
      : path_(path),
        file_(open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666)),
        problem_(file_ < 0 ? errno : 0) {
    setp(buffer_.data(), buffer_.data() + buffer_.size());
  }
  /// Nothing is left of it, unless it got its name.
  ~NewFile() override {
    if (file_ >= 0) close(file_);
    if (!named_) std::remove(path_.c_str());
  }
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;

  /// Closes it and gives it its name; 0, or the number of the first error. `close` counts: some
  /// file systems tell only there that they are full.
  int finish_as(const std::string& name) {
    sync();
    if (file_ >= 0 && close(std::exchange(file_, -1)) != 0 && problem_ == 0) problem_ = errno;
    if (problem_ == 0 && std::rename(path_.c_str(), name.c_str()) != 0) problem_ = errno;
    named_ = problem_ == 0;
    return problem_;
  }

 protected:
  int_type overflow(int_type next) override {
    if (sync() != 0) return traits_type::eof();
    if (!traits_type::eq_int_type(next, traits_type::eof())) sputc(traits_type::to_char_type(next));
    return traits_type::not_eof(next);
  }
  int sync() override {
    const char* from = pbase();
    while (from < pptr() && problem_ == 0) {
      const ssize_t written = ::write(file_, from, static_cast<std::size_t>(pptr() - from));
      if (written >= 0)
        from += written;
      else if (errno != EINTR)
        problem_ = errno;
    }
    setp(buffer_.data(), buffer_.data() + buffer_.size());
    return problem_ == 0 ? 0 : -1;
  }

 private:
  const std::string path_;
  int file_;
  int problem_;
  bool named_ = false;
  std::array<char, 65536> buffer_;
};

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
  return write(name, [bytes](std::ostream& out) {
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  });
}

std::optional<scenarios::Error> OutputFolder::write(
    const std::string& name, const std::function<void(std::ostream&)>& print) const {
  REHEARSE_ENSURE(plain_name(name));
  const std::string path = path_of(name);
  const std::string beside = path_of("." + name + "." + std::to_string(getpid()) + ".tmp");
  std::remove(beside.c_str());  // left by a process that had our number and was killed
  NewFile file(beside);
  std::ostream out(&file);
  print(out);
  const int problem = file.finish_as(path);
  if (problem == 0) return std::nullopt;
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
