#include "harness/mutate/axes.hpp"

#include <optional>

#include "scenarios/names.hpp"

namespace rehearse::harness {

using namespace scenarios;

namespace {

template <typename Axis>
void leave_out(const StageChange& change, std::optional<Axis> StageChange::*axis, const char* name,
               std::vector<Spoiled>& all) {
  if (!(change.*axis)) return;
  Spoiled spoiled{std::string("without ") + name, change};
  (spoiled.change.*axis).reset();
  all.push_back(std::move(spoiled));
}

std::string arrow(std::string_view from, std::string_view to) {
  return std::string(from) + " -> " + std::string(to);
}

template <typename Axis>
void weaken(const StageChange& change, std::optional<Axis> StageChange::*axis, const char* name,
            Axis weak, std::vector<Spoiled>& all) {
  if (!(change.*axis) || *(change.*axis) == weak) return;
  Spoiled spoiled{std::string(name) + " " + arrow(name_of(*(change.*axis)), name_of(weak)), change};
  spoiled.change.*axis = weak;
  all.push_back(std::move(spoiled));
}

void weaken_writes(const StageChange& change, std::vector<Spoiled>& all) {
  if (!change.write || !change.write->both) return;
  Spoiled alone{"write " + std::string(name_of(change.write->first)) + " only", change};
  alone.change.write->both = alone.change.write->one_transaction = false;
  all.push_back(std::move(alone));
  if (!change.write->one_transaction) return;
  Spoiled apart{"write in two transactions", change};
  apart.change.write->one_transaction = false;
  all.push_back(std::move(apart));
}

void weaken_reads(const StageChange& change, std::vector<Spoiled>& all) {
  if (!change.read || !change.read->shadow) return;
  Spoiled alone{"read without shadow", change};
  alone.change.read->shadow = false;
  all.push_back(std::move(alone));
}

void weaken_sync(const StageChange& change, std::vector<Spoiled>& all) {
  if (!change.sync || change.sync->direction == StreamDirection::none) return;
  const SyncAxis& sync = *change.sync;
  const auto spoil = [&](std::string what, auto how) {
    Spoiled spoiled{"sync " + what, change};
    how(*spoiled.change.sync);
    all.push_back(std::move(spoiled));
  };
  if (sync.direction == StreamDirection::both) {
    for (const auto one : {StreamDirection::old_to_new, StreamDirection::new_to_old})
      spoil(arrow("both", name_of(one)), [one](SyncAxis& axis) { axis.direction = one; });
    if (sync.origin_tagged)
      spoil("without origin tags", [](SyncAxis& axis) { axis.origin_tagged = false; });
  }
  if (sync.capture == Capture::cdc)
    spoil(arrow("cdc", "outbox"), [](SyncAxis& axis) { axis.capture = Capture::outbox; });
}

void weaken_backfill(const StageChange& change, std::vector<Spoiled>& all) {
  if (!change.backfill || change.backfill->state != BackfillState::running) return;
  const BackfillAxis& backfill = *change.backfill;
  const auto spoil = [&](std::string what, auto how) {
    Spoiled spoiled{"backfill " + what, change};
    how(*spoiled.change.backfill);
    all.push_back(std::move(spoiled));
  };
  for (const Apply rule : {Apply::overwrite, Apply::update_if_present})
    if (backfill.write != rule)
      spoil(arrow(name_of(backfill.write), name_of(rule)),
            [rule](BackfillAxis& axis) { axis.write = rule; });
  for (const Checkpoint when : {Checkpoint::before, Checkpoint::after})
    if (backfill.checkpoint == Checkpoint::in_batch)
      spoil("checkpoint " + arrow("in_batch", name_of(when)),
            [when](BackfillAxis& axis) { axis.checkpoint = when; });
  if (!backfill.before_phase.empty())
    spoil("of all", [](BackfillAxis& axis) { axis.before_phase.clear(); });
}

}  // namespace

std::vector<Spoiled> without_an_axis(const StageChange& change) {
  std::vector<Spoiled> all;
  leave_out(change, &StageChange::read, "read", all);
  leave_out(change, &StageChange::write, "write", all);
  leave_out(change, &StageChange::second_write_failure, "second_write_failure", all);
  leave_out(change, &StageChange::apply, "apply", all);
  leave_out(change, &StageChange::sync, "sync", all);
  leave_out(change, &StageChange::fence, "fence", all);
  leave_out(change, &StageChange::backfill, "backfill", all);
  leave_out(change, &StageChange::contract, "contract", all);
  leave_out(change, &StageChange::route, "route", all);
  leave_out(change, &StageChange::shadow, "shadow", all);
  leave_out(change, &StageChange::shadow_effects, "effects", all);
  leave_out(change, &StageChange::idempotency, "idempotency_key", all);
  leave_out(change, &StageChange::ambiguity, "ambiguity", all);
  leave_out(change, &StageChange::lifecycle, "lifecycle", all);
  leave_out(change, &StageChange::webhooks, "webhooks", all);
  leave_out(change, &StageChange::webhook_deduplication, "webhook_deduplication", all);
  return all;
}

std::vector<Spoiled> with_a_weaker_axis(const StageChange& change) {
  std::vector<Spoiled> all;
  weaken_reads(change, all);
  weaken_writes(change, all);
  weaken(change, &StageChange::second_write_failure, "second_write_failure",
         SecondWriteFailure::ignore, all);
  weaken(change, &StageChange::second_write_failure, "second_write_failure",
         SecondWriteFailure::fail, all);
  for (const Apply rule : {Apply::overwrite, Apply::upsert, Apply::insert_if_absent})
    weaken(change, &StageChange::apply, "apply", rule, all);
  weaken_sync(change, all);
  weaken(change, &StageChange::fence, "fence", Fence::none, all);
  weaken_backfill(change, all);
  weaken(change, &StageChange::shadow_effects, "effects", ShadowEffects::real, all);
  weaken(change, &StageChange::idempotency, "idempotency_key", Idempotency::per_attempt, all);
  weaken(change, &StageChange::idempotency, "idempotency_key", Idempotency::none, all);
  weaken(change, &StageChange::ambiguity, "ambiguity", Ambiguity::current_side, all);
  weaken(change, &StageChange::ambiguity, "ambiguity", Ambiguity::nowhere, all);
  weaken(change, &StageChange::lifecycle, "lifecycle", Lifecycle::current, all);
  weaken(change, &StageChange::webhook_deduplication, "webhook_deduplication",
         WebhookDeduplication::by_delivery, all);
  weaken(change, &StageChange::webhook_deduplication, "webhook_deduplication",
         WebhookDeduplication::none, all);
  return all;
}

}  // namespace rehearse::harness
