#include "reports/return_words.hpp"

#include "reports/text.hpp"

namespace rehearse::reports {

using harness::ReturnPoint;

namespace {

std::string verdict_words(const ReturnPoint& point) {
  if (point.verdict == "too late") return "declared too late";
  if (point.verdict == "too early") return "declared earlier than it has to be";
  return point.verdict == "agrees" ? "the two agree" : "not known";
}

std::string computed_words(const ReturnPoint& point) {
  if (point.kind == "found") return point.place;
  return point.kind == "never" ? "none, going back was safe to the end" : "unknown";
}

}  // namespace

std::string return_line(const ReturnPoint& point) {
  if (point.verdict.empty()) return {};
  const std::string declared = !point.declared.empty() ? point.declared
                               : !point.claimed.empty()
                                   ? "none (no way back from " + point.claimed + ")"
                                   : "none";
  return "declared " + declared + "; computed " + computed_words(point) + ": " +
         verdict_words(point);
}

std::string return_basis(const ReturnPoint& point) {
  std::string text = "Computed from " + count(point.runs, "run") + " that turned, " +
                     count(point.forced) + " of them forced.";
  if (point.fewest_runs <= 0) return text + " No boundary is called safe.";
  const std::string bound = bound_of_zero(point.fewest_runs);
  text += " Each boundary that is called safe had at least " + count(point.fewest_runs, "run") +
          ", and 0 of them did harm: ";
  if (bound.empty()) return text + "too few to bound how often going back harms.";
  return text + "going back from there harms at most " + bound +
         " of the runs this generator draws, at 95 % (3/n).";
}

std::string_view return_sign(const ReturnPoint& point) {
  if (point.verdict == "too late") return "✗";
  return point.verdict == "unknown" ? "?" : "✓";
}

std::size_t return_counterexample(const harness::ScenarioResult& scenario) {
  std::size_t i = 0;
  const std::string& file = scenario.point_of_no_return.counterexample;
  if (file.empty()) return scenario.counterexamples.size();
  while (i < scenario.counterexamples.size() && scenario.counterexamples[i].file != file) ++i;
  return i;
}

std::string return_replay(const harness::ScenarioResult& scenario) {
  const std::size_t i = return_counterexample(scenario);
  return i < scenario.counterexamples.size() ? scenario.counterexamples[i].replay : std::string();
}

std::size_t scenario_declared_too_late(const harness::Certificate& certificate) {
  std::size_t i = 0;
  while (i < certificate.scenarios.size() &&
         certificate.scenarios[i].point_of_no_return.verdict != "too late")
    ++i;
  return i;
}

}  // namespace rehearse::reports
