#pragma once
/// Private to the instance's step files.

#include "simulators/application/instance.hpp"

namespace rehearse::simulators {

/// Marks work on a track as in flight for `drained`: from its routing decision to its last leg.
class Instance::InFlightGuard {
 public:
  InFlightGuard(Instance& instance, TrackIndex track) : instance_(instance) {
    work_.track = track;
    work_.since = instance.runtime_.now();
    work_.next = instance.in_flight_;
    if (work_.next != nullptr) work_.next->previous = &work_;
    instance.in_flight_ = &work_;
  }
  InFlightGuard(const InFlightGuard&) = delete;
  InFlightGuard& operator=(const InFlightGuard&) = delete;
  ~InFlightGuard() {
    (work_.previous != nullptr ? work_.previous->next : instance_.in_flight_) = work_.next;
    if (work_.next != nullptr) work_.next->previous = work_.previous;
    instance_.write_ended_.notify();
  }

 private:
  Instance& instance_;
  InFlight work_;
};

}  // namespace rehearse::simulators
