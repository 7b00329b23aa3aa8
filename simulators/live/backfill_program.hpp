#pragma once
/// A program of the user's in the place of a backfill: a command that copies the records that were
/// there before and ends, with code 0 when it has copied all of them. It reads and writes through
/// one URL, in the shape that each side has: mapping the records is its own.
///
///     conductor --start--> BackfillProgram --starts--> the program
///                               ^                          |
///                               '------ {backend} ---------'
///                               '--> [proxies] --> stores: as the backfiller's own calls
///
/// One that ends otherwise is started again. What the backend says is in docs/your-own-backfill.md.

#include "simulators/live/record_backend.hpp"
#include "simulators/live/worker_process.hpp"
#include "simulators/workers/backfiller.hpp"

namespace rehearse::simulators::live {

class BackfillProgram final : public Backfiller {
 public:
  BackfillProgram(const Blueprint& blueprint, TrackIndex track, LiveRuntime& runtime,
                  const ProgramPlace& place);

  void start() override;
  std::optional<Reply> answer(const Request& request) override;

 private:
  Task<void> copy(std::int64_t generation) override;
  void take(const WorkerProcess::Asked& asked);
  nlohmann::json task() const;

  WorkerProcess process_;
  RecordBackend records_;
};

}  // namespace rehearse::simulators::live
