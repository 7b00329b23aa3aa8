#include <algorithm>

#include "scenarios/names.hpp"
#include "scenarios/plan_lookup.hpp"
#include "scenarios/record_shape.hpp"
#include "scenarios/source_map.hpp"
#include "scenarios/suggest.hpp"
#include "scenarios/validate/rules.hpp"

namespace rehearse::scenarios::validate {
namespace {

constexpr std::size_t fields_max = 16;

void record(const RecordShape& shape, const std::string& pointer, std::vector<Problem>& problems) {
  if (shape.fields.size() > fields_max) {
    problems.push_back({pointer + "/fields",
                        "the record has " + std::to_string(shape.fields.size()) +
                            " fields, and at most 16 are possible",
                        "keep the fields that the migration touches",
                        {}});
  }
  std::vector<std::string> seen{shape.key};
  for (const Field& field : shape.fields) {
    const std::string place = pointer + "/fields" + pointer_segment(field.name);
    if (field.name.empty()) problems.push_back({place, "a field has no name", "name it", {}});
    if (contains(seen, field.name)) {
      const bool key = field.name == shape.key;
      problems.push_back(
          {place,
           "the field " + in_quotes(field.name) + (key ? " is the key" : " is there a second time"),
           key ? "the key is not repeated in the fields" : "keep one of the two",
           {}});
    }
    seen.push_back(field.name);
  }
}

std::string missing_field_way_out(const Transform& transform, const std::vector<Field>& fields) {
  const std::vector<std::string> known = field_names(fields);
  for (const std::string& name : transform.from) {
    if (!contains(known, name)) return did_you_mean(name, known);
  }
  return "";
}

bool has_duplicate(std::vector<std::string> names) {
  std::sort(names.begin(), names.end());
  return std::adjacent_find(names.begin(), names.end()) != names.end();
}

bool fits(const Literal& value, const FieldType& type) {
  switch (type.kind) {
    case FieldKind::text:
      return std::holds_alternative<std::string>(value);
    case FieldKind::integer:
      return std::holds_alternative<std::int64_t>(value);
    case FieldKind::boolean:
      return std::holds_alternative<bool>(value);
    case FieldKind::decimal:
      break;
  }
  return std::holds_alternative<std::string>(value) || std::holds_alternative<std::int64_t>(value);
}

void one_transform(const Track& track, const Transform& transform, const std::string& place,
                   std::vector<Field>& fields, std::vector<Problem>& problems) {
  const std::vector<std::string> relies{"/tracks" + pointer_segment(track.name) + "/record/*",
                                        "/tracks" + pointer_segment(track.name) + "/transform/*"};
  const auto add = [&](std::string message, std::string way_out) {
    problems.push_back({place, std::move(message), std::move(way_out), relies});
  };
  const bool split = transform.kind == TransformKind::split;
  const bool join = transform.kind == TransformKind::join;
  if (split && transform.into.size() < 2) add("a split makes two fields or more", "name them");
  if (join && transform.from.size() < 2) add("a join takes two fields or more", "name them");
  if ((split || join) && transform.separator.empty()) add("the separator is empty", "write \" \"");
  if (has_duplicate(transform.into)) add("a field is made twice", "give it another name");
  if (contains(transform.into, track.record.key) || contains(transform.from, track.record.key)) {
    add("the key " + in_quotes(track.record.key) + " cannot be transformed",
        "transform fields only");
    return;
  }
  const bool produces =
      transform.kind == TransformKind::default_value || transform.kind == TransformKind::constant;
  if (produces && !fits(transform.value, transform.type) &&
      !std::holds_alternative<std::monostate>(transform.value)) {
    add("the value does not have the type of the field", "decimals are written as text, \"12.50\"");
  }
  const std::string way_out = missing_field_way_out(transform, fields);
  if (const auto sentence = apply_shape(transform, fields)) add(*sentence, way_out);
}

bool same_table(const Location& a, const Location& b) {
  return a.store == b.store && a.database == b.database && a.table == b.table;
}

void location(const Location& side, const std::string& pointer, std::vector<Problem>& problems) {
  if (side.database.empty()) {
    problems.push_back({pointer, "the database has no name", "add \"database\"", {}});
  }
  if (side.store != "sqlite" && side.store != "model") {
    problems.push_back({pointer + "/store",
                        "unknown store " + in_quotes(side.store),
                        did_you_mean(side.store, {"sqlite", "model"}),
                        {}});
  }
}

void record_track(const Track& track, const std::string& pointer, std::vector<Problem>& problems) {
  if (track.record.key.empty()) {
    problems.push_back({pointer + "/record", "the record has no key", "add \"key\"", {}});
  }
  record(track.record, pointer + "/record", problems);
  location(track.old_location, pointer + "/old", problems);
  location(track.new_location, pointer + "/new", problems);
  if (same_table(track.old_location, track.new_location)) {
    problems.push_back({pointer + "/new",
                        "old and new are the same table of the same database",
                        "give the new side a table or a database of its own",
                        {pointer + "/old/*", pointer + "/new/*"}});
  }
  std::vector<Field> fields = track.record.fields;
  for (std::size_t i = 0; i < track.transform.size(); ++i) {
    one_transform(track, track.transform[i], pointer + "/transform" + pointer_segment(i), fields,
                  problems);
  }
  if (fields.size() > fields_max) {
    problems.push_back({pointer + "/transform",
                        "the new record has more than 16 fields",
                        "keep the fields that the migration touches",
                        {pointer + "/record/*", pointer + "/transform/*"}});
  }
  const auto constraints = [&](const Location& place, Side side, const char* name) {
    for (std::size_t i = 0; i < place.constraints.size(); ++i)
      constraint(track, side, place.constraints[i],
                 pointer + name + "/constraints" + pointer_segment(i), problems);
  };
  constraints(track.old_location, Side::old_side, "/old");
  constraints(track.new_location, Side::new_side, "/new");
}

void service_needs(const Plan& plan, const ServiceContract& contract, const std::string& pointer,
                   std::vector<Problem>& problems) {
  std::vector<std::string> sides;
  for (const Track& track : plan.tracks) {
    if (track.is_service()) continue;
    sides.push_back(track.name + ".old");
    sides.push_back(track.name + ".new");
  }
  for (std::size_t i = 0; i < contract.needs.size(); ++i) {
    if (contains(sides, contract.needs[i])) continue;
    problems.push_back(unknown(pointer + "/needs" + pointer_segment(i), "record side",
                               contract.needs[i], sides, {"/tracks"}));
  }
}

/// identity: the key or a field of some record; amount: a field of some record.
void service_names_fields(const Plan& plan, const Track& track, const std::string& pointer,
                          std::vector<Problem>& problems) {
  std::vector<std::string> identities, amounts;
  for (const std::string& name : record_names(plan)) {
    const RecordShape& shape = *find_record(plan, name);
    if (!contains(identities, shape.key)) identities.push_back(shape.key);
    for (const Field& field : shape.fields) {
      if (!contains(identities, field.name)) identities.push_back(field.name);
      if (!contains(amounts, field.name)) amounts.push_back(field.name);
    }
  }
  const std::vector<std::string> relies{"/tracks/*", "/collections/*"};
  if (!track.identity.empty() && !contains(identities, track.identity)) {
    problems.push_back(
        unknown(pointer + "/identity", "key or field", track.identity, identities, relies));
  }
  if (!track.amount.empty() && !contains(amounts, track.amount)) {
    problems.push_back(unknown(pointer + "/amount", "field", track.amount, amounts, relies));
  }
}

}  // namespace

void constraint(const Track& track, Side side, const Constraint& constraint,
                const std::string& pointer, std::vector<Problem>& problems) {
  const std::vector<Field> fields = fields_on(track, side);
  const std::vector<std::string> relies{"/tracks" + pointer_segment(track.name) + "/record/*",
                                        "/tracks" + pointer_segment(track.name) + "/transform/*"};
  const std::string place = pointer + "/" + std::string(name_of(constraint.kind));
  const auto found = std::find_if(fields.begin(), fields.end(), [&](const Field& field) {
    return field.name == constraint.field;
  });
  if (constraint.field.empty()) return;  // not read
  if (found == fields.end()) {
    problems.push_back(unknown(place,
                               std::string("field of the ") + std::string(name_of(side)) + " side",
                               constraint.field, field_names(fields), relies));
  } else if (constraint.kind == ConstraintKind::unique && found->type.kind != FieldKind::text &&
             found->type.kind != FieldKind::integer) {
    problems.push_back({place,
                        "the field " + in_quotes(constraint.field) + " is neither text nor integer",
                        "only those can be unique", relies});
  }
}

void tracks(const Plan& plan, std::vector<Problem>& problems) {
  for (const Track& track : plan.tracks) {
    const std::string pointer = "/tracks" + pointer_segment(track.name);
    const std::size_t first = problems.size();
    if (track.name.find('.') != std::string::npos || track.name.find('/') != std::string::npos) {
      problems.push_back({pointer,
                          "a track's name has a dot or a slash",
                          "steps and metrics are written track.verb: use - or _",
                          {}});
    }
    if (track.is_service()) {
      service_needs(plan, track.old_service, pointer + "/old", problems);
      service_needs(plan, track.new_service, pointer + "/new", problems);
      service_names_fields(plan, track, pointer, problems);
    } else {
      record_track(track, pointer, problems);
    }
    StageChange initial;
    initial.write = track.initial.write;
    initial.backfill = track.initial.backfill;
    stage_change(plan, track, initial, pointer + "/initial", problems);
    for (std::size_t i = first; i < problems.size(); ++i) {
      problems[i].relies_on.insert(problems[i].relies_on.end(), {pointer, pointer + "/kind"});
    }
  }
  for (const Collection& collection : plan.collections) {
    const std::string pointer = "/collections" + pointer_segment(collection.name);
    record(collection.record, pointer + "/record", problems);
    if (!collection.location.constraints.empty())
      problems.push_back({pointer + "/location/constraints",
                          "a collection does not migrate, and its constraints are not rehearsed",
                          "leave them out; constrain the sides of a track",
                          {}});
    if (find_track(plan, collection.name) != nullptr) {
      problems.push_back(
          {pointer, "there is a track of this name too", "rename one of the two", {}});
    }
  }
}

}  // namespace rehearse::scenarios::validate
