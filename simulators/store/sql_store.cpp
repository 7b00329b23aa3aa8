#include "simulators/store/sql_store.hpp"

#include "scenarios/ensure.hpp"

namespace rehearse::simulators {

StoreStatus SqlStore::ready() {
  if (!connected_) [[unlikely]] {
    const StoreStatus status = connect();
    if (status != StoreStatus::ok) return status;
  }
  return open_ ? failure_ : StoreStatus::ok;
}

StoreStatus SqlStore::ready(TableId table) {
  REHEARSE_ENSURE(table < states_.size());
  const StoreStatus status = ready();
  if (status != StoreStatus::ok) return status;
  return states_[table] == TableState::created ? StoreStatus::ok : StoreStatus::no_such_table;
}

TableState SqlStore::state(TableId table) const {
  REHEARSE_ENSURE(table < states_.size());
  return states_[table];
}

StoreStatus SqlStore::change(Ddl ddl, TableId table) {
  REHEARSE_ENSURE(table < states_.size());
  StoreStatus status = open_ ? StoreStatus::ok : ready();
  if (status != StoreStatus::ok) return status;
  const TableState before = states_[table];
  const DdlDecision decision = decide(ddl, before);
  if (!decision.act) return decision.answer;
  if (open_) return StoreStatus::busy;
  status = perform(ddl, table, before == TableState::held);
  if (status == StoreStatus::ok) {
    states_[table] = after(ddl, before);
  } else {
    // Whether it was done only the database knows; the connection may be wrong about it.
    disconnect();
    connect();
  }
  return status;
}

}  // namespace rehearse::simulators
