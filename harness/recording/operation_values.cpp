// What the value of an event means, by its function.
#include <fmt/format.h>

#include "harness/recording/event_fields.hpp"

namespace rehearse::harness {

namespace {

using Kind = FormNode::Kind;

bool is_pair(const FormNode* node) {
  return node != nullptr && node->kind == Kind::vector && ValueReader::children(*node) == 2;
}

const FormNode& second_child(const FormNode& node) {
  return *ValueReader::after(*ValueReader::first_child(node));
}

/// The value of `name` in a map; null: it has none.
const FormNode* member(const FormNode& map, std::string_view name) {
  const FormNode* found = nullptr;
  ValueReader::each_pair(map, [&](const FormNode& key, const FormNode& value) {
    if (found == nullptr && key.text == name) found = &value;
  });
  return found;
}

std::optional<NodeMistake> read_transfer(Recording& recording, RecordedOperation& operation,
                                         const FormNode& node) {
  const NodeMistake mistake{&node, "a transfer needs from, to and an amount that is a number",
                            "e.g. {:from 0, :to 1, :amount 5}"};
  if (node.kind != Kind::map) return mistake;
  const FormNode* const from = member(node, "from");
  const FormNode* const to = member(node, "to");
  const FormNode* const amount = member(node, "amount");
  if (from == nullptr || to == nullptr || amount == nullptr) return mistake;
  if (amount->kind != Kind::integer) return mistake;
  ValueReader reader(recording);
  std::string list;
  append_element(list, reader.value(*to));
  append_element(list, RecordedValue::integer(amount->integer));
  operation.value = reader.value(*from);
  operation.second = RecordedValue::list(recording.lists.add(list));
  return std::nullopt;
}

/// A part of a transaction: [:append 1 2], [:r 1 nil].
std::optional<NodeMistake> read_part(Recording& recording, const FormNode& node,
                                     TransactionPart& part, std::uint32_t key) {
  const std::string_view name = ValueReader::first_child(node)->text;
  const auto function = find_function(recording.model, name);
  if (!function || *function == Function::transaction) {
    return NodeMistake{ValueReader::first_child(node),
                       fmt::format("\"{}\" is nothing that a transaction does", name),
                       recording.model == Model::append ? "it has r and append" : "it has r and w"};
  }
  const FormNode& value = *ValueReader::after(second_child(node));
  part.function = *function;
  part.key = key;
  part.value = ValueReader(recording).value(value);
  if (part.function == Function::read && recording.model == Model::append &&
      value.kind != Kind::vector && value.kind != Kind::nil) {
    return NodeMistake{&value, "a read of a list gives a vector or nil", ""};
  }
  return std::nullopt;
}

std::optional<NodeMistake> read_parts(Recording& recording, RecordedOperation& operation,
                                      const FormNode* node, bool again) {
  const NodeMistake shape{node, "a transaction is a vector of parts",
                          "e.g. [[:append 1 2] [:r 1 nil]]"};
  if (node == nullptr || node->kind != Kind::vector) return shape;
  const std::size_t count = ValueReader::children(*node);
  std::size_t place = recording.parts.size();
  if (again) {
    place = static_cast<std::size_t>(operation.value.number());
    if (count != static_cast<std::size_t>(operation.second.number())) {
      return NodeMistake{node, "this transaction ends with other parts than it began with", ""};
    }
  } else {
    operation.value = RecordedValue::integer(static_cast<std::int64_t>(place));
    operation.second = RecordedValue::integer(static_cast<std::int64_t>(count));
    recording.parts.resize(place + count);
  }
  const FormNode* child = ValueReader::first_child(*node);
  for (std::size_t i = 0; i < count; ++i, child = ValueReader::after(*child)) {
    if (child->kind != Kind::vector || ValueReader::children(*child) != 3) {
      return NodeMistake{child, "a part of a transaction is [function key value]", ""};
    }
    const RecordedValue key = ValueReader(recording).value(second_child(*child));
    const std::uint32_t index = recording.key_index(key);
    if (auto mistake = read_part(recording, *child, recording.parts[place + i], index)) {
      return mistake;
    }
  }
  return std::nullopt;
}

/// Whether these are the accounts and balances of a bank.
bool is_balances(const FormNode& node) {
  if (node.kind != Kind::map) return false;
  bool balances = true;
  ValueReader::each_pair(node, [&](const FormNode&, const FormNode& value) {
    balances = balances && (value.kind == Kind::integer || value.kind == Kind::nil);
  });
  return balances;
}

}  // namespace

const FormNode* behind_key(Function function, const FormNode* value) {
  if (!is_pair(value)) return nullptr;
  const FormNode& second = second_child(*value);
  if (function == Function::cas) return is_pair(&second) ? &second : nullptr;
  const bool pairs = function == Function::read || function == Function::write;
  return pairs ? &second : nullptr;
}

std::optional<NodeMistake> read_arguments(Recording& recording, RecordedOperation& operation,
                                          const FormNode* value) {
  ValueReader reader(recording);
  switch (operation.function) {
    case Function::read:
    case Function::dequeue:
    case Function::drain:
      return std::nullopt;
    case Function::cas:
      if (!is_pair(value)) {
        return NodeMistake{value, "a compare-and-set needs two values", "[expected new]"};
      }
      operation.value = reader.value(*ValueReader::first_child(*value));
      operation.second = reader.value(second_child(*value));
      return std::nullopt;
    case Function::transfer:
      if (value == nullptr) return NodeMistake{value, "this transfer has no value", ""};
      return read_transfer(recording, operation, *value);
    case Function::transaction:
      return read_parts(recording, operation, value, false);
    case Function::write:
    case Function::append:
    case Function::add:
    case Function::enqueue:
      break;
  }
  const bool number = recording.model == Model::counter && operation.function == Function::add;
  if (number && (value == nullptr || value->kind != Kind::integer)) {
    return NodeMistake{value, "a counter can only be changed by a whole number", ""};
  }
  if (value == nullptr || (value->kind == Kind::nil && operation.function != Function::write)) {
    return NodeMistake{value,
                       fmt::format("this {} has no value", function_name(operation.function)), ""};
  }
  operation.value = reader.value(*value);
  return std::nullopt;
}

std::optional<NodeMistake> read_result(Recording& recording, RecordedOperation& operation,
                                       const FormNode* value) {
  if (operation.function == Function::transaction) {
    return read_parts(recording, operation, value, true);
  }
  const bool gives = operation.function == Function::read ||
                     operation.function == Function::dequeue ||
                     operation.function == Function::drain;
  if (!gives) return std::nullopt;
  const bool nil = value == nullptr || value->kind == Kind::nil;
  const bool list = recording.model == Model::set || operation.function == Function::drain;
  if (list && (nil || value->kind != Kind::vector)) {
    return NodeMistake{
        value,
        fmt::format("this {} gives no vector of elements", function_name(operation.function)), ""};
  }
  if (recording.model == Model::counter && !nil && value->kind != Kind::integer) {
    return NodeMistake{value, "a counter is read as a whole number", ""};
  }
  if (recording.model == Model::bank && (nil || !is_balances(*value))) {
    return NodeMistake{value, "a bank is read as a map of accounts and balances",
                       "e.g. {0 10, 1 20}"};
  }
  operation.value = nil ? RecordedValue() : ValueReader(recording).value(*value);
  return std::nullopt;
}

}  // namespace rehearse::harness
