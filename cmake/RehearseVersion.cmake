# rehearse::version offers "rehearse_version.hpp": version and commit of the tool, for people to read.
# Nothing that is compared (history hash, certificate digest) may depend on it.
include_guard(GLOBAL)
find_package(Git QUIET)

set(REHEARSE_COMMIT "unknown")
if(GIT_FOUND)
  execute_process(COMMAND "${GIT_EXECUTABLE}" rev-parse --show-prefix --short HEAD
                  WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}"
                  OUTPUT_VARIABLE answer OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET RESULT_VARIABLE failed)
  if(NOT failed AND answer MATCHES "^\n([0-9a-f]+)$")  # empty prefix: our own repository, not one around us
    set(REHEARSE_COMMIT "${CMAKE_MATCH_1}")
    execute_process(COMMAND "${GIT_EXECUTABLE}" rev-parse --git-path logs/HEAD
                    WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}"
                    OUTPUT_VARIABLE head_log OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
    cmake_path(ABSOLUTE_PATH head_log BASE_DIRECTORY "${PROJECT_SOURCE_DIR}")
    if(EXISTS "${head_log}")
      set_property(DIRECTORY "${PROJECT_SOURCE_DIR}" APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${head_log}")
    endif()
  endif()
endif()

configure_file("${CMAKE_CURRENT_LIST_DIR}/rehearse_version.hpp.in"
               "${PROJECT_BINARY_DIR}/generated/rehearse_version.hpp" @ONLY)
add_library(rehearse_version INTERFACE)
add_library(rehearse::version ALIAS rehearse_version)
target_include_directories(rehearse_version INTERFACE "$<BUILD_INTERFACE:${PROJECT_BINARY_DIR}/generated>")
