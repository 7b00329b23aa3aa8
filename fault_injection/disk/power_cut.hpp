#pragma once
/// What is on the medium after a power cut. Catalogue: K3.
///
///     durable image + calls since the last sync, each cut into sectors -> which of them count?

#include <cstdint>

#include "simulators/store/survival.hpp"

namespace rehearse::fault_injection {

/// From the mildest to the wildest; each but the first two draws.
enum class Survives : std::uint8_t {
  everything,  ///< As if synced: no more than a killed process.
  nothing,     ///< The cache of the drive is gone.
  torn,        ///< In order up to some call, of which some sectors are there, or parts of them.
  reordered,   ///< Each sector for itself, of old calls and of young ones.
  garbage      ///< As reordered, and what was under way may be parts or neither old nor new.
};
constexpr std::uint64_t survives_count = 5;

/// Draws by (seed, number of the cut, piece), so that the fate of one piece does not depend on how
/// many there are. Unsynced names in the directory are lost or not by draw, in all that draw.
class PowerCut final : public simulators::Survival {
 public:
  PowerCut(Survives survives, std::uint64_t seed) : survives_(survives), seed_(seed) {}

  void begin(std::uint64_t oldest, std::uint64_t youngest) override;
  simulators::PieceFate of(const simulators::PendingPiece& piece) override;

 private:
  simulators::PieceFate drawn(std::uint64_t draw, const simulators::PendingPiece& piece,
                              std::uint64_t kinds) const;

  Survives survives_;
  std::uint64_t seed_;
  std::uint64_t cuts_ = 0;
  std::uint64_t until_ = 0;  // torn: the call that is
};

}  // namespace rehearse::fault_injection
