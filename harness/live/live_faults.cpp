#include "harness/live/live_faults.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "fault_injection/nodes.hpp"
#include "scenarios/fault_kinds.hpp"

namespace rehearse::harness::live {

using namespace simulators;
using fault_injection::KindSet;
using fault_injection::NodeClass;

namespace {

/// The conductor's journal lives in memory, a step is slipped inside the conductor, and disks are
/// real; so are clocks.
constexpr std::array<std::string_view, 6> never_live{"conductor_crash", "step_skipped",
                                                     "step_repeated",   "store_restored",
                                                     "power_cut",       "lying_sync"};
constexpr std::string_view never_live_group = "clock";

bool kills_what_it_must_not(const Blueprint& blueprint, const scenarios::FaultSpec& fault) {
  if (fault.node.empty()) return false;
  const auto nodes = fault_injection::nodes_matching(blueprint, fault.node);
  return std::any_of(nodes.begin(), nodes.end(),
                     [&](NodeId node) { return !may_be_killed(blueprint, node); });
}

}  // namespace

bool may_be_killed(const Blueprint& blueprint, NodeId node) {
  switch (fault_injection::classes_of(blueprint)[node]) {
    case NodeClass::instance:
    case NodeClass::relay:
    case NodeClass::backfiller:
    case NodeClass::repairer:
    case NodeClass::verifier:
    case NodeClass::flag_service:
      return true;
    case NodeClass::clients:
    case NodeClass::store:
    case NodeClass::service:
    case NodeClass::conductor:
      break;
  }
  return false;
}

std::vector<NodeId> program_nodes(const Blueprint& blueprint) {
  std::vector<NodeId> nodes;
  for (const TrackBlueprint& track : blueprint.tracks)
    for (std::size_t side = 0; track.service && side < track.contracts.size(); ++side)
      if (track.contracts[side]->run) nodes.push_back(track.sides[side].node);
  return nodes;
}

SkippedFaults skipped_faults(const Blueprint& blueprint) {
  SkippedFaults skipped;
  for (const std::string_view name : never_live)
    skipped.kinds |= KindSet{1} << *scenarios::fault_index(name);
  // Nobody outside can make a program of the user's forget a key.
  if (!program_nodes(blueprint).empty())
    skipped.kinds |= KindSet{1} << *scenarios::fault_index("key_forgotten");
  const auto kinds = scenarios::fault_kinds();
  for (std::size_t kind = 0; kind < kinds.size(); ++kind)
    if (kinds[kind].group == never_live_group) skipped.kinds |= KindSet{1} << kind;
  for (const scenarios::FaultSpec& fault : blueprint.scenario.faults) {
    for (const std::string& name : scenarios::expand_fault_groups(fault.kinds)) {
      const KindSet kind = KindSet{1} << *scenarios::fault_index(name);
      if (name == "crash" && kills_what_it_must_not(blueprint, fault)) skipped.kinds |= kind;
      const bool told =
          std::find(skipped.names.begin(), skipped.names.end(), name) != skipped.names.end();
      if ((skipped.kinds & kind) != 0 && !told) skipped.names.push_back(name);
    }
  }
  return skipped;
}

}  // namespace rehearse::harness::live
