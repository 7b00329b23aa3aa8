# Packages of npm that the program carries, in the exact versions of a lock file.
#
#   rehearse_npm(<result> <folder with package.json and package-lock.json>)
#       Sets <result> to the folder node_modules with what the lock file names, or to "" where there is no npm or it
#       cannot fetch them: the build goes on without what needs them, and says so.
include_guard(GLOBAL)

option(REHEARSE_NPM_PACKAGES "Let the build fetch packages with npm (the report's charts that can be zoomed)" ON)
find_program(REHEARSE_NPM npm)
mark_as_advanced(REHEARSE_NPM)

function(rehearse_npm result source)
  set(${result} "" PARENT_SCOPE)
  set(folder "${PROJECT_BINARY_DIR}/npm")
  foreach(file IN ITEMS package.json package-lock.json)
    configure_file("${source}/${file}" "${folder}/${file}" COPYONLY)
  endforeach()
  file(SHA256 "${folder}/package-lock.json" wanted)
  set(have "")
  if(EXISTS "${folder}/installed")
    file(READ "${folder}/installed" have)
  endif()
  if(NOT have STREQUAL wanted)
    if(NOT REHEARSE_NPM_PACKAGES OR NOT REHEARSE_NPM)
      message(STATUS "No npm: reports are made without charts that can be zoomed")
      return()
    endif()
    execute_process(COMMAND "${REHEARSE_NPM}" ci --ignore-scripts --no-audit --no-fund
      WORKING_DIRECTORY "${folder}" RESULT_VARIABLE failed OUTPUT_QUIET ERROR_VARIABLE why TIMEOUT 60)
    if(failed)
      message(STATUS "npm ci failed: reports are made without charts that can be zoomed\n${why}")
      return()
    endif()
    file(WRITE "${folder}/installed" "${wanted}")
  endif()
  set(${result} "${folder}/node_modules" PARENT_SCOPE)
endfunction()
