#pragma once
/// The scratch folder of one live run, which all of its processes share:
///
///     plan.json  scenario.json  run.json     what is rehearsed, and how
///     addresses                              who listens where (simulators/live/address_book.hpp)
///     events/NODE.N                          what the N-th process of a node recorded
///     stores/N/data.db                       the databases, unless they are on PostgreSQL
///     stores/N/program                       the own folder of a program that is the database
///     journals/NODE                          what has changed it, for its next process
///     journals/NODE.db                       what lies beside such a program's records
///     programs/NODE                          a program's own folder
///     logs/NODE.log                          what its processes printed
///     operations.jsonl                       the client operations, where they are not drawn
///     stages.jsonl                           the stages that the conductor has published

#include <cstdint>
#include <string>
#include <vector>

#include "harness/conductor/boundary.hpp"
#include "scenarios/plan.hpp"
#include "scenarios/scenario.hpp"
#include "simulators/runtime/history.hpp"
#include "simulators/store/store.hpp"

namespace rehearse::harness::live {

/// What a run is, beside plan and scenario.
struct RunSettings {
  std::uint64_t seed = 1;  ///< Of keys, content, arrivals; time is real.
  RunShape shape;
  std::string server;     ///< libpq's connection string; empty: the stores are SQLite files.
  std::string schema;     ///< Begins the names of its schemas there.
  std::string directory;  ///< Of the plan's file: programs of the user's are found from there.
  bool operator==(const RunSettings&) const = default;
};

class RunFolder final {
 public:
  /// Names only; creates nothing.
  explicit RunFolder(std::string path) : path_(std::move(path)) {}

  const std::string& path() const { return path_; }
  std::string plan() const { return path_ + "/plan.json"; }
  std::string scenario() const { return path_ + "/scenario.json"; }
  std::string address_book() const { return path_ + "/addresses"; }
  std::string events(simulators::NodeId node, int process) const;
  /// The folder of a database's files.
  std::string disk(std::size_t database) const;
  simulators::StorePlace store(std::size_t database, const RunSettings& settings) const;
  std::string log(const std::string& node) const;
  /// What a program of the user's printed, in a node's place.
  std::string program_log(const std::string& node) const;
  /// Its own, for what outlasts its process.
  std::string program_folder(const std::string& node) const;
  /// What lies beside the records of a program that is a database.
  std::string beside_program(const std::string& node) const;
  /// What the clock of such a program shows, where that is to be wrong.
  std::string program_clock(const std::string& node) const;
  /// What has changed a node.
  std::string journal(const std::string& node) const;
  /// The client operations of a run that tries a counterexample; not there: those that the scenario
  /// draws.
  std::string operations() const { return path_ + "/operations.jsonl"; }
  std::string stages() const { return path_ + "/stages.jsonl"; }
  /// What the conductor must not forget.
  std::string conductor_state() const { return path_ + "/journals/conductor.json"; }

  /// Creates the folders in it and writes what is rehearsed. Throws std::runtime_error (as the
  /// others) when it cannot.
  void create(const scenarios::Plan& plan, const scenarios::Scenario& scenario,
              const RunSettings& settings) const;
  RunSettings settings() const;
  /// The whole file at once, or as it was: never half of it.
  void write(const std::string& file, const std::string& text) const;

 private:
  std::string path_;
};

}  // namespace rehearse::harness::live
