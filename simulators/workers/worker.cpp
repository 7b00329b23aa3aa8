#include "simulators/workers/worker.hpp"

#include <algorithm>

#include "simulators/application/requests.hpp"

namespace rehearse::simulators {

namespace {
constexpr scenarios::Duration call_timeout{200'000};
constexpr scenarios::Duration mark_retry_pause{20'000};
}  // namespace

Request Worker::background_request() {
  Request request;
  request.tag = next_tag_++;
  return request;
}

Statement Worker::statement(StatementKind kind, scenarios::Side side) const {
  Statement made;
  made.kind = kind;
  made.track = track_;
  made.side = side;
  return made;
}

Task<Reply> Worker::transact(NodeId store, const std::vector<Statement>* statements) {
  Request request = background_request();
  request.body = transaction(*statements, memory_);
  Call call(runtime_, self_, store, request, call_timeout);
  Reply reply = co_await call;
  co_return reply;
}

Task<Reply> Worker::run(NodeId store, Statement statement) {
  Request request = background_request();
  request.body = transaction(statement, memory_);
  Call call(runtime_, self_, store, request, call_timeout);
  Reply reply = co_await call;
  co_return reply;
}

Task<Reply> Worker::wait_for(NodeId store, Statement statement, scenarios::Duration* patience) {
  statement.wait_us = patience->count();
  Request request = background_request();
  request.body = transaction(statement, memory_);
  Call call(runtime_, self_, store, request, *patience + call_timeout / 4);
  Reply reply = co_await call;
  const bool nothing = reply.ok() && std::get<TransactReply>(reply.body).count == 0;
  *patience = nothing ? std::min(*patience * 2, longest_read_wait) : shortest_read_wait;
  co_return reply;
}

Task<Reply> Worker::run_until_done(NodeId store, const std::vector<Statement>* statements) {
  for (;;) {
    Task<Reply> running = transact(store, statements);
    Reply reply = co_await running;
    const bool again = retryable(reply.status);
    if (!again) co_return reply;
    Sleep pause(runtime_, mark_retry_pause);
    co_await pause;
  }
}

void Worker::failed(scenarios::Side side, FailureReason reason) {
  Event event;
  event.kind = EventKind::call_failed;
  event.flags = flag_background;
  event.node = self_;
  event.track = track_;
  event.side = side;
  event.detail = static_cast<std::uint8_t>(reason);
  event.extra = store(side);
  runtime_.record(event);
}

}  // namespace rehearse::simulators
