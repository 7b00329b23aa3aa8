/// `rehearse` with a property, a fault and a service of our own; every command knows them.
#include <string>
#include <vector>

#include "cli/command_line.hpp"
#include "own.hpp"

int main(int argc, char** argv) {
  add_quick_cutover();
  add_slow_writes();
  add_forgetful_gateway();
  return static_cast<int>(
      rehearse::cli::run_command_line(std::vector<std::string>(argv + 1, argv + argc)));
}
