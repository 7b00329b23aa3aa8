#pragma once
/// The rolling hash of a history.

#include <cstdint>
#include <cstring>

#include "simulators/data/memory.hpp"
#include "simulators/runtime/history.hpp"

namespace rehearse::simulators {

/// Over the event's eight words, in pairs that do not wait for each other, each with its own
/// constants: order matters, every bit counts.
inline std::uint64_t rolled(std::uint64_t hash, const Event& event) {
  std::uint64_t words[8];
  static_assert(sizeof(words) == sizeof(Event));
  std::memcpy(words, &event, sizeof(Event));
  const std::uint64_t pairs =
      folded_product(words[0] ^ 0x9fb21c651e98df25ULL, words[1] ^ 0xd6e8feb86659fd93ULL) ^
      folded_product(words[2] ^ 0xa0761d6478bd642fULL, words[3] ^ 0xe7037ed1a0b428dbULL) ^
      folded_product(words[4] ^ 0x8ebc6af09c88c6e3ULL, words[5] ^ 0x589965cc75374cc3ULL) ^
      folded_product(words[6] ^ 0x1d8e4e27c47d124fULL, words[7] ^ 0xeb44accab455d165ULL);
  return folded_product(hash ^ pairs, 0x9e3779b97f4a7c15ULL) + pairs;
}

}  // namespace rehearse::simulators
