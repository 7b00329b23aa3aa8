#pragma once
/// What happens to the bytes of a message on their way, where they are bytes: between a live run
/// and a program of the user's. Elsewhere messages are moved whole, and what a wire does is played.

#include <cstddef>
#include <cstdint>

#include "scenarios/units.hpp"

namespace rehearse::simulators {

struct Wire {
  /// Which way the connection breaks: what goes there arrives but for its end.
  enum class Cut : std::uint8_t { none, request, answer };
  Cut cut = Cut::none;
  std::uint16_t piece = 0;       ///< So many bytes at a time; 0: as they come.
  scenarios::Duration pause{0};  ///< After each piece.

  bool plain() const { return cut == Cut::none && piece == 0; }
  /// For so many bytes.
  scenarios::Duration time_for(std::size_t bytes) const {
    return piece == 0 ? scenarios::Duration(0)
                      : pause * static_cast<std::int64_t>((bytes + piece - 1) / piece);
  }
};

/// Of a message that is played: what a small HTTP request takes, its head included.
constexpr std::size_t bytes_of_a_message = 300;

}  // namespace rehearse::simulators
