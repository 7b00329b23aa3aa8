#include "harness/live/node_process.hpp"

#include <signal.h>
#include <sys/resource.h>

#include <algorithm>
#include <boost/asio/signal_set.hpp>
#include <filesystem>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>

#include "fault_injection/nodes.hpp"
#include "harness/explore/placed_operations.hpp"
#include "harness/live/conductor_process.hpp"
#include "harness/live/live_faults.hpp"
#include "harness/live/open_stores.hpp"
#include "harness/live/run_folder.hpp"
#include "harness/traffic/traffic.hpp"
#include "scenarios/plan_lookup.hpp"
#include "scenarios/read_plan.hpp"
#include "scenarios/read_scenario.hpp"
#include "simulators/application/instance.hpp"
#include "simulators/live/backfill_program.hpp"
#include "simulators/live/instance_program.hpp"
#include "simulators/live/live_runtime.hpp"
#include "simulators/live/node_journal.hpp"
#include "simulators/live/relay_program.hpp"
#include "simulators/live/service_program.hpp"
#include "simulators/live/store_program.hpp"
#include "simulators/services/service.hpp"
#include "simulators/store/store_node.hpp"
#include "simulators/workers/backfiller.hpp"
#include "simulators/workers/flag_service.hpp"
#include "simulators/workers/relay.hpp"
#include "simulators/workers/repairer.hpp"
#include "simulators/workers/verifier.hpp"

namespace rehearse::harness::live {

using namespace simulators;
using fault_injection::NodeClass;
using scenarios::Side;
using simulators::live::AddressBook;
using simulators::live::BackfillProgram;
using simulators::live::EventLog;
using simulators::live::EventsTold;
using simulators::live::InstanceProgram;
using simulators::live::LiveRuntime;
using simulators::live::NodeJournal;
using simulators::live::ProgramPlace;
using simulators::live::RelayProgram;
using simulators::live::ServiceProgram;
using simulators::live::StoreProgram;

namespace {

constexpr int load_priority = -10;  // "nice"

template <typename Value>
Value must(scenarios::Result<Value> read) {
  if (!read) throw std::runtime_error(to_string(read.errors().front()));
  return std::move(read).value();
}

/// A node that forgets everything before its first start.
template <typename Made, typename... Arguments>
std::unique_ptr<Node> fresh(Arguments&&... arguments) {
  auto made = std::make_unique<Made>(std::forward<Arguments>(arguments)...);
  made->reset();
  return made;
}

std::optional<std::vector<PlacedOperation>> placed_operations(const RunFolder& folder,
                                                              const Blueprint& blueprint) {
  std::ifstream in(folder.operations());
  if (!in) return std::nullopt;
  std::vector<PlacedOperation> placed;
  for (std::string line; std::getline(in, line);) {
    LineProblem problem;
    const auto json = nlohmann::ordered_json::parse(line, nullptr, false);
    const auto read = read_operation(json, blueprint.plan, blueprint.scenario, problem);
    if (!read)
      throw std::runtime_error(folder.operations() + ": " + problem.malformed + problem.gone);
    placed.push_back(*read);
  }
  return placed;
}

/// Makes the node with this id; must outlive it.
class NodeMaker final {
 public:
  NodeMaker(const Blueprint& blueprint, LiveRuntime& runtime, AddressBook& book,
            const RunFolder& folder, const RunSettings& settings, const NodeOptions& options)
      : blueprint_(blueprint),
        runtime_(runtime),
        book_(book),
        folder_(folder),
        settings_(settings),
        options_(options),
        placed_(placed_operations(folder, blueprint)) {}

  /// Made as an earlier process left it; which of that one's events count is settled.
  std::unique_ptr<Node> make(NodeId id) const {
    for (const InstanceBlueprint& instance : blueprint_.instances)
      if (instance.node == id) return make_instance(instance);
    for (std::size_t i = 0; i < blueprint_.databases.size(); ++i)
      if (blueprint_.databases[i].node == id) return make_store(i);
    for (TrackIndex track = 0; track < blueprint_.plan.tracks.size(); ++track)
      if (std::unique_ptr<Node> made = make_of_track(track, id)) return made;
    if (id == blueprint_.clients) return make_clients();
    if (id == blueprint_.flags) {
      auto made = std::make_unique<FlagService>(blueprint_, runtime_, memory());
      made->reset(first_flags(blueprint_, memory()));
      return made;
    }
    REHEARSE_ENSURE(id == blueprint_.conductor);
    const auto director = static_cast<NodeId>(blueprint_.nodes.size());
    auto made = std::make_unique<ConductorProcess>(blueprint_, runtime_, director, folder_);
    settle(id, made->take_over());
    runtime_.before_leaving([conductor = made.get()] { conductor->save(); });
    return made;
  }

 private:
  Memory& memory() const { return runtime_.memory(); }

  std::unique_ptr<Node> make_instance(const InstanceBlueprint& instance) const {
    const int version = blueprint_.version(options_.version);
    if (version == no_index)
      throw std::runtime_error("there is no version \"" + options_.version + "\"");
    if (blueprint_.versions[static_cast<std::size_t>(version)].run)
      return std::make_unique<InstanceProgram>(blueprint_, instance, version, runtime_,
                                               place_of(instance.node));
    auto made = std::make_unique<Instance>(blueprint_, instance, runtime_, memory());
    made->reset(version);
    return made;
  }

  std::unique_ptr<Node> make_store(std::size_t database) const {
    if (blueprint_.databases[database].run != nullptr) return make_store_program(database);
    auto made = std::make_unique<StoreNode>(blueprint_, static_cast<int>(database), runtime_,
                                            memory(), folder_.store(database, settings_));
    settle(blueprint_.databases[database].node, EventsTold::unpacked(made->take_over()));
    return made;
  }

  std::unique_ptr<Node> make_store_program(std::size_t database) const {
    auto made =
        std::make_unique<StoreProgram>(blueprint_, static_cast<int>(database), runtime_,
                                       place_of_database(blueprint_, database, folder_, settings_),
                                       folder_.beside_program(options_.role));
    settle(blueprint_.databases[database].node, EventsTold::unpacked(made->take_over()));
    return made;
  }

  /// Of the process that kept something last those events count that it told of; of those after it,
  /// which kept nothing, none. The ones before it were settled by their successors.
  void settle(NodeId id, EventsTold last) const {
    for (int process = std::max(1, last.process); process < options_.process; ++process) {
      const std::string log = folder_.events(id, process);
      if (std::filesystem::exists(log))
        EventLog::settle(log, process == last.process ? last.count : 0);
    }
  }

  std::unique_ptr<Node> make_of_track(TrackIndex track, NodeId id) const {
    const TrackBlueprint& about = blueprint_.tracks[track];
    if (about.service) {
      for (const Side side : {Side::old_side, Side::new_side})
        if (about.side(side).node == id) return make_service(track, side);
      return nullptr;
    }
    if (about.relay_forward == id) return make_relay(id, track, Side::old_side);
    if (about.relay_backward == id) return make_relay(id, track, Side::new_side);
    if (about.backfiller == id) return make_backfiller(track);
    if (about.repairer == id) return fresh<Repairer>(blueprint_, track, runtime_, memory());
    if (about.verifier == id) return fresh<Verifier>(blueprint_, track, runtime_, memory());
    return nullptr;
  }

  bool is_worker_program() const {
    return scenarios::worker_program(blueprint_.plan, options_.role) != nullptr;
  }

  std::unique_ptr<Node> make_relay(NodeId id, TrackIndex track, Side source) const {
    if (is_worker_program())
      return std::make_unique<RelayProgram>(blueprint_, track, source, runtime_, place_of(id));
    return fresh<Relay>(blueprint_, track, source, runtime_, memory());
  }

  std::unique_ptr<Node> make_backfiller(TrackIndex track) const {
    const TrackBlueprint& about = blueprint_.tracks[track];
    if (is_worker_program())
      return std::make_unique<BackfillProgram>(blueprint_, track, runtime_,
                                               place_of(about.backfiller));
    return fresh<Backfiller>(blueprint_, track, runtime_, memory());
  }

  std::unique_ptr<Node> make_service(TrackIndex track, Side side) const {
    const TrackBlueprint& about = blueprint_.tracks[track];
    if (!about.contracts[static_cast<std::size_t>(side)]->run) return make_model(track, side);
    ProgramPlace place = place_of(about.side(side).node);
    place.effects = effects_before(about.side(side).node);
    auto made = std::make_unique<ServiceProgram>(blueprint_, track, side, runtime_, place);
    book_.enter_program(about.side(side).node, made->port());
    return made;
  }

  ProgramPlace place_of(NodeId node) const {
    return place_of_program(blueprint_, node, folder_, settings_);
  }

  /// That earlier processes of the node have recorded.
  std::size_t effects_before(NodeId id) const {
    std::size_t effects = 0;
    for (int process = 1; process < options_.process; ++process) {
      const EventLog log = EventLog::open(folder_.events(id, process));
      for (const Event& event : log.events()) effects += event.kind == EventKind::effect ? 1 : 0;
    }
    return effects;
  }

  std::unique_ptr<Node> make_model(TrackIndex track, Side side) const {
    const auto kept = NodeJournal::read(folder_.journal(options_.role));
    settle(blueprint_.tracks[track].side(side).node,
           kept.empty() ? EventsTold{} : kept.back().told);
    auto made = simulators::make_service(blueprint_, track, side, runtime_);
    made->reset();
    return made;
  }

  std::unique_ptr<Node> make_clients() const {
    const auto runs_job = [&blueprint = blueprint_, &book = book_](std::uint16_t group,
                                                                   const JobBlueprint& job) {
      return std::any_of(blueprint.instances.begin(), blueprint.instances.end(),
                         [&](const auto& instance) {
                           return instance.group == group && book.port(instance.node) != 0 &&
                                  job.run_by[static_cast<std::size_t>(book.version(instance.node))];
                         });
    };
    auto made = std::make_unique<Traffic>(blueprint_, runtime_, memory(), runs_job);
    made->reset(placed_ ? &*placed_ : nullptr, true);
    return made;
  }

  const Blueprint& blueprint_;
  LiveRuntime& runtime_;
  AddressBook& book_;
  const RunFolder& folder_;
  const RunSettings& settings_;
  const NodeOptions& options_;
  std::optional<std::vector<PlacedOperation>> placed_;
};

/// Stores and the conductor keep what they know by themselves; instances, clients and programs of
/// the user's keep nothing here.
bool has_journal(const Blueprint& blueprint, NodeId node) {
  switch (fault_injection::classes_of(blueprint)[node]) {
    case NodeClass::relay:
    case NodeClass::backfiller:
    case NodeClass::repairer:
    case NodeClass::verifier:
    case NodeClass::flag_service:
      return true;
    case NodeClass::service: {
      const scenarios::Program* const program = program_of(blueprint, node);
      return program == nullptr || program->durable;
    }
    case NodeClass::instance:
    case NodeClass::clients:
    case NodeClass::store:
    case NodeClass::conductor:
      break;
  }
  return false;
}

/// Graceful: no new requests; those being served may finish.
Task<void> leave(LiveRuntime* runtime, NodeId id) {
  runtime->close(id);
  // Requests that were on their way when it left the address book.
  Sleep arriving(*runtime, scenarios::Duration(2'000));
  co_await arriving;
  while (runtime->serving(id) > 0) {
    Sleep pause(*runtime, scenarios::Duration(2'000));
    co_await pause;
  }
  runtime->stop();
}

/// Tasks go before the node that they are of, also where a run ends by an exception.
struct TasksFirst {
  LiveRuntime& runtime;
  ~TasksFirst() { runtime.destroy_tasks(); }
};

}  // namespace

void run_node(const NodeOptions& options) {
  const RunFolder folder(options.folder);
  const scenarios::PlanFile plan = must(scenarios::load_plan_file(folder.plan()));
  const scenarios::Scenario scenario = must(scenarios::load_scenario(folder.scenario()));
  const Blueprint blueprint(plan.plan, scenario);
  const auto found = std::find(blueprint.nodes.begin(), blueprint.nodes.end(), options.role);
  if (found == blueprint.nodes.end())
    throw std::runtime_error("the plan has no node \"" + options.role + "\"");
  const auto id = static_cast<NodeId>(found - blueprint.nodes.begin());

  AddressBook book = AddressBook::open(folder.address_book());
  EventLog log = EventLog::create(folder.events(id, options.process));
  const RunSettings settings = folder.settings();
  RandomChoices choices(settings.seed);
  LiveRuntime runtime(blueprint, book, log, choices, options.process);
  const NodeMaker maker(blueprint, runtime, book, folder, settings, options);
  const std::unique_ptr<Node> node = maker.make(id);
  const TasksFirst tasks_first{runtime};
  // The load must come when it is due. Who may not ask for that is as before.
  if (id == blueprint.clients) setpriority(PRIO_PROCESS, 0, load_priority);
  runtime.host(id, *node, std::max(0, blueprint.version(options.version)),
               has_journal(blueprint, id) ? folder.journal(options.role) : std::string());
  boost::asio::signal_set asked_to_end(runtime.io(), SIGTERM);
  asked_to_end.async_wait([&](const boost::system::error_code& error, int) {
    if (error) return;
    runtime.tick();
    runtime.spawn(id, leave(&runtime, id));
  });
  runtime.run();
}

}  // namespace rehearse::harness::live
