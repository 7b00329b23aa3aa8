#include "reports/html/time_axis.hpp"

#include <algorithm>
#include <array>
#include <limits>

#include "reports/text.hpp"

namespace rehearse::reports::html {
namespace {

constexpr std::array<const char*, 6> fills{"#ddeafd", "#dcf0e3", "#fdf0cd",
                                           "#f4e1f6", "#e4e7eb", "#d8f0f2"};

}  // namespace

double TimeAxis::x(std::int64_t time_us) const {
  const std::int64_t kept = std::clamp(time_us, begin_us, end_us);
  const double part = (static_cast<double>(kept) - static_cast<double>(begin_us)) /
                      (static_cast<double>(end_us) - static_cast<double>(begin_us));
  return left + part * (right - left);
}

TimeAxis time_axis(const harness::ScenarioResult& scenario, double left, double right) {
  TimeAxis axis{.begin_us = 0, .end_us = scenario.run_length_us, .left = left, .right = right};
  for (const harness::PhaseResult& phase : scenario.phases) {
    axis.begin_us = std::min(axis.begin_us, phase.begin_us);
    axis.end_us = std::max(axis.end_us, phase.end_us);
  }
  for (const harness::TrafficBucket& bucket : scenario.traffic) {
    axis.end_us = std::max(axis.end_us, bucket.begin_us);
  }
  // The times of a stranger may be absurd; the axis must stay one that numbers can be mapped to.
  constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max() / 4;
  axis.begin_us = std::clamp(axis.begin_us, -most, most);
  axis.end_us = std::max(std::clamp(axis.end_us, -most, most), axis.begin_us + 1);
  return axis;
}

std::int64_t round_up(std::int64_t value) {
  constexpr std::int64_t most = 1'000'000'000'000'000'000;
  for (std::int64_t decade = 1; decade < most; decade *= 10) {
    for (const std::int64_t step : {1, 2, 5}) {
      if (step * decade >= value) return step * decade;
    }
  }
  return most;
}

std::vector<std::int64_t> ticks(const TimeAxis& axis, std::int64_t most) {
  const std::int64_t step = round_up((axis.end_us - axis.begin_us) / most + 1);
  std::vector<std::int64_t> times;
  std::int64_t time = axis.begin_us / step * step;
  if (time < axis.begin_us) time += step;
  for (; time <= axis.end_us; time += step) times.push_back(time);
  return times;
}

Markup time_ticks(const TimeAxis& axis, double y, std::int64_t most) {
  Markup out;
  const auto letters =
      static_cast<double>(std::max(length(seconds(axis.begin_us)), length(seconds(axis.end_us))));
  const double fit = (axis.right - axis.left) / (letters * 6.2 + 14);
  for (const std::int64_t time :
       ticks(axis, std::clamp<std::int64_t>(static_cast<std::int64_t>(fit), 1, most))) {
    const double x = axis.x(time);
    const bool last = x > axis.right - 30;
    out.raw("<path class=\"l\" stroke=\"#8c959f\" d=\"M").coordinate(x).raw(" ").coordinate(y);
    out.raw("v4\"/><text class=\"m\" fill=\"#59636e\" font-size=\"10.5\" text-anchor=\"");
    if (last) out.raw("end");
    if (!last && x < axis.left + 20) out.raw("start");
    if (!last && x >= axis.left + 20) out.raw("middle");
    out.raw("\" x=\"").coordinate(x).raw("\" y=\"").coordinate(y + 15).raw("\">");
    out.text(seconds(time)).raw("</text>");
  }
  return out;
}

std::vector<Extent> fault_extents(const harness::ScenarioResult& scenario, const TimeAxis& axis,
                                  const std::string& kind, double least) {
  std::vector<Extent> extents;
  for (const harness::FaultSpan& span : scenario.fault_spans) {
    if (!kind.empty() && span.kind != kind) continue;
    const double begin = axis.x(span.begin_us);
    extents.push_back({begin, std::max(axis.x(span.end_us), begin + least)});
  }
  std::sort(extents.begin(), extents.end(), [](const Extent& a, const Extent& b) {
    return a.begin != b.begin ? a.begin < b.begin : a.end < b.end;
  });
  std::vector<Extent> merged;
  for (const Extent& extent : extents) {
    if (!merged.empty() && extent.begin <= merged.back().end + 0.5) {
      merged.back().end = std::max(merged.back().end, extent.end);
    } else {
      merged.push_back(extent);
    }
  }
  return merged;
}

std::string phase_class(std::size_t phase) { return "f" + std::to_string(phase % fills.size()); }

std::string phase_fill(std::size_t phase) { return fills[phase % fills.size()]; }

std::optional<std::size_t> phase_named(const harness::ScenarioResult& scenario,
                                       const std::string& name) {
  for (std::size_t i = 0; i < scenario.phases.size(); ++i) {
    if (scenario.phases[i].name == name) return i;
  }
  return std::nullopt;
}

std::optional<ViolationPlace> violation_place(const harness::ScenarioResult& scenario,
                                              const harness::Counterexample& counterexample) {
  const harness::ToldEvent* last = nullptr;
  for (const harness::ToldEvent& event : counterexample.events) {
    if (event.witness) last = &event;
  }
  std::string name = last != nullptr ? last->phase : std::string();
  for (const harness::PropertyResult& property : scenario.properties) {
    if (property.id == counterexample.property && !property.phase.empty()) name = property.phase;
  }
  const auto found = phase_named(scenario, name);
  if (!found) return std::nullopt;
  const harness::PhaseResult& phase = scenario.phases[*found];
  std::optional<ViolationPlace> place;
  for (const harness::ToldEvent& event : counterexample.events) {
    const bool covered = event.time_us >= phase.begin_us && event.time_us <= phase.end_us;
    if (event.witness && event.phase == name && covered) place = {event.time_us, true};
  }
  return place ? place : ViolationPlace{add(phase.begin_us / 2, phase.end_us / 2), false};
}

}  // namespace rehearse::reports::html
