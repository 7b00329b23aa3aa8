#include "reports/html/contents.hpp"

#include <utility>

#include "reports/anchors.hpp"
#include "reports/text.hpp"

namespace rehearse::reports::html {
namespace {

using Section = std::pair<const char*, const char*>;  // id, and what it is called here

constexpr Section of_scenario[] = {
    {"evidence", "properties one by one"},
    {"fidelity", "fidelity"},
    {"point-of-no-return", "point of no return"},
    {"impact", "what clients noticed"},
    {"traffic", "traffic"},
    {"phases", "phases"},
    {"coverage", "coverage"},
};
constexpr Section of_certificate[] = {
    {"situations", "what has to have happened"},
    {"changes", "changes"},
    {"limits", "assumptions and limits"},
    {"waivers", "waivers"},
    {"files", "files"},
    {"identity", "identity"},
};

/// Behind what is there already, if `part` of the page has it.
void add_link(const Markup& part, const std::string& id, const char* label, Markup& line) {
  Markup mark;
  mark.raw("id=\"").text(id).raw("\"");
  if (part.str().find(mark.str()) == std::string::npos) return;
  if (!line.empty()) line.raw(" · ");
  line.add(link(id, label));
}

}  // namespace

Markup contents(const harness::Certificate& certificate, const std::vector<Markup>& sections,
                const Markup& rest) {
  const auto anchors = anchors_of(certificate);
  Markup out;
  out.raw("<nav class=\"contents\" aria-label=\"On this page\"><ul>\n");
  for (std::size_t i = 0; i < anchors.size(); ++i) {
    Markup line;
    for (const auto& [id, label] : of_scenario)
      add_link(sections[i], anchors[i].section(id), label, line);
    out.raw("<li>").add(
        link(anchors[i].scenario, "Scenario " + shortened(certificate.scenarios[i].name, 40)));
    out.raw(": ").add(line).raw("</li>\n");
  }
  Markup line;
  for (const auto& [id, label] : of_certificate) add_link(rest, id, label, line);
  return out.raw("<li>").add(line).raw("</li>\n</ul></nav>\n");
}

}  // namespace rehearse::reports::html
