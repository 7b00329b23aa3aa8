/// Situations of the background work of a track: relay, backfill, repairs, verifier.

#include <algorithm>

#include "harness/situations/families.hpp"

namespace rehearse::harness::families {

using namespace simulators;
using scenarios::Stage;

namespace {

bool by(const Event& event, WriteSource source) {
  return static_cast<WriteSource>(event.detail) == source;
}

const TrackBlueprint& track_of(const Watch& watch, const Event& event) {
  return watch.blueprint().tracks[event.track];
}

bool streams(const Grounds& grounds, std::size_t track) {
  return record_track(grounds, track) && some_stage(grounds, track, [](const Stage& stage) {
           return stage.sync.direction != scenarios::StreamDirection::none;
         });
}

bool backfills(const Grounds& grounds, std::size_t track) {
  return record_track(grounds, track) && some_stage(grounds, track, [](const Stage& stage) {
           return stage.backfill.state != scenarios::BackfillState::none;
         });
}

bool repairs(const Grounds& grounds, std::size_t track) {
  return record_track(grounds, track) && some_stage(grounds, track, enqueues_repairs);
}

bool applies_elsewhere(const Grounds& grounds, std::size_t track) {
  return record_track(grounds, track) &&
         (streams(grounds, track) || backfills(grounds, track) ||
          some_stage(grounds, track, [](const Stage& stage) { return stage.write.both; }));
}

bool mends(const Grounds& grounds, std::size_t track) {
  const std::string& name = grounds.blueprint.tracks[track].name;
  const auto& phases = grounds.blueprint.plan.phases;
  return std::any_of(phases.begin(), phases.end(), [&](const scenarios::Phase& phase) {
    return std::any_of(phase.steps.begin(), phase.steps.end(), [&](const scenarios::Step& step) {
      return step.kind == scenarios::StepKind::verify && step.track == name && step.repair;
    });
  });
}

Fit has_stream(const Grounds& grounds, std::size_t track) {
  return yes_if(streams(grounds, track));
}

std::size_t carried(const Event& event, const Watch&) {
  return by(event, WriteSource::relay) ? event.track : no_item;
}

Fit loses_messages(const Grounds& grounds, std::size_t track) {
  return asked_if(streams(grounds, track), grounds.message_fault());
}

std::size_t carried_after_loss(const Event& event, const Watch& watch) {
  const TrackBlueprint& track = track_of(watch, event);
  const bool lost =
      watch.lost_a_message(track.relay_forward) || watch.lost_a_message(track.relay_backward);
  return lost ? carried(event, watch) : no_item;
}

Fit relay_dies(const Grounds& grounds, std::size_t track) {
  const TrackBlueprint& about = grounds.blueprint.tracks[track];
  return asked_if(streams(grounds, track), grounds.may("relay_crash") ||
                                               grounds.can_crash(about.relay_forward) ||
                                               grounds.can_crash(about.relay_backward));
}

std::size_t carried_after_death(const Event& event, const Watch& watch) {
  const TrackBlueprint& track = track_of(watch, event);
  const bool died = watch.died(track.relay_forward) || watch.died(track.relay_backward);
  return died ? carried(event, watch) : no_item;
}

Fit has_backfill(const Grounds& grounds, std::size_t track) {
  return yes_if(backfills(grounds, track));
}

std::size_t overtaken(const Event& event, const Watch& watch) {
  const bool copied = by(event, WriteSource::backfill);
  return copied && watch.changed_during_backfill(event.track) ? event.track : no_item;
}

Fit backfill_dies(const Grounds& grounds, std::size_t track) {
  const NodeId backfiller = grounds.blueprint.tracks[track].backfiller;
  return asked_if(backfills(grounds, track),
                  grounds.may("backfill_crash") || grounds.can_crash(backfiller));
}

std::size_t copied_after_death(const Event& event, const Watch& watch) {
  const bool copied = by(event, WriteSource::backfill);
  return copied && watch.died(track_of(watch, event).backfiller) ? event.track : no_item;
}

Fit has_repairs(const Grounds& grounds, std::size_t track) {
  return yes_if(repairs(grounds, track));
}

std::size_t repaired(const Event& event, const Watch&) {
  return by(event, WriteSource::repair) ? event.track : no_item;
}

Fit has_apply_rule(const Grounds& grounds, std::size_t track) {
  return yes_if(applies_elsewhere(grounds, track));
}

std::size_t left_alone(const Event& event, const Watch&) {
  return by(event, WriteSource::application) ? no_item : event.track;
}

Fit has_mending(const Grounds& grounds, std::size_t track) {
  return yes_if(record_track(grounds, track) && mends(grounds, track));
}

std::size_t mended(const Event& event, const Watch&) {
  return by(event, WriteSource::verifier) ? event.track : no_item;
}

}  // namespace

void add_background(std::vector<SituationFamily>& all) {
  using enum EventKind;
  all.push_back({"stream_used",
                 Over::track,
                 "a relay carried a change of {}",
                 "clients that write while the stream is on",
                 {commit, skip},
                 has_stream,
                 carried});
  all.push_back({"relay_lost_message",
                 Over::track,
                 "a relay of {} lost a message and carried changes after that",
                 "the faults \"request_lost\" or \"reply_lost\" on its links: a greater \"rate\"",
                 {commit, skip},
                 loses_messages,
                 carried_after_loss});
  all.push_back({"relay_restarted",
                 Over::track,
                 "a relay of {} died, started again from its position and carried changes",
                 "the fault \"crash\" with \"node\": the relay, within what the plan \"tolerates\"",
                 {commit, skip},
                 relay_dies,
                 carried_after_death});
  all.push_back({"changed_during_backfill",
                 Over::track,
                 "a record of {} was changed while the backfill ran",
                 "clients that write meanwhile: a \"throttle\", a smaller \"batch\", more traffic",
                 {commit, skip},
                 has_backfill,
                 overtaken});
  all.push_back({"backfill_restarted",
                 Over::track,
                 "the backfill of {} died and was started again from its checkpoint",
                 "the fault \"crash\" with \"node\": the backfill, within what the plan "
                 "\"tolerates\"",
                 {commit, skip},
                 backfill_dies,
                 copied_after_death});
  all.push_back({"repaired",
                 Over::track,
                 "a queued repair of {} was carried out",
                 "second writes that fail: message faults or outages at the second side",
                 {commit, skip},
                 has_repairs,
                 repaired});
  all.push_back({"record_left_alone",
                 Over::track,
                 "an apply rule left a record of {} alone that was there already",
                 "second writes, streams, repairs or the backfill that come after a newer write",
                 {skip},
                 has_apply_rule,
                 left_alone});
  all.push_back({"verifier_mended",
                 Over::track,
                 "the verifier mended a record of {}",
                 "old and new that do not agree when it looks",
                 {commit},
                 has_mending,
                 mended});
}

}  // namespace rehearse::harness::families
