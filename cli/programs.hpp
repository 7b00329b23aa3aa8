#pragma once
/// The programs of the user's that a plan names, in the place of services, of databases, of workers
/// and of the application.

#include <string>
#include <vector>

#include "scenarios/read_plan.hpp"

namespace rehearse::cli {

struct NamedProgram {
  std::string place;      ///< "payments.old", "the database shop", "version v2".
  std::string command;    ///< Its words, with spaces between them.
  std::string simulated;  ///< How its place is taken in simulation: "by its contract".
  std::string judged;     ///< What it is judged by, live: a sentence.
};

std::vector<NamedProgram> programs_of(const scenarios::Plan& plan);

/// A plan may come from a stranger: what a live run would start, and that nobody allowed it. Empty:
/// nothing, or it is allowed.
std::vector<scenarios::Error> programs_not_allowed(const scenarios::PlanFile& plan, bool allowed);

}  // namespace rehearse::cli
