#pragma once
/// How long messages are under way: each draws its own delay, and in every run one link in sixteen,
/// drawn anew, is up to eight times as slow: what races needs to be late.

#include <array>
#include <cstdint>
#include <vector>

#include "scenarios/stage.hpp"
#include "simulators/runtime/choices.hpp"

namespace rehearse::simulators {

class LinkDelays final {
 public:
  void reset(std::size_t nodes, std::array<scenarios::Duration, 2> latency) {
    nodes_ = nodes;
    least_ = latency[0].count();
    most_ = latency[1].count();
    links_.assign(nodes * nodes, 0);
  }
  std::int64_t least() const { return least_; }

  /// Of the request with this tag, or of its reply; in us.
  std::int64_t of(Choices& choices, NodeId from, NodeId to, std::uint64_t tag, bool reply) {
    std::uint8_t& link = links_[from * nodes_ + to];
    if (link == 0) link = draw(choices, from, to);
    const std::int64_t most = link == 1 ? most_ : most_ * slow_factor;
    return choices.between({SiteKind::delay, 0, from, to, tag * 2 + (reply ? 1 : 0)}, least_, most);
  }

 private:
  static constexpr std::uint64_t slow_links = 16;
  static constexpr std::int64_t slow_factor = 8;

  /// Whether this direction of a link is usual or slow, drawn once a run.
  static std::uint8_t draw(Choices& choices, NodeId from, NodeId to) {
    const bool slow = choices.pick({SiteKind::delay, 1, from, to, 0}, slow_links) + 1 == slow_links;
    return slow ? 2 : 1;
  }

  std::size_t nodes_ = 0;
  std::int64_t least_ = 0, most_ = 0;
  std::vector<std::uint8_t> links_;  // by (from, to): 0 not drawn yet, 1 usual, 2 slow
};

}  // namespace rehearse::simulators
