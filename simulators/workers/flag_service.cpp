#include "simulators/workers/flag_service.hpp"

namespace rehearse::simulators {

using scenarios::Duration;

namespace {
constexpr Duration push_timeout{200'000};
constexpr int push_attempts = 10;  // an instance that stays away asks when it is back
}  // namespace

FlagService::FlagService(const Blueprint& blueprint, Runtime& runtime, Memory& memory)
    : Worker(blueprint, no_track, blueprint.flags, runtime, memory) {}

void FlagService::reset(const FlagSnapshot* flags) {
  reset_tags();
  flags_ = flags;
}

void FlagService::start() {}

std::optional<Reply> FlagService::answer(const Request& request) {
  const Control& asked = std::get<Control>(request.body);
  if (asked.verb == ControlVerb::publish && asked.flags->number > flags_->number) {
    flags_ = asked.flags;
    for (const InstanceBlueprint& instance : blueprint_.instances)
      runtime_.spawn(self_, push(instance.node, instance.node));
  }
  Reply reply;
  ControlReply body;
  body.number = flags_->number;
  body.flags = flags_;
  reply.body = body;
  return reply;
}

Task<void> FlagService::push(NodeId instance, std::uint16_t place) {
  const std::int64_t number = flags_->number;
  const auto& delay = blueprint_.plan.application.flag_delay;
  Sleep pause(runtime_, Duration(runtime_.choices().between(
                            {SiteKind::flag_delay, 0, place, 0, static_cast<std::uint64_t>(number)},
                            delay[0].count(), delay[1].count())));
  co_await pause;
  for (int attempt = 0; attempt < push_attempts; ++attempt) {
    Control tell;
    tell.verb = ControlVerb::flags;
    tell.flags = flags_;
    Request request = background_request();
    request.body = tell;
    Call call(runtime_, self_, instance, request, push_timeout);
    const Reply reply = co_await call;
    if (reply.ok()) co_return;
  }
}

}  // namespace rehearse::simulators
