#pragma once
/// The API for programs and tests of a user's own: read a plan, rehearse it, look at what was
/// found. What `rehearse certify` does, without files and without a terminal.
///
///     const rehearse::Plan plan = rehearse::load_plan("plan.json");
///     const rehearse::Certificate found = rehearse::certify(plan,
///     rehearse::load_scenario("s.json")); EXPECT_EQ(found.verdict, rehearse::Verdict::certified)
///     << found.cause;
///
/// To extend: harness::add_property (properties/property.hpp), fault_injection::add_fault
/// (fault_injection/fault.hpp), simulators::add_service (simulators/services/service.hpp), and
/// harness/arbitrary_scenario.hpp for RapidCheck. examples/ has one of each.

#include <cstdint>
#include <string>

#include "harness/certificate/certificate.hpp"
#include "scenarios/plan.hpp"
#include "scenarios/scenario.hpp"

namespace rehearse {

using harness::Certificate;
using scenarios::Plan;
using scenarios::Scenario;
using Verdict = harness::CertificateVerdict;

struct CertifyOptions {
  std::int64_t runs = 0;  ///< Of the swarm; 0: as the scenario says.
  std::uint64_t seed = 1;
  int jobs = 1;  ///< Threads; changes no result.
};

/// The plan or scenario in the file. Throws std::runtime_error that says every mistake, one a line.
Plan load_plan(const std::string& path);
Scenario load_scenario(const std::string& path);

/// Rehearses the plan under the scenario, in simulation, and seals what was found; the same digest
/// as on the command line for the same files, but for what only that knows (files, the command).
/// Throws std::invalid_argument when the plan is not valid, or the scenario does not fit it.
Certificate certify(const Plan& plan, const Scenario& scenario, const CertifyOptions& options = {});

}  // namespace rehearse
