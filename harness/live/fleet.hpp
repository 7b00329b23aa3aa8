#pragma once
/// The processes of a live run: all are started here, and none is left when this is gone.

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "harness/live/run_folder.hpp"
#include "simulators/blueprint/blueprint.hpp"
#include "simulators/live/child_process.hpp"
#include "simulators/live/live_runtime.hpp"

namespace rehearse::harness::live {

class ProcessFleet final {
 public:
  /// `program`: the path of rehearse. `failed` is told, in words, of a process that ended and was
  /// not asked to. All must outlive it.
  ProcessFleet(const simulators::Blueprint& blueprint, simulators::live::LiveRuntime& runtime,
               simulators::live::AddressBook& book, const RunFolder& folder, std::string program,
               std::function<void(const std::string&)> failed);

  /// Instances run the version that is set.
  void start(simulators::NodeId node);
  bool running(simulators::NodeId node) const;
  /// Whether it listens: it does so when it can serve.
  bool ready(simulators::NodeId node) const { return book_.port(node) != 0; }
  /// The version that runs, or is to.
  int version(simulators::NodeId node) const { return nodes_[node].version; }
  /// Whoever starts it next starts this one.
  void set_version(simulators::NodeId node, int version) { nodes_[node].version = version; }
  /// How many processes the node has had.
  int processes(simulators::NodeId node) const { return nodes_[node].processes; }
  /// To the process and all that it has started.
  void signal_all(simulators::NodeId node, int number) const;
  /// SIGKILL; false when it does not run.
  bool kill(simulators::NodeId node);
  /// Asks it to end; it is killed when it has not after `grace`.
  simulators::Task<void> end(simulators::NodeId node, scenarios::Duration grace);
  /// The same of all, at once.
  simulators::Task<void> end_all(scenarios::Duration grace);
  /// "; it printed: ..." with the last lines of a node's log, to end a sentence with.
  std::string last_words(simulators::NodeId node) const;

 private:
  struct Supervised {
    std::unique_ptr<simulators::live::ChildProcess> process;
    int version = 0;
    int processes = 0;
    bool may_end = false;
  };

  const simulators::Blueprint& blueprint_;
  simulators::live::LiveRuntime& runtime_;
  simulators::live::AddressBook& book_;
  const RunFolder& folder_;
  const std::string program_;
  const std::function<void(const std::string&)> failed_;
  std::vector<Supervised> nodes_;  // by NodeId
};

}  // namespace rehearse::harness::live
