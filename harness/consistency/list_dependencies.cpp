// Lists that transactions append to: the longest read of a key is the order of its writes.
#include <fmt/format.h>

#include <algorithm>
#include <boost/unordered/unordered_flat_set.hpp>
#include <map>

#include "harness/consistency/dependencies.hpp"
#include "harness/consistency/writers.hpp"

namespace rehearse::harness {

namespace {

struct ListRead {
  std::uint32_t operation = 0;
  std::string_view list;  ///< Of the elements that were there before the transaction's own.
};

class ListDependencies final {
 public:
  explicit ListDependencies(const Recording& recording)
      : recording_(recording), writers_(recording), reads_(recording.keys.size()) {}

  DependencyGraph find() {
    graph_.undecided = writers_.repeated();
    if (!graph_.undecided.empty()) return std::move(graph_);
    for (std::uint32_t index = 0; index < recording_.operations.size(); ++index) {
      if (recording_.operations[index].definite()) read_transaction(index);
    }
    for (std::uint32_t key = 0; key < reads_.size(); ++key) order_key(key);
    find_unread();
    return std::move(graph_);
  }

 private:
  std::string_view list_of(RecordedValue value) const {
    return value.nil() ? std::string_view() : recording_.lists[value.index()];
  }

  void note(LocalAnomaly anomaly) { graph_.anomalies.push_back(std::move(anomaly)); }

  /// Each read begins with what is known of the key within the transaction, and goes on with its
  /// own appends.
  void read_transaction(std::uint32_t index) {
    struct Known {
      bool read = false;
      std::string_view base;  // as read
      std::string own;        // appended since
      std::string before;     // appended before the first read
    };
    std::map<std::uint32_t, Known> known;
    for (const TransactionPart& part : parts_of(recording_, recording_.operations[index])) {
      Known& key = known[part.key];
      if (part.function != Function::read) {
        append_element(key.read ? key.own : key.before, part.value);
        continue;
      }
      const std::string_view list = list_of(part.value);
      const bool fits =
          key.read ? list == std::string(key.base) + key.own : list.ends_with(key.before);
      if (!fits) {
        note(internal(index, part));
        return;
      }
      if (key.read) continue;
      key.read = true;
      key.base = list;
      reads_[part.key].push_back({index, list.substr(0, list.size() - key.before.size())});
    }
  }

  LocalAnomaly internal(std::uint32_t index, const TransactionPart& part) const {
    const RecordedOperation& operation = recording_.operations[index];
    return {"internal",
            part.key,
            {index},
            fmt::format("{} read {}{} ({}) in a transaction that had read and written otherwise",
                        process_words(recording_, operation.process),
                        value_words(recording_, part.value), of_key(recording_, part.key),
                        operation_lines(recording_, operation)),
            "a transaction sees what it has read and appended itself",
            fmt::format("this one read {}", value_words(recording_, part.value))};
  }

  void order_key(std::uint32_t key) {
    auto& reads = reads_[key];
    const auto longest = std::max_element(
        reads.begin(), reads.end(), [](auto& a, auto& b) { return a.list.size() < b.list.size(); });
    if (longest == reads.end()) return;
    const std::string_view order = longest->list;
    for (const ListRead& read : reads) {
      if (judge_elements(read, key)) return;
      if (order.starts_with(read.list)) continue;
      note(incompatible(read, *longest, key));
      return;
    }
    const std::size_t count = elements_in(order);
    for (std::size_t i = 0; i + 1 < count; ++i) {
      add(writer(key, order, i), writer(key, order, i + 1), DependencyKind::ww, key,
          element_of(order, i), element_of(order, i + 1));
    }
    for (const ListRead& read : reads) {
      const std::size_t seen = elements_in(read.list);
      const RecordedValue last = seen == 0 ? RecordedValue() : element_of(order, seen - 1);
      if (seen > 0) {
        add(writer(key, order, seen - 1), read.operation, DependencyKind::wr, key, last, last);
      }
      if (seen < count) {
        add(read.operation, writer(key, order, seen), DependencyKind::rw, key, last,
            element_of(order, seen));
      }
    }
    for (std::size_t i = 0; i < count; ++i) ordered_.insert({key, element_of(order, i)});
    longest_[key] = *longest;
  }

  std::uint32_t writer(std::uint32_t key, std::string_view order, std::size_t i) const {
    return writers_.find(key, element_of(order, i))->operation;
  }

  /// Whether something is wrong about what was read.
  bool judge_elements(const ListRead& read, std::uint32_t key) {
    boost::unordered_flat_set<RecordedValue, ValueHash> seen;
    const std::size_t count = elements_in(read.list);
    for (std::size_t i = 0; i < count; ++i) {
      const RecordedValue value = element_of(read.list, i);
      if (!seen.insert(value).second) {
        const RecordedOperation& operation = recording_.operations[read.operation];
        note({"duplicate",
              key,
              {read.operation},
              fmt::format("{} read {} twice in the list{} ({})",
                          process_words(recording_, operation.process),
                          value_words(recording_, value), of_key(recording_, key),
                          operation_lines(recording_, operation)),
              fmt::format("{} was appended twice", value_words(recording_, value)),
              "it was appended once"});
        return true;
      }
      auto anomaly = writers_.judge_read(read.operation, key, value, i + 1 == count);
      if (!anomaly) continue;
      const bool serious = anomaly->name == "phantom";
      note(std::move(*anomaly));
      if (serious) return true;
    }
    return false;
  }

  LocalAnomaly incompatible(const ListRead& read, const ListRead& longest,
                            std::uint32_t key) const {
    std::size_t i = 0;
    while (element_of(read.list, i) == element_of(longest.list, i)) ++i;
    const std::string one = value_words(recording_, element_of(read.list, i));
    const std::string other = value_words(recording_, element_of(longest.list, i));
    const auto lines = [&](const ListRead& of) {
      return operation_lines(recording_, recording_.operations[of.operation]);
    };
    return {
        "incompatible order",
        key,
        {read.operation, longest.operation},
        fmt::format("two reads of the list{} have different orders: {} comes first in {}, {} in {}",
                    of_key(recording_, key), one, lines(read), other, lines(longest)),
        fmt::format("{} was appended before {}, since one read has it without the other", one,
                    other),
        fmt::format("another read has {} without {} in that place", other, one)};
  }

  void add(std::uint32_t from, std::uint32_t to, DependencyKind kind, std::uint32_t key,
           RecordedValue before, RecordedValue after) {
    if (from != to) graph_.dependencies.push_back({from, to, kind, key, before, after});
  }

  /// What was appended and is in no read comes behind the longest one.
  void find_unread() {
    for (std::uint32_t index = 0; index < recording_.operations.size(); ++index) {
      if (!recording_.operations[index].definite()) continue;
      for (const TransactionPart& part : parts_of(recording_, recording_.operations[index])) {
        const auto longest = longest_.find(part.key);
        if (part.function == Function::read || longest == longest_.end()) continue;
        if (ordered_.contains({part.key, part.value})) continue;
        const ListRead& read = longest->second;
        const std::size_t count = elements_in(read.list);
        const RecordedValue last = count == 0 ? RecordedValue() : element_of(read.list, count - 1);
        add(read.operation, index, DependencyKind::rw, part.key, last, part.value);
        if (count == 0) continue;
        add(writer(part.key, read.list, count - 1), index, DependencyKind::ww, part.key, last,
            part.value);
      }
    }
  }

  const Recording& recording_;
  Writers writers_;
  std::vector<std::vector<ListRead>> reads_;  // by key
  std::map<std::uint32_t, ListRead> longest_;
  boost::unordered_flat_set<WrittenValue, WrittenValueHash> ordered_;
  DependencyGraph graph_;
};

}  // namespace

DependencyGraph find_list_dependencies(const Recording& recording) {
  return ListDependencies(recording).find();
}

}  // namespace rehearse::harness
