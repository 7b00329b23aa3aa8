#include "cli/programs.hpp"

#include <fmt/format.h>

#include <utility>

namespace rehearse::cli {
namespace {

std::string command_of(const std::vector<std::string>& words) {
  return fmt::format("{}", fmt::join(words, " "));
}

/// A program, and where "run" is in the plan.
struct Placed {
  NamedProgram program;
  std::string pointer;
};

void add_service(const std::string& name, const scenarios::ServiceContract& contract,
                 const std::string& pointer, std::vector<Placed>& programs) {
  if (!contract.run) return;
  programs.push_back(
      {{name, command_of(contract.run->command), "by its contract",
        "what it did is what its dump (GET " + contract.run->dump.target + ") said."},
       pointer + "/run"});
}

std::vector<Placed> placed_programs(const scenarios::Plan& plan) {
  using scenarios::pointer_segment;
  std::vector<Placed> programs;
  for (const scenarios::Track& track : plan.tracks) {
    if (!track.is_service()) continue;
    const std::string at = "/tracks" + pointer_segment(track.name);
    add_service(track.name + ".old", track.old_service, at + "/old", programs);
    add_service(track.name + ".new", track.new_service, at + "/new", programs);
  }
  for (const scenarios::Database& database : plan.databases) {
    if (!database.run) continue;
    programs.push_back(
        {{"the database " + database.name, command_of(database.run->command),
          "by the engine in the plan",
          "what it has is what it listed when all was over and its process had been started once "
          "more. Transactions over several records, change logs and constraints were rehearse's, "
          "not its own."},
         "/databases" + pointer_segment(database.name) + "/run"});
  }
  for (const scenarios::Worker& worker : plan.workers) {
    if (!worker.run) continue;
    programs.push_back(
        {{worker.name, command_of(worker.run->command), "as the plan describes it",
          "what it has done is what the databases have. Its reads and writes were transactions "
          "of rehearse's, in the shape of each side; mapping the records was its own."},
         "/workers" + pointer_segment(worker.name) + "/run"});
  }
  for (const scenarios::ApplicationVersion& version : plan.application.versions) {
    if (!version.run) continue;
    const std::string shapes =
        version.run->own_shapes
            ? "It saw records in the shape of each side: mapping them was its own."
            : "It saw records in the old shape, on both sides: mapping them is the plan's.";
    programs.push_back(
        {{"version " + version.name, command_of(version.run->command), "as the plan describes it",
          "what clients saw is what it answered, and what it did is what the stores and services "
          "behind it have. " +
              shapes},
         "/application/versions" + pointer_segment(version.name) + "/run"});
  }
  return programs;
}

}  // namespace

std::vector<NamedProgram> programs_of(const scenarios::Plan& plan) {
  std::vector<NamedProgram> programs;
  for (Placed& placed : placed_programs(plan)) programs.push_back(std::move(placed.program));
  return programs;
}

std::vector<scenarios::Error> programs_not_allowed(const scenarios::PlanFile& plan, bool allowed) {
  std::vector<scenarios::Error> errors;
  if (allowed) return errors;
  for (const Placed& placed : placed_programs(plan.plan)) {
    scenarios::Error error;
    error.file = plan.sources.file;
    error.pointer = placed.pointer + "/command";
    const scenarios::Place place = plan.sources.place_of(error.pointer);
    error.line = place.line;
    error.column = place.column;
    error.value = placed.program.command;
    error.message = "the plan starts a program on this machine, and nobody allowed it";
    error.way_out = "read what it is, then add --allow-commands";
    errors.push_back(std::move(error));
  }
  return errors;
}

}  // namespace rehearse::cli
