#pragma once
/// The events that one process records, in a file that it has mapped: no call to the system for an
/// event, and what was recorded is there even if the process is killed the next moment.

#include <atomic>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "simulators/live/mapped_file.hpp"
#include "simulators/runtime/history.hpp"

namespace rehearse::simulators::live {

class EventLog final {
 public:
  /// Throws std::system_error when there is no room.
  static EventLog create(const std::string& path);
  /// As written by another process, which may still be writing.
  static EventLog open(const std::string& path);

  /// Throws std::system_error when the disk is full, std::length_error beyond `most`.
  EventId append(const Event& event);
  /// Those that are complete.
  std::span<const Event> events() const;

  /// So many events fit: 128 MiB.
  static constexpr std::size_t most = std::size_t{1} << 21U;

 private:
  using Count = std::atomic<std::uint64_t>;
  static_assert(Count::is_always_lock_free, "it is shared between processes");
  explicit EventLog(MappedFile file) : file_(std::move(file)) {}
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
