#include "harness/rehearsal/world.hpp"

#include <algorithm>
#include <limits>

#include "harness/rehearsal/image.hpp"
#include "harness/rehearsal/instances_to_restart.hpp"
#include "harness/rehearsal/longest_run.hpp"
#include "scenarios/ensure.hpp"
#include "simulators/data/content.hpp"

namespace rehearse::harness {

using namespace simulators;
using scenarios::Duration;
using scenarios::Side;

namespace {

constexpr Duration settle_poll{20'000};
constexpr int settle_polls = 3'000;  // a minute for everything to come to rest
/// What a run may take, beside what each client operation may: that takes about 20 events, 10 of
/// them recorded. Plans whose back-offs and deadlines are months apart poll for longer.
constexpr std::uint64_t events_most = 10'000'000, recorded_most = 1'000'000;
constexpr std::uint64_t events_most_each = 2'000, recorded_most_each = 500;

}  // namespace

/// Where the director's own tasks live: outside everything that can crash.
class World::Stage final : public Node {};

World::World(const Blueprint& blueprint)
    : blueprint_(blueprint),
      longest_plan_(longest_plan(blueprint)),
      restarting_(blueprint.plan.application.groups.size(), 0) {
  const auto operations = static_cast<std::uint64_t>(blueprint.scenario.traffic.operations);
  runtime_.give_up_after(events_most + operations * events_most_each,
                         recorded_most + operations * recorded_most_each);
  build();
  prepare_stores();
}

World::~World() { runtime_.destroy_tasks(); }

void World::build() {
  nodes_.assign(blueprint_.nodes.size(), nullptr);
  ended_ = std::make_unique<Signal>(runtime_);
  Memory& memory = runtime_.memory();
  traffic_ = std::make_unique<Traffic>(
      blueprint_, runtime_, memory,
      [this](std::uint16_t group, const JobBlueprint& job) { return runs(group, job); });
  nodes_[blueprint_.clients] = traffic_.get();
  for (const InstanceBlueprint& instance : blueprint_.instances) {
    instances_.push_back(std::make_unique<Instance>(blueprint_, instance, runtime_, memory));
    nodes_[instance.node] = instances_.back().get();
  }
  for (std::size_t i = 0; i < blueprint_.databases.size(); ++i) {
    stores_.push_back(
        std::make_unique<StoreNode>(blueprint_, static_cast<int>(i), runtime_, memory));
    nodes_[blueprint_.databases[i].node] = stores_.back().get();
  }
  workers_.resize(blueprint_.tracks.size());
  for (TrackIndex track = 0; track < blueprint_.plan.tracks.size(); ++track) build_track(track);
  flags_ = std::make_unique<FlagService>(blueprint_, runtime_, memory);
  nodes_[blueprint_.flags] = flags_.get();
  conductor_ = std::make_unique<Conductor>(blueprint_, runtime_, memory, static_cast<Fleet&>(*this),
                                           static_cast<Observer&>(*this));
  nodes_[blueprint_.conductor] = conductor_.get();
  for (Node* node : nodes_) {
    REHEARSE_ENSURE(node != nullptr);
    runtime_.add_node(*node);
  }
  stage_ = std::make_unique<Stage>();
  stage_node_ = runtime_.add_node(*stage_);
}

void World::build_track(TrackIndex track) {
  Memory& memory = runtime_.memory();
  const TrackBlueprint& about = blueprint_.tracks[track];
  if (about.service) {
    for (const Side side : {Side::old_side, Side::new_side}) {
      const NodeId node = about.side(side).node;
      services_.emplace_back(node, make_service(blueprint_, track, side, runtime_));
      nodes_[node] = services_.back().second.get();
    }
    return;
  }
  Workers& made = workers_[track];
  made.forward = std::make_unique<Relay>(blueprint_, track, Side::old_side, runtime_, memory);
  made.backward = std::make_unique<Relay>(blueprint_, track, Side::new_side, runtime_, memory);
  made.backfiller = std::make_unique<Backfiller>(blueprint_, track, runtime_, memory);
  made.repairer = std::make_unique<Repairer>(blueprint_, track, runtime_, memory);
  made.verifier = std::make_unique<Verifier>(blueprint_, track, runtime_, memory);
  nodes_[about.relay_forward] = made.forward.get();
  nodes_[about.relay_backward] = made.backward.get();
  nodes_[about.backfiller] = made.backfiller.get();
  nodes_[about.repairer] = made.repairer.get();
  nodes_[about.verifier] = made.verifier.get();
}

void World::prepare_stores() {
  initial_ = prepare_image(
      blueprint_,
      [this](int database) -> Store& {
        return stores_[static_cast<std::size_t>(database)]->engine();
      },
      runtime_.memory());
  runtime_.memory().keep();
}

StoreNode& World::store_of(TrackIndex track, Side side) {
  return *stores_[static_cast<std::size_t>(blueprint_.tracks[track].side(side).database)];
}

// ---- a run ----

void World::reset(const RunOptions& options, History& history) {
  options_ = options;
  history_ = &history;
  plan_ended_ = false;
  finished_ = false;
  mapped_rows_.resize(blueprint_.tracks.size());
  for (MappedRows& mapped : mapped_rows_) mapped.rows.clear();
  std::fill(restarting_.begin(), restarting_.end(), 0);
  runtime_.reset(*options.choices, options.disturbance, blueprint_.scenario.network.latency,
                 history);
  history.initial = initial_;
  history.stages.clear();
  history.nodes = blueprint_.nodes;
  history.final = FinalState{};
  history.migrated = options.migrate;
  history.end = 0;
  for (auto& store : stores_) store->reset();
  for (auto& [node, service] : services_) service->reset();
  for (std::size_t i = 0; i < instances_.size(); ++i) {
    const auto& group = blueprint_.plan.application.groups[blueprint_.instances[i].group];
    instances_[i]->reset(blueprint_.version(group.version));
  }
  for (Workers& workers : workers_) {
    if (workers.forward == nullptr) continue;
    workers.forward->reset();
    workers.backward->reset();
    workers.backfiller->reset();
    workers.repairer->reset();
    workers.verifier->reset();
  }
  traffic_->reset(options.placed);
  conductor_->reset(options.shape);
  flags_->reset(first_flags(blueprint_, runtime_.memory()));
}

void World::run(const RunOptions& options, History& history) {
  REHEARSE_ENSURE(options.choices != nullptr);
  reset(options, history);
  runtime_.start_node(stage_node_);
  if (options.disturbance != nullptr) options.disturbance->begin(*this, *options.choices);
  for (NodeId node = 0; node < blueprint_.nodes.size(); ++node)
    if (node != blueprint_.clients && node != blueprint_.conductor) runtime_.start_node(node);
  for (TrackIndex track = 0; track < blueprint_.plan.tracks.size(); ++track)
    stage_published(track, conductor_->journal().stands[track], false);
  runtime_.start_node(blueprint_.clients);
  if (options.migrate) runtime_.start_node(blueprint_.conductor);
  if (!options.phases.empty()) runtime_.spawn(stage_node_, follow_phases());
  runtime_.spawn(stage_node_, direct());
  runtime_.run(std::numeric_limits<Time>::max());  // `direct` ends it
  history.end = runtime_.now();
  final_state(history);
}

/// Traffic until the plan has ended and a little longer; then everything heals and comes to rest.
Task<void> World::direct() {
  if (options_.migrate) {
    // Faults heal before the plan is given up: what it owes is progress once they have.
    for (int turn = 0; turn < 2 && !plan_ended_; ++turn) {
      Signal::Wait wait(*ended_, longest_plan_);
      co_await wait;
      if (!plan_ended_ && options_.disturbance != nullptr) options_.disturbance->heal();
    }
    Sleep tail(runtime_, blueprint_.scenario.traffic.tail);
    co_await tail;
  } else {
    Sleep whole(runtime_, Duration(options_.control_length));
    co_await whole;
  }
  traffic_->stop();
  Event ended;
  ended.kind = EventKind::traffic_end;
  ended.node = blueprint_.clients;
  runtime_.record(ended);
  if (options_.disturbance != nullptr) options_.disturbance->heal();
  for (int poll = 0; poll < settle_polls; ++poll) {
    // At rest, and still at rest after a while: shadow comparisons and webhooks come late.
    const bool at_rest = look_for_unfinished(false).nothing();
    Sleep pause(runtime_, at_rest ? settle_poll * 20 : settle_poll);
    co_await pause;
    if (at_rest && look_for_unfinished(false).nothing()) break;
  }
  finished_ = true;
  runtime_.stop();
}

/// A control run: what is tied to a phase, faults and placed operations, comes when it came in the
/// twin.
Task<void> World::follow_phases() {
  for (const auto& [begin, phase] : options_.phases) {
    Sleep until(runtime_, Duration(begin - runtime_.now()));
    co_await until;
    if (options_.disturbance != nullptr) options_.disturbance->phase_changed(phase);
    traffic_->phase_begun(phase);
  }
}

void World::plan_ended(PlanEnd) {
  plan_ended_ = true;
  ended_->notify();
}

void World::phase_changed(std::uint16_t phase) {
  runtime_.set_phase(phase);
  if (options_.disturbance != nullptr) options_.disturbance->phase_changed(phase);
  traffic_->phase_begun(phase);
}

void World::step_begun(std::uint16_t step) {
  if (options_.disturbance != nullptr) options_.disturbance->step_begun(step);
}

Task<Slip> World::slip() {
  co_return options_.disturbance != nullptr ? options_.disturbance->slip() : Slip::none;
}

void World::stage_published(TrackIndex track, const TrackStand& stand, bool write_moved) {
  const Event event = authority_event(blueprint_, track, stand, history_->stages.size(),
                                      conductor_->journal().number, write_moved);
  history_->stages.push_back(stand.split);
  runtime_.record(event);
}

// ---- processes ----

void World::restart(int group, int version, int count, bool rolling) {
  ++restarting_[static_cast<std::size_t>(group)];
  runtime_.spawn(stage_node_, restart_group(group, version, count, rolling));
}

Task<void> World::restart_group(int group, int version, int count, bool rolling) {
  const std::vector<std::size_t> which = instances_to_restart(
      blueprint_, group, count, [&](std::size_t i) { return instances_[i]->version() != version; });
  for (const std::size_t index : which) {
    if (rolling) {
      Task<void> restarting = restart_instance(index, version);
      co_await restarting;
    } else {
      ++restarting_[static_cast<std::size_t>(group)];
      runtime_.spawn(stage_node_, [](World* world, std::size_t i, int to, int of) -> Task<void> {
        Task<void> restarting = world->restart_instance(i, to);
        co_await restarting;
        --world->restarting_[static_cast<std::size_t>(of)];
      }(this, index, version, group));
    }
  }
  --restarting_[static_cast<std::size_t>(group)];
}

bool World::runs(std::uint16_t group, const JobBlueprint& job) const {
  for (std::size_t i = 0; i < instances_.size(); ++i) {
    const InstanceBlueprint& about = blueprint_.instances[i];
    const auto version = static_cast<std::size_t>(instances_[i]->version());
    if (about.group == group && runtime_.up(about.node) && job.run_by[version]) return true;
  }
  return false;
}

/// Graceful: no new requests, those being served may finish within the grace, then stop and start.
Task<void> World::restart_instance(std::size_t index, int version) {
  const scenarios::Application& application = blueprint_.plan.application;
  const NodeId node = blueprint_.instances[index].node;
  instances_[index]->set_next_version(version);
  if (runtime_.up(node)) {
    runtime_.close_node(node);
    const Time until = runtime_.now() + application.grace.count();
    while (runtime_.serving(node) > 0 && runtime_.now() < until) {
      Sleep pause(runtime_, Duration(2'000));
      co_await pause;
    }
    Event down;
    down.kind = EventKind::node_down;
    down.node = node;
    runtime_.record(down);
    runtime_.crash_node(node);
  }
  Sleep pause(runtime_, application.restart_time);
  co_await pause;
  if (!runtime_.up(node)) runtime_.start_node(node);
}

void World::crash(NodeId node, Duration back) {
  if (!runtime_.up(node)) return;
  Event down;
  down.kind = EventKind::node_down;
  down.node = node;
  down.detail = 1;
  runtime_.record(down);
  runtime_.crash_node(node);
  runtime_.spawn(stage_node_, revive(node, back));
}

void World::restore_backup(NodeId store, Duration back) {
  if (!runtime_.up(store)) return;
  crash(store, back);
  if (StoreNode* const node = store_at(store)) node->reset();
}

Disk* World::disk(NodeId store) {
  StoreNode* const node = store_at(store);
  return node != nullptr ? node->engine().disk() : nullptr;
}

StoreNode* World::store_at(NodeId node) {
  for (std::size_t i = 0; i < stores_.size(); ++i)
    if (blueprint_.databases[i].node == node) return stores_[i].get();
  return nullptr;
}

Task<void> World::revive(NodeId node, Duration back) {
  Sleep pause(runtime_, back);
  co_await pause;
  if (!runtime_.up(node)) runtime_.start_node(node);
}

}  // namespace rehearse::harness
