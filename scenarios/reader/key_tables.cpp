#include "scenarios/reader/key_tables.hpp"

namespace rehearse::scenarios::reading {

std::span<const KeyTable> all_plan_tables() {
  static constexpr KeyTable tables[] = {plan_table,
                                        record_track_table,
                                        service_track_table,
                                        record_table,
                                        location_table,
                                        constraint_not_null_table,
                                        constraint_unique_table,
                                        service_contract_table,
                                        program_table,
                                        program_ready_table,
                                        program_phase_table,
                                        program_operation_table,
                                        program_dump_table,
                                        program_webhook_table,
                                        application_program_table,
                                        worker_table,
                                        worker_program_table,
                                        database_table,
                                        database_program_table,
                                        record_operation_table,
                                        application_operation_table,
                                        transform_rename_table,
                                        transform_split_table,
                                        transform_join_table,
                                        transform_scale_table,
                                        transform_cast_table,
                                        transform_map_table,
                                        transform_default_table,
                                        transform_constant_table,
                                        transform_drop_table,
                                        collection_table,
                                        application_table,
                                        group_table,
                                        cache_table,
                                        calls_table,
                                        variable_existing_table,
                                        variable_fresh_table,
                                        variable_own_table,
                                        variable_run_table,
                                        job_table,
                                        operation_read_table,
                                        operation_put_table,
                                        operation_insert_table,
                                        operation_update_table,
                                        operation_delete_table,
                                        operation_decrement_table,
                                        operation_increment_table,
                                        operation_call_table,
                                        operation_authorise_table,
                                        operation_capture_table,
                                        operation_refund_table,
                                        operation_void_table,
                                        tolerates_table,
                                        record_change_table,
                                        service_change_table,
                                        write_axis_table,
                                        sync_axis_table,
                                        backfill_axis_table,
                                        phase_table,
                                        segment_table,
                                        budget_table,
                                        gate_table,
                                        condition_table,
                                        rollback_table,
                                        step_set_table,
                                        step_ddl_table,
                                        step_restart_table,
                                        step_verify_table,
                                        step_wait_table,
                                        step_constrain_table,
                                        step_relax_table,
                                        step_scale_table};
  return tables;
}

std::span<const KeyTable> all_scenario_tables() {
  static constexpr KeyTable tables[] = {scenario_table,   traffic_table,          arrivals_table,
                                        keys_table,       client_table,           network_table,
                                        fault_table,      fault_parameters_table, fault_at_table,
                                        objectives_table, explore_table};
  return tables;
}

std::span<const KeyTable> all_zoo_tables() {
  static constexpr KeyTable tables[] = {zoo_expectation_table, zoo_bounds_table};
  return tables;
}

}  // namespace rehearse::scenarios::reading
