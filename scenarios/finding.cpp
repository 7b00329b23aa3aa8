#include "scenarios/finding.hpp"

namespace rehearse::scenarios {

std::string_view name_of(Severity severity) {
  switch (severity) {
    case Severity::error:
      return "error";
    case Severity::warning:
      return "warning";
    case Severity::note:
      break;
  }
  return "note";
}

std::string to_string(const Finding& finding) {
  std::string line;
  if (!finding.file.empty()) {
    line += finding.file + ":";
    if (finding.place.line > 0) {
      line += std::to_string(finding.place.line) + ":" + std::to_string(finding.place.column) + ":";
    }
    line += " ";
  }
  line += std::string(name_of(finding.severity)) + ": ";
  if (!finding.pointer.empty()) line += finding.pointer + ": ";
  line += finding.message;
  if (!finding.way_out.empty()) line += "; " + finding.way_out;
  return line + " [" + finding.id + "]";
}

std::span<const FindingKind> finding_kinds() {
  constexpr Severity error = Severity::error, warning = Severity::warning, note = Severity::note;
  static constexpr FindingKind table[] = {
      {"read_new_before_backfill", error, "new is read before the backfill is done"},
      {"read_new_unverified", warning, "new is read before a verify step has compared the sides"},
      {"read_new_without_writes", error, "new is read while no write reaches it"},
      {"read_old_without_writes", error, "old is read while no write reaches it"},
      {"new_side_missing", error, "new is used before it is created"},
      {"dual_write_unordered", warning, "both sides are written and no rule orders the writes"},
      {"second_write_ignored", error, "a second write that fails is forgotten"},
      {"backfill_before_writes", error, "the backfill starts before changes reach the new side"},
      {"backfill_overwrites", error, "the backfill may overwrite newer records"},
      {"backfill_passes_over", warning, "the backfill leaves out records that nothing else brings"},
      {"sync_loop", error, "both streams run without origin tags"},
      {"version_ignores_stage", error, "instances of a version that knows only old still run"},
      {"constraint_before_writers", error, "a field is required while a version leaves it out"},
      {"unique_only_on_new", warning, "the new side is stricter than the old one"},
      {"gate_without_deadline", warning, "a gate may wait for ever"},
      {"sampled_without_min_samples", warning, "a gate may pass without data"},
      {"switch_without_fence", error, "authority moves while old writes may still arrive"},
      {"switch_without_drain", error, "authority moves while operations are in flight"},
      {"position_before_drain", error, "a position is recorded while writes are in flight"},
      {"catch_up_without_position", error, "a catch-up has no position to reach"},
      {"sequence_not_advanced", error, "the other side makes keys that records have already"},
      {"two_sequences", warning, "both sides make keys at the same time"},
      {"catch_up_without_stream", error, "a catch-up waits for a stream that does not run"},
      {"contract_before_old_versions_gone", error,
       "old is taken away while a version that needs it runs"},
      {"contract_while_used", error, "old is taken away while the stage uses it"},
      {"point_of_no_return_missing", error, "something is destroyed and no phase says so"},
      {"point_of_no_return_late", error, "something is destroyed before the point of no return"},
      {"rollback_unreachable", error, "a rollback goes where there is no way back to"},
      {"rollback_without_deadline", warning, "a rollback may take for ever"},
      {"partial_segment_left", warning, "some of the traffic is never migrated"},
      {"key_per_attempt", error, "a retried call is a new effect"},
      {"key_missing", warning, "a side that deduplicates gets no idempotency key"},
      {"service_needs_missing_record", error, "a service side may need records that are gone"},
      {"transform_not_invertible", warning, "a rollback cannot restore the old record"},
      {"insert_existing_key", warning, "an operation inserts a key that is there already"},
      {"use_of_fresh_key", warning, "an operation uses a key that nothing has inserted"},
      {"effect_without_compensation", warning,
       "an operation has an effect and leaves it when a later step fails"},
      {"implicit_collection", note, "a collection was inferred from a put"},
  };
  return table;
}

}  // namespace rehearse::scenarios
