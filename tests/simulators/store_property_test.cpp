/// Random sequences of commands, run against each engine and against a naive reference (std::map
/// and copies of everything). Whatever a store answers, the reference must have answered.

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <rapidcheck/state.h>

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "store_fixture.hpp"

namespace rehearse::simulators {
namespace {

// ---- the reference ----

using PlainValue = std::variant<std::monostate, bool, std::int64_t, std::string>;

struct PlainRecord {
  std::vector<PlainValue> fields;
  std::uint64_t version = 0;
  WriteId write = 0;
  std::uint8_t origin = 0;
  bool deleted = false;
  bool operator==(const PlainRecord&) const = default;
};

struct PlainTable {
  bool created = false;
  bool held = false;
  std::map<Key, PlainRecord> rows;
  bool reachable() const { return created && !held; }
};

constexpr std::size_t table_count = 3;  // people, hostile, later of the fixture
using PlainTables = std::array<PlainTable, table_count>;

struct Reference {
  Reference() {
    tables[people].created = true;
    tables[hostile].created = true;
    image = tables;
  }
  PlainTables tables;
  PlainTables image;
  std::optional<PlainTables> before;  // of the open transaction
};

using Sut = StoreFixture;
using StoreCommand = rc::state::Command<Reference, Sut>;

// ---- generators ----

Key any_key() {
  return *rc::gen::weightedOneOf<Key>(
      {{10, rc::gen::inRange<Key>(0, 12)},
       {2, rc::gen::inRange<Key>(60, 70)},
       {2, rc::gen::element<Key>(-5, -1, 4095, 4096, 131'071, 131'072, 1'000'001, Key{1} << 62U,
                                 INT64_MAX, INT64_MIN + 1)}});
}

TableId any_table() { return *rc::gen::inRange<TableId>(0, table_count); }

/// Of the engine under test: only what a plan would have it keep.
bool of_a_plan = false;

std::string any_store_text() {
  const auto usual =
      rc::gen::element<std::string>("Ada", "Grace", "", "O'Brien", std::string("a\0b", 3), "漢字");
  if (of_a_plan) return *usual;
  return *rc::gen::weightedOneOf<std::string>({{4, usual}, {1, rc::gen::arbitrary<std::string>()}});
}

/// Of a column that is for texts, for numbers, for truth.
PlainValue any_value_of_a_plan(int column) {
  if (*rc::gen::weightedElement<bool>({{6, false}, {1, true}})) return std::monostate{};
  if (column == 0) return any_store_text();
  if (column == 1) return *rc::gen::arbitrary<std::int64_t>();
  return *rc::gen::arbitrary<bool>();
}

PlainValue any_value() {
  switch (*rc::gen::inRange(0, 5)) {
    case 0:
      return std::monostate{};
    case 1:
      return *rc::gen::arbitrary<bool>();
    case 2:
      return *rc::gen::arbitrary<std::int64_t>();
    default:
      return any_store_text();
  }
}

PlainRecord any_record() {
  PlainRecord record;
  record.deleted = *rc::gen::weightedElement<bool>({{5, false}, {1, true}});
  record.version = *rc::gen::arbitrary<std::uint64_t>();
  record.write = *rc::gen::inRange<WriteId>(0, initial_write_bit * 2 - 1);
  record.origin = *rc::gen::arbitrary<std::uint8_t>();
  if (record.deleted) return record;
  for (int i = 0; i < 3; ++i)
    record.fields.push_back(of_a_plan ? any_value_of_a_plan(i) : any_value());
  return record;
}

// ---- between the two worlds ----

Value to_value(const PlainValue& plain, Memory& memory) {
  if (const bool* flag = std::get_if<bool>(&plain)) return Value::of_bool(*flag);
  if (const std::int64_t* number = std::get_if<std::int64_t>(&plain)) return Value::of(*number);
  if (const std::string* text = std::get_if<std::string>(&plain))
    return Value::of(memory.text(*text));
  return {};
}

PlainValue to_plain(const Value& value) {
  switch (value.kind) {
    case ValueKind::boolean:
      return value.number != 0;
    case ValueKind::integer:
      return value.number;
    case ValueKind::text:
      return std::string(value.text->view());
    case ValueKind::null:
      break;
  }
  return std::monostate{};
}

Record to_record(const PlainRecord& plain, Memory& memory) {
  std::vector<Value> values;
  for (const PlainValue& field : plain.fields) values.push_back(to_value(field, memory));
  return {plain.deleted ? nullptr : memory.row(values), plain.version, plain.write, plain.origin,
          plain.deleted};
}

PlainRecord to_plain(const Record& record) {
  PlainRecord plain{{}, record.version, record.write, record.origin, record.deleted};
  if (record.row != nullptr)
    for (const Value& value : record.row->values()) plain.fields.push_back(to_plain(value));
  return plain;
}

/// Everything that can be asked about one table agrees.
void check_table(const PlainTable& expected, Sut& sut, TableId table) {
  RC_ASSERT(sut.store->exists(table) == expected.reachable());
  if (!expected.reachable()) return;
  std::vector<KeyedRecord> out;
  std::map<Key, PlainRecord> all;
  RC_ASSERT(sut.store->scan(table, INT64_MIN, 1 << 20, out) == StoreStatus::ok);
  if (sut.has(table, INT64_MIN)) out.insert(out.begin(), {INT64_MIN, sut.read});
  for (std::size_t i = 0; i < out.size(); ++i) {
    if (i > 0) RC_ASSERT(out[i - 1].key < out[i].key);  // its || does not short-circuit
    all[out[i].key] = to_plain(out[i].record);
  }
  RC_ASSERT(all == expected.rows);
  std::int64_t count = 0;
  for (const auto& [key, record] : expected.rows) count += record.deleted ? 0 : 1;
  RC_ASSERT(sut.count(table) == count);
  RC_ASSERT(sut.last(table) == (expected.rows.empty() ? 0 : expected.rows.rbegin()->first));
}

// ---- commands ----

/// One that concerns one table; afterwards that table is compared as a whole.
struct TableCommand : StoreCommand {
  TableId table = any_table();
  void run(const Reference& before, Sut& sut) const final {
    act(before, before.tables[table], sut);
    Reference after = before;
    apply(after);
    check_table(after.tables[table], sut, table);
  }
  virtual void act(const Reference& before, const PlainTable& expected, Sut& sut) const = 0;
};

struct Put final : TableCommand {
  explicit Put(const Reference&) {}
  Key key = any_key();
  PlainRecord record = any_record();
  void apply(Reference& reference) const override {
    if (reference.tables[table].reachable()) reference.tables[table].rows[key] = record;
  }
  void act(const Reference&, const PlainTable& expected, Sut& sut) const override {
    RC_ASSERT(sut.store->put(table, key, to_record(record, sut.memory)) ==
              (expected.reachable() ? StoreStatus::ok : StoreStatus::no_such_table));
  }
  void show(std::ostream& os) const override { os << "put " << table << " " << key; }
};

struct Erase final : TableCommand {
  explicit Erase(const Reference&) {}
  Key key = any_key();
  void apply(Reference& reference) const override {
    if (reference.tables[table].reachable()) reference.tables[table].rows.erase(key);
  }
  void act(const Reference&, const PlainTable& expected, Sut& sut) const override {
    bool found = false;
    const StoreStatus status = sut.store->erase(table, key, found);
    RC_ASSERT(status == (expected.reachable() ? StoreStatus::ok : StoreStatus::no_such_table));
    RC_ASSERT(found == (expected.reachable() && expected.rows.contains(key)));
  }
  void show(std::ostream& os) const override { os << "erase " << table << " " << key; }
};

struct Get final : TableCommand {
  explicit Get(const Reference&) {}
  Key key = any_key();
  void apply(Reference&) const override {}
  void act(const Reference&, const PlainTable& expected, Sut& sut) const override {
    const auto [status, found] = sut.get(table, key);
    RC_ASSERT(status == (expected.reachable() ? StoreStatus::ok : StoreStatus::no_such_table));
    RC_ASSERT(found == (expected.reachable() && expected.rows.contains(key)));
    if (found) RC_ASSERT(to_plain(sut.read) == expected.rows.at(key));
  }
  void show(std::ostream& os) const override { os << "get " << table << " " << key; }
};

struct Scan final : TableCommand {
  explicit Scan(const Reference&) {}
  Key after = any_key();
  int limit = *rc::gen::inRange(-1, 20);
  void apply(Reference&) const override {}
  void act(const Reference&, const PlainTable& expected, Sut& sut) const override {
    std::vector<Key> keys;
    for (auto at = expected.rows.upper_bound(after); at != expected.rows.end(); ++at)
      if (static_cast<int>(keys.size()) < limit) keys.push_back(at->first);
    if (!expected.reachable()) keys = {-404};
    RC_ASSERT(sut.keys(table, after, limit) == keys);
  }
  void show(std::ostream& os) const override {
    os << "scan " << table << " " << after << " " << limit;
  }
};

enum class Change { create, hold, restore, clear, drop };

struct Alter final : TableCommand {
  explicit Alter(const Reference&) {}
  Change change =
      *rc::gen::element(Change::create, Change::hold, Change::restore, Change::clear, Change::drop);
  /// Changes the table unless that is refused or there is nothing to do.
  StoreStatus change_table(const Reference& reference, PlainTable& it) const {
    const bool nothing = (change == Change::create && it.reachable()) ||
                         (change == Change::hold && it.held) ||
                         (change == Change::restore && it.reachable());
    if (nothing) return StoreStatus::ok;
    if (change == Change::create && it.held) return StoreStatus::busy;
    if (change != Change::create && !it.created) return StoreStatus::no_such_table;
    if (reference.before.has_value()) return StoreStatus::busy;
    if (change == Change::create) it.created = true;
    if (change == Change::hold) it.held = true;
    if (change == Change::restore) it.held = false;
    if (change == Change::clear) it.rows.clear();
    if (change == Change::drop) it = {};
    return StoreStatus::ok;
  }
  void apply(Reference& reference) const override {
    change_table(reference, reference.tables[table]);
  }
  void act(const Reference& before, const PlainTable& expected, Sut& sut) const override {
    PlainTable copy = expected;
    RC_ASSERT(call(*sut.store) == change_table(before, copy));
  }
  StoreStatus call(Store& store) const {
    switch (change) {
      case Change::create:
        return store.create(table);
      case Change::hold:
        return store.hold(table);
      case Change::restore:
        return store.restore(table);
      case Change::clear:
        return store.clear(table);
      case Change::drop:
        break;
    }
    return store.drop(table);
  }
  void show(std::ostream& os) const override {
    os << "alter " << table << " change " << static_cast<int>(change);
  }
};

/// One that concerns the whole store; afterwards everything is compared.
struct StoreWideCommand : StoreCommand {
  void run(const Reference& before, Sut& sut) const final {
    act(before, sut);
    Reference after = before;
    apply(after);
    for (TableId table = 0; table < table_count; ++table)
      check_table(after.tables[table], sut, table);
  }
  virtual void act(const Reference& before, Sut& sut) const = 0;
};

struct Begin final : StoreWideCommand {
  void apply(Reference& reference) const override {
    if (!reference.before) reference.before = reference.tables;
  }
  void act(const Reference& before, Sut& sut) const override {
    RC_ASSERT(sut.store->begin() == (before.before ? StoreStatus::busy : StoreStatus::ok));
  }
  void show(std::ostream& os) const override { os << "begin"; }
};

struct Commit final : StoreWideCommand {
  void checkPreconditions(const Reference& reference) const override {
    RC_PRE(reference.before.has_value());
  }
  void apply(Reference& reference) const override { reference.before.reset(); }
  void act(const Reference&, Sut& sut) const override {
    RC_ASSERT(sut.store->commit() == StoreStatus::ok);
  }
  void show(std::ostream& os) const override { os << "commit"; }
};

struct Rollback : StoreWideCommand {
  void apply(Reference& reference) const override {
    if (reference.before) reference.tables = *reference.before;
    reference.before.reset();
  }
  void act(const Reference&, Sut& sut) const override { sut.store->rollback(); }
  void show(std::ostream& os) const override { os << "rollback"; }
};

struct Crash final : Rollback {
  void act(const Reference&, Sut& sut) const override { sut.store->crash(); }
  void show(std::ostream& os) const override { os << "crash"; }
};

struct KeepImage final : StoreWideCommand {
  void checkPreconditions(const Reference& reference) const override {
    RC_PRE(!reference.before.has_value());
  }
  void apply(Reference& reference) const override { reference.image = reference.tables; }
  void act(const Reference&, Sut& sut) const override {
    sut.store->keep_image();
    sut.memory.keep();
  }
  void show(std::ostream& os) const override { os << "keep_image"; }
};

struct RestoreImage final : StoreWideCommand {
  void apply(Reference& reference) const override {
    reference.tables = reference.image;
    reference.before.reset();
  }
  void act(const Reference&, Sut& sut) const override {
    sut.store->restore_image();
    sut.memory.reset();
  }
  void show(std::ostream& os) const override { os << "restore_image"; }
};

void check_engine(const char* engine) {
  of_a_plan = std::string_view(engine) == "program";
  Sut sut(engine);
  sut.memory.keep();
  rc::state::check(Reference{}, sut, [](const Reference& reference) {
    using rc::state::gen::execOneOfWithArgs;
    return rc::gen::weightedOneOf<std::shared_ptr<const StoreCommand>>(
        {{12, execOneOfWithArgs<Put, Put, Erase, Get, Scan>()(reference)},
         {3, execOneOfWithArgs<Alter>()(reference)},
         {3, execOneOfWithArgs<Begin, Commit, Rollback>()()},
         {2, execOneOfWithArgs<Crash, KeepImage, RestoreImage, RestoreImage>()()}});
  });
}

RC_GTEST_PROP(ModelStore, BehavesAsTheReference, ()) { check_engine("model"); }
RC_GTEST_PROP(SqliteStore, BehavesAsTheReference, ()) { check_engine("sqlite"); }
RC_GTEST_PROP(SqliteFile, BehavesAsTheReference, ()) { check_engine("sqlite_file"); }
RC_GTEST_PROP(ProgramStore, BehavesAsTheReference, ()) { check_engine("program"); }
RC_GTEST_PROP(PostgresStore, BehavesAsTheReference, ()) { check_engine("postgresql"); }

}  // namespace
}  // namespace rehearse::simulators
