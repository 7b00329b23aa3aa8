#include "scenarios/printer/json_out.hpp"

namespace rehearse::scenarios::printing {
namespace {

Json write_json(const WriteAxis& axis) {
  Json order = Json::array({std::string(name_of(axis.first))});
  if (axis.both) order.push_back(std::string(name_of(other(axis.first))));
  if (!axis.one_transaction) return order;
  if (axis == WriteAxis{Side::old_side, true, true}) return "one_transaction";
  return Json{{"order", std::move(order)}, {"one_transaction", true}};
}

Json sync_json(const SyncAxis& axis, bool everything) {
  SyncAxis short_form;
  short_form.direction = axis.direction;
  if (!everything && axis == short_form) return to_json(axis.direction);
  Object out(everything);
  out.always("stream", axis.direction);
  out.put("capture", axis.capture, short_form.capture);
  out.put("origin_tagged", axis.origin_tagged, short_form.origin_tagged);
  out.put("payload", axis.payload, short_form.payload);
  return out.take();
}

Json backfill_json(const BackfillAxis& axis, bool everything) {
  BackfillAxis short_form;
  short_form.state = axis.state;
  if (!everything && axis == short_form) return to_json(axis.state);
  Object out(everything);
  out.put("state", axis.state, BackfillState::running);
  if (!axis.cursor.empty()) out.always("cursor", axis.cursor);
  out.put("batch", axis.batch, short_form.batch);
  out.put("write", axis.write, short_form.write);
  const std::string population =
      axis.before_phase.empty() ? "all" : "before(" + axis.before_phase + ")";
  out.put("population", population, std::string("all"));
  if (axis.where) out.json("where", Json{{axis.where->field, to_json(axis.where->is)}});
  out.put("checkpoint", axis.checkpoint, short_form.checkpoint);
  out.put("throttle", axis.throttle, short_form.throttle);
  return out.take();
}

}  // namespace

Json change_json(const StageChange& change, bool everything) {
  Object out(everything);
  if (change.read) out.json("read", std::string(name_of(*change.read)));
  if (change.write) out.json("write", write_json(*change.write));
  out.put("second_write_failure", change.second_write_failure);
  out.put("apply", change.apply);
  if (change.sync) out.json("sync", sync_json(*change.sync, everything));
  out.put("fence", change.fence);
  if (change.backfill) out.json("backfill", backfill_json(*change.backfill, everything));
  out.put("route", change.route);
  out.put("shadow", change.shadow);
  out.put("effects", change.shadow_effects);
  out.put("idempotency_key", change.idempotency);
  out.put("ambiguity", change.ambiguity);
  out.put("lifecycle", change.lifecycle);
  out.put("webhooks", change.webhooks);
  out.put("webhook_deduplication", change.webhook_deduplication);
  out.put("contract", change.contract);
  return out.take();
}

Json set_json(const std::vector<std::pair<std::string, StageChange>>& set, bool everything) {
  Json tracks = Json::object();
  for (const auto& [name, change] : set) tracks[name] = change_json(change, everything);
  return tracks;
}

}  // namespace rehearse::scenarios::printing
