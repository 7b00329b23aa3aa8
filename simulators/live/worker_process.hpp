#pragma once
/// A command of the user's in a worker's place: started, watched, started again.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "scenarios/program.hpp"
#include "simulators/live/backend_request.hpp"
#include "simulators/live/child_process.hpp"
#include "simulators/live/http_server.hpp"
#include "simulators/live/live_runtime.hpp"
#include "simulators/live/program_clock.hpp"
#include "simulators/live/running_program.hpp"

namespace rehearse::simulators::live {

class WorkerProcess final {
 public:
  using Asked = std::shared_ptr<const BackendRequest>;

  /// The program of the worker that this node is, which the plan names; `take` gets what it asks
  /// its backend.
  WorkerProcess(const Blueprint& blueprint, NodeId self, LiveRuntime& runtime,
                const ProgramPlace& place, std::function<void(const Asked&)> take);

  /// Where its clock can be wrong, it becomes as wrong as its node's, again and again.
  void keep_clock();
  /// Runs it once; what it ended with is what waitpid says. None: it was stopped, or started anew.
  Task<void> run(std::optional<int>* status);
  void stop();
  /// It has done something.
  void got_somewhere() { vain_ = 0; }
  /// Before it is started again. That it ends again and again without having got anywhere is a
  /// std::runtime_error with its last words.
  Task<void> wait_before_next(int status);

 private:
  void launch();

  const scenarios::WorkerProgram& program_;
  NodeId self_;
  LiveRuntime& runtime_;
  const ProgramPlace place_;
  HttpServer backend_;
  std::optional<ProgramClock> clock_;
  std::unique_ptr<ChildProcess> process_;
  std::int64_t launches_ = 0;
  std::optional<int> status_;  // of the last one, when it has ended
  Signal ended_;
  int vain_ = 0;
};

}  // namespace rehearse::simulators::live
