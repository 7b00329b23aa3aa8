#pragma once
/// Where things are in a JSON text: nlohmann's parser tells neither lines nor positions of values.

#include <cstddef>
#include <string_view>

namespace rehearse::harness {

/// A place for people: both 1-based, the column in bytes.
struct TextPlace {
  int line = 1;
  int column = 1;
  bool operator==(const TextPlace&) const = default;
};

/// Place of the byte at `offset` (clamped to the end of `text`).
TextPlace place_of_offset(std::string_view text, std::size_t offset);

/// Place of the value that `pointer` (RFC 6901) names in the *valid* JSON `text`; of its nearest
/// existing parent when there is none.
TextPlace place_of_pointer(std::string_view text, std::string_view pointer);

/// The offset at which arrays and objects in `text` first nest deeper than `depth_max`, or npos.
std::size_t offset_nested_deeper_than(std::string_view text, std::size_t depth_max);

}  // namespace rehearse::harness
