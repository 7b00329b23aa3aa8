#include "harness/explore/line_members.hpp"

#include "harness/explore/saved_choices.hpp"

namespace rehearse::harness {

std::optional<std::string> text_member(const nlohmann::ordered_json& line, const char* name) {
  const auto found = line.find(name);
  if (found == line.end()) return std::string();
  if (!found->is_string()) return std::nullopt;
  return found->get<std::string>();
}

std::optional<std::uint64_t> number_member(const nlohmann::ordered_json& line, const char* name,
                                           std::uint64_t most) {
  const auto found = line.find(name);
  if (found == line.end()) return std::nullopt;
  const auto value = read_number(*found);
  return value && *value <= most ? value : std::nullopt;
}

}  // namespace rehearse::harness
