#pragma once
/// What a search runs, part by part, in this order:
///
///     single faults    one fault at every place where it can strike, in a run to the end
///     rollback sweep   a rollback after every action that allows it, without faults
///     rollback faults  the same, with one fault at every place on the way back
///     pairs            a second fault where the system mends what the first one did (lineage)
///     swarm            everything drawn: random courses under random subsets of the faults
///
/// A place is a message by its name. All but the swarm lay their faults over a few base runs:
/// upgrade failures are small in scope, so these have few client operations, spread over the
/// whole plan. Two candidates are *equivalent* when the history before them is the same and at
/// the same time the same kind of fault strikes a message that says the same between the same
/// nodes; only the first is run.
/// Source: lineage-driven fault injection (Alvaro et al. 2015) for the pairs.

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "harness/explore/rehearsal.hpp"

namespace rehearse::harness {

struct Part {
  std::string name;
  std::vector<RunSpec> runs;
  std::int64_t places = 0;      ///< Messages at which some searched fault can strike.
  std::int64_t candidates = 0;  ///< Place x kind x duration.
  std::int64_t equivalent = 0;  ///< Candidates not run, because another one stands for them.
  std::int64_t left_out = 0;    ///< Candidates not run, because there were more than the bound.
};

/// The scenario of all parts but the swarm: at most `explore.operations` client operations,
/// arriving as much more slowly, so that they are spread over the plan as before.
scenarios::Scenario small_scenario(const scenarios::Scenario& scenario);

/// Whether faults are placed by the search, not only as the scenario says.
bool is_searched(const scenarios::Scenario& scenario);
/// The kinds that the search places: those that the scenario leaves to it (no rate, not scheduled),
/// or else all; of these, what the plan's budget grants.
fault_injection::KindSet searched_kinds(const scenarios::Plan& plan,
                                        const scenarios::Scenario& scenario);

/// As many base runs as the scenario wants: seeds with which the plan goes to its end without
/// faults, if such are found.
std::vector<RunSpec> base_runs(Rehearsal& rehearsal, std::uint64_t seed);

/// Collects candidates, leaving out those that are equivalent to an earlier one.
class Candidates final {
 public:
  explicit Candidates(const scenarios::Plan& plan) : plan_(plan) {}

  /// `base`, with each of the kinds of each place beside its own strikes; `only`: those kinds.
  void add(const RunSpec& base, const std::vector<fault_injection::Opportunity>& places,
           fault_injection::KindSet only = ~fault_injection::KindSet{0});
  /// As a part with at most `most` runs, evenly chosen.
  Part take(std::string name, std::int64_t most);

 private:
  const scenarios::Plan& plan_;
  Part part_;
  std::set<std::uint64_t> seen_;
};

Part single_faults(Rehearsal& rehearsal, const std::vector<RunSpec>& bases,
                   fault_injection::KindSet kinds);
Part rollback_sweep(const Rehearsal& rehearsal, const std::vector<RunSpec>& bases);
Part rollback_faults(Rehearsal& rehearsal, const Part& sweep, fault_injection::KindSet kinds);
/// Of `singles` one of each sort (kind, nodes, message, phase) is run again, to see by which
/// messages the system mends what its fault did.
Part lineage_pairs(Rehearsal& rehearsal, const std::vector<RunSpec>& bases, const Part& singles,
                   fault_injection::KindSet kinds);
Part swarm(const scenarios::Plan& plan, const scenarios::Scenario& scenario, std::uint64_t seed,
           std::int64_t runs);

}  // namespace rehearse::harness
