#pragma once
/// All non-determinism goes through `Choices::pick(site, n)`. A site is a stable name, not "the
/// n-th draw": the random engine hashes (seed, site), so a new draw somewhere never shifts the
/// others, and a saved choice still applies after an unrelated edit of the plan.

#include <cstdint>
#include <string>
#include <vector>

#include "simulators/runtime/history.hpp"

namespace rehearse::simulators {

enum class SiteKind : std::uint8_t {
  delay,       ///< One-way delay of a message: a = from, b = to.
  work,        ///< Time a store or service takes: a = node.
  arrival,     ///< Gap before the next client operation.
  operation,   ///< Which operation of the mix.
  client,      ///< Which client asks.
  key,         ///< Which existing key; b = variable.
  field,       ///< Generated content; b = field.
  instance,    ///< Which application instance serves.
  flag_delay,  ///< a = instance.
  segment,     ///< Draw of a split that is not sticky.
  decline,     ///< The bank says no.
  refuse,      ///< A service refuses before executing.
  fault,       ///< a, b = link or node; `index` tells the fault of the scenario.
  shape,       ///< Where the run is rolled back or held.
  initial      ///< Content put in place before the run.
};

/// Where a choice is made. Unique within a run.
struct Site {
  SiteKind kind = SiteKind::delay;
  std::uint8_t index = 0;
  NodeId a = 0;
  NodeId b = 0;
  std::uint64_t n = 0;  ///< Which occasion: a message's tag, an operation's id, ...
  auto operator<=>(const Site&) const = default;
};

class Choices {
 public:
  virtual ~Choices() = default;
  /// A number in [0, n); n at least 1.
  virtual std::uint64_t pick(const Site& site, std::uint64_t n) = 0;

  /// Uniform in [least, most].
  std::int64_t between(const Site& site, std::int64_t least, std::int64_t most) {
    if (most <= least) return least;
    return least +
           static_cast<std::int64_t>(pick(site, static_cast<std::uint64_t>(most - least) + 1));
  }
  /// With this chance in a million. No choice is made at 0 or at a million.
  bool happens(const Site& site, std::int64_t per_million) {
    if (per_million <= 0) return false;
    if (per_million >= 1'000'000) return true;
    // Counted from the top, so that 0, the replay's default, means "no".
    return pick(site, 1'000'000) >= static_cast<std::uint64_t>(1'000'000 - per_million);
  }
};

/// Seeded; a pure function of (seed, site, n).
class RandomChoices final : public Choices {
 public:
  explicit RandomChoices(std::uint64_t seed);
  std::uint64_t pick(const Site& site, std::uint64_t n) override;

 private:
  std::uint64_t seed_;  // mixed: seeds 1, 2, 3 have nothing in common
};

struct Choice {
  Site site;
  std::uint64_t n = 1;
  std::uint64_t value = 0;
  bool operator==(const Choice&) const = default;
};

/// Passes on to another engine and keeps what it answered.
class RecordingChoices final : public Choices {
 public:
  explicit RecordingChoices(Choices& engine) : engine_(engine) {}
  std::uint64_t pick(const Site& site, std::uint64_t n) override;
  const std::vector<Choice>& recorded() const { return recorded_; }

 private:
  Choices& engine_;
  std::vector<Choice> recorded_;
};

/// Answers from a saved list; what is not in it is 0. Says whether it was faithful.
class ReplayChoices final : public Choices {
 public:
  explicit ReplayChoices(std::vector<Choice> saved);
  std::uint64_t pick(const Site& site, std::uint64_t n) override;
  /// Sites that were asked for and not saved, or saved for another range.
  std::uint64_t unknown() const { return unknown_; }

 private:
  std::vector<Choice> saved_;  // sorted by site
  std::uint64_t unknown_ = 0;
};

/// "delay/app-2>shop/41.3": stable, readable, for counterexample files. `nodes` gives names by
/// NodeId.
std::string site_name(const Site& site, const std::vector<std::string>& nodes);

}  // namespace rehearse::simulators
