// Registers that transactions read and write: a value that a transaction had read comes before the
// one that it wrote to the same key, and the value from before comes before all.
#include <fmt/format.h>

#include <map>

#include "harness/consistency/dependencies.hpp"
#include "harness/consistency/writers.hpp"

namespace rehearse::harness {

namespace {

class RegisterDependencies final {
 public:
  RegisterDependencies(const Recording& recording, RecordedValue initial)
      : recording_(recording), initial_(initial), writers_(recording) {}

  DependencyGraph find() {
    graph_.undecided = writers_.repeated();
    if (!graph_.undecided.empty()) return std::move(graph_);
    for (std::uint32_t index = 0; index < recording_.operations.size(); ++index) {
      const RecordedOperation& operation = recording_.operations[index];
      if (operation.completion != Completion::fail) read_transaction(index, operation.definite());
    }
    connect();
    return std::move(graph_);
  }

 private:
  struct Version {
    std::vector<std::uint32_t> readers;                                // operations, ended ok
    std::vector<std::pair<std::uint32_t, RecordedValue>> overwriters;  // who, with what
  };

  void read_transaction(std::uint32_t index, bool definite) {
    struct Known {
      bool any = false, read_first = false, wrote = false;
      RecordedValue first, now;
    };
    std::map<std::uint32_t, Known> known;
    for (const TransactionPart& part : parts_of(recording_, recording_.operations[index])) {
      Known& key = known[part.key];
      if (part.function != Function::read) {
        if (!key.wrote && key.read_first && definite) {
          versions_[{part.key, key.first}].overwriters.emplace_back(index, part.value);
        }
        if (!key.wrote) note_write(part.key, part.value, index);
        key.any = key.wrote = true;
        key.now = part.value;
        continue;
      }
      if (!definite) continue;
      if (key.any && key.now != part.value) {
        graph_.anomalies.push_back(internal(index, part, key.now));
        return;
      }
      if (!key.any) {
        key.read_first = true;
        key.first = part.value;
        versions_[{part.key, part.value}].readers.push_back(index);
      }
      key.any = true;
      key.now = part.value;
    }
  }

  void note_write(std::uint32_t key, RecordedValue value, std::uint32_t index) {
    if (recording_.operations[index].definite()) writes_[key].emplace_back(index, value);
  }

  LocalAnomaly internal(std::uint32_t index, const TransactionPart& part,
                        RecordedValue known) const {
    const RecordedOperation& operation = recording_.operations[index];
    const std::string read = value_words(recording_, part.value);
    const std::string had = value_words(recording_, known);
    return {"internal",
            part.key,
            {index},
            fmt::format("{} read {}{} ({}) in a transaction that had {} there itself",
                        process_words(recording_, operation.process), read,
                        of_key(recording_, part.key), operation_lines(recording_, operation), had),
            fmt::format("the transaction sees {}, which it has read or written itself", had),
            fmt::format("it read {}", read)};
  }

  void connect() {
    for (auto& [written, version] : versions_) {
      const Writer* writer = nullptr;
      if (written.value != initial_) {
        bool known = true;
        for (const std::uint32_t reader : version.readers) {
          auto anomaly = writers_.judge_read(reader, written.key, written.value, true);
          if (!anomaly) continue;
          known = known && anomaly->name != "phantom";
          graph_.anomalies.push_back(std::move(*anomaly));
        }
        if (!known) continue;
        writer = writers_.find(written.key, written.value);
      } else {
        // The value from before comes before all that was written.
        for (const auto& write : writes_[written.key]) version.overwriters.push_back(write);
      }
      connect_version(written, version, writer);
    }
  }

  void connect_version(const WrittenValue& written, const Version& version, const Writer* writer) {
    if (writer != nullptr) {
      for (const std::uint32_t reader : version.readers) {
        add(writer->operation, reader, DependencyKind::wr, written.key, written.value,
            written.value);
      }
    }
    for (const auto& [overwriter, value] : version.overwriters) {
      if (writer != nullptr) {
        add(writer->operation, overwriter, DependencyKind::ww, written.key, written.value, value);
      }
      if (version.readers.size() * version.overwriters.size() > pairs_max) {
        graph_.undecided =
            fmt::format("{}{} is read and overwritten too often for every pair to be followed",
                        value_words(recording_, written.value), of_key(recording_, written.key));
        continue;
      }
      for (const std::uint32_t reader : version.readers) {
        add(reader, overwriter, DependencyKind::rw, written.key, written.value, value);
      }
    }
  }

  void add(std::uint32_t from, std::uint32_t to, DependencyKind kind, std::uint32_t key,
           RecordedValue before, RecordedValue after) {
    if (from != to) graph_.dependencies.push_back({from, to, kind, key, before, after});
  }

  struct Before {
    bool operator()(const WrittenValue& a, const WrittenValue& b) const {
      return a.key != b.key ? a.key < b.key : a.value < b.value;
    }
  };

  /// Beyond so many pairs of readers and writers of one value they are not followed.
  static constexpr std::size_t pairs_max = 4'000'000;

  const Recording& recording_;
  const RecordedValue initial_;
  Writers writers_;
  std::map<WrittenValue, Version, Before> versions_;
  std::map<std::uint32_t, std::vector<std::pair<std::uint32_t, RecordedValue>>> writes_;  // by key
  DependencyGraph graph_;
};

}  // namespace

DependencyGraph find_register_dependencies(const Recording& recording, RecordedValue initial) {
  return RegisterDependencies(recording, initial).find();
}

}  // namespace rehearse::harness
