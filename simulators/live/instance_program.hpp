#pragma once
/// A program of the user's in the place of an application instance: the plan's operations as
/// requests of its own HTTP, and all that it may use behind one URL.
///
///     clients --operation--> InstanceProgram --HTTP--> the program (a child process)
///                                 ^                        |
///                                 '---- {backend} ---------'  records, services, routes
///                                 |
///                                 '--> [proxies] --> stores, services: as the instance's own calls
///
/// What the program asks its backend goes the way that the calls of a simulated instance go:
/// through the same proxies, under the operation that it names ("Rehearse-Operation", which it was
/// given and passes on), so that the same faults strike it and the same properties judge it. Flags,
/// drains and gates are the instance's own (application/instance.hpp).
///
/// What the backend says is in docs/your-own-application.md.

#include <cstdint>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "simulators/application/in_flight_guard.hpp"
#include "simulators/application/instance.hpp"
#include "simulators/live/backend_request.hpp"
#include "simulators/live/http_server.hpp"
#include "simulators/live/program_process.hpp"

namespace rehearse::simulators::live {

class InstanceProgram final : public Instance {
 public:
  /// `version`: whose program it is. Starts it, and waits until it is ready: see ProgramProcess.
  InstanceProgram(const Blueprint& blueprint, const InstanceBlueprint& self, int version,
                  LiveRuntime& runtime, const ProgramPlace& place);

  void start() override;
  std::optional<Reply> answer(const Request& request) override;
  Task<Reply> serve(const Request* request) override;

 private:
  using Json = nlohmann::json;

  /// An operation that the program works on, or has worked on.
  struct UnderWay {
    Request request;  // what `run` points at
    OperationRun run;
    const scenarios::ApplicationOperation* mapped = nullptr;
    /// By track: what the program may yet write there by the route that it has; for `drained`.
    std::map<TrackIndex, std::unique_ptr<InFlightGuard>> in_flight;
    std::set<TrackIndex> unknown;  // where a write had no answer
    bool over = false;             // answered
  };
  using Operation = std::shared_ptr<UnderWay>;

  /// For one of them.
  struct Asked : BackendRequest {
    using BackendRequest::BackendRequest;
    Operation operation;
  };
  using AskedPointer = std::shared_ptr<const Asked>;

  // instance_program.cpp: operations
  Task<Reply> operate(const Request* request);
  void routed(UnderWay& operation, TrackIndex track);
  static void turned_back(UnderWay& operation, TrackIndex track);
  Operation begin(const Request& request);
  Json values_for(const UnderWay& operation) const;
  Reply understood(UnderWay& operation, const HttpClient::Answer& answer);
  void see_what_it_read(UnderWay& operation, const Json& answer);
  Observation observation(TrackIndex track, Key key, const Json* record);

  // program_backend.cpp: what it may use
  void take(const HttpServer::Exchange& exchange);
  void route_answer(const Asked& asked);
  void shadow_told(const Asked& asked);
  Task<void> services(AskedPointer asked);
  ServiceCall call_for(const Asked& asked, TrackIndex track, ServiceVerb verb) const;
  Task<void> failed(AskedPointer asked, TrackIndex track, scenarios::Side side, NodeId node,
                    Reply reply, bool again);

  // program_records.cpp
  Task<void> records(AskedPointer asked);
  Task<void> repairs(AskedPointer asked);
  bool place_of(const Asked& asked, TrackIndex& track, Route& route, Key& key) const;
  bool statement_of(const Asked& asked, Statement& statement);
  Request request_of_write(const Asked& asked, const Route& route, Statement* statement);
  void answer_record(const Asked& asked, const Statement& statement, const StatementResult& result);
  bool in_new_shape(TrackIndex track, scenarios::Side side) const;
  const std::vector<scenarios::Field>& fields_of(TrackIndex track, scenarios::Side side) const;
  WriteId write_for(const UnderWay& operation, TrackIndex track, Key key, bool undo) const;
  std::string show(TrackIndex track, scenarios::Side side, Key key, const Record& record);

  /// Of writes that no operation intends: their step.
  static constexpr unsigned no_step = 31;

  LiveRuntime& live_;
  const scenarios::ApplicationProgram& program_;
  bool started_ = false;
  HttpServer backend_;
  ProgramProcess process_;
  std::map<std::string, Operation> operations_;  // by what they are called: "31.0"
  struct Shown {
    Key key = 0;
    Row row = nullptr;
  };
  /// What the program was shown: by track, write and version. It may show it to a client much
  /// later.
  std::map<std::tuple<TrackIndex, WriteId, std::uint64_t>, Shown> shown_;
};

}  // namespace rehearse::simulators::live
