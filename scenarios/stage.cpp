#include "scenarios/stage.hpp"

namespace rehearse::scenarios {
namespace {

template <typename T>
void replace(T& axis, const std::optional<T>& change) {
  if (change) axis = *change;
}

}  // namespace

Stage apply_change(Stage stage, const StageChange& change) {
  replace(stage.read, change.read);
  replace(stage.write, change.write);
  replace(stage.second_write_failure, change.second_write_failure);
  replace(stage.apply, change.apply);
  replace(stage.sync, change.sync);
  replace(stage.fence, change.fence);
  replace(stage.backfill, change.backfill);
  replace(stage.contract, change.contract);
  replace(stage.service.route, change.route);
  replace(stage.service.shadow, change.shadow);
  replace(stage.service.shadow_effects, change.shadow_effects);
  replace(stage.service.idempotency, change.idempotency);
  replace(stage.service.ambiguity, change.ambiguity);
  replace(stage.service.lifecycle, change.lifecycle);
  replace(stage.service.webhooks, change.webhooks);
  replace(stage.service.webhook_deduplication, change.webhook_deduplication);
  return stage;
}

Stage switched(Stage stage) {
  stage.read.authority = other(stage.read.authority);
  stage.write.first = other(stage.write.first);
  stage.service.route = other(stage.service.route);
  return stage;
}

}  // namespace rehearse::scenarios
