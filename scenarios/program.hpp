#pragma once
/// A program of the user's that takes a service's place in live runs: how it is started, and what
/// the service's calls are in its own HTTP. Simulation knows nothing of it.

#include <array>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "scenarios/stage.hpp"

namespace rehearse::scenarios {

/// One HTTP request. In `target`, `headers` and the texts of `body` names in braces are replaced:
/// {identity}, {amount}, {key} (of idempotency) and {suppressed} of operations, {phase}.
struct ProgramRequest {
  std::string method;  ///< "GET", "POST", "PUT", "DELETE"
  std::string target;  ///< "/charges/{identity}"
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;  ///< JSON; empty: none.
  bool operator==(const ProgramRequest&) const = default;
};

enum class ProgramVerb : std::uint8_t { authorise, charge, capture, refund, void_charge, lookup };

/// What a call of the plan is to the program, and what its answers mean, by HTTP status. A status
/// of 400 to 499 that none of them names is a request that it does not understand; any other
/// leaves open what was done.
struct ProgramOperation {
  ProgramVerb verb = ProgramVerb::charge;
  ProgramRequest request;
  std::vector<int> ok{200, 201, 204};
  std::vector<int> declined{402};
  std::vector<int> nothing{404, 409};  ///< There is nothing to refund, void or capture, or to find.
  std::vector<int> busy{429, 503};     ///< Surely not done; may be tried again.
  std::string value;                   ///< JSON pointer to the effect's id; empty: none is told.
  bool operator==(const ProgramOperation&) const = default;
};

/// What the program has done, whoever asked for it: the truth that it is judged by. A list of
/// effects that only grows.
struct ProgramDump {
  std::string target;  ///< Of a GET.
  std::string list;    ///< JSON pointer to the list; empty: the answer is the list.
  std::string identity{"/identity"}, amount{"/amount"}, kind{"/kind"};  ///< Pointers in an entry.
  bool operator==(const ProgramDump&) const = default;
};

struct Program {
  /// Relative paths: to the plan's folder. Replaced: {port} that it is to listen on, {folder} of
  /// its own, which outlasts its process.
  std::vector<std::string> command;
  bool durable = false;  ///< What it has done outlasts its process, which may be killed.
  std::string ready;     ///< Target of a GET that answers 200 to 299 when it is ready.
  Duration ready_within{10'000'000};
  std::vector<ProgramOperation> operations;
  ProgramRequest phase;  ///< Told of each phase that begins; no target: not told.
  ProgramDump dump;
  bool operator==(const Program&) const = default;
};

}  // namespace rehearse::scenarios
