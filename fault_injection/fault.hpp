#pragma once
/// One kind of fault. Stateless and shared by all runs: what one strike of it remembers is in its
/// `Episode`. A fault is a file in faults/, a line in scenarios/fault_catalogue.def, a test and a
/// row in docs/faults.md; docs/adding-a-fault.md walks through one.
///
///     a message is sent ->  strikes_at?  -> begin -> touch this message
///                                            `- lasts? -> touch every message until it ends -> end
///
/// Everything that a fault changes lies in the overlay, not in the models, so that ending all
/// episodes heals all of it at once and exactly. Processes that are down come back.

#include <deque>
#include <memory>
#include <utility>

#include "fault_injection/message_kind.hpp"
#include "fault_injection/nodes.hpp"
#include "fault_injection/strike.hpp"
#include "scenarios/fault_kinds.hpp"
#include "simulators/data/memory.hpp"
#include "simulators/runtime/disturbance.hpp"

namespace rehearse::fault_injection {

/// One strike, while it lasts.
struct Episode {
  Strike strike;
  std::uint64_t identity = 0;  ///< Of the strike, wherever it is placed again: names its draws.
  simulators::Time begin = 0;
  simulators::Time end = 0;  ///< Not included.
  /// By node: the two ends of the links it is on, where a scenario names them ("between"). Empty:
  /// the two of `strike.message`.
  const std::array<std::vector<bool>, 2>* ends = nullptr;
  simulators::OperationId operation = 0;  ///< That the message it struck at was sent for.
  std::vector<bool> nodes;                ///< Those drawn, for faults of several nodes.
  simulators::Request copy;               ///< For faults that send something once more.
  bool acted = false;                     ///< For faults that act once, at some later message.
  /// By content of the request: for faults that say again what was said before.
  std::vector<std::pair<std::uint64_t, simulators::Reply>> answers;

  /// From one of its ends to the other, either way.
  bool on_link(const simulators::Message& message) const {
    return along(message) || against(message);
  }
  bool along(const simulators::Message& m) const { return at(0, m.from) && at(1, m.to); }
  bool against(const simulators::Message& m) const { return at(1, m.from) && at(0, m.to); }
  bool touches_node(const simulators::Message& m) const {
    return m.from == strike.node || m.to == strike.node;
  }
  bool has(NodeId node) const { return node < nodes.size() && nodes[node]; }
  scenarios::Duration left(simulators::Time now) const { return scenarios::Duration(end - now); }

 private:
  bool at(std::size_t which, NodeId node_there) const {
    if (ends != nullptr) return node_there < (*ends)[which].size() && (*ends)[which][node_there];
    return node_there == (which == 0 ? strike.message.from : strike.message.to);
  }
};

/// What a fault may see and use.
struct Scene {
  const simulators::Blueprint& blueprint;
  const std::vector<NodeClass>& classes;
  simulators::Processes* processes = nullptr;
  simulators::Choices* choices = nullptr;
  bool healed = false;
  std::deque<simulators::Statement> statements;  ///< Of what faults themselves sent in this run.
  std::deque<std::unique_ptr<simulators::DiskHook>> hooks;  ///< That faults put on disks.

  simulators::Time now() const { return processes->runtime().now(); }
  NodeClass class_of(NodeId node) const {
    return node < classes.size() ? classes[node] : NodeClass::clients;
  }
  /// A choice of this episode; `what` and `n` name it. 0 is the plain answer.
  std::uint64_t pick(const Episode& episode, std::uint16_t what, std::uint64_t n,
                     std::uint64_t among) const {
    return choices->pick(
        {simulators::SiteKind::fault, 254, what, 0, simulators::digest_mix(episode.identity, n)},
        among);
  }
};

/// What a plan has anywhere on the way from its first stage to its last.
struct Ground {
  bool second_writes = false;
  bool streams = false;
  bool backfills = false;
  bool services = false;
  bool remembered_keys = false;  ///< Some service recognises calls by their idempotency key.
};

class Fault {
 public:
  Fault() = default;
  Fault(const Fault&) = delete;
  Fault& operator=(const Fault&) = delete;
  virtual ~Fault() = default;

  /// Whether there is anything for it to strike at in such a plan.
  virtual bool possible(const Ground&) const { return true; }
  /// Whether it can begin as this message is sent.
  virtual bool strikes_at(const simulators::Message& message, const Scene& scene) const = 0;
  /// Whether it acts on the message that it struck at, and on no other.
  virtual bool single() const { return true; }
  /// Whether it can begin at some time, and not only at a message.
  virtual bool by_time() const { return !single(); }
  /// Processes: whom it hits when it strikes at a message; by default nobody in particular.
  virtual NodeId victim(const simulators::Message&, const Scene&) const { return no_node; }
  /// Processes: whether it can hit this node, when it is drawn or scheduled by time.
  virtual bool hits(NodeClass) const { return false; }
  /// Of the nodes that it hits: whether this one would notice.
  virtual bool reaches(NodeId, const Scene&) const { return true; }
  /// What it does at once; the message that it strikes at, or null when it strikes by time.
  virtual void begin(Episode&, const simulators::Message*, Scene&) const {}
  /// What becomes of a message while it lasts.
  virtual void touch(Episode&, const simulators::Message&, Scene&, simulators::Fate&) const {}
  /// Another phase begins while it lasts; true: it is over now.
  virtual bool phase_began(Episode&, Scene&) const { return false; }
  /// It is over, or everything heals.
  virtual void end(Episode&, Scene&) const {}

  /// By how much the clock of a node is ahead while it lasts; negative: behind.
  virtual simulators::Time clock_error(const Episode&, NodeId, const Scene&) const { return 0; }
  /// What it makes of the next step of the plan. Where that is something, the episode ends there,
  /// and a scenario that names the step strikes as it begins.
  virtual simulators::Slip slip() const { return simulators::Slip::none; }
};

/// A number of its own for each message of a run, to draw by.
std::uint64_t name_of(const simulators::Message& message);
/// Half of the instances (rounded down, one at least), drawn; by NodeId.
std::vector<bool> half_of_the_instances(const Episode& episode, const Scene& scene);

/// Whether the kind can begin there: at a message or by time, and at that node (its class in
/// `classes`).
bool can_be_placed(const Strike& strike, const std::vector<NodeClass>& classes);

/// By KindIndex, in the order of scenarios::fault_kinds().
const Fault& fault_at(KindIndex kind);

/// A fault of a user's own: scenarios may ask for it by its name or group from here on. Before
/// anything is read or rehearsed, and not from several threads. `fault` lives as long as the
/// program; aborts when the name is taken.
void add_fault(const scenarios::FaultKind& kind, const Fault& fault);

}  // namespace rehearse::fault_injection
