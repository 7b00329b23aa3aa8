#pragma once
/// Works off the repair queues of a track: reads the record where the first write went and applies
/// it, as it now is, on the other side.

#include "simulators/workers/worker.hpp"

namespace rehearse::simulators {

class Repairer final : public Worker {
 public:
  Repairer(const Blueprint& blueprint, TrackIndex track, Runtime& runtime, Memory& memory);

  void reset();
  void start() override;
  void crash() override {}
  /// start: side = whose queue (first writes there), code = scenarios::Apply. metric repair_queue:
  /// number = entries in both.
  std::optional<Reply> answer(const Request& request) override;
  Task<Reply> serve(const Request* request) override;

 private:
  Task<void> mend_all(scenarios::Side queue);
  Task<bool> mend(scenarios::Side queue, Change entry);
  Task<Reply> queued(scenarios::Side queue);

  bool active_[2] = {false, false};
  scenarios::Apply rule_ = scenarios::Apply::version_guard;
};

}  // namespace rehearse::simulators
