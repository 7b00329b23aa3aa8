/// When operations are due: drawn, placed, jobs.

#include <algorithm>

#include "harness/traffic/traffic.hpp"

namespace rehearse::harness {

using namespace simulators;
using scenarios::Duration;

/// Each arrival is due so long after the one before was due, whenever that was sent: a machine that
/// falls behind must not thin out the load, nor hide that it did (coordinated omission).
Task<void> Traffic::arrive() {
  const auto most = static_cast<OperationId>(blueprint_.scenario.traffic.operations);
  Time due = runtime_.now();
  for (OperationId id = 1; id <= most; ++id) {
    due += blueprint_.arrivals->gap(runtime_.choices(), id);
    Sleep pause(runtime_, Duration(due - runtime_.now()));
    co_await pause;
    if (stopped_) co_return;
    dispatch(drawn(id, due));
  }
}

Traffic::Arrival Traffic::drawn(OperationId id, Time due) const {
  Arrival arrival;
  arrival.id = id;
  arrival.intended = due;
  arrival.operation =
      blueprint_
          .mix[runtime_.choices().pick({SiteKind::operation, 0, 0, 0, id}, blueprint_.mix.size())];
  arrival.client = static_cast<std::uint16_t>(
      runtime_.choices().pick({SiteKind::client, 0, 0, 0, id}, sessions_.size()));
  return arrival;
}

/// Until the next phase begins, for the gates of this one.
Task<void> Traffic::fill(std::uint16_t phase) {
  Time due = runtime_.now();
  while (phase == latest_phase_ && !blueprint_.mix.empty()) {
    const OperationId id = next_filler_++;
    due += blueprint_.arrivals->gap(runtime_.choices(), id);
    Sleep pause(runtime_, Duration(due - runtime_.now()));
    co_await pause;
    if (stopped_ || phase != latest_phase_) co_return;
    dispatch(drawn(id, due));
  }
}

/// Whether the group that ran it has it for a job now: the control twin has no such versions.
bool Traffic::still_runs(const PlacedOperation& placed) const {
  const auto group = static_cast<std::uint16_t>(placed.job_of - 1);
  return std::any_of(blueprint_.jobs.begin(), blueprint_.jobs.end(), [&](const auto& job) {
    return job.operation == placed.operation && runs_job_(group, job);
  });
}

/// Each run has the same id, whoever runs it and whatever else goes on.
Task<void> Traffic::run_job(std::size_t job) {
  const JobBlueprint& about = blueprint_.jobs[job];
  const auto first = static_cast<OperationId>(blueprint_.scenario.traffic.operations) + 1;
  const std::size_t groups = groups_.size(), jobs = blueprint_.jobs.size();
  Time due = runtime_.now();
  for (std::uint64_t tick = 1;; ++tick) {
    due += about.every;
    Sleep pause(runtime_, Duration(due - runtime_.now()));
    co_await pause;
    if (stopped_) co_return;
    for (std::uint16_t group = 0; group < groups; ++group) {
      if (!runs_job_(group, about)) continue;
      Arrival arrival;
      arrival.id = first + ((tick - 1) * jobs + job) * groups + group;
      arrival.intended = due;
      arrival.operation = about.operation;
      arrival.client = static_cast<std::uint16_t>(
          runtime_.choices().pick({SiteKind::client, 0, 0, 0, arrival.id}, sessions_.size()));
      arrival.job_of = static_cast<std::uint16_t>(group + 1);
      dispatch(arrival);
    }
  }
}

Task<void> Traffic::arrive_as_placed(std::uint16_t phase) {
  const Time began = runtime_.now();
  for (const PlacedOperation& placed : *placed_) {
    if (placed.phase != phase) continue;
    const Time due = began + placed.at;
    Sleep pause(runtime_, Duration(due - runtime_.now()));
    co_await pause;
    if (stopped_) co_return;
    if (placed.job_of > 0 && !still_runs(placed)) continue;
    dispatch({placed.id, due, placed.operation, placed.client, placed.job_of});
  }
  if (next_filler_ > 0 && phase != no_phase) {
    Task<void> filling = fill(phase);
    co_await filling;
  }
}

}  // namespace rehearse::harness
