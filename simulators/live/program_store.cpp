#include "simulators/live/program_store.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace rehearse::simulators::live {

using Json = nlohmann::json;

namespace {

/// The same with one more table, for the number of the last transaction.
DatabaseShape with_commits(DatabaseShape shape) {
  shape.tables.push_back({"rehearse_commits", {{"number", {}}}});
  return shape;
}

}  // namespace

ProgramStore::ProgramStore(const DatabaseShape& shape, const scenarios::DatabaseProgram& program,
                           std::uint16_t port, Memory& memory, const std::string& file)
    : shape_(with_commits(shape)),
      memory_(memory),
      records_(shape_, program, port, memory),
      commits_(static_cast<TableId>(shape.tables.size())),
      beside_(shape_, memory, file),
      intent_file_(file + ".intent"),
      image_(shape_.tables.size()) {
  read_intent();
}

// ---- data ----

StoreStatus ProgramStore::ready(TableId table) {
  if (open_ && failure_ != StoreStatus::ok) return failure_;
  if (const StoreStatus status = settle(); status != StoreStatus::ok) return status;
  return exists(table) ? StoreStatus::ok : StoreStatus::no_such_table;
}

/// In a transaction that has failed no other call may follow.
StoreStatus ProgramStore::noted(StoreStatus status) {
  const bool failed = status != StoreStatus::ok && status != StoreStatus::no_such_table;
  if (open_ && failed && failure_ == StoreStatus::ok) failure_ = status;
  return status;
}

/// As the transaction sees it, tombstones apart.
StoreStatus ProgramStore::read_in_transaction(TableId table, Key key, StoredRecord& there) {
  const Place place{table, key};
  if (const auto changed = changes_.find(place); changed != changes_.end()) {
    there = changed->second.after;
    return StoreStatus::ok;
  }
  if (const auto seen = seen_.find(place); seen != seen_.end()) {
    there = seen->second;
    return StoreStatus::ok;
  }
  const StoreStatus status = noted(records_.read(table, key, there));
  if (status == StoreStatus::ok && open_) seen_[place] = there;
  return status;
}

StoreStatus ProgramStore::get(TableId table, Key key, Record& record, bool& found) {
  found = false;
  StoreStatus status = ready(table);
  if (status != StoreStatus::ok) return status;
  status = noted(beside_.get(table, key, record, found));
  if (status != StoreStatus::ok || found || !is_of_records(table)) return status;
  StoredRecord there;
  status = read_in_transaction(table, key, there);
  found = there.has_value();
  if (found) record = *there;
  return status;
}

StoreStatus ProgramStore::change(TableId table, Key key, const StoredRecord& after) {
  StoredRecord before;
  const StoreStatus status = read_in_transaction(table, key, before);
  if (status != StoreStatus::ok) return status;
  changes_.try_emplace({table, key}, Change{before, {}}).first->second.after = after;
  return StoreStatus::ok;
}

StoreStatus ProgramStore::put(TableId table, Key key, const Record& record) {
  ensure_fits(record, shape_.tables[known(table)].columns.size());
  StoreStatus status = ready(table);
  if (status != StoreStatus::ok) return status;
  if (!is_of_records(table)) return noted(beside_.put(table, key, record));
  if (!open_) {
    status = begin();
    return commit_alone(status == StoreStatus::ok ? put(table, key, record) : status);
  }
  bool found = false;
  status =
      noted(record.deleted ? beside_.put(table, key, record) : beside_.erase(table, key, found));
  if (status != StoreStatus::ok) return status;
  return change(table, key, record.deleted ? std::nullopt : StoredRecord(record));
}

StoreStatus ProgramStore::erase(TableId table, Key key, bool& found) {
  found = false;
  StoreStatus status = ready(table);
  if (status != StoreStatus::ok) return status;
  if (!is_of_records(table)) return noted(beside_.erase(table, key, found));
  if (!open_) {
    status = begin();
    return commit_alone(status == StoreStatus::ok ? erase(table, key, found) : status);
  }
  status = noted(beside_.erase(table, key, found));
  if (status != StoreStatus::ok || found) return status;
  StoredRecord there;
  status = read_in_transaction(table, key, there);
  found = there.has_value();
  return found ? change(table, key, std::nullopt) : status;
}

/// Of one call that is a transaction of its own.
StoreStatus ProgramStore::commit_alone(StoreStatus status) {
  if (status == StoreStatus::ok) return commit();
  rollback();
  return status;
}

StoreStatus ProgramStore::scan(TableId table, Key after, int limit, std::vector<KeyedRecord>& out) {
  StoreStatus status = ready(table);
  if (status != StoreStatus::ok || limit <= 0) return status;
  std::vector<KeyedRecord> rows;
  status = noted(beside_.scan(table, after, limit, rows));
  if (status != StoreStatus::ok || !is_of_records(table)) {
    out.insert(out.end(), rows.begin(), rows.end());
    return status;
  }
  std::map<Key, Record> found;  // in their order
  for (const KeyedRecord& tombstone : rows) found[tombstone.key] = tombstone.record;
  // What this transaction has deleted may be in the program's list.
  const auto more = static_cast<int>(std::min<std::size_t>(changes_.size(), 1'000));
  rows.clear();
  status =
      noted(records_.list(table, after, limit < INT32_MAX - more ? limit + more : limit, rows));
  if (status != StoreStatus::ok) return status;
  for (const KeyedRecord& row : rows)
    if (changes_.count({table, row.key}) == 0) found.emplace(row.key, row.record);
  for (const auto& [place, change] : changes_)
    if (place.first == table && place.second > after && change.after)
      found[place.second] = *change.after;
  for (const auto& [key, record] : found)
    if (limit-- > 0) out.push_back({key, record});
  return StoreStatus::ok;
}

StoreStatus ProgramStore::count(TableId table, std::int64_t& count) {
  std::vector<KeyedRecord> all;
  const StoreStatus status = scan(table, INT64_MIN, INT32_MAX, all);
  count = std::count_if(all.begin(), all.end(),
                        [](const KeyedRecord& one) { return !one.record.deleted; });
  return status;
}

StoreStatus ProgramStore::last_key(TableId table, Key& key) {
  if (!is_of_records(table)) return beside_.last_key(table, key);
  std::vector<KeyedRecord> all;
  const StoreStatus status = scan(table, INT64_MIN, INT32_MAX, all);
  key = all.empty() ? 0 : all.back().key;
  return status;
}

// ---- transactions ----

StoreStatus ProgramStore::begin() {
  if (open_) return StoreStatus::busy;
  StoreStatus status = settle();
  if (status == StoreStatus::ok) status = beside_.begin();
  open_ = status == StoreStatus::ok;
  failure_ = StoreStatus::ok;
  return status;
}

void ProgramStore::rollback() {
  if (!open_) return;
  open_ = false;
  failure_ = StoreStatus::ok;
  changes_.clear();
  seen_.clear();
  beside_.rollback();
}

StoreStatus ProgramStore::commit() {
  REHEARSE_ENSURE(open_);
  std::erase_if(changes_, [](const auto& one) { return !one.second.before && !one.second.after; });
  StoreStatus status = failure_;
  if (status == StoreStatus::ok && !changes_.empty()) status = send_changes();
  if (status == StoreStatus::ok) status = beside_.commit();
  if (status == StoreStatus::ok) {
    before_.clear();
    open_ = false;
    changes_.clear();
    seen_.clear();
    return StoreStatus::ok;
  }
  rollback();
  settle();  // now, if it can be
  return status;
}

/// To the program; it is theirs for good when ours is committed.
StoreStatus ProgramStore::send_changes() {
  std::int64_t last = 0;
  StoreStatus status = committed_number(last);
  if (status != StoreStatus::ok) return status;
  intended_ = last + 1;
  const std::array<Value, 1> number{Value::of(intended_)};
  Record counted;
  counted.row = memory_.row(number);
  status = beside_.put(commits_, 1, counted);
  if (status != StoreStatus::ok) return status;
  for (const auto& [place, change] : changes_) before_[place] = change.before;
  status = write_intent();
  bool begun = false;
  for (auto change = changes_.begin(); change != changes_.end() && status == StoreStatus::ok;
       ++change) {
    const RecordClient::Written asked =
        records_.write(change->first.first, change->first.second, change->second.after);
    begun = begun || asked.maybe_done;
    status = asked.status;
  }
  if (status != StoreStatus::ok && !begun) forget_intent();  // the program has done nothing
  return status;
}

StoreStatus ProgramStore::committed_number(std::int64_t& number) {
  Record record;
  bool found = false;
  const StoreStatus status = beside_.get(commits_, 1, record, found);
  number = found ? record.row->begin()[0].number : 0;
  return status;
}

/// Undoes a transaction that was not committed.
StoreStatus ProgramStore::settle() {
  if (before_.empty() || open_) return StoreStatus::ok;
  std::int64_t last = 0;
  StoreStatus status = committed_number(last);
  if (status != StoreStatus::ok) return status;
  for (auto one = before_.begin(); last < intended_ && one != before_.end(); ++one) {
    status = records_.write(one->first.first, one->first.second, one->second).status;
    if (status != StoreStatus::ok) return StoreStatus::io_error;
  }
  forget_intent();
  return StoreStatus::ok;
}

/// What is left of a transaction that was not committed must not be undone later.
void ProgramStore::forget_intent() {
  before_.clear();
  std::remove(intent_file_.c_str());
}

StoreStatus ProgramStore::write_intent() {
  Json entries = Json::array();
  for (const auto& [place, record] : before_)
    entries.push_back({{"table", place.first},
                       {"key", place.second},
                       {"record", record ? records_.json_of(place.first, *record) : Json()}});
  const std::string half = intent_file_ + ".new";
  std::ofstream out(half, std::ios::binary | std::ios::trunc);
  out << Json{{"number", intended_}, {"before", std::move(entries)}}.dump();
  out.close();
  const bool written = out.good() && std::rename(half.c_str(), intent_file_.c_str()) == 0;
  return written ? StoreStatus::ok : StoreStatus::io_error;
}

void ProgramStore::read_intent() {
  std::ifstream in(intent_file_, std::ios::binary);
  if (!in) return;
  const Json json = Json::parse(in);
  intended_ = json.at("number").get<std::int64_t>();
  for (const Json& entry : json.at("before")) {
    const auto table = entry.at("table").get<TableId>();
    StoredRecord& record = before_[{table, entry.at("key").get<Key>()}];
    if (!entry.at("record").is_null())
      record = records_.record_of(table, &entry.at("record"), intent_file_);
  }
}

// ---- DDL ----

StoreStatus ProgramStore::create(TableId table) {
  if (open_ && !exists(table)) return StoreStatus::busy;
  if (is_of_records(table) && !exists(table)) {
    // Ours says whether it may be; what an earlier one of that name has left is gone.
    const StoreStatus status = beside_.create(table);
    if (status != StoreStatus::ok) return status;
    const StoreStatus emptied = records_.delete_all(table);
    if (emptied != StoreStatus::ok) beside_.drop(table);
    return emptied;
  }
  return beside_.create(table);
}

StoreStatus ProgramStore::clear(TableId table) {
  StoreStatus status = beside_.clear(known(table));
  if (status == StoreStatus::ok && is_of_records(table)) status = records_.delete_all(table);
  return status;
}

// ---- life ----

void ProgramStore::crash() {
  rollback();
  beside_.crash();
}

void ProgramStore::keep_image() {
  REHEARSE_ENSURE(!open_);
  beside_.keep_image();
  for (TableId table = 0; table < image_.size(); ++table) {
    image_[table].clear();
    if (is_of_records(table) &&
        records_.list(table, INT64_MIN, INT32_MAX, image_[table]) != StoreStatus::ok)
      throw std::runtime_error("the image cannot be kept: " + records_.problem());
  }
}

void ProgramStore::restore_image() {
  rollback();
  forget_intent();
  beside_.restore_image();
  for (TableId table = 0; table < image_.size(); ++table) {
    if (!is_of_records(table)) continue;
    StoreStatus status = records_.delete_all(table);
    for (const KeyedRecord& one : image_[table])
      if (status == StoreStatus::ok) status = records_.write(table, one.key, one.record).status;
    if (status != StoreStatus::ok)
      throw std::runtime_error("the image cannot be restored: " + records_.problem());
  }
}

}  // namespace rehearse::simulators::live
