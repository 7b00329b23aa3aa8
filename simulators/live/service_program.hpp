#pragma once
/// A program of the user's in a service's place: the plan's calls as requests of its own HTTP, and
/// what it has done as `effect` events.
///
///     instances --call--> [proxy] --> ServiceProgram --HTTP--> the program (a child process)
///                                          '--GET dump--'  after every call, and now and then
///
/// The program is judged by its dump, a list of effects that only grows, and not by its answers: a
/// charge that it made and did not confirm, or made twice, is in there.
///
/// A webhook that it sends is passed on to an instance, drawn, as a mock's would be.
///
/// While the plan holds or has dropped it, it is not asked: callers learn that it is gone.
///
/// A program whose state is durable may be killed with this: the next process goes on behind the
/// effects that its predecessors have recorded, and knows from the journal for whom the others are.

#include <cstdint>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <unordered_map>

#include "scenarios/program.hpp"
#include "simulators/live/http_server.hpp"
#include "simulators/live/live_runtime.hpp"
#include "simulators/live/program_process.hpp"

namespace rehearse::simulators::live {

class ServiceProgram final : public Node {
 public:
  /// Starts it, and waits until it is ready: see ProgramProcess.
  ServiceProgram(const Blueprint& blueprint, TrackIndex track, scenarios::Side side,
                 LiveRuntime& runtime, const ProgramPlace& place);

  /// Where the program listens.
  std::uint16_t port() const { return process_.port(); }
  void start() override;
  void crash() override {}  // it goes with its process
  std::optional<Reply> answer(const Request& request) override;
  Task<Reply> serve(const Request* request) override;
  /// What an earlier process was asked and told.
  void recall(const Request& request, Time at) override;

 private:
  using Json = nlohmann::json;
  struct Asked {  // whose effects those of an identity are
    OperationId operation = 0;
    WriteId write = 0;
    bool shadow = false;
  };

  void note_asker(const Request& request, const ServiceCall& call);
  void change_life(const Control& asked);
  void take_webhook(const HttpServer::Exchange& exchange);
  Task<void> pass_on(HttpServer::Exchange exchange, Key identity, std::int64_t serial);
  const scenarios::ProgramOperation& operation_of(ServiceVerb verb) const;
  Reply understood(const scenarios::ProgramOperation& operation, const ServiceCall& call,
                   const HttpClient::Answer& answer) const;
  Task<void> see_effects();
  Task<void> look_now_and_then();
  void take_dump(const std::string& text);
  void record_effect(const Json& entry);

  const Blueprint& blueprint_;
  const scenarios::Program& program_;
  TrackIndex track_;
  scenarios::Side side_;
  NodeId self_;
  LiveRuntime& runtime_;
  HttpServer webhooks_;
  bool started_ = false;
  std::uint64_t next_tag_ = 1;
  ProgramProcess process_;
  std::unordered_map<Key, Asked> asked_;    // by identity; never iterated
  std::size_t seen_ = 0;                    // entries of the dump
  std::uint64_t wanted_ = 0, covered_ = 0;  // looks at the dump: asked for, done
  bool reading_ = false;
  Signal read_;
  bool gone_ = false;  // held or dropped
};

}  // namespace rehearse::simulators::live
