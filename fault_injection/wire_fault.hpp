#pragma once
/// Faults of the bytes between a store or service and those that ask it.

#include "fault_injection/fault.hpp"

namespace rehearse::fault_injection {

/// While it lasts, all that one node is asked, and what it answers, passes in pieces.
class PacedWire : public Fault {
 public:
  bool strikes_at(const simulators::Message& message, const Scene& scene) const override;
  NodeId victim(const simulators::Message& message, const Scene&) const override {
    return message.to;
  }
  bool hits(NodeClass node) const override {
    return node == NodeClass::store || node == NodeClass::service;
  }
  bool single() const override { return false; }
  void touch(Episode& episode, const simulators::Message& message, Scene&,
             simulators::Fate& fate) const override;

 protected:
  PacedWire(std::uint16_t piece, scenarios::Duration pause) : piece_(piece), pause_(pause) {}

 private:
  const std::uint16_t piece_;
  const scenarios::Duration pause_;
};

/// The connection of one request breaks.
class BrokenWire : public Fault {
 public:
  bool strikes_at(const simulators::Message& message, const Scene& scene) const override;
  void touch(Episode&, const simulators::Message&, Scene&, simulators::Fate& fate) const override {
    fate.wire.cut = cut_;
  }

 protected:
  explicit BrokenWire(simulators::Wire::Cut cut) : cut_(cut) {}

 private:
  const simulators::Wire::Cut cut_;
};

}  // namespace rehearse::fault_injection
