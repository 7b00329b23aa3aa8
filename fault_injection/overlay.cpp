#include "fault_injection/overlay.hpp"

#include <algorithm>
#include <limits>

#include "scenarios/ensure.hpp"

namespace rehearse::fault_injection {

using namespace simulators;
using scenarios::Budget;
using scenarios::Duration;
using scenarios::FaultSpec;

namespace {

constexpr Time never = std::numeric_limits<Time>::max();

Budget budget_of(KindIndex kind) { return scenarios::fault_kinds()[kind].budget; }

/// One leg between two nodes; `M` is a message or its name.
template <typename M>
std::uint64_t link_of(const M& message) {
  return static_cast<std::uint64_t>(message.from) << 17U |
         static_cast<std::uint64_t>(message.to) << 1U | (message.reply ? 1U : 0U);
}

std::uint64_t identity_of(const Strike& strike) {
  const std::uint64_t digest = digest_mix(strike.kind, strike.node);
  if (!strike.at_message()) return digest_mix(digest, static_cast<std::uint64_t>(strike.time));
  return digest_mix(digest_mix(digest, link_of(strike.message)), strike.message.tag);
}

}  // namespace

bool granted(std::string_view kind, const scenarios::Tolerates& tolerates) {
  const auto index = scenarios::fault_index(kind);
  return index && scenarios::allowance(scenarios::fault_kinds()[*index].budget, tolerates).granted;
}

Overlay::Overlay(const Blueprint& blueprint)
    : blueprint_(blueprint), classes_(classes_of(blueprint)), scene_{blueprint, classes_, nullptr,
                                                                     nullptr,   false,    {},
                                                                     {}} {
  const std::size_t kinds = scenarios::fault_kinds().size();
  REHEARSE_ENSURE(kinds <= KindSet().size());
  planned_.resize(kinds);
  fired_.resize(kinds);
  const auto names = scenarios::message_kind_names();
  for (const FaultSpec& spec : blueprint.scenario.faults) {
    std::array<std::vector<bool>, 2> ends;
    for (std::size_t end = 0; end < 2; ++end) {
      const bool named = end < spec.between.size();
      ends[end].assign(blueprint.nodes.size() + 1, !named);
      if (!named) ends[end][blueprint.clients] = false;
      if (!named) continue;
      for (const NodeId node : nodes_matching(blueprint, spec.between[end])) ends[end][node] = true;
    }
    links_.push_back(std::move(ends));
    std::uint16_t phase = no_phase;
    for (std::size_t i = 0; i < blueprint.plan.phases.size(); ++i)
      if (blueprint.plan.phases[i].name == spec.phase) phase = static_cast<std::uint16_t>(i);
    phases_.push_back(phase);
    const auto of = std::find(names.begin(), names.end(), spec.of);
    message_kinds_.push_back(of == names.end() ? -1 : static_cast<int>(of - names.begin()));
  }
}

void Overlay::watch(std::vector<Opportunity>* opportunities, KindSet kinds) {
  watched_ = opportunities;
  watched_kinds_ = kinds;
}

void Overlay::place(std::vector<Strike> strikes) {
  placed_ = std::move(strikes);
  alike_.clear();
  in_kind_.clear();
  index_places();
}

void Overlay::place_struck_again() {
  placed_ = struck_;
  alike_ = struck_contents_;
  in_kind_.clear();
  index_places();
}

/// A long run has thousands of strikes, and each of its messages asks for its own.
void Overlay::index_places() {
  places_.clear();
  for (std::size_t i = 0; i < placed_.size(); ++i) {
    if (!placed_[i].at_message()) continue;
    const MessageName& name = placed_[i].message;
    places_.push_back({link_of(name), alike_.empty() ? name.tag : alike_[i], i});
  }
  std::sort(places_.begin(), places_.end());
}

/// A message that is the plan's own is not there without the plan; what could have begun without it
/// begins all the same, when it did.
Task<void> Overlay::strike_in_place_of(std::size_t index) {
  constexpr Time patience = 5'000;  // messages come a little earlier or later in another course
  Sleep pause(scene_.processes->runtime(), Duration(placed_[index].time + patience));
  co_await pause;
  if (done_[index] || scene_.healed) co_return;
  done_[index] = true;
  const NodeId node = placed_[index].node;
  if (node == no_node || scene_.processes->up(node))
    begin_episode(placed_[index], nullptr, nullptr);
}

void Overlay::begin(Processes& processes, Choices& choices) {
  scene_.processes = &processes;
  scene_.choices = &choices;
  scene_.healed = false;
  scene_.statements.clear();
  scene_.hooks.clear();
  drawn_.clear();
  drawn_per_million_ = 0;
  counted_.clear();
  awaited_.clear();
  episodes_.clear();
  struck_.clear();
  struck_contents_.clear();
  done_.assign(placed_.size(), false);
  std::fill(planned_.begin(), planned_.end(), false);
  std::fill(fired_.begin(), fired_.end(), 0);
  budget_.clear();
  for (int budget = 0; budget <= static_cast<int>(Budget::never); ++budget) {
    const auto allowed =
        scenarios::allowance(static_cast<Budget>(budget), blueprint_.plan.tolerates);
    budget_.push_back(exceed_ ? -1 : allowed.granted ? allowed.strikes : 0);
  }
  quiet_until_.assign(blueprint_.nodes.size() + 1, 0);
  window_.assign(blueprint_.scenario.faults.size(), -1);
  phase_ = no_phase;
  began_ = phase_began_ = scene_.now();
  if (watched_ != nullptr) watched_->clear();
  if (follow_) follow_specs();
  for (const Strike& strike : placed_) planned_[strike.kind] = true;
  await_placed(no_phase);
  for (std::size_t i = 0; i < alike_.size(); ++i)
    if (placed_[i].at_message() && fault_at(placed_[i].kind).by_time())
      processes.runtime().spawn(processes.outside(), strike_in_place_of(i));
}

/// From now on strikes are waited for that are placed so long after this phase has begun.
void Overlay::await_placed(std::uint16_t phase) {
  for (std::size_t i = 0; i < placed_.size(); ++i) {
    if (done_[i] || placed_[i].at_message() || placed_[i].phase != phase) continue;
    done_[i] = true;
    scene_.processes->runtime().spawn(scene_.processes->outside(), strike_at_time(placed_[i]));
  }
}

void Overlay::heal() {
  scene_.healed = true;
  while (!episodes_.empty()) finish(0);
}

void Overlay::finish(std::size_t index) {
  Episode over = std::move(episodes_[index]);
  episodes_.erase(episodes_.begin() + static_cast<std::ptrdiff_t>(index));
  tell(EventKind::fault_end, over.strike, over.operation);
  fault_at(over.strike.kind).end(over, scene_);
}

Slip Overlay::slip() {
  for (std::size_t i = 0; i < episodes_.size(); ++i) {
    const Slip slip = fault_at(episodes_[i].strike.kind).slip();
    if (slip == Slip::none) continue;
    finish(i);
    return slip;
  }
  return Slip::none;
}

Time Overlay::clock_error(NodeId node) const {
  Time error = 0;
  for (const Episode& episode : episodes_)
    error += fault_at(episode.strike.kind).clock_error(episode, node, scene_);
  return error;
}

// ---- messages ----

Fate Overlay::on_message(const Message& message) {
  Fate fate;
  if (scene_.healed) return fate;
  if (watched_ != nullptr) note(message);
  for (Episode& episode : episodes_)
    fault_at(episode.strike.kind).touch(episode, message, scene_, fate);
  if (!placed_.empty()) strike_placed(message, fate);
  if (!counted_.empty()) strike_counted(message, fate);
  if (!drawn_.empty()) strike_drawn(message, fate);
  return fate;
}

void Overlay::note(const Message& message) {
  if (scene_.class_of(message.from) == NodeClass::clients ||
      scene_.class_of(message.to) == NodeClass::clients)
    return;
  Opportunity found;
  for (KindIndex kind = 0; kind < planned_.size(); ++kind)
    if (watched_kinds_.test(kind) && may(kind) && fault_at(kind).strikes_at(message, scene_))
      found.kinds.set(kind);
  if (found.kinds.none()) return;
  found.message = {message.from, message.to, message.reply, message.tag()};
  found.prefix = scene_.processes->history_hash();
  found.content = content_of(*message.request);
  found.time = scene_.now();
  found.operation = message.request->operation;
  found.phase = phase_;
  found.what = kind_of(*message.request);
  watched_->push_back(found);
}

bool Overlay::is_in_kind(std::size_t strike, const Message& message) const {
  const MessageName& name = placed_[strike].message;
  const auto same_but_for_instance = [this](NodeId one, NodeId other) {
    return one == other || (scene_.class_of(one) == NodeClass::instance &&
                            scene_.class_of(other) == NodeClass::instance);
  };
  return in_kind_[strike] != 0 && name.reply == message.reply &&
         same_but_for_instance(name.from, message.from) &&
         same_but_for_instance(name.to, message.to) &&
         in_kind_[strike] == content_of(*message.request);
}

void Overlay::strike_placed(const Message& message, Fate& fate) {
  const auto by = [](auto member) {
    return [member](const Place& one, const Place& other) { return one.*member < other.*member; };
  };
  Place here{link_of(message), 0, 0};
  const auto on_link = std::equal_range(places_.begin(), places_.end(), here, by(&Place::link));
  if (on_link.first != on_link.second) {
    here.said = alike_.empty() ? message.tag() : content_of(*message.request);
    auto [place, last] = std::equal_range(on_link.first, on_link.second, here, by(&Place::said));
    for (; place != last; ++place) strike_at(place->strike, message, fate);
  }
  for (std::size_t i = 0; i < in_kind_.size(); ++i)
    if (placed_[i].at_message() && is_in_kind(i, message)) strike_at(i, message, fate);
}

void Overlay::strike_at(std::size_t placed, const Message& message, Fate& fate) {
  if (done_[placed]) return;
  done_[placed] = true;
  if (fault_at(placed_[placed].kind).strikes_at(message, scene_))
    begin_episode(placed_[placed], &message, &fate);
}

/// A drawn or scheduled fault strikes at this message.
void Overlay::strike_message(KindIndex kind, std::uint8_t spec, const Message& message,
                             Fate& fate) {
  const Fault& fault = fault_at(kind);
  Strike strike;
  strike.kind = kind;
  strike.message = {message.from, message.to, message.reply, message.tag()};
  strike.node = fault.victim(message, scene_);
  strike.duration = duration_of(spec, kind);
  if (!blueprint_.scenario.faults[spec].between.empty()) strike.spec = spec;
  const bool quiet = strike.node != no_node && scene_.now() < quiet_until_[strike.node];
  if (!quiet && may(kind)) begin_episode(strike, &message, &fate);
}

// ---- strikes ----

bool Overlay::may(KindIndex kind) const {
  return budget_[static_cast<std::size_t>(budget_of(kind))] != 0;
}

/// The one place where a fault begins.
void Overlay::begin_episode(const Strike& strike, const Message* message, Fate* fate) {
  // How long a process that a fault has hit is left alone by those that are drawn.
  constexpr Time least_up = 100'000;
  const Fault& fault = fault_at(strike.kind);
  Episode episode;
  episode.strike = strike;
  episode.strike.time = scene_.now();
  episode.strike.phase = no_phase;
  if (message != nullptr) {
    if (episode.strike.node == no_node) episode.strike.node = fault.victim(*message, scene_);
    episode.operation = message->request->operation;
  }
  episode.identity = identity_of(episode.strike);
  episode.begin = scene_.now();
  const bool limited = strike.duration.count() > 0;
  episode.end = limited ? scene_.now() + strike.duration.count() : never;
  if (strike.spec != no_spec && strike.spec < links_.size()) episode.ends = &links_[strike.spec];
  if (const NodeId node = episode.strike.node; node < quiet_until_.size())
    quiet_until_[node] = scene_.now() + strike.duration.count() + least_up;
  ++fired_[strike.kind];
  if (int& left = budget_[static_cast<std::size_t>(budget_of(strike.kind))]; left > 0) --left;
  struck_.push_back(episode.strike);
  struck_contents_.push_back(message != nullptr ? content_of(*message->request) : 0);
  tell(EventKind::fault_begin, episode.strike, episode.operation);
  fault.begin(episode, message, scene_);
  if (message != nullptr) fault.touch(episode, *message, scene_, *fate);
  if (fault.single()) return;
  if (limited && fault.by_time())
    scene_.processes->runtime().spawn(scene_.processes->outside(),
                                      finish_later(episode.identity, episode.end));
  episodes_.push_back(std::move(episode));
}

Task<void> Overlay::finish_later(std::uint64_t identity, Time end) {
  Sleep pause(scene_.processes->runtime(), Duration(end - scene_.now()));
  co_await pause;
  for (std::size_t i = 0; i < episodes_.size(); ++i) {
    if (episodes_[i].identity != identity) continue;
    finish(i);
    break;
  }
}

void Overlay::tell(EventKind kind, const Strike& strike, OperationId operation) {
  Event event;
  event.kind = kind;
  event.detail = strike.kind;
  const bool process = strike.node != no_node || !strike.at_message();
  event.node = process ? strike.node : strike.message.from;
  event.extra = process ? strike.node : strike.message.to;
  if (event.node == no_node) {  // everywhere
    event.node = blueprint_.flags;
    event.extra = blueprint_.flags;
  }
  event.operation = operation;
  scene_.processes->runtime().record(event);
}

}  // namespace rehearse::fault_injection
