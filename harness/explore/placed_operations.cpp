#include "harness/explore/placed_operations.hpp"

#include <limits>
#include <nlohmann/json.hpp>

#include "harness/explore/line_members.hpp"
#include "scenarios/ensure.hpp"
#include "scenarios/suggest.hpp"

namespace rehearse::harness {
namespace {

using Json = nlohmann::ordered_json;

/// What is indexed by the id stays small; nobody runs so many.
constexpr std::uint64_t id_max = 10'000'000;

}  // namespace

std::string operation_line(const PlacedOperation& placed, const scenarios::Plan& plan) {
  REHEARSE_ENSURE(placed.operation < plan.application.operations.size());
  Json line = Json::object();
  line["id"] = placed.id;
  line["operation"] = plan.application.operations[placed.operation].name;
  line["client"] = placed.client;
  if (placed.job_of > 0) {
    REHEARSE_ENSURE(placed.job_of <= plan.application.groups.size());
    line["job_of"] = plan.application.groups[placed.job_of - 1U].name;
  }
  if (placed.phase != simulators::no_phase) {
    REHEARSE_ENSURE(placed.phase < plan.phases.size());
    line["phase"] = plan.phases[placed.phase].name;
  }
  line["at_us"] = placed.at;
  return line.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::optional<PlacedOperation> read_operation(const Json& line, const scenarios::Plan& plan,
                                              const scenarios::Scenario& scenario,
                                              LineProblem& problem) {
  problem.malformed =
      "an operation is an object of id, operation, client, job_of (none: a client asks), phase "
      "(none: counted from the begin of the run) and at_us";
  if (!line.is_object()) return std::nullopt;
  const auto id = number_member(line, "id", id_max);
  const auto client = number_member(line, "client", std::numeric_limits<std::uint16_t>::max());
  const auto at = number_member(line, "at_us", line_time_max);
  const auto operation = text_member(line, "operation");
  const auto phase = text_member(line, "phase");
  const auto group = text_member(line, "job_of");
  if (!id || *id == 0 || !client || !at || !operation || !phase || !group) return std::nullopt;
  if (line.size() != 4U + line.count("phase") + line.count("job_of")) return std::nullopt;
  problem.malformed.clear();
  PlacedOperation placed;
  placed.id = *id;
  placed.at = static_cast<simulators::Time>(*at);
  placed.client = static_cast<std::uint16_t>(*client);
  const auto kind = index_of_name(plan.application.operations, *operation);
  const auto place = index_of_name(plan.phases, *phase);
  if (!kind) {
    problem.gone = "the plan has no operation " + scenarios::in_quotes(*operation);
  } else if (line.contains("phase") && !place) {
    problem.gone = "the plan has no phase " + scenarios::in_quotes(*phase);
  } else if (line.contains("job_of") && !index_of_name(plan.application.groups, *group)) {
    problem.gone = "the plan has no group " + scenarios::in_quotes(*group);
  } else if (static_cast<std::int64_t>(*client) >= scenario.traffic.clients) {
    problem.gone = "the scenario has no client " + std::to_string(*client);
  } else {
    placed.operation = *kind;
    if (place && line.contains("phase")) placed.phase = *place;
    if (line.contains("job_of"))
      placed.job_of =
          static_cast<std::uint16_t>(1 + *index_of_name(plan.application.groups, *group));
    return placed;
  }
  return std::nullopt;
}

}  // namespace rehearse::harness
