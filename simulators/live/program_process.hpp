#pragma once
/// A program of the user's that is a process: started, waited for, asked, told of phases.

#include <cstdint>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "scenarios/program.hpp"
#include "simulators/live/child_process.hpp"
#include "simulators/live/http_client.hpp"
#include "simulators/live/live_runtime.hpp"
#include "simulators/live/program_clock.hpp"

namespace rehearse::simulators::live {

struct ProgramPlace {
  std::string directory;  ///< Of the plan: the program runs there.
  std::string log;        ///< Gets what it prints.
  std::string folder;     ///< Its own; there is one when it is there.
  /// The file of its clock, where that is to be wrong now and then; empty: it has the machine's.
  std::string clock;
  std::size_t effects = 0;  ///< Of a service: that its earlier processes are known to have had.
};

class ProgramProcess final {
 public:
  using Answer = std::shared_ptr<HttpClient::Answer>;

  /// Starts it, and waits until it is ready. `values`: what names in its command stand for, beside
  /// {port} and {folder}. Throws std::runtime_error (one sentence without a full stop) when it does
  /// not get there. What goes wrong later leaves through the event loop.
  ProgramProcess(const scenarios::ProgramStart& about, NodeId node, LiveRuntime& runtime,
                 const ProgramPlace& place, nlohmann::json values = nlohmann::json::object());

  std::uint16_t port() const { return port_; }
  /// Where its clock can be wrong, that becomes as wrong as its node's, again and again.
  void keep_clock();
  /// Asks at `port`, its own or that of a proxy before it. Returns when there is an answer, or
  /// after ten seconds that it was lost.
  Task<void> ask(const HttpClient::HttpRequest* request, Answer answer, std::uint16_t port);
  /// That a phase of the plan begins it is told, if it wants to be; other news are not for it.
  void hear(const Control& news, const scenarios::Plan& plan);
  /// Ends the process, and with it the run: "python3 " and the problem.
  [[noreturn]] void fail(const std::string& problem) const;

 private:
  void launch(const ProgramPlace& place, nlohmann::json values);
  void wait_until_ready();
  Task<void> follow_clock();
  Task<void> tell(std::string phase);

  const scenarios::ProgramStart& about_;
  NodeId node_;
  LiveRuntime& runtime_;
  HttpClient client_;
  std::string log_;
  std::optional<ProgramClock> clock_;  // none: it has the machine's
  std::uint16_t port_ = 0;
  std::unique_ptr<ChildProcess> process_;
};

}  // namespace rehearse::simulators::live
