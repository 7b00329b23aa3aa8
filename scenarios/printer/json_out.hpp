#pragma once
/// Building of JSON for print_plan and print_scenario. Private to scenarios/: it includes
/// nlohmann/json.

#include <array>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "scenarios/names.hpp"
#include "scenarios/units.hpp"

namespace rehearse::scenarios::printing {

using Json = nlohmann::ordered_json;

inline Json to_json(bool value) { return value; }
inline Json to_json(int value) { return value; }
inline Json to_json(std::int64_t value) { return value; }
inline Json to_json(const std::string& value) { return value; }
inline Json to_json(Duration value) { return duration_text(value); }
inline Json to_json(const FieldType& value) { return field_type_text(value); }
inline Json to_json(const std::vector<std::string>& value) { return value; }
inline Json to_json(const std::array<Duration, 2>& value) {
  return Json::array({duration_text(value[0]), duration_text(value[1])});
}
Json to_json(const Literal& value);
template <typename Enum, typename = std::enable_if_t<std::is_enum_v<Enum>>>
Json to_json(Enum value) {
  return std::string(name_of(value));
}

/// One object under construction. With `everything`, values that equal their default are written
/// too.
class Object final {
 public:
  explicit Object(bool everything) : everything_(everything) {}

  template <typename T>
  void put(const char* key, const T& value, const T& standard) {
    if (everything_ || !(value == standard)) json_[key] = to_json(value);
  }
  template <typename T>
  void put(const char* key, const std::optional<T>& value) {
    if (value) json_[key] = to_json(*value);
  }
  void put_share(const char* key, std::int64_t per_million, std::int64_t standard) {
    if (everything_ || per_million != standard) json_[key] = percent_text(per_million);
  }
  template <typename T>
  void always(const char* key, const T& value) {
    json_[key] = to_json(value);
  }
  void json(const std::string& key, Json value) { json_[key] = std::move(value); }
  /// An inner object or list, left out when it is empty.
  void inner(const char* key, Json value) {
    if (!value.empty()) json_[key] = std::move(value);
  }

  bool everything() const { return everything_; }
  Json take() { return std::move(json_); }

 private:
  bool everything_;
  Json json_ = Json::object();
};

/// The text of a finished document.
std::string text_of(const Json& json, bool everything);

void put_constraint(Object& out, const Constraint& constraint);
Json record_json(const RecordShape& record, bool everything);
Json program_json(const Program& program, bool everything);
Json program_json(const ApplicationProgram& program, bool everything);
Json program_json(const DatabaseProgram& program, bool everything);
Json track_json(const Track& track, bool everything);
Json collection_json(const Collection& collection, bool everything);
Json transform_json(const Transform& transform, bool everything);
Json application_json(const Application& application, bool everything);
Json operation_json(const Operation& operation, bool everything);
Json tolerates_json(const Tolerates& tolerates, bool everything);
Json phase_json(const Phase& phase, bool everything);
Json rollback_json(const RollbackTarget& rollback, bool everything);
Json steps_json(const std::vector<Step>& steps, bool everything);
Json change_json(const StageChange& change, bool everything);
Json set_json(const std::vector<std::pair<std::string, StageChange>>& set, bool everything);

}  // namespace rehearse::scenarios::printing
