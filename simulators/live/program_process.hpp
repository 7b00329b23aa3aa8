#pragma once
/// A program of the user's in a node's place: asked, told of phases, its clock kept.

#include <cstdint>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "scenarios/program.hpp"
#include "simulators/live/http_client.hpp"
#include "simulators/live/live_runtime.hpp"
#include "simulators/live/running_program.hpp"

namespace rehearse::simulators::live {

/// The clock becomes as wrong as its node's, again and again.
Task<void> follow_clock(LiveRuntime* runtime, NodeId node, ProgramClock* clock);

class ProgramProcess final {
 public:
  using Answer = std::shared_ptr<HttpClient::Answer>;

  /// Starts it, and waits until it is ready: see RunningProgram. What goes wrong later leaves
  /// through the event loop.
  ProgramProcess(const scenarios::ProgramStart& about, NodeId node, LiveRuntime& runtime,
                 const ProgramPlace& place, nlohmann::json values = nlohmann::json::object());

  std::uint16_t port() const { return running_.port(); }
  /// Where its clock can be wrong, that becomes as wrong as its node's, again and again.
  void keep_clock();
  /// Asks at `port`, its own or that of a proxy before it. Returns when there is an answer, or
  /// after ten seconds that it was lost.
  Task<void> ask(const HttpClient::HttpRequest* request, Answer answer, std::uint16_t port);
  /// That a phase of the plan begins it is told, if it wants to be; other news are not for it.
  void hear(const Control& news, const scenarios::Plan& plan);
  /// Ends the process, and with it the run: "python3 " and the problem.
  [[noreturn]] void fail(const std::string& problem) const { running_.fail(problem); }
  /// Asks it to end, as at the end of a run.
  void end(std::chrono::milliseconds grace) { running_.end(grace); }

 private:
  Task<void> tell(std::string phase);

  const scenarios::ProgramStart& about_;
  NodeId node_;
  LiveRuntime& runtime_;
  RunningProgram running_;
};

}  // namespace rehearse::simulators::live
