#pragma once
/// What the background processes of a migration share. Whether a worker is switched on survives its
/// crash (it is configuration); everything else it must find again in the stores.

#include <vector>

#include "simulators/blueprint/blueprint.hpp"
#include "simulators/runtime/runtime.hpp"

namespace rehearse::simulators {

class Worker : public Node {
 public:
  Worker(const Blueprint& blueprint, TrackIndex track, NodeId self, Runtime& runtime,
         Memory& memory)
      : blueprint_(blueprint), track_(track), self_(self), runtime_(runtime), memory_(memory) {}

 protected:
  Request background_request();
  /// One transaction of these statements at a store.
  Task<Reply> transact(NodeId store, const std::vector<Statement>* statements);
  /// The same, of one statement.
  Task<Reply> run(NodeId store, Statement statement);
  /// One read that waits at the store until there is something, for `patience` at the most; which
  /// doubles when there was nothing.
  Task<Reply> wait_for(NodeId store, Statement statement, scenarios::Duration* patience);
  /// `transact` until it is done or surely cannot be (no table, no mapping).
  Task<Reply> run_until_done(NodeId store, const std::vector<Statement>* statements);
  Statement statement(StatementKind kind, scenarios::Side side) const;
  NodeId store(scenarios::Side side) const { return about().side(side).node; }
  const TrackBlueprint& about() const { return blueprint_.tracks[track_]; }
  void failed(scenarios::Side side, FailureReason reason);
  void reset_tags() {
    next_tag_ = 1;
    commanded_ = 0;
  }
  /// Whether the conductor's command is newer than the last.
  bool newest(const Control& command) { return in_order(command, commanded_); }

  const Blueprint& blueprint_;
  TrackIndex track_;
  NodeId self_;
  Runtime& runtime_;
  Memory& memory_;

 private:
  std::uint64_t next_tag_ = 1;
  std::uint32_t commanded_ = 0;  // configuration: survives a crash
};

inline Reply control_reply(std::int64_t number, std::int64_t extra = 0) {
  Reply reply;
  ControlReply body;
  body.number = number;
  body.extra = extra;
  reply.body = body;
  return reply;
}

}  // namespace rehearse::simulators
