#include "harness/consistency/finding.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace rehearse::harness {

std::string process_words(const Recording& recording, std::uint32_t process) {
  return "process " + value_words(recording, recording.processes[process]);
}

std::string of_key(const Recording& recording, std::uint32_t key) {
  return recording.keyed() ? " of key " + value_words(recording, recording.keys[key]) : "";
}

namespace {

constexpr std::size_t told_max = 20;

std::string let_words(const Recording& recording, char name, std::uint32_t operation) {
  const RecordedOperation& told = recording.operations[operation];
  std::string end;
  if (told.completion == Completion::fail) end = ", which failed";
  if (told.unknown()) end = ", whose outcome is unknown";
  return fmt::format("{} = {}: {} ({}){}", name, process_words(recording, told.process),
                     operation_words(recording, told), operation_lines(recording, told), end);
}

}  // namespace

std::vector<std::string> let_all(const Recording& recording,
                                 const std::vector<std::uint32_t>& operations) {
  std::vector<std::string> lets;
  for (std::size_t i = 0; i < operations.size() && i < 26; ++i) {
    lets.push_back(let_words(recording, static_cast<char>('A' + i), operations[i]));
  }
  return lets;
}

void add_finding(RecordingReport& report, Finding finding) {
  if (finding.outcome == Outcome::holds) return;
  const bool violated = finding.outcome == Outcome::violated;
  ++(violated ? report.violated_keys : report.undecided_keys);
  if (violated || report.outcome == Outcome::holds) report.outcome = finding.outcome;
  if (report.findings.size() < told_max) report.findings.push_back(std::move(finding));
}

void add_count(RecordingReport& report, std::string counted) {
  if (report.counts.size() < told_max) report.counts.push_back(std::move(counted));
}

Finding nothing_found(std::uint32_t key) {
  Finding finding;
  finding.key = key;
  return finding;
}

Finding nobody_knows(std::uint32_t key, std::string because) {
  Finding finding;
  finding.outcome = Outcome::unknown;
  finding.key = key;
  finding.because = "nobody knows: " + std::move(because);
  return finding;
}

Finding violation_by(const Recording& recording, std::uint32_t key,
                     std::vector<std::uint32_t> witness) {
  Finding finding;
  finding.outcome = Outcome::violated;
  finding.key = key;
  std::sort(witness.begin(), witness.end());
  witness.erase(std::unique(witness.begin(), witness.end()), witness.end());
  finding.proof.let = let_all(recording, witness);
  finding.witness = std::move(witness);
  return finding;
}

}  // namespace rehearse::harness
