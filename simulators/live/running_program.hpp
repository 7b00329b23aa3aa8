#pragma once
/// A program of the user's as a process: started at a free port, and waited for.

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "scenarios/program.hpp"
#include "simulators/live/child_process.hpp"
#include "simulators/live/http_client.hpp"
#include "simulators/live/program_clock.hpp"

namespace rehearse::simulators::live {

struct ProgramPlace {
  std::string directory;  ///< Of the plan: the program runs there.
  std::string log;        ///< Gets what it prints.
  std::string folder;     ///< Its own; there is one when it is there.
  /// The file of its clock, where that is to be wrong now and then; empty: it has the machine's.
  std::string clock;
  std::size_t effects = 0;   ///< Of a service: that its earlier processes are known to have had.
  bool in_our_group = true;  ///< Whoever ends us with our group ends it, too.
  /// Asked while it is waited for: nobody wants it any more.
  std::function<bool()> stop = [] { return false; };
};

/// None: the program has the machine's.
std::optional<ProgramClock> clock_of_program(const ProgramPlace& place);
/// How it is started, with names in its command replaced. Throws std::runtime_error when there is
/// no such program.
ChildCommand command_of_program(const std::vector<std::string>& words, const ProgramPlace& place,
                                const ProgramClock* clock, const nlohmann::json& values);

class RunningProgram final {
 public:
  /// Starts it, and waits until it is ready. `values`: what names in its command stand for, beside
  /// {port} and {folder}. Throws std::runtime_error (one sentence without a full stop) when it does
  /// not get there. That it ends later leaves through the event loop.
  RunningProgram(const scenarios::ProgramStart& about, boost::asio::io_context& io,
                 const ProgramPlace& place, nlohmann::json values = nlohmann::json::object());

  std::uint16_t port() const { return port_; }
  HttpClient& client() { return client_; }
  /// Null: it has the machine's.
  ProgramClock* clock() { return clock_ ? &*clock_ : nullptr; }
  /// Asks it to end, which it may from now on; when it has not within this it is killed with us.
  void end(std::chrono::milliseconds grace) { process_->end(grace); }
  /// "python3 " and the problem, as a std::runtime_error.
  [[noreturn]] void fail(const std::string& problem) const;

 private:
  void launch(const ProgramPlace& place, nlohmann::json values);
  void wait_until_ready(const std::function<bool()>& stop);

  const scenarios::ProgramStart& about_;
  boost::asio::io_context& io_;
  HttpClient client_;
  std::string log_;
  std::optional<ProgramClock> clock_;
  std::uint16_t port_ = 0;
  std::unique_ptr<ChildProcess> process_;
};

}  // namespace rehearse::simulators::live
