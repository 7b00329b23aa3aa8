#include "cli/interrupt.hpp"

#include <unistd.h>

#include <atomic>
#include <csignal>
#include <string_view>

#include "cli/exit_code.hpp"

namespace rehearse::cli {
namespace {

std::atomic<bool> asked_to_stop{false};
static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler sets it");

/// Only what POSIX allows in a signal handler.
void on_signal(int) {
  if (asked_to_stop.exchange(true)) _exit(static_cast<int>(ExitCode::interrupted));
  constexpr std::string_view words =
      "\nrehearse: finishing the runs under way and writing what is known so far; "
      "once more stops at once\n";
  [[maybe_unused]] const ssize_t told = write(STDERR_FILENO, words.data(), words.size());
}

}  // namespace

void listen_for_interrupts() {
  struct sigaction action {};
  action.sa_handler = on_signal;
  action.sa_flags = SA_RESTART;
  sigemptyset(&action.sa_mask);
  for (const int signal : {SIGINT, SIGTERM}) sigaction(signal, &action, nullptr);
  // Whoever read our output may be gone ("| head"); what has been begun is still put away.
  std::signal(SIGPIPE, SIG_IGN);
}

bool interrupted() { return asked_to_stop.load(); }

}  // namespace rehearse::cli
