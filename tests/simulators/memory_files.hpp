#pragma once
/// Files in memory, as text.

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "simulators/store/memory_file.hpp"

namespace rehearse::simulators {

inline std::span<const std::byte> bytes(std::string_view text) {
  return {reinterpret_cast<const std::byte*>(text.data()), text.size()};
}

inline std::string content(const MemoryFile& file) {
  std::string text(file.size(), '?');
  file.read({reinterpret_cast<std::byte*>(text.data()), text.size()}, 0);
  return text;
}

}  // namespace rehearse::simulators
