#pragma once
/// The clock that a program of the user's reads, wrong by as much as it is told: libfaketime,
/// loaded into the program, asks a file whenever the program asks for the time. Timers of the
/// program (the monotonic clock) are never wrong.

#include <optional>
#include <string>
#include <vector>

#include "simulators/runtime/timing_wheel.hpp"

namespace rehearse::simulators::live {

class ProgramClock final {
 public:
  /// libfaketime's library on this machine; none: it is not installed.
  static std::optional<std::string> library();

  /// `file`: what the program will ask. Throws std::runtime_error, as `set`, when there is no room.
  ProgramClock(std::string library, std::string file);
  /// "NAME=value", for the program's environment.
  std::vector<std::string> environment() const;
  /// By so many microseconds it is ahead from now on; negative: behind.
  void set(Time error);

 private:
  std::string library_, file_;
  std::optional<Time> error_;
};

}  // namespace rehearse::simulators::live
