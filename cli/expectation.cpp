#include "cli/expectation.hpp"

#include <algorithm>

#include "harness/properties/property.hpp"
#include "scenarios/suggest.hpp"

namespace rehearse::cli {
namespace {

using harness::Certificate;

scenarios::Error unknown(const std::string& what, const std::string& value,
                         const std::vector<std::string>& known) {
  scenarios::Error error;
  error.message = "--expect-violated: there is no " + what + " " + scenarios::in_quotes(value);
  error.way_out = scenarios::did_you_mean(value, known);
  return error;
}

/// "violated in phase dual and phase cutover", "holds", ...: what each scenario says about it.
std::string found(const Expectation& wanted, const Certificate& certificate) {
  std::string text;
  for (const auto& scenario : certificate.scenarios) {
    for (const auto& property : scenario.properties) {
      if (property.id != wanted.property) continue;
      std::string part = property.verdict;
      if (part == "violated" && !property.phase.empty()) part += " in phase " + property.phase;
      if (certificate.scenarios.size() > 1) part += " under " + scenario.name;
      text += (text.empty() ? "" : ", ") + part;
    }
  }
  return text.empty() ? "not judged" : text;
}

bool is_met(const Expectation& wanted, const Certificate& certificate) {
  for (const auto& scenario : certificate.scenarios) {
    for (const auto& property : scenario.properties) {
      if (property.id == wanted.property && property.verdict == "violated" &&
          (wanted.phase.empty() || property.phase == wanted.phase)) {
        return true;
      }
    }
  }
  return false;
}

}  // namespace

scenarios::Result<Expectation> read_expectation(const std::string& text,
                                                const scenarios::Plan& plan) {
  const std::size_t at = std::min(text.find('@'), text.size());
  Expectation expectation;
  const std::string wanted = text.substr(0, at);
  std::vector<std::string> ids, phases;
  for (const harness::Property& property : harness::all_properties()) {
    if (wanted == property.id || wanted == property.name) {
      expectation.property = std::string(property.id);
    }
    ids.emplace_back(property.id);
  }
  if (expectation.property.empty()) return unknown("property", wanted, ids);
  if (at == text.size()) return expectation;
  expectation.phase = text.substr(at + 1);
  for (const scenarios::Phase& phase : plan.phases) phases.push_back(phase.name);
  if (std::find(phases.begin(), phases.end(), expectation.phase) == phases.end()) {
    return unknown("phase", expectation.phase, phases);
  }
  return expectation;
}

Findings compare(const std::vector<Expectation>& expected, const Certificate& certificate) {
  Findings findings;
  findings.met = certificate.verdict == harness::CertificateVerdict::rejected;
  for (const Expectation& wanted : expected) {
    const bool met = is_met(wanted, certificate);
    findings.met = findings.met && met;
    const std::string where = wanted.phase.empty() ? "" : " in phase " + wanted.phase;
    findings.lines.push_back("expected " + wanted.property + " violated" + where + "; found: " +
                             found(wanted, certificate) + (met ? "" : "  <- not as expected"));
  }
  return findings;
}

}  // namespace rehearse::cli
