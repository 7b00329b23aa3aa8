#pragma once
/// What both halves of A1 need: all operations together, and each kind by itself.

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "harness/properties/attempts.hpp"
#include "harness/properties/facts.hpp"

namespace rehearse::harness {

/// Where an operation ended, or began when it never did.
inline EventId end_of(const OperationFact& operation) {
  return operation.finish == no_event ? operation.invoke : operation.finish;
}

/// The first failure of a window that has one.
OperationIndex first_failed(std::span<const Attempt> attempts, const Window& window);
/// Beginning and end of the first few failures of a window.
std::vector<EventId> failures_in(const Facts& facts, std::span<const Attempt> attempts,
                                 const Window& window);
/// "checkout (operation 11) of client 3, begun at 0.021 s: no answer in time"
std::string told_failure(const Facts& facts, OperationIndex operation);

/// The kind of operation that has more of the failures than chance gives to it, where all
/// operations together keep the objective; nothing: there is none.
std::optional<Verdict> judge_kinds(const Facts& facts);

}  // namespace rehearse::harness
