#include "harness/live/director.hpp"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include "harness/conductor/conductor.hpp"
#include "harness/explore/placed_operations.hpp"
#include "harness/history/history_file.hpp"
#include "harness/live/conductor_process.hpp"
#include "harness/live/live_faults.hpp"
#include "harness/live/means.hpp"
#include "harness/live/open_stores.hpp"
#include "harness/rehearsal/instances_to_restart.hpp"
#include "harness/rehearsal/longest_run.hpp"
#include "scenarios/units.hpp"
#include "simulators/application/requests.hpp"

namespace rehearse::harness::live {

using namespace simulators;
using scenarios::Duration;
using simulators::live::EventLog;

namespace {

constexpr Duration look_around{2'000};        // how often the plan and `stop` are looked at
constexpr Duration ready_within{10'000'000};  // a process, from its start; programs take longer
constexpr Duration ask_within{500'000};
constexpr Duration ask_again{20'000};
constexpr Duration told_within{10'000'000};
constexpr Duration settle_pause{50'000};
constexpr Duration settle_longest{60'000'000};
constexpr Duration end_within{2'000'000};

}  // namespace

Director::Means::Means(const Blueprint& blueprint, const LiveOptions& options,
                       std::function<void(const std::string&)> failed)
    : folder(options.folder),
      book(
          simulators::live::AddressBook::create(folder.address_book(), blueprint.nodes.size() + 1)),
      log(EventLog::create(folder.events(static_cast<NodeId>(blueprint.nodes.size()), 1))),
      choices(options.settings.seed),
      runtime(blueprint, book, log, choices),
      fleet(blueprint, runtime, book, folder, options.program, std::move(failed)) {}

Director::Director(const Blueprint& blueprint, const LiveOptions& options, Disturbance* disturbance)
    : blueprint_(blueprint),
      options_(options),
      disturbance_(disturbance),
      self_(static_cast<NodeId>(blueprint.nodes.size())),
      restarting_(blueprint.plan.application.groups.size(), 0),
      looks_(blueprint.tracks.size()) {}

Director::~Director() {
  if (means_ != nullptr) means_->runtime.destroy_tasks();
}

void Director::prepare_disks(const RunFolder& folder) {
  for (std::size_t i = 0; i < blueprint_.databases.size(); ++i) {
    std::filesystem::create_directories(folder.disk(i));
    if (fills_real_disks(blueprint_, !options_.settings.server.empty()))
      disks_.push_back(std::make_unique<SmallDisk>(folder.disk(i)));
  }
}

void Director::write_operations(const RunFolder& folder) const {
  if (!options_.placed) return;
  std::string lines;
  for (const PlacedOperation& placed : *options_.placed)
    lines += operation_line(placed, blueprint_.plan) + "\n";
  folder.write(folder.operations(), lines);
}

LiveOutcome Director::run() {
  const RunFolder folder(options_.folder);
  LiveOutcome outcome;
  try {
    folder.create(blueprint_.plan, blueprint_.scenario, options_.settings);
    folder.write(folder.stages(),
                 print_history(name_history(blueprint_.plan, nothing_published(blueprint_))));
    write_operations(folder);
    prepare_disks(folder);
    initial_ = prepare_stores(blueprint_, folder, options_.settings, options_.stop);
    means_ = std::make_unique<Means>(blueprint_, options_,
                                     [this](const std::string& problem) { fail(problem); });
    LiveRuntime& runtime = means_->runtime;
    runtime.avoid_proxies();
    runtime.host(self_, *this);
    runtime.spawn(self_, direct());
    runtime.run();
    runtime.destroy_tasks();
    outcome.history = history();
  } catch (const std::exception& error) {
    if (options_.stop()) fail("it was interrupted");
    fail(error.what());
  }
  outcome.problem = problem_;
  return outcome;
}

void Director::fail(const std::string& problem) {
  if (problem_.empty()) problem_ = problem;
}

/// Whether to go on makes no sense any more.
bool Director::given_up() {
  if (options_.stop()) fail("it was interrupted");
  if (const std::string trouble = options_.trouble(); !trouble.empty()) fail(trouble);
  return !problem_.empty();
}

// ---- the course of a run ----

Task<void> Director::direct() {
  Task<bool> starting = start_all();
  const bool started = co_await starting;
  if (started) {
    Task<bool> following = follow_plan();
    const bool followed = co_await following;
    if (followed) {
      Task<void> settling = settle();
      co_await settling;
    }
  }
  end_ = means_->runtime.now();
  Task<void> ending = means_->fleet.end_all(end_within);
  co_await ending;
  means_->runtime.stop();
}

/// As in simulation: everything, then the clients, then the conductor.
Task<bool> Director::start_all() {
  std::vector<NodeId> first;
  for (NodeId node = 0; node < blueprint_.nodes.size(); ++node)
    if (node != blueprint_.clients && node != blueprint_.conductor) first.push_back(node);
  for (const InstanceBlueprint& instance : blueprint_.instances) {
    const auto& group = blueprint_.plan.application.groups[instance.group];
    means_->fleet.set_version(instance.node, blueprint_.version(group.version));
  }
  for (const NodeId node : first) means_->fleet.start(node);
  Task<bool> waiting = ready(first);
  const bool all = co_await waiting;
  if (!all) co_return false;
  const std::vector<TrackStand> stands = first_stands(blueprint_);
  const Journal journal;
  for (TrackIndex track = 0; track < blueprint_.plan.tracks.size(); ++track)
    means_->runtime.record(
        authority_event(blueprint_, track, stands[track], track, journal.number, false));
  begin_faults();
  for (const NodeId node : {blueprint_.clients, blueprint_.conductor}) {
    means_->fleet.start(node);
    const std::vector<NodeId> one{node};
    Task<bool> arriving = ready(one);
    const bool there = co_await arriving;
    if (!there) co_return false;
  }
  co_return true;
}

/// The program that is in a service's, a database's or, by its version now, an instance's place;
/// null: none is.
const scenarios::ProgramStart* Director::program_at(NodeId node) const {
  for (const DatabaseBlueprint& database : blueprint_.databases)
    if (database.node == node) return database.run;
  for (const InstanceBlueprint& instance : blueprint_.instances) {
    if (instance.node != node) continue;
    const auto version = static_cast<std::size_t>(means_->fleet.version(node));
    const auto& run = blueprint_.versions[version].run;
    return run ? &*run : nullptr;
  }
  return program_of(blueprint_, node);
}

/// Until all of them listen; false when one does not, which is then the problem.
Task<bool> Director::ready(std::vector<NodeId> nodes) {
  const Time began = means_->runtime.now();
  for (const NodeId node : nodes) {
    const scenarios::ProgramStart* const program = program_at(node);
    const Duration within =
        ready_within + (program == nullptr ? Duration(0) : program->ready_within);
    while (!means_->fleet.ready(node)) {
      if (given_up()) co_return false;
      if (means_->runtime.now() > began + within.count()) {
        fail(blueprint_.nodes[node] + " was not ready within " + scenarios::duration_text(within) +
             means_->fleet.last_words(node));
        co_return false;
      }
      Sleep pause(means_->runtime, Duration(500));
      co_await pause;
    }
  }
  co_return true;
}

/// What the conductor has recorded: whoever disturbs the run goes by its phases and steps.
void Director::follow_conductor() {
  const NodeId conductor = blueprint_.conductor;
  const int process = means_->fleet.processes(conductor);
  // A successor that is ready has settled what its predecessor recorded.
  if (means_->conductor_process < process && means_->fleet.ready(conductor)) {
    means_->conductor_log =
        std::make_unique<EventLog>(EventLog::open(means_->folder.events(conductor, process)));
    means_->conductor_process = process;
    means_->conductor_seen = 0;
  }
  if (means_->conductor_log == nullptr) return;
  const std::span<const Event> events = means_->conductor_log->events();
  for (; means_->conductor_seen < events.size(); ++means_->conductor_seen) {
    const Event& event = events[means_->conductor_seen];
    if (event.kind == EventKind::plan_end) over_ = true;
    if (event.kind == EventKind::phase_begin) spread_news(event.phase);
    if (!faulty_) continue;
    if (event.kind == EventKind::phase_begin) disturbance_->phase_changed(event.phase);
    if (event.kind == EventKind::step_begin)
      disturbance_->step_begun(static_cast<std::uint16_t>(event.value));
  }
}

/// Of a phase that begins: to programs of the user's, and to clients whose operations go by it.
void Director::spread_news(std::uint16_t phase) {
  if (options_.placed) means_->runtime.spawn(self_, tell(blueprint_.clients, phase));
  for (NodeId node = 0; node < blueprint_.nodes.size(); ++node)
    if (program_at(node) != nullptr) means_->runtime.spawn(self_, tell(node, phase));
}

Task<void> Director::tell(NodeId node, std::uint16_t phase) {
  Control news;
  news.verb = ControlVerb::phase;
  news.value = phase;
  const Time until = means_->runtime.now() + told_within.count();
  while (means_->runtime.now() < until) {  // it may be standing still for a while
    Task<Reply> telling = ask(node, news);
    const Reply told = co_await telling;
    if (told.ok()) co_return;
    Sleep pause(means_->runtime, ask_again);
    co_await pause;
  }
  fail(blueprint_.nodes[node] + " could not be told within 10 s that a phase has begun");
}

/// Traffic until the plan has ended and a little longer; false when that was not to be.
Task<bool> Director::follow_plan() {
  LiveRuntime& runtime = means_->runtime;
  // Twice what plan and scenario say is what a simulated run has, too.
  const Time longest = longest_plan(blueprint_).count();
  const Time began = runtime.now();
  bool healed = false;
  while (!over_ && runtime.now() < began + 2 * longest) {
    if (given_up()) co_return false;
    // Faults heal before the plan is given up: what it owes is progress once they have.
    if (!healed && runtime.now() > began + longest) {
      heal();
      healed = true;
    }
    Sleep pause(runtime, look_around);
    co_await pause;
    follow_conductor();
    set_clocks();
  }
  const Time tail_ends = runtime.now() + blueprint_.scenario.traffic.tail.count();
  while (runtime.now() < tail_ends) {
    if (given_up()) co_return false;
    set_clocks();
    Sleep pause(runtime, std::min(Duration(tail_ends - runtime.now()), Duration(20'000)));
    co_await pause;
  }
  Control stop;
  stop.verb = ControlVerb::stop;
  Task<Reply> stopping = ask(blueprint_.clients, stop);
  const Reply stopped = co_await stopping;
  if (!stopped.ok()) fail("the clients did not answer when they were asked to stop");
  Event ended;
  ended.kind = EventKind::traffic_end;
  ended.node = blueprint_.clients;
  runtime.record(ended);
  heal();
  co_return stopped.ok();
}

/// At rest, and still at rest after a while: shadow comparisons and webhooks come late.
Task<void> Director::settle() {
  LiveRuntime& runtime = means_->runtime;
  const Time until = runtime.now() + settle_longest.count();
  int restful_looks = 0;
  while (restful_looks < 2 && runtime.now() < until) {
    if (given_up()) co_return;
    Task<bool> looking = look_for_unfinished();
    at_rest_ = co_await looking;
    restful_looks = at_rest_ ? restful_looks + 1 : 0;
    Sleep pause(runtime, at_rest_ ? settle_pause * 6 : settle_pause);
    co_await pause;
  }
}

// ---- asking ----

Task<Reply> Director::ask(NodeId node, Control control) {
  Request request;
  request.tag = next_tag_++;
  request.body = control;
  Call call(means_->runtime, self_, node, request, ask_within);
  Reply reply = co_await call;
  co_return reply;
}

Task<Reply> Director::ask_store(NodeId node, Statement statement) {
  Request request;
  request.tag = next_tag_++;
  request.body = transaction(statement, means_->runtime.memory());
  Call call(means_->runtime, self_, node, request, ask_within);
  Reply reply = co_await call;
  co_return reply;
}

// ---- the conductor's requests ----

std::optional<Reply> Director::answer(const Request& request) {
  Reply reply;
  ControlReply body;
  const Control* const asked = std::get_if<Control>(&request.body);
  if (asked != nullptr && asked->verb == ControlVerb::slip && faulty_) {
    follow_conductor();  // what slips at a step slips at this one
    body.number = static_cast<std::int64_t>(disturbance_->slip());
  }
  const bool known = asked != nullptr && asked->value >= 0 &&
                     static_cast<std::size_t>(asked->value) < restarting_.size();
  if (known && asked->verb == ControlVerb::restart) {
    const bool again = std::find(restarts_seen_.begin(), restarts_seen_.end(), asked->order) !=
                       restarts_seen_.end();
    if (!again) {
      restarts_seen_.push_back(asked->order);
      const int group = static_cast<int>(asked->value);
      ++restarting_[static_cast<std::size_t>(group)];
      means_->runtime.spawn(self_, restart_group(group, asked->code, static_cast<int>(asked->key),
                                                 asked->extra != 0));
    }
  }
  if (known && asked->verb == ControlVerb::status)
    body.number = restarting_[static_cast<std::size_t>(asked->value)];
  reply.body = body;
  return reply;
}

Task<void> Director::restart_group(int group, int version, int count, bool rolling) {
  const std::vector<std::size_t> which =
      instances_to_restart(blueprint_, group, count, [&](std::size_t i) {
        return means_->fleet.version(blueprint_.instances[i].node) != version;
      });
  for (const std::size_t index : which) {
    ++restarting_[static_cast<std::size_t>(group)];
    if (rolling) {
      Task<void> restarting = restart_instance(index, version, group);
      co_await restarting;
    } else {
      means_->runtime.spawn(self_, restart_instance(index, version, group));
    }
  }
  --restarting_[static_cast<std::size_t>(group)];
}

Task<void> Director::restart_instance(std::size_t index, int version, int group) {
  const scenarios::Application& application = blueprint_.plan.application;
  const NodeId node = blueprint_.instances[index].node;
  means_->fleet.set_version(node, version);
  if (means_->fleet.running(node)) {
    Task<void> ending = means_->fleet.end(node, application.grace);
    co_await ending;
    Event down;
    down.kind = EventKind::node_down;
    down.node = node;
    means_->runtime.record(down);
  }
  Sleep pause(means_->runtime, application.restart_time);
  co_await pause;
  if (!means_->fleet.running(node)) means_->fleet.start(node);
  const std::vector<NodeId> one{node};
  Task<bool> arriving = ready(one);
  const bool there = co_await arriving;
  static_cast<void>(there);  // if not, that is the run's problem
  --restarting_[static_cast<std::size_t>(group)];
}

LiveOutcome run_live(const Blueprint& blueprint, const LiveOptions& options,
                     Disturbance* disturbance) {
  return Director(blueprint, options, disturbance).run();
}

}  // namespace rehearse::harness::live
