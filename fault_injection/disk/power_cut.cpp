#include "fault_injection/disk/power_cut.hpp"

#include "scenarios/ensure.hpp"
#include "simulators/data/memory.hpp"

namespace rehearse::fault_injection {

using simulators::digest_bytes;
using simulators::digest_mix;
using simulators::PendingPiece;
using simulators::PieceFate;

void PowerCut::begin(std::uint64_t oldest, std::uint64_t youngest) {
  ++cuts_;
  // One beyond the youngest: all of them are whole.
  until_ = oldest + digest_mix(digest_mix(seed_, cuts_), 0) % (youngest - oldest + 2);
}

/// One of the first `kinds` fates.
PieceFate PowerCut::drawn(std::uint64_t draw, const PendingPiece& piece,
                          std::uint64_t kinds) const {
  const auto kind = static_cast<PieceFate::Kind>(draw % kinds);
  const std::uint64_t more = digest_mix(draw, 1);
  const bool torn = kind == PieceFate::Kind::head || kind == PieceFate::Kind::tail;
  return {kind, torn && piece.amount > 0 ? more % piece.amount : more};
}

PieceFate PowerCut::of(const PendingPiece& piece) {
  constexpr std::uint64_t whole = 2, parts = 4, any = 5;  // how many of PieceFate::Kind
  const std::uint64_t call =
      piece.sequence == 0
          ? digest_mix(digest_bytes(piece.file), piece.kind == PendingPiece::Kind::created)
          : piece.sequence;
  const std::uint64_t draw = digest_mix(digest_mix(digest_mix(seed_, cuts_), call), piece.sector);
  switch (survives_) {
    case Survives::everything:
      return {};
    case Survives::nothing:
      return {PieceFate::Kind::lost, 0};
    case Survives::torn:
      if (piece.sequence == 0) return drawn(draw, piece, whole);
      if (piece.sequence == until_) return drawn(draw, piece, parts);
      return {piece.sequence < until_ ? PieceFate::Kind::written : PieceFate::Kind::lost, 0};
    case Survives::reordered:
      return drawn(draw, piece, whole);
    case Survives::garbage:
      return drawn(draw, piece, piece.kind == PendingPiece::Kind::write ? any : whole);
  }
  scenarios::ensure_failed("every way to survive draws", __FILE__, __LINE__);
}

}  // namespace rehearse::fault_injection
