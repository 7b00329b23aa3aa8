#include "cli/programs.hpp"

#include <fmt/format.h>

namespace rehearse::cli {
namespace {

/// Calls `tell(name, pointer of "run", program, dump)` for each.
template <typename Tell>
void each_program(const scenarios::Plan& plan, Tell tell) {
  using scenarios::pointer_segment;
  for (const scenarios::Track& track : plan.tracks) {
    if (!track.is_service()) continue;
    const std::string at = "/tracks" + pointer_segment(track.name);
    if (const auto& run = track.old_service.run)
      tell(track.name + ".old", at + "/old/run", *run, run->dump.target);
    if (const auto& run = track.new_service.run)
      tell(track.name + ".new", at + "/new/run", *run, run->dump.target);
  }
  for (const scenarios::ApplicationVersion& version : plan.application.versions)
    if (version.run)
      tell("version " + version.name,
           "/application/versions" + pointer_segment(version.name) + "/run", *version.run, "");
}

std::string command_of(const scenarios::ProgramStart& program) {
  return fmt::format("{}", fmt::join(program.command, " "));
}

}  // namespace

std::vector<NamedProgram> programs_of(const scenarios::Plan& plan) {
  std::vector<NamedProgram> programs;
  each_program(plan, [&](const std::string& name, const std::string&, const auto& program,
                         const std::string& dump) {
    programs.push_back({name, command_of(program), dump});
  });
  return programs;
}

std::vector<scenarios::Error> programs_not_allowed(const scenarios::PlanFile& plan, bool allowed) {
  std::vector<scenarios::Error> errors;
  if (allowed) return errors;
  each_program(plan.plan, [&](const std::string&, const std::string& pointer, const auto& program,
                              const std::string&) {
    scenarios::Error error;
    error.file = plan.sources.file;
    error.pointer = pointer + "/command";
    const scenarios::Place place = plan.sources.place_of(error.pointer);
    error.line = place.line;
    error.column = place.column;
    error.value = command_of(program);
    error.message = "the plan starts a program on this machine, and nobody allowed it";
    error.way_out = "read what it is, then add --allow-commands";
    errors.push_back(std::move(error));
  });
  return errors;
}

}  // namespace rehearse::cli
