#pragma once
/// The rules of check_plan.hpp, one group per file, and the walk they share.

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/finding.hpp"
#include "scenarios/plan.hpp"

namespace rehearse::scenarios::checks {

class Findings final {
 public:
  Findings() = default;
  Findings(const Findings&) = delete;
  Findings& operator=(const Findings&) = delete;

  /// `id` must be in `finding_kinds()`; the severity comes from there. The same finding at the
  /// same place is kept once.
  void add(std::string_view id, std::string pointer, std::string message, std::string way_out);
  std::vector<Finding> take() { return std::move(findings_); }

 private:
  std::vector<Finding> findings_;
};

/// One thing that a phase does: a change of one track, or a step.
struct Action {
  std::size_t phase = 0;
  std::string pointer;
  std::string track;                    ///< Empty for steps that concern no track, e.g. wait.
  const Step* step = nullptr;           ///< nullptr for the phase's own `set`.
  const StageChange* change = nullptr;  ///< For `set` and set steps.
  std::vector<Stage> before, after;     ///< By track, in the plan's order.
};

/// Calls `visit` for every action of the plan in order.
void for_each_action(const Plan& plan, const std::function<void(const Action&)>& visit);

std::size_t index_of(const Plan& plan, std::string_view track);
/// The first phase from which there is no way back, or the number of phases.
std::size_t point_of_no_return(const Plan& plan);
bool writes(const Stage& stage, Side side);
bool streams_to(const Stage& stage, Side side);

void reads(const Plan& plan, Findings& findings);
void writes_and_backfill(const Plan& plan, Findings& findings);
void versions(const Plan& plan, Findings& findings);
void gates(const Plan& plan, Findings& findings);
void cut_over(const Plan& plan, Findings& findings);
void contract(const Plan& plan, Findings& findings);
void rollbacks(const Plan& plan, Findings& findings);
void segments(const Plan& plan, Findings& findings);
void services(const Plan& plan, Findings& findings);
void transforms(const Plan& plan, Findings& findings);
void operations(const Plan& plan, Findings& findings);
void constraints(const Plan& plan, Findings& findings);

}  // namespace rehearse::scenarios::checks
