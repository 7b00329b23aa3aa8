#include "harness/recording/recording.hpp"

#include <fmt/format.h>

namespace rehearse::harness {

namespace {

constexpr std::size_t words_max = 60;

std::string shortened(std::string text) {
  if (text.size() <= words_max) return text;
  const std::size_t end = words_max / 2;
  return text.substr(0, end) + "..." + text.substr(text.size() - end);
}

std::string whole_words(const Recording& recording, RecordedValue value) {
  switch (value.kind()) {
    case RecordedValue::Kind::nil:
      return "nil";
    case RecordedValue::Kind::integer:
      return std::to_string(value.number());
    case RecordedValue::Kind::text:
      return text_words(recording.texts[value.index()]);
    case RecordedValue::Kind::list:
      break;
  }
  return list_words(recording, recording.lists[value.index()]);
}

std::string parts_words(const Recording& recording, const RecordedOperation& operation) {
  std::string words = "transaction [";
  const auto first = static_cast<std::size_t>(operation.value.number());
  const auto count = static_cast<std::size_t>(operation.second.number());
  for (std::size_t i = 0; i < count; ++i) {
    const TransactionPart& part = recording.parts[first + i];
    if (i > 0) words += ", ";
    words += fmt::format("{} {} {}", function_name(part.function),
                         value_words(recording, recording.keys[part.key]),
                         value_words(recording, part.value));
  }
  return words + "]";
}

}  // namespace

std::string_view model_name(Model model) {
  static constexpr std::string_view names[] = {"register", "cas-register", "append", "counter",
                                               "set",      "queue",        "bank"};
  return names[static_cast<std::size_t>(model)];
}

std::string_view function_name(Function function) {
  static constexpr std::string_view names[] = {"read",    "write",   "cas",   "append",   "add",
                                               "enqueue", "dequeue", "drain", "transfer", "txn"};
  return names[static_cast<std::size_t>(function)];
}

std::uint32_t Recording::key_index(RecordedValue key) {
  const auto fresh = static_cast<std::uint32_t>(keys.size());
  const auto [found, added] = key_places.try_emplace(key, fresh);
  if (added) keys.push_back(key);
  return found->second;
}

std::string text_words(std::string_view text) {
  if (text.starts_with(bare_text)) return shortened(std::string(text.substr(1)));
  return '"' + shortened(std::string(text)) + '"';
}

std::string list_words(const Recording& recording, std::string_view list) {
  constexpr std::size_t shown = 4;  // at the beginning, and at the end
  std::string words = "[";
  const std::size_t count = elements_in(list);
  for (std::size_t i = 0; i < count; ++i) {
    if (i > 0) words += ' ';
    if (i == shown && count > 2 * shown + 1) {
      words += "... ";
      i = count - shown;
    }
    words += whole_words(recording, element_of(list, i));
  }
  return words + "]";
}

std::string value_words(const Recording& recording, RecordedValue value) {
  return whole_words(recording, value);
}

std::string operation_words(const Recording& recording, const RecordedOperation& operation) {
  const auto words = [&](RecordedValue value) { return value_words(recording, value); };
  const std::string where = recording.keyed() && operation.function != Function::transaction
                                ? " of key " + words(recording.keys[operation.key])
                                : "";
  switch (operation.function) {
    case Function::transaction:
      return parts_words(recording, operation);
    case Function::cas:
      return fmt::format("cas [{} {}]{}", words(operation.value), words(operation.second), where);
    case Function::transfer:
      return fmt::format("transfer from {} to {}", words(operation.value), words(operation.second));
    case Function::read:
    case Function::dequeue:
    case Function::drain:
      if (!operation.definite()) break;
      return fmt::format("{} {}{}", function_name(operation.function), words(operation.value),
                         where);
    case Function::write:
    case Function::append:
    case Function::add:
    case Function::enqueue:
      return fmt::format("{} {}{}", function_name(operation.function), words(operation.value),
                         where);
  }
  return std::string(function_name(operation.function)) + where;
}

std::string operation_lines(const Recording& recording, const RecordedOperation& operation) {
  const std::uint32_t from = recording.event_line[operation.invoked];
  if (operation.completed == never) return fmt::format("line {}", from);
  return fmt::format("lines {} to {}", from, recording.event_line[operation.completed]);
}

}  // namespace rehearse::harness
