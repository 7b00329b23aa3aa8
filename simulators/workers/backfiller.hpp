#pragma once
/// Copies the records that were there before: batch by batch along the key, with the write rule,
/// population bound, checkpoint and throttle that the plan says. Resumes from its checkpoint. A
/// batch is read in one transaction and written in another: what happens in between is what
/// backfills die of.

#include "simulators/data/literal.hpp"
#include "simulators/workers/worker.hpp"

namespace rehearse::simulators {

class Backfiller : public Worker {
 public:
  Backfiller(const Blueprint& blueprint, TrackIndex track, Runtime& runtime, Memory& memory);

  void reset();
  void start() override;
  void crash() override {}
  /// start, stop: value = which of the blueprint's backfills; start: key = greatest key of the
  /// population (0: all). metric backfill_remaining: number; unrepresentable: number. status:
  /// number = remaining, extra = `state`.
  std::optional<Reply> answer(const Request& request) override;

  /// 0: idle, 1: running, 2: done.
  std::int64_t state() const { return done_ ? 2 : running_ ? 1 : 0; }
  bool running() const { return running_; }
  bool done() const { return done_; }
  std::int64_t remaining() const { return done_ ? 0 : remaining_; }

 protected:
  /// Until all is copied (`done_`), or somebody has begun anew or stopped it (`generation_`).
  virtual Task<void> copy(std::int64_t generation);
  Task<void> count_what_remains();

  scenarios::BackfillAxis axis_;
  Key bound_ = 0;  // greatest key of the population; 0: all
  bool running_ = false;
  bool done_ = false;
  std::int64_t generation_ = 0;
  std::int64_t remaining_ = 0;

 private:
  void configure(const scenarios::BackfillAxis& axis);
  Task<Key> read_cursor();
  Task<void> write_cursor(Key cursor);
  Task<void> write_rows(std::vector<Statement> batch, Key cursor);
  Statement cursor_statement(Key cursor) const;
  bool in_scope(Row row) const;

  std::size_t where_field_ = 0;  // where the plan says a scope
  TypedLiteral where_is_;
  std::int64_t unrepresentable_ = 0;
};

}  // namespace rehearse::simulators
