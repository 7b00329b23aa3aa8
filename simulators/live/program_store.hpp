#pragma once
/// A program of the user's as a store's engine: it has the records of the plan's tables. What lies
/// beside them (change logs, marks, tombstones, which tables there are) is in an SQLite file of
/// ours, so that any program that can read, write, delete and list records will do.
///
/// **Transactions.** Writes are kept back until the commit. Before the first is sent, what was
/// there before each lies in a file; the commit of the SQLite file decides. Whatever comes between
/// (an answer that is lost, a process that is killed) is undone: at once, or before the next call
/// that it can be, or by the next process. Until then every call ends as `io_error`, so nobody sees
/// half of a transaction. A request may reach the program twice: each is complete in itself.
///
/// What it verifies: that the program keeps what it has confirmed and shows it as it was given,
/// whatever faults do to it and to its process. What it does not: its own transactions, and several
/// that write at once.
///
/// Each write is two requests (what was there; the write), each read is one, each of them waited
/// for: the node does nothing meanwhile.

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "scenarios/ensure.hpp"
#include "scenarios/program.hpp"
#include "simulators/live/record_client.hpp"
#include "simulators/store/sqlite_store.hpp"

namespace rehearse::simulators::live {

class ProgramStore final : public Store {
 public:
  /// The program listens at `port`. `file` begins the names of ours; what lies there is taken as it
  /// is. An answer that is none of records is a std::runtime_error, here and later.
  ProgramStore(const DatabaseShape& shape, const scenarios::DatabaseProgram& program,
               std::uint16_t port, Memory& memory, const std::string& file);

  StoreStatus begin() override;
  StoreStatus commit() override;
  void rollback() override;

  StoreStatus get(TableId table, Key key, Record& record, bool& found) override;
  StoreStatus put(TableId table, Key key, const Record& record) override;
  StoreStatus erase(TableId table, Key key, bool& found) override;
  StoreStatus scan(TableId table, Key after, int limit, std::vector<KeyedRecord>& out) override;
  /// O(records), as `last_key`.
  StoreStatus count(TableId table, std::int64_t& count) override;
  StoreStatus last_key(TableId table, Key& key) override;

  /// The program is told of none of these. O(records) where it deletes them: clear, and create
  /// after drop.
  StoreStatus create(TableId table) override;
  StoreStatus hold(TableId table) override { return beside_.hold(known(table)); }
  StoreStatus restore(TableId table) override { return beside_.restore(known(table)); }
  StoreStatus clear(TableId table) override;
  StoreStatus drop(TableId table) override { return beside_.drop(known(table)); }
  bool exists(TableId table) const override { return beside_.exists(known(table)); }

  /// Undoes what that one has left half done.
  StoreStatus await_predecessor() override { return settle(); }
  /// Of ours: the program stays as it is.
  void crash() override;
  void keep_image() override;
  void restore_image() override;

  std::string problem() const override { return records_.problem(); }

 private:
  using Place = std::pair<TableId, Key>;
  struct Change {
    StoredRecord before, after;
  };

  /// Of the plan: the last one is ours.
  TableId known(TableId table) const {
    REHEARSE_ENSURE(table < commits_);
    return table;
  }
  bool is_of_records(TableId table) const { return shape_.tables[table].of_records; }
  StoreStatus ready(TableId table);
  StoreStatus noted(StoreStatus status);
  StoreStatus read_in_transaction(TableId table, Key key, StoredRecord& there);
  StoreStatus change(TableId table, Key key, const StoredRecord& after);
  StoreStatus commit_alone(StoreStatus status);
  StoreStatus send_changes();
  StoreStatus settle();
  StoreStatus committed_number(std::int64_t& number);
  StoreStatus write_intent();
  void read_intent();
  void forget_intent();

  const DatabaseShape shape_;
  Memory& memory_;
  RecordClient records_;
  const TableId commits_;  // of `beside_`: the number of the last transaction
  SqliteStore beside_;
  const std::string intent_file_;

  bool open_ = false;                      // a transaction is
  StoreStatus failure_ = StoreStatus::ok;  // of the open one: it can only roll back
  std::map<Place, Change> changes_;
  std::map<Place, StoredRecord> seen_;  // in the open transaction
  // What may have to be undone: it is, unless the transaction of this number was committed.
  std::int64_t intended_ = 0;
  std::map<Place, StoredRecord> before_;
  std::vector<std::vector<KeyedRecord>> image_;
};

}  // namespace rehearse::simulators::live
