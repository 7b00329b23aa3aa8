#include "reports/html/fidelity_section.hpp"

#include "reports/fidelity_words.hpp"
#include "reports/text.hpp"

namespace rehearse::reports::html {
namespace {

constexpr std::size_t most_told_words = 300;

Markup fidelity_item(const harness::Fidelity& one) {
  Markup out;
  out.raw("<li>").text(shortened(one.property + " " + one.name, 60)).raw(": <span class=\"v ");
  out.trusted(one.same > 0 ? "violated" : "unknown").raw("\">").text(fidelity_outcome(one));
  out.raw("</span>");
  for (const std::string& fault : one.skipped)
    out.raw("; without ").add(code(shortened(fault, 40))).raw(", which cannot be done here");
  out.raw("<p class=\"note\">Simulated: ").text(shortened(one.simulated, most_told_words));
  out.raw("</p><p class=\"note\">Live: ");
  out.text(one.live.empty() ? "nothing was violated" : shortened(one.live, most_told_words));
  return out.raw("</p></li>\n");
}

}  // namespace

Markup fidelity_section(const View& view) {
  const harness::ScenarioResult& scenario = view.scenario;
  if (scenario.fidelity.empty()) return {};
  Markup out;
  out.raw("<h3 id=\"").text(view.anchors.section("fidelity"));
  out.raw("\">Simulation and real processes</h3>\n<p>").text(fidelity_line(scenario));
  out.raw(". The same course and faults, in the same traffic; what took how long differs.</p>\n");
  out.raw("<ul class=\"unseen\">");
  for (const harness::Fidelity& one : scenario.fidelity) out.add(fidelity_item(one));
  return out.raw("</ul>\n");
}

}  // namespace rehearse::reports::html
