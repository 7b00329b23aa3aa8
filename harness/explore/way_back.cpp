#include "harness/explore/way_back.hpp"

#include <algorithm>

#include "harness/properties/durability.hpp"
#include "harness/properties/words.hpp"

namespace rehearse::harness {

using namespace simulators;
using scenarios::StepKind;

namespace {

std::size_t index_of(std::string_view id) {
  const auto properties = all_properties();
  std::size_t p = 0;
  while (p < properties.size() && properties[p].id != id) ++p;
  return p;
}

bool contains(const SetAside& aside, const std::string& property, const std::string& track) {
  return std::find(aside.begin(), aside.end(), std::pair(property, track)) != aside.end();
}

/// R1 finds after a rollback what D1 finds without one.
bool is_aside(const SetAside& aside, const std::string& property, const std::string& track) {
  return contains(aside, property, track) || (property == "R1" && contains(aside, "D1", track));
}

/// Tracks whose old side was destroyed up to the boundary, since home: what makes a rollback give
/// up.
std::vector<std::string> destroyed(const scenarios::Plan& plan, const Boundary& at) {
  std::vector<std::string> tracks;
  const int home = home_of(plan, at.phase);
  for (std::size_t p = static_cast<std::size_t>(home + 1); p <= at.phase; ++p) {
    const std::vector<Action> actions = actions_of(plan.phases[p]);
    const std::size_t done = p < at.phase ? actions.size() : at.action + std::size_t{1};
    for (std::size_t a = 0; a < done; ++a) {
      if (actions[a].kind != ActionKind::step) continue;
      const scenarios::Step& step = plan.phases[p].steps[actions[a].step];
      const bool gone = step.kind == StepKind::purge || step.kind == StepKind::drop;
      if (!gone || step.side != scenarios::Side::old_side) continue;
      if (std::find(tracks.begin(), tracks.end(), step.track) == tracks.end())
        tracks.push_back(step.track);
    }
  }
  return tracks;
}

void add_violation(const scenarios::Plan& plan, const PropertyOutcome& seen, const std::string& id,
                   const SetAside& aside, WayBack& way) {
  const std::string track = track_of(seen.subject, plan);
  if (is_aside(aside, id, track)) {
    way.undecided = true;  // what the way back adds to it, nobody can tell
    return;
  }
  std::vector<std::string> tracks{track};
  if (track.empty() && id == "R2") {
    const std::vector<std::string> gone = destroyed(plan, way.at);
    if (!gone.empty()) tracks = gone;
  }
  for (const std::string& one : tracks) way.harms.push_back({id, one, "", seen.because});
}

bool turned_here(const History& history, const Boundary& at) {
  return std::any_of(history.events.begin(), history.events.end(), [&at](const Event& event) {
    return event.kind == EventKind::rollback_begin && event.phase == at.phase &&
           event.extra == at.action + 1 &&
           static_cast<RollbackCause>(event.detail) == RollbackCause::rehearsed;
  });
}

/// "order 17, written by checkout (operation 41) of client 3 and acknowledged at 2.104 s".
std::string lost_words(const Facts& facts, const Loss& loss) {
  const std::string name = record_name(facts, loss.element);
  if (loss.write == nothing) return name + ", which was there before the run";
  const WriteFact& write = facts.writes()[loss.write];
  if (write.operation == nothing)
    return name + ", written beside the application at " +
           seconds(facts.event(write.first_commit).time);
  return name + ", written by " + operation_of_client(facts, write.operation) +
         " and acknowledged at " + seconds(facts.operations()[write.operation].finished);
}

/// A verdict names one track; the others are asked as well.
void name_losses(const Facts& facts, bool arrived, const SetAside& aside, WayBack& way) {
  const std::string id = arrived ? "R1" : "D1";
  for (TrackIndex t = 0; t < facts.tracks().size(); ++t) {
    const TrackFact& track = facts.tracks()[t];
    const std::string name(track.name);
    if (!track.migrates() || track.service || is_aside(aside, id, name)) continue;
    std::vector<Sides> wanted(facts.tracks().size());
    const StageFact& stage = facts.stage_at(t, no_event);
    const bool back = stage.stage->read.authority == Side::old_side && stage.percent == 100;
    wanted[t] = facts.authorities()[t];
    if (back) wanted[t] = Sides{.old_side = true, .new_side = false};
    const LossScan scan = find_losses(facts, wanted, arrived && back);
    if (scan.lost <= scan.unsettled) continue;
    const std::string words = lost_words(facts, scan.first);
    bool named = false;
    for (Harm& harm : way.harms) {
      if (harm.track != name || (harm.property != "R1" && harm.property != "D1")) continue;
      harm.loses = words;
      named = true;
    }
    if (!named) way.harms.push_back({id, name, words, tell(facts, scan)});
  }
}

}  // namespace

bool counts_on_the_way_back(std::string_view property) {
  constexpr std::string_view all[] = {"D1", "D2", "D4", "D5", "D6", "C1", "C2", "R1", "R2", "X1"};
  return std::find(std::begin(all), std::end(all), property) != std::end(all);
}

SetAside fails_without_turning(const std::vector<Tried>& tried) {
  SetAside aside;
  const auto properties = all_properties();
  for (const Tried& one : tried) {
    const RunOutcome& outcome = one.outcome;
    if (outcome.shape.course == Course::rollback || outcome.rolled_back) continue;
    for (std::size_t p = 0; p < outcome.properties.size(); ++p) {
      const PropertyOutcome& seen = outcome.properties[p];
      if (seen.outcome != Outcome::violated || seen.baseline) continue;
      if (!counts_on_the_way_back(properties[p].id) || properties[p].id == "R2") continue;
      const std::string id(properties[p].id);
      const std::string track = seen.subject.substr(0, seen.subject.find('.'));
      if (!contains(aside, id, track)) aside.emplace_back(id, track);
    }
  }
  std::sort(aside.begin(), aside.end());
  return aside;
}

std::string track_of(const std::string& subject, const scenarios::Plan& plan) {
  const std::string name = subject.substr(0, subject.find('.'));
  const auto is = [&name](const auto& one) { return one.name == name; };
  const bool known = std::any_of(plan.tracks.begin(), plan.tracks.end(), is) ||
                     std::any_of(plan.collections.begin(), plan.collections.end(), is);
  return known ? name : std::string();
}

std::optional<WayBack> way_back(const scenarios::Plan& plan, const RunOutcome& outcome,
                                const SetAside& aside) {
  const auto properties = all_properties();
  if (outcome.shape.course != Course::rollback) return std::nullopt;
  if (!outcome.properties[index_of("R2")].exercised) return std::nullopt;
  if (!outcome.phases[outcome.shape.at.phase].entered) return std::nullopt;
  WayBack way;
  way.at = outcome.shape.at;
  way.whole = goes_home(plan, way.at.phase);
  for (std::size_t p = 0; p < outcome.properties.size(); ++p) {
    if (!counts_on_the_way_back(properties[p].id)) continue;
    const PropertyOutcome& seen = outcome.properties[p];
    way.undecided = way.undecided || seen.outcome == Outcome::unknown;
    if (seen.outcome == Outcome::violated && !seen.baseline)
      add_violation(plan, seen, std::string(properties[p].id), aside, way);
  }
  return way;
}

std::optional<WayBack> way_back(const Rehearsal& rehearsal, const RunOutcome& outcome,
                                const SetAside& aside) {
  const Facts& facts = rehearsal.facts();
  if (!turned_here(rehearsal.history(), outcome.shape.at)) return std::nullopt;
  std::optional<WayBack> way = way_back(facts.plan(), outcome, aside);
  if (!way) return way;
  const bool lost = std::any_of(way->harms.begin(), way->harms.end(), [](const Harm& harm) {
    return harm.property == "R1" || harm.property == "D1";
  });
  if (lost && facts.has_final()) name_losses(facts, outcome.rolled_back, aside, *way);
  return way;
}

}  // namespace rehearse::harness
