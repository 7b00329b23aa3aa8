# Certify a migration plan in CTest, in this project and in any that found the package `rehearse`.
#
#   rehearse_add_certification(
#     NAME <name> PLAN <plan.json> [SCENARIOS <scenario.json>...]
#     [PROGRAM <target>] [RUNS <n>] [SEED <n>] [JOBS <n>] [TIMEOUT <seconds>] [LABELS <label>...] [ARGUMENTS <argument>...]
#     [LIVE [POSTGRES]]
#     [EXPECT certified | rejected] [EXPECT_PROPERTY <id>...] [EXPECT_PHASE <phase>])
#
# Registers one test per scenario, <name>.<file name of the scenario without extension>; without SCENARIOS one test,
# <name>, on the scenario the plan brings. The test's output is the verdict; a plan that is not certified fails it with
# the sentence of cause. The certificate and the report are written to <build>/certificates/<test>/.
#
# EXPECT rejected turns it round: the test passes only if the plan is rejected and each EXPECT_PROPERTY (at least one)
# is among the violated ones, in EXPECT_PHASE if that is given. Paths are relative to the calling CMakeLists.txt.
# PROGRAM is a program of yours that calls rehearse::cli::run_command_line: rehearse, and what you added to it.
# LIVE rehearses with real processes, in real time: once unless RUNS says otherwise, and there are no JOBS. With POSTGRES the
# stores are on a PostgreSQL server, else in SQLite files.
# Defaults: as many runs as the scenario says ("swarm_runs", else 200), seed 1, one job (CTest runs the tests side by
# side), 300 s, label "certification".
include_guard(GLOBAL)

function(rehearse_add_certification)
  cmake_parse_arguments(PARSE_ARGV 0 arg "LIVE;POSTGRES"
    "NAME;PLAN;PROGRAM;RUNS;SEED;JOBS;TIMEOUT;EXPECT;EXPECT_PHASE" "SCENARIOS;LABELS;ARGUMENTS;EXPECT_PROPERTY")
  set(me "rehearse_add_certification(${arg_NAME})")
  if(arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "${me}: unknown argument '${arg_UNPARSED_ARGUMENTS}'")
  elseif(NOT arg_NAME OR NOT arg_PLAN)
    message(FATAL_ERROR "${me}: NAME and PLAN are required")
  elseif(arg_EXPECT AND NOT arg_EXPECT MATCHES "^(certified|rejected)$")
    message(FATAL_ERROR "${me}: EXPECT is '${arg_EXPECT}'; it must be certified or rejected")
  elseif(arg_EXPECT STREQUAL "rejected" AND NOT arg_EXPECT_PROPERTY)
    message(FATAL_ERROR "${me}: EXPECT rejected needs its reason, for example EXPECT_PROPERTY D1")
  elseif(NOT arg_EXPECT STREQUAL "rejected" AND (arg_EXPECT_PROPERTY OR arg_EXPECT_PHASE))
    message(FATAL_ERROR "${me}: EXPECT_PROPERTY and EXPECT_PHASE go with EXPECT rejected")
  endif()
  if(arg_POSTGRES AND NOT arg_LIVE)
    message(FATAL_ERROR "${me}: POSTGRES goes with LIVE")
  endif()
  if(arg_LIVE)
    if(DEFINED arg_JOBS)
      message(FATAL_ERROR "${me}: LIVE has as many processes as the plan has nodes; leave JOBS away")
    endif()
    set(how --live)
    if(arg_POSTGRES)
      list(APPEND how --postgres)
    endif()
  endif()
  _rehearse_default(PROGRAM rehearse::rehearse)
  _rehearse_default(SEED 1)
  _rehearse_default(JOBS 1)
  _rehearse_default(TIMEOUT 300)
  _rehearse_default(LABELS certification)
  if(NOT arg_LIVE)
    set(how --jobs ${arg_JOBS})
  endif()
  if(DEFINED arg_RUNS)
    list(APPEND how --runs ${arg_RUNS})
  endif()

  _rehearse_existing_file("${me}: PLAN" "${arg_PLAN}" plan)
  set(expectation "")
  foreach(id IN LISTS arg_EXPECT_PROPERTY)
    if(arg_EXPECT_PHASE)
      string(APPEND id "@${arg_EXPECT_PHASE}")
    endif()
    list(APPEND expectation --expect-violated "${id}")
  endforeach()

  if(NOT arg_SCENARIOS)
    set(arg_SCENARIOS "-")  # the plan's own
  endif()
  foreach(file IN LISTS arg_SCENARIOS)
    set(test "${arg_NAME}")
    set(scenario "")
    if(NOT file STREQUAL "-")
      _rehearse_existing_file("${me}: SCENARIOS" "${file}" path)
      cmake_path(GET path STEM LAST_ONLY stem)
      string(APPEND test ".${stem}")
      set(scenario --scenario "${path}")
    endif()
    if(TEST "${test}")
      message(FATAL_ERROR "${me}: there is a test '${test}' already; choose another NAME or scenario file name")
    endif()
    add_test(NAME "${test}"
      COMMAND ${arg_PROGRAM} certify "${plan}" ${scenario}
              --seed ${arg_SEED} ${how}
              --out "${CMAKE_BINARY_DIR}/certificates/${test}" ${expectation} ${arg_ARGUMENTS})
    set_tests_properties("${test}" PROPERTIES
      TIMEOUT ${arg_TIMEOUT} PROCESSORS ${arg_JOBS} LABELS "${arg_LABELS}")
  endforeach()
endfunction()

# Sets arg_<option> of the caller unless it was given.
macro(_rehearse_default option value)
  if(NOT DEFINED arg_${option})
    set(arg_${option} ${value})
  endif()
endmacro()

function(_rehearse_existing_file what file result)
  cmake_path(ABSOLUTE_PATH file BASE_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}" NORMALIZE)
  if(NOT EXISTS "${file}")
    message(FATAL_ERROR "${what}: there is no file ${file}")
  endif()
  set(${result} "${file}" PARENT_SCOPE)
endfunction()
