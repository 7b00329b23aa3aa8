#include <exception>

#include "cli/commands.hpp"
#include "harness/live/node_process.hpp"

namespace rehearse::cli {

ExitCode node(const NodeOptions& options, const Terminal& terminal) {
  try {
    harness::live::run_node({options.run, options.role, options.version, options.process});
  } catch (const std::exception& error) {
    terminal.complain(std::string("rehearse node: ") + error.what());
    return ExitCode::bad_input;
  }
  return ExitCode::success;
}

}  // namespace rehearse::cli
