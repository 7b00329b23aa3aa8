/// The faults of a live run, and what power they have over its processes.

#include <signal.h>

#include "harness/live/director.hpp"
#include "harness/live/live_faults.hpp"
#include "harness/live/means.hpp"
#include "scenarios/ensure.hpp"

namespace rehearse::harness::live {

using namespace simulators;
using scenarios::Duration;

Runtime& Director::runtime() { return means_->runtime; }

/// Their times count from when the system stands, as in simulation.
void Director::begin_faults() {
  if (disturbance_ == nullptr) return;
  means_->proxy = std::make_unique<fault_injection::FaultProxy>(blueprint_, means_->runtime,
                                                                means_->book, *disturbance_, self_);
  disturbance_->begin(*this, means_->choices);
  faulty_ = true;
}

/// What a clock shows is for its node to read, and wrong clocks run.
void Director::set_clocks() {
  if (!faulty_) return;
  for (NodeId node = 0; node < blueprint_.nodes.size(); ++node)
    means_->book.set_clock_error(node, disturbance_->clock_error(node));
}

void Director::heal() {
  if (!faulty_) return;
  disturbance_->heal();
  set_clocks();
}

bool Director::up(NodeId node) const {
  return means_->fleet.running(node) && means_->fleet.ready(node);
}

void Director::crash(NodeId node, Duration back) {
  if (!up(node)) return;
  const bool kills = may_be_killed(blueprint_, node);
  const std::uint16_t port = means_->book.port(node);
  if (kills && !means_->fleet.kill(node)) return;
  means_->book.take_out(node);
  Event down;
  down.kind = EventKind::node_down;
  down.node = node;
  down.detail = 1;
  means_->runtime.record(down);
  means_->runtime.spawn(self_, kills ? revive(node, back) : be_unreachable(node, port, back));
}

/// Nobody finds it for a while: what is down of a program that would not come back as it was.
Task<void> Director::be_unreachable(NodeId node, std::uint16_t port, Duration how_long) {
  const int process = means_->fleet.processes(node);
  Sleep pause(means_->runtime, how_long);
  co_await pause;
  if (means_->fleet.processes(node) == process && means_->fleet.running(node))
    means_->book.enter(node, port);
}

Task<void> Director::revive(NodeId node, Duration back) {
  const int processes = means_->fleet.processes(node);
  Sleep pause(means_->runtime, back);
  co_await pause;
  while (means_->fleet.running(node)) {  // until the system has taken it away
    if (means_->fleet.processes(node) != processes) co_return;
    Sleep moment(means_->runtime, Duration(500));
    co_await moment;
  }
  if (means_->fleet.processes(node) == processes) means_->fleet.start(node);
}

bool Director::suspend(NodeId node, Duration how_long) {
  if (!up(node)) return false;
  means_->fleet.signal_all(node, SIGSTOP);
  means_->runtime.spawn(self_, resume_after(node, how_long));
  return true;
}

void Director::resume(NodeId node) { means_->fleet.signal_all(node, SIGCONT); }

bool Director::fill_disk(NodeId store, bool full) {
  for (std::size_t i = 0; i < disks_.size(); ++i) {
    if (blueprint_.databases[i].node != store) continue;
    disks_[i]->fill(full);
    return true;
  }
  return false;
}

Task<void> Director::resume_after(NodeId node, Duration how_long) {
  Sleep pause(means_->runtime, how_long);
  co_await pause;
  resume(node);
}

/// No plan can grant it, and a live run stays within what the plan grants.
void Director::restore_backup(NodeId, Duration) { REHEARSE_ENSURE(false); }

void Director::send_again(NodeId from, NodeId to, const Request& request) {
  if (means_->proxy != nullptr) means_->proxy->send_again(from, to, request);
}

}  // namespace rehearse::harness::live
