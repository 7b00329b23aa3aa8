#include "reports/html/properties_table.hpp"

#include "reports/judgement.hpp"
#include "reports/text.hpp"
#include "reports/waiver_words.hpp"

namespace rehearse::reports::html {

const char* style_class_of(Rank rank) {
  switch (rank) {
    case Rank::violated:
      return "violated";
    case Rank::unknown:
      return "unknown";
    case Rank::not_exercised:
      return "idle";
    case Rank::holds:
      return "holds";
  }
  return "unknown";
}

namespace {

using harness::PropertyResult;

/// The certificate's own word beside ours, when it is none of the four.
std::string verdict_words(const PropertyResult& property) {
  const Rank rank = rank_of(property);
  std::string text(word(rank));
  if (property.verdict != text) text += " (\"" + shortened(property.verdict, 30) + "\")";
  return text;
}

Markup row(const View& view, const PropertyResult& property, const std::string& anchor) {
  const Rank rank = rank_of(property);
  Markup out;
  out.raw("<tr><th scope=\"row\"><span class=\"id\">").text(shortened(property.id, 12));
  out.raw("</span> ").add(link(anchor, shortened(property.name, 44))).raw("</th><td>");
  out.text(shortened(property.kind, 20)).raw("</td><td class=\"v ").trusted(style_class_of(rank));
  out.raw("\"><span aria-hidden=\"true\">").text(sign(rank)).raw("</span> ");
  out.text(verdict_words(property));
  if (rank == Rank::violated && waiver_of(view.certificate, view.scenario, property) != nullptr)
    out.raw(", ").add(link("waivers", "waived"));
  out.raw("</td><td>");
  out.text(property.phase.empty() ? "–" : shortened(property.phase, 24));
  out.raw("</td><td class=\"n\">").text(count(property.violated)).raw(" / ");
  out.text(count(property.exercised)).raw("</td><td class=\"n\">").text(margin_of(property));
  return out.raw("</td></tr>\n");
}

}  // namespace

Markup properties_table(const View& view) {
  Markup out;
  out.raw("<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"Properties\">");
  out.raw("<table class=\"properties\"><thead><tr><th scope=\"col\">property</th>");
  out.raw("<th scope=\"col\">kind</th><th scope=\"col\">verdict</th><th scope=\"col\">phase</th>");
  out.raw("<th scope=\"col\" class=\"n\">violated / runs</th>");
  out.raw("<th scope=\"col\" class=\"n\">worst of bound</th></tr></thead><tbody>\n");
  for (const std::size_t i : worst_first(view.scenario)) {
    out.add(row(view, view.scenario.properties[i], view.anchors.properties[i]));
  }
  return out.raw("</tbody></table></div>\n");
}

}  // namespace rehearse::reports::html
