#include "simulators/live/record_json.hpp"

#include <algorithm>
#include <optional>

namespace rehearse::simulators::live {

using scenarios::Field;
using scenarios::FieldKind;
using Json = nlohmann::json;

namespace {

Json value_json(const Value& value) {
  switch (value.kind) {
    case ValueKind::boolean:
      return value.number != 0;
    case ValueKind::integer:
      return value.number;
    case ValueKind::text:
      return std::string(value.text->view());
    case ValueKind::null:
      break;
  }
  return nullptr;
}

std::optional<Value> value_of(const Json& json, FieldKind kind, Memory& memory) {
  if (json.is_null()) return Value{};
  switch (kind) {
    case FieldKind::text:
      if (!json.is_string()) return std::nullopt;
      return Value::of(memory.text(json.get<std::string>()));
    case FieldKind::boolean:
      if (!json.is_boolean()) return std::nullopt;
      return Value::of_bool(json.get<bool>());
    default:
      break;
  }
  const bool too_large = json.is_number_unsigned() && json.get<std::uint64_t>() > INT64_MAX;
  if (!json.is_number_integer() || too_large) return std::nullopt;
  return Value::of(json.get<std::int64_t>());
}

}  // namespace

Json record_json(Row row, const std::vector<Field>& fields) {
  Json object = Json::object();
  for (std::size_t i = 0; row != nullptr && i < fields.size() && i < row->count; ++i)
    object[fields[i].name] = value_json(row->begin()[i]);
  return object;
}

Row row_of(const Json& json, const std::vector<Field>& fields, Row base, Memory& memory,
           std::string& problem) {
  if (!json.is_object()) {
    problem = "it is no object";
    return nullptr;
  }
  std::vector<Value> values(fields.size());
  if (base != nullptr) values.assign(base->values().begin(), base->values().end());
  for (const auto& [name, part] : json.items()) {
    if (name == "rev") continue;
    const auto field = std::find_if(fields.begin(), fields.end(),
                                    [&name = name](const Field& one) { return one.name == name; });
    if (field == fields.end()) {
      problem = "there is no field \"" + name + "\"";
      return nullptr;
    }
    const std::optional<Value> value = value_of(part, field->type.kind, memory);
    if (!value) {
      problem = "the field \"" + name + "\" is of another type than " + part.dump();
      return nullptr;
    }
    values[static_cast<std::size_t>(field - fields.begin())] = *value;
  }
  return memory.row(values);
}

}  // namespace rehearse::simulators::live
