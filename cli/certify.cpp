#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "cli/assumptions.hpp"
#include "cli/commands.hpp"
#include "cli/expectation.hpp"
#include "cli/identity.hpp"
#include "cli/inputs.hpp"
#include "cli/interrupt.hpp"
#include "cli/live_stores.hpp"
#include "cli/programs.hpp"
#include "cli/progress.hpp"
#include "cli/results.hpp"
#include "cli/scratch_folder.hpp"
#include "cli/seed.hpp"
#include "cli/verdict_lines.hpp"
#include "cli/waivers.hpp"
#include "harness/certificate/certificate_file.hpp"
#include "harness/certificate/digest.hpp"
#include "harness/explore/explore.hpp"
#include "harness/live/live_exploration.hpp"
#include "harness/properties/property.hpp"
#include "rehearse_version.hpp"
#include "reports/changes.hpp"
#include "reports/text.hpp"
#include "scenarios/check_plan.hpp"
#include "scenarios/print_plan.hpp"
#include "scenarios/print_scenario.hpp"
#include "scenarios/units.hpp"

namespace rehearse::cli {
namespace {

using Clock = std::chrono::steady_clock;
using harness::Certificate;
using harness::CertificateVerdict;
using harness::Exploration;

/// Everything that is settled before the first run.
struct Order {
  CertifyOptions options;
  Inputs inputs;
  std::uint64_t seed = 1;
  int jobs = 1;
  std::vector<Expectation> expected;
  std::vector<scenarios::Finding> findings;
  std::string plan_file_sha256;
  std::vector<harness::Waiver> waivers;
  std::optional<Certificate> previous;
  Clock::time_point began = Clock::now();
  std::shared_ptr<const ScratchFolder> scratch;  ///< Live.
  std::shared_ptr<LiveStores> stores;            ///< Live.
};

std::int64_t runs_of(const Order& order, const scenarios::Scenario& scenario) {
  if (order.options.live) return std::max<std::int64_t>(1, order.options.runs);
  return order.options.runs > 0 ? order.options.runs : scenario.explore.swarm_runs;
}

/// Whether it asks for more than the swarm.
bool searches(const scenarios::Scenario& scenario) {
  return scenario.explore.single_faults_exhaustive || scenario.explore.pairs_by_lineage;
}

std::string nothing_to_do(const Order& order) {
  if (std::string nothing = nothing_to_check(order.inputs); !nothing.empty()) return nothing;
  for (const ScenarioInput& input : order.inputs.scenarios)
    if (runs_of(order, input.scenario) == 0 && !searches(input.scenario))
      return "the scenario " + input.scenario.name + " asks for no run (\"swarm_runs\": 0)";
  return {};
}

/// Waivers, and the certificate before.
std::vector<scenarios::Error> read_companions(const CertifyOptions& options, Order& order) {
  if (!options.waivers.empty()) {
    auto waivers = load_waivers(options.waivers);
    if (!waivers) return waivers.errors();
    order.waivers = std::move(waivers).value();
  }
  if (!options.previous.empty()) {
    auto previous = read_sealed_certificate(options.previous);
    if (!previous) return previous.errors();
    order.previous = std::move(previous).value();
  }
  return {};
}

scenarios::Result<Order> settle(const CertifyOptions& options) {
  Order order;
  order.options = options;
  // Live, every store is a file.
  const std::string store = options.live ? "sqlite" : options.store;
  auto inputs = read_inputs(options.plan, options.scenarios, store);
  if (!inputs) return inputs.errors();
  order.inputs = std::move(inputs).value();
  order.plan_file_sha256 = sha256_of_file(options.plan);
  if (options.live) {
    auto refused = programs_not_allowed(order.inputs.plan, options.allow_commands);
    if (!refused.empty()) return refused;
  }
  const auto seed = read_seed(options.seed, options.plan);
  if (!seed) return seed.errors();
  order.seed = seed.value();
  for (const std::string& text : options.expect_violated) {
    const auto expectation = read_expectation(text, order.inputs.plan.plan);
    if (!expectation) return expectation.errors();
    order.expected.push_back(expectation.value());
  }
  if (auto problems = read_companions(options, order); !problems.empty()) return problems;
  const unsigned cores = std::max(1U, std::thread::hardware_concurrency());
  order.jobs = options.jobs > 0 ? options.jobs : static_cast<int>(cores);
  order.findings = scenarios::check_plan(order.inputs.plan);
  if (options.live) {
    auto scratch = ScratchFolder::create(options.keep);
    if (!scratch) return scratch.errors();
    order.scratch = std::move(scratch).value();
    order.stores = std::make_shared<LiveStores>(options.postgres, order.scratch->path());
  }
  return order;
}

/// The command that gives the same certificate; jobs and output folder do not matter.
std::string reproduce_command(const Order& order) {
  const CertifyOptions& options = order.options;
  std::string command = "rehearse certify " + shell_word(options.plan);
  for (const std::string& file : options.scenarios) command += " --scenario " + shell_word(file);
  if (options.runs > 0) command += " --runs " + std::to_string(options.runs);
  if (!options.store.empty()) command += " --store " + options.store;
  if (options.live) command += " --live";
  if (options.allow_commands) command += " --allow-commands";
  if (options.postgres) command += " --postgres";
  if (options.replay_counterexamples) command += " --replay-counterexamples";
  return command + " --seed " + std::to_string(order.seed);
}

/// The certificate as it is before anything ran; a killed program leaves this one behind.
Certificate blank(const Order& order) {
  const scenarios::Plan& plan = order.inputs.plan.plan;
  Certificate certificate;
  certificate.cause = "The rehearsal did not come to its end.";
  certificate.plan = plan.name;
  certificate.plan_file = order.options.plan;
  certificate.plan_digest = harness::sha256_name(scenarios::canonical_text(plan));
  certificate.seed = std::to_string(order.seed);
  if (order.options.live) certificate.mode = "live";
  certificate.reproduce = reproduce_command(order);
  for (const auto& finding : order.findings) {
    certificate.findings.push_back(reports::one_line(to_string(finding)));
  }
  for (const ScenarioInput& input : order.inputs.scenarios) {
    harness::ScenarioResult& result = certificate.scenarios.emplace_back();
    result.name = input.scenario.name;
    result.file = input.file;
    result.digest = harness::sha256_name(scenarios::canonical_text(input.scenario));
    result.runs_planned = runs_of(order, input.scenario);
  }
  certificate.plan_file_sha256 = order.plan_file_sha256;
  certificate.waivers = order.waivers;
  certificate.tool_version = kVersion;
  certificate.tool_commit = kCommit;
  certificate.jobs = order.jobs;
  return certificate;
}

Certificate finish(const Order& order, Certificate certificate) {
  certificate.finished_utc = utc_now();
  apply_waivers(certificate, certificate.finished_utc);
  if (order.previous) certificate.previous = reports::told_beside(*order.previous, certificate);
  certificate.wall_ms =
      std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - order.began).count();
  return harness::sealed(std::move(certificate));
}

bool over_budget(const Order& order) {
  const auto& budget = order.options.time_budget;
  return budget && Clock::now() - order.began > *budget;
}

/// What simulation finds.
std::vector<harness::SavedCounterexample> simulated(const Order& order,
                                                    const ScenarioInput& input) {
  Progress progress(input.scenario.name + ", simulated", order.options.quiet);
  harness::ExploreOptions options;
  options.seed = order.seed;
  options.jobs = order.jobs;
  options.stop = [&order] { return interrupted() || over_budget(order); };
  options.progress = [&progress](std::int64_t done, std::int64_t violated, std::int64_t planned) {
    progress.tell(done, violated, planned);
  };
  return harness::explore(order.inputs.plan.plan, input.scenario, options).saved;
}

Exploration explore_one(const Order& order, const ScenarioInput& input) {
  Progress progress(input.scenario.name, order.options.quiet);
  const auto tell = [&progress](std::int64_t done, std::int64_t violated, std::int64_t planned) {
    progress.tell(done, violated, planned);
  };
  const auto stop = [&order] { return interrupted() || over_budget(order); };
  if (order.options.live) {
    harness::live::LiveExploreOptions options;
    options.runs = runs_of(order, input.scenario);
    options.seed = order.seed;
    options.program = own_program();
    options.folder = order.scratch->path();
    options.directory = std::filesystem::absolute(order.options.plan).parent_path().string();
    options.server = order.stores->server();
    options.keep_schemas = order.options.keep;
    options.trouble = [&order] { return order.stores->trouble(); };
    options.stop = stop;
    options.progress = tell;
    if (order.options.replay_counterexamples && options.trouble().empty())
      options.replayed = simulated(order, input);
    return harness::live::explore_live(order.inputs.plan.plan, input.scenario, options);
  }
  harness::ExploreOptions options;
  options.runs = order.options.runs;
  options.seed = order.seed;
  options.jobs = order.jobs;
  options.choices = order.options.choices;
  options.stop = stop;
  options.progress = tell;
  return harness::explore(order.inputs.plan.plan, input.scenario, options);
}

/// Why not all runs were done, behind the sentence of cause.
void explain_incompleteness(const Order& order, const std::vector<Exploration>& explorations,
                            Certificate& certificate) {
  if (certificate.verdict != CertificateVerdict::incomplete) return;
  std::string problem;
  for (const Exploration& exploration : explorations)
    if (problem.empty()) problem = exploration.problem;
  if (!problem.empty() && !interrupted() && !over_budget(order)) {
    certificate.cause += " A live run did not come to its end: " + problem + ".";
  } else if (interrupted()) {
    certificate.cause += " It was interrupted.";
  } else if (order.options.time_budget) {
    certificate.cause += " The time budget of " +
                         scenarios::duration_text(*order.options.time_budget) + " was over.";
  }
}

/// Of the first exploration that has one.
std::string divergence(const std::vector<Exploration>& explorations) {
  for (const Exploration& exploration : explorations) {
    if (!exploration.diverged.empty()) return exploration.diverged;
  }
  return {};
}

Certificate rehearse_all(const Order& order, Certificate certificate,
                         std::vector<Exploration>& explorations) {
  std::vector<harness::ScenarioResult> results;
  for (std::size_t i = 0; i < order.inputs.scenarios.size(); ++i) {
    explorations.push_back(explore_one(order, order.inputs.scenarios[i]));
    harness::ScenarioResult result = explorations.back().result;
    result.name = certificate.scenarios[i].name;
    result.file = certificate.scenarios[i].file;
    result.digest = certificate.scenarios[i].digest;
    results.push_back(std::move(result));
  }
  certificate.scenarios = std::move(results);
  certificate.assumptions =
      assumptions_of(order.inputs, certificate.scenarios,
                     order.options.live ? order.stores->in_words() : std::string());
  harness::conclude(certificate, divergence(explorations));
  explain_incompleteness(order, explorations, certificate);
  name_counterexamples(certificate, explorations);
  return finish(order, std::move(certificate));
}

void say_opening(const Order& order, const Terminal& terminal) {
  using reports::count;
  const scenarios::Plan& plan = order.inputs.plan.plan;
  const std::string digest = harness::sha256_name(scenarios::canonical_text(plan));
  terminal.say("plan " + plan.name + "  " + reports::short_digest(digest) + "   " +
               count(static_cast<std::int64_t>(plan.tracks.size()), "track") + ", " +
               count(static_cast<std::int64_t>(plan.phases.size()), "phase") + "   seed " +
               std::to_string(order.seed));
  for (const ScenarioInput& input : order.inputs.scenarios) {
    terminal.say("scenario " + input.scenario.name + "  " +
                 count(runs_of(order, input.scenario), "run") +
                 (searches(input.scenario) ? " of the swarm, behind a systematic search" : "") +
                 (input.file.empty() ? "   (no --scenario was given)" : ""));
  }
  std::int64_t errors = 0, warnings = 0;
  for (const auto& finding : order.findings) {
    errors += finding.severity == scenarios::Severity::error ? 1 : 0;
    warnings += finding.severity == scenarios::Severity::warning ? 1 : 0;
  }
  if (errors + warnings == 0) return;
  terminal.say("check found " + count(errors, "error") + " and " + count(warnings, "warning") +
               " without running anything: rehearse check " + shell_word(order.options.plan));
}

ExitCode code_of(const Order& order, const Certificate& certificate, bool diverged,
                 bool expectation_met) {
  const bool partial = certificate.verdict == CertificateVerdict::incomplete;
  // What is not reproducible met nothing that was expected of it.
  if (diverged && !order.expected.empty()) return ExitCode::internal_error;
  if (!order.expected.empty() && (expectation_met || !(partial && interrupted()))) {
    return expectation_met ? ExitCode::success : ExitCode::rejected;
  }
  if (certificate.verdict == CertificateVerdict::rejected) return ExitCode::rejected;
  if (diverged) return ExitCode::internal_error;
  if (partial && interrupted()) return ExitCode::interrupted;
  if (certificate.verdict == CertificateVerdict::certified) return ExitCode::success;
  return ExitCode::inconclusive;
}

ExitCode conclude_aloud(const Order& order, const Certificate& certificate,
                        const OutputFolder& folder, bool diverged, const Terminal& terminal) {
  if (!order.options.quiet) {
    for (const auto& line : property_lines(certificate, terminal)) terminal.say_painted(line);
    for (const auto& line : search_lines(certificate, terminal)) terminal.say_painted(line);
    for (const auto& line : impact_lines(certificate, terminal)) terminal.say_painted(line);
    for (const auto& line : fidelity_lines(certificate, terminal)) terminal.say_painted(line);
    for (const auto& line : situation_lines(certificate, terminal)) terminal.say_painted(line);
    for (const auto& line : companion_lines(certificate, terminal)) terminal.say_painted(line);
  }
  for (const auto& line : closing_lines(certificate, folder, terminal)) terminal.say_painted(line);
  const Findings findings = compare(order.expected, certificate);
  for (const auto& line : findings.lines) terminal.say(line);
  return code_of(order, certificate, diverged, findings.met);
}

/// The verdict stands although it could not be written down; only a certificate that nobody can
/// read is none.
ExitCode without_a_record(const Certificate& certificate) {
  return certificate.verdict == CertificateVerdict::rejected ? ExitCode::rejected
                                                             : ExitCode::bad_input;
}

}  // namespace

ExitCode certify(const CertifyOptions& options, const Terminal& terminal) {
  const scenarios::Result<Order> settled = settle(options);
  if (!settled) {
    terminal.complain(settled.errors());
    if (holds_a_certificate(OutputFolder(options.out)))
      terminal.complain("Nothing was run; the certificate in " + shell_word(options.out) +
                        " is of an earlier run.");
    return ExitCode::bad_input;
  }
  const Order& order = settled.value();
  if (const std::string nothing = nothing_to_do(order); !nothing.empty()) {
    terminal.complain("There is nothing to check: " + nothing + ".");
    return ExitCode::nothing_to_check;
  }
  listen_for_interrupts();
  const OutputFolder folder(options.out);
  auto problem = folder.create();
  if (!problem) problem = begin_results(folder, finish(order, blank(order)));
  if (problem) {
    terminal.complain({*problem});
    return ExitCode::bad_input;
  }
  if (!options.quiet) say_opening(order, terminal);
  if (options.quiet && options.seed == "random") terminal.say("seed " + std::to_string(order.seed));

  std::vector<Exploration> explorations;
  if (options.keep) terminal.say("logs, stores and events: " + order.scratch->path());
  const Certificate certificate = rehearse_all(order, blank(order), explorations);
  problem = write_results(folder, certificate, explorations);
  const std::string difference = divergence(explorations);
  const bool diverged = !difference.empty();
  if (diverged)
    terminal.complain(
        "The simulation is not deterministic, which is a bug in rehearse: " + difference + ".");
  const ExitCode code = conclude_aloud(order, certificate, folder, diverged, terminal);
  if (!problem) return code;
  terminal.complain({*problem});
  return without_a_record(certificate);
}

}  // namespace rehearse::cli
