/// Situations of faults: what struck, and who came back.

#include "harness/situations/families.hpp"
#include "scenarios/fault_kinds.hpp"

namespace rehearse::harness::families {

using namespace simulators;

namespace {

Fit asked_for(const Grounds& grounds, std::size_t kind) {
  return grounds.possible[kind] ? Fit::yes : Fit::not_asked;
}

std::size_t kind_of(const Event& event, const Watch&) { return event.detail; }

bool may_strike_in(const Grounds& grounds, std::size_t phase) {
  const auto kinds = scenarios::fault_kinds();
  const std::string& name = grounds.blueprint.plan.phases[phase].name;
  for (const scenarios::FaultSpec& spec : grounds.blueprint.scenario.faults) {
    if (!spec.phase.empty() && spec.phase != name) continue;
    for (const std::string& asked : scenarios::expand_fault_groups(spec.kinds))
      for (std::size_t kind = 0; kind < kinds.size(); ++kind)
        if (kinds[kind].name == asked && grounds.possible[kind]) return true;
  }
  return false;
}

Fit strikes_in(const Grounds& grounds, std::size_t phase) {
  return asked_if(true, may_strike_in(grounds, phase));
}

std::size_t phase_of(const Event& event, const Watch&) {
  return event.phase == no_phase ? no_item : event.phase;
}

Fit conductor_dies(const Grounds& grounds, std::size_t) {
  return asked_if(true,
                  grounds.may("conductor_crash") || grounds.can_crash(grounds.blueprint.conductor));
}

std::size_t once(const Event&, const Watch&) { return 0; }

}  // namespace

void add_faults(std::vector<SituationFamily>& all) {
  using enum EventKind;
  all.push_back(
      {"fault",
       Over::fault,
       "fault {} struck",
       "\"faults\" of the scenario ask for it, within what the plan \"tolerates\"; with a "
       "greater \"rate\" or more --runs it strikes more often",
       {fault_begin},
       asked_for,
       kind_of});
  all.push_back({"fault_in",
                 Over::phase,
                 "a fault struck during phase {}",
                 "a greater \"rate\", more --runs, or a fault with \"in\": the phase",
                 {fault_begin},
                 strikes_in,
                 phase_of});
  all.push_back({"conductor_resumed",
                 Over::run,
                 "whoever runs the plan died and went on from its journal",
                 "the fault \"conductor_crash\", within what the plan \"tolerates\"",
                 {conductor_resumed},
                 conductor_dies,
                 once});
}

}  // namespace rehearse::harness::families
