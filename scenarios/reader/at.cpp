#include "scenarios/reader/at.hpp"

#include <algorithm>
#include <tuple>

namespace rehearse::scenarios::reading {

void Mistakes::add(std::size_t offset, std::string pointer, std::string value, std::string message,
                   std::string way_out) {
  add_at(json_.place(offset), std::move(pointer), std::move(value), std::move(message),
         std::move(way_out));
}

void Mistakes::add_at(Place place, std::string pointer, std::string value, std::string message,
                      std::string way_out) {
  if (errors_.size() > most) return;
  Error error;
  error.file = json_.file;
  error.line = place.line;
  error.column = place.column;
  if (errors_.size() == most) {
    error.message = "there are more mistakes after these " + std::to_string(most);
    errors_.push_back(std::move(error));
    return;
  }
  constexpr std::size_t pointer_bytes_max = 400;
  if (pointer.size() > pointer_bytes_max) pointer = pointer.substr(0, pointer_bytes_max) + "...";
  error.pointer = std::move(pointer);
  error.value = std::move(value);
  error.message = std::move(message);
  error.way_out = std::move(way_out);
  errors_.push_back(std::move(error));
}

bool Mistakes::within(std::string_view pointer) const {
  return at(pointer) || std::any_of(errors_.begin(), errors_.end(), [&](const Error& error) {
           const std::string_view other = error.pointer;
           return other.starts_with(pointer) &&
                  (other.size() == pointer.size() || other[pointer.size()] == '/');
         });
}

bool Mistakes::at(std::string_view pointer) const {
  return std::find(misplaced_.begin(), misplaced_.end(), pointer) != misplaced_.end() ||
         std::any_of(errors_.begin(), errors_.end(),
                     [&](const Error& error) { return error.pointer == pointer; });
}

std::vector<Error> Mistakes::take() {
  std::stable_sort(errors_.begin(), errors_.end(), [](const Error& a, const Error& b) {
    return std::tie(a.line, a.column) < std::tie(b.line, b.column);
  });
  return std::move(errors_);
}

At At::item(std::size_t index) const {
  return {&value->items[index], pointer + pointer_segment(index), mistakes};
}

At At::member(const JsonMember& member) const {
  return {&member.value, pointer + pointer_segment(member.key), mistakes};
}

void At::wrong(std::string message, std::string way_out) const {
  mistakes->add(value->begin, pointer, mistakes->json().excerpt(*value), std::move(message),
                std::move(way_out));
}

void At::wrong_key(const JsonMember& member, std::string message, std::string way_out) const {
  mistakes->add(member.key_begin, pointer + pointer_segment(member.key), "", std::move(message),
                std::move(way_out));
}

std::string_view kind_in_words(const JsonValue& value) {
  switch (value.kind) {
    case JsonValue::Kind::null:
      return "null";
    case JsonValue::Kind::boolean:
      return "true or false";
    case JsonValue::Kind::integer:
      return "a number";
    case JsonValue::Kind::number:
      return "a number with a fraction";
    case JsonValue::Kind::string:
      return "a text";
    case JsonValue::Kind::array:
      return "a list";
    case JsonValue::Kind::object:
      break;
  }
  return "an object";
}

}  // namespace rehearse::scenarios::reading
