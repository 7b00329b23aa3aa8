#pragma once
/// A program of the user's in the place of a relay: it carries the changes of one side of a track
/// to the other, for as long as the plan wants it to. It reads and writes through one URL, in the
/// shape that each side has; order, conflicts and where it was when it was killed are its own.
///
/// How far it has come is what it says, in the transaction that applies the changes or by itself:
/// the metric sync_lag goes by that. One that ends is started again. What the backend says is in
/// docs/your-own-relay.md.

#include "simulators/live/record_backend.hpp"
#include "simulators/live/worker_process.hpp"
#include "simulators/workers/relay.hpp"

namespace rehearse::simulators::live {

class RelayProgram final : public Relay {
 public:
  RelayProgram(const Blueprint& blueprint, TrackIndex track, scenarios::Side source,
               LiveRuntime& runtime, const ProgramPlace& place);

  void start() override;
  std::optional<Reply> answer(const Request& request) override;

 private:
  using Asked = WorkerProcess::Asked;

  Task<void> carry(std::int64_t generation) override;
  void take(const Asked& asked);
  void write(const Asked& asked);
  Task<void> tell_changes(Asked asked, Statement next);
  Task<void> tell_position(Asked asked);
  Task<void> keep_position(Asked asked, Statement moved);
  bool statement_of_position(const BackendRequest& asked, const std::string& text,
                             Statement& moved) const;
  nlohmann::json task() const;
  nlohmann::json entry_of(const Change& change) const;

  LiveRuntime& live_;
  WorkerProcess process_;
  RecordBackend records_;
  scenarios::Duration patience_;
};

}  // namespace rehearse::simulators::live
