// A1 for each kind of operation: all of them together may keep an objective that one kind, a rare
// one, misses altogether.
//
// The objective gives each operation a chance to fail. A kind is judged by whether that chance
// explains its failures: in the whole run, in any full window, and, where the objective bounds
// outages, in a stretch in which all of its kind failed. Few failures of few operations are
// explained; all refunds of a minute are not. Failures that the control twin has too are left out.
#include <fmt/format.h>

#include <algorithm>

#include "harness/properties/availability.hpp"
#include "harness/properties/verdicts.hpp"
#include "harness/properties/words.hpp"
#include "scenarios/units.hpp"

namespace rehearse::harness {

OperationIndex first_failed(std::span<const Attempt> attempts, const Window& window) {
  for (std::size_t i = window.begin; i < window.end; ++i)
    if (attempts[i].failed) return attempts[i].operation;
  return nothing;
}

std::vector<EventId> failures_in(const Facts& facts, std::span<const Attempt> attempts,
                                 const Window& window) {
  std::vector<EventId> events;
  for (std::size_t i = window.begin; i < window.end && events.size() < 8; ++i) {
    if (!attempts[i].failed) continue;
    const OperationFact& operation = facts.operations()[attempts[i].operation];
    events.push_back(operation.invoke);
    events.push_back(operation.finish);
  }
  return events;
}

std::string told_failure(const Facts& facts, OperationIndex index) {
  const OperationFact& operation = facts.operations()[index];
  const std::string_view reason =
      operation.finish == no_event ? "no answer at all" : reason_name(operation.reason);
  return fmt::format("{}, begun at {}: {}", operation_of_client(facts, index),
                     seconds(operation.intended), reason);
}

namespace {

enum class Extent : std::uint8_t { run, window, stretch };

/// The least likely thing that happened to a kind.
struct Share {
  std::uint32_t kind = 0;
  Extent extent = Extent::run;
  Window window;
  double surprise = beyond_chance;
};

class Kinds final {
 public:
  explicit Kinds(const Facts& facts)
      : facts_(facts),
        objectives_(facts.scenario().objectives),
        chance_(std::max<std::int64_t>(0, 1'000'000 - objectives_.availability_per_million)),
        attempts_(facts.plan().application.operations.size()) {
    for (OperationIndex i = 0; i < facts.operations().size(); ++i) {
      const OperationFact& operation = facts.operations()[i];
      if (operation.kind >= attempts_.size() || (operation.failed() && operation.excused)) continue;
      attempts_[operation.kind].push_back({operation.intended, i, operation.failed()});
    }
  }

  std::optional<Verdict> judge() {
    std::optional<Share> worst;
    for (std::uint32_t kind = 0; kind < attempts_.size(); ++kind) look_at(kind, worst);
    if (!worst) return std::nullopt;
    return told(*worst);
  }

 private:
  void look_at(std::uint32_t kind, std::optional<Share>& worst) {
    std::vector<Attempt>& attempts = attempts_[kind];
    sort_attempts(attempts);
    const auto consider = [&](Extent extent, const Window& window) {
      const double found = surprise(window.failed, window.operations(), chance_);
      if (found <= (worst ? worst->surprise : beyond_chance)) return;
      worst = Share{kind, extent, window, found};
    };
    const auto failed = std::count_if(attempts.begin(), attempts.end(),
                                      [](const Attempt& one) { return one.failed; });
    if (failed == 0) return;
    consider(Extent::run, {0, attempts.size(), failed});
    each_window(attempts, objectives_.window.count(),
                [&](const Window& window) { consider(Extent::window, window); });
    if (!objectives_.longest_outage) return;
    const Window stretch = longest_failing(attempts);
    if (length_of(attempts, stretch) > objectives_.longest_outage->count())
      consider(Extent::stretch, stretch);
  }

  /// "30 of 60 checkout operations within 1 s"
  std::string failures_of(const Share& share) const {
    const std::string& name = facts_.plan().application.operations[share.kind].name;
    if (share.extent == Extent::stretch)
      return fmt::format("{} {} operations in a row, over {},", share.window.failed, name,
                         length(length_of(attempts_[share.kind], share.window)));
    return fmt::format(
        "{} of {} {} operations{}", share.window.failed, share.window.operations(), name,
        share.extent == Extent::run ? "" : " within " + length(objectives_.window.count()));
  }

  Verdict told(const Share& share) const {
    const std::string& name = facts_.plan().application.operations[share.kind].name;
    const std::vector<Attempt>& attempts = attempts_[share.kind];
    const OperationIndex first = first_failed(attempts, share.window);
    Verdict verdict = violated(
        fmt::format("{}{} had no success; the objective lets {} of all operations fail, and so "
                    "many of one kind are no chance; the first was {}",
                    opening(facts_, end_of(facts_.operations()[first])), failures_of(share),
                    scenarios::percent_text(chance_), told_failure(facts_, first)),
        "availability",
        Reason{fmt::format("each {} fails with a chance of {} at most", name,
                           scenarios::percent_text(chance_)),
               fmt::format("{} had no success, which happens by chance less than once in a "
                           "thousand million times",
                           failures_of(share))});
    verdict.witness = witness(failures_in(facts_, attempts, share.window));
    verdict.phase = facts_.event(end_of(facts_.operations()[first])).phase;
    verdict.subject = "availability of " + name;
    verdict.measured = share.window.per_million();
    verdict.bound = chance_;
    verdict.unit = "per million";
    return verdict;
  }

  const Facts& facts_;
  const scenarios::Objectives& objectives_;
  const std::int64_t chance_;
  std::vector<std::vector<Attempt>> attempts_;  // by kind
};

}  // namespace

std::optional<Verdict> judge_kinds(const Facts& facts) { return Kinds(facts).judge(); }

}  // namespace rehearse::harness
