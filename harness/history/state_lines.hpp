#pragma once
/// Stages, initial records and final state as lines of JSON. One function describes each value to
/// the writer and to the reader, so that they cannot disagree.

#include "harness/history/event_line.hpp"

namespace rehearse::harness {

template <typename Line, typename Stage>
void stage_line(Line& line, Stage& stage) {
  const scenarios::Stage usual;
  line.named("read", stage.read.authority);
  line.boolean("read_shadow", stage.read.shadow);
  line.named("write", stage.write.first);
  line.boolean("write_both", stage.write.both);
  line.boolean("one_transaction", stage.write.one_transaction);
  line.named("second_write_failure", stage.second_write_failure, usual.second_write_failure);
  line.named("apply", stage.apply, usual.apply);
  line.named("stream", stage.sync.direction, usual.sync.direction);
  line.named("capture", stage.sync.capture, usual.sync.capture);
  line.boolean("origin_tagged", stage.sync.origin_tagged, true);
  line.named("payload", stage.sync.payload, usual.sync.payload);
  line.named("fence", stage.fence, usual.fence);
  line.named("backfill", stage.backfill.state, usual.backfill.state);
  if (!Line::writes || !stage.backfill.cursor.empty()) line.text("cursor", stage.backfill.cursor);
  line.integer("batch", stage.backfill.batch, usual.backfill.batch);
  line.named("backfill_write", stage.backfill.write, usual.backfill.write);
  if (!Line::writes || !stage.backfill.before_phase.empty()) {
    line.text("before_phase", stage.backfill.before_phase);
  }
  auto& where = stage.backfill.where;
  if constexpr (!Line::writes)
    if (line.has("where_field")) where.emplace();
  if (where) {
    line.text("where_field", where->field);
    line.literal("where_is", where->is);
  }
  line.named("checkpoint", stage.backfill.checkpoint, usual.backfill.checkpoint);
  std::int64_t throttle = stage.backfill.throttle.count();
  line.integer("throttle_us", throttle);
  if constexpr (!Line::writes) stage.backfill.throttle = scenarios::Duration(throttle);
  line.named("contract", stage.contract, usual.contract);
  line.named("route", stage.service.route);
  line.boolean("service_shadow", stage.service.shadow);
  line.named("shadow_effects", stage.service.shadow_effects, usual.service.shadow_effects);
  line.named("idempotency", stage.service.idempotency, usual.service.idempotency);
  line.named("ambiguity", stage.service.ambiguity, usual.service.ambiguity);
  line.named("lifecycle", stage.service.lifecycle, usual.service.lifecycle);
  line.named("webhooks", stage.service.webhooks, usual.service.webhooks);
  line.named("webhook_deduplication", stage.service.webhook_deduplication,
             usual.service.webhook_deduplication);
}

template <typename Line, typename Record>
void final_record_line(Line& line, Record& record) {
  line.integer("key", record.key);
  line.hex("write_id", record.write);
  line.unsigned64("version", record.version);
  line.hex("digest", record.digest);
  line.integer("counter", record.counter);
  line.boolean("deleted", record.deleted);
  line.boolean("representable", record.representable, true);
  line.integer("whole", record.whole);
}

template <typename Line, typename Record>
void initial_record_line(Line& line, Record& record) {
  line.integer("key", record.key);
  line.hex("digest", record.digest);
  line.integer("counter", record.counter);
}

template <typename Line, typename Track>
void final_track_line(Line& line, Track& track) {
  line.boolean("old_exists", track.old_side.exists);
  line.boolean("new_exists", track.new_side.exists);
  line.integer("segment_percent", track.segment_percent);
  line.integer("repairs_pending", track.repairs_pending);
  line.integer("stream_pending", track.stream_pending);
  line.integer("backfill_remaining", track.backfill_remaining);
}

}  // namespace rehearse::harness
