#pragma once
/// All faults of one run, laid over pristine models: those that the scenario draws or schedules,
/// and those that are placed exactly. All within the plan's fault budget: what the plan does not
/// tolerate without a migration is not injected, and counted as withheld; only who places a strike
/// answers for it. What a client's own network loses is nobody's plan: the clients' links are left
/// alone, unless a fault names them.
///
///     scenario.faults -- drawn:  by message, with a rate | by time, in a drawn phase
///                     `- exact:  the n-th message of a kind | at a time, phase or step
///     place()         -- exact:  at a message by its name   | at a time
///                 all of them -> strike -> Fault::begin, touch (faults/)
///
/// Each run takes a random subset of the drawn kinds (swarm testing, Groce et al. 2012); some runs
/// have none.

#include <optional>
#include <vector>

#include "fault_injection/fault.hpp"
#include "fault_injection/opportunity.hpp"
#include "scenarios/fault_kinds.hpp"

namespace rehearse::fault_injection {

/// Whether the plan's budget grants the kind.
bool granted(std::string_view kind, const scenarios::Tolerates& tolerates);

class Overlay final : public simulators::Disturbance {
 public:
  explicit Overlay(const simulators::Blueprint& blueprint);

  // For the runs to come.
  /// Whether the scenario's own faults are drawn and scheduled.
  void follow_scenario(bool follow) { follow_ = follow; }
  /// Exact strikes; they are not limited by the budget, but what they take of it is gone.
  void place(std::vector<Strike> strikes);
  /// The same in another world (simulated strikes, live), where moments and instances are others:
  /// also at a message that says what a strike's message said (`contents`, by strike; 0: none),
  /// between nodes that are the same but for which instance.
  void place_in_kind(std::vector<Strike> strikes, std::vector<std::uint64_t> contents) {
    place(std::move(strikes));
    in_kind_ = std::move(contents);
  }
  /// The strikes of the last run, for one of another course: at the messages between the same nodes
  /// that say the same, whatever their tags; or when they did, if they can begin without a message.
  void place_struck_again();
  /// Notes where these kinds could strike, while the budget lasts; null: no more.
  void watch(std::vector<Opportunity>* opportunities, KindSet kinds = 0);
  /// Kinds of the scenario that are not injected, whatever it asks for: what cannot be done to real
  /// processes.
  void leave_out(KindSet kinds) { left_out_ = kinds; }
  /// Injects what the plan does not tolerate, too: stress, not certification.
  void exceed_budget(bool exceed) { exceed_ = exceed; }

  void begin(simulators::Processes& processes, simulators::Choices& choices) override;
  simulators::Fate on_message(const simulators::Message& message) override;
  void phase_changed(std::uint16_t phase) override;
  void step_begun(std::uint16_t step) override;
  simulators::Slip slip() override;
  simulators::Time clock_error(NodeId node) const override;
  void heal() override;

  /// Kinds (by index) that could strike in the last run, and how often each did.
  const std::vector<bool>& planned() const { return planned_; }
  const std::vector<std::int64_t>& fired() const { return fired_; }
  /// All strikes of the last run, in order: placed again they do the same.
  const std::vector<Strike>& struck() const { return struck_; }
  /// By strike, what the message said at which it struck; 0: at none.
  const std::vector<std::uint64_t>& struck_contents() const { return struck_contents_; }

 private:
  struct Place {  // where a placed strike waits for its message
    std::uint64_t link = 0;
    std::uint64_t said = 0;  // the tag, or with alike_ the content
    std::size_t strike = 0;
    auto operator<=>(const Place&) const = default;
  };
  struct Drawn {  // a kind that is drawn for each message
    KindIndex kind = 0;
    std::uint8_t spec = 0;
    std::int64_t per_million = 0;
  };
  struct Counted {  // strikes the n-th opportunity
    std::uint8_t spec = 0;
    KindIndex kind = 0;
    int seen = 0;
  };
  struct Awaited {  // strikes some time after its phase or step has begun
    std::uint8_t spec = 0;
    KindIndex kind = 0;
    std::uint16_t phase = simulators::no_phase;
    bool step = false;
    scenarios::Duration after{0};
    std::uint16_t ordinal = 0;
  };

  // overlay_schedule.cpp: what the scenario asks for
  void follow_specs();
  void follow(std::uint8_t spec, KindIndex kind);
  bool reaches_any(KindIndex kind) const;
  void draw_moments(std::uint8_t spec, KindIndex kind);
  void schedule(std::uint8_t spec, KindIndex kind);
  bool in_window(std::uint8_t spec) const;
  bool on_link(std::uint8_t spec, NodeId from, NodeId to) const;
  bool fits(std::uint8_t spec, const simulators::Message& message) const;
  void strike_counted(const simulators::Message& message, simulators::Fate& fate);
  void strike_drawn(const simulators::Message& message, simulators::Fate& fate);
  void strike_now(const Awaited& awaited);
  void strike_after(const Awaited& awaited);
  simulators::Task<void> strike_later(Awaited awaited);
  simulators::Task<void> strike_at_time(Strike strike);
  std::optional<Strike> drawn_place(const Awaited& awaited);
  scenarios::Duration duration_of(std::uint8_t spec, KindIndex kind) const;

  // overlay.cpp
  void note(const simulators::Message& message);
  void await_placed(std::uint16_t phase);
  simulators::Task<void> strike_in_place_of(std::size_t index);
  void index_places();
  bool is_in_kind(std::size_t strike, const simulators::Message& message) const;
  void strike_at(std::size_t placed, const simulators::Message& message, simulators::Fate& fate);
  void strike_placed(const simulators::Message& message, simulators::Fate& fate);
  bool may(KindIndex kind) const;
  void strike_message(KindIndex kind, std::uint8_t spec, const simulators::Message& message,
                      simulators::Fate& fate);
  void begin_episode(const Strike& strike, const simulators::Message* message,
                     simulators::Fate* fate);
  void finish(std::size_t index);
  simulators::Task<void> finish_later(std::uint64_t identity, simulators::Time end);
  void tell(simulators::EventKind kind, const Strike& strike, simulators::OperationId operation);

  const simulators::Blueprint& blueprint_;
  std::vector<NodeClass> classes_;
  Scene scene_;
  std::vector<std::array<std::vector<bool>, 2>> links_;  // by spec: nodes of either end
  std::vector<std::uint16_t> phases_;                    // by spec: phase index, or no_phase
  std::vector<int> message_kinds_;                       // by spec; -1: all
  std::vector<Strike> placed_;
  std::vector<std::uint64_t> alike_;    // by placed strike: content of its message; empty: by name
  std::vector<std::uint64_t> in_kind_;  // by placed strike; empty: by their tags only
  std::vector<Place> places_;           // of the placed strikes at messages, sorted
  bool follow_ = true;
  bool exceed_ = false;
  KindSet left_out_ = 0;
  std::vector<Opportunity>* watched_ = nullptr;
  KindSet watched_kinds_ = 0;

  // of the present run
  std::vector<bool> done_;  // by placed strike: struck, or waits for its time
  std::vector<Drawn> drawn_;
  std::uint64_t drawn_per_million_ = 0;  // of all of them
  std::vector<Counted> counted_;
  std::vector<Awaited> awaited_;
  std::vector<Episode> episodes_;
  std::vector<bool> planned_;
  std::vector<std::int64_t> fired_;
  std::vector<Strike> struck_;
  std::vector<std::uint64_t> struck_contents_;  // of their messages; 0: none
  std::vector<int> budget_;                     // by Budget: strikes left; -1: no limit
  std::vector<simulators::Time> quiet_until_;   // by node: minimum up time
  std::vector<simulators::Time> window_;        // by spec: when its step began; -1: not yet
  std::uint16_t phase_ = simulators::no_phase;
  simulators::Time began_ = 0, phase_began_ = 0;
};

}  // namespace rehearse::fault_injection
