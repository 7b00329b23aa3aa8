#include "harness/properties/order.hpp"

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

const AckFact* binding_ack(const Facts& facts, const ObserveFact& observe) {
  const OperationFact& reader = facts.operations()[observe.operation];
  const Time spare = allowance(facts, observe);
  std::uint32_t index = facts.elements()[observe.element].last_ack;
  while (index != nothing) {
    const AckFact& ack = facts.acks()[index];
    if (ack.event < reader.invoke && ack.time + spare <= reader.invoked) return &ack;
    index = ack.previous;
  }
  return nullptr;
}

std::string seen_words(const Facts& facts, const ObserveFact& observe) {
  if (facts.event(observe.event).write == 0) return "no record";
  if (observe.write == nothing) return "the record from before the run";
  const OperationIndex operation = facts.writes()[observe.write].operation;
  if (operation == nothing) return "what a writer beside the application had written";
  return "what " + operation_name(facts, operation) + " had written";
}

}  // namespace rehearse::harness
