#pragma once
/// A program of the user's that takes the place of a service, of application instances, of a
/// database or of a worker in live runs: how it is started, and what the plan's calls, operations
/// and records are in its own HTTP. Simulation knows nothing of it.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "scenarios/stage.hpp"

namespace rehearse::scenarios {

/// One HTTP request. In `target`, `headers` and the texts of `body` names in braces are replaced:
/// {identity}, {amount}, {key} (of idempotency) and {suppressed} of calls, {phase}; of a database
/// {table}, {key}, {record}, {after} and {limit}.
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

/// What it reports of an effect by itself: a POST of JSON.
struct ProgramWebhook {
  std::string target;  ///< Path; empty: it reports nothing.
  std::string identity{"/identity"},
      value{"/id"};  ///< Pointers in the body: whose, and which effect.
  bool operator==(const ProgramWebhook&) const = default;
};

/// How it is started, and what it is told.
struct ProgramStart {
  /// Relative paths: to the plan's folder. Replaced: {port} that it is to listen on; {folder} of
  /// its own, which outlasts its process; of services {webhooks}, the URL that they report to; of
  /// applications {backend}, the URL of all they may use.
  std::vector<std::string> command;
  std::string ready;  ///< Target of a GET that answers 200 to 299 when it is ready.
  Duration ready_within{10'000'000};
  ProgramRequest phase;  ///< Told of each phase that begins; no target: not told.
  bool operator==(const ProgramStart&) const = default;
};

/// In a service's place.
struct Program : ProgramStart {
  bool durable = false;  ///< What it has done outlasts its process, which may be killed.
  std::vector<ProgramOperation> operations;
  ProgramDump dump;
  ProgramWebhook webhook;
  bool operator==(const Program&) const = default;
};

/// What an operation of the plan is to an application. Replaced in its request: {amount}, the
/// operation's variables by their names, and by the name of each track or collection that it writes
/// records of the record that is to be there. A status that none of them names leaves open what was
/// done.
struct ApplicationOperation {
  std::string name;
  ProgramRequest request;
  std::vector<int> ok{200, 201, 204};
  std::vector<int> refused{402, 409};  ///< The business says no, and nothing is done.
  std::vector<int> failed{429, 503};   ///< Nothing is done.
  /// By track or collection that it reads: JSON pointer to that record in the answer.
  std::vector<std::pair<std::string, std::string>> reads;
  bool operator==(const ApplicationOperation&) const = default;
};

/// In the place of the instances of one version.
struct ApplicationProgram : ProgramStart {
  /// It reads and writes the new side in the new shape, and maps records by itself; else all are in
  /// the old one.
  bool own_shapes = false;
  std::vector<ApplicationOperation> operations;
  bool operator==(const ApplicationProgram&) const = default;
};

enum class RecordVerb : std::uint8_t {
  get,
  put,  ///< There or not.
  erase,
  list  ///< The records behind a key, by key, at most so many.
};

/// What one of these is to the program, and what its answers mean, by HTTP status. A status of 400
/// to 499 that none of them names is a record that it does not take; any other leaves open what was
/// done.
struct RecordOperation {
  RecordVerb verb = RecordVerb::get;
  ProgramRequest request;
  std::vector<int> ok{200, 201, 204};
  std::vector<int> nothing{404};         ///< There is no such record.
  std::vector<int> busy{429, 503, 507};  ///< Surely not done; may be tried again.
  std::string list;                      ///< list: JSON pointer to the list in the answer.
  std::string key{"/key"};               ///< list: pointer to the key in an entry of it.
  std::string record;  ///< get, list: pointer to the record in the answer or entry.
  bool operator==(const RecordOperation&) const = default;
};

/// In a database's place. A record is an object of its fields as the side has them, and "rev", a
/// text of at most 64 characters that it keeps and shows with them. What it has confirmed outlasts
/// its process, which may be killed.
struct DatabaseProgram : ProgramStart {
  std::vector<RecordOperation> operations;  ///< One for each verb.
  const RecordOperation& operation(RecordVerb verb) const;
  bool operator==(const DatabaseProgram&) const = default;
};

/// What is said of a database beyond what its tables are.
struct Database {
  std::string name;
  std::optional<DatabaseProgram> run;  ///< Live: a program of the user's is this database.
  bool operator==(const Database&) const = default;
};

/// In a worker's place: a command that does its work and ends, with code 0 when all is done.
struct WorkerProgram {
  /// As in ProgramStart. Replaced: {folder} and {backend}.
  std::vector<std::string> command;
  bool operator==(const WorkerProgram&) const = default;
};

/// What is said of a process that the migration brings along: "backfill.orders".
struct Worker {
  std::string name;
  std::optional<WorkerProgram> run;  ///< Live: a program of the user's is this worker.
  bool operator==(const Worker&) const = default;
};

}  // namespace rehearse::scenarios
