#pragma once
/// Where in a file each value stands: JSON pointer -> line and column.

#include <map>
#include <string>
#include <string_view>

namespace rehearse::scenarios {

struct Place {
  int line = 0;    ///< 1-based; 0: unknown.
  int column = 0;  ///< 1-based, in bytes.
  bool operator==(const Place&) const = default;
};

struct SourceMap {
  std::string file;
  std::map<std::string, Place> places;  ///< By JSON pointer; object members at their key.

  /// The longest prefix of `pointer` that is in the file ("" at the least).
  std::string nearest(std::string_view pointer) const;
  /// The place of `nearest(pointer)`.
  Place place_of(std::string_view pointer) const;
  bool contains(std::string_view pointer) const { return places.count(std::string(pointer)) > 0; }
};

/// `name` as one segment of a JSON pointer: "~" and "/" escaped (RFC 6901), the slash before it.
std::string pointer_segment(std::string_view name);
std::string pointer_segment(std::size_t index);

}  // namespace rehearse::scenarios
