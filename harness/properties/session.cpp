// C1: session guarantees. For each client and key: a read shows nothing older than what the client
// wrote and saw confirmed (read your writes), nor than what it has read (monotonic reads). And a
// user stays on one side: between two publications for a track, from when every live instance had
// seen the first, the reads (or charges) of one client are answered by one side; where the traffic
// is split by key, those of one key.
// Cached answers may be as old as the cache's time to live, and say nothing about sides.
#include <fmt/format.h>

#include "harness/properties/order.hpp"
#include "harness/properties/verdicts.hpp"
#include "harness/properties/words.hpp"

namespace rehearse::harness {

using scenarios::SegmentBy;

namespace {

/// What a client knows of a key: entries of scratch.first (element), second (client), a (write,
/// -1: the initial record), b (event of the finish or read), c (1: its own write).
struct Session {
  const Facts& facts;
  Scratch& scratch = facts.scratch();

  void clear() {
    scratch.index.clear();
    scratch.first.clear();
    scratch.second.clear();
    scratch.a.clear();
    scratch.b.clear();
    scratch.c.clear();
  }

  std::uint32_t find(std::uint32_t client, ElementId element, bool add) {
    const auto same = [&](std::uint32_t i) {
      return scratch.first[i] == element && scratch.second[i] == client;
    };
    const std::uint64_t hash = FlatIndex::mix(element, client);
    if (!add) return scratch.index.find(hash, same);
    const auto fresh = static_cast<std::uint32_t>(scratch.first.size());
    const std::uint32_t found = scratch.index.find_or_add(hash, fresh, same);
    if (found == fresh) {
      scratch.first.push_back(element);
      scratch.second.push_back(client);
      scratch.a.push_back(-1);
      scratch.b.push_back(static_cast<std::int64_t>(no_event));
      scratch.c.push_back(0);
    }
    return found;
  }

  /// The client knows `write` since `event`.
  void learn(std::uint32_t client, ElementId element, WriteIndex write, EventId event, bool own) {
    if (write != nothing) {
      const WriteFact& fact = facts.writes()[write];
      if (fact.position == 0 || fact.add() || fact.undone) return;
    }
    const std::uint32_t entry = find(client, element, true);
    if (scratch.a[entry] >= 0) {
      const auto known = static_cast<WriteIndex>(scratch.a[entry]);
      if (write == nothing || facts.writes()[write].position <= facts.writes()[known].position) {
        return;
      }
    } else if (write == nothing && scratch.b[entry] != static_cast<std::int64_t>(no_event)) {
      return;
    }
    scratch.a[entry] = write == nothing ? -1 : static_cast<std::int64_t>(write);
    scratch.b[entry] = static_cast<std::int64_t>(event);
    scratch.c[entry] = own ? 1 : 0;
  }
};

Verdict order_verdict(const Facts& facts, const ObserveFact& observe, WriteIndex known,
                      EventId since, bool own) {
  const Event& event = facts.event(observe.event);
  const OperationFact& reader = facts.operations()[observe.operation];
  const std::string name = record_name(facts, observe.element);
  const bool vanished = event.write == 0;
  const std::string saw = vanished ? "did not find it" : "saw " + seen_words(facts, observe);
  const std::string before =
      own ? fmt::format("{} {} and was told so at {}",
                        facts.writes()[known].erases ? "deleted" : "wrote", name,
                        seconds(facts.event(since).time))
          : fmt::format("read {} at {} as {}", name, seconds(facts.event(since).time),
                        known == nothing ? std::string("it had been before the run")
                                         : operation_name(facts, facts.writes()[known].operation) +
                                               " had left it");
  Verdict verdict =
      violated(fmt::format("{}client {} {}; {}, begun at {}, read it in {} and {}",
                           opening(facts, observe.event), reader.client, before,
                           operation_name(facts, observe.operation), seconds(reader.invoked),
                           side_name(facts, event.track, event.side), saw),
               own ? "read your writes" : "monotonic reads",
               Reason{fmt::format("{} shows of {} what its client {}, or something later",
                                  operation_name(facts, observe.operation), name,
                                  own ? "wrote" : "had read before"),
                      vanished ? std::string("it did not find it")
                               : "it shows " + seen_words(facts, observe)});
  std::vector<EventId> events{since, reader.invoke, observe.event};
  if (known != nothing) events.push_back(facts.writes()[known].first_commit);
  verdict.witness = witness(std::move(events));
  verdict.phase = event.phase;
  verdict.subject = subject(facts, event.track, event.side);
  return verdict;
}

bool judge_order(const Facts& facts, bool& exercised, Verdict& verdict) {
  Session session{facts};
  session.clear();
  const auto& scratch = facts.scratch();
  std::size_t next = 0;  // of the finishes: confirmed writes are learnt as history goes on
  for (const ObserveFact& observe : facts.observes()) {
    if (observe.operation == nothing) continue;
    for (; next < facts.finishes().size(); ++next) {
      const OperationFact& done = facts.operations()[facts.finishes()[next]];
      if (done.finish > observe.event) break;
      if (done.ending != Ending::ok) continue;
      for (WriteIndex w = done.first_write; w != nothing; w = facts.writes()[w].next_of_operation) {
        const ElementId element = facts.writes()[w].element;
        if (element != nothing) session.learn(done.client, element, w, done.finish, true);
      }
    }
    const OperationFact& reader = facts.operations()[observe.operation];
    const std::uint32_t entry = session.find(reader.client, observe.element, false);
    const bool cached = (facts.event(observe.event).flags & simulators::flag_cached) != 0;
    if (entry != FlatIndex::none) {
      const auto since = static_cast<EventId>(scratch.b[entry]);
      const WriteIndex known =
          scratch.a[entry] < 0 ? nothing : static_cast<WriteIndex>(scratch.a[entry]);
      const Time told = facts.event(since).time;
      if (since < reader.invoke && told + allowance(facts, observe) <= reader.invoked) {
        exercised = true;
        if (contradicts(facts, observe, known)) {
          verdict = order_verdict(facts, observe, known, since, scratch.c[entry] != 0);
          return true;
        }
      }
    }
    const bool initial = facts.known_initial(observe.element, facts.event(observe.event).write);
    if (!cached && (observe.write != nothing || initial)) {
      session.learn(reader.client, observe.element, observe.write, observe.event, false);
    }
  }
  return false;
}

// ---- a user stays on one side ----

/// How the traffic of a stage in force is split.
SegmentBy split_of(const Facts& facts, const StageFact& stage) {
  if (stage.event == no_event || stage.percent >= 100) return SegmentBy::customer;
  const auto& phases = facts.plan().phases;
  const std::uint16_t phase = facts.event(stage.event).phase;
  for (std::size_t p = phase < phases.size() ? phase + 1U : 0; p-- > 0;) {
    if (phases[p].segment) return phases[p].segment->by;
  }
  return SegmentBy::customer;
}

struct Answer {
  EventId event = no_event;
  ElementId element = nothing;
  OperationIndex operation = nothing;
};

Verdict side_verdict(const Facts& facts, EventId earlier, const Answer& answer, bool by_key) {
  const Event& a = facts.event(earlier);
  const Event& b = facts.event(answer.event);
  const std::uint16_t client = facts.operations()[answer.operation].client;
  const std::string who =
      by_key ? record_name(facts, answer.element) : fmt::format("client {}", client);
  Verdict verdict = violated(
      fmt::format("{}{} was served by {} at {} and by {} at {}, although nothing was published in "
                  "between and every instance had seen the flags",
                  opening(facts, answer.event), who, side_name(facts, a.track, a.side),
                  seconds(a.time), side_name(facts, b.track, b.side), seconds(b.time)),
      "a user stays on one side",
      Reason{fmt::format("{} is served by one side while nothing is published", who),
             fmt::format("{} and {} both did", side_name(facts, a.track, a.side),
                         side_name(facts, b.track, b.side))});
  verdict.witness = witness({earlier, answer.event});
  verdict.phase = b.phase;
  verdict.subject = track_name(facts, b.track);
  return verdict;
}

/// Follows answers in history order; per track the stage in force, per subject its last answer.
class Sidedness final {
 public:
  explicit Sidedness(const Facts& facts) : facts_(facts) {
    for (const OperationFact& operation : facts.operations()) {
      clients_ = std::max<std::size_t>(clients_, operation.client + std::size_t{1});
    }
    by_client_.assign(clients_ * facts.tracks().size(), no_event);
    by_element_.assign(facts.elements().size(), no_event);
  }

  bool judge(const Answer& answer, bool& exercised, Verdict& verdict) {
    const Event& event = facts_.event(answer.event);
    if (!facts_.tracks()[event.track].migrates() || answer.operation == nothing) return false;
    const OperationFact& operation = facts_.operations()[answer.operation];
    const StageFact& stage = facts_.stage_at(event.track, answer.event);
    if (operation.invoked < stage.settled || operation.invoke > answer.event) return false;
    if (stage.event != no_event && operation.invoke < stage.event) return false;
    if (stage.until < answer.event) return false;  // a step of the ramp came in between
    const bool by_key = split_of(facts_, stage) == SegmentBy::key;
    std::uint32_t& last = by_key
                              ? by_element_[answer.element]
                              : by_client_[operation.client * facts_.tracks().size() + event.track];
    const EventId begin = stage.event == no_event ? 0 : stage.event;
    if (last != no_event && last >= begin) {
      exercised = exercised || facts_.by_plan(stage);
      if (facts_.event(last).side != event.side) {
        verdict = side_verdict(facts_, last, answer, by_key);
        return true;
      }
    }
    last = answer.event;
    return false;
  }

 private:
  const Facts& facts_;
  std::size_t clients_ = 0;
  std::vector<std::uint32_t>& by_client_ = facts_.scratch().first;
  std::vector<std::uint32_t>& by_element_ = facts_.scratch().second;
};

bool judge_sides(const Facts& facts, bool& exercised, Verdict& verdict) {
  Sidedness sides(facts);
  constexpr std::uint8_t no_answer = simulators::flag_repeat | simulators::flag_shadow;
  for (const ObserveFact& observe : facts.observes()) {
    if ((facts.event(observe.event).flags & simulators::flag_cached) != 0) continue;
    if (sides.judge({observe.event, observe.element, observe.operation}, exercised, verdict)) {
      return true;
    }
  }
  for (const EffectFact& effect : facts.effects()) {
    const Event& event = facts.event(effect.event);
    // Refunds, captures and voids go to the side that owns the charge.
    if ((event.flags & no_answer) != 0) continue;
    if (static_cast<simulators::EffectKind>(event.detail) > simulators::EffectKind::charge) {
      continue;
    }
    if (sides.judge({effect.event, effect.element, effect.operation}, exercised, verdict)) {
      return true;
    }
  }
  return false;
}

}  // namespace

Verdict judge_session(const Facts& facts) {
  bool exercised = false;
  Verdict verdict;
  if (judge_order(facts, exercised, verdict)) return verdict;
  if (judge_sides(facts, exercised, verdict)) return verdict;
  return holds(exercised);
}

}  // namespace rehearse::harness
