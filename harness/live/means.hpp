#pragma once
/// What a director works with; made when the run's folder is there.

#include <functional>
#include <memory>
#include <string>

#include "fault_injection/proxy/fault_proxy.hpp"
#include "harness/live/director.hpp"
#include "simulators/live/address_book.hpp"
#include "simulators/live/event_log.hpp"
#include "simulators/live/live_runtime.hpp"

namespace rehearse::harness::live {

using simulators::live::LiveRuntime;

struct Director::Means {
  Means(const simulators::Blueprint& blueprint, const LiveOptions& options,
        std::function<void(const std::string&)> failed);

  RunFolder folder;
  simulators::live::AddressBook book;
  simulators::live::EventLog log;
  simulators::RandomChoices choices;
  LiveRuntime runtime;
  std::unique_ptr<fault_injection::FaultProxy> proxy;  ///< Null: no faults.
  ProcessFleet fleet;
  std::unique_ptr<simulators::live::EventLog> conductor_log;
  int conductor_process = 0;       // whose log that is
  std::size_t conductor_seen = 0;  // events of it that were looked at
};

}  // namespace rehearse::harness::live
