#include "reports/html/coverage_matrix.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <vector>

#include "reports/text.hpp"

namespace rehearse::reports::html {
namespace {

using harness::CoverageCell;
using harness::FaultCount;
using harness::ScenarioResult;

/// A larger matrix is told in one sentence: nobody could read it, and strangers could make it
/// endless.
constexpr std::size_t cells_max = 20'000;

/// The matrix by position on its three axes.
struct Matrix {
  std::vector<std::string> phases, faults, shapes;
  std::map<std::vector<std::size_t>, std::int64_t> runs;
  std::map<std::vector<std::size_t>, bool> exhausted;
  std::int64_t zeros = 0, full = 0;

  std::size_t cells() const { return phases.size() * faults.size() * shapes.size(); }
  std::int64_t at(std::size_t fault, std::size_t phase, std::size_t shape) const {
    const auto found = runs.find({fault, phase, shape});
    return found == runs.end() ? 0 : found->second;
  }
  bool full_at(std::size_t fault, std::size_t phase, std::size_t shape) const {
    const auto found = exhausted.find({fault, phase, shape});
    return found != exhausted.end() && found->second;
  }
};

/// Names in order of first mention, each with its position.
class Names {
 public:
  explicit Names(std::vector<std::string>& names) : names_(names) {}
  std::size_t place(const std::string& name) {
    const auto [found, fresh] = places_.emplace(name, names_.size());
    if (fresh) names_.push_back(name);
    return found->second;
  }

 private:
  std::vector<std::string>& names_;
  std::map<std::string, std::size_t> places_;
};

Matrix matrix_of(const ScenarioResult& scenario) {
  Matrix matrix;
  Names phases(matrix.phases);
  Names faults(matrix.faults);
  Names shapes(matrix.shapes);
  std::set<std::string> mentioned;
  for (const CoverageCell& cell : scenario.coverage) mentioned.insert(cell.shape);
  for (const auto& phase : scenario.phases) phases.place(phase.name);
  for (const char* shape : {"forward", "rollback", "hold"}) {
    if (mentioned.count(shape) != 0) shapes.place(shape);
  }
  faults.place("none");
  for (const FaultCount& fault : scenario.faults) faults.place(fault.kind);
  for (const CoverageCell& cell : scenario.coverage) {
    const std::vector<std::size_t> place{faults.place(cell.fault), phases.place(cell.phase),
                                         shapes.place(cell.shape)};
    std::int64_t& runs = matrix.runs[place];
    runs = add(runs, cell.runs);
    if (cell.exhausted && runs > 0) matrix.exhausted[place] = true;
  }
  const auto reached = std::count_if(matrix.runs.begin(), matrix.runs.end(),
                                     [](const auto& cell) { return cell.second > 0; });
  matrix.full = static_cast<std::int64_t>(matrix.exhausted.size());
  matrix.zeros = static_cast<std::int64_t>(matrix.cells()) - reached;
  return matrix;
}

/// One letter for the three shapes we know, a number for any other.
std::string initial(const Matrix& matrix, std::size_t shape) {
  const std::string& name = matrix.shapes[shape];
  const bool known = name == "forward" || name == "rollback" || name == "hold";
  return known ? name.substr(0, 1) : std::to_string(shape + 1);
}

Markup head(const Matrix& matrix) {
  const auto shapes = static_cast<std::int64_t>(matrix.shapes.size());
  Markup out;
  out.raw("<thead><tr><th rowspan=\"2\" scope=\"col\">fault</th>");
  for (const std::string& phase : matrix.phases) {
    out.raw("<th class=\"group\" scope=\"colgroup\" colspan=\"").number(shapes).raw("\">");
    out.text(shortened(phase, 24)).raw("</th>");
  }
  out.raw("</tr><tr>");
  for (std::size_t phase = 0; phase < matrix.phases.size(); ++phase) {
    for (std::size_t shape = 0; shape < matrix.shapes.size(); ++shape) {
      out.raw("<th scope=\"col\" class=\"n").trusted(shape == 0 ? " group" : "");
      out.raw("\"><abbr title=\"").text(shortened(matrix.shapes[shape], 24)).raw("\">");
      out.text(initial(matrix, shape)).raw("</abbr></th>");
    }
  }
  return out.raw("</tr></thead>");
}

/// 12 345 takes too much room in a cell; "12k" with the number in its title does not.
Markup number(std::int64_t runs) {
  if (runs < 10'000) return Markup().number(runs);
  Markup out;
  return out.raw("<abbr title=\"").text(count(runs)).raw("\">").number(runs / 1000).raw("k</abbr>");
}

Markup body(const Matrix& matrix) {
  Markup out;
  out.raw("<tbody>\n");
  for (std::size_t fault = 0; fault < matrix.faults.size(); ++fault) {
    out.raw("<tr><th scope=\"row\">").text(shortened(matrix.faults[fault], 32)).raw("</th>");
    for (std::size_t phase = 0; phase < matrix.phases.size(); ++phase) {
      for (std::size_t shape = 0; shape < matrix.shapes.size(); ++shape) {
        const std::int64_t runs = matrix.at(fault, phase, shape);
        out.raw("<td class=\"n").trusted(shape == 0 ? " group" : "");
        const bool full = matrix.full_at(fault, phase, shape);
        out.trusted(runs == 0 ? " zero" : full ? " full" : "").raw("\">").add(number(runs));
        out.trusted(full ? "\xE2\x9C\x93" : "").raw("</td>");
      }
    }
    out.raw("</tr>\n");
  }
  return out.raw("</tbody>");
}

std::string shapes_of(const Matrix& matrix) {
  std::string text;
  for (std::size_t i = 0; i < matrix.shapes.size(); ++i) {
    text += (i == 0 ? "" : ", ") + initial(matrix, i) + " = " + shortened(matrix.shapes[i], 24);
  }
  return text;
}

Markup matrix_markup(const Matrix& matrix) {
  Markup out;
  out.raw("<p class=\"note\">")
      .text("Runs in each cell of phase × fault × shape of run (" + shapes_of(matrix) + "). " +
            (matrix.full == 0
                 ? "All are samples. "
                 : count(matrix.full) + " exhausted (✓): the fault struck once at every place of "
                                        "the base runs where it can, up to equivalence, and all "
                                        "others are samples. ") +
            count(matrix.zeros) + " of " +
            count(static_cast<std::int64_t>(matrix.cells()), "cell") +
            " not reached: those are the framed zeros.");
  out.raw("</p>\n");
  if (matrix.cells() > cells_max) return out.raw("<p>The matrix is too large to draw.</p>\n");
  out.raw("<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"Coverage matrix\">");
  out.raw("<table class=\"matrix\">").add(head(matrix)).add(body(matrix));
  return out.raw("</table></div>\n");
}

Markup search_table(const ScenarioResult& scenario) {
  Markup out;
  if (scenario.search.empty()) return out;
  out.raw("<h4>Search</h4>\n<p class=\"note\">")
      .text(
          "What was tried, in this order. A place is a message, or a boundary of the plan; a "
          "candidate is a fault at a place. Equivalent candidates (the same history before, the "
          "same message) are run once. Only what is drawn bounds what was not seen.")
      .raw("</p>\n<table class=\"narrow\"><thead><tr><th scope=\"col\">part</th>");
  for (const char* column :
       {"places", "candidates", "equivalent", "left out", "runs", "distinct histories", "violated"})
    out.raw("<th scope=\"col\" class=\"n\">").text(column).raw("</th>");
  out.raw("</tr></thead><tbody>\n");
  for (const harness::SearchPart& part : scenario.search) {
    out.raw("<tr><th scope=\"row\">").text(shortened(part.name, 40));
    out.text(part.certifies ? "" : " (certifies nothing)").raw("</th>");
    const bool placed = part.name != harness::swarm_part && part.certifies;
    for (const std::int64_t number : {part.places, part.candidates, part.equivalent, part.left_out})
      out.raw("<td class=\"n\">").text(placed ? count(number) : "-").raw("</td>");
    out.raw("<td class=\"n\">").text(count(part.runs));
    if (part.runs < part.planned) out.text(" of " + count(part.planned));
    out.raw("</td><td class=\"n\">").text(count(part.distinct));
    out.raw("</td><td class=\"n\">").text(count(part.violated)).raw("</td></tr>\n");
  }
  return out.raw("</tbody></table>\n");
}

Markup faults_table(const ScenarioResult& scenario) {
  std::vector<FaultCount> faults = scenario.faults;
  std::stable_partition(faults.begin(), faults.end(), [](const auto& f) { return f.fired == 0; });
  Markup out;
  if (faults.empty()) return out.raw("<p>No fault was planned.</p>\n");
  out.raw("<table class=\"narrow\"><thead><tr><th scope=\"col\">fault</th>");
  out.raw("<th scope=\"col\" class=\"n\">could strike (runs)</th>");
  out.raw("<th scope=\"col\" class=\"n\">struck (runs)</th>");
  out.raw("<th scope=\"col\" class=\"n\">struck (times)</th></tr></thead><tbody>\n");
  for (const FaultCount& fault : faults) {
    out.raw("<tr><th scope=\"row\">").text(fault.kind).raw("</th><td class=\"n\">");
    out.text(count(fault.planned)).raw("</td><td class=\"n\">").text(count(fault.runs));
    out.raw("</td><td class=\"n").trusted(fault.fired == 0 ? " v idle" : "").raw("\">");
    out.text(fault.fired == 0 ? "never: not exercised" : count(fault.fired)).raw("</td></tr>\n");
  }
  return out.raw("</tbody></table>\n");
}

}  // namespace

Markup coverage_section(const View& view) {
  Markup out;
  out.raw("<h3 id=\"").text(view.anchors.section("coverage")).raw("\">Coverage</h3>\n");
  out.add(search_table(view.scenario));
  if (view.scenario.coverage.empty()) {
    out.raw("<p>No coverage was recorded: treat every cell as not exercised.</p>\n");
  } else {
    out.add(matrix_markup(matrix_of(view.scenario)));
  }
  return out.raw("<h4>Faults</h4>\n").add(faults_table(view.scenario));
}

}  // namespace rehearse::reports::html
