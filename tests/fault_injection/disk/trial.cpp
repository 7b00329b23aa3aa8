#include "trial.hpp"

#include <algorithm>

namespace rehearse::fault_injection {

namespace {

/// A disk that works, and still tells what is synced from what is not.
struct Sound final : simulators::DiskHook {
  simulators::DiskAnswer before(const simulators::DiskRequest&) override { return {}; }
};

/// The states that the database may be in, by what it has answered.
class Possible {
 public:
  Possible() : now_{initial_state()}, past_{initial_state()} {}

  void ran(const Transaction& transaction, Answer answer) {
    if (answer == Answer::refused) {
      for (const State& state : now_) refused_.push_back(transaction.after(state));
      return;
    }
    std::vector<State> after;
    if (answer == Answer::in_doubt) after = now_;
    for (const State& state : now_) add(after, transaction.after(state));
    if (answer == Answer::committed)
      for (const State& state : now_) past_.push_back(state);
    now_ = std::move(after);
  }
  bool open() const { return now_.size() > 1; }
  /// A commit settles what was in doubt before it.
  void settle(const State& seen) { now_ = {seen}; }

  std::string problem(const std::optional<State>& seen, const std::string& when) const {
    if (!seen.has_value()) return when + " it cannot be read";
    if (has(now_, *seen)) return {};
    if (has(past_, *seen)) return when + " committed transactions are lost";
    if (has(refused_, *seen)) return when + " a transaction is there that was refused";
    return when + " there is a mixture that no transactions made";
  }

 private:
  static bool has(const std::vector<State>& states, const State& state) {
    return std::find(states.begin(), states.end(), state) != states.end();
  }
  static void add(std::vector<State>& states, State state) {
    if (!has(states, state)) states.push_back(std::move(state));
  }
  std::vector<State> now_, past_, refused_;
};

std::string run_all(Database& database, const Workload& workload, Possible& possible) {
  for (const Transaction& transaction : workload) {
    if (database.power_lost()) break;
    const Answer answer = database.run(transaction);
    possible.ran(transaction, answer);
    if (database.power_lost() || (answer == Answer::committed && !possible.open())) continue;
    const std::optional<State> seen = database.read();
    if (!seen.has_value()) continue;
    const std::string problem = possible.problem(seen, "in the running database");
    if (!problem.empty()) return problem;
    if (answer == Answer::committed) possible.settle(*seen);
  }
  return {};
}

/// Opens it again, under the fault if that still strikes, and at last over a sound disk.
void recover(Database& database, simulators::Survival* survival, Sound& sound) {
  if (survival != nullptr) {
    do {
      database.power_cut(*survival);
    } while (database.power_lost());
  } else {
    database.restart();
  }
  if (database.read().has_value() && !database.power_lost()) database.integrity();
  while (survival != nullptr && database.power_lost()) database.power_cut(*survival);
  database.install(&sound);
  if (!database.read().has_value()) database.restart();
}

}  // namespace

std::string failure_of(Database& database, const Workload& workload, const Trial& trial) {
  static Sound sound;  // stays installed when a check fails
  Possible possible;
  database.start();
  database.install(trial.hook);
  std::string problem = run_all(database, workload, possible);
  if (!problem.empty()) return problem;
  recover(database, trial.survival, sound);
  const std::optional<State> seen = database.read();
  const std::string integrity = database.integrity();
  if (integrity != "ok") return "after recovery integrity_check says: " + integrity;
  problem = possible.problem(seen, "after recovery");
  if (!problem.empty()) return problem;

  if (trial.survival != nullptr) database.power_cut(*trial.survival);
  if (database.read() != seen) return "a power cut after the recovery changes the state";
  const Transaction more{Transaction::Kind::rows, {{500, "more"}, {1, std::nullopt}}};
  if (database.run(more) != Answer::committed) return "after recovery it does not work";
  if (database.read() != more.after(*seen)) return "after recovery a commit is not found";
  database.install(nullptr);
  return {};
}

}  // namespace rehearse::fault_injection
