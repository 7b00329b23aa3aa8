#include "simulators/live/child_process.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/optional.hpp>  // Process v2 of Boost 1.81 forgets it
#include <boost/process/v2/posix/vfork_launcher.hpp>
#include <boost/process/v2/process.hpp>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>
#include <thread>
#include <utility>

namespace rehearse::simulators::live {

namespace process = boost::process::v2;
using boost::system::error_code;

namespace {

/// What the child does before it becomes the program. It shares our memory: only calls to the
/// system.
struct ChildSetup {
  int log = -1;
  pid_t parent = -1;
  const char* directory = nullptr;  // null: ours
  bool in_our_group = false;
  template <typename Launcher>
  error_code on_exec_setup(Launcher&, const std::filesystem::path&, const char* const*&) {
    if (!in_our_group) setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) _exit(127);  // it died before it could take us along
    if (directory != nullptr && chdir(directory) != 0)
      return error_code(errno, boost::system::system_category());
    const int nothing = open("/dev/null", O_RDONLY);
    const bool placed = dup2(nothing, STDIN_FILENO) >= 0 && dup2(log, STDOUT_FILENO) >= 0 &&
                        dup2(log, STDERR_FILENO) >= 0;
    ::signal(SIGPIPE, SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    return placed ? error_code() : error_code(errno, boost::system::system_category());
  }
};

[[noreturn]] void cannot(const std::string& what, int code) {
  throw std::system_error(code, std::generic_category(), what);
}

}  // namespace

struct ChildProcess::Watch : std::enable_shared_from_this<Watch> {
  Watch(boost::asio::io_context& io, pid_t child, bool group, Ended on_end)
      : descriptor(io), pid(child), leads_group(group), ended(std::move(on_end)) {}
  /// Also what it started.
  void signal_all(int number) const { kill(leads_group ? -pid : pid, number); }
  /// And is still there to be waited for.
  bool has_ended() const {
    siginfo_t seen{};
    const int problem = waitid(P_PID, static_cast<id_t>(pid), &seen, WEXITED | WNOHANG | WNOWAIT);
    return problem != 0 || seen.si_pid == pid;
  }
  void begin() {
    descriptor.async_wait(boost::asio::posix::stream_descriptor::wait_read,
                          [self = shared_from_this()](const error_code& error) {
                            if (error || self->reaped) return;
                            // The system may tell of its end a moment before it can be waited for,
                            // and the event loop of what another descriptor of that number was.
                            if (!self->has_ended()) return self->begin();
                            int status = 0;
                            // While it is there to be waited for, nobody else has its number.
                            self->signal_all(SIGKILL);
                            if (waitpid(self->pid, &status, WNOHANG) != self->pid) return;
                            self->reaped = true;
                            if (self->ended) self->ended(status);
                          });
  }
  boost::asio::posix::stream_descriptor descriptor;
  pid_t pid;
  bool leads_group;
  Ended ended;
  bool reaped = false;
};

ChildProcess::ChildProcess(boost::asio::io_context& io, const ChildCommand& command, Ended ended) {
  if (access(command.program.c_str(), X_OK) != 0) cannot(command.program, errno);
  const int log = open(command.log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (log < 0) cannot(command.log, errno);
  {
    // A context of its own: the child shares our memory until it is the program, and must not take
    // the event loop for its own.
    boost::asio::io_context apart;
    process::posix::vfork_launcher launch;
    const char* const directory = command.directory.empty() ? nullptr : command.directory.c_str();
    error_code error;
    auto started =
        launch(apart.get_executor(), error, std::filesystem::path(command.program),
               command.arguments, ChildSetup{log, getpid(), directory, command.in_our_group});
    if (!error) pid_ = started.detach().id();
    close(log);
    if (error) cannot(command.program, error.value());
  }
  watch_ = std::make_shared<Watch>(io, pid_, !command.in_our_group, std::move(ended));
  const int descriptor = static_cast<int>(syscall(SYS_pidfd_open, pid_, 0));
  if (descriptor < 0) cannot("pidfd_open", errno);
  watch_->descriptor.assign(descriptor);
  watch_->begin();
}

ChildProcess::~ChildProcess() {
  if (watch_ == nullptr) return;
  watch_->ended = nullptr;
  if (!watch_->reaped) {
    watch_->signal_all(SIGKILL);
    waitpid(pid_, nullptr, 0);
    watch_->reaped = true;
  }
  error_code ignored;
  watch_->descriptor.close(ignored);
}

bool ChildProcess::running() const { return !watch_->reaped; }

void ChildProcess::signal(int number) const {
  if (running()) kill(pid_, number);
}

void ChildProcess::signal_all(int number) const {
  if (running()) watch_->signal_all(number);
}

void ChildProcess::end(std::chrono::milliseconds grace) {
  watch_->ended = nullptr;
  if (!running()) return;
  kill(pid_, SIGTERM);
  const auto until = std::chrono::steady_clock::now() + grace;
  while (!watch_->has_ended() && std::chrono::steady_clock::now() < until)
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
}

std::vector<std::string> folders_of_path() {
  const char* const path = std::getenv("PATH");
  std::istringstream in(path == nullptr ? "" : path);
  std::vector<std::string> folders;
  for (std::string folder; std::getline(in, folder, ':');)
    if (!folder.empty()) folders.push_back(folder);
  return folders;
}

std::string end_in_words(int wait_status) {
  if (WIFSIGNALED(wait_status))
    return "was killed by signal " + std::to_string(WTERMSIG(wait_status));
  return "ended with code " + std::to_string(WEXITSTATUS(wait_status));
}

std::string last_words(const std::string& log) {
  constexpr std::size_t most = 600;
  std::ifstream in(log);
  std::ostringstream all;
  all << in.rdbuf();
  std::string text = all.str();
  while (!text.empty() && text.back() == '\n') text.pop_back();
  if (text.size() > most) text.erase(0, text.size() - most);
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text.empty() ? "; it printed nothing" : "; it printed: " + text;
}

}  // namespace rehearse::simulators::live
