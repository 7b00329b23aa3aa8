#pragma once
/// The simulated clock's queue: a hierarchical timing wheel (Varghese and Lauck 1987), 10 levels of
/// 64 slots, one tick a microsecond, 2^60 us ahead: more than any sum of durations that a plan can
/// name. Level = highest 6-bit digit in which a timer's time differs from the cursor. A timer
/// reaches a lower level only by a cascade, before any later timer can be put there directly, so
/// each slot is first in, first out and the order is exactly (time, sequence).
///
/// Measured against heaps in docs/performance.md.

#include <array>
#include <bit>
#include <cstdint>

#include "scenarios/ensure.hpp"
#include "simulators/runtime/history.hpp"

namespace rehearse::simulators {

/// Neighbours in a slot's list, which is closed by the slot's head.
struct TimerLink {
  TimerLink* previous = nullptr;  ///< Null when not armed.
  TimerLink* next = nullptr;
};

/// An intrusive entry; whoever owns it disarms it before it dies.
struct Timer : TimerLink {
  Time when = 0;
  void (*fire)(Timer*) = nullptr;  ///< Called once, unarmed, by the event loop.

  Timer() = default;
  explicit Timer(void (*on_fire)(Timer*)) : fire(on_fire) {}
  Timer(const Timer&) = delete;
  Timer& operator=(const Timer&) = delete;
  bool armed() const { return previous != nullptr; }
};

class TimingWheel final {
 public:
  TimingWheel() { clear(); }
  TimingWheel(const TimingWheel&) = delete;
  TimingWheel& operator=(const TimingWheel&) = delete;

  /// `timer.when` must not be before the time of the last pop.
  void arm(Timer& timer) {
    REHEARSE_ENSURE(!timer.armed());
    REHEARSE_ENSURE(timer.when >= cursor_);
    insert(timer);
  }

  void disarm(Timer& timer) {
    REHEARSE_ENSURE(timer.armed());
    TimerLink* const left = timer.previous;
    TimerLink* const right = timer.next;
    left->next = right;
    right->previous = left;
    timer.previous = nullptr;
    timer.next = nullptr;
    if (left == right) mark_empty(left);  // only the slot's head is left
  }

  /// The next timer in order of (time, sequence), unarmed; null when there is none.
  Timer* pop() {
    for (;;) {
      if (occupied_[0] != 0) return pop_slot(static_cast<unsigned>(std::countr_zero(occupied_[0])));
      unsigned level = 1;
      while (level < levels && occupied_[level] == 0) ++level;
      if (level == levels) return nullptr;
      if (Timer* const only = pop_only(level)) return only;
      cascade(level);
    }
  }

  /// As `pop`, but only what is due at `now`; null when nothing is.
  Timer* pop_due(Time now) {
    while (earliest() <= now) {
      if (occupied_[0] != 0) return pop_slot(static_cast<unsigned>(std::countr_zero(occupied_[0])));
      cascade(lowest_occupied());
    }
    return nullptr;
  }

  /// No timer is due before; INT64_MAX when there is none. The coarser, the further ahead.
  Time earliest() const {
    const unsigned level = lowest_occupied();
    if (level == levels) return INT64_MAX;
    const auto slot = static_cast<std::uint64_t>(std::countr_zero(occupied_[level]));
    const std::uint64_t above = ~((std::uint64_t{1} << (bits * (level + 1))) - 1);
    return static_cast<Time>((static_cast<std::uint64_t>(cursor_) & above) | slot
                                                                                 << (bits * level));
  }

  /// Forgets every timer (their owners are gone) and goes back to time 0.
  void clear() {
    cursor_ = 0;
    occupied_.fill(0);
    for (TimerLink& head : heads_) {
      head.previous = &head;
      head.next = &head;
    }
  }

 private:
  static constexpr unsigned levels = 10;
  static constexpr unsigned bits = 6;
  static constexpr unsigned slots = 1U << bits;

  unsigned lowest_occupied() const {
    unsigned level = 0;
    while (level < levels && occupied_[level] == 0) ++level;
    return level;
  }

  void insert(Timer& timer) {
    const std::uint64_t when = static_cast<std::uint64_t>(timer.when);
    const std::uint64_t different = (when ^ static_cast<std::uint64_t>(cursor_)) | 1U;
    const unsigned level = static_cast<unsigned>(63 - std::countl_zero(different)) / bits;
    REHEARSE_ENSURE(level < levels);
    const unsigned slot = static_cast<unsigned>(when >> (bits * level)) & (slots - 1);
    TimerLink& head = heads_[level * slots + slot];
    timer.previous = head.previous;
    timer.next = &head;
    head.previous->next = &timer;
    head.previous = &timer;
    occupied_[level] |= std::uint64_t{1} << slot;
  }

  void mark_empty(const TimerLink* head) {
    const unsigned index = static_cast<unsigned>(head - heads_.data());
    occupied_[index / slots] &= ~(std::uint64_t{1} << (index % slots));
  }

  Timer* pop_slot(unsigned slot) {
    TimerLink& head = heads_[slot];
    Timer* const first = static_cast<Timer*>(head.next);
    cursor_ = first->when;
    head.next = first->next;
    first->next->previous = &head;
    first->previous = nullptr;
    first->next = nullptr;
    if (head.next == &head) occupied_[0] &= ~(std::uint64_t{1} << slot);
    return first;
  }

  /// The timer of the first occupied slot of `level` when it is alone there: what a cascade, slot
  /// by slot down to level 0, would come to.
  Timer* pop_only(unsigned level) {
    const unsigned slot = static_cast<unsigned>(std::countr_zero(occupied_[level]));
    TimerLink& head = heads_[level * slots + slot];
    Timer* const first = static_cast<Timer*>(head.next);
    if (first->next != &head) return nullptr;
    occupied_[level] &= ~(std::uint64_t{1} << slot);
    head.next = &head;
    head.previous = &head;
    cursor_ = first->when;
    first->previous = nullptr;
    first->next = nullptr;
    return first;
  }

  /// Moves the first occupied slot of `level` down, in order.
  void cascade(unsigned level) {
    const unsigned slot = static_cast<unsigned>(std::countr_zero(occupied_[level]));
    const std::uint64_t digit = std::uint64_t{slot} << (bits * level);
    const std::uint64_t above = ~((std::uint64_t{1} << (bits * (level + 1))) - 1);
    cursor_ = static_cast<Time>((static_cast<std::uint64_t>(cursor_) & above) | digit);
    occupied_[level] &= ~(std::uint64_t{1} << slot);
    TimerLink& head = heads_[level * slots + slot];
    TimerLink* link = head.next;
    head.next = &head;
    head.previous = &head;
    while (link != &head) {
      TimerLink* const next = link->next;
      insert(*static_cast<Timer*>(link));
      link = next;
    }
  }

  Time cursor_ = 0;
  std::array<std::uint64_t, levels> occupied_{};
  std::array<TimerLink, levels * slots> heads_;
};

}  // namespace rehearse::simulators
