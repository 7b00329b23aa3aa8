#pragma once
/// A database as a process: runs batches of statements as transactions on a `Store`, keeps the
/// change logs (outbox and CDC), repair queues, marks and request deduplication beside the data,
/// and refuses stale epochs. Statements carry logical rows; the mapping that an application's data
/// layer would do is done here, inside the transaction, so that read-map-write is atomic where a
/// database makes it so.
///
/// Verified: what is committed, in which order, under which epoch. Not modelled: isolation levels
/// below serialisable, statements of two transactions interleaving inside one database.

#include <array>
#include <memory>
#include <vector>

#include "simulators/blueprint/blueprint.hpp"
#include "simulators/runtime/runtime.hpp"
#include "simulators/store/store.hpp"

namespace rehearse::simulators {

/// Capture of changes on one side of a track.
enum class CaptureMode : std::uint8_t { off, cdc, cdc_untagged };

class StoreNode final : public Node {
 public:
  StoreNode(const Blueprint& blueprint, int database, Runtime& runtime, Memory& memory,
            const StorePlace& place = {});
  /// On an engine that is there.
  StoreNode(const Blueprint& blueprint, int database, Runtime& runtime, Memory& memory,
            std::unique_ptr<Store> engine);

  /// The engine, for preparing the image and for looking at the final state.
  Store& engine() { return *engine_; }
  /// Back to the image, before a run.
  void reset();
  /// In a process of its own, before it starts: the database as it lies there, and what an earlier
  /// process knew. Returns what `Runtime::prepare` said of the last transaction that was committed
  /// and recorded something; 0: there is none. Throws std::runtime_error when the database cannot
  /// be read.
  std::int64_t take_over();

  void start() override;
  void crash() override;
  scenarios::Duration work(const Request& request) override;
  /// All but reads of a change log or queue in which there is nothing yet.
  std::optional<Reply> answer(const Request& request) override;
  /// Those: answers when there is something, or with nothing after a while.
  Task<Reply> serve(const Request* request) override;

  /// Highest change position of (track, side), for whoever watches from outside.
  Key last_change(TrackIndex track, scenarios::Side side);

 private:
  struct Fences {  // durable: a fence is a row in a real database
    std::uint64_t write = 0;
    std::uint64_t read = 0;
    bool refuses_legacy = false;  // writes of versions that know no epochs
  };
  /// What the node knows of one side of a track that lives here.
  struct Hosted {
    Fences fences;
    CaptureMode capture = CaptureMode::off;
    std::uint64_t constraints = 0;                 // in force, a bit each; durable
    std::uint32_t fenced_by = 0, captured_by = 0;  // durable: the last commands
    Key next_change = 1;
    Key next_repair = 1;
    Key sequence = 0;  // last key made; durable, and never given back
    std::unique_ptr<Signal> changed;
    std::unique_ptr<Signal> repair_wanted;
  };

  Hosted& hosted(TrackIndex track, scenarios::Side side) {
    return hosted_[static_cast<std::size_t>(track) * 2 + static_cast<std::size_t>(side)];
  }
  bool here(TrackIndex track, scenarios::Side side) const;

  // transactions (store_transaction.cpp)
  Reply transact(const Request& request);
  FailureReason run(const Request& request, const Statement& statement, StatementResult& result,
                    const StatementResult* previous, TransactReply& reply);
  FailureReason check_fence(const Request& request, const Statement& statement);
  FailureReason apply(const Request& request, const Statement& statement, StatementResult& result);
  FailureReason apply_delta(const Request& request, const Statement& statement,
                            StatementResult& result);
  FailureReason mirror(const Request& request, const Statement& statement,
                       const StatementResult* previous, StatementResult& result);
  FailureReason write(const Request& request, const Statement& statement, const Record& record,
                      Row stored, StatementResult& result);
  FailureReason read(const Statement& statement, Record& record, bool& found, Row& stored);
  Row shown(const Statement& statement, const Record& stored);
  Row brought(const Statement& statement);
  Row logical(const Statement& statement, const Record& stored);
  FailureReason log_change(const Statement& statement, const Record& record);
  void note(const Request& request, const Statement& statement, const Record& record, bool skipped);

  // required and unique fields (store_constraints.cpp)
  const std::vector<ConstraintBlueprint>& constraints_of(const Hosted& side) const;
  void constrain_anew(Hosted& side);
  FailureReason find_clashes(TableId table, const ConstraintBlueprint& constraint, Key key, Row row,
                             std::vector<Key>& clashes);
  FailureReason keep_constraints(const Request& request, const Statement& statement, Row row,
                                 bool& gives_way);
  FailureReason displace(const Request& request, const Statement& statement, Key key);
  FailureReason change_constraint(const Control& asked);

  // the application's own writes (store_first_write.cpp)
  FailureReason first_write(const Request& request, const Statement& statement,
                            StatementResult& result);
  FailureReason insert(const Statement& statement, Record& record);
  FailureReason insert_making_key(const Request& request, const Statement& statement,
                                  StatementResult& result);
  FailureReason change_existing(const Statement& statement, StatementResult& result, Record& record,
                                bool found);
  FailureReason already_applied(const Statement& statement, bool& applied);
  void remember_refusal(const Statement& statement, FailureReason reason);
  FailureReason remember(const Statement& statement);

  // system tables and workers' statements (store_system.cpp)
  FailureReason run_system(const Statement& statement, StatementResult& result,
                           TransactReply& reply);
  FailureReason scan(const Statement& statement, TransactReply& reply);
  FailureReason read_changes(const Statement& statement, TransactReply& reply);
  FailureReason read_repairs(const Statement& statement, TransactReply& reply);
  FailureReason mark(const Statement& statement, StatementResult& result);
  FailureReason insert_once(TableId table, const Statement& statement, StatementResult& result);
  Reply control(const Control& control);
  FailureReason ddl(const Control& control);
  // what outlasts the process, where the store is one (store_memory.cpp)
  static constexpr std::size_t memory_numbers = 8;
  using SideMemory = std::array<std::int64_t, memory_numbers>;
  static SideMemory memory_of(const Hosted& side);
  static void remember_as(const SideMemory& numbers, Hosted& side);
  StoreStatus keep_what_lasts();
  void has_kept();
  FailureReason keep_command();
  StoreStatus put_number(Key key, std::int64_t number);

  void forget();
  void learn_positions();
  void learn_of_commit();
  Key take(Key& next);

  FailureReason from(StoreStatus status);
  TableId table_of(const Statement& statement) const;
  const TrackBlueprint& track_of(const Statement& statement) const {
    return blueprint_.tracks[statement.track];
  }

  const Blueprint& blueprint_;
  const DatabaseBlueprint& database_;
  int index_;
  Runtime& runtime_;
  Memory& memory_;
  std::unique_ptr<Store> engine_;
  std::vector<Hosted> hosted_;
  Row no_fields_;                            // for tables that hold keys only
  std::vector<Event> noted_;                 // recorded when the transaction commits
  std::vector<Event> in_doubt_;              // of a commit during which the power went
  bool outlasts_ = false;                    // it is a process, and what is kept is in the tables
  std::vector<SideMemory> kept_;             // by hosted side
  std::vector<Signal*> to_notify_;           // after commit
  std::vector<std::pair<Key*, Key>> taken_;  // positions given out, for rollback: what was next
  std::vector<KeyedRecord> rows_;            // scratch
  std::vector<Key> clashes_;                 // scratch
  std::vector<Change> changes_;              // scratch
  std::vector<Value> values_;                // scratch
};

}  // namespace rehearse::simulators
