#pragma once
/// One failing run on its way to a smaller one that fails alike. Private to shrink.cpp.

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "harness/explore/against_control.hpp"
#include "harness/explore/rehearsal.hpp"
#include "harness/explore/run_size.hpp"

namespace rehearse::harness {

/// So few operations that leaving out every two of them, and trying each of them on its own, costs
/// little.
inline constexpr std::size_t few_operations = 12;

/// Before the first phase, then phase by phase; in each by time.
std::vector<PlacedOperation> by_phase_and_time(std::vector<PlacedOperation> placed);
/// The operations of a run as they came, each at the client that really asked. `by_phase`: each
/// counted from the begin of the phase that it came in.
std::vector<PlacedOperation> invoked_in(const simulators::History& history, bool by_phase);

/// Keeps the smallest run so far that violates the same property about the same subject, beyond its
/// control twin.
class Shrinker final {
 public:
  /// No more runs are begun once there were `runs_max`, or `stop` says so.
  /// `beyond_other_twins`: what happens_without_migration() is no failure, at its price.
  Shrinker(Rehearsal& rehearsal, std::size_t property, const std::string& subject,
           bool beyond_other_twins, std::int64_t runs_max, const std::function<bool()>& stop);

  /// Runs `first`; false when it does not fail.
  bool begin(const RunSpec& first);
  /// Makes every dimension smaller, again and again until nothing helps.
  void shrink();

  const RunSpec& best() const { return best_; }
  const RunSize& size() const { return size_; }
  std::int64_t runs() const { return runs_; }

 private:
  bool spent() const;
  bool fails(const RunSpec& spec);
  enum class Must { fail, fail_and_not_grow, shrink };
  bool adopt(RunSpec candidate, Must must = Must::fail_and_not_grow);
  std::vector<simulators::Choice> choices_of_best();

  // Each is one dimension. shrinker.cpp: operations.
  void place_operations();
  void fewer_operations();
  void fewer_pairs_of_operations();
  bool leave_out_with_another(const std::vector<PlacedOperation>& all, std::size_t i);

  // shrink_faults.cpp
  void place_faults();
  void fewer_faults();
  void shorter_faults();
  void earlier_faults();

  // shrink_dimensions.cpp: course, clients, keys and instances and what else was drawn, times
  void shorter_course();
  void plainer_choices();
  void fewer_clients();
  simulators::Time gap_before(std::size_t i) const;
  void closer_times();
  void rounder_times();

  Rehearsal& rehearsal_;
  const std::size_t property_;
  const std::string subject_;
  const bool beyond_other_twins_;
  const std::int64_t runs_max_;
  const std::function<bool()>& stop_;
  std::int64_t runs_ = 0;
  RunSpec best_;
  RunSize size_;
  std::vector<PlacedOperation> invoked_;          // operations of the best run, by phase
  std::vector<PlacedOperation> invoked_at_;       // the same by the run's clock
  std::vector<simulators::OperationId> told_of_;  // those that the witness has to do with
  std::vector<fault_injection::Strike> struck_;   // the best run's faults, as they struck
  std::vector<fault_injection::Strike> latest_struck_;
  std::vector<PhaseBegin> phases_;  // when the best run's phases began
};

}  // namespace rehearse::harness
