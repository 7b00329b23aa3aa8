/// What a store knows beside its tables, where it is a process of its own: kept in rows of one of
/// them, in the same transaction as what it belongs to. A simulated store that crashes keeps it by
/// itself.

#include <stdexcept>

#include "simulators/store/store_node.hpp"

namespace rehearse::simulators {

namespace {

// Marks of workers have keys that are not negative.
constexpr Key events_key = -1;
constexpr Key key_of(std::size_t hosted, std::size_t number, std::size_t numbers) {
  return -2 - static_cast<Key>(hosted * numbers + number);
}

}  // namespace

StoreNode::SideMemory StoreNode::memory_of(const Hosted& side) {
  return {static_cast<std::int64_t>(side.fences.write),
          static_cast<std::int64_t>(side.fences.read),
          side.fences.refuses_legacy ? 1 : 0,
          static_cast<std::int64_t>(side.capture),
          static_cast<std::int64_t>(side.constraints),
          side.fenced_by,
          side.captured_by,
          side.sequence};
}

void StoreNode::remember_as(const SideMemory& numbers, Hosted& side) {
  side.fences.write = static_cast<std::uint64_t>(numbers[0]);
  side.fences.read = static_cast<std::uint64_t>(numbers[1]);
  side.fences.refuses_legacy = numbers[2] != 0;
  side.capture = static_cast<CaptureMode>(numbers[3]);
  side.constraints = static_cast<std::uint64_t>(numbers[4]);
  side.fenced_by = static_cast<std::uint32_t>(numbers[5]);
  side.captured_by = static_cast<std::uint32_t>(numbers[6]);
  side.sequence = numbers[7];
}

std::int64_t StoreNode::take_over() {
  forget();
  StoreStatus status = engine_->await_predecessor();
  const auto read = [&](Key key, std::int64_t& number) {
    Record record;
    bool found = false;
    if (status == StoreStatus::ok) status = engine_->get(database_.marks, key, record, found);
    if (status == StoreStatus::ok && found) number = record.row->begin()[0].number;
  };
  outlasts_ = true;
  kept_.clear();
  for (std::size_t i = 0; i < hosted_.size(); ++i) {
    kept_.push_back(memory_of(hosted_[i]));
    const bool lives_here =
        here(static_cast<TrackIndex>(i / 2), static_cast<scenarios::Side>(i % 2));
    for (std::size_t n = 0; lives_here && n < memory_numbers; ++n)
      read(key_of(i, n, memory_numbers), kept_[i][n]);
    remember_as(kept_[i], hosted_[i]);
  }
  std::int64_t events = 0;
  read(events_key, events);
  if (status != StoreStatus::ok)
    throw std::runtime_error("what the database knew cannot be read: " +
                             std::string(to_string(status)));
  learn_positions();
  return events;
}

StoreStatus StoreNode::put_number(Key key, std::int64_t number) {
  const std::array<Value, 1> values{Value::of(number)};
  Record record;
  record.row = memory_.row(values);
  return engine_->put(database_.marks, key, record);
}

/// In the transaction that is open: what is about to be recorded of it, and what it has changed.
StoreStatus StoreNode::keep_what_lasts() {
  StoreStatus status = StoreStatus::ok;
  if (!noted_.empty()) {
    const std::int64_t told = runtime_.prepare(noted_);
    if (told != 0) status = put_number(events_key, told);
  }
  for (std::size_t i = 0; i < hosted_.size(); ++i) {
    const SideMemory now = memory_of(hosted_[i]);
    for (std::size_t n = 0; n < memory_numbers && status == StoreStatus::ok; ++n) {
      if (now[n] != kept_[i][n]) status = put_number(key_of(i, n, memory_numbers), now[n]);
    }
  }
  return status;
}

/// The transaction was committed.
void StoreNode::has_kept() {
  for (std::size_t i = 0; i < hosted_.size(); ++i) kept_[i] = memory_of(hosted_[i]);
}

/// What a command of the conductor has changed, before it is confirmed.
FailureReason StoreNode::keep_command() {
  noted_.clear();
  StoreStatus status = engine_->begin();
  if (status == StoreStatus::ok) status = keep_what_lasts();
  if (status == StoreStatus::ok) status = engine_->commit();
  if (status == StoreStatus::ok) {
    has_kept();
    return FailureReason::none;
  }
  engine_->rollback();
  return from(status);
}

}  // namespace rehearse::simulators
