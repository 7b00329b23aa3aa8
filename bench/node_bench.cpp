/// Nodes as processes: how long until one is ready, and how much a mock service serves.

#include <benchmark/benchmark.h>
#include <stdlib.h>

#include <boost/asio/io_context.hpp>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <thread>

#include "bench/load.hpp"
#include "bench/scratch.hpp"
#include "harness/live/run_folder.hpp"
#include "scenarios/read_plan.hpp"
#include "scenarios/read_scenario.hpp"
#include "simulators/blueprint/blueprint.hpp"
#include "simulators/live/address_book.hpp"
#include "simulators/live/child_process.hpp"
#include "simulators/live/message_json.hpp"
#include "simulators/live/protocol.hpp"

namespace {

using namespace rehearse;
using namespace rehearse::simulators;
using rehearse::bench::Load;
using rehearse::bench::Scratch;
using rehearse::harness::live::RunFolder;
using rehearse::harness::live::RunSettings;
using simulators::live::AddressBook;
using simulators::live::ChildCommand;
using simulators::live::ChildProcess;

constexpr const char* ecommerce = REHEARSE_SOURCE_DIR "/scenarios/ecommerce/";

/// The e-commerce plan, with services that take no time, refuse nothing and call nobody.
scenarios::Plan quick_plan() {
  scenarios::Plan plan =
      scenarios::load_plan_file(std::string(ecommerce) + "plan.json").value().plan;
  for (scenarios::Track& track : plan.tracks) {
    for (auto* const contract : {&track.old_service, &track.new_service}) {
      contract->latency = {};
      contract->slow_per_million = 0;
      contract->unavailable_per_million = 0;
      contract->declined_per_million = 0;
      contract->webhooks = false;
    }
  }
  return plan;
}

/// A run's folder, in which nodes can be started as a live run starts them.
class Nodes {
 public:
  Nodes()
      : scenario_(scenarios::load_scenario(std::string(ecommerce) + "flash-sale.json").value()),
        blueprint(plan_, scenario_),
        folder_(scratch_.path) {
    folder_.create(plan_, scenario_, RunSettings{});
    book_.emplace(AddressBook::create(folder_.address_book(), blueprint.nodes.size() + 1));
  }

  NodeId named(const std::string& name) const {
    for (NodeId node = 0; node < blueprint.nodes.size(); ++node)
      if (blueprint.nodes[node] == name) return node;
    abort();
  }

  /// From its start until it listens.
  std::unique_ptr<ChildProcess> start(NodeId node) {
    book_->take_out(node);
    ChildCommand command;
    command.program =
        std::filesystem::read_symlink("/proc/self/exe").parent_path() / "../bin/rehearse";
    command.log = scratch_.path + "/log";
    command.arguments = {"node",      "--run", folder_.path(), "--role", blueprint.nodes[node],
                         "--process", "1"};
    auto made = std::make_unique<ChildProcess>(io_, command, nullptr);
    while (port(node) == 0) std::this_thread::sleep_for(std::chrono::microseconds(20));
    return made;
  }
  std::uint16_t port(NodeId node) const { return book_->port(node); }

 private:
  Scratch scratch_;
  scenarios::Plan plan_ = quick_plan();
  scenarios::Scenario scenario_;

 public:
  const Blueprint blueprint;

 private:
  RunFolder folder_;
  std::optional<AddressBook> book_;
  boost::asio::io_context io_;
};

void node_ready(benchmark::State& state) {
  Nodes nodes;
  const NodeId node = nodes.named("payments.old");
  for (auto _ : state) {
    auto process = nodes.start(node);
    state.PauseTiming();
    process.reset();
    state.ResumeTiming();
  }
}
BENCHMARK(node_ready)->Unit(benchmark::kMillisecond)->UseRealTime()->Iterations(100);

std::string request_for(ServiceVerb verb, std::int64_t number) {
  static const Nodes nodes;
  static Memory memory;
  static const simulators::live::MessageJson json(nodes.blueprint, memory);
  ServiceCall call;
  call.verb = verb;
  call.track = nodes.blueprint.track("payments");
  call.identity = number;
  call.amount = 1'250;
  call.idempotency_key = static_cast<std::uint64_t>(number);
  call.write = static_cast<WriteId>(number);
  Request request;
  request.tag = attempt_tag(static_cast<OperationId>(number), 0);
  request.operation = static_cast<OperationId>(number);
  request.body = call;
  std::string body;
  json.write(request, body);
  return std::string("POST ") + simulators::live::call_target +
         " HTTP/1.1\r\nHost: 127.0.0.1\r\nFrom: app/1\r\nContent-Length: " +
         std::to_string(body.size()) + "\r\n\r\n" + body;
}

/// A mock service that is a process, and so many connections.
void mock_service(benchmark::State& state, const std::string& node,
                  std::string (*next)(std::int64_t)) {
  Nodes nodes;
  const auto process = nodes.start(nodes.named(node));
  Load load(nodes.port(nodes.named(node)), 50, next);
  for (auto _ : state) load.run(1'000);
  if (load.failed() > 0) state.SkipWithError("not every request was answered");
  state.SetItemsProcessed(load.answered());
  state.counters["p99_ms"] = load.percentile(99);
}
BENCHMARK_CAPTURE(mock_service, lookup, "payments.new",
                  [](std::int64_t number) { return request_for(ServiceVerb::lookup, number); })
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();
BENCHMARK_CAPTURE(mock_service, charge, "payments.new",
                  [](std::int64_t number) { return request_for(ServiceVerb::charge, number); })
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

}  // namespace
