#include "harness/consistency/linearizable_set.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/unordered/unordered_flat_map.hpp>
#include <optional>

namespace rehearse::harness {

namespace {

constexpr std::uint32_t after_all = never - 1;  // level of what is in no read

struct SetElement {
  std::uint32_t add = never;       ///< Operation; `never`: nobody added it.
  std::uint32_t level = never;     ///< `never`: in no read.
  std::uint32_t reader = never;    ///< One of the smallest reads that have it.
  std::uint32_t reads_behind = 0;  ///< Reads that have it and began after its add had ended.
  bool failed = false;             ///< An add of it failed.
  bool in_last = false;            ///< The read begun last has it.
};

struct SetRead {
  std::uint32_t operation = 0, level = 0;
  std::vector<RecordedValue> elements;  ///< Ascending.
};

class SetJudge final {
 public:
  SetJudge(const Recording& recording, std::uint32_t key, std::span<const std::uint32_t> events)
      : recording_(recording), key_(key), events_(events) {}

  std::optional<Finding> judge() {
    gather();
    if (auto found = judge_contents()) return found;
    if (auto found = judge_chain()) return found;
    return judge_levels();
  }

  /// After judge: "3 stable, 1 lost".
  std::string counts() const {
    std::size_t stable = 0, stale = 0, lost = 0, unread = 0;
    for (const auto& [value, element] : elements_) {
      if (element.add == never || !at(element.add).definite()) continue;
      const std::size_t behind = reads_begun_after(at(element.add).completed);
      if (behind == 0) {
        ++unread;
      } else if (!element.in_last) {
        ++lost;
      } else {
        ++(element.reads_behind == behind ? stable : stale);
      }
    }
    return fmt::format("{} stable, {} stale, {} lost, {} never read{}", stable, stale, lost, unread,
                       of_key(recording_, key_));
  }

 private:
  const RecordedOperation& at(std::uint32_t operation) const {
    return recording_.operations[operation];
  }
  std::string words(RecordedValue value) const { return value_words(recording_, value); }

  void gather() {
    for (const std::uint32_t event : events_) {
      const std::uint32_t index = recording_.event_operation[event];
      const RecordedOperation& told = at(index);
      if (event != told.invoked) continue;
      if (told.function == Function::read && told.definite()) {
        begins_.push_back(event);
        reads_.push_back({index, 0, elements_of(told)});
      } else if (told.function == Function::add) {
        SetElement& element = elements_[told.value];
        if (told.completion == Completion::fail) element.failed = true;
        // The first of several adds counts: from then on the element may be there.
        if (told.completion != Completion::fail && element.add == never) element.add = index;
      }
    }
  }

  std::vector<RecordedValue> elements_of(const RecordedOperation& read) const {
    const std::string& list = recording_.lists[read.value.index()];
    std::vector<RecordedValue> elements;
    for (std::size_t i = 0; i < elements_in(list); ++i) elements.push_back(element_of(list, i));
    std::sort(elements.begin(), elements.end());
    return elements;
  }

  std::size_t reads_begun_after(std::uint32_t event) const {
    return static_cast<std::size_t>(begins_.end() -
                                    std::upper_bound(begins_.begin(), begins_.end(), event));
  }

  Finding violation(std::vector<std::uint32_t> witness, std::string because,
                    std::vector<std::string> then, std::string however, std::string lost) const {
    Finding finding = violation_by(recording_, key_, std::move(witness));
    finding.because = std::move(because);
    finding.proof.then = std::move(then);
    finding.proof.however = std::move(however);
    finding.lost = std::move(lost);
    return finding;
  }

  std::string who_read(std::uint32_t read) const {
    return fmt::format("{} read the set{} ({})", process_words(recording_, at(read).process),
                       of_key(recording_, key_), operation_lines(recording_, at(read)));
  }

  /// Duplicates, and elements that nobody added, or not yet. Counts on the way.
  std::optional<Finding> judge_contents() {
    for (const SetRead& read : reads_) {
      const auto twice = std::adjacent_find(read.elements.begin(), read.elements.end());
      if (twice != read.elements.end()) {
        return violation(
            {read.operation},
            fmt::format("{} and found {} twice", who_read(read.operation), words(*twice)),
            {fmt::format("the set has {} twice", words(*twice))}, "a set has each element once",
            "each element once");
      }
      for (const RecordedValue value : read.elements) {
        SetElement& element = elements_[value];
        if (element.add == never) return phantom(read.operation, value, element.failed);
        const RecordedOperation& add = at(element.add);
        if (at(read.operation).completed < add.invoked) {
          return violation({read.operation, element.add},
                           fmt::format("{} and found {} before anybody began to add it",
                                       who_read(read.operation), words(value)),
                           {fmt::format("{} was added before the read ended", words(value))},
                           "its add began after the read had ended", "no value out of thin air");
        }
        const bool behind = add.definite() && at(read.operation).invoked > add.completed;
        element.reads_behind += behind ? 1 : 0;
        element.in_last = element.in_last || at(read.operation).invoked == begins_.back();
      }
    }
    return std::nullopt;
  }

  Finding phantom(std::uint32_t read, RecordedValue value, bool failed) const {
    return violation(
        {read},
        fmt::format("{} and found {}, which {}", who_read(read), words(value),
                    failed ? "only an add that failed would have added" : "nobody ever added"),
        {fmt::format("somebody added {} before the read ended", words(value))},
        failed ? "its only add failed: it did not happen"
               : fmt::format("no operation adds {}", words(value)),
        "no value out of thin air");
  }

  /// Each read contains the smaller ones; gives reads and elements their levels.
  std::optional<Finding> judge_chain() {
    std::stable_sort(reads_.begin(), reads_.end(), [](const SetRead& a, const SetRead& b) {
      return a.elements.size() < b.elements.size();
    });
    for (std::size_t r = 0; r < reads_.size(); ++r) {
      SetRead& read = reads_[r];
      const SetRead* const smaller = r == 0 ? nullptr : &reads_[r - 1];
      if (smaller != nullptr &&
          !std::includes(read.elements.begin(), read.elements.end(), smaller->elements.begin(),
                         smaller->elements.end())) {
        return crossed(*smaller, read);
      }
      const bool same = smaller != nullptr && smaller->elements.size() == read.elements.size();
      read.level = smaller == nullptr ? 2 : smaller->level + (same ? 0 : 2);
      for (const RecordedValue value : read.elements) {
        SetElement& element = elements_[value];
        if (element.level != never) continue;
        element.level = read.level - 1;
        element.reader = read.operation;
      }
    }
    return std::nullopt;
  }

  /// The first element of `a` that `b` lacks; both ascending.
  static RecordedValue lacking(const std::vector<RecordedValue>& a,
                               const std::vector<RecordedValue>& b) {
    for (const RecordedValue value : a) {
      if (!std::binary_search(b.begin(), b.end(), value)) return value;
    }
    return {};
  }

  Finding crossed(const SetRead& smaller, const SetRead& larger) {
    const RecordedValue gone = lacking(smaller.elements, larger.elements);
    const RecordedValue there = lacking(larger.elements, smaller.elements);
    return violation(
        {smaller.operation, larger.operation, elements_[gone].add, elements_[there].add},
        fmt::format("{} with {} and without {}, and {} the other way round",
                    who_read(smaller.operation), words(gone), words(there),
                    who_read(larger.operation)),
        {fmt::format("{} was added before {}, since one read has it alone", words(gone),
                     words(there)),
         fmt::format("{} was added before {}, since the other read has it alone", words(there),
                     words(gone))},
        "nothing leaves a set that only grows", "sequential consistency");
  }

  std::optional<Finding> judge_levels() {
    boost::unordered_flat_map<std::uint32_t, std::uint32_t> levels;
    for (const SetRead& read : reads_) levels[read.operation] = read.level;
    for (const auto& [value, element] : elements_) {
      if (element.add == never) continue;
      if (element.level != never) {
        levels[element.add] = element.level;
      } else if (at(element.add).definite()) {
        levels[element.add] = after_all;
      }
    }
    std::uint32_t highest = 0, holder = never;
    for (const std::uint32_t event : events_) {
      const std::uint32_t index = recording_.event_operation[event];
      const auto found = levels.find(index);
      if (found == levels.end()) continue;
      if (event == at(index).invoked && found->second < highest) return too_late(holder, index);
      if (event == at(index).completed && found->second > highest) {
        highest = found->second;
        holder = index;
      }
    }
    return std::nullopt;
  }

  /// `later` began after `earlier` had ended, and is of a lower level.
  Finding too_late(std::uint32_t earlier, std::uint32_t later) {
    const bool looked = at(later).function == Function::read;
    // The element that is there after `earlier`, and the read that lacks it but has to come later.
    const RecordedValue value = at(earlier).function == Function::add
                                    ? at(earlier).value
                                    : lacking(elements_of(at(earlier)), elements_before(later));
    const std::uint32_t reader = looked ? later : elements_[at(later).value].reader;
    const SetElement& element = elements_[value];
    std::vector<std::uint32_t> witness{earlier, later};
    if (reader != later) witness.push_back(reader);
    std::vector<std::string> then{
        fmt::format("{} is in the set from the end of the first, line {}, on", words(value),
                    recording_.event_line[at(earlier).completed])};
    if (!looked) {
      then.push_back(fmt::format("the read that has {} came after its add, which began later",
                                 words(at(later).value)));
    }
    const bool lost = element.add != never && at(element.add).definite() && !element.in_last;
    Finding finding = violation(
        std::move(witness),
        fmt::format("{} and did not find {}, which had been {} before (line {})", who_read(reader),
                    words(value), at(earlier).function == Function::add ? "added" : "seen",
                    recording_.event_line[at(earlier).completed]),
        std::move(then), fmt::format("that read does not have {}", words(value)),
        lost ? "no acknowledged element is lost" : "linearizability");
    if (!lost) finding.held = "no acknowledged element is lost";
    return finding;
  }

  /// What a read saw; of an add: what the smallest read that has it saw.
  std::vector<RecordedValue> elements_before(std::uint32_t operation) {
    const bool read = at(operation).function == Function::read;
    return elements_of(at(read ? operation : elements_[at(operation).value].reader));
  }

  const Recording& recording_;
  std::uint32_t key_;
  std::span<const std::uint32_t> events_;
  boost::unordered_flat_map<RecordedValue, SetElement, ValueHash> elements_;
  std::vector<SetRead> reads_;         // by begin, then by size
  std::vector<std::uint32_t> begins_;  // of the reads, ascending
};

}  // namespace

Finding judge_set(const Recording& recording, std::uint32_t key,
                  std::span<const std::uint32_t> events, RecordingReport& report) {
  SetJudge judge(recording, key, events);
  std::optional<Finding> found = judge.judge();
  add_count(report, judge.counts());
  return found ? std::move(*found) : nothing_found(key);
}

}  // namespace rehearse::harness
