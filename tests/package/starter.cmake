# What a newcomer does with an installed rehearse: init, one command, a report; then a plan that is wrong.
#   cmake -DPREFIX=... -DWORK=... -DCTEST=... -P starter.cmake
set(ENV{CMAKE_PREFIX_PATH} "${PREFIX}")
set(project "${WORK}/My Shop")
file(REMOVE_RECURSE "${project}")
execute_process(COMMAND "${PREFIX}/bin/rehearse" init "${project}" COMMAND_ERROR_IS_FATAL ANY)

execute_process(COMMAND "${CMAKE_COMMAND}" --workflow --preset certify
  WORKING_DIRECTORY "${project}" RESULT_VARIABLE code OUTPUT_VARIABLE output ERROR_VARIABLE output)
message("${output}")
if(NOT code EQUAL 0 OR NOT output MATCHES "2 tests? *passed|100% tests passed, 0 tests failed out of 2")
  message(FATAL_ERROR "The project that init writes is not certified at once (${code}).")
endif()
foreach(scenario IN ITEMS busy-day bad-day)
  set(folder "${project}/build/certificates/my-shop.${scenario}")
  file(STRINGS "${folder}/report.html" title REGEX "<title>CERTIFIED")
  if(NOT title)
    message(FATAL_ERROR "${folder}/report.html does not say CERTIFIED.")
  endif()
endforeach()

# Both databases are taken over with writes still on their way.
file(READ "${project}/plan.json" plan)
string(REPLACE "\"customers.drain\", \"customers.drain_repairs\",\n               \"customers.switch\""
               "\"customers.switch\"" spoilt "${plan}")
if(spoilt STREQUAL plan)
  message(FATAL_ERROR "The starter's cutover is not what this test spoils; adapt it.")
endif()
file(WRITE "${project}/plan.json" "${spoilt}")
execute_process(COMMAND "${CMAKE_COMMAND}" --workflow --preset certify
  WORKING_DIRECTORY "${project}" RESULT_VARIABLE code OUTPUT_VARIABLE output ERROR_VARIABLE output)
if(code EQUAL 0 OR NOT output MATCHES "REJECTED")
  message(FATAL_ERROR "A cutover without a drain passed (${code}): ${output}")
endif()

# A second init into the same folder touches nothing.
execute_process(COMMAND "${PREFIX}/bin/rehearse" init "${project}" RESULT_VARIABLE code ERROR_VARIABLE output)
file(READ "${project}/plan.json" after)
if(NOT code EQUAL 2 OR NOT output MATCHES "overwrites nothing" OR NOT after STREQUAL spoilt)
  message(FATAL_ERROR "init did not refuse a folder that has a plan (${code}): ${output}")
endif()
