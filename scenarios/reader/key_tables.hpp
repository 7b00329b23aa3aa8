#pragma once
/// Every key that the reader knows, one table per concept. A new key is a word here, a line in the
/// reader and the printer, and a property in the JSON Schema (a test compares the two).

#include "scenarios/reader/object_reader.hpp"

namespace rehearse::scenarios::reading {

inline constexpr std::string_view plan_keys[] = {
    "$schema", "rehearse",    "name",      "tracks", "collections", "databases",
    "workers", "application", "tolerates", "phases", "rollback"};
inline constexpr std::string_view worker_keys[] = {"run"};
inline constexpr std::string_view worker_program_keys[] = {"command"};
inline constexpr std::string_view database_keys[] = {"run"};
inline constexpr std::string_view record_track_keys[] = {"kind", "record",    "old",
                                                         "new",  "transform", "initial"};
inline constexpr std::string_view service_track_keys[] = {"kind", "effect", "identity", "amount",
                                                          "old",  "new",    "initial"};
inline constexpr std::string_view record_keys[] = {"key", "key_source", "fields"};
inline constexpr std::string_view location_keys[] = {"store", "database", "table", "constraints"};
inline constexpr std::string_view constraint_not_null_keys[] = {"not_null"};
inline constexpr std::string_view constraint_unique_keys[] = {"unique", "ignore_case"};
inline constexpr std::string_view service_contract_keys[] = {
    "service",         "version",  "deduplicates", "key_expiry", "capacity",
    "amount_decimals", "webhooks", "lookup",       "latency",    "slow",
    "slow_share",      "declined", "unavailable",  "needs",      "run"};
inline constexpr std::string_view program_keys[] = {"command", "durable", "ready",  "operations",
                                                    "phase",   "dump",    "webhook"};
inline constexpr std::string_view program_webhook_keys[] = {"post", "identity", "value"};
inline constexpr std::string_view application_program_keys[] = {"command", "ready", "operations",
                                                                "phase", "own_shapes"};
inline constexpr std::string_view application_operation_keys[] = {
    "get", "post", "put", "delete", "headers", "body", "ok", "refused", "failed", "reads"};
inline constexpr std::string_view database_program_keys[] = {"command", "ready", "operations",
                                                             "phase"};
inline constexpr std::string_view record_operation_keys[] = {"get",     "post", "put", "delete",
                                                             "headers", "body", "ok",  "nothing",
                                                             "busy",    "list", "key", "record"};
inline constexpr std::string_view program_ready_keys[] = {"http", "within"};
inline constexpr std::string_view program_phase_keys[] = {"post", "put", "headers", "body"};
inline constexpr std::string_view program_operation_keys[] = {"get",     "post", "put",  "delete",
                                                              "headers", "body", "ok",   "declined",
                                                              "nothing", "busy", "value"};
inline constexpr std::string_view program_dump_keys[] = {"get", "list", "identity", "amount",
                                                         "kind"};
inline constexpr std::string_view transform_rename_keys[] = {"rename", "to", "lossy"};
inline constexpr std::string_view transform_split_keys[] = {"split", "at", "into", "lossy"};
inline constexpr std::string_view transform_join_keys[] = {"join", "with", "into", "lossy"};
inline constexpr std::string_view transform_scale_keys[] = {"scale", "by", "to", "lossy"};
inline constexpr std::string_view transform_cast_keys[] = {"cast", "to_type", "lossy"};
inline constexpr std::string_view transform_map_keys[] = {"map", "values", "lossy"};
inline constexpr std::string_view transform_default_keys[] = {"default", "type", "value", "lossy"};
inline constexpr std::string_view transform_constant_keys[] = {"constant", "type", "value",
                                                               "lossy"};
inline constexpr std::string_view transform_drop_keys[] = {"drop", "keep", "lossy"};
inline constexpr std::string_view collection_keys[] = {"record", "location"};
inline constexpr std::string_view application_keys[] = {
    "instances", "version",    "groups", "versions",        "flag_delay",   "cache", "calls",
    "variables", "operations", "jobs",   "on_step_failure", "restart_time", "grace"};
inline constexpr std::string_view group_keys[] = {"instances", "version", "operations"};
inline constexpr std::string_view cache_keys[] = {"ttl", "invalidate"};
inline constexpr std::string_view calls_keys[] = {"timeout", "retries", "backoff"};
inline constexpr std::string_view variable_existing_keys[] = {"existing"};
inline constexpr std::string_view variable_fresh_keys[] = {"fresh"};
inline constexpr std::string_view variable_own_keys[] = {"own"};
inline constexpr std::string_view variable_run_keys[] = {"run"};
inline constexpr std::string_view job_keys[] = {"operation", "every", "run_by"};
inline constexpr std::string_view operation_read_keys[] = {"read", "key"};
inline constexpr std::string_view operation_put_keys[] = {"put", "key", "value"};
inline constexpr std::string_view operation_insert_keys[] = {"insert", "key", "value"};
inline constexpr std::string_view operation_update_keys[] = {"update", "key", "value"};
inline constexpr std::string_view operation_delete_keys[] = {"delete", "key"};
inline constexpr std::string_view operation_decrement_keys[] = {"decrement", "key", "by",
                                                                "require"};
inline constexpr std::string_view operation_increment_keys[] = {"increment", "key", "by",
                                                                "require"};
inline constexpr std::string_view operation_call_keys[] = {"call", "identity"};
inline constexpr std::string_view operation_authorise_keys[] = {"authorise", "identity"};
inline constexpr std::string_view operation_capture_keys[] = {"capture", "identity"};
inline constexpr std::string_view operation_refund_keys[] = {"refund", "identity"};
inline constexpr std::string_view operation_void_keys[] = {"void", "identity"};
inline constexpr std::string_view tolerates_keys[] = {
    "app_crashes",  "conductor_crashes", "relay_crashes",       "backfill_crashes",
    "store_outage", "message_loss",      "message_duplication", "pause",
    "clock_skew",   "partition",         "service_errors",      "store_errors",
    "stale_reads",  "flags_late",        "operator_slips",      "forgotten_keys"};
inline constexpr std::string_view record_change_keys[] = {
    "stage", "read",     "write",   "second_write_failure", "apply", "sync",
    "fence", "backfill", "contract"};
inline constexpr std::string_view service_change_keys[] = {
    "stage",     "route",           "shadow",
    "effects",   "idempotency_key", "ambiguity",
    "lifecycle", "webhooks",        "webhook_deduplication",
    "contract"};
inline constexpr std::string_view write_axis_keys[] = {"order", "one_transaction"};
inline constexpr std::string_view sync_axis_keys[] = {"stream", "capture", "origin_tagged",
                                                      "payload"};
inline constexpr std::string_view backfill_axis_keys[] = {
    "state", "cursor", "batch", "write", "population", "where", "checkpoint", "throttle"};
inline constexpr std::string_view phase_keys[] = {
    "name",   "set",        "segment",  "steps", "entry", "gate", "rollback", "point_of_no_return",
    "budget", "on_failure", "deadline", "keep"};
inline constexpr std::string_view segment_keys[] = {"by", "percent", "hold", "sticky"};
inline constexpr std::string_view budget_keys[] = {"unavailable"};
inline constexpr std::string_view gate_keys[] = {"when", "deadline", "failed", "inconclusive"};
inline constexpr std::string_view condition_keys[] = {"metric",   "equals", "at_most",
                                                      "at_least", "over",   "min_samples"};
inline constexpr std::string_view rollback_keys[] = {"to", "steps", "order", "deadline"};
inline constexpr std::string_view step_set_keys[] = {"set"};
inline constexpr std::string_view step_ddl_keys[] = {"ddl"};
inline constexpr std::string_view step_restart_keys[] = {"restart", "to", "rolling", "instances",
                                                         "await"};
inline constexpr std::string_view step_verify_keys[] = {"verify", "mode", "repair"};
inline constexpr std::string_view step_wait_keys[] = {"wait"};
inline constexpr std::string_view step_constrain_keys[] = {"constrain", "not_null", "unique",
                                                           "ignore_case", "existing"};
inline constexpr std::string_view step_relax_keys[] = {"relax", "not_null", "unique",
                                                       "ignore_case"};
inline constexpr std::string_view step_scale_keys[] = {"scale", "capacity"};
inline constexpr std::string_view scenario_keys[] = {
    "$schema",    "rehearse",   "name",          "traffic",     "network", "faults",
    "objectives", "properties", "must_exercise", "must_happen", "store",   "explore"};
inline constexpr std::string_view traffic_keys[] = {"arrivals", "clients", "operations", "mix",
                                                    "keys",     "client",  "stock",      "tail"};
inline constexpr std::string_view arrivals_keys[] = {"rate", "shape", "size", "spread"};
inline constexpr std::string_view keys_keys[] = {"count", "distribution"};
inline constexpr std::string_view client_keys[] = {"timeout", "retries", "backoff"};
inline constexpr std::string_view network_keys[] = {"latency", "store"};
inline constexpr std::string_view fault_keys[] = {"any_of",        "rate",     "between",   "node",
                                                  "restart_after", "duration", "in",        "at",
                                                  "nth",           "of",       "persistent"};
inline constexpr std::string_view fault_parameters_keys[] = {"rate", "between", "node",
                                                             "restart_after", "duration"};
inline constexpr std::string_view fault_at_keys[] = {"phase", "step", "after"};
inline constexpr std::string_view objectives_keys[] = {"availability", "window", "longest_outage",
                                                       "p99", "p99_vs_control"};
inline constexpr std::string_view zoo_expectation_keys[] = {"$schema", "lesson",  "property",
                                                            "phase",   "at_most", "source"};
inline constexpr std::string_view zoo_bounds_keys[] = {"operations", "faults"};
inline constexpr std::string_view mutant_reasons_keys[] = {"$schema", "needless", "safety_net",
                                                           "blind"};
inline constexpr std::string_view waivers_keys[] = {"$schema", "waivers"};
inline constexpr std::string_view waiver_keys[] = {"property", "scenario", "owner", "reason",
                                                   "expires"};
inline constexpr std::string_view explore_keys[] = {"single_faults", "rollback",   "pairs",
                                                    "swarm_runs",    "base_runs",  "operations",
                                                    "most_runs",     "stress_runs"};

/// What one may look for in the change of the other kind of track.
inline constexpr std::string_view service_only_keys[] = {
    "route",     "shadow",    "effects",  "idempotency_key",
    "ambiguity", "lifecycle", "webhooks", "webhook_deduplication"};
inline constexpr std::string_view record_only_keys[] = {
    "read", "write", "second_write_failure", "apply", "sync", "fence", "backfill"};

inline constexpr KeyTable plan_table{"plan", plan_keys};
inline constexpr KeyTable record_track_table{"record_track", record_track_keys};
inline constexpr KeyTable service_track_table{"service_track", service_track_keys};
inline constexpr KeyTable record_table{"record", record_keys};
inline constexpr KeyTable location_table{"location", location_keys};
inline constexpr KeyTable constraint_not_null_table{"constraint_not_null",
                                                    constraint_not_null_keys};
inline constexpr KeyTable constraint_unique_table{"constraint_unique", constraint_unique_keys};
inline constexpr KeyTable service_contract_table{"service_contract", service_contract_keys};
inline constexpr KeyTable program_table{"program", program_keys};
inline constexpr KeyTable program_webhook_table{"program_webhook", program_webhook_keys};
inline constexpr KeyTable application_program_table{"application_program",
                                                    application_program_keys};
inline constexpr KeyTable application_operation_table{"application_operation",
                                                      application_operation_keys};
inline constexpr KeyTable worker_table{"worker", worker_keys};
inline constexpr KeyTable worker_program_table{"worker_program", worker_program_keys};
inline constexpr KeyTable database_table{"database", database_keys};
inline constexpr KeyTable database_program_table{"database_program", database_program_keys};
inline constexpr KeyTable record_operation_table{"record_operation", record_operation_keys};
inline constexpr KeyTable program_ready_table{"program_ready", program_ready_keys};
inline constexpr KeyTable program_phase_table{"program_phase", program_phase_keys};
inline constexpr KeyTable program_operation_table{"program_operation", program_operation_keys};
inline constexpr KeyTable program_dump_table{"program_dump", program_dump_keys};
inline constexpr KeyTable transform_rename_table{"transform_rename", transform_rename_keys};
inline constexpr KeyTable transform_split_table{"transform_split", transform_split_keys};
inline constexpr KeyTable transform_join_table{"transform_join", transform_join_keys};
inline constexpr KeyTable transform_scale_table{"transform_scale", transform_scale_keys};
inline constexpr KeyTable transform_cast_table{"transform_cast", transform_cast_keys};
inline constexpr KeyTable transform_map_table{"transform_map", transform_map_keys};
inline constexpr KeyTable transform_default_table{"transform_default", transform_default_keys};
inline constexpr KeyTable transform_constant_table{"transform_constant", transform_constant_keys};
inline constexpr KeyTable transform_drop_table{"transform_drop", transform_drop_keys};
inline constexpr KeyTable collection_table{"collection", collection_keys};
inline constexpr KeyTable application_table{"application", application_keys};
inline constexpr KeyTable group_table{"group", group_keys};
inline constexpr KeyTable cache_table{"cache", cache_keys};
inline constexpr KeyTable calls_table{"calls", calls_keys};
inline constexpr KeyTable variable_existing_table{"variable_existing", variable_existing_keys};
inline constexpr KeyTable variable_fresh_table{"variable_fresh", variable_fresh_keys};
inline constexpr KeyTable variable_own_table{"variable_own", variable_own_keys};
inline constexpr KeyTable variable_run_table{"variable_run", variable_run_keys};
inline constexpr KeyTable job_table{"job", job_keys};
inline constexpr KeyTable operation_read_table{"operation_read", operation_read_keys};
inline constexpr KeyTable operation_put_table{"operation_put", operation_put_keys};
inline constexpr KeyTable operation_insert_table{"operation_insert", operation_insert_keys};
inline constexpr KeyTable operation_update_table{"operation_update", operation_update_keys};
inline constexpr KeyTable operation_delete_table{"operation_delete", operation_delete_keys};
inline constexpr KeyTable operation_decrement_table{"operation_decrement",
                                                    operation_decrement_keys};
inline constexpr KeyTable operation_increment_table{"operation_increment",
                                                    operation_increment_keys};
inline constexpr KeyTable operation_call_table{"operation_call", operation_call_keys};
inline constexpr KeyTable operation_authorise_table{"operation_authorise",
                                                    operation_authorise_keys};
inline constexpr KeyTable operation_capture_table{"operation_capture", operation_capture_keys};
inline constexpr KeyTable operation_refund_table{"operation_refund", operation_refund_keys};
inline constexpr KeyTable operation_void_table{"operation_void", operation_void_keys};
inline constexpr KeyTable tolerates_table{"tolerates", tolerates_keys};
inline constexpr KeyTable record_change_table{
    "record_change", record_change_keys, service_only_keys,
    "it is for service tracks; schema and source tracks have read, write, apply, sync, fence, "
    "backfill and contract"};
inline constexpr KeyTable service_change_table{
    "service_change", service_change_keys, record_only_keys,
    "it is for schema and source tracks; a service track has \"route\": \"old\" or \"new\", and "
    "\"shadow\": true"};
inline constexpr KeyTable write_axis_table{"write_axis", write_axis_keys};
inline constexpr KeyTable sync_axis_table{"sync_axis", sync_axis_keys};
inline constexpr KeyTable backfill_axis_table{"backfill_axis", backfill_axis_keys};
inline constexpr KeyTable phase_table{"phase", phase_keys};
inline constexpr KeyTable segment_table{"segment", segment_keys};
inline constexpr KeyTable budget_table{"budget", budget_keys};
inline constexpr KeyTable gate_table{"gate", gate_keys};
inline constexpr KeyTable condition_table{"condition", condition_keys};
inline constexpr KeyTable rollback_table{"rollback", rollback_keys};
inline constexpr KeyTable step_set_table{"step_set", step_set_keys};
inline constexpr KeyTable step_ddl_table{"step_ddl", step_ddl_keys};
inline constexpr KeyTable step_restart_table{"step_restart", step_restart_keys};
inline constexpr KeyTable step_verify_table{"step_verify", step_verify_keys};
inline constexpr KeyTable step_wait_table{"step_wait", step_wait_keys};
inline constexpr KeyTable step_constrain_table{"step_constrain", step_constrain_keys};
inline constexpr KeyTable step_relax_table{"step_relax", step_relax_keys};
inline constexpr KeyTable step_scale_table{"step_scale", step_scale_keys};
inline constexpr KeyTable scenario_table{"scenario", scenario_keys};
inline constexpr KeyTable traffic_table{"traffic", traffic_keys};
inline constexpr KeyTable arrivals_table{"arrivals", arrivals_keys};
inline constexpr KeyTable keys_table{"keys", keys_keys};
inline constexpr KeyTable client_table{"client", client_keys};
inline constexpr KeyTable network_table{"network", network_keys};
inline constexpr KeyTable fault_table{"fault", fault_keys};
inline constexpr KeyTable fault_parameters_table{"fault_parameters", fault_parameters_keys};
inline constexpr KeyTable fault_at_table{"fault_at", fault_at_keys};
inline constexpr KeyTable objectives_table{"objectives", objectives_keys};
inline constexpr KeyTable explore_table{"explore", explore_keys};
inline constexpr KeyTable zoo_expectation_table{"zoo_expectation", zoo_expectation_keys};
inline constexpr KeyTable zoo_bounds_table{"zoo_bounds", zoo_bounds_keys};
inline constexpr KeyTable mutant_reasons_table{"mutant_reasons", mutant_reasons_keys};
inline constexpr KeyTable waivers_table{"waivers", waivers_keys};
inline constexpr KeyTable waiver_table{"waiver", waiver_keys};

/// For the test that compares them with the JSON Schema files.
std::span<const KeyTable> all_plan_tables();
std::span<const KeyTable> all_scenario_tables();
std::span<const KeyTable> all_zoo_tables();

}  // namespace rehearse::scenarios::reading
