#include "reports/html/return_section.hpp"

#include "reports/html/counterexample_section.hpp"
#include "reports/return_words.hpp"
#include "reports/text.hpp"

namespace rehearse::reports::html {
namespace {

using harness::ReturnBoundary;
using harness::ReturnPoint;
using harness::ReturnTrack;

const char* class_of(const std::string& answer) {
  return answer == "safe" ? "holds" : answer == "unsafe" ? "violated" : "unknown";
}

const char* sign_of(const std::string& answer) {
  return answer == "safe" ? "✓" : answer == "unsafe" ? "✗" : "?";
}

/// One row for each phase: a sign for each of its boundaries, in order.
Markup strip(const ReturnPoint& point) {
  Markup out;
  out.raw("<table class=\"narrow\"><thead><tr><th scope=\"col\">phase</th><th scope=\"col\">");
  out.raw("going back after each action</th><td></td></tr></thead><tbody>\n");
  for (std::size_t i = 0; i < point.boundaries.size();) {
    const std::string& phase = point.boundaries[i].phase;
    out.raw("<tr><th scope=\"row\">").text(shortened(phase, 40)).raw("</th><td>");
    for (; i < point.boundaries.size() && point.boundaries[i].phase == phase; ++i) {
      const ReturnBoundary& at = point.boundaries[i];
      out.raw("<span class=\"v ").trusted(class_of(at.answer)).raw("\" title=\"");
      out.text(at.place + ": " + at.answer).raw("\">").trusted(sign_of(at.answer));
      out.raw("</span> ");
    }
    out.raw("</td><td>");
    if (phase == point.declared) out.raw("<b>declared</b> ");
    if (phase == point.phase) out.raw("<b>computed</b>");
    out.raw("</td></tr>\n");
  }
  out.raw("</tbody></table>\n<p class=\"note\">✓ safe, ✗ loses or breaks something, ? no answer; ");
  return out.raw("in the order of the plan.</p>\n");
}

Markup boundary_row(const ReturnBoundary& at) {
  Markup out;
  out.raw("<tr><th scope=\"row\">").text(shortened(at.place, 90)).raw("</th><td class=\"v ");
  out.trusted(class_of(at.answer)).raw("\">").trusted(sign_of(at.answer)).raw(" ");
  out.text(at.answer)
      .raw("</td><td class=\"n\">")
      .text(count(at.runs))
      .raw("</td><td class=\"n\">");
  out.text(count(at.harmed)).raw("</td><td class=\"n\">").text(count(at.undecided));
  return out.raw("</td></tr>\n");
}

Markup boundaries(const ReturnPoint& point) {
  Markup out;
  out.raw("<details><summary>")
      .text(count(static_cast<std::int64_t>(point.boundaries.size()), "boundary"));
  out.raw(", one by one</summary>\n<div class=\"fold\"><table class=\"narrow\"><thead><tr>");
  out.raw("<th scope=\"col\">turned</th><th scope=\"col\">going back</th>");
  out.raw("<th scope=\"col\" class=\"n\">runs</th><th scope=\"col\" class=\"n\">harmed</th>");
  out.raw("<th scope=\"col\" class=\"n\">undecided</th></tr></thead><tbody>\n");
  for (const ReturnBoundary& at : point.boundaries) out.add(boundary_row(at));
  return out.raw("</tbody></table></div></details>\n");
}

Markup tracks(const ReturnPoint& point) {
  Markup out;
  if (point.tracks.empty()) return out;
  out.raw("<table><thead><tr><th scope=\"col\">track</th><th scope=\"col\">point of no return");
  out.raw("</th><th scope=\"col\">from there on, going back</th></tr></thead><tbody>\n");
  for (const ReturnTrack& track : point.tracks) {
    out.raw("<tr><th scope=\"row\">").text(shortened(track.track, 40)).raw("</th><td>");
    out.text(track.kind == "found"   ? track.place
             : track.kind == "never" ? "none: safe to the end"
                                     : "unknown");
    out.raw("</td><td>").text(track.harm.empty() ? "–" : track.harm).raw("</td></tr>\n");
  }
  return out.raw("</tbody></table>\n");
}

Markup listed(std::string_view name, const std::vector<std::string>& items) {
  Markup out;
  if (items.empty()) return out;
  out.raw("<p>").text(name).raw("</p>\n<ul>");
  for (const std::string& item : items) out.raw("<li>").text(item).raw("</li>");
  return out.raw("</ul>\n");
}

}  // namespace

Markup return_section(const View& view) {
  const ReturnPoint& point = view.scenario.point_of_no_return;
  Markup out;
  if (point.verdict.empty()) return out;
  out.raw("<h3 id=\"").text(view.anchors.section("point-of-no-return"));
  out.raw("\">Point of no return</h3>\n<p class=\"sentence\">").text(point.sentence);
  out.raw("</p>\n<p><span class=\"v ");
  out.trusted(point.verdict == "too late"  ? "violated"
              : point.verdict == "unknown" ? "unknown"
                                           : "holds");
  out.raw("\">").trusted(return_sign(point)).raw("</span> ").text(return_line(point));
  out.raw(".</p>\n").add(strip(point)).add(tracks(point));
  out.add(listed("Holes: going back is not safe there, and is again later.", point.holes));
  out.add(listed("Not counted, because it fails without going back too:", point.set_aside));
  out.raw("<p class=\"note\">").text(return_basis(point)).raw("</p>\n").add(boundaries(point));
  const std::size_t example = return_counterexample(view.scenario);
  if (example == view.scenario.counterexamples.size()) return out;
  const auto& shown = view.scenario.counterexamples[example];
  if (shown.property != "point_of_no_return")  // it stands with its property
    return out.raw("<p>")
        .add(link(view.anchors.counterexamples[example], "The way back that fails"))
        .raw("</p>\n");
  return out.add(counterexample_section(view, example));
}

}  // namespace rehearse::reports::html
