/// The program `rehearse`. The only place that catches what nothing else can: our own bugs.

#include <cstdio>
#include <exception>
#include <new>
#include <string>
#include <vector>

#include "cli/command_line.hpp"
#include "rehearse_version.hpp"

namespace {

using rehearse::cli::ExitCode;

int internal_error(const char* what) {
  std::fprintf(stderr,
               "rehearse: internal error: %s\n"
               "This is a bug in rehearse %s (commit %s), not in your plan. Please report it with "
               "this\nmessage, the command line, the plan and the scenario; the same seed shows it "
               "again.\n",
               what, rehearse::kVersion, rehearse::kCommit);
  return static_cast<int>(ExitCode::internal_error);
}

/// A certificate that never reached the disk or the pipe must not look like success.
int after_flushing(int code) {
  if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return code;
  std::fprintf(stderr, "rehearse: standard output cannot be written\n");
  return code == 0 ? static_cast<int>(ExitCode::bad_input) : code;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    const std::vector<std::string> arguments(argv + (argc > 0 ? 1 : 0), argv + argc);
    return after_flushing(static_cast<int>(rehearse::cli::run_command_line(arguments)));
  } catch (const std::bad_alloc&) {
    std::fprintf(stderr,
                 "rehearse: there is not enough memory. Histories are kept whole: fewer "
                 "\"operations\" in\nthe scenario take less, and so does one run at a time "
                 "(--jobs 1).\n");
    return static_cast<int>(ExitCode::bad_input);
  } catch (const std::exception& error) {
    return internal_error(error.what());
  }
}
