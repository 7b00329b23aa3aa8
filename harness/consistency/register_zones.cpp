#include "harness/consistency/register_zones.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace rehearse::harness {

std::uint32_t RegisterZones::cluster_of(RecordedValue value) const {
  return index_.find(FlatIndex::mix(static_cast<std::uint64_t>(value.bits()), 0),
                     [&](std::uint32_t i) { return clusters_[i].value == value; });
}

std::uint32_t RegisterZones::cluster(RecordedValue value) {
  const auto fresh = static_cast<std::uint32_t>(clusters_.size());
  const std::uint32_t found =
      index_.find_or_add(FlatIndex::mix(static_cast<std::uint64_t>(value.bits()), 0), fresh,
                         [&](std::uint32_t i) { return clusters_[i].value == value; });
  if (found == fresh) clusters_.emplace_back().value = value;
  return found;
}

/// Fills the clusters; false: two writes of one value.
bool RegisterZones::gather(std::span<const std::uint32_t> operations, RecordedValue initial) {
  clusters_.clear();
  index_.clear(operations.size() / 2);
  Cluster& first = clusters_[cluster(initial)];
  first.first_end = 0;
  for (const std::uint32_t index : operations) {
    const RecordedOperation& operation = recording_.operations[index];
    const bool write = operation.function == Function::write;
    if (write ? operation.completion == Completion::fail : !operation.definite()) continue;
    const std::uint32_t place = cluster(operation.value);
    Cluster& cluster = clusters_[place];
    if (write && (cluster.write != never || place == 0)) return false;
    if (write) cluster.write = index;
    if (!write) cluster.seen = true;
    cluster.last_begin = operation.invoked + 1;
    cluster.last_beginner = index;
    if (!operation.definite() || operation.completed + 1 >= cluster.first_end) continue;
    cluster.first_end = operation.completed + 1;
    cluster.first_ender = index;
  }
  return true;
}

Finding RegisterZones::phantom(const Cluster& cluster,
                               std::span<const std::uint32_t> operations) const {
  std::vector<std::uint32_t> witness{cluster.first_ender};
  for (const std::uint32_t index : operations) {
    const RecordedOperation& operation = recording_.operations[index];
    if (operation.function != Function::write || operation.value != cluster.value) continue;
    witness.push_back(index);  // a write that failed
    break;
  }
  const RecordedOperation& read = recording_.operations[cluster.first_ender];
  Finding finding = violation_by(recording_, key_, witness);
  const std::string value = value_words(recording_, cluster.value);
  finding.because = fmt::format(
      "{} read {}{} ({}), which {}", process_words(recording_, read.process), value,
      of_key(recording_, key_), operation_lines(recording_, read),
      witness.size() > 1 ? "only a write that failed would have written" : "nobody ever wrote");
  finding.proof.then = {fmt::format("somebody wrote {} before the read ended", value)};
  finding.proof.however = witness.size() > 1 ? "its only write failed: it did not happen"
                                             : fmt::format("no operation writes {}", value);
  return finding;
}

Finding RegisterZones::too_early(const Cluster& cluster) const {
  const RecordedOperation& read = recording_.operations[cluster.first_ender];
  const RecordedOperation& write = recording_.operations[cluster.write];
  Finding finding = violation_by(recording_, key_, {cluster.first_ender, cluster.write});
  const std::string value = value_words(recording_, cluster.value);
  finding.because =
      fmt::format("{} read {}{} ({}) before anybody began to write it (line {})",
                  process_words(recording_, read.process), value, of_key(recording_, key_),
                  operation_lines(recording_, read), recording_.event_line[write.invoked]);
  finding.proof.then = {fmt::format("the write of {} took effect before the read ended", value)};
  finding.proof.however = "the write began after the read had ended";
  return finding;
}

/// Two clusters of which one is forward, and the other one meets it.
Finding RegisterZones::overlap(const Cluster& one, const Cluster& other) const {
  std::vector<std::uint32_t> witness;
  for (const Cluster* cluster : {&one, &other}) {
    // Who begins last tells when the value still was there; without him his cluster's write does.
    if (cluster->first_ender != never) witness.push_back(cluster->first_ender);
    if (cluster->last_beginner != never) witness.push_back(cluster->last_beginner);
  }
  Finding finding = violation_by(recording_, key_, std::move(witness));
  const auto line = [&](std::uint32_t position) {
    return position == 0 ? std::string("the beginning")
                         : fmt::format("line {}", recording_.event_line[position - 1]);
  };
  const auto words = [&](const Cluster& cluster) { return value_words(recording_, cluster.value); };
  const auto name = [&](std::uint32_t operation) {
    const auto found = std::find(finding.witness.begin(), finding.witness.end(), operation);
    return static_cast<char>('A' + (found - finding.witness.begin()));
  };
  for (const Cluster* cluster : {&one, &other}) {
    const std::string from =
        cluster->first_ender == never
            ? std::string("the beginning, where it is the value from before the recording,")
            : fmt::format("{}, when {} has ended,", line(cluster->first_end),
                          name(cluster->first_ender));
    if (cluster->forward()) {
      finding.proof.then.push_back(fmt::format(
          "the register holds {} all the time from {} to {}, when {} begins", words(*cluster), from,
          line(cluster->last_begin), name(cluster->last_beginner)));
    } else {
      finding.proof.then.push_back(
          fmt::format("the register holds {} at some time between {}, when {} begins, and {}, when "
                      "{} has ended",
                      words(*cluster), line(cluster->last_begin), name(cluster->last_beginner),
                      line(cluster->first_end), name(cluster->first_ender)));
    }
  }
  finding.proof.however = other.forward()
                              ? fmt::format("at {} it would hold two values, {} and {}",
                                            line(other.low()), words(one), words(other))
                              : fmt::format("between {} and {} it holds nothing but {}",
                                            line(other.low()), line(other.high()), words(one));
  const Cluster& late = one.last_begin > other.last_begin ? one : other;
  const Cluster& early = &late == &one ? other : one;
  const RecordedOperation& reader = recording_.operations[late.last_beginner];
  finding.because =
      fmt::format("{} {} {}{} ({}), although {} was there in between",
                  process_words(recording_, reader.process),
                  reader.function == Function::read ? "read" : "wrote", words(late),
                  of_key(recording_, key_), operation_lines(recording_, reader), words(early));
  return finding;
}

/// Reads of what was not written, or not yet.
std::optional<Finding> RegisterZones::judge_reads(std::span<const std::uint32_t> operations) {
  for (std::size_t place = 1; place < clusters_.size(); ++place) {
    const Cluster& cluster = clusters_[place];
    if (!cluster.seen) continue;
    if (cluster.write == never) return phantom(cluster, operations);
    if (cluster.first_end < recording_.operations[cluster.write].invoked + 1) {
      return too_early(cluster);
    }
  }
  return std::nullopt;
}

std::optional<Finding> RegisterZones::judge_zones() {
  by_low_.clear();
  for (std::uint32_t place = 1; place < clusters_.size(); ++place)
    if (clusters_[place].taken()) by_low_.emplace_back(clusters_[place].low(), place);
  std::sort(by_low_.begin(), by_low_.end());  // no two are alike
  const Cluster* forward = nullptr;           // the one that reaches furthest, of those seen
  if (clusters_[0].forward()) forward = &clusters_[0];
  for (const auto& [low, place] : by_low_) {
    const Cluster& cluster = clusters_[place];
    const bool meets = forward != nullptr && (cluster.forward() ? low < forward->high()
                                                                : cluster.high() < forward->high());
    if (meets) return overlap(*forward, cluster);
    if (cluster.forward()) forward = &cluster;
  }
  return std::nullopt;
}

std::optional<Finding> RegisterZones::judge(std::uint32_t key,
                                            std::span<const std::uint32_t> operations,
                                            RecordedValue initial) {
  key_ = key;
  if (!gather(operations, initial)) return std::nullopt;
  if (auto found = judge_reads(operations)) return found;
  if (auto found = judge_zones()) return found;
  return nothing_found(key);
}

}  // namespace rehearse::harness
