#include <algorithm>

#include "scenarios/suggest.hpp"
#include "scenarios/validate/rules.hpp"

namespace rehearse::scenarios::validate {

Problem unknown(std::string pointer, const std::string& what, const std::string& name,
                const std::vector<std::string>& known, std::vector<std::string> relies_on) {
  return {std::move(pointer), "unknown " + what + " " + in_quotes(name),
          known.empty() ? "the plan has none" : did_you_mean(name, known), std::move(relies_on)};
}

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::vector<std::string> field_names(const std::vector<Field>& fields) {
  std::vector<std::string> names;
  for (const Field& field : fields) names.push_back(field.name);
  return names;
}

}  // namespace rehearse::scenarios::validate
