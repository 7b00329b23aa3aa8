#include "fault_injection/later.hpp"

#include <algorithm>

namespace rehearse::fault_injection {

using namespace simulators;
using scenarios::Duration;

namespace {

Task<void> crash_after(Scene* scene, NodeId node, Duration after, Duration down) {
  Sleep pause(scene->processes->runtime(), after);
  co_await pause;
  if (!scene->healed) scene->processes->crash(node, down);
}

Task<void> send_after(Scene* scene, MessageName name, Request copy, Duration after) {
  Sleep pause(scene->processes->runtime(), after);
  co_await pause;
  if (!scene->healed) scene->processes->runtime().send_again(name.from, name.to, copy);
}

}  // namespace

void crash_soon(Scene& scene, NodeId node, Duration after, Duration down) {
  if (after.count() <= 0) return scene.processes->crash(node, down);
  scene.processes->runtime().spawn(scene.processes->outside(),
                                   crash_after(&scene, node, after, down));
}

void send_later(Scene& scene, const Episode& episode) {
  scene.processes->runtime().spawn(scene.processes->outside(),
                                   send_after(&scene, episode.strike.message, episode.copy,
                                              std::max(episode.strike.duration, Duration(1))));
}

}  // namespace rehearse::fault_injection
