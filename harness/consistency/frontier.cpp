#include "harness/consistency/frontier.hpp"

#include <algorithm>
#include <array>

#include "harness/consistency/combination.hpp"
#include "harness/consistency/used_counts.hpp"
#include "harness/recording/recording.hpp"

namespace rehearse::harness {

namespace {

template <std::size_t Words>
class Frontier final : public FrontierSearch {
 public:
  Frontier(const Puzzle& puzzle, std::uint64_t bytes_max)
      : puzzle_(puzzle), bytes_max_(bytes_max), slot_of_(puzzle.acts.size(), never) {
    for (std::uint32_t slot = 0; slot < Words * 64; ++slot) {
      free_slots_.push_back(static_cast<std::uint32_t>(Words * 64 - 1 - slot));
    }
    frontier_.push_back({puzzle.initial, {}, {}, UsedCounts::none});
    for (std::size_t place = 0; place < puzzle.events.size(); ++place) {
      const ActEvent event = puzzle.events[place];
      if (!event.end && puzzle.acts[event.act].passive()) last_look_ = place;
    }
    available_.assign(puzzle.groups, 0);
    group_act_.assign(puzzle.groups, 0);
  }

  std::optional<SearchAnswer> advance(std::uint64_t steps) override {
    const std::uint64_t until = steps_ + steps;
    while (steps_ < until) {
      if (ending_ != never) {
        if (!explore(until)) return std::nullopt;
        if (too_big_) return SearchAnswer::gave_up;
        if (!close_end()) return SearchAnswer::no_order;
        continue;
      }
      if (place_ == puzzle_.events.size()) return SearchAnswer::ordered;
      const ActEvent event = puzzle_.events[place_++];
      ++steps_;
      if (event.end) {
        open_end(event.act);
      } else {
        begin(event.act);
      }
    }
    return std::nullopt;
  }

  const DeadEnd& dead_end() const override { return dead_end_; }
  std::uint64_t spent() const override { return steps_; }

 private:
  using Combined = Combination<Words>;

  void begin(std::uint32_t index) {
    const Act& act = puzzle_.acts[index];
    if (act.unknown) {
      if (available_[act.group]++ == 0) {
        groups_.push_back(act.group);
        group_act_[act.group] = index;
      }
      return;
    }
    const std::uint32_t slot = free_slots_.back();
    free_slots_.pop_back();
    slot_of_[index] = slot;
    index_in_[slot] = index;
    act_in_[slot] = act;
    kind_of(act).add(slot);
    pending_.add(slot);
    if (!act.passive()) return;
    for (Combined& combination : frontier_) {
      if (combination.state == act.a) combination.done.add(slot);
    }
  }

  Slots<Words>& kind_of(const Act& act) {
    if (act.passive()) return passive_;
    if (act.blind()) return blind_;
    return act.kind == ActKind::cas ? cas_ : growing_;
  }

  void open_end(std::uint32_t index) {
    ending_ = slot_of_[index];
    next_.clear();
    next_seen_.clear();
    seen_.clear();
    stack_.clear();
    for (const Combined& combination : frontier_) {
      if (combination.done.has(ending_)) {
        arrive(combination);
        continue;
      }
      // A write that was overwritten unseen may end; and it may take effect only now.
      if (combination.free.has(ending_)) arrive(combination);
      stack_.push_back(combination);
    }
  }

  /// False: it was left for want of steps.
  bool explore(std::uint64_t until) {
    while (!stack_.empty()) {
      if (steps_ >= until) return false;
      if (bytes() > bytes_max_) {
        too_big_ = true;
        return true;
      }
      const Combined combination = stack_.back();
      stack_.pop_back();
      gather_needs(combination);
      blind_.each_beside(combination.done, [&](std::uint32_t slot) {
        ++steps_;
        if (slot == ending_ || needed(act_in_[slot].a)) take(combination, act_in_[slot].a, slot);
        return false;
      });
      const auto try_slot = [&](std::uint32_t slot) {
        try_act(combination, act_in_[slot], slot);
        return false;
      };
      cas_.each_beside(combination.done, try_slot);
      growing_.each_beside(combination.done, try_slot);
      for (const std::uint32_t group : groups_) {
        if (counts_.count(combination.used, group) < available_[group]) {
          try_act(combination, puzzle_.acts[group_act_[group]], never);
        }
      }
    }
    return true;
  }

  /// Which states can serve an act before the end that is to be explained.
  void gather_needs(const Combined& before) {
    needs_.clear();
    const auto need = [&](std::uint32_t slot) {
      needs_.push_back(act_in_[slot].a);
      return false;
    };
    passive_.each_beside(before.done, need);
    looks_ = !needs_.empty();
    cas_.each_beside(before.done, need);
    needs_all_ = growing_.any_beside(before.done);
    for (const std::uint32_t group : groups_) {
      const Act& act = puzzle_.acts[group_act_[group]];
      if (act.blind() || counts_.count(before.used, group) >= available_[group]) continue;
      if (act.kind == ActKind::cas) needs_.push_back(act.a);
      needs_all_ = needs_all_ || act.total();
    }
  }

  bool needed(std::int64_t state) const {
    return needs_all_ || std::find(needs_.begin(), needs_.end(), state) != needs_.end();
  }

  void try_act(const Combined& before, const Act& act, std::uint32_t slot) {
    ++steps_;
    std::int64_t state = before.state;
    if (!puzzle_.step(act, state)) return;
    if (slot == ending_ || useful(before, state, act, slot)) take(before, state, slot, act.group);
  }

  /// Whether the act that leaves `state` can serve another one before the end that is to be
  /// explained. If not, it can as well take effect later.
  bool useful(const Combined& before, std::int64_t state, const Act& act,
              std::uint32_t slot) const {
    const bool owed = slot != never && !before.free.has(slot);
    if (act.kind == ActKind::cas && owed) return true;
    if (act.kind == ActKind::add) return looks_;
    if (act.kind == ActKind::append) return state != Contents::unread;
    return needed(state);
  }

  /// The act in `slot`, or an unknown one of `group`, takes effect and leaves `state`.
  void take(const Combined& before, std::int64_t state, std::uint32_t slot,
            std::uint32_t group = 0) {
    Combined after = before;
    after.state = state;
    const Act& act = slot == never ? puzzle_.acts[group_act_[group]] : act_in_[slot];
    if (slot == never) {
      after.used = counts_.with(before.used, group);
    } else {
      after.done.add(slot);
      after.free.drop(slot);
    }
    if (act.blind()) hide(after);
    look(after);
    if (doomed(after)) return;
    if (after.done.has(ending_)) return arrive(after);
    if (seen_.insert(after)) stack_.push_back(after);
  }

  /// An act that looks for what cannot come back any more would never take effect.
  bool doomed(const Combined& after) const {
    if (!puzzle_.monotone) return false;
    if (puzzle_.appends && after.state == Contents::unread && place_ <= last_look_) return true;
    return passive_.each_beside(
        after.done, [&](std::uint32_t slot) { return puzzle_.gone(act_in_[slot].a, after.state); });
  }

  /// A write takes effect: what else is under way and always legal may have, just before it.
  void hide(Combined& after) const {
    for (std::size_t i = 0; i < Words; ++i) {
      after.free.words[i] |= (blind_.words[i] | growing_.words[i]) & ~after.done.words[i];
    }
  }

  /// Acts that only look take effect where they can.
  void look(Combined& after) const {
    passive_.each_beside(after.done, [&](std::uint32_t slot) {
      if (act_in_[slot].a == after.state) after.done.add(slot);
      return false;
    });
  }

  /// One more combination in which the act that ends has taken effect, or need not.
  void arrive(Combined combination) {
    combination.done.drop(ending_);
    combination.free.drop(ending_);
    if (next_.size() < compared_max) {
      for (const Combined& known : next_) {
        if (covers(known, combination)) return;
      }
      std::erase_if(next_, [&](const Combined& known) { return covers(combination, known); });
    } else {
      if (next_.size() == compared_max) {
        for (const Combined& known : next_) next_seen_.insert(known);
      }
      if (!next_seen_.insert(combination)) return;
    }
    next_.push_back(combination);
  }

  /// Whatever can follow `b` can follow `a`.
  bool covers(const Combined& a, const Combined& b) const {
    if (a.state != b.state) return false;
    if (a.used != b.used && !counts_.within(a.used, b.used)) return false;
    for (std::size_t i = 0; i < Words; ++i) {
      const std::uint64_t ad = a.done.words[i], bd = b.done.words[i];
      const std::uint64_t af = a.free.words[i], bf = b.free.words[i];
      const std::uint64_t same = ~(ad ^ bd) & ~(af ^ bf);
      const std::uint64_t looked = ad & ~bf & passive_.words[i];
      const std::uint64_t pending = pending_.words[i] & ~ending_word(i);
      if ((pending & ~(af | same | looked)) != 0) return false;
    }
    return true;
  }

  std::uint64_t ending_word(std::size_t word) const {
    return ending_ / 64 == word ? std::uint64_t{1} << (ending_ % 64) : 0;
  }

  /// The act has ended; false: it could not have.
  bool close_end() {
    if (next_.empty()) {
      tell_dead_end();
      return false;
    }
    frontier_.swap(next_);
    pending_.drop(ending_);
    kind_of(act_in_[ending_]).drop(ending_);
    free_slots_.push_back(ending_);
    ending_ = never;
    return true;
  }

  void tell_dead_end() {
    dead_end_.act = index_in_[ending_];
    for (const Combined& combination : frontier_) dead_end_.states.push_back(combination.state);
    auto& states = dead_end_.states;
    std::sort(states.begin(), states.end());
    states.erase(std::unique(states.begin(), states.end()), states.end());
    if (states.size() > 8) states.resize(8);
  }

  std::uint64_t bytes() const {
    const std::size_t held =
        frontier_.size() + next_.size() + stack_.size() + next_seen_.size() + seen_.size();
    return held * sizeof(Combined) + counts_.bytes();
  }

  /// Up to so many are compared with each other; beyond, only equal ones are found.
  static constexpr std::size_t compared_max = 64;

  const Puzzle& puzzle_;
  const std::uint64_t bytes_max_;
  std::size_t place_ = 0;      // in the events
  std::size_t last_look_ = 0;  // event: the last begin of an act that only looks
  std::uint64_t steps_ = 0;
  std::uint32_t ending_ = never;  // slot whose end is being explained
  bool too_big_ = false;
  std::vector<Combined> frontier_, next_, stack_;
  Seen<Words> next_seen_, seen_;
  std::vector<std::uint32_t> slot_of_;                // by act
  std::array<std::uint32_t, Words * 64> index_in_{};  // by slot: the act's
  std::array<Act, Words * 64> act_in_{};
  std::vector<std::uint32_t> free_slots_;
  Slots<Words> pending_, passive_, blind_, cas_, growing_;     // acts under way, and by kind
  std::vector<std::uint32_t> groups_, available_, group_act_;  // unknown acts that have begun
  UsedCounts counts_;
  std::vector<std::int64_t> needs_;  // of the combination that is explored
  bool looks_ = false, needs_all_ = false;
  DeadEnd dead_end_;
};

}  // namespace

std::unique_ptr<FrontierSearch> make_frontier(const Puzzle& puzzle, std::uint64_t bytes_max) {
  if (puzzle.widest <= 64) return std::make_unique<Frontier<1>>(puzzle, bytes_max);
  if (puzzle.widest <= 512) return std::make_unique<Frontier<8>>(puzzle, bytes_max);
  if (puzzle.widest <= 4096) return std::make_unique<Frontier<64>>(puzzle, bytes_max);
  return nullptr;
}

}  // namespace rehearse::harness
