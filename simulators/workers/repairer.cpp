#include "simulators/workers/repairer.hpp"

namespace rehearse::simulators {

using scenarios::Duration;
using scenarios::Side;

namespace {
constexpr std::int64_t repaired_at_once = 16;
constexpr Duration repair_stuck_pause{50'000};
}  // namespace

Repairer::Repairer(const Blueprint& blueprint, TrackIndex track, Runtime& runtime, Memory& memory)
    : Worker(blueprint, track, blueprint.tracks[track].repairer, runtime, memory) {}

void Repairer::reset() {
  reset_tags();
  active_[0] = false;
  active_[1] = false;
}

void Repairer::start() {
  for (const Side side : {Side::old_side, Side::new_side})
    if (active_[static_cast<std::size_t>(side)]) runtime_.spawn(self_, mend_all(side));
}

std::optional<Reply> Repairer::answer(const Request& request) {
  const Control& asked = std::get<Control>(request.body);
  if (asked.verb != ControlVerb::start) return std::nullopt;
  rule_ = static_cast<scenarios::Apply>(asked.code);
  bool& active = active_[static_cast<std::size_t>(asked.side)];
  if (!active) runtime_.spawn(self_, mend_all(asked.side));
  active = true;
  return control_reply(0);
}

/// The metric: how many repairs are queued.
Task<Reply> Repairer::serve(const Request*) {
  std::int64_t entries = 0;
  for (const Side side : {Side::old_side, Side::new_side}) {
    if (!active_[static_cast<std::size_t>(side)]) continue;
    Task<Reply> asking = queued(side);
    const Reply reply = co_await asking;
    if (!reply.ok()) co_return reply;
    entries += std::get<TransactReply>(reply.body).count;
  }
  co_return control_reply(entries);
}

/// Looks into the queue without waiting for an entry.
Task<Reply> Repairer::queued(Side queue) {
  Statement all = statement(StatementKind::read_repairs, queue);
  all.by = 1000;
  const std::vector<Statement> look{statement(StatementKind::last_change, queue), all};
  Task<Reply> asking = transact(store(queue), &look);
  Reply reply = co_await asking;
  co_return reply;
}

Task<void> Repairer::mend_all(Side queue) {
  scenarios::Duration patience = shortest_read_wait;
  for (;;) {
    Statement next = statement(StatementKind::read_repairs, queue);
    next.by = repaired_at_once;
    Task<Reply> asking = wait_for(store(queue), next, &patience);
    const Reply reply = co_await asking;
    bool progress = reply.ok();
    if (reply.ok()) {
      const TransactReply& entries = std::get<TransactReply>(reply.body);
      for (std::uint32_t i = 0; i < entries.count; ++i) {
        Task<bool> mending = mend(queue, entries.changes[i]);
        const bool mended = co_await mending;
        progress = progress && mended;
      }
    }
    if (!progress) {
      Sleep pause(runtime_, repair_stuck_pause);
      co_await pause;
    }
  }
}

Task<bool> Repairer::mend(Side queue, Change entry) {
  Statement read = statement(StatementKind::get, queue);
  read.key = entry.key;
  Task<Reply> reading = run(store(queue), read);
  const Reply seen = co_await reading;
  if (!seen.ok()) co_return false;
  const StatementResult& found = std::get<TransactReply>(seen.body).results[0];
  Statement put = statement(StatementKind::apply, scenarios::other(queue));
  put.source = WriteSource::repair;
  put.rule = rule_;
  put.from_stream = true;
  put.key = entry.key;
  put.write = found.found ? found.record.write : entry.record.write;
  put.version = found.found ? found.record.version : entry.record.version;
  put.row = found.record.row;
  put.deleted = !found.found || found.record.deleted;
  const std::vector<Statement> batch{put};
  Task<Reply> applying = transact(store(put.side), &batch);
  const Reply applied = co_await applying;
  if (!applied.ok()) co_return false;
  Statement done = statement(StatementKind::pop_repair, queue);
  done.key = entry.position;
  Task<Reply> popping = run(store(queue), done);
  const Reply popped = co_await popping;
  co_return popped.ok();
}

}  // namespace rehearse::simulators
