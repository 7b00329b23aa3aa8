#include "reports/html/fidelity_section.hpp"

#include "reports/fidelity_words.hpp"
#include "reports/text.hpp"

namespace rehearse::reports::html {
namespace {

constexpr std::size_t most_told_words = 300;

Markup fidelity_row(const harness::Fidelity& one) {
  Markup out;
  out.raw("<tr><th scope=\"row\">").text(shortened(one.property + " " + one.name, 60));
  out.raw("</th><td class=\"v ").trusted(one.same > 0 ? "violated" : "unknown").raw("\">");
  out.text(fidelity_outcome(one));
  for (const std::string& fault : one.skipped)
    out.raw("; without ").add(code(shortened(fault, 40))).raw(", which cannot be done here");
  out.raw("</td><td>").text(shortened(one.simulated, most_told_words)).raw("</td><td>");
  out.text(one.live.empty() ? "nothing was violated" : shortened(one.live, most_told_words));
  return out.raw("</td></tr>\n");
}

}  // namespace

Markup fidelity_section(const View& view) {
  const harness::ScenarioResult& scenario = view.scenario;
  if (scenario.fidelity.empty()) return {};
  Markup out;
  out.raw("<h3 id=\"").text(view.anchors.section("fidelity"));
  out.raw("\">Simulation and real processes</h3>\n<p>").text(fidelity_line(scenario));
  out.raw(". The same course and faults, in the same traffic; what took how long differs.</p>\n");
  out.raw(
      "<div class=\"scroll\"><table class=\"situations\"><thead><tr><th "
      "scope=\"col\">property</th>");
  out.raw("<th scope=\"col\">with real processes</th><th scope=\"col\">simulated</th>");
  out.raw("<th scope=\"col\">live, what was violated</th></tr></thead><tbody>\n");
  for (const harness::Fidelity& one : scenario.fidelity) out.add(fidelity_row(one));
  return out.raw("</tbody></table></div>\n");
}

}  // namespace rehearse::reports::html
