#include "sketch.hpp"

#include <stdexcept>

#include "scenarios/json_text.hpp"

namespace rehearse::scenarios::testing {
std::string data_file(const std::string& name) {
  const auto text =
      read_text_file(std::string(REHEARSE_SOURCE_DIR) + "/tests/scenarios/data/" + name);
  if (!text) throw std::runtime_error(to_string(text.errors().front()));
  return text.value();
}

std::string sketch_plan() { return data_file("sketch.plan.json"); }
std::string sketch_scenario() { return data_file("sketch.scenario.json"); }
std::string sound_plan() { return data_file("sound.plan.json"); }

std::string edited(std::string text, const std::string& from, const std::string& to) {
  const std::size_t found = text.find(from);
  if (found == std::string::npos || text.find(from, found + 1) != std::string::npos) {
    throw std::runtime_error("not there exactly once: " + from);
  }
  return text.replace(found, from.size(), to);
}

}  // namespace rehearse::scenarios::testing
