#include "reports/html/situations_section.hpp"

#include "harness/situations/demands.hpp"
#include "reports/text.hpp"

namespace rehearse::reports::html {
namespace {

using harness::SituationResult;

constexpr std::size_t most_of_statement = 160;

const char* style_class_of(const SituationResult& situation) {
  if (!situation.applicable) return "idle";
  if (situation.runs > 0) return "holds";
  return situation.required ? "unknown" : "idle";
}

Markup row(const SituationResult& situation, std::int64_t runs) {
  Markup out;
  out.raw("<tr><th scope=\"row\">").text(shortened(situation.statement, most_of_statement));
  out.raw("</th><td>").add(code(shortened(situation.id, 60))).raw("</td><td>");
  out.text(situation.required ? "required" : "").raw("</td><td class=\"n v ");
  out.trusted(style_class_of(situation)).raw("\">");
  if (situation.applicable || situation.runs > 0) {
    out.text(situation.runs == 0 ? "never" : count(situation.runs) + " of " + count(runs));
  } else {
    out.raw("not tried");
  }
  return out.raw("</td></tr>\n");
}

Markup unseen(const std::vector<SituationResult>& situations, const char* style) {
  Markup out;
  out.raw("<ul class=\"unseen\">");
  for (const SituationResult& one : situations) {
    out.raw("<li><span class=\"v ")
        .trusted(style)
        .raw("\">")
        .text(shortened(one.statement, most_of_statement));
    out.raw("</span> ").add(code(shortened(one.id, 60))).raw("<p class=\"note\">It takes: ");
    out.text(shortened(one.reach, 300)).raw(".</p></li>\n");
  }
  return out.raw("</ul>\n");
}

Markup all_of_them(const std::vector<SituationResult>& suite, std::int64_t runs) {
  Markup out;
  out.raw("<details><summary>All situations, and how many runs saw each</summary>");
  out.raw("<div class=\"fold scroll\"><table class=\"situations\"><thead><tr>");
  out.raw("<th scope=\"col\">situation</th><th scope=\"col\">name</th><td></td>");
  out.raw("<th scope=\"col\" class=\"n\">seen in runs</th></tr></thead><tbody>\n");
  for (const SituationResult& one : suite) out.add(row(one, runs));
  return out.raw("</tbody></table></div></details>\n");
}

}  // namespace

Markup situations_section(const harness::Certificate& certificate) {
  const std::vector<SituationResult> suite = harness::suite_of(certificate);
  if (suite.empty()) return {};
  const harness::SituationTally tally = harness::tally_of(suite);
  std::int64_t runs = 0;
  for (const auto& scenario : certificate.scenarios) runs = add(runs, scenario.runs);
  Markup out;
  out.raw("<section><h2 id=\"situations\">What has to have happened</h2>\n<p>");
  out.text(count(tally.seen) + " of " + count(tally.applicable, "situation") +
           " that this plan and " +
           (certificate.scenarios.size() == 1 ? "scenario" : "these scenarios") +
           " can bring about occurred in some run.");
  out.raw(" A property holds only as far as it was put to the test.</p>\n");
  if (!tally.missing.empty()) {
    out.raw("<h3>Must have happened, and never did</h3>\n").add(unseen(tally.missing, "unknown"));
  }
  if (!tally.never.empty()) {
    out.raw("<details><summary>Never seen, and not required: ");
    out.text(count(static_cast<std::int64_t>(tally.never.size())));
    out.raw("</summary><div class=\"fold\">")
        .add(unseen(tally.never, "idle"))
        .raw("</div></details>\n");
  }
  return out.add(all_of_them(suite, runs)).raw("</section>\n");
}

}  // namespace rehearse::reports::html
