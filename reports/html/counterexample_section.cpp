#include "reports/html/counterexample_section.hpp"

#include <algorithm>

#include "reports/html/space_time.hpp"
#include "reports/text.hpp"

namespace rehearse::reports::html {
namespace {

using harness::Counterexample;
using harness::ToldEvent;

std::string where(const ToldEvent& event) {
  return event.to.empty() ? event.lane : event.lane + " → " + event.to;
}

Markup head(const Counterexample& example) {
  Markup out;
  out.raw("<h4>Counterexample</h4>\n<p>");
  out.text(count(example.operations, "operation") + " and " + count(example.faults, "fault"));
  if (example.operations_before_shrinking >= 0) {
    out.text(", shrunk from " + count(example.operations_before_shrinking, "operation"));
  }
  out.text(", in run " + count(example.run));
  if (!example.shape.empty()) out.text(" (" + example.shape + ")");
  out.raw(".");
  if (!example.file.empty()) out.raw(" File ").add(code(example.file)).raw(".");
  return out.raw("</p>\n");
}

Markup injected(const Counterexample& example) {
  Markup out;
  if (example.fault_text.empty()) return out;
  out.raw("<p>Faults:</p>\n<ul>");
  for (const std::string& fault : example.fault_text) out.raw("<li>").text(fault).raw("</li>");
  return out.raw("</ul>\n");
}

/// What the property of `example` promises; empty if the certificate does not know it.
std::string promise_of(const View& view, const Counterexample& example) {
  for (const harness::PropertyResult& property : view.scenario.properties) {
    if (property.id == example.property) return property.promise;
  }
  return {};
}

/// "Let ... Then ... However ...", over the witness; as Elle explains its anomalies.
Markup proof(const Counterexample& example, std::size_t shown, const std::string& anchor,
             const std::string& promise) {
  std::vector<std::size_t> witness;
  for (std::size_t i = 0; i < shown; ++i) {
    if (example.events[i].witness) witness.push_back(i);
  }
  Markup out;
  if (witness.empty()) return out;
  out.raw("<ol class=\"proof\">");
  for (const std::size_t i : witness) {
    const ToldEvent& event = example.events[i];
    out.raw("<li><b>").text(i == witness.front() ? "Let" : "and").raw("</b> ");
    out.add(link(step_anchor(anchor, i + 1), "step " + std::to_string(i + 1)));
    const std::string place = where(event);
    out.text(", at " + seconds(event.time_us) + ", ");
    out.text(event.text.starts_with(place) ? event.text : place + ": " + event.text);
    if (event.lost) out.raw(" (lost)");
    out.raw("</li>\n");
  }
  if (!example.then.empty()) {
    out.raw("<li><b>Then</b> ").text(example.then).raw("</li>\n");
    out.raw("<li><b>However</b> ").text(example.however).raw(": a contradiction</li>\n");
  }
  out.raw("</ol>\n");
  if (promise.empty()) return out;
  out.raw("<p>").text(example.then.empty() ? "A contradiction: the" : "The");
  return out.raw(" promise is that <em>").text(promise).raw("</em>.</p>\n");
}

Markup losses(const Counterexample& example) {
  Markup out;
  out.raw("<dl class=\"wide\">");
  if (!example.lost.empty()) {
    out.raw("<dt>weakest guarantee lost</dt><dd>").text(example.lost).raw("</dd>");
  }
  if (!example.also.empty())
    out.raw("<dt>violated by this run, too</dt><dd>").text(example.also).raw("</dd>");
  if (!example.held.empty())
    out.raw("<dt>what still held</dt><dd>").text(example.held).raw("</dd>");
  return out.raw("</dl>\n");
}

std::string marks(const ToldEvent& event) {
  std::string text;
  const auto mark = [&text](bool is, const char* name) {
    if (is) text += (text.empty() ? "" : ", ") + std::string(name);
  };
  mark(event.witness, "witness");
  mark(event.lost, "lost");
  mark(event.kind == "fault", "fault");
  return text;
}

Markup steps(const Counterexample& example, std::size_t shown, const std::string& anchor) {
  Markup out;
  out.raw("<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"Steps\">");
  out.raw("<table class=\"steps\"><thead><tr><th scope=\"col\" class=\"n\">step</th>");
  out.raw("<th scope=\"col\" class=\"n\">time</th><th scope=\"col\">phase</th>");
  out.raw("<th scope=\"col\">where</th><th scope=\"col\">what</th><th scope=\"col\">mark</th>");
  out.raw("<th scope=\"col\" class=\"n\">event</th></tr></thead><tbody>\n");
  for (std::size_t i = 0; i < shown; ++i) {
    const ToldEvent& event = example.events[i];
    out.raw("<tr id=\"").text(step_anchor(anchor, i + 1)).raw("\"");
    if (event.witness) out.raw(" class=\"witness\"");
    out.raw("><th scope=\"row\" class=\"n\">").number(static_cast<std::int64_t>(i) + 1);
    out.raw("</th><td class=\"n\">")
        .text(seconds(event.time_us))
        .raw("</td><td>")
        .text(event.phase);
    out.raw("</td><td>").text(where(event)).raw("</td><td>").text(event.text).raw("</td><td>");
    out.text(marks(event)).raw("</td><td class=\"n\">").text(count(event.id)).raw("</td></tr>\n");
  }
  return out.raw("</tbody></table></div>\n");
}

Markup replay(const Counterexample& example) {
  Markup out;
  if (example.replay.empty()) return out;
  out.raw("<p>Replay it:</p><div class=\"command\">");
  out.raw("<button type=\"button\" class=\"copy\" hidden>Copy</button><pre>");
  return out.text(one_line(example.replay)).raw("</pre></div>\n");
}

}  // namespace

Markup counterexample_section(const View& view, std::size_t index) {
  const Counterexample& example = view.scenario.counterexamples[index];
  const std::string& anchor = view.anchors.counterexamples[index];
  const std::size_t shown = std::min(example.events.size(), events_drawn_max);
  Markup out;
  out.raw("<div id=\"").text(anchor).raw("\">").add(head(example));
  out.add(proof(example, shown, anchor, promise_of(view, example)))
      .add(losses(example))
      .add(injected(example));
  out.add(space_time(example, anchor));
  if (shown > 0) {
    out.raw(
        "<p class=\"note\">Filled and bold: the witness. Dashed with a cross: a message that "
        "never ");
    out.raw("arrived. Hatched: a fault. Numbers lead to the steps below.</p>\n");
  }
  const std::int64_t hidden =
      subtract(std::max(example.events_total, static_cast<std::int64_t>(example.events.size())),
               static_cast<std::int64_t>(shown));
  if (hidden > 0) {
    out.raw("<p class=\"note\">").text(count(hidden, "event") + " of this run not shown; ");
    out.raw("the replay prints them with <code>--trace</code>.</p>\n");
  }
  if (shown > 0) out.add(steps(example, shown, anchor));
  return out.add(replay(example)).raw("</div>\n");
}

}  // namespace rehearse::reports::html
