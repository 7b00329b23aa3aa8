#pragma once
/// What the engines with real SQL share: the states of the tables, DDL by the rules of
/// table_state.hpp, and the state of the one transaction.

#include <vector>

#include "simulators/store/store.hpp"
#include "simulators/store/table_state.hpp"

namespace rehearse::simulators {

class SqlStore : public Store {
 public:
  StoreStatus create(TableId table) final { return change(Ddl::create, table); }
  StoreStatus hold(TableId table) final { return change(Ddl::hold, table); }
  StoreStatus restore(TableId table) final { return change(Ddl::restore, table); }
  StoreStatus clear(TableId table) final { return change(Ddl::clear, table); }
  StoreStatus drop(TableId table) final { return change(Ddl::drop, table); }
  bool exists(TableId table) const final { return state(table) == TableState::created; }

 protected:
  explicit SqlStore(std::size_t tables) : states_(tables, TableState::absent) {}

  /// Whether statements can run: a connection that was lost is opened again, and what has failed
  /// must not go on, since the database may have rolled back: each statement would be a transaction
  /// of its own.
  StoreStatus ready();
  /// The same, for statements on this table.
  StoreStatus ready(TableId table);
  /// Of a statement: in a transaction that has failed no other may follow.
  StoreStatus noted(StoreStatus status) {
    if (open_ && failure_ == StoreStatus::ok) failure_ = status;
    return status;
  }
  TableState state(TableId table) const;

  /// Opens the connection, unless it is open, and reads which tables there are.
  virtual StoreStatus connect() = 0;
  virtual void disconnect() = 0;
  /// Changes the table, which has another name while it is held.
  virtual StoreStatus perform(Ddl ddl, TableId table, bool held) = 0;

  std::vector<TableState> states_;
  bool connected_ = false;
  bool open_ = false;                      // a transaction is
  StoreStatus failure_ = StoreStatus::ok;  // of the open transaction: it can only roll back

 private:
  StoreStatus change(Ddl ddl, TableId table);
};

}  // namespace rehearse::simulators
