#include "harness/live/fleet.hpp"

#include <signal.h>

#include <utility>

namespace rehearse::harness::live {

using namespace simulators;
using simulators::live::ChildCommand;
using simulators::live::ChildProcess;

namespace {
constexpr scenarios::Duration end_poll{1'000};
}  // namespace

ProcessFleet::ProcessFleet(const Blueprint& blueprint, simulators::live::LiveRuntime& runtime,
                           simulators::live::AddressBook& book, const RunFolder& folder,
                           std::string program, std::function<void(const std::string&)> failed)
    : blueprint_(blueprint),
      runtime_(runtime),
      book_(book),
      folder_(folder),
      program_(std::move(program)),
      failed_(std::move(failed)),
      nodes_(blueprint.nodes.size()) {}

void ProcessFleet::start(NodeId node) {
  Supervised& there = nodes_[node];
  there.process.reset();
  there.may_end = false;
  ++there.processes;
  ChildCommand command;
  command.program = program_;
  command.log = folder_.log(blueprint_.nodes[node]);
  command.arguments = {"node",
                       "--run",
                       folder_.path(),
                       "--role",
                       blueprint_.nodes[node],
                       "--process",
                       std::to_string(there.processes)};
  for (const InstanceBlueprint& instance : blueprint_.instances) {
    if (instance.node != node) continue;
    command.arguments.push_back("--version");
    command.arguments.push_back(blueprint_.versions[static_cast<std::size_t>(there.version)].name);
  }
  there.process = std::make_unique<ChildProcess>(runtime_.io(), command, [this, node](int status) {
    runtime_.tick();
    book_.take_out(node);
    if (nodes_[node].may_end) return;
    failed_(blueprint_.nodes[node] + " " + simulators::live::end_in_words(status) +
            last_words(node));
  });
}

bool ProcessFleet::running(NodeId node) const {
  return nodes_[node].process != nullptr && nodes_[node].process->running();
}

void ProcessFleet::signal_all(NodeId node, int number) const {
  if (nodes_[node].process != nullptr) nodes_[node].process->signal_all(number);
}

bool ProcessFleet::kill(NodeId node) {
  if (!running(node)) return false;
  nodes_[node].may_end = true;
  nodes_[node].process->signal_all(SIGKILL);  // with what it has started
  return true;
}

Task<void> ProcessFleet::end(NodeId node, scenarios::Duration grace) {
  if (!running(node)) co_return;
  nodes_[node].may_end = true;
  nodes_[node].process->signal(SIGTERM);
  const Time until = runtime_.now() + grace.count();
  while (running(node)) {
    if (runtime_.now() >= until) nodes_[node].process->signal(SIGKILL);
    Sleep pause(runtime_, end_poll);
    co_await pause;
  }
}

Task<void> ProcessFleet::end_all(scenarios::Duration grace) {
  for (Supervised& there : nodes_) {
    there.may_end = true;
    if (there.process != nullptr) there.process->signal(SIGTERM);
  }
  for (NodeId node = 0; node < nodes_.size(); ++node) {
    Task<void> ending = end(node, grace);
    co_await ending;
  }
}

std::string ProcessFleet::last_words(NodeId node) const {
  return simulators::live::last_words(folder_.log(blueprint_.nodes[node]));
}

}  // namespace rehearse::harness::live
