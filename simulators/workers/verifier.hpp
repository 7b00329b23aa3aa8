#pragma once
/// Compares old and new of one track, modulo the transform: keyed (every record, looked at again
/// before it counts, so that what is under way is not called wrong) or count-only (deliberately
/// weak). Can mend what it finds.

#include "simulators/workers/worker.hpp"

namespace rehearse::simulators {

class Verifier final : public Worker {
 public:
  Verifier(const Blueprint& blueprint, TrackIndex track, Runtime& runtime, Memory& memory);

  void reset();
  void start() override;
  void crash() override { mismatches_ = -1; }
  /// start: code = scenarios::VerifyMode, value = 1 to mend, side = read authority. status: number
  /// = 1 when finished. metric verify_mismatch: number, extra = keys compared; unrepresentable:
  /// number.
  std::optional<Reply> answer(const Request& request) override;
  Task<Reply> serve(const Request* request) override;
  bool active() const { return active_; }

 private:
  Task<void> verify();
  Task<void> compare_counts();
  Task<void> compare_keys();
  Task<void> load(scenarios::Side side, std::vector<KeyedRecord>* rows);
  struct Looked {
    Record mine, theirs;  ///< Old side, new side.
  };
  Task<bool> look(Key key, Looked* seen);
  struct Suspect {
    Key key = 0;
    Looked before;
    int same_looks = 0;
  };
  Task<void> keep_those_that_differ(std::vector<Key>* keys);
  Task<void> mend(Key key);
  Task<Reply> get(scenarios::Side side, Key key);

  scenarios::VerifyMode mode_ = scenarios::VerifyMode::keyed;
  bool mend_ = false;
  bool active_ = false;
  scenarios::Side authority_ = scenarios::Side::old_side;
  std::int64_t mismatches_ = -1;  // -1: not verified
  std::int64_t compared_ = 0;
  std::int64_t unrepresentable_ = 0;
};

}  // namespace rehearse::simulators
