#pragma once
/// The effects of one business operation at a service so far, eight bits for each kind, in one
/// word: 0 has none.

#include <cstdint>

#include "simulators/runtime/history.hpp"

namespace rehearse::harness {

constexpr unsigned tally_shift(simulators::EffectKind kind) {
  return 8U * static_cast<unsigned>(kind);
}

constexpr std::int64_t effects_of_kind(std::int64_t tally, simulators::EffectKind kind) {
  return (tally >> tally_shift(kind)) & 255;
}

/// One more; 255 are as many as can be told.
constexpr std::int64_t with_effect(std::int64_t tally, simulators::EffectKind kind) {
  return effects_of_kind(tally, kind) < 255 ? tally + (std::int64_t{1} << tally_shift(kind))
                                            : tally;
}

/// Whether more than one effect of this kind stands.
constexpr bool too_many(std::int64_t tally, simulators::EffectKind kind) {
  using simulators::EffectKind;
  const std::int64_t made = effects_of_kind(tally, kind);
  const std::int64_t refunds = effects_of_kind(tally, EffectKind::refund);
  const std::int64_t voids = effects_of_kind(tally, EffectKind::void_charge);
  if (kind == EffectKind::charge || kind == EffectKind::capture) return made - refunds - voids > 1;
  return kind == EffectKind::authorise && made - voids > 1;
}

}  // namespace rehearse::harness
