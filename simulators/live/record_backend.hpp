#pragma once
/// The records of a track as a program in a worker's place reads and writes them: in the shape of
/// each side, as transactions of the worker's. The requests are in docs/your-own-backfill.md.

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "simulators/live/backend_request.hpp"
#include "simulators/live/live_runtime.hpp"

namespace rehearse::simulators::live {

/// Which writes a worker may make, and as whom.
struct WorkerWrites {
  WriteSource source = WriteSource::backfill;
  scenarios::Side target = scenarios::Side::new_side;
  scenarios::Apply rule = scenarios::Apply::overwrite;  ///< Where a request does not say.
  bool deletes = false;
  bool adds = false;  ///< To the counter of a track that has one.
};

class RecordBackend final {
 public:
  using Asked = std::shared_ptr<const BackendRequest>;
  /// One transaction at a store, as the worker makes it.
  using Transaction = std::function<Task<Reply>(NodeId store, const std::vector<Statement>*)>;

  RecordBackend(const Blueprint& blueprint, TrackIndex track, NodeId self, LiveRuntime& runtime,
                Transaction transaction);

  /// GET /records/SIDE?after=KEY&limit=N and GET /records/SIDE/KEY.
  void read(const Asked& asked, std::int64_t usual_limit);
  /// What came of a transaction that writes so many records.
  using Ended = std::function<void(FailureReason status, std::int64_t records)>;
  /// PUT /records/SIDE/KEY and POST /records/SIDE. `also`: in the same transaction.
  void write(const Asked& asked, const WorkerWrites& as, const std::vector<Statement>& also,
             Ended ended);
  /// {"key": 7, "rev": "old-131-4", "record": {...}} or {"key": 7, "rev": ..., "deleted": true}
  nlohmann::json entry_of(scenarios::Side side, Key key, const Record& record) const;
  const std::vector<scenarios::Field>& fields_of(scenarios::Side side) const;

 private:
  struct Place {
    scenarios::Side side = scenarios::Side::old_side;
    Key key = 0;
    bool one = false;  // else all of the side
  };
  bool place_of(const BackendRequest& asked, Place& place) const;
  bool statement_of(const nlohmann::json& entry, const WorkerWrites& as, Statement& put,
                    std::string& problem);
  Task<void> answer_read(Asked asked, Statement reading);
  Task<void> answer_write(Asked asked, std::vector<Statement> statements, std::size_t records,
                          Ended ended);
  NodeId store(scenarios::Side side) const;

  const TrackBlueprint& about_;
  TrackIndex track_;
  NodeId self_;
  LiveRuntime& runtime_;
  Transaction transaction_;
};

}  // namespace rehearse::simulators::live
