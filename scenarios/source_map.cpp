#include "scenarios/source_map.hpp"

namespace rehearse::scenarios {

std::string SourceMap::nearest(std::string_view pointer) const {
  std::string prefix(pointer);
  while (!prefix.empty() && places.count(prefix) == 0) prefix.resize(prefix.rfind('/'));
  return prefix;
}

Place SourceMap::place_of(std::string_view pointer) const {
  const auto found = places.find(nearest(pointer));
  return found == places.end() ? Place{} : found->second;
}

std::string pointer_segment(std::string_view name) {
  std::string segment = "/";
  for (const char letter : name) {
    if (letter == '~') {
      segment += "~0";
    } else if (letter == '/') {
      segment += "~1";
    } else {
      segment += letter;
    }
  }
  return segment;
}

std::string pointer_segment(std::size_t index) { return "/" + std::to_string(index); }

}  // namespace rehearse::scenarios
