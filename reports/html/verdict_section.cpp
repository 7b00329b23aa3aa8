#include "reports/html/verdict_section.hpp"

#include "reports/impact_words.hpp"
#include "reports/judgement.hpp"
#include "reports/text.hpp"

namespace rehearse::reports::html {
namespace {

using harness::Certificate;
using harness::CertificateVerdict;
using harness::ScenarioResult;

/// Drawn, not typed: the four differ in shape, so that they read without colour and without fonts.
Markup icon(CertificateVerdict verdict) {
  Markup out;
  out.raw(
      "<svg class=\"icon\" aria-hidden=\"true\" focusable=\"false\" width=\"44\" height=\"44\" ");
  out.raw("viewBox=\"0 0 44 44\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"4.5\">");
  switch (verdict) {
    case CertificateVerdict::certified:
      out.raw(
          "<circle cx=\"22\" cy=\"22\" r=\"19\" stroke-width=\"3\"/><path d=\"M12 23l7 7 "
          "13-15\"/>");
      break;
    case CertificateVerdict::rejected:
      out.raw("<path d=\"M14 3h16l11 11v16l-11 11h-16l-11 -11v-16z\" stroke-width=\"3\"/>");
      out.raw("<path d=\"M14.5 14.5l15 15m0-15l-15 15\"/>");
      break;
    case CertificateVerdict::inconclusive:
      out.raw("<path d=\"M22 3l19 19-19 19-19-19z\" stroke-width=\"3\"/>");
      out.raw("<path d=\"M17 18.5a5 5 0 1 1 7 4.5q-2 1-2 3.5m0 2.5v4\" stroke-width=\"3.5\"/>");
      break;
    case CertificateVerdict::incomplete:
      out.raw("<circle cx=\"22\" cy=\"22\" r=\"19\" stroke-width=\"3\" stroke-dasharray=\"6 4\"/>");
      out.raw("<path d=\"M16 14v16m12-16v16\"/>");
      break;
  }
  return out.raw("</svg>");
}

const char* class_of(CertificateVerdict verdict) {
  switch (verdict) {
    case CertificateVerdict::certified:
      return "certified";
    case CertificateVerdict::rejected:
      return "rejected";
    case CertificateVerdict::inconclusive:
      return "inconclusive";
    case CertificateVerdict::incomplete:
      return "incomplete";
  }
  return "incomplete";
}

Markup banner(const Certificate& certificate, const Markup& counted) {
  Markup out;
  out.raw("<header id=\"verdict\" class=\"verdict ").trusted(class_of(certificate.verdict));
  out.raw("\">").add(icon(certificate.verdict)).raw("<div><h1><span class=\"word\">");
  out.text(word(certificate.verdict)).raw("</span> <span class=\"plan\">");
  out.text(shortened(certificate.plan, 60)).raw("</span></h1><p class=\"cause\">");
  out.text(certificate.cause).raw("</p><p class=\"counted\">").add(counted);
  return out.raw(
      "</p></div><button type=\"button\" class=\"theme\" hidden>Theme</button></header>\n");
}

Markup fact(std::string_view name, const Markup& value) {
  return Markup().raw("<dt>").text(name).raw("</dt><dd>").add(value).raw("</dd>");
}

Markup fact(std::string_view name, std::string_view value) {
  return fact(name, Markup().text(value));
}

/// A digest, shortened; the whole is in the identity section.
Markup digest(std::string_view value) {
  if (value.empty()) return Markup().raw("not recorded");
  return code(short_digest(value));
}

Markup impact(const ScenarioResult& scenario) {
  Markup out;
  out.raw("<section><h2>Client impact</h2><dl>");
  out.add(fact("longest outage", seconds(scenario.longest_outage_us)));
  out.add(fact("failed requests", count(scenario.failed) + " of " + count(scenario.operations)));
  out.add(fact("availability", percent_of_million(scenario.availability_per_million)));
  const harness::OperationImpact* const beside = all_of(scenario);
  if (beside == nullptr) {
    out.add(fact("p99 latency", milliseconds(scenario.p99_us)));
    out.add(fact("without migration", "not measured"));
  } else {
    out.add(fact("p99 latency", milliseconds(beside->p99_us) + ", without migration " +
                                    milliseconds(beside->control_p99_us)));
    out.add(fact("beside control", harm_line(scenario)));
  }
  return out.raw("</dl></section>");
}

std::string runs_of(const ScenarioResult& scenario) {
  std::string text = count(scenario.runs);
  if (scenario.runs != scenario.runs_planned)
    text += " of " + count(scenario.runs_planned) + " planned";
  return text + ": " + count(scenario.forward) + " to the end, " + count(scenario.rolled_back) +
         " rolled back, " + count(scenario.held) + " held";
}

std::string faults_of(const ScenarioResult& scenario) {
  const auto planned = static_cast<std::int64_t>(scenario.faults.size());
  const auto missed = static_cast<std::int64_t>(faults_never_fired(scenario).size());
  if (planned == 0) return "no faults";
  std::string text = count(planned, "fault kind");
  return text + (missed == 0 ? ", all struck" : ", " + count(missed) + " never struck");
}

Markup scope(const View& view) {
  const ScenarioResult& scenario = view.scenario;
  Markup out;
  out.raw("<section><h2>Scope</h2><dl>").add(fact("scenario", shortened(scenario.name, 60)));
  out.add(fact("runs", runs_of(scenario)));
  out.add(fact("over", count(static_cast<std::int64_t>(scenario.phases.size()), "phase") + ", " +
                           faults_of(scenario)));
  const Tally tally = tally_of(scenario);  // an unknown run may hide a violation: then no bound
  const std::string bound = bound_of(add(tally.violated, tally.unknown), drawn_runs(scenario));
  if (!bound.empty()) out.add(fact("violations", bound));
  return out.raw("</dl></section>");
}

Markup identity(const View& view) {
  const Certificate& certificate = view.certificate;
  Markup out;
  out.raw("<section><h2>Identity</h2><dl>").add(fact("plan", digest(certificate.plan_digest)));
  out.add(fact("scenario", digest(view.scenario.digest)));
  out.add(fact("certificate",
               Markup().add(digest(certificate.digest)).raw(" ").add(link("identity", "in full"))));
  if (!certificate.previous.digest.empty())
    out.add(fact("previous", Markup()
                                 .add(digest(certificate.previous.digest))
                                 .raw(" ")
                                 .add(link("changes", "what changed"))));
  out.add(
      fact("seed, mode", shortened(certificate.seed, 44) + ", " + shortened(certificate.mode, 24)));
  out.add(fact("tool", "rehearse " + shortened(certificate.tool_version, 24) + " (" +
                           shortened(certificate.tool_commit, 16) + ")"));
  out.add(fact("finished", shortened(utc(certificate.finished_utc), 40)));
  return out.raw("</dl></section>");
}

Markup reproduce(const Certificate& certificate) {
  Markup out;
  out.raw("<section class=\"reproduce\"><h2>Reproduce</h2><div class=\"command\">");
  out.raw("<button type=\"button\" class=\"copy\" hidden>Copy</button>");
  out.raw("<pre tabindex=\"0\" role=\"group\" aria-label=\"Command\">");
  return out.text(one_line(certificate.reproduce)).raw("</pre></div></section>");
}

Markup sign_off() {
  Markup out;
  out.raw(
      "<section class=\"signoff\"><h2>Sign-off</h2><p>&#9744; approved &#160; &#9744; not yet ");
  out.raw("&#160; &#9744; refused</p><p>Name</p><p>Date, signature</p></section>");
  return out;
}

}  // namespace

Markup verdict_section(const View& view) {
  const Tally tally = tally_of(view.scenario);
  Markup counted;
  counted.text(to_sentence(tally));
  if (view.certificate.scenarios.size() > 1) {
    counted.text(" in scenario " + shortened(view.scenario.name, 60));
  }
  counted.raw(". ");
  const auto order = worst_first(view.scenario);
  if (tally.violated + tally.unknown > 0) {
    const auto& worst = view.scenario.properties[order.front()];
    const char* says = tally.violated > 0 ? "First violation: " : "First unknown: ";
    counted.add(link(view.anchors.properties[order.front()], says + shortened(worst.name, 40)));
  }
  return banner(view.certificate, counted);
}

Markup verdict_section(const Certificate& certificate) {
  return banner(certificate, Markup().raw("No scenario was rehearsed."));
}

Markup facts_section(const View& view) {
  Markup out;
  out.raw("<div class=\"facts\">");
  out.add(impact(view.scenario)).add(scope(view)).add(identity(view));
  return out.add(reproduce(view.certificate)).add(sign_off()).raw("</div>\n");
}

Markup scenarios_line(const Certificate& certificate, std::size_t shown) {
  Markup out;
  if (certificate.scenarios.size() < 2) return out;
  const auto anchors = anchors_of(certificate);
  out.raw("<nav class=\"scenarios\" aria-label=\"Scenarios\"><ul>");
  for (std::size_t i = 0; i < certificate.scenarios.size(); ++i) {
    const ScenarioResult& scenario = certificate.scenarios[i];
    const auto order = worst_first(scenario);
    const Rank rank = order.empty() ? Rank::unknown : rank_of(scenario.properties[order.front()]);
    out.raw("<li>").text(sign(rank)).raw(" ");
    out.add(link(anchors[i].scenario, shortened(scenario.name, 40))).raw(" ");
    out.text(count(scenario.runs, "run") + (i == shown ? " (shown here)" : "")).raw("</li>");
  }
  return out.raw("</ul></nav>\n");
}

}  // namespace rehearse::reports::html
