#pragma once
/// Choices laid over a seeded engine's, by group of sites: what is not named answers 0, the plain
/// answer. So a run can be made simpler group by group while the rest stays as the seed says, and
/// what is asked for newly, because the run takes another way, is plain as well.

#include <optional>
#include <vector>

#include "simulators/runtime/choices.hpp"

namespace rehearse::harness {

/// Sites that are made plain together. The draws of one operation stand alone (its key, its
/// content, its instance); those of messages and nodes go by link or node, whatever the occasion.
simulators::Site group_of(simulators::Site site);

struct LaidOver {
  /// Groups that answer as the seed says, ascending; without a list all do. While the scenario's
  /// faults are drawn, what is drawn for them is as the seed says in any case.
  std::optional<std::vector<simulators::Site>> seeded;
};

class LaidOverChoices final : public simulators::Choices {
 public:
  /// Both must outlive this.
  LaidOverChoices(simulators::Choices& engine, const LaidOver& laid_over, bool faults)
      : engine_(engine), laid_over_(laid_over), faults_(faults) {}
  std::uint64_t pick(const simulators::Site& site, std::uint64_t n) override;

 private:
  simulators::Choices& engine_;
  const LaidOver& laid_over_;
  const bool faults_;
};

}  // namespace rehearse::harness
