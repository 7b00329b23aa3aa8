#include "harness/consistency/finding.hpp"

#include <fmt/format.h>

namespace rehearse::harness {

std::string process_words(const Recording& recording, std::uint32_t process) {
  return "process " + value_words(recording, recording.processes[process]);
}

std::string of_key(const Recording& recording, std::uint32_t key) {
  return recording.keyed() ? " of key " + value_words(recording, recording.keys[key]) : "";
}

std::string let_words(const Recording& recording, char name, std::uint32_t operation) {
  const RecordedOperation& told = recording.operations[operation];
  std::string end;
  if (told.completion == Completion::fail) end = ", which failed";
  if (told.unknown()) end = ", whose outcome is unknown";
  return fmt::format("{} = {}: {} ({}){}", name, process_words(recording, told.process),
                     operation_words(recording, told), operation_lines(recording, told), end);
}

std::vector<std::string> let_all(const Recording& recording,
                                 const std::vector<std::uint32_t>& operations) {
  std::vector<std::string> lets;
  for (std::size_t i = 0; i < operations.size() && i < 26; ++i) {
    lets.push_back(let_words(recording, static_cast<char>('A' + i), operations[i]));
  }
  return lets;
}

}  // namespace rehearse::harness
