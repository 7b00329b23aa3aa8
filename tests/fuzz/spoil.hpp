#pragma once
/// Spoils texts of JSON, EDN and logs as a stranger would: by whole values, and by bytes.

#include <cstdint>
#include <string>
#include <string_view>

namespace rehearse::fuzz {

/// A sequence of numbers that is the same on every machine. Source: splitmix64 (Steele, Lea and
/// Flood, OOPSLA 2014).
class Draws {
 public:
  explicit Draws(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next();
  /// Below `bound`; 0 for none.
  std::size_t below(std::size_t bound) { return bound == 0 ? 0 : next() % bound; }

 private:
  std::uint64_t state_;
};

/// `text` with one to four wounds: a value that is another one's, doubled, gone or extreme; a
/// bracket too many; a byte that is none. `other` lends values.
std::string spoilt(std::string_view text, std::string_view other, Draws& draws);

}  // namespace rehearse::fuzz
