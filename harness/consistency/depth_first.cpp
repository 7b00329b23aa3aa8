#include "harness/consistency/depth_first.hpp"

#include <algorithm>
#include <boost/unordered/unordered_flat_set.hpp>
#include <cstring>
#include <string>

namespace rehearse::harness {

namespace {

class DepthFirst final : public Contestant {
 public:
  DepthFirst(const Puzzle& puzzle, std::uint64_t bytes_max)
      : puzzle_(puzzle),
        bytes_max_(bytes_max),
        state_(puzzle.initial),
        next_(puzzle.events.size() + 1),
        previous_(puzzle.events.size() + 1),
        end_of_(puzzle.acts.size(), 0),
        done_(puzzle.acts.size() / 64 + 1, 0) {
    // Entry 0 stands before the first event; entry i is event i - 1.
    const auto count = static_cast<std::uint32_t>(puzzle.events.size());
    for (std::uint32_t entry = 0; entry <= count; ++entry) {
      next_[entry] = entry == count ? 0 : entry + 1;
      previous_[entry] = entry == 0 ? count : entry - 1;
      if (entry == 0) continue;
      const ActEvent event = puzzle.events[entry - 1];
      if (event.end) end_of_[event.act] = entry;
      if (event.end) ++owed_;
    }
    at_ = next_[0];
  }

  std::optional<SearchAnswer> advance(std::uint64_t steps) override {
    for (; steps > 0; --steps, ++spent_) {
      if (owed_ == 0) return SearchAnswer::ordered;
      if (bytes_ > bytes_max_) return SearchAnswer::gave_up;
      if (at_ != 0 && !event_at(at_).end) {
        const std::uint32_t entry = at_;
        at_ = take(entry) ? next_[0] : next_[entry];
        continue;
      }
      // An end that must come after its act, or nothing left to try.
      if (taken_.empty()) return SearchAnswer::no_order;
      at_ = next_[give_back()];
    }
    return std::nullopt;
  }

  std::uint64_t spent() const override { return spent_; }

 private:
  struct Taken {
    std::uint32_t entry = 0;
    std::int64_t before = 0;  ///< The state.
  };

  const ActEvent& event_at(std::uint32_t entry) const { return puzzle_.events[entry - 1]; }

  bool take(std::uint32_t entry) {
    const std::uint32_t index = event_at(entry).act;
    std::int64_t state = state_;
    if (!puzzle_.step(puzzle_.acts[index], state)) return false;
    set(index, true);
    if (!remember(state)) {
      set(index, false);
      return false;
    }
    taken_.push_back({entry, state_});
    state_ = state;
    lift(entry);
    if (end_of_[index] != 0) {
      lift(end_of_[index]);
      --owed_;
    }
    return true;
  }

  /// The entry of the act taken last, which it no longer is.
  std::uint32_t give_back() {
    const Taken last = taken_.back();
    taken_.pop_back();
    const std::uint32_t index = event_at(last.entry).act;
    if (end_of_[index] != 0) {
      put_back(end_of_[index]);
      ++owed_;
    }
    put_back(last.entry);
    set(index, false);
    state_ = last.before;
    return last.entry;
  }

  void lift(std::uint32_t entry) {
    next_[previous_[entry]] = next_[entry];
    previous_[next_[entry]] = previous_[entry];
  }
  void put_back(std::uint32_t entry) {
    next_[previous_[entry]] = entry;
    previous_[next_[entry]] = entry;
  }

  void set(std::uint32_t act, bool done) {
    const std::uint64_t bit = std::uint64_t{1} << (act % 64);
    if (done) {
      done_[act / 64] |= bit;
      highest_ = std::max<std::size_t>(highest_, act / 64 + 1);
    } else {
      done_[act / 64] &= ~bit;
    }
    while (lowest_ < done_.size() && done_[lowest_] == ~std::uint64_t{0}) ++lowest_;
    lowest_ = std::min<std::size_t>(lowest_, done_[act / 64] == ~std::uint64_t{0}
                                                 ? lowest_
                                                 : static_cast<std::size_t>(act / 64));
    while (highest_ > lowest_ && done_[highest_ - 1] == 0) --highest_;
  }

  /// False: this set of acts has led to this state before. A set is told by the words between the
  /// ones that are full and the ones that are empty.
  bool remember(std::int64_t state) {
    key_.assign(reinterpret_cast<const char*>(&state), sizeof state);
    key_.append(reinterpret_cast<const char*>(&lowest_), sizeof lowest_);
    if (highest_ > lowest_) {
      key_.append(reinterpret_cast<const char*>(&done_[lowest_]),
                  (highest_ - lowest_) * sizeof(std::uint64_t));
    }
    if (!seen_.insert(key_).second) return false;
    bytes_ += sizeof key_ * 2 + (key_.size() > 15 ? key_.size() : 0);
    return true;
  }

  const Puzzle& puzzle_;
  const std::uint64_t bytes_max_;
  std::int64_t state_;
  std::vector<std::uint32_t> next_, previous_;  // entries that are left, in a ring through entry 0
  std::vector<std::uint32_t> end_of_;           // by act: its end's entry; 0: it has none
  std::vector<std::uint64_t> done_;             // acts
  std::size_t lowest_ = 0, highest_ = 0;        // words of `done_`: full below, empty from
  std::uint64_t owed_ = 0;                      // ends that are left
  std::uint32_t at_ = 0;
  std::vector<Taken> taken_;
  boost::unordered_flat_set<std::string> seen_;
  std::string key_;
  std::uint64_t bytes_ = 0, spent_ = 0;
};

}  // namespace

std::unique_ptr<Contestant> make_depth_first(const Puzzle& puzzle, std::uint64_t bytes_max) {
  return std::make_unique<DepthFirst>(puzzle, bytes_max);
}

}  // namespace rehearse::harness
