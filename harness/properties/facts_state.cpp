// Where each track stood over time and at the end, and who had seen it.
#include <algorithm>
#include <map>
#include <utility>

#include "harness/properties/facts.hpp"
#include "scenarios/ensure.hpp"
#include "scenarios/fault_kinds.hpp"

namespace rehearse::harness {

using scenarios::Stage;
using scenarios::StreamDirection;

namespace {
const Stage initial_stage{};
}

bool reaches(const Stage& stage, Side side) {
  const StreamDirection direction = stage.sync.direction;
  if (stage.write.both || stage.write.first == side || direction == StreamDirection::both) {
    return true;
  }
  return direction ==
         (side == Side::new_side ? StreamDirection::old_to_new : StreamDirection::new_to_old);
}

bool keeps_both(const Stage& stage) {
  return reaches(stage, Side::old_side) && reaches(stage, Side::new_side) &&
         stage.contract == scenarios::Contract::expanded;
}

void Facts::begin_stages() {
  for (TrackIndex t = 0; t < tracks_.size(); ++t) {
    StageFact fact;
    fact.track = t;
    fact.stage = tracks_[t].migrates() ? &tracks_[t].track->initial : &initial_stage;
    current_stage_.push_back(static_cast<std::uint32_t>(stages_.size()));
    stages_.push_back(fact);
  }
}

void Facts::end_stage(TrackIndex track, EventId id) {
  StageFact& fact = stages_[current_stage_[track]];
  if (fact.until == no_event) fact.until = id;
}

void Facts::read_authority(EventId id, const Event& event) {
  if (event.track >= tracks_.size()) return;
  if (event.value < 0 || static_cast<std::size_t>(event.value) >= history_->stages.size()) return;
  end_stage(event.track, id);
  StageFact fact;
  fact.event = id;
  fact.time = event.time;
  fact.track = event.track;
  fact.percent = event.extra;
  fact.stage = &history_->stages[static_cast<std::size_t>(event.value)];
  fact.previous = current_stage_[event.track];
  current_stage_[event.track] = static_cast<std::uint32_t>(stages_.size());
  stages_.push_back(fact);
}

const StageFact& Facts::stage_at(TrackIndex track, EventId at) const {
  std::uint32_t index = current_stage_[track];
  while (stages_[index].previous != nothing && stages_[index].event > at) {
    index = stages_[index].previous;
  }
  return stages_[index];
}

void Facts::settle_stages() {
  // Processes are walked in step with the publications, which are in history order too.
  alive_.assign(node_groups_.size(), 0);
  for (std::size_t n = 0; n < node_groups_.size(); ++n) alive_[n] = node_groups_[n] >= 0 ? 1 : 0;
  std::int64_t newest = 0;  // epoch that anyone has seen
  std::size_t from = 0;
  for (std::size_t i = tracks_.size(); i < stages_.size(); ++i) {
    for (; from < processes_.size() && processes_[from] < stages_[i].event; ++from) {
      const Event& before = event(processes_[from]);
      if (before.kind == EventKind::flags_seen) newest = std::max(newest, before.value);
      if (before.node >= alive_.size() || node_groups_[before.node] < 0) continue;
      if (before.kind == EventKind::node_down) alive_[before.node] = 0;
      if (before.kind == EventKind::node_up) alive_[before.node] = 1;
    }
    stages_[i].settled = settle(stages_[i], from, newest);
  }
}

/// When every instance that was alive at the publication had seen its flags. The epoch is in the
/// event's `write`; a history that does not say it is read carefully: a newer epoch than anyone had
/// seen before, and not before the longest declared delay.
Time Facts::settle(const StageFact& fact, std::size_t from, std::int64_t newest) const {
  const Time declared = fact.time + plan_->application.flag_delay[1].count();
  const auto told = static_cast<std::int64_t>(event(fact.event).write);
  const std::int64_t epoch = told != 0 ? told : newest + 1;
  Time settled = told != 0 ? fact.time : declared;
  waiting_ = alive_;
  auto left = std::count(waiting_.begin(), waiting_.end(), std::uint8_t{1});
  for (std::size_t i = from; i < processes_.size() && left > 0; ++i) {
    const Event& next = event(processes_[i]);
    if (next.node >= waiting_.size() || waiting_[next.node] == 0) continue;
    const bool seen = next.kind == EventKind::flags_seen && next.value >= epoch;
    if (!seen && next.kind != EventKind::node_down) continue;
    waiting_[next.node] = 0;
    --left;
    if (seen) settled = std::max(settled, next.time);
  }
  return left == 0 ? settled : std::max(settled, declared);
}

Time Facts::fault_until(EventId fault) const {
  if (fault_ends_.empty()) find_fault_ends();
  const auto found = std::lower_bound(faults_.begin(), faults_.end(), fault);
  REHEARSE_ENSURE(found != faults_.end() && *found == fault);
  return fault_ends_[static_cast<std::size_t>(found - faults_.begin())];
}

/// From the last event back, with what comes next at each node.
void Facts::find_fault_ends() const {
  Time longest = 0;
  for (const scenarios::FaultSpec& spec : scenario_->faults)
    longest = std::max({longest, spec.duration.count(), spec.restart_after.count()});
  const auto kinds = scenarios::fault_kinds();
  std::map<std::pair<std::uint32_t, simulators::NodeId>, Time> ends;  // by kind
  std::map<simulators::NodeId, Time> ups;
  fault_ends_.resize(faults_.size());
  std::size_t process = processes_.size();
  for (std::size_t i = faults_.size(); i-- > 0;) {
    for (; process > 0 && processes_[process - 1] > faults_[i]; --process) {
      const Event& up = event(processes_[process - 1]);
      if (up.kind == EventKind::node_up) ups[up.node] = up.time;
    }
    const Event& fault = event(faults_[i]);
    const auto end = ends.find({fault.detail, fault.node});
    const auto up = ups.find(fault.node);
    const bool brief = fault.detail < kinds.size() && (kinds[fault.detail].group == "message" ||
                                                       kinds[fault.detail].usual.count() == 0);
    fault_ends_[i] = end != ends.end() ? end->second
                     : brief           ? fault.time
                     : up != ups.end() ? up->second
                                       : fault.time + longest;
    if (fault.kind == EventKind::fault_end) ends[{fault.detail, fault.node}] = fault.time;
  }
}

const simulators::FinalSide& Facts::final_side(TrackIndex track, Side side) const {
  const simulators::FinalTrack& fact = final_track(track);
  return side == Side::old_side ? fact.old_side : fact.new_side;
}

const FinalRecord* Facts::final_record(ElementId id, Side side) const {
  const ElementFact& fact = elements_[id];
  const std::int32_t index = side == Side::old_side ? fact.final_old : fact.final_new;
  if (index < 0) return nullptr;
  return &final_side(fact.track, side).records[static_cast<std::size_t>(index)];
}

Sides Facts::find_authorities(TrackIndex track) const {
  Sides sides;
  if (tracks_[track].service) return sides;
  if (tracks_[track].collection()) {
    sides.old_side = true;
    return sides;
  }
  const simulators::FinalTrack& fact = final_track(track);
  if (fact.segment_percent < 100) sides.add(fact.stage.read.authority);
  if (fact.segment_percent > 0) sides.add(fact.segment_stage.read.authority);
  if (!sides.both()) return sides;
  Sides kept;
  for (const Side side : {Side::old_side, Side::new_side}) {
    if (reaches(fact.stage, side) && reaches(fact.segment_stage, side)) kept.add(side);
  }
  return kept.old_side || kept.new_side ? kept : sides;
}

bool Facts::keeps_both(TrackIndex track) const {
  const simulators::FinalTrack& fact = final_track(track);
  if (fact.segment_percent < 100 && !harness::keeps_both(fact.stage)) return false;
  return fact.segment_percent <= 0 || harness::keeps_both(fact.segment_stage);
}

bool Facts::nothing_pending(TrackIndex track) const {
  const simulators::FinalTrack& fact = final_track(track);
  return fact.repairs_pending == 0 && fact.stream_pending == 0 && fact.backfill_remaining == 0;
}

WriteIndex Facts::last_acknowledged(ElementId id) const {
  const ElementFact& fact = elements_[id];
  if (fact.last_ack == nothing) return nothing;
  const WriteIndex latest = acks_[fact.last_ack].latest;
  if (!writes_[latest].undone) return latest;
  WriteIndex found = nothing;
  for (WriteIndex w = fact.first; w != nothing; w = writes_[w].next_in_order) {
    if (writes_[w].add() || writes_[w].undone || writes_[w].compensation) continue;
    const OperationFact* operation = operation_of(w);
    if (operation == nullptr || operation->ending == Ending::ok) found = w;
  }
  return found;
}

bool Facts::erased_after(ElementId id, std::uint32_t position, EventId before,
                         bool denied_too) const {
  const auto counts = [&](WriteIndex w) {
    const WriteFact& write = writes_[w];
    if (!write.erases || write.position <= position || write.first_commit >= before) return false;
    const OperationFact* operation = operation_of(w);
    return denied_too || operation == nullptr || write.compensation || !operation->denied();
  };
  const ElementFact& fact = elements_[id];
  if (fact.last_erase == nothing || writes_[fact.last_erase].position <= position) return false;
  if (counts(fact.last_erase)) return true;
  for (WriteIndex w = fact.first; w != fact.last_erase; w = writes_[w].next_in_order) {
    if (counts(w)) return true;
  }
  return false;
}

}  // namespace rehearse::harness
