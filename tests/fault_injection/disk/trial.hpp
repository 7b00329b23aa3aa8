#pragma once
/// One trial: a workload over a disk with a fault, the failure, the recovery, and what must then be
/// true. The checks are those of the issue; canary_test.cpp shows that each can fail.

#include <string>

#include "database.hpp"

namespace rehearse::fault_injection {

struct Trial {
  simulators::DiskHook* hook = nullptr;
  /// Of the power cut that ends the trial; null: the process is killed instead.
  simulators::Survival* survival = nullptr;
};

/// Runs it from the initial state. Empty when all that must be true is:
///  - what the running database shows after a failure is a state that it may be in,
///  - after recovery the database opens, and `PRAGMA integrity_check` finds nothing,
///  - committed transactions are there, refused ones are not, doubtful ones are as a whole or not,
///  - a second power cut right after the recovery changes nothing,
///  - it works again: one more transaction is committed and found.
/// Else the first that is not.
std::string failure_of(Database& database, const Workload& workload, const Trial& trial);

}  // namespace rehearse::fault_injection
