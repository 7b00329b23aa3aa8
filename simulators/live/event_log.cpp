#include "simulators/live/event_log.hpp"

#include <algorithm>
#include <stdexcept>

namespace rehearse::simulators::live {

namespace {
constexpr std::size_t reserved_at_once = 4'096;
constexpr int count_bits = 32;
/// The count takes the room of one event, so that events are aligned as cache lines are.
constexpr std::size_t bytes_for(std::size_t events) { return (events + 1) * sizeof(Event); }
}  // namespace

std::int64_t EventsTold::packed() const {
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(process) << count_bits | count);
}

EventsTold EventsTold::unpacked(std::int64_t number) {
  const auto bits = static_cast<std::uint64_t>(number);
  return {static_cast<int>(bits >> count_bits), bits & ((std::uint64_t{1} << count_bits) - 1)};
}

EventLog EventLog::create(const std::string& path) {
  EventLog log(MappedFile::create(path, bytes_for(most)));
  log.file_.reserve(bytes_for(reserved_at_once));
  log.reserved_ = reserved_at_once;
  log.count().store(0, std::memory_order_release);
  return log;
}

EventLog EventLog::open(const std::string& path) { return open(path, false); }

EventLog EventLog::open(const std::string& path, bool writable) {
  EventLog log(MappedFile::open(path, writable));
  if (log.file_.size() != bytes_for(most))
    throw std::runtime_error(path + " is no event log of a live run");
  return log;
}

Event& EventLog::place(std::uint64_t index) {
  while (index >= reserved_) {
    if (index >= most) throw std::length_error("a process recorded too many events");
    file_.reserve(bytes_for(reserved_ + reserved_at_once));
    reserved_ += reserved_at_once;
  }
  return first()[index];
}

EventId EventLog::append(const Event& event) {
  const std::uint64_t index = count().load(std::memory_order_relaxed);
  place(index) = event;
  count().store(index + 1, std::memory_order_release);
  return static_cast<EventId>(index);
}

std::uint64_t EventLog::prepare(std::span<const Event> events) {
  std::uint64_t index = count().load(std::memory_order_relaxed);
  for (const Event& event : events) place(index++) = event;
  return index;
}

void EventLog::settle(const std::string& path, std::uint64_t count) {
  open(path, true).count().store(std::min<std::uint64_t>(count, most), std::memory_order_release);
}

std::span<const Event> EventLog::events() const {
  const std::uint64_t complete = count().load(std::memory_order_acquire);
  return {first(), static_cast<std::size_t>(std::min<std::uint64_t>(complete, most))};
}

std::vector<Event> merged(std::span<const std::span<const Event>> logs) {
  std::vector<Event> all;
  for (const std::span<const Event> log : logs) all.insert(all.end(), log.begin(), log.end());
  // Appended log by log: among equals a stable sort keeps processes apart.
  std::stable_sort(all.begin(), all.end(),
                   [](const Event& a, const Event& b) { return a.time < b.time; });
  return all;
}

}  // namespace rehearse::simulators::live
