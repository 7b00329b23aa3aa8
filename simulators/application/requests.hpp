#pragma once
/// Small things that the instance's step files share.

#include "simulators/runtime/messages.hpp"

namespace rehearse::simulators {

/// Whether the same call may succeed if it is made again.
inline bool retryable(FailureReason reason) {
  return reason == FailureReason::timeout || reason == FailureReason::unavailable;
}

/// `request` with one statement as its body.
inline Request transaction(Request request, const Statement& statement) {
  Transact batch;
  batch.statements[0] = statement;
  batch.count = 1;
  request.body = batch;
  return request;
}

}  // namespace rehearse::simulators
