/// Whether a live run has come to rest: everybody is asked.

#include "harness/live/director.hpp"
#include "harness/live/means.hpp"

namespace rehearse::harness::live {

using namespace simulators;
using scenarios::Side;

/// The number of a node's answer; 0 when there is none, which is noted.
Task<std::int64_t> Director::number_of(NodeId node, Control control, std::int64_t* extra) {
  Task<Reply> asking = ask(node, control);
  const Reply reply = co_await asking;
  const ControlReply* const body = std::get_if<ControlReply>(&reply.body);
  if (!reply.ok() || body == nullptr) {
    silent_.push_back(blueprint_.nodes[node]);
    co_return 0;
  }
  if (extra != nullptr) *extra = body->extra;
  co_return body->number;
}

/// True when there is nothing left to do, and everybody said so.
Task<bool> Director::look_for_unfinished() {
  unfinished_.clear();
  silent_.clear();
  Control status;
  status.verb = ControlVerb::status;
  Task<std::int64_t> operations = number_of(blueprint_.clients, status, nullptr);
  unfinished_.operations = co_await operations;
  for (const InstanceBlueprint& instance : blueprint_.instances) {
    Control serving;
    serving.verb = ControlVerb::status;
    std::int64_t count = 0;
    Task<std::int64_t> asking = number_of(instance.node, serving, &count);
    co_await asking;
    if (count > 0) unfinished_.serving.push_back({instance.node, count});
  }
  for (TrackIndex track = 0; track < blueprint_.plan.tracks.size(); ++track) {
    Task<void> looking = look_at_track(track);
    co_await looking;
  }
  for (std::size_t group = 0; group < restarting_.size(); ++group)
    if (restarting_[group] > 0) unfinished_.restarting.push_back(group);
  co_return unfinished_.nothing() && silent_.empty();
}

Task<void> Director::look_at_track(TrackIndex track) {
  const TrackBlueprint& about = blueprint_.tracks[track];
  Control status;
  status.verb = ControlVerb::status;
  if (about.service) {
    for (const Side side : {Side::old_side, Side::new_side}) {
      const NodeId node = about.side(side).node;
      Task<std::int64_t> asking = number_of(node, status, nullptr);
      const std::int64_t unsent = co_await asking;
      if (unsent > 0) unfinished_.webhooks.push_back({node, unsent});
    }
    co_return;
  }
  TrackLook look;
  for (const Side side : {Side::old_side, Side::new_side}) {
    const NodeId relay = side == Side::old_side ? about.relay_forward : about.relay_backward;
    std::int64_t active = 0;
    Task<std::int64_t> asking = number_of(relay, status, &active);
    const std::int64_t position = co_await asking;
    Statement last;
    last.kind = StatementKind::last_change;
    last.track = track;
    last.side = side;
    Task<Reply> reading = ask_store(about.side(side).node, last);
    const Reply read = co_await reading;
    if (!read.ok()) {
      silent_.push_back(blueprint_.nodes[about.side(side).node]);
      continue;
    }
    const std::int64_t newest = std::get<TransactReply>(read.body).results[0].number;
    if (active != 0 && newest > position) {
      unfinished_.streams.push_back({track, side, newest - position});
      look.stream += newest - position;
    }
    Statement queue;
    queue.kind = StatementKind::read_repairs;
    queue.track = track;
    queue.side = side;
    queue.by = 1 << 30;
    queue.wait_us = 1;
    Task<Reply> counting = ask_store(about.side(side).node, queue);
    const Reply counted = co_await counting;
    const auto* const repairs = std::get_if<TransactReply>(&counted.body);
    if (counted.ok() && repairs != nullptr && repairs->count > 0) {
      unfinished_.repairs.push_back({track, side, repairs->count});
      look.repairs += repairs->count;
    }
  }
  std::int64_t state = 0;
  Task<std::int64_t> backfilling = number_of(about.backfiller, status, &state);
  look.backfill = co_await backfilling;
  look.backfilled = state == 2;
  if (state == 1) unfinished_.backfills.push_back({track, Side::old_side, look.backfill});
  const std::size_t silent = silent_.size();
  Task<std::int64_t> verifying = number_of(about.verifier, status, nullptr);
  const std::int64_t verified = co_await verifying;
  if (verified == 0 && silent_.size() == silent)
    unfinished_.verifiers.push_back({track, Side::old_side, 1});
  looks_[track] = look;
}

}  // namespace rehearse::harness::live
