#pragma once
/// Recordings made by hand or from a script of bytes.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "harness/recording/recording.hpp"

namespace rehearse::harness {

class RecordingBuilder final {
 public:
  explicit RecordingBuilder(Model model) { recording_.model = model; }

  static RecordedValue number(std::int64_t value) { return RecordedValue::integer(value); }
  RecordedValue text(std::string_view text) {
    return RecordedValue::text(recording_.texts.add(text));
  }
  RecordedValue list(const std::vector<RecordedValue>& elements);

  /// The operation that a process has under way from now on.
  RecordingBuilder& invoke(int process, Function function, RecordedValue value = {},
                           RecordedValue second = {}, RecordedValue key = {});
  RecordingBuilder& ok(int process) { return end(process, Completion::ok); }
  RecordingBuilder& ok(int process, RecordedValue seen);
  RecordingBuilder& fail(int process) { return end(process, Completion::fail); }
  RecordingBuilder& info(int process) { return end(process, Completion::info); }

  bool busy(int process) const;
  const RecordedOperation& under_way(int process) const;
  Recording take() { return std::move(recording_); }
  Recording& recording() { return recording_; }

 private:
  RecordingBuilder& end(int process, Completion completion);
  std::uint32_t add_event(std::uint32_t operation);

  Recording recording_;
  std::vector<std::uint32_t> open_;  // by process; `never`: idle
};

/// A small history of one object, as random bytes have it: up to three processes, at most
/// `operations_max` operations, some answers wrong, some outcomes unknown. In registers every value
/// is written once unless `repeat`; what is appended is elements of a list then, else texts.
Recording small_recording(Model model, const std::vector<std::uint8_t>& script,
                          std::size_t operations_max, bool repeat);

/// Whether some order explains all answers: every order is tried, for small histories only.
bool linearizable_by_force(const Recording& recording);

/// The same without real time: only what one process does one after the other keeps its order.
bool sequential_by_force(const Recording& recording);

}  // namespace rehearse::harness
