#pragma once
/// Faults of a node's clock. They strike where somebody goes by one: instances that keep what they
/// read for a time, services that forget idempotency keys after a time. Timers are not clocks: they
/// count what passes, whatever the date is.

#include "fault_injection/fault.hpp"

namespace rehearse::fault_injection {

class ClockFault : public Fault {
 public:
  bool strikes_at(const simulators::Message& message, const Scene& scene) const final;
  NodeId victim(const simulators::Message& message, const Scene& scene) const final;
  bool hits(NodeClass node) const final {
    return node == NodeClass::instance || node == NodeClass::service;
  }
  bool reaches(NodeId node, const Scene& scene) const final;
  bool single() const final { return false; }
  simulators::Time clock_error(const Episode& episode, NodeId node,
                               const Scene& scene) const final {
    return node == episode.strike.node ? error(episode, scene) : 0;
  }

 private:
  /// By how much the clock is ahead now.
  virtual simulators::Time error(const Episode& episode, const Scene& scene) const = 0;
};

}  // namespace rehearse::fault_injection
