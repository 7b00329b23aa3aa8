#pragma once
/// What of the unsynced writes is on the medium after the power came back.

#include <cstdint>
#include <string_view>

namespace rehearse::simulators {

/// Bytes whose fate is one: drives write this much at once or tear it. It is the smallest that a
/// drive of today has, so every database page is more than one of them.
constexpr std::uint64_t disk_sector = 512;

/// One sector of an unsynced write, an unsynced truncation, or an unsynced directory entry.
struct PendingPiece {
  enum class Kind : std::uint8_t { write, truncate, created, removed };
  Kind kind = Kind::write;
  std::string_view file;
  std::uint64_t sequence = 0;  ///< Of the call, among all calls of the machine; 0 of a name.
  std::uint64_t sector = 0;    ///< Of a write: which of its sectors, from 0.
  std::uint64_t amount = 0;    ///< Of a write: bytes in this sector.
};

struct PieceFate {
  enum class Kind : std::uint8_t {
    written,  ///< As if synced.
    lost,     ///< What was there before stays.
    head,     ///< Torn: the first `bytes` are new, the rest is as before.
    tail,     ///< Torn from the other end: the last `bytes` are new.
    garbage   ///< Neither old nor new, made from `bytes`.
  };
  Kind kind = Kind::written;
  std::uint64_t bytes = 0;
};

/// Decides piece by piece, files in the order of their creation, each file's writes in the order of
/// their calls. Only writes can be torn or garbage; for other pieces such a fate is `written`. The
/// size of a file keeps its order: with a lost truncation, later ones of the file are lost, and so
/// is what was written behind it, whatever is decided.
class Survival {
 public:
  virtual ~Survival() = default;
  /// Before the first piece: sequence numbers of the oldest and youngest pending call, both 0 when
  /// there is none.
  virtual void begin(std::uint64_t /*oldest*/, std::uint64_t /*youngest*/) {}
  virtual PieceFate of(const PendingPiece& piece) = 0;
};

}  // namespace rehearse::simulators
