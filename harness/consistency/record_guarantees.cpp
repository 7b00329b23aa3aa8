#include "harness/consistency/record_guarantees.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "harness/consistency/partition.hpp"
#include "harness/consistency/register_zones.hpp"
#include "harness/properties/words.hpp"

namespace rehearse::harness {

namespace {

/// A read or write of the element, and when it was asked for and answered.
struct Access {
  EventId asked = no_event, answered = no_event;  ///< `no_event`: nobody knows the outcome.
  EventId done = no_event;                        ///< Where it took place within its operation.
  RecordedValue process, value;
  Function function = Function::read;
};

/// The initial value of the register; a write is its index, from 1.
RecordedValue value_before_run() { return RecordedValue::integer(0); }

RecordedValue value_of(WriteIndex write) {
  return RecordedValue::integer(static_cast<std::int64_t>(write) + 1);
}

/// Who asked and how it ended, of an operation.
void ask(const OperationFact& operation, Access& access) {
  access.asked = operation.invoke;
  access.answered = operation.ending == Ending::ok ? operation.finish : no_event;
  access.process = RecordedValue::integer(operation.client);
}

bool add_writes(const Facts& facts, ElementId element, std::vector<Access>& accesses) {
  for (WriteIndex w = facts.elements()[element].first; w != nothing;
       w = facts.writes()[w].next_in_order) {
    const WriteFact& write = facts.writes()[w];
    if (write.add() || write.undone || write.compensation) return false;
    Access access;
    access.function = Function::write;
    access.value = value_of(w);
    access.done = access.asked = access.answered = write.first_commit;
    access.process = RecordedValue::integer(-1);  // beside the application
    if (write.operation != nothing) ask(facts.operations()[write.operation], access);
    accesses.push_back(access);
  }
  return true;
}

/// What a read shows; none: it does not tell which write that was.
std::optional<RecordedValue> seen(const Facts& facts, const ObserveFact& observe) {
  if (observe.write != nothing) return value_of(observe.write);
  const simulators::WriteId shown = facts.event(observe.event).write;
  if (facts.known_initial(observe.element, shown)) return value_before_run();
  if (shown != 0) return std::nullopt;
  const ElementFact& element = facts.elements()[observe.element];
  std::optional<RecordedValue> gone;
  if (!element.initial) gone = value_before_run();
  for (WriteIndex w = element.first; w != nothing; w = facts.writes()[w].next_in_order) {
    if (!facts.writes()[w].erases) continue;
    if (gone) return std::nullopt;
    gone = value_of(w);
  }
  return gone;
}

bool add_reads(const Facts& facts, ElementId element, std::vector<Access>& accesses) {
  for (const ObserveFact& observe : facts.observes()) {
    if (observe.element != element || observe.operation == nothing) continue;
    if ((facts.event(observe.event).flags & simulators::flag_cached) != 0) continue;
    Access access;
    ask(facts.operations()[observe.operation], access);
    if (access.answered == no_event) continue;
    const auto value = seen(facts, observe);
    if (!value) return false;
    access.value = *value;
    access.done = observe.event;
    accesses.push_back(access);
  }
  return true;
}

std::optional<std::vector<Access>> accesses_of(const Facts& facts, ElementId element) {
  std::vector<Access> accesses;
  if (!add_writes(facts, element, accesses) || !add_reads(facts, element, accesses)) {
    return std::nullopt;
  }
  std::sort(accesses.begin(), accesses.end(), [](const Access& a, const Access& b) {
    return std::tie(a.asked, a.done) < std::tie(b.asked, b.done);
  });
  return accesses;
}

/// What a client wrote and what it read of the element, as places in the order of the writes.
struct Progress {
  RecordedValue process;
  std::uint32_t wrote = 0, read = 0;
};

/// The strongest guarantee that all sessions kept, in the order of the commits.
std::string_view kept_by_sessions(const Facts& facts, const std::vector<Access>& accesses) {
  const auto place = [&](const Access& access) {
    if (access.value == value_before_run()) return std::uint32_t{0};
    return facts.writes()[static_cast<WriteIndex>(access.value.number() - 1)].position;
  };
  bool own_writes = true, forward = true;
  std::vector<Progress> sessions;
  for (auto next = accesses.begin(); next != accesses.end();) {
    auto session = std::find_if(sessions.begin(), sessions.end(),
                                [&](const Progress& one) { return one.process == next->process; });
    if (session == sessions.end()) session = sessions.insert(session, {next->process, 0, 0});
    // What one operation did at once says nothing about an order within it.
    Progress after = *session;
    const EventId operation = next->asked;
    for (; next != accesses.end() && next->asked == operation; ++next) {
      if (next->function == Function::write) {
        if (next->answered != no_event) after.wrote = std::max(after.wrote, place(*next));
        continue;
      }
      own_writes = own_writes && place(*next) >= session->wrote;
      forward = forward && place(*next) >= session->read;
      after.read = std::max(after.read, place(*next));
    }
    *session = after;
  }
  if (own_writes && forward) return "sequential consistency";
  if (own_writes) return "read your writes, not monotonic reads";
  return forward ? "monotonic reads, not read your writes"
                 : "neither read your writes nor monotonic reads";
}

Recording recorded(const std::vector<Access>& accesses) {
  Recording recording;
  recording.key_index(RecordedValue());
  // One event after the other: at one of the run's, first what begins there.
  std::vector<std::tuple<EventId, bool, std::uint32_t>> marks;
  for (std::uint32_t i = 0; i < accesses.size(); ++i) {
    const Access& access = accesses[i];
    RecordedOperation operation;
    operation.function = access.function;
    operation.value = access.value;
    operation.completion = access.answered == no_event ? Completion::info : Completion::ok;
    const auto known =
        std::find(recording.processes.begin(), recording.processes.end(), access.process);
    operation.process = static_cast<std::uint32_t>(known - recording.processes.begin());
    if (known == recording.processes.end()) recording.processes.push_back(access.process);
    recording.operations.push_back(operation);
    marks.emplace_back(access.asked, false, i);
    if (access.answered != no_event) marks.emplace_back(access.answered, true, i);
  }
  std::sort(marks.begin(), marks.end());
  for (const auto& [event, end, index] : marks) {
    const auto place = static_cast<std::uint32_t>(recording.event_operation.size());
    recording.event_operation.push_back(index);
    recording.event_line.push_back(place + 1);
    RecordedOperation& operation = recording.operations[index];
    (end ? operation.completed : operation.invoked) = place;
  }
  return recording;
}

}  // namespace

std::optional<Recording> record_as_register(const Facts& facts, ElementId element) {
  const auto accesses = accesses_of(facts, element);
  if (!accesses) return std::nullopt;
  return recorded(*accesses);
}

bool linearizable_record(const Recording& recording) {
  const Partition partition(recording);
  RegisterZones zones(recording);
  const auto finding = zones.judge(0, partition.operations(0), value_before_run());
  return !finding || finding->outcome != Outcome::violated;
}

std::string kept_of_record(const Facts& facts, const Verdict& verdict) {
  const auto observe =
      std::find_if(facts.observes().begin(), facts.observes().end(), [&](const ObserveFact& read) {
        return read.operation != nothing &&
               std::binary_search(verdict.witness.begin(), verdict.witness.end(), read.event);
      });
  if (observe == facts.observes().end()) return {};
  const auto accesses = accesses_of(facts, observe->element);
  if (!accesses) return {};
  const std::string_view kept = linearizable_record(recorded(*accesses))
                                    ? "linearizability"
                                    : kept_by_sessions(facts, *accesses);
  return fmt::format("of {} clients kept {}", record_name(facts, observe->element), kept);
}

}  // namespace rehearse::harness
