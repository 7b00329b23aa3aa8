#pragma once
/// Runs the parts of a search on several threads and keeps what is needed of each run. How many
/// threads there are changes nothing in the result.

#include <mutex>
#include <string>
#include <vector>

#include "harness/explore/explore.hpp"
#include "harness/explore/outcome.hpp"
#include "harness/explore/programme.hpp"

namespace rehearse::harness {

class Search final {
 public:
  Search(const scenarios::Plan& plan, const scenarios::Scenario& scenario,
         const ExploreOptions& options);

  /// All parts that the scenario asks for, in order.
  void run_all();

  const std::vector<Tried>& tried() const { return tried_; }
  const std::vector<SearchPart>& parts() const { return parts_; }
  std::int64_t planned() const { return planned_; }
  bool cut_short() const { return cut_short_; }
  /// Index in tried() of the first run of the swarm; as many as there are when there is none.
  std::size_t swarm_begin() const { return swarm_begin_; }
  /// Where a run that was done twice was not the same; empty: nowhere.
  const std::string& diverged() const { return diverged_; }
  /// The means to make a run again.
  Rehearsal& rehearsal(bool small);

 private:
  void run(Part part, bool small, bool certifies = true);
  std::vector<RunOutcome> rehearse(const Part& part, bool small, std::int64_t& finished);
  bool violated(const RunOutcome& outcome) const;
  void excuse_what_faults_do_anyway();
  void count_violations();
  bool stopped() const { return options_.stop && options_.stop(); }

  const scenarios::Plan& plan_;
  const scenarios::Scenario& scenario_;
  const scenarios::Scenario small_scenario_;
  const simulators::Blueprint full_, small_;
  const ExploreOptions& options_;
  Rehearsal full_rehearsal_, small_rehearsal_;
  std::vector<Tried> tried_;
  std::vector<SearchPart> parts_;
  std::int64_t planned_ = 0;
  std::size_t swarm_begin_ = 0;
  bool cut_short_ = false;
  std::string diverged_;
  // for progress; guarded
  std::mutex guard_;
  std::int64_t done_ = 0, violations_ = 0;
};

/// Whether the scenario asks for this property to be judged.
bool selected(const scenarios::Scenario& scenario, const Property& property);

}  // namespace rehearse::harness
