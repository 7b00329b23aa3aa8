#pragma once
/// The events that one process records, in a file that it has mapped: no call to the system for an
/// event, and what was recorded is there even if the process is killed the next moment.
///
/// A node whose state outlasts its process keeps, together with that state, how many of its events
/// tell of it (`EventsTold`). Its next process counts those and no others: what was committed was
/// recorded, and what was recorded was committed, wherever a kill may fall.

#include <atomic>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "simulators/live/mapped_file.hpp"
#include "simulators/runtime/history.hpp"

namespace rehearse::simulators::live {

/// The first `count` events of a node's `process`-th process.
struct EventsTold {
  int process = 0;
  std::uint64_t count = 0;

  /// Both in one number, which is not 0 for any process.
  std::int64_t packed() const;
  static EventsTold unpacked(std::int64_t number);
  bool operator==(const EventsTold&) const = default;
};

class EventLog final {
 public:
  /// Throws std::system_error when there is no room.
  static EventLog create(const std::string& path);
  /// As written by another process, which may still be writing.
  static EventLog open(const std::string& path);

  /// Throws std::system_error when the disk is full, std::length_error beyond `most`.
  EventId append(const Event& event);
  /// Writes down `events` behind those that are complete, of which they are none yet: what is
  /// recorded next takes their place. Returns how many would be complete with them. Throws as
  /// `append`.
  std::uint64_t prepare(std::span<const Event> events);
  /// Of a process that is gone: so many of its events count, be it fewer or more than it completed.
  static void settle(const std::string& path, std::uint64_t count);
  /// Those that are complete.
  std::span<const Event> events() const;

  /// So many events fit: 128 MiB.
  static constexpr std::size_t most = std::size_t{1} << 21U;

 private:
  using Count = std::atomic<std::uint64_t>;
  static_assert(Count::is_always_lock_free, "it is shared between processes");
  explicit EventLog(MappedFile file) : file_(std::move(file)) {}
  static EventLog open(const std::string& path, bool writable);
  /// The place of an event, with space on disk.
  Event& place(std::uint64_t index);
  Count& count() const { return *static_cast<Count*>(file_.data()); }
  Event* first() const {
    return reinterpret_cast<Event*>(static_cast<std::byte*>(file_.data()) + sizeof(Event));
  }

  MappedFile file_;
  std::size_t reserved_ = 0;  // events that have space on disk
};

/// The events of several processes in one order: by time, then by process (as the logs are
/// given), then as they were recorded. Events that one process recorded at one time stay together.
std::vector<Event> merged(std::span<const std::span<const Event>> logs);

}  // namespace rehearse::simulators::live
