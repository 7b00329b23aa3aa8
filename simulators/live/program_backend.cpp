/// What a program in an instance's place may use: records, services, routes. Every request names
/// its operation, and is made as the simulated instance makes it.

#include <charconv>
#include <utility>

#include "scenarios/names.hpp"
#include "simulators/application/requests.hpp"
#include "simulators/live/instance_program.hpp"
#include "simulators/live/message_sense.hpp"
#include "simulators/live/program_request.hpp"
#include "simulators/live/record_json.hpp"

namespace rehearse::simulators::live {

using scenarios::Side;

namespace {

std::optional<ServiceVerb> verb_named(const std::string& name) {
  for (const ServiceVerb verb :
       {ServiceVerb::authorise, ServiceVerb::charge, ServiceVerb::capture, ServiceVerb::refund,
        ServiceVerb::void_charge, ServiceVerb::lookup})
    if (scenarios::name_of(program_verb(verb)) == name) return verb;
  return std::nullopt;
}

}  // namespace

void InstanceProgram::take(const HttpServer::Exchange& exchange) {
  live_.tick();
  Asked asked(exchange);
  if (!started_ || flags_ == nullptr)
    return asked.answer(503, {{"error", "the instance has no flags yet"}});
  if (asked.body.is_discarded()) return asked.refuse("the body is no JSON");
  const auto named = operations_.find(exchange.header("Rehearse-Operation"));
  if (named == operations_.end())
    return asked.refuse(
        "pass on the header Rehearse-Operation of the request that this is done for");
  asked.operation = named->second;
  const std::string& what = asked.path.front();
  if (what == "routes") return route_answer(asked);
  if (what == "shadow") return shadow_told(asked);
  const auto kept = std::make_shared<const Asked>(std::move(asked));
  if (what == "records") return live_.spawn(self_.node, records(kept));
  if (what == "services") return live_.spawn(self_.node, services(kept));
  if (what == "repairs") return live_.spawn(self_.node, repairs(kept));
  kept->refuse("there are /records, /services, /routes, /repairs and /shadow");
}

// ---- routes ----

/// GET /routes/TRACK/KEY: how this instance sees the flags now.
void InstanceProgram::route_answer(const Asked& asked) {
  const TrackIndex track = asked.path.size() == 3 ? blueprint_.track(asked.path[1]) : no_track;
  const auto key = track == no_track ? std::nullopt : number_of<Key>(asked.path[2]);
  if (!key) return asked.refuse("the path is /routes/TRACK/KEY");
  const Route route = route_for(track, asked.operation->run, *key);
  const TrackBlueprint& about = blueprint_.tracks[track];
  const auto side = [](Side one) { return scenarios::name_of(one); };
  Json json;
  if (about.service) {
    json = {{"to", side(route.service.route)},
            {"shadow", route.service.shadow},
            {"suppressed", route.service.shadow_effects == scenarios::ShadowEffects::suppressed},
            {"idempotency_key", scenarios::name_of(route.service.idempotency)},
            {"ambiguity", scenarios::name_of(route.service.ambiguity)},
            {"lifecycle", scenarios::name_of(route.service.lifecycle)}};
  } else {
    Json writes = Json::array({side(route.write.first)});
    if (route.write.both) writes.push_back(side(scenarios::other(route.write.first)));
    json = {{"read", side(route.read.authority)},
            {"shadow", route.read.shadow},
            {"write", writes},
            {"one_transaction", route.write.one_transaction},
            {"on_second_failure", scenarios::name_of(route.second_write_failure)}};
  }
  const bool has_flags = !about.collection;
  const bool wait = has_flags && !about.service && !allowed(track, route.write.first);
  json["wait"] = wait;
  json["epoch"] = has_flags ? flags_->tracks[track].epoch : 0;
  if (wait)
    turned_back(*asked.operation, track);
  else
    routed(*asked.operation, track);
  asked.answer(200, json);
}

/// POST /shadow/TRACK/KEY {"equal": true}: the program has compared both sides.
void InstanceProgram::shadow_told(const Asked& asked) {
  const TrackIndex track = asked.path.size() == 3 ? blueprint_.track(asked.path[1]) : no_track;
  const auto key = track == no_track ? std::nullopt : number_of<Key>(asked.path[2]);
  const Json* const equal = found_at(asked.body, "/equal");
  if (!key || equal == nullptr || !equal->is_boolean())
    return asked.refuse("it is POST /shadow/TRACK/KEY with {\"equal\": true or false}");
  shadow_compared(track, *key, equal->get<bool>());
  asked.answer(200, Json::object());
}

/// Whoever is turned away by a fence gets newer flags first, if there are any.
Task<void> InstanceProgram::failed(AskedPointer asked, TrackIndex track, Side side, NodeId node,
                                   Reply reply, bool again) {
  UnderWay& operation = *asked->operation;
  if (reply.status == FailureReason::stale_epoch) {
    turned_away(&operation.run, track, side, reply.status);
    // It looks for what it has done before it looks at the epoch.
    if (again) operation.unknown.erase(track);
    turned_back(operation, track);
    Task<void> refreshing = newer_flags(flags_->number);
    co_await refreshing;
  } else {
    call_failed(&operation.run, track, side, reply.status, 0, node);
    const bool writes = asked->exchange.method() != "GET";
    if (writes && reply.status == FailureReason::timeout) operation.unknown.insert(track);
  }
  asked->answer_failure(reply.status);
}

// ---- services ----

ServiceCall InstanceProgram::call_for(const Asked& asked, TrackIndex track,
                                      ServiceVerb verb) const {
  const UnderWay& operation = *asked.operation;
  const auto flag = [&asked](const char* pointer) {
    const Json* const found = found_at(asked.body, pointer);
    return found != nullptr && found->is_boolean() && found->get<bool>();
  };
  ServiceCall call;
  call.verb = verb;
  call.track = track;
  call.identity = integer_at(asked.body, "/identity").value_or(0);
  call.amount = integer_at(asked.body, "/amount").value_or(operation.run.call->amount);
  call.shadow = flag("/shadow");
  call.suppressed = flag("/suppressed");
  const Json* const key = found_at(asked.body, "/key");
  if (key != nullptr && !key->is_null()) call.idempotency_key = digest_bytes(key->dump()) | 1U;
  const auto& steps = operation.run.operation->steps;
  const ServiceVerb sought = verb == ServiceVerb::lookup ? ServiceVerb::charge : verb;
  unsigned step = no_step;
  bool undo = false;
  for (unsigned i = 0; i < steps.size(); ++i) {
    if (steps[i].track != track) continue;
    if (verb == ServiceVerb::lookup && step == no_step) step = i;
    if (verb_of(steps[i].kind) == sought) step = i;
  }
  if (step == no_step)  // what gives back gives back what the operation has taken
    for (unsigned i = 0; i < steps.size(); ++i)
      if (steps[i].track == track) step = i, undo = true;
  call.write = write_id(operation.request.operation, step, undo);
  return call;
}

/// POST /services/TRACK/SIDE/VERB {"identity": 31, "amount": 1250, "key": "..."}
Task<void> InstanceProgram::services(AskedPointer asked) {
  const auto& path = asked->path;
  const TrackIndex track = path.size() == 4 ? blueprint_.track(path[1]) : no_track;
  const auto verb = track == no_track ? std::nullopt : verb_named(path[3]);
  const bool service = verb && blueprint_.tracks[track].service;
  if (!service || (path[2] != "old" && path[2] != "new")) {
    asked->refuse(
        "the path is /services/TRACK/SIDE/VERB, with a track of a service, old or new, and "
        "authorise, charge, capture, refund, void or lookup");
    co_return;
  }
  const auto identity = integer_at(asked->body, "/identity");
  if (!identity || !sensible(*identity) ||
      !sensible(integer_at(asked->body, "/amount").value_or(0))) {
    asked->refuse(
        "the body needs an \"identity\", and an \"amount\" if another than the operation's: "
        "integers of 15 digits at most");
    co_return;
  }
  OperationRun& run = asked->operation->run;
  ServiceCall what = call_for(*asked, track, *verb);
  what.side = path[2] == "old" ? Side::old_side : Side::new_side;
  Request request = what.shadow ? background_request() : request_for(run, track);
  request.body = what;
  const NodeId node = blueprint_.tracks[track].side(what.side).node;
  Call call(runtime_, self_.node, node, request, blueprint_.plan.application.calls.timeout);
  const Reply reply = co_await call;
  if (!reply.ok()) {
    Task<void> failing = failed(asked, track, what.side, node, reply, false);
    co_await failing;
    co_return;
  }
  ++counters_[track].calls[static_cast<std::size_t>(what.side)];
  const ServiceReply& done = std::get<ServiceReply>(reply.body);
  if (what.verb == ServiceVerb::lookup && done.serial == 0) {
    asked->answer(404, {{"error", "there is no such effect"}});
    co_return;
  }
  asked->answer(200, {{"id", done.serial}, {"amount", done.amount}, {"repeated", done.repeated}});
}

}  // namespace rehearse::simulators::live
