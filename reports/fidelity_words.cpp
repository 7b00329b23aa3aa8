#include "reports/fidelity_words.hpp"

#include <vector>

#include "reports/text.hpp"

namespace rehearse::reports {

namespace {

std::string listed(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i)
    text += (i == 0 ? "" : i + 1 == names.size() ? " and " : ", ") + names[i];
  return text;
}

}  // namespace

std::string fidelity_line(const harness::ScenarioResult& scenario) {
  if (scenario.fidelity.empty()) return {};
  std::vector<std::string> same, other;
  for (const harness::Fidelity& one : scenario.fidelity)
    (one.same > 0 ? same : other).push_back(one_line(one.property));
  const auto all = static_cast<std::int64_t>(scenario.fidelity.size());
  std::string text = count(static_cast<std::int64_t>(same.size())) + " of " +
                     count(all, "violation") +
                     " that simulation found happened with real processes, too";
  if (!same.empty()) text += ": " + listed(same);
  if (!other.empty()) text += "; not " + listed(other);
  return text;
}

std::string fidelity_outcome(const harness::Fidelity& one) {
  if (one.tried == 0) return "not tried";
  const std::string runs = count(one.tried, "run");
  if (one.same > 0)
    return one.tried == 1 ? "violated, too" : "violated, too, in the last of " + runs;
  return "not violated in " + runs;
}

}  // namespace rehearse::reports
