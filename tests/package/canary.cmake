# Runs the canary project in a nested ctest and demands that it fails, and for the right reason.
#   cmake -DREHEARSE_PROGRAM=... -DREHEARSE_SOURCE=... -DWORK=... -DCTEST=... -P canary.cmake
file(REMOVE_RECURSE "${WORK}")
execute_process(
  COMMAND "${CMAKE_COMMAND}" -S "${CMAKE_CURRENT_LIST_DIR}/canary" -B "${WORK}"
          "-DREHEARSE_PROGRAM=${REHEARSE_PROGRAM}" "-DREHEARSE_SOURCE=${REHEARSE_SOURCE}"
  COMMAND_ERROR_IS_FATAL ANY)
execute_process(
  COMMAND "${CTEST}" --test-dir "${WORK}" --output-on-failure --no-tests=error
  RESULT_VARIABLE code OUTPUT_VARIABLE output ERROR_VARIABLE output)
message("${output}")

if(code EQUAL 0)
  message(FATAL_ERROR "The canary sang: a plan that must be rejected passed CTest.")
elseif(NOT output MATCHES "canary\\.flash-sale [ .*]*Failed")
  message(FATAL_ERROR "ctest failed (${code}), but not because the certification canary.flash-sale ran and failed.")
elseif(NOT output MATCHES "REJECTED")
  message(FATAL_ERROR "The certification failed without the verdict REJECTED in its output.")
endif()
message("The canary died, as it must: a rejected plan fails CTest.")
