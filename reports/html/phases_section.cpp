#include "reports/html/phases_section.hpp"

#include <algorithm>

#include "reports/text.hpp"

namespace rehearse::reports::html {
namespace {

using harness::GateResult;
using harness::PhaseResult;

Markup cell(std::string_view text) {
  return Markup().raw("<td class=\"n\">").text(text).raw("</td>");
}

/// Latencies of a phase without requests are not zero, there are none.
Markup latency(const PhaseResult& phase, std::int64_t us) {
  return cell(phase.operations > 0 ? milliseconds(us) : "–");
}

std::string rollbacks_of(const PhaseResult& phase) {
  if (phase.rollbacks_rehearsed == 0) return "not exercised";
  return count(phase.rollbacks_done) + " of " + count(phase.rollbacks_rehearsed);
}

Markup row(const PhaseResult& phase, const std::string& anchor) {
  Markup out;
  out.raw("<tr><th scope=\"row\">").add(link(anchor, shortened(phase.name, 40))).raw("</th>");
  out.add(cell(seconds(phase.begin_us))).add(cell(seconds(phase.end_us)));
  out.add(cell(count(phase.entered))).add(cell(count(phase.held)));
  const bool stuck = phase.rollbacks_done < phase.rollbacks_rehearsed;
  out.raw("<td class=\"n").trusted(stuck ? " v violated" : "").raw("\">");
  out.text(rollbacks_of(phase)).raw("</td>");
  out.add(cell(phase.rollbacks_rehearsed > 0 ? seconds(phase.rollback_us_max) : "–"));
  out.add(cell(count(phase.operations))).add(cell(count(phase.failed)));
  out.add(cell(count(phase.refused))).add(latency(phase, phase.p50_us));
  out.add(latency(phase, phase.p99_us)).add(latency(phase, phase.max_us));
  out.add(cell(phase.control_p99_us >= 0 ? milliseconds(phase.control_p99_us) : "not measured"));
  return out.raw("</tr>\n");
}

Markup table(const View& view) {
  Markup out;
  out.raw("<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"Phases\"><table>");
  out.raw("<thead><tr><th scope=\"col\">phase</th><th scope=\"col\" class=\"n\">begins</th>");
  out.raw("<th scope=\"col\" class=\"n\">ends</th><th scope=\"col\" class=\"n\">runs entered</th>");
  out.raw("<th scope=\"col\" class=\"n\">runs held</th>");
  out.raw("<th scope=\"col\" class=\"n\">rollbacks finished</th>");
  out.raw("<th scope=\"col\" class=\"n\">longest rollback</th>");
  out.raw("<th scope=\"col\" class=\"n\">requests</th><th scope=\"col\" class=\"n\">failed</th>");
  out.raw("<th scope=\"col\" class=\"n\">refused</th><th scope=\"col\" class=\"n\">p50</th>");
  out.raw("<th scope=\"col\" class=\"n\">p99</th><th scope=\"col\" class=\"n\">max</th>");
  out.raw("<th scope=\"col\" class=\"n\">p99 without migration</th></tr></thead><tbody>\n");
  for (std::size_t i = 0; i < view.scenario.phases.size(); ++i) {
    out.add(row(view.scenario.phases[i], view.anchors.phases[i]));
  }
  return out.raw("</tbody></table></div>\n");
}

Markup gate_row(const GateResult& gate) {
  const bool exercised = gate.met > 0 || gate.failed > 0 || gate.inconclusive > 0;
  Markup out;
  out.raw("<tr><th scope=\"row\">").add(code(gate.when)).raw("</th>");
  out.add(cell(count(gate.met))).add(cell(count(gate.failed))).add(cell(count(gate.inconclusive)));
  out.add(cell(gate.least_samples < 0 ? "not sampled" : count(gate.least_samples)));
  out.raw("<td>").text(exercised ? gate.last_measured : "not exercised").raw("</td></tr>\n");
  return out;
}

Markup gates(const PhaseResult& phase) {
  if (phase.gates.empty()) return Markup().raw("<p>No gate: the next phase follows at once.</p>\n");
  Markup out;
  out.raw(
      "<table class=\"narrow\"><thead><tr><th scope=\"col\">gate</th><th scope=\"col\" "
      "class=\"n\">met (runs)</th>");
  out.raw(
      "<th scope=\"col\" class=\"n\">failed</th><th scope=\"col\" class=\"n\">inconclusive</th>");
  out.raw("<th scope=\"col\" class=\"n\">fewest samples</th><th scope=\"col\">last measured</th>");
  out.raw("</tr></thead><tbody>\n");
  for (const GateResult& gate : phase.gates) out.add(gate_row(gate));
  return out.raw("</tbody></table>\n");
}

Markup list(std::string_view name, const std::vector<std::string>& items, bool ordered) {
  Markup out;
  if (items.empty()) return out;
  out.raw("<p>").text(name).raw("</p>").trusted(ordered ? "<ol>" : "<ul>");
  for (const std::string& item : items) out.raw("<li>").text(item).raw("</li>");
  return out.trusted(ordered ? "</ol>\n" : "</ul>\n");
}

Markup fold(const PhaseResult& phase, const std::string& anchor) {
  Markup out;
  out.raw("<details><summary><b>").text(shortened(phase.name, 60)).raw("</b> ");
  const std::int64_t steps =
      std::max(phase.steps, static_cast<std::int64_t>(phase.step_names.size()));
  out.text(seconds(phase.begin_us) + " to " + seconds(phase.end_us) + ", " + count(steps, "step") +
           ", " + count(static_cast<std::int64_t>(phase.gates.size()), "gate"));
  if (phase.point_of_no_return) out.raw(", <b>point of no return</b>");
  out.raw("</summary>\n<div class=\"fold\" id=\"").text(anchor).raw("\">\n");
  if (phase.point_of_no_return) {
    out.raw("<p>The plan declares that there is no way back from here on.</p>\n");
  }
  out.add(list("Changes", phase.changes, false)).add(list("Steps", phase.step_names, true));
  return out.add(gates(phase)).raw("</div></details>\n");
}

}  // namespace

Markup phases_section(const View& view) {
  Markup out;
  out.raw("<h3 id=\"").text(view.anchors.section("phases")).raw("\">Phases</h3>\n");
  if (view.scenario.phases.empty()) return out.raw("<p>No phase was reached.</p>\n");
  out.add(table(view));
  for (std::size_t i = 0; i < view.scenario.phases.size(); ++i) {
    out.add(fold(view.scenario.phases[i], view.anchors.phases[i]));
  }
  return out;
}

}  // namespace rehearse::reports::html
