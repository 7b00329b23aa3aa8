#pragma once
/// How far the rehearsal is, on standard error: on a terminal one line that redraws itself, after
/// half a second; elsewhere (CI) a line every ten seconds.

#include <chrono>
#include <cstdint>
#include <string>

namespace rehearse::cli {

class Progress final {
 public:
  /// `quiet`: says nothing at all.
  Progress(std::string scenario, bool quiet);
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  /// Takes the line away.
  ~Progress();

  /// One call at a time, from any thread.
  void tell(std::int64_t done, std::int64_t violated, std::int64_t planned);

 private:
  using Clock = std::chrono::steady_clock;

  const std::string scenario_;
  const bool quiet_;
  const bool redraw_;
  const Clock::time_point began_ = Clock::now();
  Clock::time_point next_;
  bool drawn_ = false;
};

/// "flash-sale  812 of 2 000 runs  406/s  3 s left  1 violated"
std::string progress_line(const std::string& scenario, std::int64_t done, std::int64_t runs,
                          std::int64_t violated, std::int64_t elapsed_ms);

}  // namespace rehearse::cli
