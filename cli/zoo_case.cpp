#include "cli/zoo_case.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <filesystem>
#include <utility>

#include "cli/expectation.hpp"
#include "harness/explore/explore.hpp"
#include "reports/text.hpp"
#include "scenarios/suggest.hpp"

namespace rehearse::cli {
namespace {

using harness::Certificate;
using harness::CertificateVerdict;
using harness::Exploration;
using scenarios::Error;

constexpr std::array case_files{"bad.json", "good.json", "scenario.json", "expect.json"};

bool is_case(const std::filesystem::path& folder) {
  std::error_code ignored;
  return std::any_of(case_files.begin(), case_files.end(), [&](const char* file) {
    return std::filesystem::exists(folder / file, ignored);
  });
}

std::string in(const std::string& folder, const char* file) {
  return (std::filesystem::path(folder) / file).string();
}

/// The phase that the expectation names must be one of the bad plan's.
void check_phase(const scenarios::ZooExpectation& expectation, const scenarios::Plan& plan,
                 const std::string& file, std::vector<Error>& errors) {
  if (expectation.phase.empty()) return;
  std::vector<std::string> phases;
  for (const auto& phase : plan.phases) phases.push_back(phase.name);
  if (std::find(phases.begin(), phases.end(), expectation.phase) != phases.end()) return;
  Error error;
  error.file = file;
  error.pointer = "/phase";
  error.message = "bad.json has no phase " + scenarios::in_quotes(expectation.phase);
  error.way_out = scenarios::did_you_mean(expectation.phase, phases);
  errors.push_back(std::move(error));
}

struct Certified {
  Certificate certificate;
  std::string diverged;  ///< As in Exploration.
  bool cut_short = false;
  std::vector<std::int64_t> finished_ms;  ///< When each run had ended, in that order.
};

Certified certify_one(const Inputs& inputs, std::int64_t runs, const ZooOptionsOfRun& options) {
  Certified made;
  const auto began = std::chrono::steady_clock::now();
  harness::ExploreOptions explore;
  explore.runs = runs;
  explore.seed = options.seed;
  explore.jobs = options.jobs;
  explore.choices = options.choices;
  if (options.stop) explore.stop = options.stop;
  explore.progress = [&](std::int64_t done, std::int64_t, std::int64_t) {
    const auto taken = std::chrono::steady_clock::now() - began;
    made.finished_ms.resize(static_cast<std::size_t>(done),
                            std::chrono::duration_cast<std::chrono::milliseconds>(taken).count());
  };
  const scenarios::Scenario& scenario = inputs.scenarios.front().scenario;
  const Exploration exploration = harness::explore(inputs.plan.plan, scenario, explore);
  made.cut_short = exploration.cut_short;
  made.certificate.plan = inputs.plan.plan.name;
  made.certificate.scenarios.push_back(exploration.result);
  made.certificate.scenarios.back().name = scenario.name;
  made.diverged = exploration.diverged;
  harness::conclude(made.certificate, made.diverged);
  return made;
}

std::string verdict_word(CertificateVerdict verdict) {
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
  return "?";
}

const harness::Counterexample* counterexample_of(const harness::ScenarioResult& scenario,
                                                 const std::string& property) {
  for (const auto& counterexample : scenario.counterexamples)
    if (counterexample.property == property) return &counterexample;
  return nullptr;
}

void too_large(std::int64_t found, std::int64_t most, const char* noun, ZooResult& result) {
  if (found <= most) return;
  result.problems.push_back("the counterexample has " + reports::count(found, noun) +
                            "; expect.json allows " + std::to_string(most));
}

void judge_bad(Certified bad, ZooResult& result) {
  result.cut_short = result.cut_short || bad.cut_short;
  const scenarios::ZooExpectation& wanted = result.expectation;
  harness::ScenarioResult& scenario = bad.certificate.scenarios.front();
  const Findings findings = compare({{wanted.property, wanted.phase}}, bad.certificate);
  if (!findings.met) {
    result.problems.push_back("bad.json is " + verdict_word(bad.certificate.verdict) + ", and " +
                              findings.lines.front() + ". " + bad.certificate.cause);
  }
  // What is not reproducible met nothing that was expected of it.
  if (!bad.diverged.empty())
    result.problems.push_back("the simulation of bad.json is not deterministic: " + bad.diverged);
  const harness::PropertyResult* property = harness::find_property(scenario, wanted.property);
  const harness::Counterexample* smallest = counterexample_of(scenario, wanted.property);
  if (property == nullptr || smallest == nullptr) return;
  result.found = true;
  result.sentence = smallest->sentence;
  result.phase = property->phase;
  result.operations = smallest->operations;
  result.faults = smallest->faults;
  result.runs = property->first_violated;
  const auto at = static_cast<std::size_t>(std::max<std::int64_t>(result.runs, 1) - 1);
  if (at < bad.finished_ms.size()) result.milliseconds = bad.finished_ms[at];
  too_large(result.operations, wanted.operations, "operation", result);
  too_large(result.faults, wanted.faults, "fault", result);
}

void judge_good(const Certified& good, ZooResult& result) {
  result.cut_short = result.cut_short || good.cut_short;
  const harness::ScenarioResult& scenario = good.certificate.scenarios.front();
  result.good_runs = scenario.runs;
  if (good.certificate.verdict != CertificateVerdict::certified) {
    result.problems.push_back("good.json is " + verdict_word(good.certificate.verdict) + ": " +
                              good.certificate.cause);
  }
  for (const auto& property : scenario.properties) {
    if (property.id == result.expectation.property && property.verdict == "not exercised")
      result.problems.push_back("good.json proves nothing: no run exercised " + property.id);
  }
}

}  // namespace

scenarios::Result<std::vector<std::string>> zoo_folders(const std::string& folder) {
  std::error_code problem;
  if (is_case(folder)) return std::vector<std::string>{folder};
  std::vector<std::string> folders;
  for (std::filesystem::directory_iterator entry(folder, problem), end; !problem && entry != end;
       entry.increment(problem)) {
    if (is_case(entry->path())) folders.push_back(entry->path().string());
  }
  Error error;
  error.file = folder;
  if (problem) {
    error.message = "this folder cannot be read: " + problem.message();
    error.way_out = "name the folder of a zoo, or of one case";
    return error;
  }
  if (folders.empty()) {
    error.message = "there is no case in this folder";
    error.way_out = "a case is a folder with bad.json, good.json, scenario.json and expect.json";
    return error;
  }
  std::sort(folders.begin(), folders.end());
  return folders;
}

scenarios::Result<ZooCase> read_zoo_case(const std::string& folder) {
  ZooCase made;
  made.folder = folder;
  const std::filesystem::path path = std::filesystem::path(folder).lexically_normal();
  made.name = (path.has_filename() ? path : path.parent_path()).filename().string();
  std::vector<Error> errors;
  const auto add = [&](const std::vector<Error>& more) {
    for (const Error& error : more)  // the scenario is read twice, its mistakes are told once
      if (std::find(errors.begin(), errors.end(), error) == errors.end()) errors.push_back(error);
  };
  auto bad = read_inputs(in(folder, "bad.json"), {in(folder, "scenario.json")});
  auto good = read_inputs(in(folder, "good.json"), {in(folder, "scenario.json")});
  const auto expectation = scenarios::load_zoo_expectation(in(folder, "expect.json"));
  if (!bad) add(bad.errors());
  if (!good) add(good.errors());
  if (!expectation) add(expectation.errors());
  if (expectation && bad)
    check_phase(expectation.value(), bad.value().plan.plan, in(folder, "expect.json"), errors);
  if (!errors.empty()) return errors;
  made.bad = std::move(bad).value();
  made.good = std::move(good).value();
  made.expectation = expectation.value();
  return made;
}

ZooResult run_zoo_case(const ZooCase& zoo_case, const ZooOptionsOfRun& options) {
  ZooResult result;
  result.name = zoo_case.name;
  result.expectation = zoo_case.expectation;
  if (options.bad) judge_bad(certify_one(zoo_case.bad, 0, options), result);
  if (options.good) judge_good(certify_one(zoo_case.good, options.good_runs, options), result);
  return result;
}

}  // namespace rehearse::cli
