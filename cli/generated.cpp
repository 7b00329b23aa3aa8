#include "cli/generated.hpp"

#include "cli/commands.hpp"
#include "scenarios/ensure.hpp"

namespace rehearse::cli {

std::vector<std::string> generated_topics() {
  return {"bash", "zsh", "fish", "man", "faults", "properties"};
}

std::string generated(const std::string& topic, const std::vector<CommandOutline>& commands) {
  if (topic == "bash") return bash_completions(commands);
  if (topic == "zsh") return zsh_completions(commands);
  if (topic == "fish") return fish_completions(commands);
  if (topic == "man") return man_page(commands);
  if (topic == "faults") return fault_reference();
  REHEARSE_ENSURE(topic == "properties");
  return property_reference();
}

}  // namespace rehearse::cli
