/// Programs of the user's that take a service's place.

#include <algorithm>

#include "scenarios/names.hpp"
#include "scenarios/plan_lookup.hpp"
#include "scenarios/source_map.hpp"
#include "scenarios/suggest.hpp"
#include "scenarios/validate/rules.hpp"

namespace rehearse::scenarios::validate {
namespace {

/// The calls that the application makes on this track: what operations ask for, what undoes it, and
/// the question after a call without an answer.
std::vector<ProgramVerb> calls_of(const Plan& plan, const Track& track, bool lookup) {
  std::vector<ProgramVerb> calls;
  const auto need = [&calls](ProgramVerb verb) {
    if (std::find(calls.begin(), calls.end(), verb) == calls.end()) calls.push_back(verb);
  };
  for (const Operation& operation : plan.application.operations) {
    for (const OperationStep& step : operation.steps) {
      if (step.target != track.name) continue;
      switch (step.kind) {
        case OperationStepKind::authorise:
          need(ProgramVerb::authorise);
          need(ProgramVerb::void_charge);
          break;
        case OperationStepKind::charge:
          need(ProgramVerb::charge);
          need(ProgramVerb::refund);
          break;
        case OperationStepKind::capture:
          need(ProgramVerb::capture);
          break;
        case OperationStepKind::refund:
          need(ProgramVerb::refund);
          break;
        case OperationStepKind::void_charge:
          need(ProgramVerb::void_charge);
          break;
        default:
          break;
      }
    }
  }
  if (lookup && !calls.empty()) need(ProgramVerb::lookup);
  return calls;
}

bool works_on(const Step& step, const Track& track, Side side) {
  const bool unknown_to_programs = step.kind == StepKind::purge || step.kind == StepKind::scale;
  return unknown_to_programs && step.track == track.name && step.side == side;
}

void program(const Plan& plan, const Track& track, Side side, const ServiceContract& contract,
             std::vector<Problem>& problems) {
  if (!contract.run) return;
  const std::string contract_pointer =
      "/tracks" + pointer_segment(track.name) + (side == Side::old_side ? "/old" : "/new");
  const std::string pointer = contract_pointer + "/run";
  for (const ProgramVerb verb : calls_of(plan, track, contract.lookup)) {
    const bool there = std::any_of(contract.run->operations.begin(), contract.run->operations.end(),
                                   [&](const auto& one) { return one.verb == verb; });
    if (there) continue;
    problems.push_back(
        {pointer + "/operations",
         "the application also calls " + in_quotes(std::string(name_of(verb))) +
             ", and the program has no such operation",
         verb == ProgramVerb::lookup
             ? "add it, or say \"lookup\": false in " + contract_pointer
             : "add it: it is asked for by an operation, or undoes one that failed half-way",
         {"/application/*", pointer + "/operations/*", pointer}});
  }
  if (contract.webhooks)
    problems.push_back({contract_pointer + "/webhooks",
                        "a program of yours cannot report by webhook yet",
                        "leave \"webhooks\" or \"run\" away",
                        {pointer}});
  for (std::size_t phase = 0; phase < plan.phases.size(); ++phase) {
    for (const Step& step : plan.phases[phase].steps) {
      if (works_on(step, track, side))
        problems.push_back(
            {"/phases" + pointer_segment(phase) + "/steps",
             "the step " + in_quotes(describe(step)) + " cannot be done to a program of yours",
             "leave it out; hold, restore and drop switch the program off and on",
             {pointer}});
    }
  }
}

}  // namespace

void programs(const Plan& plan, std::vector<Problem>& problems) {
  for (const Track& track : plan.tracks) {
    if (!track.is_service()) continue;
    program(plan, track, Side::old_side, track.old_service, problems);
    program(plan, track, Side::new_side, track.new_service, problems);
  }
}

}  // namespace rehearse::scenarios::validate
