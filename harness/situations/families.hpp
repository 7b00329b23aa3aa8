#pragma once
/// The families, in groups. Private to harness/situations; all of them: situation_families().

#include <vector>

#include "harness/situations/situation.hpp"

namespace rehearse::harness::families {

void add_course(std::vector<SituationFamily>& all);      ///< Phases, rollbacks, gates.
void add_faults(std::vector<SituationFamily>& all);      ///< What struck, and who came back.
void add_tracks(std::vector<SituationFamily>& all);      ///< Writes, reads, services.
void add_background(std::vector<SituationFamily>& all);  ///< Relay, backfill, repairs, verifier.
void add_clients(std::vector<SituationFamily>& all);     ///< What clients do and get.

/// Some stage that the plan goes through on the way has this.
template <typename Predicate>
bool some_stage(const Grounds& grounds, std::size_t track, Predicate has) {
  if (track >= grounds.stages.size()) return false;
  for (const scenarios::Stage& stage : grounds.stages[track])
    if (has(stage)) return true;
  return false;
}

/// Two writes, one after the other: the second can fail alone.
inline bool writes_twice(const scenarios::Stage& stage) {
  return stage.write.both && !stage.write.one_transaction;
}
inline bool enqueues_repairs(const scenarios::Stage& stage) {
  return writes_twice(stage) &&
         stage.second_write_failure == scenarios::SecondWriteFailure::enqueue_repair;
}

inline Fit yes_if(bool fits) { return fits ? Fit::yes : Fit::none; }
/// The plan has it; `asked`: and the scenario asks for it.
inline Fit asked_if(bool plan, bool asked) {
  return !plan ? Fit::none : asked ? Fit::yes : Fit::not_asked;
}

/// The track that a situation is about is known for records that migrate.
inline bool record_track(const Grounds& grounds, std::size_t track) {
  const auto& tracks = grounds.blueprint.tracks;
  return track < tracks.size() && !tracks[track].service && !tracks[track].collection;
}
inline bool service_track(const Grounds& grounds, std::size_t track) {
  const auto& tracks = grounds.blueprint.tracks;
  return track < tracks.size() && tracks[track].service;
}

}  // namespace rehearse::harness::families
