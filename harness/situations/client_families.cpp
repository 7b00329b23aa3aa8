/// Situations of clients: what they do, and what they get.

#include <algorithm>

#include "harness/situations/families.hpp"

namespace rehearse::harness::families {

using namespace simulators;

namespace {

Fit in_the_mix(const Grounds& grounds, std::size_t operation) {
  const auto& mix = grounds.blueprint.mix;
  return asked_if(true, std::find(mix.begin(), mix.end(), operation) != mix.end());
}

bool ended(const Event& event, simulators::Outcome outcome) {
  return static_cast<simulators::Outcome>(event.detail) == outcome;
}

std::size_t succeeded(const Event& event, const Watch& watch) {
  return ended(event, simulators::Outcome::ok) ? watch.kind_of(event.operation) : no_item;
}

Fit under_faults(const Grounds& grounds, std::size_t) {
  return asked_if(true, grounds.some_fault());
}

std::size_t succeeded_at_last(const Event& event, const Watch& watch) {
  const bool well = ended(event, simulators::Outcome::ok) && watch.had_trouble(event.operation);
  return well ? 0 : no_item;
}

std::size_t uncertain(const Event& event, const Watch&) {
  return ended(event, simulators::Outcome::info) ? 0 : no_item;
}

/// An operation with several steps, or a second write that makes the first be taken back.
Fit undoes(const Grounds& grounds, std::size_t) {
  const scenarios::Plan& plan = grounds.blueprint.plan;
  const bool steps =
      plan.application.on_step_failure == scenarios::OnStepFailure::compensate &&
      std::any_of(plan.application.operations.begin(), plan.application.operations.end(),
                  [](const auto& operation) { return operation.steps.size() > 1; });
  bool second = false;
  for (std::size_t track = 0; track < grounds.stages.size(); ++track)
    second = second || some_stage(grounds, track, [](const scenarios::Stage& stage) {
               return writes_twice(stage) &&
                      stage.second_write_failure == scenarios::SecondWriteFailure::fail;
             });
  return yes_if(steps || second);
}

std::size_t undone(const Event& event, const Watch&) {
  return is_compensation(event.write) ? 0 : no_item;
}

Fit says_no(const Grounds& grounds, std::size_t) {
  const auto& operations = grounds.blueprint.operations;
  const bool counted = std::any_of(operations.begin(), operations.end(), [](const auto& one) {
    return std::any_of(one.steps.begin(), one.steps.end(), [](const StepBlueprint& step) {
      return step.kind == scenarios::OperationStepKind::add && step.at_least != INT64_MIN;
    });
  });
  const auto& tracks = grounds.blueprint.tracks;
  const bool declines = std::any_of(tracks.begin(), tracks.end(), [](const TrackBlueprint& track) {
    return track.service && (track.contracts[0]->declined_per_million > 0 ||
                             track.contracts[1]->declined_per_million > 0);
  });
  return yes_if(counted || declines);
}

std::size_t said_no(const Event& event, const Watch&) {
  return ended(event, simulators::Outcome::refused) ? 0 : no_item;
}

Fit caches(const Grounds& grounds, std::size_t) {
  return yes_if(grounds.blueprint.plan.application.cache.ttl.count() > 0);
}

std::size_t from_cache(const Event& event, const Watch&) {
  return (event.flags & flag_cached) != 0 ? 0 : no_item;
}

}  // namespace

void add_clients(std::vector<SituationFamily>& all) {
  using enum EventKind;
  all.push_back({"operation",
                 Over::operation,
                 "a client's {} succeeded",
                 "a greater weight in \"mix\", more \"operations\"",
                 {finish},
                 in_the_mix,
                 succeeded});
  all.push_back({"retry_succeeded",
                 Over::run,
                 "an operation succeeded after one of its calls had failed",
                 "faults that the application's \"calls\" outlast",
                 {finish},
                 under_faults,
                 succeeded_at_last});
  all.push_back({"answer_unknown",
                 Over::run,
                 "a client never learned what became of its operation",
                 "faults that outlast the application's \"calls\": a greater \"rate\", a crash",
                 {finish},
                 under_faults,
                 uncertain});
  all.push_back({"business_refusal",
                 Over::run,
                 "a client was told no: sold out, or declined",
                 "a smaller \"stock\", more traffic on the same keys, a service that declines",
                 {finish},
                 says_no,
                 said_no});
  all.push_back({"undone",
                 Over::run,
                 "a write was undone, because a later part of its operation failed or was refused",
                 "operations that are refused, or fail, after their first write",
                 {commit},
                 undoes,
                 undone});
  all.push_back({"cached_read",
                 Over::run,
                 "a client was served from an application's cache",
                 "clients that read the same key again within the cache's \"ttl\"",
                 {observe},
                 caches,
                 from_cache});
}

}  // namespace rehearse::harness::families
