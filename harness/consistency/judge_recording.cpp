#include "harness/consistency/judge_recording.hpp"

#include <algorithm>

#include "harness/consistency/anomalies.hpp"
#include "harness/consistency/bank_totals.hpp"
#include "harness/consistency/linearizable.hpp"
#include "harness/consistency/linearizable_queue.hpp"
#include "harness/consistency/linearizable_set.hpp"

namespace rehearse::harness {

namespace {

/// Whether its answer says what was there.
bool sees(Function function) {
  return function == Function::read || function == Function::cas || function == Function::dequeue ||
         function == Function::drain || function == Function::transaction;
}

std::string promise_of(const Recording& recording, bool transactions) {
  if (transactions) return "no cycle of dependencies between transactions";
  switch (recording.model) {
    case Model::reg:
    case Model::cas_register:
      return "every register is linearizable";
    case Model::append:
      return "every object is linearizable";
    case Model::counter:
      return "every counter is linearizable";
    case Model::set:
      return "every set is linearizable: nothing is lost, stale or out of thin air";
    case Model::queue:
      return "every queue is first in, first out, and loses and repeats nothing";
    case Model::bank:
      return "every read shows the same total, and no account below zero";
  }
  return "";
}

}  // namespace

RecordingReport judge_recording(const Recording& recording, const RecordingJudgeOptions& options) {
  RecordingReport report;
  report.operations = recording.operations.size();
  report.keys = recording.keys.size();
  for (const RecordedOperation& operation : recording.operations) {
    report.unknown += operation.unknown() ? 1 : 0;
    report.failed += operation.completion == Completion::fail ? 1 : 0;
    report.exercised = report.exercised || (operation.definite() && sees(operation.function));
  }
  const bool transactions = std::any_of(recording.operations.begin(), recording.operations.end(),
                                        [](const RecordedOperation& operation) {
                                          return operation.function == Function::transaction;
                                        });
  report.promise = promise_of(recording, transactions);
  if (transactions) {
    judge_transactions(recording, options.initial, report);
  } else if (recording.model == Model::bank) {
    add_finding(report, judge_bank(recording, options.initial, report));
  } else if (recording.model == Model::set || recording.model == Model::queue) {
    Partition partition(recording);
    const auto judge = recording.model == Model::set ? judge_set : judge_queue;
    for (std::uint32_t key = 0; key < recording.keys.size(); ++key) {
      add_finding(report, judge(recording, key, partition.events(key), report));
    }
  } else {
    judge_linearizability(recording, options, report);
  }
  return report;
}

}  // namespace rehearse::harness
