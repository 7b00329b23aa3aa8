#include "harness/explore/counterexample_members.hpp"

#include <charconv>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "harness/certificate/json_place.hpp"
#include "harness/explore/placed_operations.hpp"
#include "harness/explore/placed_strikes.hpp"
#include "harness/explore/saved_choices.hpp"
#include "scenarios/read_plan.hpp"
#include "scenarios/read_scenario.hpp"
#include "scenarios/source_map.hpp"
#include "scenarios/suggest.hpp"

namespace rehearse::harness {
namespace {

using Json = nlohmann::ordered_json;
using scenarios::Error;

constexpr std::size_t told_mistakes_max = 20;  ///< More say nothing new.

/// Collects what is wrong, with places.
class MembersReader {
 public:
  MembersReader(std::string_view text, const std::string& file) : text_(text), file_(file) {}

  bool failed() const { return !errors_.empty(); }
  std::vector<Error> take_errors() { return std::move(errors_); }

  void fail(const std::string& pointer, std::string message, std::string out = {}) {
    if (errors_.size() >= told_mistakes_max) return;
    const TextPlace place = place_of_pointer(text_, pointer);
    Error error;
    error.file = file_;
    error.line = place.line;
    error.column = place.column;
    error.pointer = pointer;
    error.message = std::move(message);
    error.way_out = std::move(out);
    errors_.push_back(std::move(error));
  }

  /// Errors of an embedded document: their places are in this file.
  void fail_inside(const std::string& pointer, const std::vector<Error>& errors) {
    for (const Error& error : errors) fail(pointer + error.pointer, error.message, error.way_out);
  }

  bool full() const { return errors_.size() >= told_mistakes_max; }

 private:
  std::string_view text_;
  const std::string& file_;
  std::vector<Error> errors_;
};

/// The members of one object, each asked for by name; what was never asked for is an error.
class Members {
 public:
  Members(MembersReader& reader, const Json& object, std::string pointer)
      : reader_(reader), object_(object), pointer_(std::move(pointer)) {}

  const Json* optional(const char* name) {
    asked_.insert(name);
    const auto found = object_.find(name);
    return found == object_.end() ? nullptr : &*found;
  }
  const Json* required(const char* name) {
    const Json* found = optional(name);
    if (found == nullptr) {
      reader_.fail(pointer_, std::string("the field \"") + name + "\" is missing",
                   counterexample_way_out);
    }
    return found;
  }
  void text(const char* name, std::string& out) {
    const Json* json = required(name);
    if (json == nullptr) return;
    if (!json->is_string()) return wrong(name, "a string is expected here");
    out = json->get<std::string>();
  }
  void number(const char* name, const Json* json, std::int64_t& out) {
    if (json == nullptr) return;
    const auto value = read_number(*json);
    if (!value || *value > std::uint64_t{std::numeric_limits<std::int64_t>::max()}) {
      return wrong(name, "a whole number of at least 0 is expected here");
    }
    out = static_cast<std::int64_t>(*value);
  }
  void wrong(const char* name, std::string message, std::string out = {}) {
    reader_.fail(pointer_ + "/" + name, std::move(message), std::move(out));
  }
  void refuse_others() {
    for (const auto& member : object_.items()) {
      if (asked_.count(member.key()) > 0) continue;
      reader_.fail(pointer_ + scenarios::pointer_segment(member.key()), "unknown field",
                   "was the file written by a newer rehearse?");
    }
  }

 private:
  MembersReader& reader_;
  const Json& object_;
  std::string pointer_;
  std::set<std::string> asked_;
};

void read_hash(Members& members, std::uint64_t& hash) {
  std::string text;
  members.text("hash", text);
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), hash, 16);
  if (text.size() != 16 || error != std::errc{} || end != text.data() + text.size()) {
    members.wrong("hash", "the hash of a history is 16 hexadecimal digits");
  }
}

void read_seed(Members& members, std::uint64_t& seed) {
  const Json* json = members.required("seed");
  if (json == nullptr) return;
  if (const auto value = read_number(*json)) {
    seed = *value;
  } else {
    members.wrong("seed", "a seed is a whole number, written as text");
  }
}

void read_nodes(Members& members, std::vector<std::string>& nodes) {
  const Json* json = members.required("nodes");
  if (json == nullptr) return;
  if (!json->is_array()) return members.wrong("nodes", "a list of names is expected here");
  for (const Json& name : *json) {
    if (!name.is_string()) return members.wrong("nodes", "the name of a node is a string");
    nodes.push_back(name.get<std::string>());
  }
}

void read_excused(Members& members, std::vector<simulators::OperationId>& excused) {
  const Json* json = members.optional("excused");
  if (json == nullptr) return;
  if (!json->is_array()) return members.wrong("excused", "a list of operations is expected here");
  for (const Json& item : *json) {
    const auto operation = read_number(item);
    const bool ascending = operation && (excused.empty() || excused.back() < *operation);
    if (!ascending) return members.wrong("excused", "the numbers of operations, ascending");
    excused.push_back(*operation);
  }
}

void read_choices(Members& members, MembersReader& reader, SavedCounterexample& saved) {
  const Json* json = members.required("choices");
  if (json == nullptr) return;
  if (!json->is_array()) return members.wrong("choices", "a list of choices is expected here");
  saved.choices.reserve(json->size());
  for (std::size_t i = 0; i < json->size() && !reader.full(); ++i) {
    std::string problem;
    if (const auto choice = read_choice((*json)[i], saved.nodes, problem)) {
      saved.choices.push_back(*choice);
    } else {
      reader.fail("/choices" + scenarios::pointer_segment(i), problem);
    }
  }
}

/// Plan and scenario, read by their own readers.
bool read_embedded(Members& members, MembersReader& reader, const scenarios::Plan* other,
                   SavedCounterexample& saved) {
  const Json* plan = members.required("plan");
  const Json* scenario = members.required("scenario");
  if (plan == nullptr || scenario == nullptr) return false;
  auto read_plan = other != nullptr ? scenarios::Result<scenarios::Plan>(*other)
                                    : scenarios::read_plan(plan->dump(), "");
  auto read_scenario = scenarios::read_scenario(scenario->dump(), "");
  if (!read_plan) reader.fail_inside("/plan", read_plan.errors());
  if (!read_scenario) reader.fail_inside("/scenario", read_scenario.errors());
  if (!read_plan || !read_scenario) return false;
  saved.plan = std::move(read_plan).value();
  saved.scenario = std::move(read_scenario).value();
  return true;
}

/// Where a place of another plan is in this one: the same words, and if there are several, best at
/// the same action.
std::optional<Boundary> place_named(const scenarios::Plan& plan, std::uint16_t phase,
                                    std::int64_t action, const std::string& words) {
  const std::size_t actions = actions_of(plan.phases[phase]).size();
  std::optional<Boundary> found;
  for (std::size_t i = 0; i < actions; ++i) {
    const Boundary at{phase, static_cast<std::uint16_t>(i)};
    if (to_string(at, plan) != words) continue;
    if (!found || static_cast<std::int64_t>(i) == action) found = at;
  }
  return found;
}

void read_place(Members& members, bool edited, SavedCounterexample& saved) {
  const scenarios::Plan& plan = saved.plan;
  std::string name, words;
  members.text("phase", name);
  members.text("place", words);
  std::int64_t action = -1;
  members.number("action", members.required("action"), action);
  const auto fail = [&](const char* member, std::string message) {
    if (edited) return saved.gone.push_back(std::move(message));
    members.wrong(member, std::move(message));
  };
  const auto phase = index_of_name(plan.phases, name);
  if (!phase) return fail("phase", "the plan has no phase " + scenarios::in_quotes(name));
  const auto actions = static_cast<std::int64_t>(actions_of(plan.phases[*phase]).size());
  if (!edited && (action < 0 || action >= actions))
    return fail("action", "the phase has the actions 0 to " + std::to_string(actions - 1));
  const auto at = place_named(plan, *phase, action, words);
  if (!at || (!edited && at->action != action))
    return fail("place", "the plan has no place " + scenarios::in_quotes(words));
  saved.shape.at = *at;
}

void read_operations(Members& members, MembersReader& reader, bool edited,
                     SavedCounterexample& saved) {
  const Json* json = members.optional("operations");
  if (json == nullptr) return;
  if (!json->is_array())
    return members.wrong("operations", "a list of operations is expected here");
  saved.operations.emplace();
  std::set<simulators::OperationId> ids;
  for (std::size_t i = 0; i < json->size() && !reader.full(); ++i) {
    LineProblem problem;
    const auto placed = read_operation((*json)[i], saved.plan, saved.scenario, problem);
    if (placed && ids.insert(placed->id).second) {
      saved.operations->push_back(*placed);
    } else if (placed) {
      reader.fail("/operations" + scenarios::pointer_segment(i), "this id was there before");
    } else if (edited && problem.malformed.empty()) {
      saved.gone.push_back(problem.gone);
    } else {
      reader.fail("/operations" + scenarios::pointer_segment(i),
                  problem.malformed.empty() ? problem.gone : problem.malformed);
    }
  }
}

void read_strikes(Members& members, MembersReader& reader, bool edited,
                  SavedCounterexample& saved) {
  const Json* json = members.optional("strikes");
  if (json == nullptr) return;
  if (!json->is_array()) return members.wrong("strikes", "a list of faults is expected here");
  for (std::size_t i = 0; i < json->size() && !reader.full(); ++i) {
    LineProblem problem;
    const auto strike = read_strike((*json)[i], {saved.plan, saved.scenario, saved.nodes}, problem);
    if (strike) {
      saved.strikes.push_back(*strike);
    } else if (edited && problem.malformed.empty()) {
      saved.gone.push_back(problem.gone);
    } else {
      reader.fail("/strikes" + scenarios::pointer_segment(i),
                  problem.malformed.empty() ? problem.gone : problem.malformed);
    }
  }
}

void read_shape(Members& members, MembersReader& reader, bool edited, SavedCounterexample& saved) {
  const Json* json = members.required("shape");
  if (json == nullptr) return;
  if (!json->is_object()) return members.wrong("shape", "an object is expected here");
  Members shape(reader, *json, "/shape");
  std::string word;
  shape.text("course", word);
  bool known = false;
  for (const auto& [name, course] : course_names) {
    if (name != word) continue;
    saved.shape.course = course;
    known = true;
  }
  if (!known) shape.wrong("course", "unknown course", "it is forward, rollback or hold");
  const bool placed = json->contains("phase") || saved.shape.course != Course::forward;
  if (placed) read_place(shape, edited, saved);
  shape.refuse_others();
}

}  // namespace

scenarios::Result<SavedCounterexample> read_counterexample_members(const Json& json,
                                                                   std::string_view text,
                                                                   const std::string& file,
                                                                   const scenarios::Plan* other) {
  MembersReader reader(text, file);
  SavedCounterexample saved;
  Members members(reader, json, "");
  members.optional(counterexample_format_key);
  members.text("property", saved.property);
  members.text("subject", saved.subject);
  members.text("sentence", saved.sentence);
  read_seed(members, saved.seed);
  members.number("run", members.required("run"), saved.run);
  members.number("operations_before", members.optional("operations_before"),
                 saved.operations_before);
  if (const Json* faults = members.required("faults")) {
    if (faults->is_boolean()) {
      saved.faults = faults->get<bool>();
    } else {
      members.wrong("faults", "true or false is expected here");
    }
  }
  read_excused(members, saved.excused);
  read_hash(members, saved.hash);
  members.text("plan_digest", saved.plan_digest);
  members.text("scenario_digest", saved.scenario_digest);
  read_nodes(members, saved.nodes);
  if (read_embedded(members, reader, other, saved)) {
    const bool edited = saved.edited();
    read_shape(members, reader, edited, saved);
    read_operations(members, reader, edited, saved);
    read_strikes(members, reader, edited, saved);
  }
  members.optional("shape");
  members.optional("operations");
  members.optional("strikes");
  read_choices(members, reader, saved);
  members.refuse_others();
  if (reader.failed()) return reader.take_errors();
  return saved;
}

}  // namespace rehearse::harness
