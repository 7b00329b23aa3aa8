# rehearse_test_folder(<folder>): the test executables of tests/<folder>/, see tests/CMakeLists.txt.
include_guard(GLOBAL)
include(GoogleTest)

set(REHEARSE_PROPERTY_SEED 1 CACHE STRING "RapidCheck's seed under ctest (a binary run by hand draws its own)")

# One executable, one label: gtest_discover_tests() flattens lists, so that LABELS "a;b" or an empty value would
# silently drop the properties after it. tests/tidy/ctest_properties_test.cpp proves that each arrived.
function(rehearse_test_executable name folder timeout)
  add_executable(${name} ${ARGN})
  rehearse_target_defaults(${name})
  # What they test is optimised; the tests themselves are compiled for longer than they run.
  if(REHEARSE_SANITIZE)
    target_compile_options(${name} PRIVATE $<$<CONFIG:Release>:-O0>)
  elseif(name MATCHES "^unit\\.")
    target_compile_options(${name} PRIVATE $<$<CONFIG:Release>:-O1>)
  endif()
  target_compile_definitions(${name} PRIVATE
    "REHEARSE_SOURCE_DIR=\"${PROJECT_SOURCE_DIR}\"" "REHEARSE_BINARY_DIR=\"${PROJECT_BINARY_DIR}\"")
  target_link_libraries(${name} PRIVATE GTest::gmock GTest::gtest_main rapidcheck rapidcheck_gtest)
  if(TARGET rehearse_${folder})
    target_link_libraries(${name} PRIVATE rehearse_${folder})
  endif()
  gtest_discover_tests(${name}
    TEST_PREFIX "${name}."
    DISCOVERY_MODE PRE_TEST
    DISCOVERY_TIMEOUT 60
    TEST_FILTER "-*/postgresql:Postgres*"  # those with one server, in one test: see tests/simulators/CMakeLists.txt
    WORKING_DIRECTORY "${PROJECT_BINARY_DIR}"
    PROPERTIES
      TIMEOUT ${timeout}
      LABELS ${name}
      ENVIRONMENT "RC_PARAMS=seed=${REHEARSE_PROPERTY_SEED}")
endfunction()

function(rehearse_test_folder folder)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/${folder}/*.cpp")
  set(property ${sources})
  set(thread ${sources})
  set(nightly ${sources})
  set(unit ${sources})
  set(helpers ${sources})
  list(FILTER property INCLUDE REGEX "_property_test\\.cpp$")
  list(FILTER thread INCLUDE REGEX "_thread_test\\.cpp$")
  list(FILTER nightly INCLUDE REGEX "_nightly_test\\.cpp$")
  list(FILTER unit INCLUDE REGEX "_test\\.cpp$")
  list(FILTER unit EXCLUDE REGEX "_(property|thread|nightly)_test\\.cpp$")
  list(FILTER helpers EXCLUDE REGEX "_test\\.cpp$")
  if(unit)
    rehearse_test_executable(unit.${folder} ${folder} 120 ${unit} ${helpers})
  endif()
  if(property)
    rehearse_test_executable(property.${folder} ${folder} 300 ${property} ${helpers})
  endif()
  if(thread)
    rehearse_test_executable(thread.${folder} ${folder} 120 ${thread} ${helpers})
  endif()
  if(nightly)
    rehearse_test_executable(nightly.${folder} ${folder} 1800 ${nightly} ${helpers})
  endif()
endfunction()
