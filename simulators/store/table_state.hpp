#pragma once
/// What DDL has made of a table, and what each DDL call means in each state. All engines use this,
/// so that they cannot differ.
///
///              create      hold      restore    clear     drop
///     absent   -> created  missing   missing    missing   missing
///     created  ok          -> held   ok         empties   -> absent
///     held     busy        ok        -> created empties   -> absent
///
/// "missing" is StoreStatus::no_such_table. A held table reserves its name: creating a second one
/// beside it is refused as busy, since restoring the first would then be impossible.

#include <cstdint>

#include "scenarios/ensure.hpp"
#include "simulators/store/store.hpp"

namespace rehearse::simulators {

enum class TableState : std::uint8_t { absent, created, held };

/// What is left to do, or the answer when there is nothing to do.
struct DdlDecision {
  bool act = false;
  StoreStatus answer = StoreStatus::ok;
};

enum class Ddl : std::uint8_t { create, hold, restore, clear, drop };

constexpr DdlDecision decide(Ddl ddl, TableState state) {
  const bool absent = state == TableState::absent;
  const bool held = state == TableState::held;
  if (ddl == Ddl::create) return {absent, held ? StoreStatus::busy : StoreStatus::ok};
  if (absent) return {false, StoreStatus::no_such_table};
  if (ddl == Ddl::hold) return {!held, StoreStatus::ok};
  if (ddl == Ddl::restore) return {held, StoreStatus::ok};
  return {true, StoreStatus::ok};
}

/// The state that DDL leaves when it acts.
constexpr TableState after(Ddl ddl, TableState before) {
  switch (ddl) {
    case Ddl::create:
    case Ddl::restore:
      return TableState::created;
    case Ddl::hold:
      return TableState::held;
    case Ddl::drop:
      return TableState::absent;
    case Ddl::clear:
      break;
  }
  return before;
}

/// What every record must be, in every engine: fields for all columns unless it is a tombstone,
/// whose row the engines drop.
inline void ensure_fits(const Record& record, std::size_t columns) {
  if (record.deleted) return;
  REHEARSE_ENSURE(record.row != nullptr);
  REHEARSE_ENSURE(record.row->count == columns);
}

}  // namespace rehearse::simulators
