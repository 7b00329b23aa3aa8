#include "scenarios/reader/key_tables.hpp"
#include "scenarios/reader/sections.hpp"
#include "scenarios/suggest.hpp"

namespace rehearse::scenarios::reading {
namespace {

constexpr KeyTable step_variants[] = {step_set_table,    step_ddl_table,  step_restart_table,
                                      step_verify_table, step_wait_table, step_constrain_table,
                                      step_relax_table,  step_scale_table};

bool is_ddl(StepKind kind) {
  switch (kind) {
    case StepKind::create:
    case StepKind::hold:
    case StepKind::restore:
    case StepKind::purge:
    case StepKind::drop:
    case StepKind::advance_sequence:
      return true;
    default:
      return false;
  }
}

std::vector<std::string> verbs(bool only_ddl) {
  std::vector<std::string> names;
  for (const StepVerb& verb : step_verbs()) {
    if (!only_ddl || is_ddl(verb.kind)) names.emplace_back(verb.verb);
  }
  if (!only_ddl) names.emplace_back("verify");
  return names;
}

/// "orders.drain"
void read_dotted(const At& at, bool only_ddl, Step& step) {
  if (!at.is_text()) {
    at.wrong("a step such as \"orders.create_new\" is expected here");
    return;
  }
  const std::string& text = at.text();
  const std::size_t dot = text.find('.');
  if (dot == std::string::npos || dot == 0) {
    at.wrong("this is not a step: a track, a dot and a verb", "write e.g. \"orders.drain\"");
    return;
  }
  step.track = text.substr(0, dot);
  const std::string verb = text.substr(dot + 1);
  for (const StepVerb& known : step_verbs()) {
    if (known.verb != verb || (only_ddl && !is_ddl(known.kind))) continue;
    step.kind = known.kind;
    step.side = known.side;
    return;
  }
  if (verb == "verify" && !only_ddl) {
    step.kind = StepKind::verify;
    return;
  }
  const std::string near = nearest(verb, verbs(only_ddl));
  at.wrong("unknown step " + in_quotes(text),
           near.empty() ? did_you_mean(verb, verbs(only_ddl))
                        : "did you mean " + in_quotes(step.track + "." + near) + "?");
}

void read_restart(const ObjectReader& object, Step& step) {
  step.kind = StepKind::restart;
  object.read("restart", step.group);
  object.read("to", step.version);
  object.read("rolling", step.rolling);
  object.read_number("instances", step.instances, {0, 64});
  object.read("await", step.await);
}

/// "orders.old"
void read_side(const At& at, Step& step) {
  const std::string text = at.is_text() ? at.text() : "";
  const std::size_t dot = text.rfind('.');
  const std::string side = dot == std::string::npos ? "" : text.substr(dot + 1);
  if (dot == 0 || (side != "old" && side != "new")) {
    at.wrong("this is not a side of a track", "write e.g. \"orders.old\"");
    return;
  }
  step.track = text.substr(0, dot);
  step.side = side == "new" ? Side::new_side : Side::old_side;
}

void read_constrain(const ObjectReader& object, std::string_view head, const At& target,
                    Step& step) {
  step.kind = head == "constrain" ? StepKind::constrain : StepKind::relax;
  read_side(target, step);
  read_constraint(object, step.constraint);
  if (step.kind == StepKind::relax) return;
  object.read("existing", step.existing);
  const bool unchecked = step.existing == ExistingRows::unchecked;
  if (unchecked && step.constraint.kind == ConstraintKind::unique)
    object.find("existing")
        ->wrong("a unique field is always checked",
                "leave \"existing\" out: no database can do without");
}

void read_object(const At& at, const std::vector<Track>& tracks, Step& step) {
  const KeyTable* table = find_variant(at, step_variants, "a step");
  if (table == nullptr) return;
  const ObjectReader object(at, *table);
  const std::string_view head = table->keys.front();
  const auto found = object.find(head);
  if (head == "set") {
    step.kind = StepKind::set;
    read_set(*found, tracks, step.set);
  } else if (head == "ddl") {
    read_dotted(*found, true, step);
  } else if (head == "restart") {
    read_restart(object, step);
  } else if (head == "constrain" || head == "relax") {
    read_constrain(object, head, *found, step);
  } else if (head == "scale") {
    step.kind = StepKind::scale;
    read_side(*found, step);
    if (object.require("capacity", "\"capacity\": 40"))
      object.read_number("capacity", step.capacity, {1, 1'000'000});
  } else if (head == "verify") {
    step.kind = StepKind::verify;
    object.read("verify", step.track);
    object.read("mode", step.mode);
    object.read("repair", step.repair);
  } else {
    step.kind = StepKind::wait;
    object.read("wait", step.duration);
  }
}

}  // namespace

void read_steps(const At& at, const std::vector<Track>& tracks, std::vector<Step>& steps) {
  read_list(at, "steps", [&](const At& item) {
    Step& step = steps.emplace_back();
    if (item.is_text()) {
      read_dotted(item, false, step);
    } else {
      read_object(item, tracks, step);
    }
  });
}

}  // namespace rehearse::scenarios::reading
