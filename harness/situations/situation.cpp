#include "harness/situations/situation.hpp"

#include <algorithm>

#include "fault_injection/fault.hpp"
#include "fault_injection/nodes.hpp"
#include "harness/explore/programme.hpp"
#include "harness/situations/families.hpp"
#include "scenarios/fault_kinds.hpp"
#include "scenarios/stage_walk.hpp"

namespace rehearse::harness {

using namespace simulators;

// ---- grounds ----

namespace {

/// Every stage of every track on the way to the end, those between two steps included.
std::vector<std::vector<scenarios::Stage>> stages_on_the_way(const Blueprint& blueprint) {
  const scenarios::Plan& plan = blueprint.plan;
  std::vector<std::vector<scenarios::Stage>> all(plan.tracks.size());
  for (std::size_t track = 0; track < plan.tracks.size(); ++track) {
    const std::string& name = plan.tracks[track].name;
    scenarios::Stage stage = plan.tracks[track].initial;
    all[track].push_back(stage);
    for (const scenarios::Phase& phase : plan.phases) {
      for (const auto& [to, change] : phase.set) {
        if (to != name) continue;
        stage = apply_change(stage, change);
        all[track].push_back(stage);
      }
      for (const scenarios::Step& step : phase.steps) {
        stage = apply_step(stage, name, step);
        all[track].push_back(stage);
      }
    }
  }
  return all;
}

fault_injection::Ground ground_of(const Blueprint& blueprint,
                                  const std::vector<std::vector<scenarios::Stage>>& stages) {
  fault_injection::Ground ground;
  for (std::size_t track = 0; track < stages.size(); ++track) {
    const TrackBlueprint& about = blueprint.tracks[track];
    for (const scenarios::Stage& stage : stages[track]) {
      ground.second_writes |= !about.service && families::writes_twice(stage);
      ground.streams |= stage.sync.direction != scenarios::StreamDirection::none;
      ground.backfills |= stage.backfill.state == scenarios::BackfillState::running;
    }
    ground.services |= about.service;
    for (const scenarios::ServiceContract* contract : about.contracts)
      ground.remembered_keys |=
          about.service && contract->deduplicates == scenarios::Deduplication::by_key;
  }
  return ground;
}

}  // namespace

Grounds::Grounds(const Blueprint& of) : blueprint(of), stages(stages_on_the_way(of)) {
  const auto kinds = scenarios::fault_kinds();
  const fault_injection::KindSet searched =
      is_searched(of.scenario) ? searched_kinds(of.plan, of.scenario) : 0;
  const fault_injection::Ground ground = ground_of(of, stages);
  for (std::size_t kind = 0; kind < kinds.size(); ++kind) {
    const bool granted = scenarios::allowance(kinds[kind].budget, of.plan.tolerates).granted;
    const bool named =
        std::any_of(of.scenario.faults.begin(), of.scenario.faults.end(),
                    [&](const scenarios::FaultSpec& spec) {
                      const auto asked = scenarios::expand_fault_groups(spec.kinds);
                      return std::find(asked.begin(), asked.end(), kinds[kind].name) != asked.end();
                    });
    const bool occurs =
        fault_injection::fault_at(static_cast<fault_injection::KindIndex>(kind)).possible(ground);
    possible.push_back(granted && occurs && (named || searched.test(kind)));
  }
}

bool Grounds::some_fault() const {
  return std::find(possible.begin(), possible.end(), true) != possible.end();
}

bool Grounds::may(std::string_view kind) const {
  const auto index = scenarios::fault_index(kind);
  return index && possible[*index];
}

bool Grounds::message_fault() const { return may("request_lost") || may("reply_lost"); }

bool Grounds::can_crash(NodeId node) const {
  const auto kinds = scenarios::fault_kinds();
  for (const scenarios::FaultSpec& spec : blueprint.scenario.faults) {
    if (spec.node.empty()) continue;
    const auto asked = scenarios::expand_fault_groups(spec.kinds);
    for (std::size_t kind = 0; kind < kinds.size(); ++kind) {
      const bool kills = kinds[kind].name == "crash" || kinds[kind].name == "outage";
      if (!kills || !possible[kind]) continue;
      if (std::find(asked.begin(), asked.end(), kinds[kind].name) == asked.end()) continue;
      const auto nodes = fault_injection::nodes_matching(blueprint, spec.node);
      if (std::find(nodes.begin(), nodes.end(), node) != nodes.end()) return true;
    }
  }
  return false;
}

// ---- the catalogue ----

const std::vector<SituationFamily>& situation_families() {
  static const std::vector<SituationFamily> families = [] {
    std::vector<SituationFamily> all;
    families::add_course(all);
    families::add_faults(all);
    families::add_tracks(all);
    families::add_background(all);
    families::add_clients(all);
    return all;
  }();
  return families;
}

std::string_view placeholder(Over over) {
  switch (over) {
    case Over::phase:
      return "{phase}";
    case Over::gate:
      return "{gate}";
    case Over::fault:
      return "{fault}";
    case Over::track:
      return "{track}";
    case Over::operation:
      return "{operation}";
    case Over::run:
      break;
  }
  return "";
}

std::string with_item(std::string_view statement, std::string_view item) {
  std::string text(statement);
  const std::size_t at = text.find("{}");
  if (at != std::string::npos) text.replace(at, 2, item);
  return text;
}

namespace {

std::size_t items_of(Over over, const Blueprint& blueprint) {
  switch (over) {
    case Over::phase:
      return blueprint.plan.phases.size();
    case Over::gate:
      return blueprint.plan.phases.size() * 2;
    case Over::fault:
      return scenarios::fault_kinds().size();
    case Over::track:
      return blueprint.plan.tracks.size();
    case Over::operation:
      return blueprint.operations.size();
    case Over::run:
      break;
  }
  return 1;
}

/// As it stands in an id.
std::string item_name(Over over, std::size_t item, const Blueprint& blueprint) {
  switch (over) {
    case Over::phase:
      return blueprint.plan.phases[item].name;
    case Over::gate:
      return blueprint.plan.phases[item / 2].name + (item % 2 == 0 ? ":entry" : "");
    case Over::fault:
      return std::string(scenarios::fault_kinds()[item].name);
    case Over::track:
      return blueprint.tracks[item].name;
    case Over::operation:
      return blueprint.operations[item].name;
    case Over::run:
      break;
  }
  return {};
}

/// As it stands in a sentence.
std::string item_words(Over over, std::size_t item, const Blueprint& blueprint) {
  if (over != Over::gate) return item_name(over, item, blueprint);
  return (item % 2 == 0 ? "the entry gate of phase " : "the gate of phase ") +
         blueprint.plan.phases[item / 2].name;
}

}  // namespace

Situations::Situations(const Blueprint& blueprint) : watch_(blueprint) {
  const Grounds grounds(blueprint);
  told_by_.resize(event_kinds);
  for (const SituationFamily& family : situation_families()) {
    Place place;
    place.family = &family;
    const std::size_t items = items_of(family.over, blueprint);
    place.positions.assign(items, no_item);
    for (std::size_t item = 0; item < items; ++item) {
      const Fit fit = family.fits(grounds, item);
      if (fit == Fit::none) continue;
      const std::string name = item_name(family.over, item, blueprint);
      place.positions[item] = all_.size();
      Situation made;
      made.id = std::string(family.name) + (name.empty() ? "" : "." + name);
      made.statement = with_item(family.statement, item_words(family.over, item, blueprint));
      made.reach = family.reach;
      made.applicable = fit == Fit::yes;
      made.family = &family;
      made.item = item;
      all_.push_back(std::move(made));
    }
    for (const EventKind kind : family.told_by)
      told_by_[static_cast<std::size_t>(kind)].push_back(places_.size());
    places_.push_back(std::move(place));
  }
}

const std::vector<bool>& Situations::seen_in(const History& history) {
  seen_.assign(all_.size(), false);
  watch_.reset();
  for (const Event& event : history.events) {
    const auto kind = static_cast<std::size_t>(event.kind);
    if (kind >= told_by_.size()) continue;
    for (const std::size_t index : told_by_[kind]) {
      const Place& place = places_[index];
      // Tracks count collections too; what is about none is told by no track of the plan.
      if (place.family->over == Over::track && event.track >= place.positions.size()) continue;
      const std::size_t item = place.family->item(event, watch_);
      if (item >= place.positions.size() || place.positions[item] == no_item) continue;
      seen_[place.positions[item]] = true;
    }
    watch_.note(event);
  }
  return seen_;
}

bool stands_for(std::string_view pattern, std::string_view id) {
  if (pattern.find('*') == std::string_view::npos)
    return pattern == id || pattern == id.substr(0, id.find('.'));
  // The last '*' takes what is left over; one step back is enough (no pattern is long).
  std::size_t p = 0, i = 0, star = std::string_view::npos, resume = 0;
  while (i < id.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      resume = i;
    } else if (p < pattern.size() && pattern[p] == id[i]) {
      ++p;
      ++i;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      i = ++resume;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

}  // namespace rehearse::harness
