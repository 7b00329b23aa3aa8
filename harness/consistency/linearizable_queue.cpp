#include "harness/consistency/linearizable_queue.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/unordered/unordered_flat_map.hpp>
#include <optional>

#include "harness/consistency/intervals.hpp"

namespace rehearse::harness {

namespace {

struct QueueElement {
  RecordedValue value;
  std::uint32_t enqueue = never, dequeue = never;  ///< Operations.
  bool failed = false;                             ///< An enqueue of it failed.
};

class QueueJudge final {
 public:
  QueueJudge(const Recording& recording, std::uint32_t key, std::span<const std::uint32_t> events)
      : recording_(recording), key_(key), events_(events) {}

  std::optional<Finding> judge() {
    if (auto found = gather()) return found;
    for (const QueueElement& element : elements_) {
      if (auto found = judge_source(element)) return found;
    }
    if (auto found = judge_order()) return found;
    if (auto found = judge_rescue()) return found;
    return judge_empty();
  }

  /// "12 delivered, 3 not delivered, 1 delivered of unknown outcome".
  std::string counts() const {
    std::size_t delivered = 0, left = 0, recovered = 0;
    for (const QueueElement& element : elements_) {
      if (element.enqueue == never) continue;
      const bool known = at(element.enqueue).definite();
      if (element.dequeue == never) {
        left += known ? 1 : 0;
      } else {
        ++(known ? delivered : recovered);
      }
    }
    return fmt::format(
        "{} delivered, {} acknowledged and not delivered, {} delivered whose enqueue "
        "has an unknown outcome{}",
        delivered, left, recovered, of_key(recording_, key_));
  }

 private:
  const RecordedOperation& at(std::uint32_t operation) const {
    return recording_.operations[operation];
  }
  std::string words(RecordedValue value) const { return value_words(recording_, value); }
  std::uint32_t leaves(const QueueElement& element) const {
    return element.dequeue == never ? never : at(element.dequeue).invoked;
  }
  /// Acknowledged, and never seen to leave.
  bool stays(const QueueElement& element) const {
    return element.enqueue != never && at(element.enqueue).definite() && element.dequeue == never;
  }

  Finding violation(std::vector<std::uint32_t> witness, std::string because,
                    std::vector<std::string> then, std::string however, std::string lost,
                    std::string held) const {
    Finding finding = violation_by(recording_, key_, std::move(witness));
    finding.because = std::move(because);
    finding.proof.then = std::move(then);
    finding.proof.however = std::move(however);
    finding.lost = std::move(lost);
    finding.held = std::move(held);
    return finding;
  }

  std::string who(std::uint32_t operation) const {
    return fmt::format("{} ({})", process_words(recording_, at(operation).process),
                       operation_lines(recording_, at(operation)));
  }

  QueueElement& element(RecordedValue value) {
    const auto fresh = static_cast<std::uint32_t>(elements_.size());
    const auto [found, added] = places_.try_emplace(value, fresh);
    if (added) elements_.emplace_back().value = value;
    return elements_[found->second];
  }

  std::optional<Finding> gather() {
    for (const std::uint32_t event : events_) {
      const std::uint32_t index = recording_.event_operation[event];
      const RecordedOperation& told = at(index);
      if (event != told.invoked) continue;
      std::optional<Finding> found;
      if (told.function == Function::enqueue) {
        found = gather_enqueue(index);
      } else if (told.unknown()) {
        unknown_.push_back(told.invoked);
      } else if (told.definite() && told.function == Function::drain) {
        const std::string& list = recording_.lists[told.value.index()];
        for (std::size_t i = 0; i < elements_in(list) && !found; ++i) {
          found = gather_dequeue(index, element_of(list, i));
        }
        empty_.push_back(index);
      } else if (told.definite() && told.value.nil()) {
        empty_.push_back(index);
      } else if (told.definite()) {
        found = gather_dequeue(index, told.value);
      }
      if (found) return found;
    }
    return std::nullopt;
  }

  std::optional<Finding> gather_enqueue(std::uint32_t index) {
    QueueElement& enqueued = element(at(index).value);
    if (at(index).completion == Completion::fail) {
      enqueued.failed = true;
      return std::nullopt;
    }
    if (enqueued.enqueue != never) {
      return nobody_knows(key_, fmt::format("{} is enqueued twice{} (lines {} and {}), so that "
                                            "one cannot be told from the other",
                                            words(enqueued.value), of_key(recording_, key_),
                                            recording_.event_line[at(enqueued.enqueue).invoked],
                                            recording_.event_line[at(index).invoked]));
    }
    enqueued.enqueue = index;
    return std::nullopt;
  }

  std::optional<Finding> gather_dequeue(std::uint32_t index, RecordedValue value) {
    QueueElement& dequeued = element(value);
    if (dequeued.dequeue != never) {
      return violation({dequeued.dequeue, index},
                       fmt::format("{} was dequeued twice{}: by {} and by {}", words(value),
                                   of_key(recording_, key_), who(dequeued.dequeue), who(index)),
                       {fmt::format("{} left the queue twice", words(value))},
                       "it was enqueued once", "each element at most once", "");
    }
    dequeued.dequeue = index;
    return std::nullopt;
  }

  /// Whether what was dequeued had been enqueued.
  std::optional<Finding> judge_source(const QueueElement& element) const {
    if (element.dequeue == never) return std::nullopt;
    const std::string value = words(element.value);
    if (element.enqueue == never) {
      return violation({element.dequeue},
                       fmt::format("{} dequeued {}{}, which {}", who(element.dequeue), value,
                                   of_key(recording_, key_),
                                   element.failed ? "only an enqueue that failed would have brought"
                                                  : "nobody ever enqueued"),
                       {fmt::format("somebody enqueued {} before that dequeue ended", value)},
                       element.failed ? "its only enqueue failed: it did not happen"
                                      : fmt::format("no operation enqueues {}", value),
                       "no value out of thin air", "");
    }
    if (at(element.dequeue).completed > at(element.enqueue).invoked) return std::nullopt;
    return violation({element.dequeue, element.enqueue},
                     fmt::format("{} dequeued {}{} before anybody began to enqueue it",
                                 who(element.dequeue), value, of_key(recording_, key_)),
                     {fmt::format("{} was in the queue before its dequeue ended", value)},
                     "its enqueue began after that", "no value out of thin air", "");
  }

  /// Elements by the begin of their enqueue.
  std::vector<const QueueElement*> by_enqueue() const {
    std::vector<const QueueElement*> ordered;
    for (const QueueElement& element : elements_) {
      if (element.enqueue != never) ordered.push_back(&element);
    }
    std::sort(ordered.begin(), ordered.end(), [&](const auto* a, const auto* b) {
      return at(a->enqueue).invoked < at(b->enqueue).invoked;
    });
    return ordered;
  }

  /// First in, first out: of the elements that leave, and without the help of unknown dequeues of
  /// those that do not.
  std::optional<Finding> judge_order() const {
    const auto begun = by_enqueue();
    std::vector<const QueueElement*> ended;
    for (const QueueElement* element : begun) {
      const bool helped = element->dequeue == never && !unknown_.empty();
      if (at(element->enqueue).definite() && !helped) ended.push_back(element);
    }
    std::sort(ended.begin(), ended.end(), [&](const auto* a, const auto* b) {
      return at(a->enqueue).completed < at(b->enqueue).completed;
    });
    const QueueElement* last = nullptr;  // of those in before: the one that leaves last
    std::size_t next = 0;
    for (const QueueElement* later : begun) {
      for (; next < ended.size() && at(ended[next]->enqueue).completed < at(later->enqueue).invoked;
           ++next) {
        if (last == nullptr || leaves(*ended[next]) > leaves(*last)) last = ended[next];
      }
      if (last == nullptr || later->dequeue == never) continue;
      if (at(later->dequeue).completed < leaves(*last)) return overtaken(*last, *later);
    }
    return std::nullopt;
  }

  Finding overtaken(const QueueElement& earlier, const QueueElement& later) const {
    std::vector<std::uint32_t> witness{earlier.enqueue, later.enqueue, later.dequeue};
    if (earlier.dequeue != never) witness.push_back(earlier.dequeue);
    const std::string first = words(earlier.value), second = words(later.value);
    return violation(
        std::move(witness),
        fmt::format("{} dequeued {}{} while {}, enqueued before it, {}", who(later.dequeue), second,
                    of_key(recording_, key_), first,
                    earlier.dequeue == never ? "never left the queue" : "was still in it"),
        {fmt::format("{} was in the queue before {}: its enqueue had ended (line {}) when that of "
                     "{} began (line {})",
                     first, second, recording_.event_line[at(earlier.enqueue).completed], second,
                     recording_.event_line[at(later.enqueue).invoked]),
         fmt::format("{} left the queue before {} did", first, second)},
        earlier.dequeue == never
            ? fmt::format("{} left it and {} never did", second, first)
            : fmt::format("the dequeue of {} had ended when that of {} began (line {})", second,
                          first, recording_.event_line[at(earlier.dequeue).invoked]),
        "first in, first out", "each element at most once");
  }

  /// With dequeues of unknown outcome: each element that had to leave needs one of its own, begun
  /// before a later element had left.
  std::optional<Finding> judge_rescue() const {
    if (unknown_.empty()) return std::nullopt;
    const auto begun = by_enqueue();
    struct Due {
      std::uint32_t deadline = never;
      const QueueElement* element = nullptr;
      const QueueElement* later = nullptr;
    };
    std::vector<Due> dues;
    // first_out[i]: of the elements begun as the i-th or later, the one that has left first.
    std::vector<const QueueElement*> first_out(begun.size() + 1, nullptr);
    for (std::size_t i = begun.size(); i-- > 0;) {
      first_out[i] = first_out[i + 1];
      if (begun[i]->dequeue == never) continue;
      const bool first = first_out[i] == nullptr ||
                         at(begun[i]->dequeue).completed < at(first_out[i]->dequeue).completed;
      if (first) first_out[i] = begun[i];
    }
    for (const QueueElement* element : begun) {
      if (element->dequeue != never || !at(element->enqueue).definite()) continue;
      const auto behind = std::partition_point(begun.begin(), begun.end(), [&](const auto* other) {
        return at(other->enqueue).invoked < at(element->enqueue).completed;
      });
      const QueueElement* const later = first_out[static_cast<std::size_t>(behind - begun.begin())];
      if (later != nullptr) dues.push_back({at(later->dequeue).completed, element, later});
    }
    std::sort(dues.begin(), dues.end(),
              [](const Due& a, const Due& b) { return a.deadline < b.deadline; });
    for (std::size_t i = 0; i < dues.size(); ++i) {
      if (i >= unknown_.size() || unknown_[i] > dues[i].deadline) {
        return overtaken(*dues[i].element, *dues[i].later);
      }
    }
    return std::nullopt;
  }

  /// Places of the elements that stay, as they came in.
  std::vector<std::uint32_t> staying() const {
    std::vector<std::uint32_t> places;
    for (std::uint32_t place = 0; place < elements_.size(); ++place) {
      if (stays(elements_[place])) places.push_back(place);
    }
    std::sort(places.begin(), places.end(), [&](std::uint32_t a, std::uint32_t b) {
      return at(elements_[a].enqueue).completed < at(elements_[b].enqueue).completed;
    });
    return places;
  }

  /// What dequeues of unknown outcome took: nothing; one element each, in the order in which they
  /// came in; or, as a bound from below, the first one all of them.
  enum class Took { nothing, in_order, all_at_first };

  /// By place: when each element leaves.
  std::vector<std::uint32_t> leaving(Took took) const {
    std::vector<std::uint32_t> times;
    for (const QueueElement& element : elements_) times.push_back(leaves(element));
    if (took == Took::nothing) return times;
    const auto places = staying();
    const bool all = took == Took::all_at_first && !unknown_.empty();
    for (std::size_t i = 0; i < places.size() && (all || i < unknown_.size()); ++i) {
      times[places[i]] = unknown_[all ? 0 : i];
    }
    return times;
  }

  /// The first dequeue that found nothing although, with these times of leaving, something was in
  /// the queue at every moment; `never`: none.
  std::uint32_t wrongly_empty(const std::vector<std::uint32_t>& times) const {
    std::vector<Interval> inside, looks;
    for (std::uint32_t place = 0; place < elements_.size(); ++place) {
      const QueueElement& element = elements_[place];
      if (element.enqueue == never || !at(element.enqueue).definite()) continue;
      inside.push_back({at(element.enqueue).completed, times[place]});
    }
    for (const std::uint32_t index : empty_) {
      looks.push_back({at(index).invoked, at(index).completed});
    }
    const std::size_t found = first_covered(recording_.event_operation.size(), inside, looks);
    return found == looks.size() ? never : empty_[found];
  }

  /// Dequeues that found nothing.
  std::optional<Finding> judge_empty() const {
    if (empty_.empty()) return std::nullopt;
    const std::uint32_t wrong = wrongly_empty(leaving(Took::all_at_first));
    if (wrong != never) return not_empty(wrong);
    // One way in which the unknown dequeues may have gone explains everything.
    if (wrongly_empty(leaving(Took::nothing)) == never) return std::nullopt;
    const auto times = leaving(Took::in_order);
    if (wrongly_empty(times) == never && in_order_when_leaving(times)) return std::nullopt;
    return nobody_knows(key_, fmt::format("whether the queue{} could be found empty depends on "
                                          "what dequeues of unknown outcome took",
                                          of_key(recording_, key_)));
  }

  /// Whether no element that came later was out before such a time.
  bool in_order_when_leaving(const std::vector<std::uint32_t>& times) const {
    const auto begun = by_enqueue();
    std::uint32_t first_out = never;
    std::size_t next = begun.size();
    const auto places = staying();
    for (std::size_t i = places.size(); i-- > 0;) {
      const std::uint32_t place = places[i];
      for (; next > 0 &&
             at(begun[next - 1]->enqueue).invoked > at(elements_[place].enqueue).completed;
           --next) {
        if (begun[next - 1]->dequeue == never) continue;
        first_out = std::min(first_out, at(begun[next - 1]->dequeue).completed);
      }
      if (first_out != never && times[place] > first_out) return false;
    }
    return true;
  }

  Finding not_empty(std::uint32_t index) const {
    std::vector<std::uint32_t> witness{index};
    bool lost = false;
    // Elements that together were in it all the time: always the one that stays longest.
    std::uint32_t gap = at(index).invoked;
    while (gap < at(index).completed && witness.size() < 8) {
      const QueueElement* longest = nullptr;
      for (const QueueElement& element : elements_) {
        if (element.enqueue == never || !at(element.enqueue).definite()) continue;
        if (at(element.enqueue).completed > gap || leaves(element) <= gap) continue;
        if (longest == nullptr || leaves(element) > leaves(*longest)) longest = &element;
      }
      if (longest == nullptr) break;
      witness.push_back(longest->enqueue);
      lost = lost || longest->dequeue == never;
      if (longest->dequeue != never) witness.push_back(longest->dequeue);
      gap = leaves(*longest);
    }
    const std::string held = words(at(witness[1]).value);
    return violation(
        witness,
        fmt::format("{} found the queue{} empty, although {} was in it", who(index),
                    of_key(recording_, key_), held),
        {fmt::format(
            "at every moment from line {} to line {} something was in the queue for certain",
            recording_.event_line[at(index).invoked], recording_.event_line[at(index).completed])},
        fmt::format("{} found nothing at one of them",
                    process_words(recording_, at(index).process)),
        lost ? "no acknowledged element is lost" : "linearizability", "each element at most once");
  }

  const Recording& recording_;
  std::uint32_t key_;
  std::span<const std::uint32_t> events_;
  boost::unordered_flat_map<RecordedValue, std::uint32_t, ValueHash> places_;
  std::vector<QueueElement> elements_;
  std::vector<std::uint32_t> empty_;    // operations that found nothing
  std::vector<std::uint32_t> unknown_;  // begins of dequeues of unknown outcome, ascending
};

}  // namespace

Finding judge_queue(const Recording& recording, std::uint32_t key,
                    std::span<const std::uint32_t> events, RecordingReport& report) {
  QueueJudge judge(recording, key, events);
  std::optional<Finding> found = judge.judge();
  add_count(report, judge.counts());
  return found ? std::move(*found) : nothing_found(key);
}

}  // namespace rehearse::harness
