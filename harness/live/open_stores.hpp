#pragma once
/// The databases of a live run while none of its nodes runs: before the plan, and when it is over.
/// One that is a program of the user's is started for that, and asked to end.

#include <functional>
#include <memory>
#include <vector>

#include "harness/live/run_folder.hpp"
#include "simulators/blueprint/blueprint.hpp"
#include "simulators/live/running_program.hpp"
#include "simulators/store/store.hpp"

namespace rehearse::harness::live {

/// Where the program in a node's place is started.
simulators::live::ProgramPlace place_of_program(const simulators::Blueprint& blueprint,
                                                simulators::NodeId node, const RunFolder& folder,
                                                const RunSettings& settings);
/// The same of a database: its folder is on that database's disk.
simulators::live::ProgramPlace place_of_database(const simulators::Blueprint& blueprint,
                                                 std::size_t database, const RunFolder& folder,
                                                 const RunSettings& settings);

class OpenStores final {
 public:
  /// `stop`: asked while programs are waited for. Throws std::runtime_error when one cannot be
  /// opened. The references must outlive it.
  OpenStores(const simulators::Blueprint& blueprint, const RunFolder& folder,
             const RunSettings& settings, const std::function<bool()>& stop,
             simulators::Memory& memory);
  ~OpenStores();
  OpenStores(const OpenStores&) = delete;
  OpenStores& operator=(const OpenStores&) = delete;

  simulators::Store& engine(int database) { return *stores_[static_cast<std::size_t>(database)]; }

 private:
  struct Program;
  std::vector<std::unique_ptr<Program>> programs_;
  std::vector<std::unique_ptr<simulators::Store>> stores_;
};

/// Puts the records that are there before the plan into all databases. A program that has others,
/// or does not show them as they were when it was started anew, is a std::runtime_error.
std::vector<simulators::InitialRecord> prepare_stores(const simulators::Blueprint& blueprint,
                                                      const RunFolder& folder,
                                                      const RunSettings& settings,
                                                      const std::function<bool()>& stop);

}  // namespace rehearse::harness::live
