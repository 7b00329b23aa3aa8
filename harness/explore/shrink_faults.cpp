/// The shrinker's faults: whatever way they came, they become explicit strikes; of these the
/// fewest, the shortest and the plainest.

#include <algorithm>
#include <utility>

#include "harness/explore/delta_debugging.hpp"
#include "harness/explore/shrinker.hpp"

namespace rehearse::harness {

using namespace simulators;
using fault_injection::Strike;

namespace {

/// A strike by time, counted from the phase that it came in: it stays with its phase when the
/// phases before take longer or shorter.
Strike since_its_phase(Strike strike, const std::vector<PhaseBegin>& phases) {
  if (strike.at_message() || strike.phase != no_phase) return strike;
  std::vector<std::uint16_t> begun;
  const Time at = strike.time;
  for (const auto& [time, phase] : phases) {
    // The first begin of a phase counts. Strikes at its very begin may have come before it.
    if (time >= at) break;
    if (std::find(begun.begin(), begun.end(), phase) != begun.end()) continue;
    begun.push_back(phase);
    strike.phase = phase;
    strike.time = at - time;
  }
  return strike;
}

}  // namespace

/// None if it fails without; or else those that struck, placed where they did.
void Shrinker::place_faults() {
  if (!best_.faults && best_.strikes.empty()) return;
  RunSpec candidate = best_;
  candidate.faults = false;
  candidate.stress = false;
  candidate.strikes.clear();
  if (adopt(candidate) || !best_.faults) return;
  candidate.strikes = struck_;
  adopt(std::move(candidate), Must::fail);
}

void Shrinker::fewer_faults() {
  place_faults();
  if (best_.faults || best_.strikes.empty()) return;
  const auto only = [this](std::vector<Strike> rest) {
    RunSpec candidate = best_;
    candidate.strikes = std::move(rest);
    return adopt(std::move(candidate));
  };
  fewest(std::vector<Strike>(best_.strikes), only);
  for (std::size_t i = 0; i < best_.strikes.size(); ++i) {
    std::vector<Strike> strikes = best_.strikes;
    strikes[i] = since_its_phase(strikes[i], phases_);
    if (strikes[i] != best_.strikes[i]) only(std::move(strikes));
  }
}

/// Half as long, a quarter ...; then whole milliseconds. Of a duration of 0 the kind may say that
/// it never ends, so no fault gets that short.
void Shrinker::shorter_faults() {
  constexpr Time grain = 1'000;
  const auto lasts = [this](std::size_t i, Time duration) {
    RunSpec candidate = best_;
    candidate.strikes[i].duration = scenarios::Duration(duration);
    return adopt(std::move(candidate), Must::shrink);
  };
  for (std::size_t i = 0; i < best_.strikes.size(); ++i) {
    const auto now = [&] { return best_.strikes[i].duration.count(); };
    if (now() > grain && lasts(i, grain)) continue;
    for (Time less = now() / 2; less >= grain; less /= 2)
      if (less < now()) lasts(i, now() - less);
    if (now() > grain && now() % grain != 0) lasts(i, now() / grain * grain);
  }
}

/// For those that strike by time: at the begin of their phase, or as near to it as goes.
void Shrinker::earlier_faults() {
  constexpr Time grain = 1'000;
  for (std::size_t i = 0; i < best_.strikes.size(); ++i) {
    if (best_.strikes[i].at_message()) continue;
    const auto at = [&](Time time) {
      RunSpec candidate = best_;
      candidate.strikes[i].time = time;
      return adopt(std::move(candidate));
    };
    const auto now = [&] { return best_.strikes[i].time; };
    if (now() > grain && at(grain)) continue;
    for (Time less = now() / 2; less >= grain; less /= 2)
      if (less < now()) at(now() - less);
    if (now() > grain && now() % grain != 0) at(now() / grain * grain);
  }
}

}  // namespace rehearse::harness
