#include "simulators/data/mapping_operations.hpp"

#include <algorithm>
#include <string>

#include "simulators/data/exact.hpp"

namespace rehearse::simulators {

namespace {

using Kind = MappingOperationKind;

bool is_null(Value value) { return value.kind == ValueKind::null; }

/// One text to two, at the first separator. What `glue` would not give back is refused: a text
/// whose only separator is its end ("Ada ").
bool cut(const MappingOperation& operation, bool lossy, Slots& slots, Memory& memory) {
  Value& first = slots[operation.first];
  Value& second = slots[operation.second];
  if (is_null(first)) {
    second = Value{};
    return true;
  }
  if (first.kind != ValueKind::text) return false;
  const std::string_view text = first.text->view();
  const std::size_t at = text.find(operation.separator);
  if (at == std::string_view::npos) {
    second = Value::of(memory.text({}));
    return true;
  }
  const std::string_view rest = text.substr(at + operation.separator.size());
  if (rest.empty() && !lossy) return false;
  second = Value::of(memory.text(rest));
  first = Value::of(memory.text(text.substr(0, at)));
  return true;
}

/// Head, separator and tail as one text of the run.
const Text* concatenated(std::string_view head, std::string_view separator, std::string_view tail,
                         std::size_t& separator_found, Memory& memory) {
  const std::size_t size = head.size() + separator.size() + tail.size();
  std::array<char, 512> short_text;
  std::string long_text(size > short_text.size() ? size : 0, '\0');
  char* const text = long_text.empty() ? short_text.data() : long_text.data();
  char* end = std::copy(head.begin(), head.end(), text);
  end = std::copy(separator.begin(), separator.end(), end);
  std::copy(tail.begin(), tail.end(), end);
  separator_found = std::string_view(text, size).find(separator);
  return memory.text({text, size});
}

/// Two texts to one; an empty second one leaves no separator. What `cut` would not give back is
/// refused: a first text with the separator in it.
bool glue(const MappingOperation& operation, bool lossy, Slots& slots, Memory& memory) {
  Value& first = slots[operation.first];
  const Value second = slots[operation.second];
  if (is_null(first) && is_null(second)) return true;
  if (is_null(first) || is_null(second)) {
    if (!lossy) return false;
    if (is_null(first)) first = second;
    return first.kind == ValueKind::text;
  }
  if (first.kind != ValueKind::text || second.kind != ValueKind::text) return false;
  const std::string_view head = first.text->view();
  if (second.text->size == 0)
    return lossy || head.find(operation.separator) == std::string_view::npos;
  std::size_t found = 0;
  const Text* joined = concatenated(head, operation.separator, second.text->view(), found, memory);
  if (!lossy && found != head.size()) return false;
  first = Value::of(joined);
  return true;
}

bool multiply(const MappingOperation& operation, Value& value) {
  if (is_null(value)) return true;
  return value.kind == ValueKind::integer &&
         !__builtin_mul_overflow(value.number, operation.factor, &value.number);
}

bool divide(const MappingOperation& operation, Value& value) {
  if (is_null(value)) return true;
  if (value.kind != ValueKind::integer) return false;
  if (!operation.lossy_back() && value.number % operation.factor != 0) return false;
  value.number /= operation.factor;
  return true;
}

bool assign(Value& value, std::optional<Value> converted) {
  if (converted) value = *converted;
  return converted.has_value();
}

bool map_up(const MappingOperation& operation, Value& value, Memory& memory) {
  for (const MapEntry& entry : operation.entries) {
    if (!entry.old_value.equals(value)) continue;
    if (!entry.returns && !operation.lossy) return false;
    value = entry.new_value.value(memory);
    return true;
  }
  return is_null(value) && (operation.null_passes || operation.lossy);
}

bool map_down(const MappingOperation& operation, Value& value, Memory& memory) {
  for (const MapEntry& entry : operation.entries) {
    if (!entry.returns || !entry.new_value.equals(value)) continue;
    value = entry.old_value.value(memory);
    return true;
  }
  return is_null(value) && (operation.null_passes || operation.lossy_back());
}

bool undo(const MappingOperation& operation, Slots& slots, Memory& memory) {
  Value& value = slots[operation.first];
  switch (operation.kind) {
    case Kind::split:
      return glue(operation, operation.lossy_back(), slots, memory);
    case Kind::join:
      return cut(operation, operation.lossy_back(), slots, memory);
    case Kind::scale:
      return divide(operation, value);
    case Kind::cast:
      return assign(value,
                    convert(value, operation.to, operation.from, operation.lossy_back(), memory));
    case Kind::map:
      return map_down(operation, value, memory);
    case Kind::added:
    case Kind::constant:
      return true;
    case Kind::drop:
      break;
  }
  return false;
}

}  // namespace

bool forward(const MappingOperation& operation, Slots& slots, Memory& memory) {
  Value& value = slots[operation.first];
  switch (operation.kind) {
    case Kind::split:
      return cut(operation, operation.lossy, slots, memory);
    case Kind::join:
      return glue(operation, operation.lossy, slots, memory);
    case Kind::scale:
      return multiply(operation, value);
    case Kind::cast:
      return assign(value, convert(value, operation.from, operation.to, operation.lossy, memory));
    case Kind::map:
      return map_up(operation, value, memory);
    case Kind::constant:
      value = operation.literal.value(memory);
      return true;
    case Kind::drop:
      return operation.lossy || operation.literal.equals(value);
    case Kind::added:
      break;
  }
  return false;
}

bool backward(const MappingOperation& operation, Slots& slots, Memory& memory) {
  if (undo(operation, slots, memory)) return true;
  // What a later, lossy operation restored need not be what this one makes.
  if (!operation.lossy_after) return false;
  forget(operation, slots);
  return true;
}

void forget(const MappingOperation& operation, Slots& slots) {
  slots[operation.first] = Value{};
  if (operation.kind == Kind::split || operation.kind == Kind::join)
    slots[operation.second] = Value{};
}

}  // namespace rehearse::simulators
