#pragma once
/// Keeps the flags and brings them to every application instance, each at its own moment. Durable:
/// a conductor that crashed finds here what is in force.

#include "simulators/application/flags.hpp"
#include "simulators/workers/worker.hpp"

namespace rehearse::simulators {

class FlagService final : public Worker {
 public:
  FlagService(const Blueprint& blueprint, Runtime& runtime, Memory& memory);

  /// Before a run: the flags before the first phase.
  void reset(const FlagSnapshot* flags);
  const FlagSnapshot* current() const { return flags_; }

  void start() override;
  void crash() override {}
  /// get_flags: flags. publish: takes `flags` when their number is greater.
  std::optional<Reply> answer(const Request& request) override;

 private:
  Task<void> push(NodeId instance, std::uint16_t place);

  const FlagSnapshot* flags_ = nullptr;
};

}  // namespace rehearse::simulators
