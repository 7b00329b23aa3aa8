#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "cli/commands.hpp"
#include "cli/embedded/schema_files.hpp"
#include "cli/embedded/starter_files.hpp"
#include "cli/output_folder.hpp"
#include "rehearse_version.hpp"

namespace rehearse::cli {
namespace {

namespace fs = std::filesystem;

/// Of the plan, the CMake project and its tests: what a folder is called, as far as all of them
/// allow it.
std::string name_of_project(const fs::path& folder) {
  std::string name;
  for (const char c : fs::absolute(folder).lexically_normal().filename().string()) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (c >= 'A' && c <= 'Z')
      name += static_cast<char>(c - 'A' + 'a');
    else if (letter)
      name += c;
    else if (!name.empty() && name.back() != '-')
      name += '-';
  }
  while (!name.empty() && name.back() == '-') name.pop_back();
  const bool begins_well = !name.empty() && name[0] >= 'a' && name[0] <= 'z';
  return (begins_well ? "" : name.empty() ? "migration" : "migration-") + name;
}

/// "0.1" of "0.1.0": what a project asks for stays good for the next corrections.
std::string version_to_ask_for() {
  const std::string version(kVersion);
  return version.substr(0, version.rfind('.'));
}

/// All that is written, in this order.
std::vector<embedded::File> project_files() {
  std::vector<embedded::File> files = embedded::starter_files();
  const std::vector<embedded::File>& schemas = embedded::schema_files();
  files.insert(files.end(), schemas.begin(), schemas.end());
  return files;
}

std::string filled_in(std::string_view text, const std::string& name) {
  std::string made(text);
  const auto replace = [&made](std::string_view mark, const std::string& by) {
    for (std::size_t at = 0; (at = made.find(mark, at)) != std::string::npos; at += by.size())
      made.replace(at, mark.size(), by);
  };
  replace("@NAME@", name);
  replace("@VERSION@", version_to_ask_for());
  return made;
}

scenarios::Error is_there(const fs::path& file) {
  scenarios::Error error;
  error.file = file.string();
  error.message = "this is there already, and init overwrites nothing";
  error.way_out = "name a new folder, or move it away";
  return error;
}

/// CMake finds what is installed beside a folder of PATH; else it has to be told.
std::string how_cmake_finds_us() {
  std::error_code problem;
  const fs::path folder = fs::read_symlink("/proc/self/exe", problem).parent_path();
  const char* const path = std::getenv("PATH");
  std::string rest = path == nullptr ? "" : path;
  while (!rest.empty()) {
    const std::size_t end = rest.find(':');
    const std::string part = rest.substr(0, end);
    if (!part.empty() && fs::equivalent(part, folder, problem)) return "";
    rest = end == std::string::npos ? "" : rest.substr(end + 1);
  }
  return "CMAKE_PREFIX_PATH=" + shell_word(folder.parent_path().string()) + " ";
}

}  // namespace

ExitCode init(const InitOptions& options, const Terminal& terminal) {
  const fs::path folder(options.folder);
  std::vector<scenarios::Error> problems;
  std::error_code ignored;
  const std::vector<embedded::File> files = project_files();
  for (const embedded::File& file : files) {
    const fs::path path = folder / file.name;
    if (fs::exists(fs::symlink_status(path, ignored))) problems.push_back(is_there(path));
  }
  if (!problems.empty()) {
    terminal.complain(problems);
    return ExitCode::bad_input;
  }
  const std::string name = name_of_project(folder);
  for (const embedded::File& file : files) {
    const fs::path path = folder / file.name;
    const OutputFolder output(path.parent_path().string());
    auto problem = output.create();
    if (!problem) problem = output.write(path.filename().string(), filled_in(file.bytes, name));
    if (problem) {
      problem->way_out = "name a folder that you may write to";
      terminal.complain({*problem});
      return ExitCode::bad_input;
    }
    terminal.say("wrote    " + path.string());
  }
  terminal.say("next     cd " + shell_word(options.folder) + " && " + how_cmake_finds_us() +
               "cmake --workflow --preset certify");
  return ExitCode::success;
}

}  // namespace rehearse::cli
