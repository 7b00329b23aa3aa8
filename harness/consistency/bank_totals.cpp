#include "harness/consistency/bank_totals.hpp"

#include <fmt/format.h>

namespace rehearse::harness {

namespace {

struct Balances {
  std::int64_t total = 0;
  bool below_zero = false;
  RecordedValue account;  ///< One that is below zero, or has no balance.
  bool missing = false;   ///< An account has no balance.
};

Balances add_up(std::string_view list) {
  Balances balances;
  std::uint64_t total = 0;  // wraps round, as the sum of hostile numbers may
  for (std::size_t i = 0; i + 1 < elements_in(list); i += 2) {
    const RecordedValue balance = element_of(list, i + 1);
    if (balance.kind() != RecordedValue::Kind::integer) {
      balances.missing = true;
      balances.account = element_of(list, i);
      continue;
    }
    total += static_cast<std::uint64_t>(balance.number());
    if (balance.number() >= 0 || balances.below_zero) continue;
    balances.below_zero = true;
    balances.account = element_of(list, i);
  }
  balances.total = static_cast<std::int64_t>(total);
  return balances;
}

}  // namespace

Finding judge_bank(const Recording& recording, RecordedValue total, RecordingReport& report) {
  Finding first;
  std::size_t reads = 0, wrong = 0;
  std::uint32_t told_by = never;  // the read that told the total
  for (std::uint32_t index = 0; index < recording.operations.size(); ++index) {
    const RecordedOperation& read = recording.operations[index];
    if (read.function != Function::read || !read.definite()) continue;
    ++reads;
    const Balances balances = add_up(recording.lists[read.value.index()]);
    if (total.kind() != RecordedValue::Kind::integer) {
      total = RecordedValue::integer(balances.total);
      told_by = index;
    }
    const bool differs = balances.total != total.number();
    if (!differs && !balances.below_zero && !balances.missing) continue;
    if (wrong++ > 0) continue;
    std::vector<std::uint32_t> witness{index};
    if (differs && told_by != never) witness.push_back(told_by);
    first = violation_by(recording, 0, std::move(witness));
    const std::string who = fmt::format("{} ({})", process_words(recording, read.process),
                                        operation_lines(recording, read));
    const std::string account = value_words(recording, balances.account);
    if (balances.missing) {
      first.because = fmt::format("{} found no balance of account {}", who, account);
      first.proof.then = {"every account has a balance"};
      first.proof.however = fmt::format("account {} had none", account);
    } else if (differs) {
      first.because = fmt::format("{} found {} in all accounts together, and not {}", who,
                                  balances.total, total.number());
      first.proof.then = {
          fmt::format("the accounts hold {} together, and a transfer changes "
                      "nothing about that",
                      total.number())};
      first.proof.however = fmt::format("they held {} when they were read at once", balances.total);
    } else {
      first.because = fmt::format("{} found account {} below zero", who, account);
      first.proof.then = {"no transfer takes more than there is"};
      first.proof.however = fmt::format("account {} was below zero", account);
    }
    first.lost = differs ? "snapshot reads" : "no account below zero";
  }
  report.counts.push_back(fmt::format("reads: {}, wrong: {}", reads, wrong));
  return first;
}

}  // namespace rehearse::harness
