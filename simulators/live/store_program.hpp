#pragma once
/// A program of the user's in a database's place: the store node's own code on it as the engine.
/// What goes between it and others goes through the node, with its fences, change logs and faults.
///
/// It is judged by what it lists when the run is over and its process has been started once more.

#include <memory>

#include "simulators/live/program_process.hpp"
#include "simulators/store/store_node.hpp"

namespace rehearse::simulators::live {

class StoreProgram final : public Node {
 public:
  /// Starts it, and waits until it is ready: see RunningProgram. `file`: see ProgramStore.
  StoreProgram(const Blueprint& blueprint, int database, LiveRuntime& runtime,
               const ProgramPlace& place, const std::string& file);
  ~StoreProgram() override;
  StoreProgram(const StoreProgram&) = delete;
  StoreProgram& operator=(const StoreProgram&) = delete;

  std::int64_t take_over() { return node_.take_over(); }

  void start() override;
  void crash() override {}  // it goes with its process
  scenarios::Duration work(const Request& request) override { return node_.work(request); }
  std::optional<Reply> answer(const Request& request) override;
  Task<Reply> serve(const Request* request) override { return node_.serve(request); }

 private:
  const scenarios::Plan& plan_;
  ProgramProcess process_;
  StoreNode node_;
};

}  // namespace rehearse::simulators::live
