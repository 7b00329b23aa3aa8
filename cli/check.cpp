#include <algorithm>

#include "cli/commands.hpp"
#include "cli/inputs.hpp"
#include "reports/text.hpp"
#include "scenarios/check_plan.hpp"

namespace rehearse::cli {

using scenarios::Finding;
using scenarios::Severity;

namespace {

std::int64_t how_many(const std::vector<Finding>& findings, Severity severity) {
  return std::count_if(findings.begin(), findings.end(),
                       [&](const Finding& finding) { return finding.severity == severity; });
}

}  // namespace

ExitCode check(const CheckOptions& options, const Terminal& terminal) {
  const auto inputs = read_inputs(options.plan, options.scenarios);
  if (!inputs) {
    terminal.complain(inputs.errors());
    return ExitCode::bad_input;
  }
  const std::vector<Finding> findings = scenarios::check_plan(inputs.value().plan);
  for (const Finding& finding : findings) terminal.say(reports::one_line(to_string(finding)));
  const std::int64_t errors = how_many(findings, Severity::error);
  const std::int64_t warnings = how_many(findings, Severity::warning);
  terminal.say(options.plan + ": " + reports::count(errors, "error") + ", " +
               reports::count(warnings, "warning") +
               (errors + warnings == 0 ? "; nothing was run: `rehearse certify` does that" : ""));
  return errors > 0 ? ExitCode::rejected : ExitCode::success;
}

}  // namespace rehearse::cli
