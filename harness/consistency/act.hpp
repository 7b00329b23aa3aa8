#pragma once
/// One object that a search looks for an order of: what its operations do to its state.
///
/// A state is one 64-bit number, whatever the object: the value of a register, the sum of a
/// counter, a place among the contents that somebody read (see contents.hpp).

#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "harness/consistency/contents.hpp"

namespace rehearse::harness {

enum class ActKind : std::uint8_t {
  read,   ///< Legal where the state is `a`; changes nothing.
  write,  ///< Legal always; leaves `a`.
  cas,    ///< Legal where the state is `a`; leaves `b`.
  add,    ///< Legal always; adds `a`.
  append  ///< Legal always; appends the text `a`.
};

/// An operation on one object. Unknown ones may take effect at any time after their begin, or
/// never.
struct Act {
  ActKind kind = ActKind::read;
  bool unknown = false;
  std::int64_t a = 0, b = 0;
  std::uint32_t operation = 0;  ///< In the recording.
  std::uint32_t group = 0;      ///< Of unknown ones: equal acts have one number.

  bool passive() const { return kind == ActKind::read; }
  bool blind() const { return kind == ActKind::write; }
  /// Legal in every state.
  bool total() const { return kind >= ActKind::write && kind != ActKind::cas; }
};

/// A begin or an end, of acts[act].
struct ActEvent {
  std::uint32_t act = 0;
  bool end = false;
};

/// The history of one object, to be put in order.
struct Puzzle {
  std::vector<Act> acts;         ///< By begin.
  std::vector<ActEvent> events;  ///< In real time; unknown acts have no end.
  std::int64_t initial = 0;
  std::uint32_t groups = 0;               ///< Of unknown acts.
  std::uint32_t widest = 0;               ///< Most acts of known outcome under way at a time.
  Contents contents;                      ///< Where acts append.
  bool elements = false;                  ///< Contents are lists, not texts.
  std::deque<std::string> element_bytes;  ///< What the contents of lists refer to.
  bool appends = false;                   ///< Acts append; states are contents.
  /// Acts only add what is not negative, or only append: nothing comes back.
  bool monotone = false;

  /// Where nothing comes back: whether `wanted` cannot be the state any more, once it is `state`.
  bool gone(std::int64_t wanted, std::int64_t state) const {
    if (appends) return Contents::length(wanted) < Contents::length(state);
    return wanted < state;
  }

  /// Whether the act is legal in `state`; then `state` is what it leaves.
  bool step(const Act& act, std::int64_t& state) const {
    switch (act.kind) {
      case ActKind::read:
        return state == act.a;
      case ActKind::write:
        state = act.a;
        return true;
      case ActKind::cas:
        if (state != act.a) return false;
        state = act.b;
        return true;
      case ActKind::add:
        state = static_cast<std::int64_t>(static_cast<std::uint64_t>(state) +
                                          static_cast<std::uint64_t>(act.a));
        return true;
      case ActKind::append:
        state = contents.append(state, act.a);
        return true;
    }
    return false;
  }
};

}  // namespace rehearse::harness
