#include "reports/html/phase_strip.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <vector>

#include "reports/html/time_axis.hpp"
#include "reports/judgement.hpp"
#include "reports/text.hpp"

namespace rehearse::reports::html {
namespace {

using harness::PhaseResult;
using harness::ScenarioResult;

constexpr double left = 74;
constexpr double right = 1190;
constexpr double strip_top = 18;
constexpr double strip_height = 24;
constexpr double row_height = 15;
constexpr std::size_t fault_lanes_max = 4;
constexpr std::size_t violations_drawn_max = 12;

double text_width(std::string_view text) { return 6.4 * static_cast<double>(length(text)); }

Markup words(double x, double y, const char* anchor, const char* style_class, const char* fill,
             std::string_view text) {
  Markup out;
  out.raw("<text class=\"").trusted(style_class).raw("\" fill=\"").trusted(fill);
  out.raw("\" font-size=\"11\" text-anchor=\"").trusted(anchor).raw("\" x=\"").coordinate(x);
  return out.raw("\" y=\"").coordinate(y).raw("\">").text(text).raw("</text>");
}

Markup row_label(double y, std::string_view text) {
  return words(left - 8, y, "end", "m", "#59636e", text);
}

struct Row {
  const TimeAxis& axis;
  double y;  ///< Top of what is drawn next.
};

Markup phase_box(const TimeAxis& axis, const PhaseResult& phase, std::size_t index) {
  const double x = axis.x(phase.begin_us);
  const double width = std::max(axis.x(phase.end_us) - x, 1.0);
  Markup out;
  out.raw("<rect class=\"ph ").text(phase_class(index)).raw("\" fill=\"").text(phase_fill(index));
  out.raw("\" stroke=\"#8c959f\" stroke-width=\"0.6\" x=\"").coordinate(x).raw("\" y=\"");
  out.coordinate(strip_top).raw("\" width=\"").coordinate(width).raw("\" height=\"");
  out.coordinate(strip_height).raw("\"/>");
  return out;
}

/// Names inside their boxes where they fit, else below with a leader, on the first line with room.
Markup phase_names(Row& row, const ScenarioResult& scenario) {
  Markup out;
  std::array<double, 3> taken{-1e9, -1e9, -1e9};
  std::size_t lines = 0;
  for (const PhaseResult& phase : scenario.phases) {
    const std::string name = shortened(phase.name, 28);
    const double begin = row.axis.x(phase.begin_us);
    const double middle = (begin + row.axis.x(phase.end_us)) / 2;
    const double half = text_width(name) / 2 + 3;
    if (2 * half <= row.axis.x(phase.end_us) - begin) {
      out.add(words(middle, strip_top + 16, "middle", "t", "#1f2328", name));
      continue;
    }
    const double center = std::clamp(middle, left + half, std::max(right - half, left + half));
    std::size_t line = 0;
    while (line < taken.size() && taken[line] > center - half) ++line;
    if (line < taken.size()) {
      taken[line] = center + half;
      lines = std::max(lines, line + 1);
      const double y = row.y + 11 + 13 * static_cast<double>(line);
      out.raw("<path class=\"l\" stroke=\"#8c959f\" stroke-width=\"0.6\" d=\"M").coordinate(middle);
      out.raw(" ").coordinate(strip_top + strip_height).raw("V").coordinate(y - 9).raw("\"/>");
      out.add(words(center, y, "middle", "t halo", "#1f2328", name));
    }
  }
  row.y += 13 * static_cast<double>(lines) + 3;
  return out;
}

/// A diamond where a phase with gates ends: full if every run met them, hollow otherwise.
Markup gates(const TimeAxis& axis, const ScenarioResult& scenario) {
  Markup out;
  for (const PhaseResult& phase : scenario.phases) {
    if (phase.gates.empty()) continue;
    const bool met = std::all_of(phase.gates.begin(), phase.gates.end(), [](const auto& gate) {
      return gate.met > 0 && gate.failed == 0 && gate.inconclusive == 0;
    });
    const double x = axis.x(phase.end_us);
    out.raw("<path class=\"")
        .trusted(met ? "gate met" : "gate")
        .raw("\" stroke=\"#1f2328\" fill=\"");
    out.trusted(met ? "#1f2328" : "#ffffff").raw("\" d=\"M").coordinate(x).raw(" ");
    out.coordinate(strip_top + strip_height - 5).raw("l4.5 5l-4.5 5l-4.5 -5z\"><title>");
    out.text(met ? "gate: always met" : "gate: not met in every run").raw("</title></path>");
  }
  return out;
}

Markup point_of_no_return(const Row& row, const ScenarioResult& scenario) {
  Markup out;
  for (const PhaseResult& phase : scenario.phases) {
    if (!phase.point_of_no_return) continue;
    const double x = row.axis.x(phase.begin_us);
    out.raw(
        "<path class=\"ponr\" stroke=\"#1f2328\" stroke-width=\"1.6\" stroke-dasharray=\"5 3\" ");
    out.raw("fill=\"none\" d=\"M").coordinate(x).raw(" 4V").coordinate(row.y).raw("\"/>");
    const bool at_right = x > (left + right) / 2;
    out.add(words(at_right ? x - 5 : x + 5, 12, at_right ? "end" : "start", "t", "#1f2328",
                  "point of no return (declared)"));
    break;
  }
  return out;
}

/// Hatched blocks, one line per kind of fault.
Markup faults(Row& row, const ScenarioResult& scenario) {
  std::vector<std::string> kinds;
  for (const harness::FaultSpan& span : scenario.fault_spans) {
    if (std::find(kinds.begin(), kinds.end(), span.kind) == kinds.end()) kinds.push_back(span.kind);
    if (kinds.size() > fault_lanes_max) break;
  }
  Markup out;
  for (std::size_t lane = 0; lane < std::min(kinds.size(), fault_lanes_max); ++lane) {
    out.add(row_label(row.y + 11, shortened(kinds[lane], 10)));
    for (const Extent& extent : fault_extents(scenario, row.axis, kinds[lane], 4.0)) {
      out.raw(
          "<rect class=\"hatch\" fill=\"url(#hatch)\" stroke=\"#8a4b00\" stroke-width=\"0.8\" "
          "x=\"");
      out.coordinate(extent.begin).raw("\" y=\"").coordinate(row.y + 2);
      out.raw("\" height=\"11\" width=\"").coordinate(extent.end - extent.begin).raw("\"/>");
    }
    row.y += row_height;
  }
  if (kinds.size() > fault_lanes_max) {
    out.add(
        words(left, row.y + 10, "start", "m", "#59636e", "more kinds of fault in the table below"));
    row.y += row_height;
  }
  return out;
}

/// One text per phase, under its box; left out where it would touch the one before (the phases
/// table has all).
template <typename Says>
Markup per_phase(Row& row, const ScenarioResult& scenario, std::string_view label, Says says) {
  Markup out;
  out.add(row_label(row.y + 11, label));
  double taken = 0;
  for (const PhaseResult& phase : scenario.phases) {
    const std::string text = says(phase);
    const double half = 3.2 * static_cast<double>(length(text)) + 2;
    const double middle = (row.axis.x(phase.begin_us) + row.axis.x(phase.end_us)) / 2;
    if (text.empty() || middle - half < taken || middle + half > 1198) continue;
    taken = middle + half;
    out.add(words(middle, row.y + 11, "middle", "m halo", "#59636e", text));
  }
  row.y += row_height;
  return out;
}

std::string rollbacks_in_short(const PhaseResult& phase) {
  if (phase.rollbacks_rehearsed == 0) return "none";
  return count(phase.rollbacks_done) + "/" + count(phase.rollbacks_rehearsed);
}

/// Violations: a line from the strip to a triangle with the property's name and time.
Markup violations(Row& row, const ScenarioResult& scenario) {
  Markup out;
  std::map<std::size_t, double> taken;
  std::size_t lines = 0;
  std::size_t drawn = 0;
  for (const harness::Counterexample& example : scenario.counterexamples) {
    const auto place = violation_place(scenario, example);
    if (!place || ++drawn > violations_drawn_max) continue;
    const double x = row.axis.x(place->time_us);
    const std::string text = shortened(example.property, 20) + " violated" +
                             (place->exact ? ", " + seconds(place->time_us) : "");
    const bool at_left = x + 10 + text_width(text) > right;
    const double begin = at_left ? x - 10 - text_width(text) : x - 8;
    std::size_t line = 0;
    while (taken.count(line) != 0 && taken[line] > begin) ++line;
    taken[line] = at_left ? x + 8 : x + 10 + text_width(text);
    lines = std::max(lines, line + 1);
    const double y = row.y + 2 + row_height * static_cast<double>(line);
    out.raw("<path class=\"bl\" stroke=\"#a40e26\" stroke-width=\"1.2\" fill=\"none\" d=\"M");
    out.coordinate(x).raw(" ").coordinate(strip_top).raw("V").coordinate(y).raw("\"/>");
    out.raw("<path class=\"bad\" fill=\"#a40e26\" d=\"M").coordinate(x).raw(" ").coordinate(y);
    out.raw("l6.5 11h-13z\"/>");
    out.add(words(at_left ? x - 9 : x + 9, y + 10, at_left ? "end" : "start", "bad b", "#a40e26",
                  text));
  }
  row.y += row_height * static_cast<double>(lines) + (lines > 0 ? 3 : 0);
  return out;
}

std::string conclusion(const ScenarioResult& scenario) {
  const Tally tally = tally_of(scenario);
  std::string text = count(static_cast<std::int64_t>(scenario.phases.size()), "phase") + " in " +
                     seconds(scenario.run_length_us) + "; ";
  text += tally.violated == 0 ? "no property violated" : to_sentence(tally);
  for (const PhaseResult& phase : scenario.phases) {
    if (phase.point_of_no_return) return text + "; point of no return at " + one_line(phase.name);
  }
  return text + "; no point of no return declared";
}

}  // namespace

Markup phase_strip(const View& view) {
  const ScenarioResult& scenario = view.scenario;
  if (scenario.phases.empty()) return Markup().raw("<p>No phase was reached.</p>");
  const TimeAxis axis = time_axis(scenario, left, right);
  Row row{axis, strip_top + strip_height + 2};
  Markup boxes;
  for (std::size_t i = 0; i < scenario.phases.size(); ++i) {
    boxes.add(phase_box(axis, scenario.phases[i], i));
  }
  const Markup names = phase_names(row, scenario);
  Markup body;
  body.add(row_label(strip_top + 16, "phase")).add(faults(row, scenario));
  Markup over;
  over.add(per_phase(row, scenario, "rollback", rollbacks_in_short));
  over.add(per_phase(row, scenario, "p99, ms", [](const PhaseResult& phase) {
    return phase.operations > 0 ? milliseconds(phase.p99_us, "") : std::string();
  }));
  const Markup marks =
      Markup().add(violations(row, scenario)).add(point_of_no_return(row, scenario));
  Markup out;
  out.raw("<svg role=\"img\" xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1200 ");
  out.coordinate(row.y + 18).raw("\" width=\"1200\" height=\"").coordinate(row.y + 18);
  out.raw("\" font-family=\"system-ui, sans-serif\"><title>").text(conclusion(scenario));
  out.raw("</title>").add(boxes).add(body).add(marks).add(names).add(over);
  out.add(gates(axis, scenario));
  out.raw("<path class=\"l\" stroke=\"#8c959f\" d=\"M").coordinate(left).raw(" ");
  out.coordinate(row.y).raw("H").coordinate(right).raw("\"/>");
  return out.add(time_ticks(axis, row.y, 10)).raw("</svg>");
}

}  // namespace rehearse::reports::html
