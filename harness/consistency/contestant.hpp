#pragma once
/// A search for an order of a puzzle that can be left and taken up again, so that several can be
/// raced against each other (contest.hpp).

#include <cstdint>
#include <optional>
#include <vector>

#include "harness/consistency/act.hpp"

namespace rehearse::harness {

enum class SearchAnswer : std::uint8_t {
  ordered,   ///< There is an order.
  no_order,  ///< There is none.
  gave_up    ///< It needs more memory than it may have.
};

class Contestant {
 public:
  Contestant() = default;
  Contestant(const Contestant&) = delete;
  Contestant& operator=(const Contestant&) = delete;
  virtual ~Contestant() = default;

  /// Goes on for about `steps` steps; none: no answer yet.
  virtual std::optional<SearchAnswer> advance(std::uint64_t steps) = 0;
  /// Steps taken so far.
  virtual std::uint64_t spent() const = 0;
};

}  // namespace rehearse::harness
