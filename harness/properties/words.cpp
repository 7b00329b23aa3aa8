#include "harness/properties/words.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "scenarios/fault_kinds.hpp"
#include "scenarios/names.hpp"

namespace rehearse::harness {

using scenarios::TrackKind;

namespace {

/// "orders" -> "order", "categories" -> "category"; others unchanged.
std::string singular(std::string_view name) {
  if (name.ends_with("ies")) return std::string(name.substr(0, name.size() - 3)) + "y";
  if (name.ends_with("s") && !name.ends_with("ss")) name.remove_suffix(1);
  return std::string(name);
}

}  // namespace

std::string length(Time time) {
  if (time < 1'000) return fmt::format("{} us", time);
  if (time < 1'000'000) {
    return time % 1'000 == 0 ? fmt::format("{} ms", time / 1'000)
                             : fmt::format("{}.{} ms", time / 1'000, time % 1'000 / 100);
  }
  return seconds(time);
}

std::string seconds(Time time) {
  return fmt::format("{}.{:03} s", time / 1'000'000, time % 1'000'000 / 1'000);
}

std::string track_name(const Facts& facts, TrackIndex track) {
  if (track >= facts.tracks().size()) return fmt::format("track {}", track);
  return std::string(facts.tracks()[track].name);
}

std::string record_name(const Facts& facts, TrackIndex track, Key key) {
  if (track >= facts.tracks().size()) return fmt::format("key {}", key);
  const TrackFact& fact = facts.tracks()[track];
  const std::string one = singular(fact.name);
  if (fact.service) {
    std::string_view identity = fact.track->identity;
    if (identity.ends_with("_id")) identity.remove_suffix(3);
    return fmt::format("{} {}", identity.empty() ? "business operation" : identity, key);
  }
  std::string_view word = fact.record->key;
  if (word.ends_with("_id")) word.remove_suffix(3);
  if (word.empty() || word == "id" || word == "key" || word == one) {
    return fmt::format("{} {}", one, key);
  }
  return fmt::format("{} {} in {}", word, key, fact.name);
}

std::string record_name(const Facts& facts, ElementId element) {
  if (element == nothing) return "a record without a key";
  return record_name(facts, facts.elements()[element].track, facts.elements()[element].key);
}

std::string money(const Facts& facts, TrackIndex service, std::int64_t amount) {
  int scale = 0;
  const std::string* field =
      service < facts.tracks().size() && facts.tracks()[service].track != nullptr
          ? &facts.tracks()[service].track->amount
          : nullptr;
  for (const TrackFact& track : facts.tracks()) {
    if (field == nullptr || track.record == nullptr) continue;
    for (const scenarios::Field& known : track.record->fields)
      if (known.name == *field && known.type.kind == scenarios::FieldKind::decimal)
        scale = known.type.scale;
  }
  if (scale == 0) return std::to_string(amount);
  std::string digits = std::to_string(amount < 0 ? -amount : amount);
  const auto places = static_cast<std::size_t>(scale);
  if (digits.size() <= places) digits.insert(0, places + 1 - digits.size(), '0');
  digits.insert(digits.size() - places, ".");
  return (amount < 0 ? "-" : "") + digits;
}

std::string side_name(const Facts& facts, TrackIndex track, Side side) {
  if (track >= facts.tracks().size()) return "an unknown store";
  const TrackFact& fact = facts.tracks()[track];
  if (fact.collection()) return fmt::format("the {} table", fact.name);
  const std::string_view age = side == Side::old_side ? "old" : "new";
  if (fact.service) return fmt::format("the {} {} service", age, fact.name);
  if (fact.track->kind == TrackKind::source) return fmt::format("the {} {}", age, fact.name);
  return fmt::format("the {} {} table", age, fact.name);
}

std::string subject(const Facts& facts, TrackIndex track, Side side) {
  const std::string name = track_name(facts, track);
  if (track >= facts.tracks().size() || facts.tracks()[track].collection()) return name;
  return name + (side == Side::old_side ? ".old" : ".new");
}

std::string operation_name(const Facts& facts, OperationIndex index) {
  if (index == nothing) return "an unknown operation";
  const OperationFact& operation = facts.operations()[index];
  const auto& operations = facts.plan().application.operations;
  if (operation.kind >= operations.size()) return fmt::format("operation {}", operation.id);
  return fmt::format("{} (operation {})", operations[operation.kind].name, operation.id);
}

std::string operation_of_client(const Facts& facts, OperationIndex index) {
  if (index == nothing) return "an unknown operation";
  return fmt::format("{} of client {}", operation_name(facts, index),
                     facts.operations()[index].client);
}

std::string phase_name(const Facts& facts, std::uint16_t phase) {
  if (phase >= facts.plan().phases.size()) return "the time before the first phase";
  return facts.plan().phases[phase].name;
}

std::string node_name(const Facts& facts, simulators::NodeId node) {
  const auto& nodes = facts.history().nodes;
  return node < nodes.size() ? nodes[node] : fmt::format("node {}", node);
}

std::string fault_name(std::uint8_t kind) {
  const auto kinds = scenarios::fault_kinds();
  return kind < kinds.size() ? std::string(kinds[kind].name) : fmt::format("fault {}", kind);
}

std::string version_at(const Facts& facts, simulators::NodeId node, EventId at) {
  const int group = facts.instance_group(node);
  if (group < 0) return "";
  const auto& application = facts.plan().application;
  std::string version = application.groups[static_cast<std::size_t>(group)].version;
  for (const EventId id : facts.processes()) {
    if (id > at) break;
    const Event& event = facts.event(id);
    if (event.kind != EventKind::node_up || event.node != node) continue;
    const auto index = static_cast<std::size_t>(event.value);
    if (index < application.versions.size()) version = application.versions[index].name;
  }
  return version;
}

std::string counted(std::int64_t count, std::string_view noun) {
  if (count == 1) return fmt::format("1 {}", noun);
  if (noun.ends_with('y')) return fmt::format("{} {}ies", count, noun.substr(0, noun.size() - 1));
  return fmt::format("{} {}s", count, noun);
}

Blame blame(const Facts& facts, EventId at) {
  Blame result;
  if (at == no_event || at >= facts.history().events.size()) return result;
  result.phase = facts.event(at).phase;
  for (const EventId id : facts.conductor()) {
    if (id > at) break;
    const Event& event = facts.event(id);
    if (event.kind == EventKind::step_begin) {
      result.step_index = static_cast<std::uint32_t>(event.value);
      if (event.phase >= facts.plan().phases.size()) continue;
      const auto& steps = facts.plan().phases[event.phase].steps;
      if (result.step_index < steps.size()) result.step = &steps[result.step_index];
    }
    if (event.kind == EventKind::step_end || event.kind == EventKind::phase_end) {
      result.step = nullptr;
    }
    if (event.kind == EventKind::rollback_begin) {
      result.rolling_back = true;
      result.step = nullptr;
    }
    if (event.kind == EventKind::rollback_end) result.rolling_back = false;
  }
  // A message fault is over at once; its operation bears it on, and others for a moment.
  constexpr Time moment = 100'000;
  const Event& event = facts.event(at);
  for (const EventId id : facts.faults()) {
    if (id > at) break;
    const Event& fault = facts.event(id);
    if (fault.kind != EventKind::fault_begin) continue;
    const Time until = facts.fault_until(id);
    const bool own = fault.operation != 0 && fault.operation == event.operation;
    const bool brief = until == fault.time && event.time <= until + moment;
    if (own || brief || event.time < until) result.fault = id;
  }
  return result;
}

Blame blame_of_wait(const Facts& facts, const OperationFact& operation) {
  Blame result = blame(facts, operation.invoke);
  result.step = nullptr;
  result.fault = blame(facts, operation.finish).fault;
  Time longest = (operation.finished - operation.intended) / 2;
  const Event* begin = nullptr;  // of the step that is running
  for (const EventId id : facts.conductor()) {
    const Event& event = facts.event(id);
    if (event.time > operation.finished && begin == nullptr) break;
    if (begin != nullptr && begin->phase < facts.plan().phases.size()) {
      const auto& steps = facts.plan().phases[begin->phase].steps;
      const auto index = static_cast<std::uint32_t>(begin->value);
      const Time shared =
          std::min(event.time, operation.finished) - std::max(begin->time, operation.intended);
      if (index < steps.size() && shared > 0 && shared >= longest) {
        longest = shared;
        result.phase = begin->phase;
        result.step = &steps[index];
        result.step_index = index;
      }
    }
    begin = event.kind == EventKind::step_begin ? &event : nullptr;
  }
  return result;
}

std::string opening(const Facts& facts, EventId at) { return opening(facts, blame(facts, at)); }

std::string opening(const Facts& facts, const Blame& found) {
  std::string text = found.phase >= facts.plan().phases.size()
                         ? std::string("Before the first phase, ")
                         : fmt::format("In {}, ", phase_name(facts, found.phase));
  if (!facts.history().migrated) text = "Without any migration, ";
  if (found.rolling_back) {
    text += "while rolling back, ";
  } else if (found.step != nullptr) {
    text += fmt::format("during step {} ({}), ", found.step_index + 1,
                        scenarios::describe(*found.step));
  }
  if (found.fault != no_event) {
    const Event& fault = facts.event(found.fault);
    text +=
        fmt::format("while {} struck {}, ", fault_name(fault.detail), node_name(facts, fault.node));
  }
  return text;
}

std::vector<EventId> witness(std::vector<EventId> events) {
  std::erase(events, no_event);
  std::sort(events.begin(), events.end());
  events.erase(std::unique(events.begin(), events.end()), events.end());
  if (events.size() > 16) events.resize(16);
  return events;
}

}  // namespace rehearse::harness
