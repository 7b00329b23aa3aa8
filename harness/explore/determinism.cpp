#include "harness/explore/determinism.hpp"

#include <algorithm>

#include "harness/history/describe_event.hpp"
#include "harness/properties/facts.hpp"
#include "harness/properties/words.hpp"

namespace rehearse::harness {

using namespace simulators;

std::vector<std::int64_t> runs_done_twice(std::int64_t runs,
                                          const std::function<Course(std::int64_t)>& course_of) {
  std::vector<std::int64_t> twice;
  std::vector<Course> courses;
  for (std::int64_t index = 0; index < runs; ++index) {
    bool wanted = index < 2 || index % check_every == 0;
    if (index < check_every) {
      const Course course = course_of(index);
      const bool known = std::find(courses.begin(), courses.end(), course) != courses.end();
      if (!known) courses.push_back(course);
      wanted = wanted || !known;
    }
    if (wanted) twice.push_back(index);
  }
  return twice;
}

namespace {

/// "at 0.013 s app/1 cannot use the new orders table ...".
std::string told(const Blueprint& blueprint, const History& history, std::size_t at) {
  if (at >= history.events.size()) return "nothing more happened, until " + seconds(history.end);
  const Facts facts(blueprint.plan, blueprint.scenario, history);
  return "at " + seconds(history.events[at].time) + " " +
         describe_event(facts, static_cast<EventId>(at));
}

}  // namespace

std::string first_difference(const Blueprint& blueprint, const History& first,
                             const History& second) {
  std::size_t at = 0;
  const std::size_t both = std::min(first.events.size(), second.events.size());
  while (at < both && first.events[at] == second.events[at]) ++at;
  if (at == first.events.size() && at == second.events.size()) {
    if (first.final == second.final && first.hash == second.hash) return {};
    return "what is left at the end: every event was the same, and the stores or what was still "
           "under way (\"" +
           first.final.pending + "\"; \"" + second.final.pending + "\") were not";
  }
  const std::string one = told(blueprint, first, at);
  const std::string other = told(blueprint, second, at);
  const bool hidden = one == other;  // in a field that the sentence does not tell
  return "event " + std::to_string(at) + ": the first time " + one + ", the second time " +
         (hidden ? "the same with other numbers" : other);
}

std::string run_checked(Rehearsal& rehearsal, const RunSpec& spec, std::int64_t index, bool twice,
                        const MakeChoices& choices) {
  const auto run = [&] {
    const std::unique_ptr<Choices> engine = choices ? choices(spec) : nullptr;
    rehearsal.run(spec, engine.get());
  };
  run();
  if (!twice) return {};
  const History first = rehearsal.history();
  run();
  const std::string difference =
      first_difference(rehearsal.blueprint(), first, rehearsal.history());
  if (difference.empty()) return {};
  return "run " + std::to_string(index) + " (seed " + std::to_string(spec.seed) + ", " +
         to_string(spec.shape, rehearsal.blueprint().plan) + "), done twice, differs from " +
         difference;
}

}  // namespace rehearse::harness
