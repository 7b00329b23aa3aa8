#include "scenarios/reader/key_tables.hpp"
#include "scenarios/reader/sections.hpp"

namespace rehearse::scenarios::reading {
namespace {

constexpr KeyTable constraint_variants[] = {constraint_not_null_table, constraint_unique_table};

}  // namespace

void read_constraint(const ObjectReader& object, Constraint& constraint) {
  const bool required = object.has("not_null"), unique = object.has("unique");
  if (!object.valid()) return;
  if (required == unique) {
    object.at().wrong(required ? "this says both \"not_null\" and \"unique\""
                               : "this says neither \"not_null\" nor \"unique\"",
                      "say one of the two, with the name of a field");
    return;
  }
  constraint.kind = required ? ConstraintKind::not_null : ConstraintKind::unique;
  object.read(required ? "not_null" : "unique", constraint.field);
  if (const auto found = object.find("ignore_case")) {
    if (required) {
      found->wrong("\"ignore_case\" is said of unique fields only", "leave it out");
    } else {
      read_value(*found, constraint.ignore_case);
    }
  }
}

void read_record(const At& at, RecordShape& record) {
  const ObjectReader object(at, record_table);
  object.read_required("key", record.key, "\"key\": \"order_id\"");
  object.read("key_source", record.key_source);
  const auto fields = object.require("fields", "\"fields\": {\"status\": \"text\"}");
  if (!fields) return;
  read_named(*fields, "fields", [&](const At& field, const std::string& name) {
    FieldType type;
    read_value(field, type);
    record.fields.push_back({name, type});
  });
}

void read_location(const At& at, bool database_needed, Location& location) {
  const ObjectReader object(at, location_table);
  if (const auto store = object.find("store")) {
    const bool known = store->is_text() && (store->text() == "sqlite" || store->text() == "model");
    if (known) {
      location.store = store->text();
    } else {
      wrong_name(*store, {"sqlite", "model"});
    }
  }
  if (database_needed) {
    object.read_required("database", location.database, "\"database\": \"shop\"");
  } else {
    object.read("database", location.database);
  }
  object.read("table", location.table);
  const auto constraints = object.find("constraints");
  if (!constraints) return;
  read_list(*constraints, "constraints", [&](const At& item) {
    const KeyTable* table = find_variant(item, constraint_variants, "a constraint");
    if (table == nullptr) return;
    const ObjectReader one(item, *table);
    const bool two = one.has("not_null") && one.has("unique");  // said as an unknown key
    if (!two) read_constraint(one, location.constraints.emplace_back());
  });
}

void read_collections(const At& at, std::vector<Collection>& collections) {
  read_named(at, "collections", [&](const At& member, const std::string& name) {
    Collection collection;
    collection.name = name;
    collection.location = {"sqlite", "application", name, {}};
    const ObjectReader object(member, collection_table);
    if (const auto record = object.require("record")) read_record(*record, collection.record);
    if (const auto location = object.find("location")) {
      read_location(*location, false, collection.location);
    }
    collections.push_back(std::move(collection));
  });
}

}  // namespace rehearse::scenarios::reading
