#include "scenarios/result.hpp"

namespace rehearse::scenarios {

std::string to_string(const Error& error) {
  std::string line;
  if (!error.file.empty()) {
    line += error.file + ":";
    if (error.line > 0) {
      line += std::to_string(error.line) + ":" + std::to_string(error.column) + ":";
    }
    line += " ";
  }
  if (!error.pointer.empty()) line += error.pointer + ": ";
  line += error.message;
  const bool already_said = error.message.find(error.value) != std::string::npos;
  if (!error.value.empty() && !already_said) line += " (value " + error.value + ")";
  if (!error.way_out.empty()) line += "; " + error.way_out;
  return line;
}

}  // namespace rehearse::scenarios
