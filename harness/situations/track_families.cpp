/// Situations of one track in the hands of the application: writes, reads, calls of services.

#include <algorithm>

#include "harness/situations/families.hpp"

namespace rehearse::harness::families {

using namespace simulators;
using scenarios::Stage;
using scenarios::StepKind;

namespace {

std::size_t its_track(const Event& event, const Watch&) { return event.track; }

template <typename Wanted>
bool some_step(const Grounds& grounds, std::size_t track, Wanted wanted) {
  const std::string& name = grounds.blueprint.tracks[track].name;
  const auto its = [&](const scenarios::Step& step) {
    return step.track == name && wanted(step.kind);
  };
  const auto& phases = grounds.blueprint.plan.phases;
  return std::any_of(phases.begin(), phases.end(), [&](const scenarios::Phase& phase) {
    return std::any_of(phase.steps.begin(), phase.steps.end(), its);
  });
}

Fit dual_write(const Grounds& grounds, std::size_t track) {
  return yes_if(record_track(grounds, track) && some_stage(grounds, track, writes_twice));
}

Fit enqueues(const Grounds& grounds, std::size_t track) {
  return yes_if(record_track(grounds, track) && some_stage(grounds, track, enqueues_repairs));
}

/// By its steps, or by a rollback, which denies what was switched.
Fit denies(const Grounds& grounds, std::size_t track) {
  return yes_if(record_track(grounds, track) && some_step(grounds, track, [](StepKind kind) {
                  return kind == StepKind::deny || kind == StepKind::switch_over;
                }));
}

std::size_t denied(const Event& event, const Watch&) {
  return static_cast<FailureReason>(event.detail) == FailureReason::denied ? event.track : no_item;
}

Fit fences(const Grounds& grounds, std::size_t track) {
  return yes_if(record_track(grounds, track) && some_stage(grounds, track, [](const Stage& stage) {
                  return stage.fence == scenarios::Fence::epoch;
                }));
}

std::size_t refused(const Event& event, const Watch&) {
  const auto reason = static_cast<FailureReason>(event.detail);
  return reason == FailureReason::stale_epoch ? event.track : no_item;
}

Fit shadows(const Grounds& grounds, std::size_t track) {
  const bool service = service_track(grounds, track);
  return yes_if((service || record_track(grounds, track)) &&
                some_stage(grounds, track, [service](const Stage& stage) {
                  return service ? stage.service.shadow : stage.read.shadow;
                }));
}

std::size_t differed(const Event& event, const Watch&) {
  return event.detail == 0 ? event.track : no_item;
}

Fit moves_to_new(const Grounds& grounds, std::size_t track) {
  const bool service = service_track(grounds, track);
  const auto on_new = [service](const Stage& stage) {
    using scenarios::Side;
    if (service) return stage.service.route == Side::new_side;
    return stage.read.authority == Side::new_side || stage.write.first == Side::new_side;
  };
  return yes_if((service || record_track(grounds, track)) && some_stage(grounds, track, on_new));
}

/// A read, a first write or an effect of a client there.
std::size_t served(const Event& event, const Watch&) {
  if (event.side != scenarios::Side::new_side || (event.flags & flag_shadow) != 0) return no_item;
  if (event.kind == EventKind::commit &&
      static_cast<WriteSource>(event.detail) != WriteSource::application)
    return no_item;
  return event.track;
}

Fit remembers(const Grounds& grounds, std::size_t track) {
  if (!service_track(grounds, track)) return Fit::none;
  const auto& sides = grounds.blueprint.tracks[track].contracts;
  return yes_if(std::any_of(sides.begin(), sides.end(), [](const auto* side) {
    return side->deduplicates == scenarios::Deduplication::by_key;
  }));
}

Fit has_webhooks(const Grounds& grounds, std::size_t track) {
  if (!service_track(grounds, track)) return Fit::none;
  const auto& sides = grounds.blueprint.tracks[track].contracts;
  return yes_if(
      std::any_of(sides.begin(), sides.end(), [](const auto* side) { return side->webhooks; }));
}

std::size_t repeated(const Event& event, const Watch&) {
  return (event.flags & flag_repeat) != 0 ? event.track : no_item;
}

}  // namespace

void add_tracks(std::vector<SituationFamily>& all) {
  using enum EventKind;
  all.push_back({"served_by_new",
                 Over::track,
                 "a client was served by the new side of {}",
                 "clients that are still there when authority has moved: more \"operations\"",
                 {observe, commit, effect},
                 moves_to_new,
                 served});
  all.push_back({"second_write_failed",
                 Over::track,
                 "the second write of a record of {} failed",
                 "message faults or outages at the second side while both are written",
                 {second_failed},
                 dual_write,
                 its_track});
  all.push_back({"repair_queue_used",
                 Over::track,
                 "a repair of {} was queued",
                 "message faults or outages at the second side while both are written",
                 {repair_queued},
                 enqueues,
                 its_track});
  all.push_back({"write_denied",
                 Over::track,
                 "a write to {} was denied and waited for the plan",
                 "clients that write while the plan denies a side, on the way there or back",
                 {turned_away},
                 denies,
                 denied});
  all.push_back({"old_epoch_refused",
                 Over::track,
                 "an instance with old flags was refused at the fence of {}",
                 "\"flag_delay\" of the application, and clients that act within it",
                 {turned_away},
                 fences,
                 refused});
  all.push_back({"shadow_compared",
                 Over::track,
                 "a shadow comparison of {} was made",
                 "clients that read while the shadow is on",
                 {shadow_compared},
                 shadows,
                 its_track});
  all.push_back({"shadow_differed",
                 Over::track,
                 "a shadow comparison of {} differed",
                 "old and new that do not agree: in a sound plan this may never happen",
                 {shadow_compared},
                 shadows,
                 differed});
  all.push_back({"effect_repeated",
                 Over::track,
                 "{} answered a repeated request from memory",
                 "message faults between the application and the service",
                 {effect},
                 remembers,
                 repeated});
  all.push_back({"webhook_repeated",
                 Over::track,
                 "a webhook of {} came again and was told apart",
                 "message faults between the service and the application",
                 {webhook},
                 has_webhooks,
                 repeated});
}

}  // namespace rehearse::harness::families
