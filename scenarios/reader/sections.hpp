#pragma once
/// The parts of a plan and of a scenario, one reader each. They say what is wrong through `At` and
/// read on, so that one mistake hides no other.

#include "scenarios/plan.hpp"
#include "scenarios/reader/at.hpp"
#include "scenarios/reader/object_reader.hpp"
#include "scenarios/scenario.hpp"

namespace rehearse::scenarios::reading {

void read_record(const At& at, RecordShape& record);
/// `location` holds the defaults.
void read_location(const At& at, bool database_needed, Location& location);
/// "not_null" or "unique" of an object that has one of the two.
void read_constraint(const ObjectReader& object, Constraint& constraint);
void read_transforms(const At& at, std::vector<Transform>& transforms);
void read_program(const At& at, Program& program);
void read_application_program(const At& at, ApplicationProgram& program);
void read_service_contract(const At& at, ServiceContract& contract);
void read_tracks(const At& at, std::vector<Track>& tracks);
void read_workers(const At& at, std::vector<Worker>& workers);
void read_databases(const At& at, std::vector<Database>& databases);
void read_collections(const At& at, std::vector<Collection>& collections);

void read_application(const At& at, Application& application);
void read_operations(const At& at, std::vector<Operation>& operations);
void read_tolerates(const At& at, Tolerates& tolerates);

/// `track` decides which axes there are.
void read_stage_change(const At& at, const Track& track, StageChange& change);
void read_set(const At& at, const std::vector<Track>& tracks,
              std::vector<std::pair<std::string, StageChange>>& set);
void read_steps(const At& at, const std::vector<Track>& tracks, std::vector<Step>& steps);
void read_gate(const At& at, Gate& gate);
void read_rollback(const At& at, const std::vector<Track>& tracks, RollbackTarget& rollback);
void read_phases(const At& at, const std::vector<Track>& tracks, std::vector<Phase>& phases);

void read_traffic(const At& at, Traffic& traffic);
void read_network(const At& at, NetworkShape& network);
void read_faults(const At& at, std::vector<FaultSpec>& faults);
void read_objectives(const At& at, Objectives& objectives);
void read_explore(const At& at, Explore& explore);

}  // namespace rehearse::scenarios::reading
