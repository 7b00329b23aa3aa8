#include "cli/programs.hpp"

#include <fmt/format.h>

namespace rehearse::cli {
namespace {

/// Calls `tell(track, contract, "old" or "new")` for each side that is a program.
template <typename Tell>
void each_program(const scenarios::Plan& plan, Tell tell) {
  for (const scenarios::Track& track : plan.tracks) {
    if (!track.is_service()) continue;
    if (track.old_service.run) tell(track, track.old_service, "old");
    if (track.new_service.run) tell(track, track.new_service, "new");
  }
}

std::string command_of(const scenarios::ServiceContract& contract) {
  return fmt::format("{}", fmt::join(contract.run->command, " "));
}

}  // namespace

std::vector<NamedProgram> programs_of(const scenarios::Plan& plan) {
  std::vector<NamedProgram> programs;
  each_program(plan, [&](const auto& track, const auto& contract, const char* side) {
    programs.push_back({track.name + "." + side, command_of(contract), contract.run->dump.target});
  });
  return programs;
}

std::vector<scenarios::Error> programs_not_allowed(const scenarios::PlanFile& plan, bool allowed) {
  std::vector<scenarios::Error> errors;
  if (allowed) return errors;
  each_program(plan.plan, [&](const auto& track, const auto& contract, const char* side) {
    scenarios::Error error;
    error.file = plan.sources.file;
    error.pointer = "/tracks" + scenarios::pointer_segment(track.name) +
                    scenarios::pointer_segment(std::string(side)) + "/run/command";
    const scenarios::Place place = plan.sources.place_of(error.pointer);
    error.line = place.line;
    error.column = place.column;
    error.value = command_of(contract);
    error.message = "the plan starts a program on this machine, and nobody allowed it";
    error.way_out = "read what it is, then add --allow-commands";
    errors.push_back(std::move(error));
  });
  return errors;
}

}  // namespace rehearse::cli
