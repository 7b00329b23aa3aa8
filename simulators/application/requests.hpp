#pragma once
/// Small things that all who send requests share.

#include <span>

#include "simulators/data/memory.hpp"
#include "simulators/runtime/messages.hpp"

namespace rehearse::simulators {

/// Whether the same call may succeed if it is made again.
inline bool retryable(FailureReason reason) {
  return reason == FailureReason::timeout || reason == FailureReason::unavailable;
}

/// What a step on a service calls.
inline ServiceVerb verb_of(scenarios::OperationStepKind kind) {
  switch (kind) {
    case scenarios::OperationStepKind::authorise:
      return ServiceVerb::authorise;
    case scenarios::OperationStepKind::capture:
      return ServiceVerb::capture;
    case scenarios::OperationStepKind::refund:
      return ServiceVerb::refund;
    case scenarios::OperationStepKind::void_charge:
      return ServiceVerb::void_charge;
    default:
      return ServiceVerb::charge;
  }
}

/// A transaction of these statements, which are copied into the run's memory.
inline Transact transaction(std::span<const Statement> statements, Memory& memory) {
  return {memory.copy(statements), static_cast<std::uint32_t>(statements.size())};
}
inline Transact transaction(const Statement& statement, Memory& memory) {
  return transaction(std::span(&statement, 1), memory);
}

}  // namespace rehearse::simulators
