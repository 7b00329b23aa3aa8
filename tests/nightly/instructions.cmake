# Counts the instructions of a fixed run and compares them with the committed figure, docs/instructions.json:
#   {"compiler": "GNU-12.2.0", "instructions": 123456789}
# Fails beyond 10 % in either direction: a gain nobody wrote down hides the next loss.
set(run certify scenarios/ecommerce/plan.json --scenario scenarios/ecommerce/flash-sale.json
        --runs 20 --jobs 1 --seed 1 --out "${WORK}/certificate")
set(committed_file "${REHEARSE_SOURCE}/docs/instructions.json")
if(NOT VALGRIND)
  message(FATAL_ERROR "valgrind is missing: run tools/install, then configure again")
endif()

file(REMOVE_RECURSE "${WORK}")
file(MAKE_DIRECTORY "${WORK}")
execute_process(
  COMMAND "${VALGRIND}" --tool=callgrind "--callgrind-out-file=${WORK}/callgrind.out" "${REHEARSE_PROGRAM}" ${run}
  WORKING_DIRECTORY "${REHEARSE_SOURCE}" RESULT_VARIABLE code OUTPUT_VARIABLE output ERROR_VARIABLE output)
# 3, inconclusive, is a finished run as well: 20 runs may be too few for a verdict.
if(NOT code MATCHES "^[03]$")
  message(FATAL_ERROR "the run itself failed (${code}):\n${output}")
endif()
file(STRINGS "${WORK}/callgrind.out" totals REGEX "^(summary|totals): [0-9]+")
if(NOT totals MATCHES ": ([0-9]+)")
  message(FATAL_ERROR "no total in ${WORK}/callgrind.out")
endif()
set(measured "${CMAKE_MATCH_1}")
set(update "To accept it, write this to docs/instructions.json:
  {\"compiler\": \"${COMPILER}\", \"instructions\": ${measured}}")

if(NOT EXISTS "${committed_file}")
  message(FATAL_ERROR "${measured} instructions; nothing is committed to compare with. ${update}")
endif()
file(READ "${committed_file}" json)
string(JSON committed GET "${json}" instructions)
string(JSON compiler GET "${json}" compiler)
if(NOT compiler STREQUAL COMPILER)
  message(STATUS "committed for ${compiler}, this is ${COMPILER}")
endif()
math(EXPR low "${committed} * 90 / 100")
math(EXPR high "${committed} * 110 / 100")
if(measured LESS low OR measured GREATER high)
  message(FATAL_ERROR "${measured} instructions, ${committed} committed (allowed: ${low} to ${high}). ${update}
Where they go: callgrind_annotate ${WORK}/callgrind.out")
endif()
message("${measured} instructions, ${committed} committed: within 10 %.")
