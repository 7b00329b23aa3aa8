#include "reports/html/limits_section.hpp"

#include "harness/certificate/certificate_file.hpp"
#include "reports/anchors.hpp"
#include "reports/changes.hpp"
#include "reports/text.hpp"
#include "reports/waiver_words.hpp"

namespace rehearse::reports::html {
namespace {

Markup list(const std::vector<std::string>& items, std::string_view none) {
  if (items.empty()) return Markup().raw("<p>").text(none).raw("</p>\n");
  Markup out;
  out.raw("<ul>");
  for (const std::string& item : items) out.raw("<li>").text(item).raw("</li>\n");
  return out.raw("</ul>\n");
}

Markup limit(std::string_view name, const Markup& value) {
  return Markup().raw("<dt>").text(name).raw("</dt><dd>").add(value).raw("</dd>\n");
}

Markup recorded(std::string_view value) {
  return value.empty() ? Markup().raw("not recorded") : code(one_line(value));
}

Markup own_digest(const harness::Certificate& certificate) {
  Markup out = recorded(certificate.digest);
  if (certificate.digest.empty() || harness::digest_matches(certificate)) return out;
  return out
      .raw(" <strong class=\"v violated\">does not match the content: the certificate was changed ")
      .raw("after it was written</strong>");
}

/// A file of this very folder: nothing that could be a path or an address.
bool plain_file(std::string_view name) {
  constexpr std::string_view letters =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";
  return !name.empty() && name.front() != '.' &&
         name.find_first_not_of(letters) == std::string_view::npos;
}

Markup file(const std::string& name, std::string_view what) {
  Markup out;
  out.raw("<dt>");
  if (plain_file(name))
    out.raw("<a download href=\"").text(name).raw("\">").text(name).raw("</a>");
  else
    out.text(shortened(name, 60));
  return out.raw("</dt><dd>").text(what).raw("</dd>\n");
}

/// What lies beside the report.
Markup files(const harness::Certificate& certificate) {
  Markup out;
  out.raw("<h3 id=\"files\">Files beside this page</h3>\n<dl class=\"wide\">");
  out.add(file("certificate.json", "everything that was found, sealed by its digest"));
  out.add(file("certificate.intoto.json", "the same as an unsigned in-toto statement"));
  out.add(file("junit.xml", "for CI servers")).add(file("summary.md", "for pull requests"));
  const auto anchors = anchors_of(certificate);
  for (std::size_t i = 0; i < certificate.scenarios.size(); ++i) {
    const harness::ScenarioResult& scenario = certificate.scenarios[i];
    if (!scenario.traffic.empty())
      out.add(file(anchors[i].prefix + "history.jsonl",
                   "every event of the run that is drawn here, for rehearse judge"));
    for (const harness::Counterexample& one : scenario.counterexamples)
      if (!one.file.empty()) out.add(file(one.file, "counterexample of " + one.property));
  }
  return out.raw("</dl>\n");
}

/// One line each; what is not in force is told all the same.
Markup waivers(const harness::Certificate& certificate) {
  std::vector<std::string> lines;
  for (const harness::Waiver& waiver : certificate.waivers) lines.push_back(waiver_line(waiver));
  Markup out;
  out.raw("<h3 id=\"waivers\">Waivers</h3>\n");
  return out.add(list(lines, "None."));
}

/// Nothing at all where no certificate before was named.
Markup changes(const harness::PreviousCertificate& previous) {
  const std::string line = since_line(previous);
  Markup out;
  if (line.empty()) return out;
  out.raw("<section><h2 id=\"changes\">Change ").text(one_line(line)).raw("</h2>\n");
  if (previous.changes.empty()) return out.raw("</section>\n");
  out.raw("<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"Changes\">");
  out.raw("<table class=\"narrow\"><thead><tr><th scope=\"col\">change</th>");
  out.raw("<th scope=\"col\">of what</th></tr></thead><tbody>\n");
  for (const harness::CertificateChange& change : previous.changes) {
    out.raw("<tr><th scope=\"row\">").text(shortened(change.kind, 40)).raw("</th><td>");
    out.text(shortened(change.what, 400)).raw("</td></tr>\n");
  }
  return out.raw("</tbody></table></div></section>\n");
}

}  // namespace

Markup limits_section(const harness::Certificate& certificate) {
  Markup out;
  out.raw("<section><h2 id=\"limits\">Assumptions and limits</h2>\n");
  out.add(list(certificate.assumptions, "None were recorded."));
  out.raw("<h3 id=\"findings\">Static findings</h3>\n");
  out.add(list(certificate.findings, "None.")).add(waivers(certificate)).raw("</section>\n");
  return out.add(changes(certificate.previous));
}

Markup identity_section(const harness::Certificate& certificate) {
  Markup out;
  out.raw("<section><h2 id=\"identity\">Identity in full</h2>\n<dl class=\"wide\">");
  out.add(
      limit("plan",
            Markup().text(one_line(certificate.plan) + ", ").add(recorded(certificate.plan_file))));
  out.add(limit("plan digest", recorded(certificate.plan_digest)));
  for (const harness::ScenarioResult& scenario : certificate.scenarios) {
    const std::string name = shortened(scenario.name, 60);
    out.add(limit("scenario " + name, recorded(scenario.file)));
    out.add(limit("scenario digest", recorded(scenario.digest)));
    out.add(limit("histories digest", recorded(scenario.histories_digest)));
  }
  out.add(limit("certificate digest", own_digest(certificate)));
  if (!certificate.previous.digest.empty())
    out.add(limit("previous certificate", recorded(certificate.previous.digest)));
  out.add(limit("seed", recorded(certificate.seed)));
  out.add(limit("mode", Markup().text(certificate.mode)));
  out.add(limit("tool", Markup().text("rehearse " + one_line(certificate.tool_version) +
                                      ", commit " + one_line(certificate.tool_commit))));
  out.add(limit("finished", Markup().text(utc(certificate.finished_utc))));
  out.add(limit("took", Markup().text(seconds(certificate.wall_ms > INT64_MAX / 1000
                                                  ? INT64_MAX
                                                  : certificate.wall_ms * 1000) +
                                      " of wall time with " + count(certificate.jobs, "job"))));
  out.raw("</dl>\n").add(files(certificate));
  return out.raw("</section>\n");
}

}  // namespace rehearse::reports::html
