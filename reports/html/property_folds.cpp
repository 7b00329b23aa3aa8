#include "harness/properties/property.hpp"
#include "reports/html/counterexample_section.hpp"
#include "reports/html/properties_table.hpp"
#include "reports/judgement.hpp"
#include "reports/text.hpp"

namespace rehearse::reports::html {
namespace {

using harness::PropertyResult;

Markup told(std::string_view name, std::string_view value) {
  Markup out;
  if (value.empty()) return out;
  return out.raw("<dt>").text(name).raw("</dt><dd>").text(value).raw("</dd>");
}

std::string runs_of(const PropertyResult& property) {
  std::string text = "violated in " + count(property.violated) + " of " +
                     count(property.exercised, "exercised run") + " (" + count(property.runs) +
                     " judged)";
  if (property.unknown > 0) text += ", unknown in " + count(property.unknown);
  return text;
}

/// What the catalogue says of it beyond its promise; the texts are Markdown there.
const harness::Property* in_catalogue(const PropertyResult& property) {
  for (const harness::Property& known : harness::all_properties())
    if (known.id == property.id && known.name == property.name) return &known;
  return nullptr;
}

std::string without_marks(std::string_view markdown) {
  std::string text(markdown);
  std::erase_if(text, [](char c) { return c == '`' || c == '*'; });
  return text;
}

Markup facts(const PropertyResult& property) {
  Markup out;
  out.raw("<dl class=\"wide\">").add(told("promise", property.promise));
  if (rank_of(property) != Rank::violated) out.add(told("because", property.because));
  out.add(told("runs", runs_of(property)));
  if (rank_of(property) == Rank::holds) {
    const std::int64_t bad = add(property.violated, property.unknown);
    out.add(told("bound", bound_of(bad, property.drawn)));
  }
  if (rank_of(property) == Rank::not_exercised) {
    out.add(told("meaning", "its premise never occurred: this says nothing about the plan"));
  }
  out.add(told("worst of bound", margin_of(property)));
  out.add(told("phase", property.phase)).add(told("subject", property.subject));
  out.add(told("without migration", property.baseline));
  if (const harness::Property* const known = in_catalogue(property); known != nullptr) {
    out.add(told("precisely", without_marks(known->precisely)));
    out.add(told("exercised when", without_marks(known->exercised_when)));
    out.add(told("does not see", without_marks(known->does_not_see)));
  }
  return out.raw("</dl>\n");
}

Markup fold(const View& view, std::size_t index) {
  const PropertyResult& property = view.scenario.properties[index];
  const Rank rank = rank_of(property);
  const auto example = counterexample_of(view.scenario, property);
  Markup out;
  out.raw("<details class=\"property\"");
  if (rank == Rank::violated || rank == Rank::unknown) out.raw(" open");
  out.raw("><summary><span class=\"v ")
      .trusted(style_class_of(rank))
      .raw("\"><span aria-hidden=\"true\">")
      .text(sign(rank));
  out.raw("</span> ").text(word(rank)).raw("</span> <b>").text(shortened(property.id, 12)).raw(" ");
  out.text(shortened(property.name, 80)).raw("</b></summary>\n<div class=\"fold\" id=\"");
  out.text(view.anchors.properties[index]).raw("\">\n");
  if (rank == Rank::violated) {
    out.raw("<p class=\"sentence\">").text(sentence_of(view.scenario, property)).raw("</p>\n");
  }
  out.add(facts(property));
  if (example) out.add(counterexample_section(view, *example));
  return out.raw("</div></details>\n");
}

}  // namespace

Markup property_folds(const View& view) {
  Markup out;
  for (const std::size_t i : worst_first(view.scenario)) out.add(fold(view, i));
  return out;
}

}  // namespace rehearse::reports::html
