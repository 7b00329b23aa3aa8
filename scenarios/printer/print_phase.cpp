#include "scenarios/printer/json_out.hpp"

namespace rehearse::scenarios::printing {
namespace {

Json dotted(const Step& step) {
  for (const StepVerb& verb : step_verbs()) {
    if (verb.kind == step.kind && verb.side == step.side) {
      return step.track + "." + std::string(verb.verb);
    }
  }
  return describe(step);
}

Json step_json(const Step& step, bool everything) {
  const Step standard;
  Object out(everything);
  switch (step.kind) {
    case StepKind::set:
      out.json("set", set_json(step.set, everything));
      break;
    case StepKind::wait:
      out.always("wait", step.duration);
      break;
    case StepKind::verify:
      out.always("verify", step.track);
      out.put("mode", step.mode, standard.mode);
      out.put("repair", step.repair, standard.repair);
      break;
    case StepKind::restart:
      out.always("restart", step.group);
      if (!step.version.empty()) out.always("to", step.version);
      out.put("rolling", step.rolling, standard.rolling);
      out.put("instances", step.instances, standard.instances);
      out.put("await", step.await, standard.await);
      break;
    case StepKind::constrain:
    case StepKind::relax:
      out.always(step.kind == StepKind::constrain ? "constrain" : "relax",
                 step.track + "." + std::string(name_of(step.side)));
      put_constraint(out, step.constraint);
      if (step.kind == StepKind::constrain && step.constraint.kind == ConstraintKind::not_null)
        out.put("existing", step.existing, standard.existing);
      break;
    case StepKind::scale:
      out.always("scale", step.track + "." + std::string(name_of(step.side)));
      out.always("capacity", step.capacity);
      break;
    default:
      return dotted(step);
  }
  return out.take();
}

Json gate_json(const Gate& gate, bool everything) {
  const Gate standard;
  Object out(everything);
  Json when = Json::array();
  for (const Condition& condition : gate.when) {
    Object inner(everything);
    inner.always("metric", condition.metric);
    inner.json(std::string(name_of(condition.comparison)), condition.value);
    inner.put("over", condition.over, Duration{0});
    inner.put("min_samples", condition.min_samples, std::int64_t{0});
    when.push_back(inner.take());
  }
  out.json("when", std::move(when));
  out.put("deadline", gate.deadline);
  out.put("failed", gate.failed, standard.failed);
  out.put("inconclusive", gate.inconclusive, standard.inconclusive);
  return out.take();
}

Json segment_json(const Segment& segment, bool everything) {
  const Segment standard;
  Object out(everything);
  out.put("by", segment.by, standard.by);
  out.json("percent", segment.percent);
  out.put("hold", segment.hold, standard.hold);
  out.put("sticky", segment.sticky, standard.sticky);
  return out.take();
}

}  // namespace

Json steps_json(const std::vector<Step>& steps, bool everything) {
  Json list = Json::array();
  for (const Step& step : steps) list.push_back(step_json(step, everything));
  return list;
}

Json rollback_json(const RollbackTarget& rollback, bool everything) {
  if (!rollback.allowed) return false;
  const RollbackTarget standard;
  Object out(everything);
  out.put("to", rollback.to, standard.to);
  out.inner("steps", steps_json(rollback.steps, everything));
  if (!rollback.order.empty()) out.always("order", rollback.order);
  out.put("deadline", rollback.deadline);
  return out.take();
}

Json phase_json(const Phase& phase, bool everything) {
  const Phase standard;
  Object out(everything);
  out.always("name", phase.name);
  if (phase.segment) out.json("segment", segment_json(*phase.segment, everything));
  if (!phase.set.empty() || phase.segment) out.json("set", set_json(phase.set, everything));
  if (phase.entry) out.json("entry", gate_json(*phase.entry, everything));
  out.inner("steps", steps_json(phase.steps, everything));
  if (phase.gate) out.json("gate", gate_json(*phase.gate, everything));
  if (phase.rollback) out.json("rollback", rollback_json(*phase.rollback, everything));
  out.put("point_of_no_return", phase.point_of_no_return, standard.point_of_no_return);
  if (phase.unavailable_budget) {
    out.json("budget", Json{{"unavailable", duration_text(*phase.unavailable_budget)}});
  }
  out.put("on_failure", phase.on_failure, standard.on_failure);
  out.put("deadline", phase.deadline);
  out.put("keep", phase.keep, standard.keep);
  return out.take();
}

}  // namespace rehearse::scenarios::printing
