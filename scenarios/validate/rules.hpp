#pragma once
/// The rules of validate_plan.hpp, one group per file.

#include "scenarios/validate_plan.hpp"

namespace rehearse::scenarios::validate {

void tracks(const Plan& plan, std::vector<Problem>& problems);
void programs(const Plan& plan, std::vector<Problem>& problems);
void application(const Plan& plan, std::vector<Problem>& problems);
void operations(const Plan& plan, std::vector<Problem>& problems);
void phases(const Plan& plan, std::vector<Problem>& problems);
void scenario(const Scenario& scenario, const Plan& plan, std::vector<Problem>& problems);

/// What is wrong with a change of `track` in itself, or with the vector that it is applied to.
void stage_change(const Plan& plan, const Track& track, const StageChange& change,
                  const std::string& pointer, std::vector<Problem>& problems);
void steps(const Plan& plan, const std::vector<Step>& steps, const std::string& pointer,
           std::vector<Problem>& problems);

/// What is wrong with a constraint on `side` of `track`.
void constraint(const Track& track, Side side, const Constraint& constraint,
                const std::string& pointer, std::vector<Problem>& problems);

/// `unknown <what> "<name>"` with what was probably meant.
Problem unknown(std::string pointer, const std::string& what, const std::string& name,
                const std::vector<std::string>& known, std::vector<std::string> relies_on);

bool contains(const std::vector<std::string>& names, const std::string& name);
std::vector<std::string> field_names(const std::vector<Field>& fields);

}  // namespace rehearse::scenarios::validate
