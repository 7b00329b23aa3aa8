# Files that the program carries with it.
#
#   rehearse_embed(<target> <name> BASE <folder> FILES <file>...)
#       Adds a source to the target that defines `rehearse::embedded::<name>()`, declared in
#       "<current folder>/embedded/<name>.hpp": the files' names, relative to BASE, and their bytes, in the order given.
include_guard(GLOBAL)

function(rehearse_embed target name)
  cmake_parse_arguments(PARSE_ARGV 2 arg "" "BASE" "FILES")
  cmake_path(RELATIVE_PATH CMAKE_CURRENT_SOURCE_DIR BASE_DIRECTORY "${PROJECT_SOURCE_DIR}" OUTPUT_VARIABLE own)
  set(folder "${PROJECT_BINARY_DIR}/generated/${own}/embedded")
  set(entries "")
  foreach(file IN LISTS arg_FILES)
    cmake_path(ABSOLUTE_PATH file BASE_DIRECTORY "${arg_BASE}")
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${file}")
    cmake_path(RELATIVE_PATH file BASE_DIRECTORY "${arg_BASE}" OUTPUT_VARIABLE relative)
    file(READ "${file}" bytes HEX)
    string(REGEX REPLACE "(..)" "\\\\x\\1" bytes "${bytes}")  # whatever the file holds, bytes as they are
    file(SIZE "${file}" size)
    string(APPEND entries "    {\"${relative}\", std::string_view(\"${bytes}\", ${size})},\n")
  endforeach()
  file(CONFIGURE OUTPUT "${folder}/embedded_file.hpp" @ONLY CONTENT [[#pragma once
/// Made by cmake/RehearseEmbed.cmake.

#include <string_view>

namespace rehearse::embedded {

struct File {
  std::string_view name;  ///< Relative, with slashes.
  std::string_view bytes;
};

}  // namespace rehearse::embedded
]])
  file(CONFIGURE OUTPUT "${folder}/${name}.hpp" @ONLY CONTENT [[#pragma once
/// Made by cmake/RehearseEmbed.cmake.

#include <vector>

#include "@own@/embedded/embedded_file.hpp"

namespace rehearse::embedded {

const std::vector<File>& @name@();

}  // namespace rehearse::embedded
]])
  file(CONFIGURE OUTPUT "${folder}/${name}.cpp" @ONLY CONTENT [[#include "@own@/embedded/@name@.hpp"

const std::vector<rehearse::embedded::File>& rehearse::embedded::@name@() {
  static const std::vector<File> files = {
@entries@  };
  return files;
}
]])
  set_source_files_properties("${folder}/${name}.cpp" PROPERTIES
    SKIP_UNITY_BUILD_INCLUSION ON COMPILE_OPTIONS -Wno-overlength-strings)
  target_sources(${target} PRIVATE "${folder}/${name}.cpp")
  target_include_directories(${target} PRIVATE "${PROJECT_BINARY_DIR}/generated")
endfunction()
