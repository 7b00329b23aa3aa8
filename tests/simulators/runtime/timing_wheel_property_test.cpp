// The wheel against a std::multimap: the order is exactly (time, sequence), whatever is armed,
// disarmed and popped in between.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cstdint>
#include <deque>
#include <iterator>
#include <map>
#include <ostream>
#include <tuple>
#include <vector>

#include "simulators/runtime/timing_wheel.hpp"

namespace rehearse::simulators {
namespace {

/// One thing to do: arm after `distance`, disarm timer number `which`, or pop.
struct Deed {
  int kind = 0;
  Time distance = 0;
  std::size_t which = 0;
};

/// So that RapidCheck can show a counterexample.
std::ostream& operator<<(std::ostream& out, const Deed& deed) {
  if (deed.kind == 0) return out << "arm after " << deed.distance;
  return deed.kind == 1 ? out << "disarm " << deed.which : out << "pop";
}

/// Every level of the wheel is as likely as any other.
rc::Gen<Time> distances() {
  return rc::gen::map(rc::gen::tuple(rc::gen::inRange(0, 44), rc::gen::arbitrary<std::uint64_t>()),
                      [](const std::tuple<int, std::uint64_t>& drawn) {
                        const std::uint64_t mask = (std::uint64_t{1} << std::get<0>(drawn)) - 1;
                        return static_cast<Time>(std::get<1>(drawn) & mask);
                      });
}

rc::Gen<Deed> deeds() {
  return rc::gen::map(rc::gen::tuple(rc::gen::weightedElement<int>({{5, 0}, {2, 1}, {4, 2}}),
                                     distances(), rc::gen::inRange<std::size_t>(0, 1'000)),
                      [](const std::tuple<int, Time, std::size_t>& drawn) {
                        return Deed{std::get<0>(drawn), std::get<1>(drawn), std::get<2>(drawn)};
                      });
}

/// Both, side by side. std::multimap keeps equal keys in order of insertion.
class Both final {
 public:
  void perform(const Deed& deed) {
    if (deed.kind == 0) arm(deed.distance);
    if (deed.kind == 1 && !model_.empty()) disarm(deed.which % model_.size());
    if (deed.kind == 2) pop();
  }
  void pop() {
    Timer* const timer = wheel_.pop();
    if (model_.empty()) {
      RC_ASSERT(timer == nullptr);
      return;
    }
    RC_ASSERT(timer == model_.begin()->second);
    RC_ASSERT(timer->when == model_.begin()->first);
    RC_ASSERT(!timer->armed());
    now_ = timer->when;
    model_.erase(model_.begin());
  }
  bool empty() const { return model_.empty(); }

 private:
  void arm(Time distance) {
    if (now_ > (Time{1} << 47)) return;  // the wheel's range is 2^48
    Timer& timer = timers_.emplace_back();
    timer.when = now_ + distance;
    wheel_.arm(timer);
    model_.emplace(timer.when, &timer);
  }
  void disarm(std::size_t which) {
    const auto victim = std::next(model_.begin(), static_cast<std::ptrdiff_t>(which));
    wheel_.disarm(*victim->second);
    RC_ASSERT(!victim->second->armed());
    model_.erase(victim);
  }

  TimingWheel wheel_;
  std::deque<Timer> timers_;
  std::multimap<Time, Timer*> model_;
  Time now_ = 0;
};

RC_GTEST_PROP(TimingWheelProperty, PopsInOrderOfTimeAndSequence, ()) {
  const auto todo = *rc::gen::container<std::vector<Deed>>(deeds());
  Both both;
  for (const Deed& deed : todo) both.perform(deed);
  while (!both.empty()) both.pop();
  both.pop();
}

RC_GTEST_PROP(TimingWheelProperty, KeepsTheOrderOfManyTimersInAFewSlots, ()) {
  const auto times = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 200));
  Both both;
  for (const int time : times) both.perform({0, time, 0});
  while (!both.empty()) both.pop();
}

}  // namespace
}  // namespace rehearse::simulators
