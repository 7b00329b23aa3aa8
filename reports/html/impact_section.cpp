#include "reports/html/impact_section.hpp"

#include <algorithm>
#include <string_view>
#include <tuple>
#include <vector>

#include "reports/impact_words.hpp"
#include "reports/text.hpp"

namespace rehearse::reports::html {
namespace {

using harness::OperationImpact;
using harness::ScenarioResult;

constexpr std::size_t most_name = 40, most_words = 400, most_rows = 200;

Markup head(std::string_view name, bool number = true) {
  Markup out;
  out.raw("<th scope=\"col\"").trusted(number ? " class=\"n\"" : "").raw(">");
  return out.text(name).raw("</th>");
}

/// With the migration, and the same without it under it.
Markup beside(const std::string& with, const std::string& without, bool worse) {
  Markup out;
  out.raw("<td class=\"n\">").trusted(worse ? "<b>" : "").text(with).trusted(worse ? "</b>" : "");
  return out.raw("<div class=\"note\">").text(without).raw("</div></td>");
}

std::string window_of(std::int64_t failed, std::int64_t operations) {
  return operations > 0 ? count(failed) + " of " + count(operations) : "0";
}

Markup latencies(const OperationImpact& row) {
  Markup out;
  out.add(beside(milliseconds(row.p50_us), milliseconds(row.control_p50_us), false));
  out.add(beside(milliseconds(row.p99_us), milliseconds(row.control_p99_us), false));
  return out.add(beside(milliseconds(row.max_us), milliseconds(row.control_max_us), false));
}

/// Everything that is measured of a row, behind its name.
Markup numbers(const ScenarioResult& scenario, const OperationImpact& row) {
  Markup out;
  out.raw("<td class=\"n\">").text(count(row.operations)).raw("</td>");
  out.add(beside(count(row.failed), count(row.control_failed), row.harmed > 0));
  out.raw("<td class=\"n\">").trusted(row.harmed > 0 ? "<b>" : "").text(count(row.harmed));
  out.trusted(row.harmed > 0 ? "</b>" : "").raw("</td><td class=\"n\">");
  out.text(budget_spent(scenario, row)).raw("</td>");
  out.add(beside(window_of(row.window_failed, row.window_operations),
                 window_of(row.control_window_failed, row.control_window_operations),
                 row.window_failed > row.control_window_failed));
  out.add(beside(seconds(row.outage_us), seconds(row.control_outage_us),
                 row.outage_us > row.control_outage_us));
  return out.add(latencies(row));
}

Markup heads(const ScenarioResult& scenario, std::string_view first, std::string_view second) {
  Markup out;
  out.raw("<thead><tr>").add(head(first, false));
  if (!second.empty()) out.add(head(second, false));
  out.add(head("requests")).add(head("failed")).add(head("only with the migration"));
  out.add(head("error budget spent")).add(head("most in " + seconds(scenario.window_us)));
  out.add(head("longest outage")).add(head("p50")).add(head("p99")).add(head("max"));
  return out.raw("</tr></thead><tbody>\n");
}

constexpr std::string_view scroll_end = "</tbody></table></div>\n";

Markup scroll(std::string_view label) {
  Markup out;
  out.raw("<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"").text(label);
  return out.raw("\"><table>");
}

Markup by_kind(const ScenarioResult& scenario) {
  Markup out = scroll("What clients noticed");
  out.add(heads(scenario, "operation", ""));
  for (const OperationImpact* row : kinds_of(scenario)) {
    out.raw("<tr><th scope=\"row\">").text(shortened(row->operation, most_name)).raw("</th>");
    out.add(numbers(scenario, *row)).raw("</tr>\n");
  }
  out.raw("<tr><th scope=\"row\"><b>all</b></th>");
  out.add(numbers(scenario, *all_of(scenario))).raw("</tr>\n");
  return out.trusted(scroll_end);
}

Markup worst(const ScenarioResult& scenario) {
  Markup items;
  for (const OperationImpact* row : kinds_of(scenario))
    if (!row->worst.empty())
      items.raw("<li>").text(shortened(row->worst, most_words)).raw(".</li>\n");
  if (items.empty()) return items;
  return Markup()
      .raw("<p>What fared worst beside its twin, of each kind:</p><ul>")
      .add(items)
      .raw("</ul>\n");
}

/// Rows that tell one kind apart by phase or by side; where there are too many, the worst of them.
std::vector<const OperationImpact*> rows_by(const ScenarioResult& scenario,
                                            std::string OperationImpact::*by) {
  std::vector<const OperationImpact*> rows;
  for (const OperationImpact& row : scenario.impact)
    if (!(row.*by).empty()) rows.push_back(&row);
  if (rows.size() <= most_rows) return rows;
  const auto worse = [](const OperationImpact* a, const OperationImpact* b) {
    return std::tuple(b->harmed, subtract(b->p99_us, b->control_p99_us), a) <
           std::tuple(a->harmed, subtract(a->p99_us, a->control_p99_us), b);
  };
  std::sort(rows.begin(), rows.end(), worse);
  rows.resize(most_rows);
  std::sort(rows.begin(), rows.end());  // as they were
  return rows;
}

Markup fold(const ScenarioResult& scenario, std::string_view summary, std::string_view label,
            std::string OperationImpact::*by) {
  const std::vector<const OperationImpact*> rows = rows_by(scenario, by);
  if (rows.empty()) return {};
  Markup out;
  out.raw("<details><summary>").text(summary).raw("</summary><div class=\"fold\">");
  if (rows.size() == most_rows) {
    out.raw("<p class=\"note\">");
    out.text("The worst " + count(most_rows) + "; certificate.json has all.").raw("</p>");
  }
  out.add(scroll(summary)).add(heads(scenario, "operation", label));
  for (const OperationImpact* row : rows) {
    out.raw("<tr><th scope=\"row\">").text(shortened(row->operation, most_name)).raw("</th><td>");
    out.text(shortened(row->*by, most_name)).raw("</td>").add(numbers(scenario, *row));
    out.raw("</tr>\n");
  }
  return out.trusted(scroll_end).raw("</div></details>\n");
}

Markup number(std::int64_t value, bool applies, bool bad) {
  const bool marked = applies && bad && value != 0;
  Markup out;
  out.raw("<td class=\"n\">").trusted(marked ? "<b>" : "").text(applies ? count(value) : "–");
  return out.trusted(marked ? "</b>" : "").raw("</td>");
}

Markup timelines(const ScenarioResult& scenario) {
  if (scenario.timelines.empty()) return {};
  Markup out;
  out.raw("<h4>What became of what was confirmed</h4>\n<p class=\"note\">");
  out.text("Over all " + count(scenario.runs, "run") + ". " + timelines_words());
  out.raw("</p>\n").add(scroll("What became of what was confirmed"));
  out.raw("<thead><tr>").add(head("track", false)).add(head("confirmed")).add(head("stable"));
  out.add(head("never read")).add(head("stale")).add(head("longest stale")).add(head("lost"));
  out.add(head("resurrected")).add(head("duplicated")).raw("</tr></thead><tbody>\n");
  for (const harness::TrackTimelines& track : scenario.timelines) {
    const harness::Timelines& all = track.counts;
    const bool record = !track.service;
    out.raw("<tr><th scope=\"row\">").text(shortened(track.track, most_name)).raw("</th>");
    out.add(number(all.confirmed, true, false)).add(number(all.stable, record, false));
    out.add(number(all.never_read, record, false)).add(number(all.stale, record, true));
    out.raw("<td class=\"n\">").text(record ? seconds(all.stale_us) : "–").raw("</td>");
    out.add(number(all.lost, record, true)).add(number(all.resurrected, record, true));
    out.add(number(all.duplicated, track.service, true)).raw("</tr>\n");
  }
  return out.trusted(scroll_end);
}

}  // namespace

Markup impact_section(const View& view) {
  const ScenarioResult& scenario = view.scenario;
  Markup out;
  out.raw("<h3 id=\"").text(view.anchors.section("impact")).raw("\">What clients noticed</h3>\n");
  if (all_of(scenario) == nullptr) {
    out.raw("<p>It was not measured: no run had traffic and a control twin.</p>\n");
    return out.add(timelines(scenario));
  }
  out.raw("<p>").text(impact_line(scenario)).raw(".</p>\n<p class=\"note\">");
  out.text(impact_basis(scenario));
  out.raw(" Below each number: the same operations without the migration.</p>\n");
  out.add(by_kind(scenario)).add(worst(scenario));
  out.add(
      fold(scenario, "By phase, in which the user wanted it", "phase", &OperationImpact::phase));
  out.add(fold(scenario, "By the side that they dealt with", "side", &OperationImpact::side));
  return out.add(timelines(scenario));
}

}  // namespace rehearse::reports::html
