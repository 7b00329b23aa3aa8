#pragma once
/// What acts on a run from outside. The faults themselves are in fault_injection/.

#include "simulators/runtime/message_hook.hpp"
#include "simulators/runtime/runtime.hpp"
#include "simulators/runtime/slip.hpp"
#include "simulators/store/disk.hpp"

namespace rehearse::simulators {

/// Power over processes, for faults. The same for those of a simulation and real ones.
class Processes {
 public:
  virtual ~Processes() = default;
  virtual bool up(NodeId node) const = 0;
  /// The process dies at once and comes back after `back`. Nothing when it is down already.
  virtual void crash(NodeId node, scenarios::Duration back) = 0;
  /// The process stands still, its timers too, until `resume`, at most for `how_long`. False where
  /// processes cannot (simulated ones): then what it is sent and what it sends must wait.
  virtual bool suspend(NodeId, scenarios::Duration /*how_long*/) { return false; }
  virtual void resume(NodeId) {}
  /// The store dies likewise, and what comes back is what was there before the plan began.
  virtual void restore_backup(NodeId store, scenarios::Duration back) = 0;
  /// The disk below a store has no room from now on, or has it again. False where its disk cannot
  /// be full by itself: then whatever writes must be refused.
  virtual bool fill_disk(NodeId /*store*/, bool /*full*/) { return false; }
  /// Below a store; null where there is none: services, and engines without files.
  virtual Disk* disk(NodeId store) = 0;
  /// Sends a copy of a request that somebody sent before; nobody waits for the answer.
  virtual void send_again(NodeId from, NodeId to, const Request& request) = 0;
  /// The hash of the history so far; 0 where nobody knows it yet.
  virtual std::uint64_t history_hash() const = 0;
  virtual Runtime& runtime() = 0;
  /// The node on which faults may run tasks of their own; it never crashes.
  virtual NodeId outside() const = 0;
};

/// Faults of one run: an overlay on pristine state, so that all of it can be healed at once and
/// exactly.
class Disturbance : public MessageHook {
 public:
  virtual void begin(Processes& processes, Choices& choices) = 0;
  virtual void phase_changed(std::uint16_t phase) = 0;
  /// A step of the present phase begins.
  virtual void step_begun(std::uint16_t step) = 0;
  /// Asked before each step, of the way there and of the way back.
  virtual Slip slip() = 0;
  /// Everything back to normal, from now on.
  virtual void heal() = 0;
};

}  // namespace rehearse::simulators
