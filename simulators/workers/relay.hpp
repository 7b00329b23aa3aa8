#pragma once
/// Carries changes of one side of a track to the other, in order, from the change log (outbox or
/// CDC). The position lies in the target's database and moves in the transaction that applies the
/// changes.

#include "simulators/workers/worker.hpp"

namespace rehearse::simulators {

class Relay : public Worker {
 public:
  /// `source` is the side whose changes it carries.
  Relay(const Blueprint& blueprint, TrackIndex track, scenarios::Side source, Runtime& runtime,
        Memory& memory);

  void reset();
  void start() override;
  void crash() override;
  /// start: code = scenarios::Apply, value = 1 for deltas. stop. status: number = position applied,
  /// extra = 1 when it is on.
  /// metric sync_lag: number = changes not yet applied.
  std::optional<Reply> answer(const Request& request) override;
  Task<Reply> serve(const Request* request) override;

  Key position() const { return position_; }
  bool active() const { return active_; }

 protected:
  /// Until somebody has begun anew or stopped it (`generation_`).
  virtual Task<void> carry(std::int64_t generation);
  /// From the target's database.
  Task<void> find_position(std::int64_t generation);
  Key position_mark() const;

  scenarios::Side source_;
  bool deltas_ = false;
  scenarios::Apply rule_ = scenarios::Apply::version_guard;
  std::int64_t generation_ = 0;  // of the running loop
  Key position_ = 0;             // what the loop knows; the store knows better

 private:
  void add_statement(const Change& change, std::vector<Statement>* batch) const;

  bool active_ = false;
};

}  // namespace rehearse::simulators
