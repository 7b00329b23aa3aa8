#include "fault_injection/later.hpp"

#include <algorithm>

namespace rehearse::fault_injection {

using namespace simulators;
using scenarios::Duration;

namespace {

Task<void> crash_after(Scene* scene, NodeId node, Duration after, Duration down) {
  Sleep pause(scene->processes->runtime(), after);
  co_await pause;
  if (!scene->healed) scene->processes->crash(node, down);
}

Task<void> send_after(Scene* scene, MessageName name, Request copy, Duration after) {
  Sleep pause(scene->processes->runtime(), after);
  co_await pause;
  if (!scene->healed) scene->processes->send_again(name.from, name.to, copy);
}

/// Sets a mark of a track, whatever it is, in the name of `from`.
void set_mark(Scene& scene, const Message& like, NodeId from, TrackIndex track,
              scenarios::Side side, Key mark, Key value) {
  Statement& moved = scene.statements.emplace_back();
  moved.kind = StatementKind::set_mark;
  moved.source = WriteSource::relay;
  moved.track = track;
  moved.side = side;
  moved.key = mark;
  moved.by = value;
  Request request = *like.request;
  request.body = Transact{&moved, 1};
  const NodeId store = scene.blueprint.tracks[track].sides[static_cast<std::size_t>(side)].node;
  scene.processes->send_again(from, store, request);
}

}  // namespace

const Statement* position_asked(const Message& message, const Scene& scene) {
  if (message.reply || scene.class_of(message.from) != NodeClass::relay) return nullptr;
  const auto* batch = std::get_if<Transact>(&message.request->body);
  const bool asks = batch != nullptr && batch->count == 1 &&
                    batch->statements[0].kind == StatementKind::read_changes;
  return asks ? batch->statements : nullptr;
}

void move_position(Scene& scene, const Message& message, const Statement& asked, Key position) {
  const bool forward = asked.side == scenarios::Side::old_side;
  set_mark(scene, message, message.from, asked.track, scenarios::other(asked.side),
           mark_key(asked.track, forward ? Mark::stream_forward : Mark::stream_backward), position);
}

void forget_checkpoint(Scene& scene, const Message& message) {
  for (TrackIndex track = 0; track < scene.blueprint.tracks.size(); ++track)
    if (scene.blueprint.tracks[track].backfiller == message.from)
      set_mark(scene, message, message.from, track, scenarios::Side::new_side,
               mark_key(track, Mark::backfill_cursor), 0);
}

void crash_soon(Scene& scene, NodeId node, Duration after, Duration down) {
  if (after.count() <= 0) return scene.processes->crash(node, down);
  scene.processes->runtime().spawn(scene.processes->outside(),
                                   crash_after(&scene, node, after, down));
}

void send_later(Scene& scene, const Episode& episode) {
  scene.processes->runtime().spawn(scene.processes->outside(),
                                   send_after(&scene, episode.strike.message, episode.copy,
                                              std::max(episode.strike.duration, Duration(1))));
}

}  // namespace rehearse::fault_injection
