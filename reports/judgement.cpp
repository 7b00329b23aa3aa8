#include "reports/judgement.hpp"

#include <algorithm>
#include <numeric>

#include "reports/text.hpp"

namespace rehearse::reports {

using harness::CertificateVerdict;
using harness::PropertyResult;
using harness::ScenarioResult;

Rank rank_of(const PropertyResult& property) {
  if (property.verdict == "violated") return Rank::violated;
  if (property.verdict == "not exercised") return Rank::not_exercised;
  if (property.verdict == "holds") return Rank::holds;
  return Rank::unknown;
}

std::string_view word(Rank rank) {
  switch (rank) {
    case Rank::violated:
      return "violated";
    case Rank::unknown:
      return "unknown";
    case Rank::not_exercised:
      return "not exercised";
    case Rank::holds:
      return "holds";
  }
  return "unknown";
}

std::string_view sign(Rank rank) {
  switch (rank) {
    case Rank::violated:
      return "✗";
    case Rank::unknown:
      return "?";
    case Rank::not_exercised:
      return "–";
    case Rank::holds:
      return "✓";
  }
  return "?";
}

std::string_view word(CertificateVerdict verdict) {
  switch (verdict) {
    case CertificateVerdict::certified:
      return "CERTIFIED";
    case CertificateVerdict::rejected:
      return "REJECTED";
    case CertificateVerdict::inconclusive:
      return "INCONCLUSIVE";
    case CertificateVerdict::incomplete:
      return "INCOMPLETE";
  }
  return "INCOMPLETE";
}

Tally tally_of(const ScenarioResult& scenario) {
  Tally tally;
  for (const PropertyResult& property : scenario.properties) {
    switch (rank_of(property)) {
      case Rank::violated:
        ++tally.violated;
        break;
      case Rank::unknown:
        ++tally.unknown;
        break;
      case Rank::not_exercised:
        ++tally.not_exercised;
        break;
      case Rank::holds:
        ++tally.holds;
        break;
    }
  }
  return tally;
}

std::string to_sentence(const Tally& tally) {
  if (tally.all() == 0) return "No property was judged";
  if (tally.holds == tally.all()) return "All " + count(tally.all(), "property") + " hold";
  std::string text;
  const auto part = [&text](std::int64_t number, std::string_view says) {
    if (number == 0) return;
    text += (text.empty() ? "" : ", ") + count(number) + " " + std::string(says);
  };
  const std::string of = "of " + count(tally.all(), "property") + " ";
  const auto first = [&](std::string_view says) {
    return text.empty() ? of + std::string(says) : std::string(says);
  };
  part(tally.violated, first("violated"));
  part(tally.unknown, first("unknown"));
  part(tally.holds, first(tally.holds == 1 ? "holds" : "hold"));
  part(tally.not_exercised, first("not exercised"));
  return text;
}

std::vector<std::size_t> worst_first(const ScenarioResult& scenario) {
  std::vector<std::size_t> order(scenario.properties.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return rank_of(scenario.properties[a]) < rank_of(scenario.properties[b]);
  });
  return order;
}

std::optional<std::size_t> worst_scenario(const harness::Certificate& certificate) {
  std::optional<std::size_t> worst;
  Tally least;
  for (std::size_t i = 0; i < certificate.scenarios.size(); ++i) {
    const Tally tally = tally_of(certificate.scenarios[i]);
    const bool worse = tally.violated != least.violated ? tally.violated > least.violated
                       : tally.unknown != least.unknown ? tally.unknown > least.unknown
                                                        : tally.not_exercised > least.not_exercised;
    if (worst && !worse) continue;
    worst = i;
    least = tally;
  }
  return worst;
}

std::optional<std::size_t> counterexample_of(const ScenarioResult& scenario,
                                             const PropertyResult& property) {
  for (std::size_t i = 0; i < scenario.counterexamples.size(); ++i) {
    if (scenario.counterexamples[i].property == property.id) return i;
  }
  return std::nullopt;
}

std::string replay_of(const ScenarioResult& scenario, const PropertyResult& property) {
  const auto found = counterexample_of(scenario, property);
  return found ? scenario.counterexamples[*found].replay : std::string();
}

std::string faults_of(const ScenarioResult& scenario, const PropertyResult& property) {
  constexpr std::size_t most_named = 3;
  const auto found = counterexample_of(scenario, property);
  if (!found) return {};
  const std::vector<std::string>& faults = scenario.counterexamples[*found].fault_text;
  std::string text;
  for (std::size_t i = 0; i < std::min(most_named, faults.size()); ++i)
    text += (i == 0 ? "" : "; ") + faults[i];
  if (faults.size() > most_named)
    text += "; and " + std::to_string(faults.size() - most_named) + " more";
  return text;
}

std::string sentence_of(const ScenarioResult& scenario, const PropertyResult& property) {
  const auto found = counterexample_of(scenario, property);
  if (found && rank_of(property) == Rank::violated &&
      !scenario.counterexamples[*found].sentence.empty()) {
    return scenario.counterexamples[*found].sentence;
  }
  if (!property.because.empty()) return property.because;
  return property.promise.empty() ? property.name : property.promise;
}

std::string margin_of(const PropertyResult& property) {
  if (property.bound == 0 && property.worst_measured == 0) return {};
  return measure(property.worst_measured, property.unit) + " of " +
         measure(property.bound, property.unit);
}

std::string bound_of(std::int64_t violated, std::int64_t runs) {
  const std::string bound = bound_of_zero(runs);
  if (violated != 0 || bound.empty()) return {};
  return "0 of " + count(runs, "drawn run") + ": at most " + bound +
         " of the runs this generator draws, at 95 %";
}

std::int64_t drawn_runs(const ScenarioResult& scenario) {
  if (scenario.search.empty()) return scenario.runs;
  std::int64_t drawn = 0;
  for (const harness::SearchPart& part : scenario.search)
    if (part.name == harness::swarm_part) drawn = add(drawn, part.runs);
  return drawn;
}

std::string part_line(const harness::SearchPart& part) {
  std::string text = one_line(part.name) + ": " + count(part.runs, "run");
  if (part.runs < part.planned) text += " of " + count(part.planned) + " planned";
  if (part.name == harness::swarm_part) {
    text += ", drawn";
  } else if (part.places > 0) {
    const bool all = part.left_out == 0 && part.runs >= part.planned;
    text += (all ? ", every one of " : ", from ") + count(part.places, "place");
  }
  if (part.left_out > 0) text += ", " + count(part.left_out, "candidate") + " left out";
  if (!part.certifies) text += ", beyond the fault budget: they certify nothing";
  if (part.violated > 0) text += ", " + count(part.violated) + " violated";
  return text;
}

std::vector<std::string> faults_never_fired(const ScenarioResult& scenario) {
  std::vector<std::string> names;
  for (const harness::FaultCount& fault : scenario.faults) {
    if (fault.fired == 0) names.push_back(fault.kind);
  }
  return names;
}

}  // namespace rehearse::reports
