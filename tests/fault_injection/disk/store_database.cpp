/// The engine that rehearsals use, as a Database of these tests.

#include <array>
#include <stdexcept>

#include "database.hpp"
#include "simulators/store/sqlite_store.hpp"

namespace rehearse::fault_injection {

namespace {

using namespace simulators;

constexpr TableId people = 0, second = 1;

DatabaseShape shape() {
  const std::vector<scenarios::Field> fields{{"name", {scenarios::FieldKind::text, 0}}};
  return {"test", {{"people", fields, true}, {"second", fields, false}}};
}

class StoreDatabase final : public Database {
 public:
  StoreDatabase() : store_(shape(), memory_) {
    if (run({Transaction::Kind::rows, changes_to(initial_state())}) != Answer::committed)
      throw std::logic_error("a sound disk serves");
    store_.keep_image();
    memory_.keep();
  }

  void start() override {
    store_.restore_image();
    memory_.reset();
  }
  void install(DiskHook* hook) override { disk().install(hook); }
  bool power_lost() const override { return const_cast<SqliteStore&>(store_).disk()->power_lost(); }
  void power_cut(Survival& survival) override { disk().power_cut(survival); }
  void restart() override { store_.crash(); }

  Answer run(const Transaction& transaction) override {
    switch (transaction.kind) {
      case Transaction::Kind::create_table:
        return of_ddl(store_.create(second));
      case Transaction::Kind::drop_table:
        return of_ddl(store_.drop(second));
      case Transaction::Kind::rows:
        break;
    }
    StoreStatus status = store_.begin();
    for (const Change& change : transaction.changes)
      if (status == StoreStatus::ok) status = make(change);
    if (status == StoreStatus::ok) status = store_.commit();
    store_.rollback();
    if (status == StoreStatus::in_doubt) return Answer::in_doubt;
    return status == StoreStatus::ok ? Answer::committed : Answer::refused;
  }

  std::optional<State> read() override {
    State state;
    std::vector<KeyedRecord> out;
    if (store_.scan(people, INT64_MIN, 1 << 20, out) != StoreStatus::ok) return std::nullopt;
    for (const KeyedRecord& each : out) {
      // A broken database may have lost a value.
      const bool whole = each.record.row != nullptr && each.record.row->count == 1 &&
                         each.record.row->begin()->kind == ValueKind::text;
      state.rows[each.key] = whole ? std::string(each.record.row->begin()->text->view()) : "";
    }
    state.second_table = store_.exists(second);
    return state;
  }

  std::string integrity() override { return integrity_of(store_.handle()); }

 private:
  static std::vector<Change> changes_to(const State& state) {
    std::vector<Change> changes;
    for (const auto& [key, value] : state.rows) changes.push_back({key, value});
    return changes;
  }
  /// Each is idempotent, and leaves open whether it was done.
  static Answer of_ddl(StoreStatus status) {
    return status == StoreStatus::ok || status == StoreStatus::no_such_table ? Answer::committed
                                                                             : Answer::in_doubt;
  }
  StoreStatus make(const Change& change) {
    bool found = false;
    if (!change.value.has_value()) return store_.erase(people, change.key, found);
    const std::array values{Value::of(memory_.text(*change.value))};
    return store_.put(people, change.key, {memory_.row(values), 1, 1, 0, false});
  }
  Disk& disk() { return *store_.disk(); }

  Memory memory_;
  SqliteStore store_;
};

}  // namespace

std::unique_ptr<Database> store_database() { return std::make_unique<StoreDatabase>(); }

}  // namespace rehearse::fault_injection
