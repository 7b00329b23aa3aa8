#include "harness/consistency/linearizable_queue.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/unordered/unordered_flat_map.hpp>
#include <optional>

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

  Finding violation(std::vector<std::uint32_t> witness, std::string because,
                    std::vector<std::string> then, std::string however, std::string lost,
                    std::string held) const {
    Finding finding;
    finding.outcome = Outcome::violated;
    finding.key = key_;
    std::sort(witness.begin(), witness.end());
    witness.erase(std::unique(witness.begin(), witness.end()), witness.end());
    finding.proof.let = let_all(recording_, witness);
    finding.witness = std::move(witness);
    finding.because = std::move(because);
    finding.proof.then = std::move(then);
    finding.proof.however = std::move(however);
    finding.lost = std::move(lost);
    finding.held = std::move(held);
    return finding;
  }

  Finding undecided(std::string because) const {
    Finding finding;
    finding.outcome = Outcome::unknown;
    finding.key = key_;
    finding.because = std::move(because);
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
      return undecided(
          fmt::format("nobody knows: {} is enqueued twice{} (lines {} and {}), so that "
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
      const bool stays = element->dequeue == never && !unknown_.empty();
      if (at(element->enqueue).definite() && !stays) ended.push_back(element);
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

  /// Dequeues that found nothing. `gap` i lies between the events i and i + 1.
  std::optional<Finding> judge_empty() const {
    if (empty_.empty()) return std::nullopt;
    for (const bool helped : {false, true}) {
      std::vector<std::int32_t> change(recording_.event_operation.size() + 1, 0);
      for (const QueueElement& element : elements_) {
        if (element.enqueue == never || !at(element.enqueue).definite()) continue;
        const std::uint32_t from = at(element.enqueue).completed;
        std::uint32_t to = leaves(element);
        if (to == never) to = static_cast<std::uint32_t>(change.size()) - 1;
        if (helped && element.dequeue == never) to = std::max(from, std::min(to, unknown_[0]));
        if (from >= to) continue;
        ++change[from];
        --change[to];
      }
      std::vector<std::uint32_t> bare(change.size() + 1, 0);  // gaps before this one with nothing
      std::int32_t inside = 0;
      for (std::size_t gap = 0; gap < change.size(); ++gap) {
        inside += change[gap];
        bare[gap + 1] = bare[gap] + (inside == 0 ? 1 : 0);
      }
      const auto wrong = std::find_if(empty_.begin(), empty_.end(), [&](std::uint32_t index) {
        return bare[at(index).completed] == bare[at(index).invoked];
      });
      if (wrong == empty_.end() && !helped) return std::nullopt;
      if (wrong == empty_.end()) {
        return undecided(fmt::format(
            "nobody knows: whether the queue{} could be found empty depends on what dequeues of "
            "unknown outcome took",
            of_key(recording_, key_)));
      }
      if (helped || unknown_.empty()) return not_empty(*wrong);
    }
    return std::nullopt;
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
  if (report.counts.size() < 20) report.counts.push_back(judge.counts());
  if (found) return std::move(*found);
  Finding finding;
  finding.key = key;
  return finding;
}

}  // namespace rehearse::harness
