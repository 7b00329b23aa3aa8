#pragma once
/// The programs of the user's that a plan names, in the place of services and of the application.

#include <string>
#include <vector>

#include "scenarios/read_plan.hpp"

namespace rehearse::cli {

struct NamedProgram {
  std::string side;     ///< "payments.old", or of the application "version v2"
  std::string command;  ///< Its words, with spaces between them.
  std::string dump;     ///< Of a service: target of the GET that tells what it did.
};

std::vector<NamedProgram> programs_of(const scenarios::Plan& plan);

/// A plan may come from a stranger: what a live run would start, and that nobody allowed it. Empty:
/// nothing, or it is allowed.
std::vector<scenarios::Error> programs_not_allowed(const scenarios::PlanFile& plan, bool allowed);

}  // namespace rehearse::cli
