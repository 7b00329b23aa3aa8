#include "simulators/live/relay_program.hpp"

#include "scenarios/names.hpp"
#include "simulators/application/requests.hpp"
#include "simulators/live/message_sense.hpp"
#include "simulators/live/program_request.hpp"

namespace rehearse::simulators::live {

using scenarios::Side;
using Json = nlohmann::json;

namespace {
constexpr std::int64_t usual_changes = 64, most_changes = 1'000;
}

RelayProgram::RelayProgram(const Blueprint& blueprint, TrackIndex track, Side source,
                           LiveRuntime& runtime, const ProgramPlace& place)
    : Relay(blueprint, track, source, runtime, runtime.memory()),
      live_(runtime),
      process_(blueprint, self_, runtime, place, [this](const Asked& asked) { take(asked); }),
      records_(blueprint, track, self_, runtime,
               [this](NodeId store, const std::vector<Statement>* statements) {
                 return transact(store, statements);
               }),
      patience_(shortest_read_wait) {
  reset();
}

void RelayProgram::start() {
  Relay::start();
  process_.keep_clock();
}

std::optional<Reply> RelayProgram::answer(const Request& request) {
  std::optional<Reply> reply = Relay::answer(request);
  if (!active()) process_.stop();
  return reply;
}

Task<void> RelayProgram::carry(std::int64_t generation) {
  Task<void> finding = find_position(generation);
  co_await finding;
  while (generation_ == generation) {
    std::optional<int> status;
    Task<void> running = process_.run(&status);
    co_await running;
    if (generation_ != generation || !status) co_return;
    Task<void> waiting = process_.wait_before_next(*status);
    co_await waiting;
  }
}

void RelayProgram::take(const Asked& asked) {
  const bool reads = asked->exchange.is_get();
  const std::string& what = asked->path.front();
  if (reads && what == "task") return asked->answer(200, task());
  if (reads && what == "records") return records_.read(asked, usual_changes);
  if (reads && what == "position") return live_.spawn(self_, tell_position(asked));
  if (reads && what == "changes") {
    Statement next = statement(StatementKind::read_changes, source_);
    next.key = number_of<Key>(asked->query("after")).value_or(-1);
    next.by = number_of<std::int64_t>(asked->query("limit")).value_or(usual_changes);
    if (next.key < 0 || !sensible(next.key) || next.by < 1 || next.by > most_changes)
      return asked->refuse("it is /changes?after=POSITION&limit=N, with a limit of 1 to 1000");
    return live_.spawn(self_, tell_changes(asked, next));
  }
  if (!reads && what == "position") {
    Statement moved;
    const auto told = integer_at(asked->body, "/position");
    if (!statement_of_position(*asked, told ? std::to_string(*told) : "", moved)) return;
    return live_.spawn(self_, keep_position(asked, moved));
  }
  if (!reads && what == "records") return write(asked);
  asked->refuse(
      "there are /task, /position, /changes?after=POSITION, /records/SIDE and "
      "/records/SIDE/KEY");
}

void RelayProgram::write(const Asked& asked) {
  WorkerWrites as;
  as.source = WriteSource::relay;
  as.target = scenarios::other(source_);
  as.rule = rule_;
  as.deletes = true;
  as.adds = deltas_ && about().counter_field != no_index;
  std::vector<Statement> also;
  const std::string position = asked->query("position");
  if (!position.empty() && !statement_of_position(*asked, position, also.emplace_back())) return;
  const Key reached = also.empty() ? 0 : also.front().by;
  records_.write(asked, as, also, [this, reached](FailureReason status, std::int64_t) {
    if (status != FailureReason::none) {
      if (!retryable(status)) failed(scenarios::other(source_), status);
      return;
    }
    process_.got_somewhere();
    if (reached != 0) position_ = reached;
  });
}

/// False when it was refused.
bool RelayProgram::statement_of_position(const BackendRequest& asked, const std::string& text,
                                         Statement& moved) const {
  moved = statement(StatementKind::set_mark, scenarios::other(source_));
  moved.key = position_mark();
  moved.by = number_of<Key>(text).value_or(-1);
  if (moved.by >= 0 && sensible(moved.by)) return true;
  asked.refuse("a position is one that /changes has told, or 0");
  return false;
}

Json RelayProgram::task() const {
  return {{"track", about().name},
          {"from", scenarios::name_of(source_)},
          {"to", scenarios::name_of(scenarios::other(source_))},
          {"apply", scenarios::name_of(rule_)},
          {"adds", deltas_ && about().counter_field != no_index}};
}

/// In the shape of the side that it is a change of.
Json RelayProgram::entry_of(const Change& change) const {
  Record record = change.record;
  if (!record.deleted && record.row != nullptr && source_ == Side::new_side)
    record.row = about().mapping->up(record.row, nullptr, live_.memory());
  Json entry = records_.entry_of(source_, change.key, record);
  entry["position"] = change.position;
  if (change.is_delta) entry["add"] = change.delta;
  return entry;
}

/// When there is something; or an empty list, after a while.
Task<void> RelayProgram::tell_changes(Asked asked, Statement next) {
  Task<Reply> waiting = wait_for(store(source_), next, &patience_);
  const Reply reply = co_await waiting;
  if (!reply.ok()) {
    asked->answer_failure(reply.status);
    co_return;
  }
  const TransactReply& changes = std::get<TransactReply>(reply.body);
  Json list = Json::array();
  for (std::uint32_t i = 0; i < changes.count; ++i) list.push_back(entry_of(changes.changes[i]));
  asked->answer(200, list);
}

Task<void> RelayProgram::tell_position(Asked asked) {
  Statement where = statement(StatementKind::get_mark, scenarios::other(source_));
  where.key = position_mark();
  Task<Reply> asking = run(store(where.side), where);
  const Reply reply = co_await asking;
  if (reply.ok())
    asked->answer(200, {{"position", std::get<TransactReply>(reply.body).results[0].number}});
  else
    asked->answer_failure(reply.status);
}

Task<void> RelayProgram::keep_position(Asked asked, Statement moved) {
  Task<Reply> keeping = run(store(moved.side), moved);
  const Reply reply = co_await keeping;
  if (!reply.ok()) {
    asked->answer_failure(reply.status);
    co_return;
  }
  process_.got_somewhere();
  position_ = moved.by;
  asked->answer(200, {{"position", moved.by}});
}

}  // namespace rehearse::simulators::live
