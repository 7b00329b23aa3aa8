#include "harness/live/live_faults.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "fault_injection/nodes.hpp"
#include "harness/live/small_disk.hpp"
#include "scenarios/fault_kinds.hpp"
#include "simulators/live/program_clock.hpp"

namespace rehearse::harness::live {

using namespace simulators;
using fault_injection::KindSet;
using fault_injection::NodeClass;

namespace {

/// The machine keeps its power; and no live run is one of stress, for which alone the others are.
constexpr std::array<std::string_view, 3> never_live{"power_cut", "lying_sync", "store_restored"};
constexpr std::string_view clock_group = "clock";

/// Null: the node is no service.
const scenarios::ServiceContract* contract_of(const Blueprint& blueprint, NodeId node) {
  for (const TrackBlueprint& track : blueprint.tracks)
    for (std::size_t side = 0; track.service && side < track.contracts.size(); ++side)
      if (track.sides[side].node == node) return track.contracts[side];
  return nullptr;
}

bool kills_what_it_must_not(const Blueprint& blueprint, const scenarios::FaultSpec& fault) {
  if (fault.node.empty()) return false;
  const auto nodes = fault_injection::nodes_matching(blueprint, fault.node);
  return std::any_of(nodes.begin(), nodes.end(),
                     [&](NodeId node) { return !may_be_killed(blueprint, node); });
}

}  // namespace

bool may_be_killed(const Blueprint& blueprint, NodeId node) {
  const scenarios::Program* const program = program_of(blueprint, node);
  return fault_injection::classes_of(blueprint)[node] != NodeClass::clients &&
         (program == nullptr || program->durable);
}

const scenarios::Program* program_of(const Blueprint& blueprint, NodeId node) {
  const scenarios::ServiceContract* const contract = contract_of(blueprint, node);
  return contract == nullptr || !contract->run ? nullptr : &*contract->run;
}

namespace {
/// The programs in the place of services.
std::vector<NodeId> program_services(const Blueprint& blueprint) {
  std::vector<NodeId> nodes;
  for (NodeId node = 0; node < blueprint.nodes.size(); ++node)
    if (program_of(blueprint, node) != nullptr) nodes.push_back(node);
  return nodes;
}

/// Whether some program goes by a clock, which can be wrong only where libfaketime is. Of databases
/// and workers nobody says that they do not.
bool a_program_goes_by_a_clock(const Blueprint& blueprint) {
  const std::vector<NodeId> services = program_services(blueprint);
  const auto& databases = blueprint.databases;
  const auto& versions = blueprint.versions;
  const bool caches = blueprint.plan.application.cache.ttl.count() > 0;
  return !blueprint.plan.workers.empty() ||
         std::any_of(databases.begin(), databases.end(),
                     [](const auto& database) { return database.run != nullptr; }) ||
         (caches && std::any_of(versions.begin(), versions.end(),
                                [](const auto& version) { return version.run.has_value(); })) ||
         std::any_of(services.begin(), services.end(), [&](NodeId service) {
           return contract_of(blueprint, service)->key_expiry.has_value();
         });
}

KindSet kinds_of_group(std::string_view group) {
  KindSet found = 0;
  const auto kinds = scenarios::fault_kinds();
  for (std::size_t kind = 0; kind < kinds.size(); ++kind)
    if (kinds[kind].group == group) found.set(kind);
  return found;
}

bool asks_for(const scenarios::Scenario& scenario, KindSet kinds) {
  for (const scenarios::FaultSpec& fault : scenario.faults)
    for (const std::string& name : scenarios::expand_fault_groups(fault.kinds))
      if (kinds.test(*scenarios::fault_index(name))) return true;
  return false;
}
}  // namespace

bool wants_wrong_clocks(const scenarios::Scenario& scenario) {
  return asks_for(scenario, kinds_of_group(clock_group));
}

bool fills_real_disks(const Blueprint& blueprint, bool on_postgres) {
  const KindSet full = KindSet{1} << *scenarios::fault_index("disk_full");
  return !on_postgres && asks_for(blueprint.scenario, full) && SmallDisk::allowed();
}

SkippedFaults skipped_faults(const Blueprint& blueprint) {
  SkippedFaults skipped;
  for (const std::string_view name : never_live) skipped.kinds.set(*scenarios::fault_index(name));
  // Nobody outside can make a program of the user's forget a key.
  if (!program_services(blueprint).empty())
    skipped.kinds.set(*scenarios::fault_index("key_forgotten"));
  // Where a program of the user's has noted how far it has copied, it notes by itself.
  const auto& workers = blueprint.plan.workers;
  if (std::any_of(workers.begin(), workers.end(),
                  [](const auto& one) { return one.name.starts_with("backfill."); }))
    skipped.kinds.set(*scenarios::fault_index("backfill_rerun"));
  if (a_program_goes_by_a_clock(blueprint) && !simulators::live::ProgramClock::library())
    skipped.kinds |= kinds_of_group(clock_group);
  for (const scenarios::FaultSpec& fault : blueprint.scenario.faults) {
    for (const std::string& name : scenarios::expand_fault_groups(fault.kinds)) {
      const std::size_t kind = *scenarios::fault_index(name);
      if (name == "crash" && kills_what_it_must_not(blueprint, fault)) skipped.kinds.set(kind);
      const bool told =
          std::find(skipped.names.begin(), skipped.names.end(), name) != skipped.names.end();
      if (skipped.kinds.test(kind) && !told) skipped.names.push_back(name);
    }
  }
  return skipped;
}

}  // namespace rehearse::harness::live
