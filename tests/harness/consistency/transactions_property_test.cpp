// Transactions against a checker that tries every serial order, on many small histories.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <array>

#include "harness/consistency/dependencies.hpp"
#include "harness/consistency/judge_recording.hpp"
#include "tests/harness/consistency/many_histories.hpp"
#include "tests/harness/consistency/recording_builder.hpp"

namespace rehearse::harness {
namespace {

constexpr std::size_t keys = 2;

/// Three processes run transactions on two keys whose parts are taken one after the other,
/// whoever's they are; some are atomic. At the end a process alone reads both keys.
class ScriptedTransactions final {
 public:
  ScriptedTransactions(Model model, const std::vector<std::uint8_t>& script)
      : builder_(model), model_(model), script_(script) {
    for (std::size_t key = 0; key < keys; ++key) {
      builder_.recording().key_index(RecordingBuilder::number(static_cast<std::int64_t>(key)));
    }
  }

  Recording play(std::size_t transactions_max) {
    std::size_t begun = 0;
    while (place_ < script_.size()) {
      const int process = next() % 3;
      if (builder_.busy(process)) {
        go_on(process);
      } else if (begun < transactions_max) {
        ++begun;
        begin(process);
      }
    }
    for (int process = 0; process < 3; ++process) {
      while (builder_.busy(process)) go_on(process);
    }
    begin_parts(0, {{Function::read, 0, {}}, {Function::read, 1, {}}});
    while (builder_.busy(0)) go_on(0);
    return builder_.take();
  }

 private:
  std::uint8_t next() { return place_ < script_.size() ? script_[place_++] : 0; }

  void begin(int process) {
    std::vector<TransactionPart> parts(1 + next() % 3U);
    for (TransactionPart& part : parts) {
      const std::uint8_t kind = next();
      part.key = kind / 2 % keys;
      if (kind % 2 == 0) continue;
      part.function = model_ == Model::append ? Function::append : Function::write;
      part.value = RecordingBuilder::number(++written_);
    }
    begin_parts(process, parts);
    if (next() % 2 != 0) return;
    while (running(process).done < running(process).count) take_part(process);
  }

  void begin_parts(int process, const std::vector<TransactionPart>& parts) {
    auto& all = builder_.recording().parts;
    Running& now = running(process);
    now = {all.size(), parts.size(), 0};
    all.insert(all.end(), parts.begin(), parts.end());
    builder_.invoke(process, Function::transaction,
                    RecordingBuilder::number(static_cast<std::int64_t>(now.first)),
                    RecordingBuilder::number(static_cast<std::int64_t>(now.count)),
                    RecordingBuilder::number(0));
  }

  struct Running {
    std::size_t first = 0, count = 0, done = 0;
  };
  Running& running(int process) { return running_[static_cast<std::size_t>(process)]; }

  void go_on(int process) {
    if (running(process).done < running(process).count) return take_part(process);
    const std::uint8_t how = next();
    if (how % 16 == 1) {
      builder_.info(process);
    } else if (how % 16 == 2) {
      builder_.fail(process);  // although it took effect
    } else {
      builder_.ok(process);
    }
  }

  void take_part(int process) {
    Running& now = running(process);
    TransactionPart& part = builder_.recording().parts[now.first + now.done++];
    auto& state = state_[part.key];
    if (part.function == Function::append) {
      state.push_back(part.value);
    } else if (part.function == Function::write) {
      state = {part.value};
    } else if (model_ == Model::append) {
      part.value = builder_.list(state);
    } else if (!state.empty()) {
      part.value = state[0];
    }
  }

  RecordingBuilder builder_;
  Model model_;
  const std::vector<std::uint8_t>& script_;
  std::size_t place_ = 0;
  std::int64_t written_ = 0;
  std::array<std::vector<RecordedValue>, keys> state_;
  std::array<Running, 3> running_;
};

using Database = std::array<std::vector<RecordedValue>, keys>;

bool runs_on(const Recording& recording, const RecordedOperation& transaction, Database& database) {
  for (const TransactionPart& part : parts_of(recording, transaction)) {
    auto& state = database[part.key];
    if (part.function == Function::append) {
      state.push_back(part.value);
    } else if (part.function == Function::write) {
      state = {part.value};
    } else if (transaction.definite()) {
      std::vector<RecordedValue> seen;
      if (recording.model != Model::append) {
        if (!part.value.nil()) seen = {part.value};
      } else {
        const std::string& list = recording.lists[part.value.index()];
        for (std::size_t i = 0; i < elements_in(list); ++i) seen.push_back(element_of(list, i));
      }
      if (seen != state) return false;
    }
  }
  return true;
}

bool serial_order(const Recording& recording, std::vector<const RecordedOperation*>& left,
                  const Database& database) {
  if (std::none_of(left.begin(), left.end(), [](const auto* t) { return t->definite(); })) {
    return true;
  }
  for (std::size_t i = 0; i < left.size(); ++i) {
    const RecordedOperation* const transaction = left[i];
    Database after = database;
    if (!runs_on(recording, *transaction, after)) continue;
    left.erase(left.begin() + static_cast<std::ptrdiff_t>(i));
    const bool found = serial_order(recording, left, after);
    left.insert(left.begin() + static_cast<std::ptrdiff_t>(i), transaction);
    if (found) return true;
  }
  return false;
}

bool serializable_by_force(const Recording& recording) {
  std::vector<const RecordedOperation*> left;
  for (const RecordedOperation& operation : recording.operations) {
    if (operation.completion != Completion::fail) left.push_back(&operation);
  }
  return serial_order(recording, left, {});
}

Recording transactions(Model model) {
  const std::vector<std::uint8_t> script = *script_of(48);
  return ScriptedTransactions(model, script).play(5);
}

/// The final read tells the order of all writes, so that the verdict is exact.
TEST(Transactions, ListsAgreeWithEverySerialOrder) {
  int holding = 0, violated = 0;
  check_many([&] {
    const Recording recording = transactions(Model::append);
    const bool expected = serializable_by_force(recording);
    ++(expected ? holding : violated);
    const RecordingReport report = judge_recording(recording, {});
    RC_ASSERT(report.outcome == (expected ? Outcome::holds : Outcome::violated));
  });
  EXPECT_GT(holding, many_histories / 10);
  EXPECT_GT(violated, many_histories / 10);
}

/// Registers do not tell the order of all writes: what is found is so, and some is not found.
TEST(Transactions, RegistersRaiseNoFalseAlarm) {
  int found = 0, violated = 0;
  check_many([&] {
    const Recording recording = transactions(Model::reg);
    const bool expected = serializable_by_force(recording);
    violated += expected ? 0 : 1;
    if (judge_recording(recording, {}).outcome == Outcome::holds) return;
    ++found;
    RC_ASSERT(!expected);
  });
  EXPECT_GT(found, violated / 2);
}

}  // namespace
}  // namespace rehearse::harness
