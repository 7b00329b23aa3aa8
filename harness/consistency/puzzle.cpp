#include "harness/consistency/puzzle.hpp"

#include <algorithm>
#include <boost/unordered/unordered_flat_map.hpp>
#include <boost/unordered/unordered_flat_set.hpp>
#include <string>

namespace rehearse::harness {

namespace {

/// The bytes of something that grows: a text's, a list's, none of nil.
std::string_view bytes_of(const Recording& recording, RecordedValue value) {
  if (value.kind() == RecordedValue::Kind::text) return recording.texts[value.index()];
  if (value.kind() == RecordedValue::Kind::list) return recording.lists[value.index()];
  return {};
}

/// Whether lists grow by elements, or texts by texts.
bool grows_by_elements(const Recording& recording, std::span<const std::uint32_t> events) {
  for (const std::uint32_t event : events) {
    const RecordedOperation& operation = recording.operations[recording.event_operation[event]];
    const bool read = operation.function == Function::read && operation.definite();
    if (read && operation.value.kind() == RecordedValue::Kind::list) return true;
    if (read && operation.value.kind() == RecordedValue::Kind::text) return false;
  }
  return false;
}

class PuzzleMaker final {
 public:
  PuzzleMaker(const Recording& recording, std::span<const std::uint32_t> events,
              RecordedValue initial)
      : recording_(recording), events_(events) {
    puzzle_.initial = initial.bits();
    if (recording.model == Model::counter) {
      puzzle_.initial = initial.nil() ? 0 : initial.number();
    }
    if (recording.model == Model::append) read_contents();
    needed_.insert(puzzle_.initial);
  }

  Puzzle make() {
    find_needed();
    boost::unordered_flat_map<std::uint32_t, std::uint32_t> act_of;  // under way, by process
    std::uint32_t under_way = 0;
    for (const std::uint32_t event : events_) {
      const std::uint32_t index = recording_.event_operation[event];
      const RecordedOperation& operation = recording_.operations[index];
      if (!counts(operation)) continue;
      if (event != operation.invoked) {
        if (event != operation.completed) continue;
        puzzle_.events.push_back({act_of[operation.process], true});
        --under_way;
        continue;
      }
      const auto act = static_cast<std::uint32_t>(puzzle_.acts.size());
      puzzle_.acts.push_back(act_for(index, operation));
      puzzle_.events.push_back({act, false});
      if (operation.unknown()) {
        puzzle_.acts.back().group = group_of(puzzle_.acts.back());
        continue;
      }
      act_of[operation.process] = act;
      puzzle_.widest = std::max(puzzle_.widest, ++under_way);
    }
    puzzle_.appends = recording_.model == Model::append;
    puzzle_.monotone = std::all_of(puzzle_.acts.begin(), puzzle_.acts.end(), [](const Act& act) {
      return act.passive() || act.kind == ActKind::append ||
             (act.kind == ActKind::add && act.a >= 0);
    });
    return std::move(puzzle_);
  }

 private:
  /// Whether the operation says anything.
  bool counts(const RecordedOperation& operation) const {
    if (operation.completion == Completion::fail) return false;
    if (!operation.unknown()) return true;
    if (operation.function == Function::read) return false;
    if (operation.function == Function::add) return true;
    if (recording_.model == Model::append) return true;
    const RecordedValue left =
        operation.function == Function::cas ? operation.second : operation.value;
    return needed_.contains(left.bits());
  }

  /// The values that some operation has to meet. Of those of unknown outcome, ones that bring
  /// nothing needed are as if they had not been.
  void find_needed() {
    for (const std::uint32_t event : events_) {
      const RecordedOperation& operation = recording_.operations[recording_.event_operation[event]];
      const bool meets = operation.function == Function::cas ||
                         (operation.function == Function::read && operation.definite());
      if (meets) needed_.insert(operation.value.bits());
    }
  }

  void read_contents() {
    puzzle_.elements = grows_by_elements(recording_, events_);
    std::vector<std::string_view> read, appended;
    for (const std::uint32_t event : events_) {
      const std::uint32_t index = recording_.event_operation[event];
      const RecordedOperation& operation = recording_.operations[index];
      if (event != operation.invoked) continue;
      if (operation.function == Function::append) {
        appended.push_back(appended_bytes(operation));
      } else if (operation.function == Function::write || operation.definite()) {
        read.push_back(bytes_of(recording_, operation.value));
      }
    }
    puzzle_.contents = Contents(std::move(read), std::move(appended));
    puzzle_.initial = puzzle_.contents.state_of({});
  }

  std::string_view appended_bytes(const RecordedOperation& operation) {
    if (!puzzle_.elements) return bytes_of(recording_, operation.value);
    const auto [found, added] = element_places_.try_emplace(operation.value.bits(), 0);
    if (added) {
      found->second = puzzle_.element_bytes.size();
      append_element(puzzle_.element_bytes.emplace_back(), operation.value);
    }
    return puzzle_.element_bytes[found->second];
  }

  Act act_for(std::uint32_t index, const RecordedOperation& operation) {
    Act act;
    act.operation = index;
    act.unknown = operation.unknown();
    act.a = operation.value.bits();
    act.b = operation.second.bits();
    switch (operation.function) {
      case Function::write:
        act.kind = ActKind::write;
        break;
      case Function::cas:
        act.kind = ActKind::cas;
        break;
      case Function::add:
        act.kind = ActKind::add;
        break;
      case Function::append:
        act.kind = ActKind::append;
        act.a = puzzle_.contents.text_number(appended_bytes(operation));
        return act;
      default:
        act.kind = ActKind::read;
        break;
    }
    if (recording_.model == Model::append) {
      act.a = puzzle_.contents.state_of(bytes_of(recording_, operation.value));
    } else if (recording_.model == Model::counter) {
      act.a = operation.value.nil() ? 0 : operation.value.number();
    }
    return act;
  }

  std::uint32_t group_of(const Act& act) {
    std::string key;
    for (const std::int64_t part : {static_cast<std::int64_t>(act.kind), act.a, act.b}) {
      key.append(reinterpret_cast<const char*>(&part), sizeof part);
    }
    const auto [found, added] = groups_.try_emplace(key, puzzle_.groups);
    if (added) ++puzzle_.groups;
    return found->second;
  }

  const Recording& recording_;
  std::span<const std::uint32_t> events_;
  Puzzle puzzle_;
  boost::unordered_flat_set<std::int64_t> needed_;
  boost::unordered_flat_map<std::string, std::uint32_t> groups_;
  boost::unordered_flat_map<std::int64_t, std::size_t> element_places_;  // in element_bytes
};

}  // namespace

Puzzle make_puzzle(const Recording& recording, std::span<const std::uint32_t> events,
                   RecordedValue initial) {
  return PuzzleMaker(recording, events, initial).make();
}

std::string state_words(const Recording& recording, const Puzzle& puzzle, std::int64_t state) {
  if (recording.model == Model::counter) return std::to_string(state);
  if (recording.model != Model::append) {
    return value_words(recording, RecordedValue::of_bits(state));
  }
  if (state == Contents::unread) return "something that nobody read";
  const std::string_view content = puzzle.contents.content(state);
  return puzzle.elements ? list_words(recording, content) : text_words(content);
}

}  // namespace rehearse::harness
