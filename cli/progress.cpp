#include "cli/progress.hpp"

#include <algorithm>
#include <cstdio>
#include <utility>

#include "cli/terminal.hpp"
#include "reports/text.hpp"

namespace rehearse::cli {
namespace {

using namespace std::chrono_literals;

constexpr auto silent_at_first = 500ms;
constexpr auto between_redraws = 100ms;
constexpr auto between_lines = 10s;

std::string time_left(std::int64_t seconds) {
  if (seconds < 120) return std::to_string(seconds) + " s left";
  if (seconds < 7200) return std::to_string(seconds / 60) + " min left";
  return std::to_string(seconds / 3600) + " h left";
}

}  // namespace

std::string progress_line(const std::string& scenario, std::int64_t done, std::int64_t runs,
                          std::int64_t violated, std::int64_t elapsed_ms) {
  const std::int64_t elapsed = std::max<std::int64_t>(elapsed_ms, 1);
  const std::int64_t per_second = done * 1000 / elapsed;
  std::string line = reports::shortened(scenario, 30) + "  " + reports::count(done) + " of " +
                     reports::count(runs, "run") + "  " + reports::count(per_second) + "/s  ";
  if (done > 0) line += time_left((runs - done) * elapsed / done / 1000) + "  ";
  line += violated == 0 ? "no violation" : reports::count(violated) + " violated";
  return for_terminal(line);
}

Progress::Progress(std::string scenario, bool quiet)
    : scenario_(std::move(scenario)),
      quiet_(quiet),
      redraw_(errors_go_to_a_terminal()),
      next_(began_) {
  next_ += redraw_ ? Clock::duration(silent_at_first) : Clock::duration(between_lines);
}

Progress::~Progress() {
  if (drawn_) std::fputs("\r\x1b[K", stderr);
}

void Progress::tell(std::int64_t done, std::int64_t violated, std::int64_t planned) {
  const Clock::time_point now = Clock::now();
  if (quiet_ || now < next_) return;
  const auto elapsed = std::chrono::duration_cast<std::chrono::milliseconds>(now - began_).count();
  const std::string line = progress_line(scenario_, done, planned, violated, elapsed);
  std::fputs(redraw_ ? ("\r\x1b[K" + line).c_str() : (line + "\n").c_str(), stderr);
  std::fflush(stderr);
  drawn_ = redraw_;
  next_ = now + (redraw_ ? Clock::duration(between_redraws) : Clock::duration(between_lines));
}

}  // namespace rehearse::cli
