#include "harness/certificate/digest.hpp"
#include "reports/html/contents.hpp"
#include "reports/html/counterexample_section.hpp"
#include "reports/html/coverage_matrix.hpp"
#include "reports/html/fidelity_section.hpp"
#include "reports/html/html_report.hpp"
#include "reports/html/impact_section.hpp"
#include "reports/html/limits_section.hpp"
#include "reports/html/phase_strip.hpp"
#include "reports/html/phases_section.hpp"
#include "reports/html/properties_table.hpp"
#include "reports/html/return_section.hpp"
#include "reports/html/situations_section.hpp"
#include "reports/html/style.hpp"
#include "reports/html/traffic_chart.hpp"
#include "reports/html/verdict_section.hpp"
#include "reports/html/zoom_chart.hpp"
#include "reports/judgement.hpp"
#include "reports/text.hpp"

namespace rehearse::reports {
namespace html {
namespace {

/// What the page carries: our own, and behind it the library and what draws with it.
struct Carried {
  std::string script, style;
};

Carried carried(const ChartLibrary& charts) {
  Carried all{std::string(script()), std::string(style_sheet())};
  if (charts.script.empty()) return all;
  all.script += charts.script + "\n" + std::string(zoom_script());
  all.style += charts.style + "\n" + std::string(zoom_style());
  return all;
}

/// Nothing may be fetched, sent or run but one style sheet and one script, named by their hashes.
Markup policy(const Carried& own) {
  Markup out;
  out.raw(
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
      "'sha256-");
  out.trusted(harness::sha256_base64(own.style)).raw("'; script-src 'sha256-");
  out.trusted(harness::sha256_base64(own.script))
      .raw("'; base-uri 'none'; form-action 'none'\">\n");
  return out;
}

Markup head(const harness::Certificate& certificate, const Carried& own) {
  Markup out;
  out.raw("<head>\n<meta charset=\"utf-8\">\n").add(policy(own));
  out.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
  out.raw("<meta name=\"color-scheme\" content=\"light dark\">\n<title>");
  out.text(word(certificate.verdict)).raw(": ").text(one_line(certificate.plan));
  out.raw(" (rehearse)</title>\n<style>").trusted(own.style).raw("</style>\n</head>\n");
  return out;
}

/// The hatching that every fault is filled with. Not `display: none`, or the pattern would vanish.
Markup patterns() {
  Markup out;
  out.raw(
      "<svg class=\"defs\" width=\"0\" height=\"0\" aria-hidden=\"true\" "
      "focusable=\"false\"><defs>");
  out.raw("<pattern id=\"hatch\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" ");
  out.raw("patternTransform=\"rotate(45)\"><path class=\"hatch-line\" stroke=\"#8a4b00\" ");
  return out.raw("stroke-width=\"1.6\" d=\"M0 0V6\"/></pattern></defs></svg>\n");
}

Markup strip_figure(const View& view) {
  Markup out;
  out.raw("<div class=\"strip\" tabindex=\"0\" role=\"group\" ");
  out.raw("aria-label=\"Phases and faults\">").add(phase_strip(view));
  out.raw("<p class=\"legend\">To scale, ");
  out.text(view.certificate.mode == "live" ? "real" : "simulated");
  out.raw(" time. ◆ gate, met in every run (◇ not in all ");
  out.raw("runs); rollback: finished / rehearsed; ▲ violation; hatched: fault.</p></div>\n");
  return out;
}

Markup overview(const View& view) {
  Markup out;
  out.add(strip_figure(view))
      .raw("<div class=\"columns\"><section><h2 id=\"properties\">Properties</h2>\n");
  out.add(properties_table(view)).raw("</section>\n").add(facts_section(view));
  return out.raw("</div>\n");
}

/// The overview of a scenario that is not on the first screen.
Markup short_overview(const View& view) {
  Markup out;
  out.raw("<p>")
      .text(to_sentence(tally_of(view.scenario)) + ", in " + count(view.scenario.runs, "run") + ".")
      .raw("</p>\n");
  return out.add(strip_figure(view)).add(properties_table(view));
}

Markup scenario_section(const View& view, bool shown_first) {
  Markup out;
  out.raw("<section><h2 id=\"").text(view.anchors.scenario).raw("\">Scenario ");
  out.text(shortened(view.scenario.name, 80)).raw("</h2>\n");
  if (!shown_first) out.add(short_overview(view));
  out.raw("<h3 id=\"")
      .text(view.anchors.section("evidence"))
      .raw("\">Properties one by one</h3>\n");
  out.add(property_folds(view)).add(fidelity_section(view)).add(return_section(view));
  out.add(impact_section(view)).add(traffic_section(view)).add(phases_section(view));
  return out.add(coverage_section(view)).raw("</section>\n");
}

/// By scenario; `first` has its overview on the first screen.
std::vector<Markup> scenario_sections(const harness::Certificate& certificate,
                                      const std::optional<std::size_t>& first, bool zoomable) {
  const auto anchors = anchors_of(certificate);
  std::vector<Markup> sections;
  for (std::size_t i = 0; i < certificate.scenarios.size(); ++i) {
    const View view{certificate, certificate.scenarios[i], anchors[i], zoomable};
    sections.push_back(scenario_section(view, i == first));
  }
  return sections;
}

Markup body(const harness::Certificate& certificate, const Carried& own, bool zoomable) {
  const auto anchors = anchors_of(certificate);
  const auto first = worst_scenario(certificate);
  Markup out;
  out.raw("<body>\n<a class=\"skip\" href=\"#properties\">Skip to the properties</a>\n");
  out.add(patterns()).raw("<main>\n<div class=\"first\">\n");
  if (first) {
    const View view{certificate, certificate.scenarios[*first], anchors[*first]};
    out.add(verdict_section(view)).add(scenarios_line(certificate, *first)).add(overview(view));
  } else {
    out.add(verdict_section(certificate)).raw("<h2 id=\"properties\">Properties</h2>\n");
    out.raw("<p>None was judged.</p>\n");
  }
  out.raw("</div>\n");
  const std::vector<Markup> sections = scenario_sections(certificate, first, zoomable);
  Markup rest = situations_section(certificate);
  rest.add(limits_section(certificate)).add(identity_section(certificate));
  out.add(contents(certificate, sections, rest));
  if (first) out.add(sections[*first]);
  for (std::size_t i = 0; i < sections.size(); ++i)
    if (i != first) out.add(sections[i]);
  out.add(rest).raw("</main>\n");
  out.raw(
      "<footer>Written by rehearse from certificate.json; nothing in this page runs or fetches ");
  out.raw("anything.</footer>\n<script>").trusted(own.script).raw("</script>\n</body>\n");
  return out;
}

}  // namespace
}  // namespace html

std::string html_report(const harness::Certificate& certificate) {
  return html_report(certificate, chart_library());
}

std::string html_report(const harness::Certificate& certificate, const ChartLibrary& charts) {
  const html::Carried own = html::carried(charts);
  Markup out;
  out.raw("<!DOCTYPE html>\n<html lang=\"en\">\n").add(html::head(certificate, own));
  return out.add(html::body(certificate, own, !charts.script.empty())).raw("</html>\n").str();
}

}  // namespace rehearse::reports
