#include "fault_injection/fault.hpp"

#include <algorithm>

#include "simulators/data/memory.hpp"

namespace rehearse::fault_injection {

using namespace simulators;

std::uint64_t name_of(const Message& message) {
  const std::uint64_t link = static_cast<std::uint64_t>(message.from) << 17U |
                             static_cast<std::uint64_t>(message.to) << 1U |
                             (message.reply ? 1U : 0U);
  return digest_mix(link, message.tag());
}

std::vector<bool> half_of_the_instances(const Episode& episode, const Scene& scene) {
  std::vector<NodeId> left;
  for (const auto& instance : scene.blueprint.instances) left.push_back(instance.node);
  std::vector<bool> half(scene.blueprint.nodes.size(), false);
  for (std::size_t wanted = std::max<std::size_t>(1, left.size() / 2); wanted > 0; --wanted) {
    const auto drawn = scene.pick(episode, 99, wanted, left.size());
    half[left[drawn]] = true;
    left.erase(left.begin() + static_cast<std::ptrdiff_t>(drawn));
  }
  return half;
}

bool can_be_placed(const Strike& strike, const std::vector<NodeClass>& classes) {
  const Fault& fault = fault_at(strike.kind);
  if (!strike.at_message() && !fault.by_time()) return false;
  if (strike.node < classes.size()) return fault.hits(classes[strike.node]);
  if (strike.node != no_node) return false;
  // At a message the victim is found by it; by time, whoever hits processes has to say which.
  const bool hits_some = std::any_of(classes.begin(), classes.end(),
                                     [&fault](NodeClass one) { return fault.hits(one); });
  return strike.at_message() || !hits_some;
}

}  // namespace rehearse::fault_injection
