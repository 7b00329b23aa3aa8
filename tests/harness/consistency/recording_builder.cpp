#include "tests/harness/consistency/recording_builder.hpp"

#include <algorithm>

namespace rehearse::harness {

RecordedValue RecordingBuilder::list(const std::vector<RecordedValue>& elements) {
  std::string bytes;
  for (const RecordedValue element : elements) append_element(bytes, element);
  return RecordedValue::list(recording_.lists.add(bytes));
}

std::uint32_t RecordingBuilder::add_event(std::uint32_t operation) {
  recording_.event_operation.push_back(operation);
  recording_.event_line.push_back(static_cast<std::uint32_t>(recording_.event_line.size() + 1));
  return static_cast<std::uint32_t>(recording_.event_line.size() - 1);
}

RecordingBuilder& RecordingBuilder::invoke(int process, Function function, RecordedValue value,
                                           RecordedValue second, RecordedValue key) {
  const auto place = static_cast<std::size_t>(process);
  while (open_.size() <= place) {
    recording_.processes.push_back(number(static_cast<std::int64_t>(open_.size())));
    open_.push_back(never);
  }
  RecordedOperation operation;
  operation.process = static_cast<std::uint32_t>(process);
  operation.key = recording_.key_index(key);
  operation.function = function;
  operation.value = value;
  operation.second = second;
  const auto index = static_cast<std::uint32_t>(recording_.operations.size());
  operation.invoked = add_event(index);
  open_[place] = index;
  recording_.operations.push_back(operation);
  return *this;
}

bool RecordingBuilder::busy(int process) const {
  const auto place = static_cast<std::size_t>(process);
  return place < open_.size() && open_[place] != never;
}

const RecordedOperation& RecordingBuilder::under_way(int process) const {
  return recording_.operations[open_[static_cast<std::size_t>(process)]];
}

RecordingBuilder& RecordingBuilder::ok(int process, RecordedValue seen) {
  recording_.operations[open_[static_cast<std::size_t>(process)]].value = seen;
  return end(process, Completion::ok);
}

RecordingBuilder& RecordingBuilder::end(int process, Completion completion) {
  std::uint32_t& open = open_[static_cast<std::size_t>(process)];
  RecordedOperation& operation = recording_.operations[open];
  const std::uint32_t event = add_event(open);
  operation.completion = completion;
  if (completion != Completion::info) operation.completed = event;
  open = never;
  return *this;
}

namespace {

/// An object that does what its operations say, and the bytes that decide what happens.
class ScriptedObject final {
 public:
  ScriptedObject(Model model, const std::vector<std::uint8_t>& script, bool repeat)
      : builder_(model), model_(model), script_(script), repeat_(repeat) {}

  Recording play(std::size_t operations_max) {
    std::size_t begun = 0;
    while (place_ < script_.size()) {
      const int process = next() % 3;
      if (builder_.busy(process)) {
        finish(process);
      } else if (begun < operations_max) {
        ++begun;
        begin(process);
      }
    }
    return builder_.take();
  }

 private:
  std::uint8_t next() { return place_ < script_.size() ? script_[place_++] : 0; }
  bool lists() const { return model_ == Model::append && !repeat_; }

  void begin(int process) {
    const std::uint8_t kind = next();
    const auto small = RecordingBuilder::number(next() % 3);
    const auto fresh = RecordingBuilder::number(++written_);
    const RecordedValue value = model_ == Model::reg && !repeat_ ? fresh : small;
    if (model_ == Model::queue) {
      kind % 2 == 0 ? builder_.invoke(process, Function::dequeue)
                    : builder_.invoke(process, Function::enqueue, fresh);
    } else if (kind % 2 == 0) {
      builder_.invoke(process, Function::read);
    } else if (model_ == Model::set) {
      builder_.invoke(process, Function::add, fresh);
    } else if (model_ == Model::counter) {
      builder_.invoke(process, Function::add, RecordingBuilder::number(next() % 5 - 2));
    } else if (lists()) {
      builder_.invoke(process, Function::append, kind % 8 == 1 ? small : fresh);
    } else if (model_ == Model::append && kind % 8 != 1) {
      builder_.invoke(process, Function::append, builder_.text(next() % 2 == 0 ? "a" : "ab"));
    } else if (model_ == Model::append) {
      builder_.invoke(process, Function::write, builder_.text(next() % 2 == 0 ? "" : "b"));
    } else if (model_ == Model::cas_register && kind % 4 == 1) {
      builder_.invoke(process, Function::cas, small, RecordingBuilder::number(next() % 3));
    } else {
      builder_.invoke(process, Function::write, value);
    }
    early_[process] = kind >= 128;
    if (early_[process]) take_effect(process);
  }

  /// What it does, now; and what its client will be told.
  void take_effect(int process) {
    const RecordedOperation& operation = builder_.under_way(process);
    did_[process] = true;
    seen_[process] = state();
    switch (operation.function) {
      case Function::write:
        register_ = operation.value;
        if (model_ == Model::append) text_ = builder_.recording().texts[operation.value.index()];
        break;
      case Function::cas:
        did_[process] = register_ == operation.value;
        if (did_[process]) register_ = operation.second;
        break;
      case Function::add:
        sum_ += operation.value.number();
        elements_.push_back(operation.value);
        break;
      case Function::enqueue:
        elements_.push_back(operation.value);
        break;
      case Function::dequeue:
        seen_[process] = elements_.empty() ? RecordedValue() : elements_.front();
        if (!elements_.empty()) elements_.erase(elements_.begin());
        break;
      case Function::append:
        if (lists()) {
          elements_.push_back(operation.value);
        } else {
          text_ += builder_.recording().texts[operation.value.index()];
        }
        break;
      default:
        break;
    }
  }

  RecordedValue state() {
    if (model_ == Model::counter) return RecordingBuilder::number(sum_);
    if (lists()) return builder_.list(elements_);
    if (model_ == Model::append) return builder_.text(text_);
    if (model_ == Model::set) return builder_.list(elements_);
    return register_;
  }

  RecordedValue wrong() {
    if (model_ == Model::append && !lists()) return builder_.text(next() % 2 == 0 ? "a" : "aab");
    if (model_ == Model::set || lists()) {
      std::vector<RecordedValue> some = elements_;
      if (!some.empty()) some.erase(some.begin() + next() % static_cast<int>(some.size()));
      if (next() % 4 == 0) some.push_back(RecordingBuilder::number(next() % 6));
      return builder_.list(some);
    }
    if (model_ == Model::queue && next() % 3 == 0) return {};
    return RecordingBuilder::number(next() % (model_ == Model::reg && !repeat_ ? 9 : 3));
  }

  void finish(int process) {
    const std::uint8_t how = next();
    const bool unknown = how % 8 == 1;
    const bool lost = how % 16 == 1;
    const Function function = builder_.under_way(process).function;
    if (!early_[process] && !lost) take_effect(process);
    if (unknown) {
      builder_.info(process);
    } else if (function == Function::cas && !did_[process]) {
      builder_.fail(process);
    } else if (function == Function::read || function == Function::dequeue) {
      builder_.ok(process, how % 8 == 2 ? wrong() : seen_[process]);
    } else {
      // Now and then something that took effect is said to have failed, and the other way round.
      how % 32 == 3 ? builder_.fail(process) : builder_.ok(process);
    }
    did_[process] = false;
  }

  RecordingBuilder builder_;
  Model model_;
  const std::vector<std::uint8_t>& script_;
  bool repeat_;
  std::size_t place_ = 0;
  std::int64_t written_ = 0, sum_ = 0;
  std::string text_;
  RecordedValue register_;
  std::vector<RecordedValue> elements_;  // of a set or a queue
  bool early_[3] = {}, did_[3] = {};
  RecordedValue seen_[3];
};

/// Tries every order.
class EveryOrder final {
 public:
  EveryOrder(const Recording& recording, bool real_time)
      : recording_(recording), real_time_(real_time) {
    for (const RecordedOperation& operation : recording.operations) {
      if (operation.completion != Completion::fail) left_.push_back(&operation);
    }
  }

  bool any() { return any_from(State()); }

 private:
  struct State {
    RecordedValue value;
    std::int64_t sum = 0;
    std::string text;
    std::vector<RecordedValue> elements;
  };

  bool any_from(const State& state) {
    const auto owed = [](const RecordedOperation* operation) { return operation->definite(); };
    if (std::none_of(left_.begin(), left_.end(), owed)) return true;
    for (std::size_t i = 0; i < left_.size(); ++i) {
      const RecordedOperation* const operation = left_[i];
      const bool waits = std::any_of(left_.begin(), left_.end(), [&](const auto* other) {
        if (!real_time_ && other->process != operation->process) return false;
        return other->completed < operation->invoked;
      });
      if (waits) continue;
      State after = state;
      if (!happens(*operation, after)) continue;
      left_.erase(left_.begin() + static_cast<std::ptrdiff_t>(i));
      const bool found = any_from(after);
      left_.insert(left_.begin() + static_cast<std::ptrdiff_t>(i), operation);
      if (found) return true;
    }
    return false;
  }

  bool happens(const RecordedOperation& operation, State& state) const {
    const auto words = [&](RecordedValue of) {
      std::string text;
      if (of.kind() == RecordedValue::Kind::text) text = recording_.texts[of.index()];
      if (of.kind() == RecordedValue::Kind::list) text = recording_.lists[of.index()];
      if (of.kind() == RecordedValue::Kind::integer) append_element(text, of);
      return text;
    };
    switch (operation.function) {
      case Function::write:
        state.value = operation.value;
        if (recording_.model == Model::append) state.text = words(state.value);
        return true;
      case Function::cas:
        if (state.value != operation.value) return false;
        state.value = operation.second;
        return true;
      case Function::add:
        state.sum += operation.value.number();
        state.elements.push_back(operation.value);
        return true;
      case Function::append:
        state.text += words(operation.value);
        return true;
      case Function::enqueue:
        state.elements.push_back(operation.value);
        return true;
      case Function::dequeue:
        if (state.elements.empty()) return !operation.definite() || operation.value.nil();
        if (operation.definite() && state.elements.front() != operation.value) return false;
        state.elements.erase(state.elements.begin());
        return true;
      default:
        break;
    }
    if (!operation.definite()) return false;  // it would change nothing
    if (recording_.model == Model::counter) return operation.value.number() == state.sum;
    if (recording_.model == Model::append) return words(operation.value) == state.text;
    if (recording_.model == Model::set) return same_elements(operation.value, state.elements);
    return operation.value == state.value;
  }

  bool same_elements(RecordedValue list, std::vector<RecordedValue> elements) const {
    const std::string& read = recording_.lists[list.index()];
    std::vector<RecordedValue> seen;
    for (std::size_t i = 0; i < elements_in(read); ++i) seen.push_back(element_of(read, i));
    std::sort(seen.begin(), seen.end());
    std::sort(elements.begin(), elements.end());
    return seen == elements;
  }

  const Recording& recording_;
  const bool real_time_;
  std::vector<const RecordedOperation*> left_;
};

}  // namespace

Recording small_recording(Model model, const std::vector<std::uint8_t>& script,
                          std::size_t operations_max, bool repeat) {
  return ScriptedObject(model, script, repeat).play(operations_max);
}

bool linearizable_by_force(const Recording& recording) { return EveryOrder(recording, true).any(); }

bool sequential_by_force(const Recording& recording) { return EveryOrder(recording, false).any(); }

}  // namespace rehearse::harness
