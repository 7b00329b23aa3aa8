#include "harness/rehearsal/longest_run.hpp"

#include <algorithm>
#include <optional>

namespace rehearse::harness {

using scenarios::Duration;
using simulators::Blueprint;

namespace {

/// What a step, a gate or the way back may take where the plan does not say.
constexpr Duration usual_limit{60'000'000};
/// Beside all that the plan and its traffic name.
constexpr Duration slack{600'000'000};
/// A thousand years: sums of what hostile plans name stay far from the end of the clock.
constexpr Duration most{std::int64_t{1000} * 365 * 24 * 3600 * 1'000'000};
}  // namespace

Duration longest_plan(const Blueprint& blueprint) {
  const auto within = [](const std::optional<Duration>& deadline) {
    return deadline.value_or(usual_limit);
  };
  Duration sum = slack;
  const auto add = [&sum](Duration more) { sum = std::min(sum + more, most); };
  for (const scenarios::Phase& phase : blueprint.plan.phases) {
    add(phase.keep);
    add(within(phase.deadline));
    for (std::size_t i = 0; phase.segment && i < phase.segment->percent.size(); ++i)
      add(phase.segment->hold);
    if (phase.entry) add(within(phase.entry->deadline));
    if (phase.gate) add(within(phase.gate->deadline));
    for (const scenarios::Step& step : phase.steps) add(step.duration + usual_limit);
    add(within(blueprint.plan.rollback.deadline));
    if (phase.rollback) add(within(phase.rollback->deadline));
  }
  const auto restarts = static_cast<std::int64_t>(blueprint.instances.size());
  add((blueprint.plan.application.restart_time + blueprint.plan.application.grace) * restarts);
  return sum;
}

Duration longest_run(const Blueprint& blueprint) {
  return std::min(longest_plan(blueprint) * 2 + blueprint.scenario.traffic.tail, most);
}

}  // namespace rehearse::harness
