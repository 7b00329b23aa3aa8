# How every target of this project is built.
#
#   rehearse_library(<folder> [DEPENDS <rehearse::folder>...] [LIBRARIES <found target>...])
#       One static library `rehearse_<folder>`, alias `rehearse::<folder>`, from every .cpp below the current folder
#       (but main.cpp): no source can be left out of the build.
#   rehearse_target_defaults(<target>)
#       Language, warnings, sanitizer and linker; called on *every* target of ours.
include_guard(GLOBAL)
include(CheckCXXCompilerFlag)

set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "Build type" FORCE)
endif()

find_program(REHEARSE_CCACHE ccache)
mark_as_advanced(REHEARSE_CCACHE)
if(REHEARSE_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER AND PROJECT_IS_TOP_LEVEL)
  # Paths below the source folder count relative to it: a second clone finds what the first compiled file by file.
  set(CMAKE_CXX_COMPILER_LAUNCHER
    "${CMAKE_COMMAND}" -E env "CCACHE_BASEDIR=${PROJECT_SOURCE_DIR}" CCACHE_NOHASHDIR=1
    "${REHEARSE_CCACHE}")
endif()

find_program(REHEARSE_LLD ld.lld)
mark_as_advanced(REHEARSE_LLD)

function(rehearse_target_defaults target)
  target_compile_features(${target} PUBLIC cxx_std_20)
  set_target_properties(${target} PROPERTIES CXX_EXTENSIONS OFF)
  target_include_directories(${target} PUBLIC "$<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}>")
  target_compile_options(${target} PRIVATE
    -Wall -Wextra -Wpedantic -Wconversion $<$<BOOL:${REHEARSE_WERROR}>:-Werror>
    $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>           # false alarms on std::string, GCC bug 105651
    # In a batch (CMAKE_UNITY_BUILD) compilers take the names of one file for an outer scope of the next; g++ warns of
    # what coroutines keep in their frames.
    "$<IF:$<BOOL:${CMAKE_UNITY_BUILD}>,$<$<CXX_COMPILER_ID:GNU>:-Wshadow=local;-Wno-subobject-linkage>,-Wshadow>"
    -fno-omit-frame-pointer
    -UNDEBUG                                          # assertions stay on in every build type
    -ffp-contract=off                                 # the same bits on every machine
    "-fmacro-prefix-map=${PROJECT_SOURCE_DIR}/=")     # __FILE__ says scenarios/plan.cpp in every clone
  if(REHEARSE_LLD)
    target_link_options(${target} PRIVATE -fuse-ld=lld)
  endif()
  if(REHEARSE_SANITIZE STREQUAL "address")
    # ASan sees what null, object-size, vptr and pointer-overflow look for, where it does harm; with them and alignment,
    # tests take three times as long to compile.
    set(sanitize -fsanitize=address,undefined -fno-sanitize=null,alignment,object-size,vptr,pointer-overflow
      -fno-sanitize-recover=undefined)
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
      list(APPEND sanitize -Wno-maybe-uninitialized)  # false alarms in instrumented code, g++ 12
    endif()
    if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
      list(APPEND sanitize -fno-sanitize=function)  # false alarms on coroutines, clang 14
    endif()
  elseif(REHEARSE_SANITIZE STREQUAL "fuzz")  # clang only; function: false alarms on coroutines
    set(sanitize -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize=function,vptr
      -fno-sanitize-recover=undefined)
  elseif(REHEARSE_SANITIZE STREQUAL "thread")
    set(sanitize -fsanitize=thread)
  elseif(REHEARSE_SANITIZE)
    message(FATAL_ERROR "REHEARSE_SANITIZE is '${REHEARSE_SANITIZE}'; it must be empty, address, thread or fuzz")
  endif()
  target_compile_options(${target} PRIVATE ${sanitize} $<$<BOOL:${REHEARSE_SANITIZE}>:-DREHEARSE_SANITIZED>)
  target_link_options(${target} PRIVATE ${sanitize})
endfunction()

function(rehearse_library folder)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "DEPENDS;LIBRARIES")
  if(arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "rehearse_library(${folder}): unknown argument ${arg_UNPARSED_ARGUMENTS}")
  endif()
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/*.cpp")
  list(FILTER sources EXCLUDE REGEX "/main\\.cpp$")
  if(NOT sources)  # a folder of headers only is still a library
    set(sources "${CMAKE_CURRENT_BINARY_DIR}/no_sources_yet.cpp")
    file(CONFIGURE OUTPUT "${sources}" CONTENT "")
  endif()
  add_library(rehearse_${folder} STATIC ${sources})
  add_library(rehearse::${folder} ALIAS rehearse_${folder})
  rehearse_target_defaults(rehearse_${folder})
  target_link_libraries(rehearse_${folder} PUBLIC ${arg_DEPENDS} ${arg_LIBRARIES})
endfunction()
