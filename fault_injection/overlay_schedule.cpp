/// What a scenario asks for: kinds drawn by message or by time, faults scheduled exactly.

#include <algorithm>

#include "fault_injection/overlay.hpp"
#include "scenarios/names.hpp"

namespace rehearse::fault_injection {

using namespace simulators;
using scenarios::Duration;
using scenarios::FaultSpec;

namespace {
/// Odds that a run has a given drawn kind at all.
constexpr std::int64_t enabled_per_million = 500'000;
/// A kind that is drawn by time, and of which a plan tolerates any number, strikes so often at
/// most.
constexpr int most_drawn = 3;
/// Drawn moments lie up to 2^20 us behind the begin of a phase, near it as often as far from it.
constexpr std::uint64_t moment_bits = 21;

scenarios::Allowance allowed(KindIndex kind, const Blueprint& blueprint) {
  return scenarios::allowance(scenarios::fault_kinds()[kind].budget, blueprint.plan.tolerates);
}
}  // namespace

void Overlay::follow_specs() {
  const auto& specs = blueprint_.scenario.faults;
  for (std::size_t i = 0; i < specs.size(); ++i)
    for (const std::string& name : scenarios::expand_fault_groups(specs[i].kinds))
      follow(static_cast<std::uint8_t>(i), static_cast<KindIndex>(*scenarios::fault_index(name)));
}

/// Whether there is anybody whom it could hit, where it hits somebody in particular.
bool Overlay::reaches_any(KindIndex kind) const {
  const Fault& fault = fault_at(kind);
  bool hits = false;
  for (NodeId node = 0; node < classes_.size(); ++node) {
    if (!fault.hits(classes_[node])) continue;
    if (fault.reaches(node, scene_)) return true;
    hits = true;
  }
  return !hits;
}

void Overlay::follow(std::uint8_t spec, KindIndex kind) {
  const FaultSpec& about = blueprint_.scenario.faults[spec];
  if (left_out_.test(kind) || !may(kind) || !reaches_any(kind)) return;
  if (!about.drawn) {
    planned_[kind] = true;
    schedule(spec, kind);
    return;
  }
  // Without a rate it is left to the search.
  if (about.rate_per_million == 0) return;
  if (!scene_.choices->happens({SiteKind::fault, spec, kind, 0, 0}, enabled_per_million)) return;
  planned_[kind] = true;
  if (fault_at(kind).by_time()) return draw_moments(spec, kind);
  drawn_.push_back({kind, spec, about.rate_per_million});
  drawn_per_million_ += static_cast<std::uint64_t>(about.rate_per_million);
}

/// Which phases it strikes in, and how long after they begin.
void Overlay::draw_moments(std::uint8_t spec, KindIndex kind) {
  const FaultSpec& about = blueprint_.scenario.faults[spec];
  const int strikes = allowed(kind, blueprint_).strikes;
  const int most = exceed_ || strikes < 0 ? most_drawn : std::min(strikes, most_drawn);
  const auto among = static_cast<std::uint64_t>(std::max(1, most));
  const auto often = 1 + scene_.choices->pick({SiteKind::fault, spec, kind, 2, 0}, among);
  for (std::uint16_t ordinal = 0; ordinal < often; ++ordinal) {
    const std::uint64_t n = std::uint64_t{ordinal} * 4 + 1;
    Awaited awaited{spec, kind, phases_[spec], false, Duration(0), ordinal};
    if (about.phase.empty())
      awaited.phase = static_cast<std::uint16_t>(
          scene_.choices->pick({SiteKind::fault, spec, kind, 2, n}, blueprint_.plan.phases.size()));
    const std::uint64_t bits =
        scene_.choices->pick({SiteKind::fault, spec, kind, 2, n + 1}, moment_bits);
    awaited.after = Duration(static_cast<std::int64_t>(
        scene_.choices->pick({SiteKind::fault, spec, kind, 2, n + 2}, std::uint64_t{1} << bits)));
    awaited_.push_back(awaited);
  }
}

void Overlay::schedule(std::uint8_t spec, KindIndex kind) {
  const FaultSpec& about = blueprint_.scenario.faults[spec];
  const bool counts = about.nth || !about.of.empty() || about.persistent;
  if (counts || !fault_at(kind).by_time()) {
    counted_.push_back({spec, kind, 0});
    return;
  }
  Awaited awaited{spec, kind, phases_[spec], !about.step.empty(), about.after.value_or(Duration{0}),
                  0};
  if (awaited.step || awaited.phase != no_phase)
    awaited_.push_back(awaited);
  else
    strike_after(awaited);
}

void Overlay::phase_changed(std::uint16_t phase) {
  if (phase == phase_) return;
  phase_ = phase;
  phase_began_ = scene_.now();
  if (scene_.healed) return;
  await_placed(phase);
  std::erase_if(episodes_, [this](Episode& episode) {
    return fault_at(episode.strike.kind).phase_began(episode, scene_);
  });
  std::erase_if(awaited_, [&](const Awaited& awaited) {
    const bool due = !awaited.step && awaited.phase == phase;
    if (due) strike_after(awaited);
    return due;
  });
}

void Overlay::step_begun(std::uint16_t step) {
  if (phase_ == no_phase || scene_.healed) return;
  const std::string name = scenarios::describe(blueprint_.plan.phases[phase_].steps[step]);
  const auto here = [&](std::uint8_t spec) {
    const FaultSpec& about = blueprint_.scenario.faults[spec];
    return about.step == name && (about.phase.empty() || phases_[spec] == phase_);
  };
  for (std::size_t i = 0; i < window_.size(); ++i)
    if (window_[i] < 0 && here(static_cast<std::uint8_t>(i))) window_[i] = scene_.now();
  std::erase_if(awaited_, [&](const Awaited& awaited) {
    const bool due = awaited.step && here(awaited.spec);
    if (!due) return false;
    // What slips at a step slips at this one, not at the next.
    if (fault_at(awaited.kind).slip() != Slip::none && awaited.after.count() == 0)
      strike_now(awaited);
    else
      strike_after(awaited);
    return true;
  });
}

// ---- by message ----

bool Overlay::in_window(std::uint8_t spec) const {
  const FaultSpec& about = blueprint_.scenario.faults[spec];
  if (!about.phase.empty() && phases_[spec] != phase_) return false;
  if (!about.step.empty() && window_[spec] < 0) return false;
  const Time since = !about.step.empty()    ? window_[spec]
                     : !about.phase.empty() ? phase_began_
                                            : began_;
  return !about.after || scene_.now() >= since + about.after->count();
}

bool Overlay::on_link(std::uint8_t spec, NodeId from, NodeId to) const {
  const auto& [left, right] = links_[spec];
  if (from >= left.size() || to >= left.size()) return false;
  return (left[from] && right[to]) || (left[to] && right[from]);
}

bool Overlay::fits(std::uint8_t spec, const Message& message) const {
  const int of = message_kinds_[spec];
  return in_window(spec) && on_link(spec, message.from, message.to) &&
         (of < 0 || of == static_cast<int>(kind_of(*message.request)));
}

void Overlay::strike_counted(const Message& message, Fate& fate) {
  const auto& specs = blueprint_.scenario.faults;
  for (Counted& due : counted_) {
    if (!fault_at(due.kind).strikes_at(message, scene_) || !fits(due.spec, message)) continue;
    const FaultSpec& about = specs[due.spec];
    const int nth = about.nth.value_or(1);
    ++due.seen;
    if (due.seen == nth || (about.persistent && due.seen > nth))
      strike_message(due.kind, due.spec, message, fate);
  }
}

/// One draw for all drawn kinds: each has its own share of the range.
void Overlay::strike_drawn(const Message& message, Fate& fate) {
  const std::uint64_t leg = message.tag() * 2 + (message.reply ? 1 : 0);
  const std::uint64_t draw =
      999'999 -
      scene_.choices->pick({SiteKind::fault, 255, message.from, message.to, leg}, 1'000'000);
  if (draw >= drawn_per_million_) return;
  std::uint64_t below = 0;
  for (const Drawn& one : drawn_) {
    below += static_cast<std::uint64_t>(one.per_million);
    if (draw >= below) continue;
    if (fault_at(one.kind).strikes_at(message, scene_) && fits(one.spec, message))
      strike_message(one.kind, one.spec, message, fate);
    return;
  }
}

// ---- by time ----

void Overlay::strike_after(const Awaited& awaited) {
  scene_.processes->runtime().spawn(scene_.processes->outside(), strike_later(awaited));
}

Task<void> Overlay::strike_later(Awaited awaited) {
  // Never at once: this may be called from a task of the very process that is to die.
  Sleep pause(scene_.processes->runtime(), std::max(awaited.after, Duration(1)));
  co_await pause;
  if (!scene_.healed) strike_now(awaited);
}

void Overlay::strike_now(const Awaited& awaited) {
  const std::optional<Strike> place = drawn_place(awaited);
  if (!place) return;
  const Strike& strike = *place;
  if (strike.node != no_node) {
    const bool drawn = blueprint_.scenario.faults[awaited.spec].drawn;
    if (!scene_.processes->up(strike.node) || (drawn && scene_.now() < quiet_until_[strike.node]))
      return;
  }
  if (may(awaited.kind)) begin_episode(strike, nullptr, nullptr);
}

Task<void> Overlay::strike_at_time(Strike strike) {
  Sleep pause(scene_.processes->runtime(), Duration(std::max<Time>(strike.time, 1)));
  co_await pause;
  const bool down = strike.node != no_node && !scene_.processes->up(strike.node);
  if (!scene_.healed && !down) begin_episode(strike, nullptr, nullptr);
}

/// Whom a fault that strikes by time hits: those whom the scenario names, else drawn. Nothing where
/// the plan has nobody whom it could hit.
std::optional<Strike> Overlay::drawn_place(const Awaited& awaited) {
  const FaultSpec& about = blueprint_.scenario.faults[awaited.spec];
  const Fault& fault = fault_at(awaited.kind);
  const auto pick = [&](std::uint64_t n, const std::vector<NodeId>& among) {
    return among[scene_.choices->pick(
        {SiteKind::fault, awaited.spec, awaited.kind, 1, std::uint64_t{awaited.ordinal} * 4 + n},
        among.size())];
  };
  Strike strike;
  strike.kind = awaited.kind;
  strike.duration = duration_of(awaited.spec, awaited.kind);
  std::vector<NodeId> victims;
  if (!about.node.empty()) victims = nodes_matching(blueprint_, about.node);
  std::vector<NodeId> instances, asked;
  bool hits_nodes = false;
  for (int kind = 0; kind < node_classes; ++kind)
    hits_nodes = hits_nodes || fault.hits(static_cast<NodeClass>(kind));
  for (NodeId node = 0; node < classes_.size(); ++node) {
    const NodeClass kind = classes_[node];
    if (about.node.empty() && fault.hits(kind) && fault.reaches(node, scene_))
      victims.push_back(node);
    if (kind == NodeClass::instance) instances.push_back(node);
    if (kind == NodeClass::store || kind == NodeClass::service) asked.push_back(node);
  }
  if (!victims.empty()) {
    strike.node = pick(0, victims);
  } else if (hits_nodes) {
    return std::nullopt;
  } else if (!about.between.empty()) {
    strike.spec = awaited.spec;
  } else {
    strike.message.from = pick(1, instances);
    strike.message.to = pick(2, asked);
  }
  return strike;
}

Duration Overlay::duration_of(std::uint8_t spec, KindIndex kind) const {
  const FaultSpec& about = blueprint_.scenario.faults[spec];
  const scenarios::FaultKind& what = scenarios::fault_kinds()[kind];
  const bool crashes = what.name.ends_with("crash");
  Duration duration = about.duration.count() > 0 ? about.duration
                      : crashes                  ? about.restart_after
                                                 : what.usual;
  const Duration longest = allowed(kind, blueprint_).longest;
  if (!exceed_ && longest.count() > 0) duration = std::min(duration, longest);
  return duration;
}

}  // namespace rehearse::fault_injection
