#include "harness/properties/order.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "harness/properties/words.hpp"

namespace rehearse::harness {

bool contradicts(const Facts& facts, const ObserveFact& observe, WriteIndex known) {
  const auto writes = facts.writes();
  if (known != nothing && writes[known].undone) return false;
  const std::uint32_t position = known == nothing ? 0 : writes[known].position;
  const Event& event = facts.event(observe.event);
  if (event.write == 0) {
    if (known != nothing && writes[known].erases) return false;
    return !facts.erased_after(observe.element, position, observe.event, true);
  }
  if (observe.write == nothing) {
    // An initial record, or nobody's write (which is D4's).
    return known != nothing && facts.known_initial(observe.element, event.write);
  }
  const WriteFact& seen = writes[observe.write];
  return !seen.add() && seen.position != 0 && seen.position < position;
}

Time allowance(const Facts& facts, const ObserveFact& observe) {
  const bool cached = (facts.event(observe.event).flags & simulators::flag_cached) != 0;
  return cached ? facts.plan().application.cache.ttl.count() : 0;
}

namespace {

/// The write that a read shows; no record tells of the first deletion, where there was one before.
WriteIndex shown_write(const Facts& facts, const ObserveFact& observe) {
  if (observe.write != nothing || facts.event(observe.event).write != 0) return observe.write;
  const ElementFact& element = facts.elements()[observe.element];
  if (!element.initial) return nothing;
  WriteIndex write = element.first;
  while (write != nothing && !facts.writes()[write].erases) {
    write = facts.writes()[write].next_in_order;
  }
  return write;
}

/// From `newest` back, the first that the reader must have come after; null: none.
template <typename Fact>
const Fact* binding_of(const Facts& facts, const ObserveFact& observe, std::span<const Fact> all,
                       std::uint32_t newest) {
  const OperationFact& reader = facts.operations()[observe.operation];
  const Time spare = allowance(facts, observe);
  const std::uint32_t found = newest_where(all, newest, [&](const Fact& fact) {
    return fact.event < reader.invoke && fact.time + spare <= reader.invoked;
  });
  return found == nothing ? nullptr : &all[found];
}

}  // namespace

const AckFact* binding_ack(const Facts& facts, const ObserveFact& observe) {
  return binding_of(facts, observe, facts.acks(), facts.elements()[observe.element].last_ack);
}

ShownBeforeTold::ShownBeforeTold(const Facts& facts)
    : facts_(facts), newest_(facts.scratch().first) {
  for (const ObserveFact& observe : facts.observes()) {
    if (observe.operation == nothing || allowance(facts, observe) > 0) continue;
    const WriteIndex shown = shown_write(facts, observe);
    const OperationFact* writer = shown == nothing ? nullptr : facts.operation_of(shown);
    const OperationFact& reader = facts.operations()[observe.operation];
    if (writer == nullptr || writer == &reader || reader.ending != Ending::ok) continue;
    if (writer->ending == Ending::ok && writer->finish < reader.finish) continue;
    const WriteFact& write = facts.writes()[shown];
    if (write.position == 0 || write.add() || write.undone) continue;
    shown_.push_back({reader.finish,
                      reader.finished,
                      observe.element,
                      shown,
                      observe.operation,
                      observe.event,
                      {}});
  }
  if (shown_.empty()) return;
  std::sort(shown_.begin(), shown_.end(), [](const ShownFact& a, const ShownFact& b) {
    return std::tie(a.event, a.observed) < std::tie(b.event, b.observed);
  });
  newest_.assign(facts.elements().size(), nothing);
  for (std::uint32_t i = 0; i < shown_.size(); ++i) {
    ShownFact& fact = shown_[i];
    fact.chain = chain_behind(shown_, newest_[fact.element]);
    newest_[fact.element] = i;
    if (fact.chain.previous == nothing) continue;
    const ShownFact& before = shown_[fact.chain.previous];
    if (facts.writes()[before.latest].position <= facts.writes()[fact.latest].position) continue;
    fact.latest = before.latest;
    fact.reader = before.reader;
    fact.observed = before.observed;
  }
}

const ShownFact* ShownBeforeTold::binding(const ObserveFact& observe) const {
  if (shown_.empty()) return nullptr;
  return binding_of(facts_, observe, all(), newest_[observe.element]);
}

std::string seen_words(const Facts& facts, const ObserveFact& observe) {
  if (facts.event(observe.event).write == 0) return "no record";
  if (observe.write == nothing) return "the record from before the run";
  const OperationIndex operation = facts.writes()[observe.write].operation;
  if (operation == nothing) return "what a writer beside the application had written";
  return "what " + operation_name(facts, operation) + " had written";
}

}  // namespace rehearse::harness
