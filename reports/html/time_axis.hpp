#pragma once
/// The horizontal scale of simulated time, shared by the phase strip and the traffic charts.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "harness/certificate/certificate.hpp"
#include "reports/markup.hpp"

namespace rehearse::reports::html {

/// Maps [begin_us, end_us] to [left, right] in units of the drawing.
struct TimeAxis {
  std::int64_t begin_us = 0, end_us = 1;
  double left = 0, right = 1;
  /// Clamped to the axis.
  double x(std::int64_t time_us) const;
};

/// The axis of the sample run: its phases, or its whole length if that is longer.
TimeAxis time_axis(const harness::ScenarioResult& scenario, double left, double right);

/// Round times for ticks, at most `most` of them.
std::vector<std::int64_t> ticks(const TimeAxis& axis, std::int64_t most);

/// The smallest of 1, 2, 5 x 10^k that is at least `value` (at least 1).
std::int64_t round_up(std::int64_t value);

/// Tick marks with their times below the line y.
Markup time_ticks(const TimeAxis& axis, double y, std::int64_t most);

/// From where to where something is drawn.
struct Extent {
  double begin = 0, end = 0;
};

/// Where faults of `kind` (of every kind if it is empty) were in force, at least `least` wide; what
/// touches in the drawing is one extent, so that their number is bounded by the width.
std::vector<Extent> fault_extents(const harness::ScenarioResult& scenario, const TimeAxis& axis,
                                  const std::string& kind, double least);

/// A phase's fill colour class and its `fill` for readers without style sheets.
std::string phase_class(std::size_t phase);
std::string phase_fill(std::size_t phase);

/// The phase with this name, if there is one.
std::optional<std::size_t> phase_named(const harness::ScenarioResult& scenario,
                                       const std::string& name);

/// Where on the sample run's axis a violation belongs.
struct ViolationPlace {
  std::int64_t time_us = 0;
  bool exact =
      false;  ///< Else the counterexample's run was elsewhere in time: the middle of its phase.
};

/// The last witness in the blamed phase if that phase of the sample run covers its time, else the
/// middle of the phase. Empty if neither is known.
std::optional<ViolationPlace> violation_place(const harness::ScenarioResult& scenario,
                                              const harness::Counterexample& counterexample);

}  // namespace rehearse::reports::html
