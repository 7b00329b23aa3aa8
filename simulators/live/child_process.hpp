#pragma once
/// A process that we start and that does not outlive us: in a process group of its own (so that
/// nothing it starts is left), killed by the system when we die, whatever we die of.

#include <sys/types.h>

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace rehearse::simulators::live {

struct ChildCommand {
  std::string program;  ///< Path.
  std::vector<std::string> arguments;
  std::string log;            ///< File that gets what it prints, behind what is there.
  std::string directory;      ///< Working directory; empty: ours.
  bool in_our_group = false;  ///< Whoever ends us with our group ends all that it starts, too.
};

class ChildProcess final {
 public:
  /// What waitpid says of its end.
  using Ended = std::function<void(int wait_status)>;

  /// Starts it; `ended` is called from the event loop, when nothing of its group is left. Throws
  /// std::system_error when it cannot be started.
  ChildProcess(boost::asio::io_context& io, const ChildCommand& command, Ended ended);
  /// Kills the whole group, and waits for its end, without calling `ended`.
  ~ChildProcess();
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  pid_t pid() const { return pid_; }
  bool running() const;
  /// To the process alone.
  void signal(int number) const;
  /// To its whole group.
  void signal_all(int number) const;
  /// Asks it to end (SIGTERM) and waits, no longer than this; the event loop does nothing
  /// meanwhile, and `ended` is not called.
  void end(std::chrono::milliseconds grace);

 private:
  struct Watch;
  pid_t pid_ = -1;
  std::shared_ptr<Watch> watch_;
};

/// Where programs without a folder in their name are looked for.
std::vector<std::string> folders_of_path();

/// "was killed by signal 9", "ended with code 2".
std::string end_in_words(int wait_status);
/// "; it printed: ..." with the end of a process's log, in one line, to end a sentence with.
std::string last_words(const std::string& log);

}  // namespace rehearse::simulators::live
