#include "simulators/workers/backfiller.hpp"

#include <algorithm>

namespace rehearse::simulators {

using scenarios::Checkpoint;
using scenarios::Side;

namespace {
constexpr scenarios::Duration backfill_retry_pause{20'000};
}  // namespace

Backfiller::Backfiller(const Blueprint& blueprint, TrackIndex track, Runtime& runtime,
                       Memory& memory)
    : Worker(blueprint, track, blueprint.tracks[track].backfiller, runtime, memory) {}

void Backfiller::reset() {
  reset_tags();
  running_ = false;
  done_ = false;
  generation_ = 0;
  remaining_ = 0;
  unrepresentable_ = 0;
  bound_ = 0;
}

void Backfiller::start() {
  if (running_) runtime_.spawn(self_, copy(++generation_));
}

std::optional<Reply> Backfiller::answer(const Request& request) {
  const Control& asked = std::get<Control>(request.body);
  const bool command = asked.verb == ControlVerb::start || asked.verb == ControlVerb::stop;
  if (command && !newest(asked)) return control_reply(0);
  if (command) configure(blueprint_.backfills[static_cast<std::size_t>(asked.value)]);
  if (asked.verb == ControlVerb::status) return control_reply(remaining(), state());
  if (asked.verb == ControlVerb::start && !running_ && !done_) {
    bound_ = asked.key;
    running_ = true;
    remaining_ = 1;  // not known yet, but not none
    runtime_.spawn(self_, copy(++generation_));
  }
  if (asked.verb == ControlVerb::stop) {
    running_ = false;
    ++generation_;
  }
  if (asked.verb == ControlVerb::metric &&
      static_cast<Metric>(asked.code) == Metric::unrepresentable)
    return control_reply(unrepresentable_);
  // Never started: everything remains.
  return control_reply(done_ ? 0 : std::max<std::int64_t>(remaining_, 1));
}

void Backfiller::configure(const scenarios::BackfillAxis& axis) {
  axis_ = axis;
  if (!axis.where) return;
  const auto& fields = blueprint_.tracks[track_].fields;
  const auto found = std::find_if(fields.begin(), fields.end(), [&axis](const auto& field) {
    return field.name == axis.where->field;
  });
  REHEARSE_ENSURE(found != fields.end());
  where_field_ = static_cast<std::size_t>(found - fields.begin());
  const auto typed = typed_literal(axis.where->is, found->type);
  REHEARSE_ENSURE(typed.has_value());
  where_is_ = *typed;
}

bool Backfiller::in_scope(Row row) const {
  return !axis_.where || row == nullptr || where_is_.equals(row->begin()[where_field_]);
}

Statement Backfiller::cursor_statement(Key cursor) const {
  Statement mark = statement(StatementKind::set_mark, Side::new_side);
  mark.key = mark_key(track_, Mark::backfill_cursor);
  mark.by = cursor;
  return mark;
}

Task<Key> Backfiller::read_cursor() {
  Statement mark = statement(StatementKind::get_mark, Side::new_side);
  mark.key = mark_key(track_, Mark::backfill_cursor);
  const std::vector<Statement> batch{mark};
  Task<Reply> asking = run_until_done(store(Side::new_side), &batch);
  const Reply reply = co_await asking;
  co_return reply.ok() ? std::get<TransactReply>(reply.body).results[0].number : 0;
}

Task<void> Backfiller::write_cursor(Key cursor) {
  const std::vector<Statement> batch{cursor_statement(cursor)};
  Task<Reply> writing = run_until_done(store(Side::new_side), &batch);
  const Reply reply = co_await writing;
  static_cast<void>(reply);
}

/// One transaction; row by row when a row has no new shape: that row is left out and counted.
Task<void> Backfiller::write_rows(std::vector<Statement> batch, Key cursor) {
  if (axis_.checkpoint == Checkpoint::in_batch) batch.push_back(cursor_statement(cursor));
  if (batch.empty()) co_return;
  Task<Reply> writing = run_until_done(store(Side::new_side), &batch);
  const Reply reply = co_await writing;
  if (reply.ok()) co_return;
  failed(Side::new_side, reply.status);
  for (const Statement& row : batch) {
    const std::vector<Statement> alone{row};
    Task<Reply> trying = run_until_done(store(Side::new_side), &alone);
    const Reply tried = co_await trying;
    if (!tried.ok()) ++unrepresentable_;
  }
}

Task<void> Backfiller::count_what_remains() {
  Task<Reply> counting =
      run(store(Side::old_side), statement(StatementKind::count, Side::old_side));
  const Reply counted = co_await counting;
  remaining_ = counted.ok() ? std::get<TransactReply>(counted.body).results[0].number : 1;
}

Task<void> Backfiller::copy(std::int64_t generation) {
  Task<Key> finding = read_cursor();
  Key cursor = co_await finding;
  Task<void> counting = count_what_remains();
  co_await counting;
  while (generation_ == generation) {
    Statement next = statement(StatementKind::scan, Side::old_side);
    next.key = cursor;
    next.by = axis_.batch;
    Task<Reply> reading = run(store(Side::old_side), next);
    const Reply reply = co_await reading;
    if (generation_ != generation) co_return;
    if (!reply.ok()) {
      Sleep pause(runtime_, backfill_retry_pause);
      co_await pause;
      continue;
    }
    const TransactReply& rows = std::get<TransactReply>(reply.body);
    std::vector<Statement> batch;
    std::uint32_t taken = 0;
    for (; taken < rows.count && (bound_ == 0 || rows.rows[taken].key <= bound_); ++taken) {
      cursor = rows.rows[taken].key;
      const Record& record = rows.rows[taken].record;
      if (record.deleted || !in_scope(record.row)) continue;
      Statement put = statement(StatementKind::apply, Side::new_side);
      put.source = WriteSource::backfill;
      put.rule = axis_.write;
      put.from_stream = true;
      put.key = cursor;
      put.write = record.write;
      put.version = record.version;
      put.row = record.row;
      batch.push_back(put);
    }
    if (taken == 0) {
      done_ = true;
      running_ = false;
      co_return;
    }
    const auto copied = static_cast<std::int64_t>(taken);
    if (axis_.checkpoint == Checkpoint::before) {
      Task<void> marking = write_cursor(cursor);
      co_await marking;
    }
    Task<void> writing = write_rows(batch, cursor);
    co_await writing;
    if (axis_.checkpoint == Checkpoint::after) {
      Task<void> marking = write_cursor(cursor);
      co_await marking;
    }
    remaining_ = std::max<std::int64_t>(1, remaining_ - copied);
    Sleep pause(runtime_, axis_.throttle);
    co_await pause;
  }
}

}  // namespace rehearse::simulators
