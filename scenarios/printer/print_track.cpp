#include "scenarios/ensure.hpp"
#include "scenarios/printer/json_out.hpp"

namespace rehearse::scenarios::printing {
namespace {

Json constraints_json(const std::vector<Constraint>& constraints, bool everything) {
  Json list = Json::array();
  for (const Constraint& constraint : constraints) {
    Object out(everything);
    put_constraint(out, constraint);
    list.push_back(out.take());
  }
  return list;
}

Json location_json(const Location& location, const Location& standard, bool everything) {
  Object out(everything);
  out.put("store", location.store, standard.store);
  out.put("database", location.database, standard.database);
  out.put("table", location.table, standard.table);
  if (!location.constraints.empty())
    out.json("constraints", constraints_json(location.constraints, everything));
  return out.take();
}

Json contract_json(const ServiceContract& contract, bool everything) {
  const ServiceContract standard;
  Object out(everything);
  out.always("service", contract.service);
  out.always("version", contract.version);
  out.put("deduplicates", contract.deduplicates, standard.deduplicates);
  out.put("key_expiry", contract.key_expiry);
  if (contract.capacity) out.always("capacity", *contract.capacity);
  if (contract.amount_decimals) out.always("amount_decimals", *contract.amount_decimals);
  out.put("webhooks", contract.webhooks, standard.webhooks);
  out.put("lookup", contract.lookup, standard.lookup);
  out.put("latency", contract.latency, standard.latency);
  out.put("slow", contract.slow, standard.slow);
  out.put_share("slow_share", contract.slow_per_million, standard.slow_per_million);
  out.put_share("declined", contract.declined_per_million, standard.declined_per_million);
  out.put_share("unavailable", contract.unavailable_per_million, standard.unavailable_per_million);
  out.put("needs", contract.needs, standard.needs);
  if (contract.run) out.json("run", program_json(*contract.run, everything));
  return out.take();
}

template <typename T>
void keep_difference(std::optional<T>& axis, const T& value, const T& standard) {
  if (!(value == standard)) axis = value;
}

/// The change that makes `stage` of an untouched one.
StageChange difference(const Stage& stage) {
  const Stage standard;
  const ServiceAxes& service = stage.service;
  StageChange change;
  keep_difference(change.read, stage.read, standard.read);
  keep_difference(change.write, stage.write, standard.write);
  keep_difference(change.second_write_failure, stage.second_write_failure,
                  standard.second_write_failure);
  keep_difference(change.apply, stage.apply, standard.apply);
  keep_difference(change.sync, stage.sync, standard.sync);
  keep_difference(change.fence, stage.fence, standard.fence);
  keep_difference(change.backfill, stage.backfill, standard.backfill);
  keep_difference(change.contract, stage.contract, standard.contract);
  keep_difference(change.route, service.route, standard.service.route);
  keep_difference(change.shadow, service.shadow, standard.service.shadow);
  keep_difference(change.shadow_effects, service.shadow_effects, standard.service.shadow_effects);
  keep_difference(change.idempotency, service.idempotency, standard.service.idempotency);
  keep_difference(change.ambiguity, service.ambiguity, standard.service.ambiguity);
  keep_difference(change.lifecycle, service.lifecycle, standard.service.lifecycle);
  keep_difference(change.webhooks, service.webhooks, standard.service.webhooks);
  keep_difference(change.webhook_deduplication, service.webhook_deduplication,
                  standard.service.webhook_deduplication);
  return change;
}

void put_service(Object& out, const Track& track) {
  out.put("effect", track.effect, std::string("charge"));
  out.always("identity", track.identity);
  if (!track.amount.empty()) out.always("amount", track.amount);
  out.json("old", contract_json(track.old_service, out.everything()));
  out.json("new", contract_json(track.new_service, out.everything()));
}

void put_record(Object& out, const Track& track) {
  const Location standard{"sqlite", "", track.name, {}};
  out.json("record", record_json(track.record, out.everything()));
  out.json("old", location_json(track.old_location, standard, out.everything()));
  out.json("new", location_json(track.new_location, standard, out.everything()));
  Json transforms = Json::array();
  for (const Transform& transform : track.transform) {
    transforms.push_back(transform_json(transform, out.everything()));
  }
  out.inner("transform", std::move(transforms));
}

}  // namespace

void put_constraint(Object& out, const Constraint& constraint) {
  out.json(std::string(name_of(constraint.kind)), constraint.field);
  if (constraint.kind == ConstraintKind::unique)
    out.put("ignore_case", constraint.ignore_case, false);
}

Json record_json(const RecordShape& record, bool everything) {
  Object out(everything);
  out.always("key", record.key);
  out.put("key_source", record.key_source, KeySource::client);
  Json fields = Json::object();
  for (const Field& field : record.fields) fields[field.name] = to_json(field.type);
  out.json("fields", std::move(fields));
  return out.take();
}

Json track_json(const Track& track, bool everything) {
  Object out(everything);
  out.always("kind", track.kind);
  if (track.is_service()) {
    put_service(out, track);
  } else {
    put_record(out, track);
  }
  out.inner("initial", change_json(difference(track.initial), everything));
  return out.take();
}

Json collection_json(const Collection& collection, bool everything) {
  const Location standard{"sqlite", "application", collection.name, {}};
  Object out(everything);
  out.json("record", record_json(collection.record, everything));
  out.inner("location", location_json(collection.location, standard, everything));
  return out.take();
}

}  // namespace rehearse::scenarios::printing
