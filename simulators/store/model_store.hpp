#pragma once
/// The reference engine: tables in memory, transactions with an undo log, nothing on any disk. What
/// was committed survives a crash by definition, so it verifies the code *above* a store at full
/// speed (get and put about 10 ns) but says nothing about a real database; SqliteStore does.

#include <vector>

#include "simulators/store/model_table.hpp"
#include "simulators/store/store.hpp"
#include "simulators/store/table_state.hpp"

namespace rehearse::simulators {

class ModelStore final : public Store {
 public:
  explicit ModelStore(const DatabaseShape& shape);

  StoreStatus begin() override;
  StoreStatus commit() override;
  /// O(changes of the transaction).
  void rollback() override;

  StoreStatus get(TableId table, Key key, Record& record, bool& found) override;
  StoreStatus put(TableId table, Key key, const Record& record) override;
  StoreStatus erase(TableId table, Key key, bool& found) override;
  StoreStatus scan(TableId table, Key after, int limit, std::vector<KeyedRecord>& out) override;
  /// O(1).
  StoreStatus count(TableId table, std::int64_t& count) override;
  StoreStatus last_key(TableId table, Key& key) override;

  StoreStatus create(TableId table) override;
  StoreStatus hold(TableId table) override;
  StoreStatus restore(TableId table) override;
  StoreStatus clear(TableId table) override;
  StoreStatus drop(TableId table) override;
  bool exists(TableId table) const override;

  void crash() override;
  void keep_image() override;
  /// A memcpy of the image, no allocation once warm.
  void restore_image() override;

 private:
  struct Slot {
    ModelTable rows;
    TableState state = TableState::absent;
    std::size_t columns = 0;
  };
  struct Undo {
    Record before;
    Key key;
    TableId table;
    bool existed;
  };

  const Slot& slot(TableId table) const;
  Slot* reachable(TableId table);
  StoreStatus change(Ddl ddl, TableId table);

  std::vector<Slot> slots_;
  std::vector<Slot> image_;
  std::vector<Undo> undo_;
  bool open_ = false;  // a transaction is
};

}  // namespace rehearse::simulators
