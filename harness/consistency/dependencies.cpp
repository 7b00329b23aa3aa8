#include "harness/consistency/dependencies.hpp"

#include <fmt/format.h>

#include "harness/consistency/writers.hpp"

namespace rehearse::harness {

std::vector<TransactionPart> parts_of(const Recording& recording,
                                      const RecordedOperation& operation) {
  if (operation.function != Function::transaction) {
    return {{operation.function, operation.key, operation.value}};
  }
  const auto first = recording.parts.begin() + operation.value.number();
  return {first, first + operation.second.number()};
}

Writers::Writers(const Recording& recording) : recording_(recording) {
  for (std::uint32_t index = 0; index < recording.operations.size(); ++index) {
    const RecordedOperation& operation = recording.operations[index];
    for (const TransactionPart& part : parts_of(recording, operation)) {
      if (part.function == Function::read) continue;
      const auto [found, added] = writers_.try_emplace({part.key, part.value}, Writer{index});
      if (!added && repeated_.empty() && part.value != RecordedValue()) {
        repeated_ = fmt::format(
            "{}{} is written by line {} and by line {}, so that "
            "one cannot be told from the other",
            value_words(recording, part.value), of_key(recording, part.key),
            recording.event_line[recording.operations[found->second.operation].invoked],
            recording.event_line[operation.invoked]);
      }
    }
    mark_intermediate(index);
  }
}

/// Of several writes of one transaction to one key, all but the last are on the way.
void Writers::mark_intermediate(std::uint32_t index) {
  boost::unordered_flat_map<std::uint32_t, RecordedValue> last;
  for (const TransactionPart& part : parts_of(recording_, recording_.operations[index])) {
    if (part.function == Function::read) continue;
    const auto [found, added] = last.try_emplace(part.key, part.value);
    if (added) continue;
    writers_[{part.key, found->second}].intermediate = true;
    found->second = part.value;
  }
}

const Writer* Writers::find(std::uint32_t key, RecordedValue value) const {
  const auto found = writers_.find(WrittenValue{key, value});
  return found == writers_.end() ? nullptr : &found->second;
}

std::optional<LocalAnomaly> Writers::judge_read(std::uint32_t reader, std::uint32_t key,
                                                RecordedValue value, bool last) const {
  const Writer* const writer = find(key, value);
  const std::string words = value_words(recording_, value) + of_key(recording_, key);
  const RecordedOperation& operation = recording_.operations[reader];
  const std::string who = fmt::format("{} ({})", process_words(recording_, operation.process),
                                      operation_lines(recording_, operation));
  if (writer == nullptr) {
    return LocalAnomaly{"phantom",
                        key,
                        {reader},
                        fmt::format("{} read {}, which nobody ever wrote", who, words),
                        fmt::format("somebody wrote {}", words),
                        "no transaction does"};
  }
  const RecordedOperation& wrote = recording_.operations[writer->operation];
  if (wrote.completion == Completion::fail) {
    return LocalAnomaly{"G1a",
                        key,
                        {writer->operation, reader},
                        fmt::format("{} read {}, which a transaction that failed had written ({})",
                                    who, words, operation_lines(recording_, wrote)),
                        fmt::format("the transaction that wrote {} took effect", words),
                        "it failed"};
  }
  if (last && writer->intermediate && writer->operation != reader) {
    return LocalAnomaly{
        "G1b",
        key,
        {writer->operation, reader},
        fmt::format("{} read {}, which its transaction replaced before it ended ({})", who, words,
                    operation_lines(recording_, wrote)),
        fmt::format("somebody else saw {} before that transaction had ended", words),
        "a transaction takes effect as a whole"};
  }
  return std::nullopt;
}

}  // namespace rehearse::harness
