# The examples against an installed rehearse, as their first line says.
#   cmake -DPREFIX=... -DWORK=... -DCTEST=... -DSOURCE=... -DCOMPILER=... -P examples.cmake
set(build "${WORK}/examples")
execute_process(COMMAND "${CMAKE_COMMAND}" -S "${SOURCE}/examples" -B "${build}" -G Ninja
    "-DCMAKE_PREFIX_PATH=${PREFIX}" "-DCMAKE_CXX_COMPILER=${COMPILER}" -DCMAKE_BUILD_TYPE=Debug
    "-DCMAKE_CXX_COMPILER_LAUNCHER=${LAUNCHER}"
  COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND "${CMAKE_COMMAND}" --build "${build}" COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND "${CTEST}" --test-dir "${build}" --no-tests=error --output-on-failure COMMAND_ERROR_IS_FATAL ANY)

# What was added is known to every command.
foreach(topic IN ITEMS "faults slow_write" "properties quick_cutover")
  separate_arguments(topic)
  list(GET topic 0 list)
  list(GET topic 1 name)
  foreach(command IN ITEMS list generate)
    execute_process(COMMAND "${build}/my-rehearse" ${command} ${list} OUTPUT_VARIABLE listed COMMAND_ERROR_IS_FATAL ANY)
    if(NOT listed MATCHES "${name}")
      message(FATAL_ERROR "my-rehearse ${command} ${list} does not know ${name}.")
    endif()
  endforeach()
endforeach()
# Without them both plans are certified, or cannot be asked for.
execute_process(COMMAND "${PREFIX}/bin/rehearse" certify "${SOURCE}/examples/gateway.json" --scenario
    "${SOURCE}/examples/gateway-day.json" --runs 200 --out "${build}/plain" --quiet
  COMMAND_ERROR_IS_FATAL ANY)
