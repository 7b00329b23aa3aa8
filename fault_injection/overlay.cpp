#include "fault_injection/overlay.hpp"

#include <algorithm>

#include "scenarios/fault_kinds.hpp"

namespace rehearse::fault_injection {

using namespace simulators;
using scenarios::Duration;
using scenarios::FaultSpec;

namespace {

constexpr Duration default_delay{100'000};
constexpr Duration default_outage{500'000};
/// Odds that a run has a given drawn kind at all.
constexpr std::int64_t enabled_per_million = 500'000;
/// Drawn process faults: how long after the run's begin, at the most.
constexpr std::int64_t latest_crash = 5'000'000;

enum Kind : std::uint8_t {
  request_lost,
  reply_lost,
  duplicated,
  delayed,
  crash,
  pause,
  outage,
  conductor_crash,
  unknown
};

Kind kind_of(std::string_view name) {
  constexpr std::string_view names[] = {"request_lost", "reply_lost",     "duplicated",
                                        "delayed",      "crash",          "pause",
                                        "outage",       "conductor_crash"};
  for (std::uint8_t i = 0; i < unknown; ++i)
    if (names[i] == name) return static_cast<Kind>(i);
  return unknown;
}

bool message_kind(Kind kind) { return kind <= delayed; }

KindIndex index_of(std::string_view name) {
  const auto kinds = scenarios::fault_kinds();
  for (std::size_t i = 0; i < kinds.size(); ++i)
    if (kinds[i].name == name) return static_cast<KindIndex>(i);
  return 0;
}

Kind kind_at(KindIndex index) {
  static const std::vector<Kind> kinds = [] {
    std::vector<Kind> made;
    for (const auto& kind : scenarios::fault_kinds()) made.push_back(kind_of(kind.name));
    return made;
  }();
  return kinds[index];
}

int budget_of(Kind kind, const scenarios::Tolerates& tolerates) {
  if (kind == crash) return tolerates.app_crashes;
  if (kind == conductor_crash) return tolerates.conductor_crashes;
  if (kind == outage) return tolerates.store_outage.count() > 0 ? 1 : 0;
  return -1;
}

}  // namespace

bool injectable(std::string_view kind) {
  const Kind known = kind_of(kind);
  return known != unknown && known != pause;
}

bool granted(std::string_view kind, const scenarios::Tolerates& tolerates) {
  switch (kind_of(kind)) {
    case request_lost:
    case reply_lost:
      return tolerates.message_loss;
    case duplicated:
      return tolerates.message_duplication;
    case delayed:
      return tolerates.message_loss;
    case crash:
      return tolerates.app_crashes > 0;
    case conductor_crash:
      return tolerates.conductor_crashes > 0;
    case outage:
      return tolerates.store_outage.count() > 0;
    case pause:
      return tolerates.pause.count() > 0;
    case unknown:
      break;
  }
  return false;
}

std::vector<NodeId> nodes_matching(const Blueprint& blueprint, const std::string& pattern) {
  std::vector<NodeId> found;
  for (NodeId node = 0; node < blueprint.nodes.size(); ++node) {
    const std::string& name = blueprint.nodes[node];
    if (name == pattern || name.starts_with(pattern + "/")) found.push_back(node);
  }
  const std::size_t dot = pattern.rfind('.');
  if (dot == std::string::npos) return found;
  const TrackIndex track = blueprint.track(pattern.substr(0, dot));
  const std::string side = pattern.substr(dot + 1);
  if (track != no_track && !blueprint.tracks[track].service && (side == "old" || side == "new"))
    found.push_back(blueprint.tracks[track].sides[side == "new" ? 1 : 0].node);
  return found;
}

Overlay::Overlay(const Blueprint& blueprint) : blueprint_(blueprint) {
  planned_.resize(scenarios::fault_kinds().size());
  fired_.resize(scenarios::fault_kinds().size());
  for (const FaultSpec& spec : blueprint.scenario.faults) {
    std::array<std::vector<bool>, 2> ends;
    for (std::size_t end = 0; end < 2; ++end) {
      const bool named = end < spec.between.size();
      ends[end].assign(blueprint.nodes.size() + 1, !named);
      if (!named) ends[end][blueprint.clients] = false;
      if (!named) continue;
      for (const NodeId node : nodes_matching(blueprint, spec.between[end])) ends[end][node] = true;
    }
    links_.push_back(std::move(ends));
    std::uint16_t phase = no_phase;
    for (std::size_t i = 0; i < blueprint.plan.phases.size(); ++i)
      if (blueprint.plan.phases[i].name == spec.phase) phase = static_cast<std::uint16_t>(i);
    phases_.push_back(phase);
  }
}

void Overlay::begin(Processes& processes, Choices& choices) {
  processes_ = &processes;
  choices_ = &choices;
  drawn_.clear();
  drawn_per_million_ = 0;
  scheduled_.clear();
  std::fill(planned_.begin(), planned_.end(), false);
  std::fill(fired_.begin(), fired_.end(), 0);
  budget_.clear();
  for (const auto& kind : scenarios::fault_kinds())
    budget_.push_back(budget_of(kind_of(kind.name), blueprint_.plan.tolerates));
  phase_ = no_phase;
  phase_began_ = 0;
  healed_ = false;
  const auto& specs = blueprint_.scenario.faults;
  for (std::size_t i = 0; i < specs.size(); ++i) {
    const auto spec = static_cast<std::uint8_t>(i);
    for (const std::string& name : scenarios::expand_fault_groups(specs[i].kinds)) {
      const KindIndex kind = index_of(name);
      if (!injectable(name) || !granted(name, blueprint_.plan.tolerates)) continue;
      if (specs[i].drawn &&
          !choices.happens({SiteKind::fault, spec, kind, 0, 0}, enabled_per_million))
        continue;
      planned_[kind] = true;
      if (!message_kind(kind_at(kind)))
        plan_processes(spec, kind);
      else if (specs[i].rate_per_million > 0)
        plan_drawn(spec, kind, specs[i].rate_per_million);
      else
        scheduled_.push_back({spec, kind, 0});
    }
  }
}

void Overlay::plan_drawn(std::uint8_t spec, KindIndex kind, std::int64_t per_million) {
  drawn_.push_back({kind, spec, per_million});
  drawn_per_million_ += static_cast<std::uint64_t>(per_million);
}

void Overlay::phase_changed(std::uint16_t phase) {
  if (phase == phase_) return;
  phase_ = phase;
  phase_began_ = processes_->runtime().now();
  const auto& specs = blueprint_.scenario.faults;
  for (std::size_t i = 0; i < specs.size(); ++i) {
    if (specs[i].phase.empty() || phases_[i] != phase || specs[i].drawn) continue;
    for (const std::string& name : scenarios::expand_fault_groups(specs[i].kinds)) {
      const KindIndex kind = index_of(name);
      if (planned_[kind] && !message_kind(kind_at(kind)))
        processes_->runtime().spawn(processes_->outside(),
                                    crash_later(static_cast<std::uint8_t>(i), kind, 0,
                                                specs[i].after.value_or(Duration{0})));
    }
  }
}

bool Overlay::in_window(const FaultSpec& spec) const {
  const auto index = static_cast<std::size_t>(&spec - blueprint_.scenario.faults.data());
  if (!spec.phase.empty() && phases_[index] != phase_) return false;
  const Time since = spec.phase.empty() ? 0 : phase_began_;
  return !spec.after || processes_->runtime().now() >= since + spec.after->count();
}

bool Overlay::on_link(std::size_t spec, NodeId from, NodeId to) const {
  const auto& [left, right] = links_[spec];
  if (from >= left.size() || to >= left.size()) return false;
  return (left[from] && right[to]) || (left[to] && right[from]);
}

Fate Overlay::fate_of(KindIndex kind, const FaultSpec& spec, bool reply) {
  Fate fate;
  switch (kind_at(kind)) {
    case request_lost:
      fate.lost = !reply;
      break;
    case reply_lost:
      fate.lost = reply;
      break;
    case duplicated:
      fate.duplicated = !reply;
      break;
    case delayed:
      fate.extra_delay = spec.duration.count() > 0 ? spec.duration : default_delay;
      break;
    default:
      break;
  }
  return fate;
}

void Overlay::strike(KindIndex kind, NodeId node, NodeId other, OperationId operation) {
  ++fired_[kind];
  Event event;
  event.kind = EventKind::fault_begin;
  event.detail = kind;
  event.node = node;
  event.extra = other;
  event.operation = operation;
  processes_->runtime().record(event);
}

Fate Overlay::on_message(NodeId from, NodeId to, bool reply, std::uint64_t tag,
                         OperationId operation) {
  if (healed_) return {};
  if (!scheduled_.empty()) {
    const Fate due = scheduled_fate(from, to, reply, operation);
    if (due.struck()) return due;
  }
  if (drawn_.empty()) return {};
  // One draw for all drawn kinds: each has its own share of the range.
  const std::uint64_t draw =
      999'999 - choices_->pick({SiteKind::fault, 255, from, to, tag}, 1'000'000);
  if (draw >= drawn_per_million_) return {};
  return drawn_fate(draw, from, to, reply, operation);
}

Fate Overlay::scheduled_fate(NodeId from, NodeId to, bool reply, OperationId operation) {
  const auto& specs = blueprint_.scenario.faults;
  for (Scheduled& due : scheduled_) {
    const FaultSpec& spec = specs[due.spec];
    const bool wrong_leg = (kind_at(due.kind) == reply_lost) != reply;
    if (wrong_leg || !in_window(spec) || !on_link(due.spec, from, to)) continue;
    ++due.seen;
    if (due.seen != spec.nth.value_or(1)) continue;
    strike(due.kind, from, to, operation);
    return fate_of(due.kind, spec, reply);
  }
  return {};
}

Fate Overlay::drawn_fate(std::uint64_t draw, NodeId from, NodeId to, bool reply,
                         OperationId operation) {
  const auto& specs = blueprint_.scenario.faults;
  std::uint64_t below = 0;
  for (const Drawn& kind : drawn_) {
    const FaultSpec& spec = specs[kind.spec];
    below += static_cast<std::uint64_t>(kind.per_million);
    if (draw >= below) continue;
    const bool wrong_leg = (kind_at(kind.kind) == reply_lost) != reply;
    if (wrong_leg || !in_window(spec) || !on_link(kind.spec, from, to)) return {};
    strike(kind.kind, from, to, operation);
    return fate_of(kind.kind, spec, reply);
  }
  return {};
}

// ---- processes ----

bool Overlay::spend(KindIndex kind) {
  if (budget_[kind] == 0) return false;
  if (budget_[kind] > 0) --budget_[kind];
  return true;
}

NodeId Overlay::victim(std::uint8_t spec, KindIndex kind) {
  const FaultSpec& about = blueprint_.scenario.faults[spec];
  std::vector<NodeId> candidates;
  if (kind_at(kind) == conductor_crash) return blueprint_.conductor;
  if (!about.node.empty()) candidates = nodes_matching(blueprint_, about.node);
  if (candidates.empty() && kind_at(kind) == outage)
    for (const auto& database : blueprint_.databases) candidates.push_back(database.node);
  if (candidates.empty())
    for (const auto& instance : blueprint_.instances) candidates.push_back(instance.node);
  return candidates[choices_->pick({SiteKind::fault, spec, kind, 1, 0}, candidates.size())];
}

void Overlay::plan_processes(std::uint8_t spec, KindIndex kind) {
  const FaultSpec& about = blueprint_.scenario.faults[spec];
  if (!about.drawn && !about.phase.empty()) return;  // when its phase begins
  const Duration after =
      about.drawn
          ? Duration(static_cast<std::int64_t>(choices_->pick(
                {SiteKind::fault, spec, kind, 2, 0}, static_cast<std::uint64_t>(latest_crash))))
          : about.after.value_or(Duration{0});
  processes_->runtime().spawn(processes_->outside(), crash_later(spec, kind, 0, after));
}

Task<void> Overlay::crash_later(std::uint8_t spec, KindIndex kind, NodeId, Duration after) {
  SimulatedRuntime& runtime = processes_->runtime();
  // Never at once: this may be called from a task of the very process that is to die.
  Sleep pause(runtime, std::max(after, Duration{1}));
  co_await pause;
  const FaultSpec& about = blueprint_.scenario.faults[spec];
  const NodeId node = victim(spec, kind);
  if (healed_ || !runtime.up(node) || !spend(kind)) co_return;
  Duration back = about.restart_after;
  if (kind_at(kind) == outage) {
    const Duration most = blueprint_.plan.tolerates.store_outage;
    back = std::min(about.duration.count() > 0 ? about.duration : default_outage, most);
  }
  strike(kind, node, node, 0);
  processes_->crash(node, back);
}

}  // namespace rehearse::fault_injection
