#pragma once
/// What a plan is rehearsed under: traffic, faults, objectives and how much to explore.
/// One plan, many scenarios.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "scenarios/plan.hpp"

namespace rehearse::scenarios {

enum class ArrivalShape : std::uint8_t { constant, poisson, burst };

struct Arrivals {
  std::int64_t per_million_seconds = 0;  ///< "400/s" is 400'000'000; exact, 1 or more.
  ArrivalShape shape = ArrivalShape::poisson;
  int burst_size = 10;           ///< burst: operations that arrive together, 1 or more
  Duration burst_spread{5'000};  ///< burst: within this much time
  bool operator==(const Arrivals&) const = default;
};

enum class KeyShape : std::uint8_t { uniform, zipf, hot_set };

struct Keys {
  int count = 100;  ///< Records of each existing-key collection at the start.
  KeyShape shape = KeyShape::uniform;
  int zipf_hundredths = 100;  ///< zipf(1.1) is 110
  int hot_keys = 1;           ///< hot_set(3, 80%): 3 keys get 80 % of the traffic
  int hot_percent = 80;
  bool operator==(const Keys&) const = default;
};

struct ClientPolicy {
  Duration timeout{1'000'000};
  int retries = 0;  ///< Only of what is safe: reads, and what was surely not executed.
  Duration backoff{50'000};
  bool operator==(const ClientPolicy&) const = default;
};

struct Traffic {
  Arrivals arrivals;
  int clients = 10;       ///< Sessions; each has one operation outstanding at most.
  int operations = 2000;  ///< Most operations of one run.
  std::vector<std::pair<std::string, int>> mix;  ///< Operation -> weight; empty: all alike.
  Keys keys;
  ClientPolicy client;
  std::array<std::int64_t, 2> stock{5, 50};  ///< Range of initial values of counter fields.
  Duration tail{200'000};  ///< Traffic goes on this long after the plan has ended.
  bool operator==(const Traffic&) const = default;
};

struct NetworkShape {
  std::array<Duration, 2> latency{Duration{100}, Duration{1'000}};  ///< One way, uniform.
  std::array<Duration, 2> store{Duration{20}, Duration{200}};       ///< A store's own work.
  bool operator==(const NetworkShape&) const = default;
};

/// One fault, or a draw from kinds. Kinds and parameters: `rehearse list faults`.
struct FaultSpec {
  std::vector<std::string> kinds;     ///< One kind, or several for `any_of` (groups allowed).
  bool drawn = false;                 ///< `any_of`: drawn per site; else exactly as scheduled.
  std::vector<std::string> between;   ///< Two node patterns: "app", "app/2", "payments.old", ...
  std::string node;                   ///< For process faults.
  std::int64_t rate_per_million = 0;  ///< Drawn faults: chance per opportunity.
  std::string phase;                  ///< Only during this phase; empty: always.
  std::string step;                 ///< Only since this step began, "orders.drain"; empty: always.
  std::optional<Duration> after;    ///< Since the phase or step began (or since the run began).
  std::string of;                   ///< Only messages of this kind, "write"; empty: all.
  std::optional<int> nth;           ///< Only the n-th opportunity, from 1.
  bool persistent = false;          ///< Every opportunity from the n-th on.
  Duration restart_after{300'000};  ///< Crashes: how long it is down.
  Duration duration{0};             ///< What the kind says; 0: its usual.
  bool operator==(const FaultSpec&) const = default;
};

struct Objectives {
  std::int64_t availability_per_million = 999'900;  ///< Of client operations, in any window.
  Duration window{1'000'000};
  std::optional<Duration> longest_outage;  ///< A time in which every operation failed.
  std::optional<Duration> p99;
  std::optional<std::int64_t> p99_vs_control_percent;  ///< 150: at most 1.5 times the control run.
  bool operator==(const Objectives&) const = default;
};

enum class RollbackSweep : std::uint8_t { none, every_phase, every_step };

struct Explore {
  RollbackSweep rollback = RollbackSweep::every_step;
  int swarm_runs = 200;  ///< Runs, unless --runs says otherwise.
  bool single_faults_exhaustive = false;
  bool pairs_by_lineage = false;
  int base_runs = 4;        ///< Over which the systematic parts lay their faults.
  int operations = 60;      ///< Client operations of every run that is not of the swarm, at most.
  int most_runs = 100'000;  ///< Of each systematic part; more are chosen from, evenly.
  int stress_runs = 0;      ///< Swarm beyond the plan's fault budget; they certify nothing.
  bool operator==(const Explore&) const = default;
};

struct Scenario {
  std::string name;
  Traffic traffic;
  NetworkShape network;
  std::vector<FaultSpec> faults;
  Objectives objectives;
  std::vector<std::string> properties{"all"};
  std::vector<std::string>
      must_exercise;  ///< Property ids that have to be exercised, else INCONCLUSIVE.
  /// Situations that have to occur in some run of the certification, else INCONCLUSIVE, beside
  /// those that are demanded anyway: ids of `rehearse list situations`, `*` for anything.
  std::vector<std::string> must_happen;
  std::string store;  ///< Overrides every location's engine: "", "model", "sqlite".
  Explore explore;
  bool operator==(const Scenario&) const = default;
};

}  // namespace rehearse::scenarios
