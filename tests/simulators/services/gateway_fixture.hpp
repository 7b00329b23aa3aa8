#pragma once
/// The two gateways of a plan, a caller, and what they did.

#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "scenarios/default_scenario.hpp"
#include "scenarios/read_plan.hpp"
#include "simulators/services/gateway.hpp"
#include "tests/simulators/runtime/laboratory.hpp"

namespace rehearse::simulators {

inline scenarios::Plan sound_plan() {
  auto plan = scenarios::load_plan(REHEARSE_SOURCE_DIR "/tests/scenarios/data/sound.plan.json");
  if (!plan) throw std::logic_error(to_string(plan.errors().front()));
  return std::move(plan).value();
}

/// The plan's two gateways, a caller, and instances that take webhooks.
class Shop {
 public:
  explicit Shop(scenarios::Plan plan)
      : plan_(std::move(plan)),
        scenario_(scenarios::default_scenario(plan_)),
        blueprint_(plan_, scenario_),
        track_(blueprint_.track("payments")) {
    const TrackBlueprint& payments = blueprint_.tracks[track_];
    for (NodeId node = 0; node < blueprint_.nodes.size(); ++node) {
      for (const scenarios::Side side : {scenarios::Side::old_side, scenarios::Side::new_side}) {
        if (payments.side(side).node != node) continue;
        auto gateway = std::make_unique<Gateway>(blueprint_, track_, side, runtime_);
        gateway->reset();
        nodes_.push_back(std::move(gateway));
      }
      if (nodes_.size() == node) nodes_.push_back(other());
      runtime_.add_node(*nodes_.back());
    }
    runtime_.reset(choices_, &hook, {scenarios::Duration(100), scenarios::Duration(100)}, history_);
    for (NodeId node = 0; node < blueprint_.nodes.size(); ++node) runtime_.start_node(node);
  }
  ~Shop() { runtime_.destroy_tasks(); }
  Shop(const Shop&) = delete;
  Shop& operator=(const Shop&) = delete;

  ServiceCall charge(Key identity, std::int64_t amount, std::uint64_t idempotency_key = 0) const {
    ServiceCall call;
    call.track = track_;
    call.identity = identity;
    call.amount = amount;
    call.idempotency_key = idempotency_key;
    return call;
  }

  /// Calls, one after the other, and lets the world come to rest.
  Reply ask(scenarios::Side side, ServiceCall call) {
    call.side = side;
    replies_.clear();
    runtime_.spawn(blueprint_.clients, send(side, call));
    runtime_.run(for_ever);
    return replies_.at(0);
  }
  Reply tell(scenarios::Side side, const Control& control) {
    replies_.clear();
    runtime_.spawn(blueprint_.clients, send(side, control));
    runtime_.run(for_ever);
    return replies_.at(0);
  }
  /// Charges so many orders at once; how long after the first effect each was made, in ms.
  std::vector<std::int64_t> charge_at_once(scenarios::Side side, int count) {
    const std::size_t before = history_.events.size();
    for (int i = 0; i < count; ++i) {
      ServiceCall call = charge(100 + i, 500);
      call.side = side;
      runtime_.spawn(blueprint_.clients, send(side, call));
    }
    runtime_.run(for_ever);
    std::vector<std::int64_t> after;
    Time first = -1;
    for (std::size_t i = before; i < history_.events.size(); ++i) {
      if (history_.events[i].kind != EventKind::effect) continue;
      if (first < 0) first = history_.events[i].time;
      after.push_back((history_.events[i].time - first) / 1'000);
    }
    return after;
  }
  NodeId node(scenarios::Side side) const { return blueprint_.tracks[track_].side(side).node; }
  std::int64_t serial(const Reply& reply) const {
    return std::get<ServiceReply>(reply.body).serial;
  }
  void wait(scenarios::Duration duration) {
    runtime_.spawn(blueprint_.clients, pause(duration));
    runtime_.run(for_ever);
  }
  /// "charge 7 of 500", "+ repeat", "+ shadow" in the ledger's order.
  std::vector<std::string> ledger() const {
    const char* const names[] = {"authorise", "charge", "capture", "refund", "void"};
    std::vector<std::string> lines;
    for (const Event& event : history_.events) {
      if (event.kind != EventKind::effect) continue;
      std::string line = std::string(names[event.detail]) + " " + std::to_string(event.key) +
                         " of " + std::to_string(event.value);
      if ((event.flags & flag_repeat) != 0) line += " again";
      if ((event.flags & flag_shadow) != 0) line += " shadow";
      lines.push_back(line);
    }
    return lines;
  }

  laboratory::ScriptedHook hook;
  std::vector<std::string> webhooks;
  /// Instances refuse so many webhooks before they take one.
  int deaf = 0;
  FailureReason refusal = FailureReason::denied;

 private:
  static constexpr Time for_ever = 1'000'000'000'000;

  std::unique_ptr<Node> other() {
    auto node = std::make_unique<laboratory::Scripted>(&log_, "other");
    node->serves = [this](const Request* request) { return take(request); };
    return node;
  }
  Task<Reply> take(const Request* request) {
    const Control& control = std::get<Control>(request->body);
    Reply reply;
    if (deaf-- > 0)
      reply.status = refusal;
    else
      webhooks.push_back(std::to_string(control.key) + ": " + std::to_string(control.value));
    co_return reply;
  }
  Task<void> send(scenarios::Side side, std::variant<ServiceCall, Control> body) {
    Request request;
    request.tag = ++tag_;
    std::visit([&request](const auto& one) { request.body = one; }, body);
    Call waiting(runtime_, blueprint_.clients, blueprint_.tracks[track_].side(side).node, request,
                 scenarios::Duration(10'000'000));
    const Reply reply = co_await waiting;
    replies_.push_back(reply);
  }
  Task<void> pause(scenarios::Duration duration) { co_await Sleep(runtime_, duration); }

  scenarios::Plan plan_;
  scenarios::Scenario scenario_;
  Blueprint blueprint_;
  TrackIndex track_;
  std::vector<std::string> log_;
  RandomChoices choices_{1};
  History history_;
  SimulatedRuntime runtime_;
  std::vector<std::unique_ptr<Node>> nodes_;
  std::vector<Reply> replies_;
  std::uint64_t tag_ = 0;
};

}  // namespace rehearse::simulators
