#include "cli/generated.hpp"

#include "cli/commands.hpp"
#include "scenarios/ensure.hpp"

namespace rehearse::cli {

std::vector<std::string> generated_topics() { return {"bash", "zsh", "fish", "man"}; }

std::string generated(const std::string& topic, const std::vector<CommandOutline>& commands) {
  if (topic == "bash") return bash_completions(commands);
  if (topic == "zsh") return zsh_completions(commands);
  if (topic == "fish") return fish_completions(commands);
  REHEARSE_ENSURE(topic == "man");
  return man_page(commands);
}

}  // namespace rehearse::cli
