#include "tests/fuzz/targets.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>

#include "harness/certificate/certificate_file.hpp"
#include "harness/consistency/judge_recording.hpp"
#include "harness/explore/counterexample_file.hpp"
#include "harness/explore/explore.hpp"
#include "harness/history/history_file.hpp"
#include "harness/history/misfit.hpp"
#include "harness/properties/facts.hpp"
#include "harness/properties/property.hpp"
#include "harness/recording/read_recording.hpp"
#include "reports/changes.hpp"
#include "reports/html/html_report.hpp"
#include "reports/in_toto.hpp"
#include "reports/junit.hpp"
#include "reports/markdown.hpp"
#include "scenarios/check_plan.hpp"
#include "scenarios/print_plan.hpp"
#include "scenarios/print_scenario.hpp"
#include "scenarios/read_plan.hpp"
#include "scenarios/read_scenario.hpp"

namespace rehearse::fuzz {
namespace {

void require(bool kept, const char* word) {
  if (!kept) throw std::logic_error(word);
}

/// Whether it was read; what was not has errors that say something, and places that exist.
template <typename T>
bool was_read(const scenarios::Result<T>& result) {
  if (result) return true;
  require(!result.errors().empty(), "no error says why it was not read");
  for (const scenarios::Error& error : result.errors()) {
    require(!error.message.empty(), "an error without a message");
    require(error.line >= 0 && error.column >= 0, "an error in front of the file");
    require(!scenarios::to_string(error).empty(), "an error that cannot be told");
  }
  return false;
}

std::string bundled(const char* name) {
  std::ifstream file(std::string(REHEARSE_SOURCE_DIR) + "/" + name, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

const scenarios::Plan& plan_of_seeds() {
  static const scenarios::Plan plan =
      scenarios::read_plan(bundled("tests/cli/data/rejected.plan.json"), "seed").value();
  return plan;
}

const scenarios::Scenario& scenario_of_seeds() {
  static const scenarios::Scenario scenario = [] {
    auto made = scenarios::read_scenario(bundled("tests/cli/data/desk.scenario.json"), "seed");
    scenarios::Scenario small = std::move(made).value();
    small.traffic.operations = 30;
    return small;
  }();
  return scenario;
}

/// A small certification with violations: its certificate, counterexamples and histories.
const harness::Exploration& exploration_of_seeds() {
  static const harness::Exploration exploration = [] {
    harness::ExploreOptions options;
    options.runs = 60;
    return harness::explore(plan_of_seeds(), scenario_of_seeds(), options);
  }();
  return exploration;
}

std::vector<std::string> plans() {
  return {bundled("scenarios/starter/plan.json"), bundled("scenarios/ecommerce/plan.json"),
          bundled("scenarios/source/tickets.json"), bundled("scenarios/own_service/plan.json")};
}

bool read_plan(std::string_view bytes) {
  const auto read = scenarios::read_plan_file(bytes, "plan.json");
  if (!was_read(read)) return false;
  (void)scenarios::check_plan(read.value());
  const std::string canonical = scenarios::canonical_text(read.value().plan);
  const auto again = scenarios::read_plan(canonical, "again");
  require(was_read(again) && again.value() == read.value().plan, "a plan that does not read back");
  return true;
}

std::vector<std::string> some_scenarios() {
  return {bundled("scenarios/starter/bad-day.json"), bundled("scenarios/ecommerce/flash-sale.json"),
          bundled("scenarios/ecommerce/after-the-sale.json"),
          bundled("scenarios/own_service/scenario.json")};
}

bool read_scenario(std::string_view bytes) {
  const auto read = scenarios::read_scenario_file(bytes, "scenario.json");
  if (!was_read(read)) return false;
  (void)scenarios::check_scenario_fits(read.value(), plan_of_seeds());
  const std::string canonical = scenarios::canonical_text(read.value().scenario);
  const auto again = scenarios::read_scenario(canonical, "again");
  require(was_read(again) && again.value() == read.value().scenario,
          "a scenario that does not read back");
  return true;
}

std::vector<std::string> histories() {
  std::vector<std::string> texts{harness::print_history(exploration_of_seeds().sample)};
  for (const auto& history : exploration_of_seeds().histories)
    texts.push_back(harness::print_history(history));
  return texts;
}

bool read_history(std::string_view bytes) {
  const auto read = harness::read_history(bytes, "history.jsonl");
  if (!was_read(read)) return false;
  require(was_read(harness::read_history(harness::print_history(read.value()), "again")),
          "a history that does not read back");
  if (!harness::misfit(read.value(), plan_of_seeds()).empty()) return false;
  const harness::Facts facts(plan_of_seeds(), scenario_of_seeds(), read.value().history);
  for (const harness::Property& property : harness::all_properties())
    (void)harness::judge(property, facts);
  return true;
}

std::vector<std::string> counterexamples() {
  std::vector<std::string> texts;
  for (const auto& saved : exploration_of_seeds().saved)
    texts.push_back(harness::write_counterexample(saved));
  return texts;
}

bool read_counterexample(std::string_view bytes) {
  const auto read = harness::read_counterexample(bytes, "counterexample.json");
  if (!was_read(read)) return false;
  (void)read.value().edited();
  require(was_read(harness::read_counterexample(harness::write_counterexample(read.value()), "x")),
          "a counterexample that does not read back");
  return true;
}

std::vector<std::string> certificates() {
  harness::Certificate certificate;
  certificate.plan = plan_of_seeds().name;
  certificate.scenarios = {exploration_of_seeds().result};
  harness::conclude(certificate);
  return {harness::write_certificate(harness::sealed(certificate))};
}

bool read_certificate(std::string_view bytes) {
  const auto read = harness::read_certificate(bytes, "certificate.json");
  if (!was_read(read)) return false;
  const harness::Certificate& certificate = read.value();
  (void)harness::digest_matches(certificate);
  (void)reports::html_report(certificate);
  (void)reports::junit_report(certificate);
  (void)reports::markdown_summary(certificate);
  (void)reports::in_toto_statement(certificate);
  (void)reports::changes_between(certificate, harness::Certificate());
  require(was_read(harness::read_certificate(harness::write_certificate(certificate), "again")),
          "a certificate that does not read back");
  return true;
}

/// The first byte says what is recorded; the format is guessed, as the program does.
std::vector<std::string> recordings() {
  return {
      "a[{:process 0, :type :invoke, :f :write, :value 1}\n"
      " {:process 0, :type :ok, :f :write, :value 1}\n"
      " {:process 1, :type :invoke, :f :read, :value nil}\n"
      " {:process 1, :type :ok, :f :read, :value 0}]\n",
      "bINFO  jepsen.util - 0\t:invoke\t:cas\t[1 2]\nINFO  jepsen.util - 0\t:fail\t:cas\t[1 2]\n"
      "INFO  jepsen.util - 1\t:invoke\t:write\t3\nINFO  jepsen.util - 1\t:info\t:write\t3\n",
      "c{\"process\":0,\"type\":\"invoke\",\"f\":\"txn\",\"value\":[[\"append\",\"x\",1],"
      "[\"r\",\"x\",null]]}\n{\"process\":0,\"type\":\"ok\",\"f\":\"txn\",\"value\":[[\"append\","
      "\"x\",1],[\"r\",\"x\",[1]]]}\n",
      "e{\"process\":0,\"type\":\"invoke\",\"f\":\"add\",\"value\":7}\n"
      "{\"process\":0,\"type\":\"ok\",\"f\":\"add\",\"value\":7}\n"
      "{\"process\":1,\"type\":\"invoke\",\"f\":\"read\",\"value\":null}\n"
      "{\"process\":1,\"type\":\"ok\",\"f\":\"read\",\"value\":[7]}\n"};
}

bool read_recording(std::string_view bytes) {
  if (bytes.empty()) return false;
  harness::RecordingOptions options;
  options.model = harness::all_models[static_cast<unsigned char>(bytes[0] - 'a') %
                                      std::size(harness::all_models)];
  std::istringstream in{std::string(bytes.substr(1))};
  const auto read = harness::read_recording(in, "recording", options);
  if (!was_read(read)) return false;
  harness::RecordingJudgeOptions judging;
  judging.budget.steps = 20'000;
  judging.budget.bytes = std::uint64_t{16} << 20U;
  (void)harness::judge_recording(read.value(), judging);
  return true;
}

constexpr Target targets[] = {{"plan", plans, read_plan},
                              {"scenario", some_scenarios, read_scenario},
                              {"history", histories, read_history},
                              {"counterexample", counterexamples, read_counterexample},
                              {"certificate", certificates, read_certificate},
                              {"recording", recordings, read_recording}};

}  // namespace

std::span<const Target> all_targets() { return targets; }

const Target& find_target(std::string_view name) {
  for (const Target& target : targets)
    if (target.name == name) return target;
  throw std::logic_error("there is no target " + std::string(name));
}

}  // namespace rehearse::fuzz
