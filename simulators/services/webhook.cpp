#include "simulators/services/webhook.hpp"

namespace rehearse::simulators {

namespace {
constexpr scenarios::Duration webhook_timeout{500'000};
}  // namespace

Control webhook_of(TrackIndex track, scenarios::Side side, Key identity, std::int64_t serial) {
  Control hook;
  hook.verb = ControlVerb::webhook;
  hook.track = track;
  hook.side = side;
  hook.key = identity;
  hook.value = serial;
  return hook;
}

Task<Reply> tell_by_webhook(Runtime* runtime, const Blueprint* blueprint, NodeId from,
                            std::uint64_t tag, Control hook) {
  Request request;
  request.tag = tag;
  request.body = hook;
  const auto instance = static_cast<std::size_t>(
      runtime->choices().pick({SiteKind::instance, 1, from, 0, tag}, blueprint->instances.size()));
  Call call(*runtime, from, blueprint->instances[instance].node, request, webhook_timeout);
  Reply reply = co_await call;
  co_return reply;
}

}  // namespace rehearse::simulators
