#include "harness/impact/phase_times.hpp"

#include <algorithm>

namespace rehearse::harness {

using namespace simulators;

PhaseTimes::PhaseTimes(const History& history) {
  for (const Event& event : history.events) {
    Stretch next{event.time, event.phase, stretches_.back().rolling_back};
    if (event.kind == EventKind::rollback_begin) next.rolling_back = true;
    if (event.kind == EventKind::rollback_end) next.rolling_back = false;
    const Stretch& last = stretches_.back();
    if (next.phase == last.phase && next.rolling_back == last.rolling_back) continue;
    stretches_.push_back(next);
  }
}

const PhaseTimes::Stretch& PhaseTimes::at(Time time) const {
  const auto after =
      std::upper_bound(stretches_.begin() + 1, stretches_.end(), time,
                       [](Time wanted, const Stretch& stretch) { return wanted < stretch.begin; });
  return *(after - 1);
}

}  // namespace rehearse::harness
