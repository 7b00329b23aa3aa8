#include "simulators/live/program_clock.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <utility>

namespace rehearse::simulators::live {

namespace fs = std::filesystem;

/// Where Debian has it, and where it installs itself.
std::optional<std::string> ProgramClock::library() {
  for (const char* const folder : {"/usr/lib", "/usr/lib64", "/usr/local/lib"}) {
    std::error_code error;
    for (const char* const name : {"faketime/libfaketime.so.1", "libfaketime.so.1"})
      if (const fs::path here = fs::path(folder) / name; fs::exists(here, error)) return here;
    for (const auto& entry : fs::directory_iterator(folder, error)) {
      const fs::path below = entry.path() / "faketime/libfaketime.so.1";
      if (entry.path().filename().string().find("linux-gnu") != std::string::npos &&
          fs::exists(below, error))
        return below;
    }
  }
  return std::nullopt;
}

ProgramClock::ProgramClock(std::string library, std::string file)
    : library_(std::move(library)), file_(std::move(file)) {
  set(0);
}

std::vector<std::string> ProgramClock::environment() const {
  return {"LD_PRELOAD=" + library_, "FAKETIME_TIMESTAMP_FILE=" + file_, "FAKETIME_NO_CACHE=1",
          "FAKETIME_DONT_FAKE_MONOTONIC=1", "FAKETIME_DONT_RESET=1"};
}

void ProgramClock::set(Time error) {
  if (error_ == error) return;
  // The whole file at once: whoever asks meanwhile reads the one or the other.
  const std::string half = file_ + ".new";
  {
    std::ofstream out(half, std::ios::trunc);
    out << fmt::format("{:+.6f}\n", static_cast<double>(error) / 1e6) << std::flush;
    if (!out) throw std::runtime_error(half + " cannot be written");
  }
  fs::rename(half, file_);
  error_ = error;
}

}  // namespace rehearse::simulators::live
