#include "fault_injection/nodes.hpp"

namespace rehearse::fault_injection {

using namespace simulators;

std::vector<NodeId> nodes_matching(const Blueprint& blueprint, const std::string& pattern) {
  std::vector<NodeId> found;
  for (NodeId node = 0; node < blueprint.nodes.size(); ++node) {
    const std::string& name = blueprint.nodes[node];
    if (name == pattern || name.starts_with(pattern + "/")) found.push_back(node);
  }
  const std::size_t dot = pattern.rfind('.');
  if (dot == std::string::npos) return found;
  const TrackIndex track = blueprint.track(pattern.substr(0, dot));
  const std::string side = pattern.substr(dot + 1);
  if (track != no_track && !blueprint.tracks[track].service && (side == "old" || side == "new"))
    found.push_back(blueprint.tracks[track].sides[side == "new" ? 1 : 0].node);
  return found;
}

}  // namespace rehearse::fault_injection
