#pragma once
/// The point of no return in the words that all reports share.

#include <string>
#include <string_view>

#include "harness/certificate/certificate.hpp"

namespace rehearse::reports {

/// "declared contract, computed after step orders.purge_old of phase rampdown: declared too late".
/// Empty when nothing was computed.
std::string return_line(const harness::ReturnPoint& point);

/// What the answer rests on: "Computed from 155 runs that turned, 92 of them forced. ..."
std::string return_basis(const harness::ReturnPoint& point);

/// A sign that reads without colour.
std::string_view return_sign(const harness::ReturnPoint& point);

/// The command that replays the way back that fails; empty without one.
std::string return_replay(const harness::ScenarioResult& scenario);

/// Position of that counterexample; the number of counterexamples: there is none.
std::size_t return_counterexample(const harness::ScenarioResult& scenario);

/// The first scenario for which the declared point is too late; the number of scenarios: none.
std::size_t scenario_declared_too_late(const harness::Certificate& certificate);

}  // namespace rehearse::reports
