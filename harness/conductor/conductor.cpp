#include "harness/conductor/conductor.hpp"

#include "scenarios/ensure.hpp"
#include "simulators/application/requests.hpp"

namespace rehearse::harness {

using namespace simulators;
using scenarios::Duration;
using scenarios::GateExit;
using scenarios::Phase;
using scenarios::Side;

namespace {
constexpr Duration ask_timeout{200'000};
constexpr Duration insist_pause{20'000};
constexpr Duration default_step_deadline{60'000'000};
}  // namespace

std::vector<TrackStand> first_stands(const Blueprint& blueprint) {
  std::vector<TrackStand> stands;
  for (const TrackBlueprint& track : blueprint.tracks) {
    TrackStand stand;
    stand.base = track.initial;
    stand.split = track.initial;
    stands.push_back(stand);
  }
  return stands;
}

Conductor::Conductor(const Blueprint& blueprint, Runtime& runtime, Memory& memory, Fleet& fleet,
                     Observer& observer)
    : blueprint_(blueprint),
      runtime_(runtime),
      memory_(memory),
      fleet_(fleet),
      observer_(observer) {}

void Conductor::reset(const RunShape& shape) {
  shape_ = shape;
  next_tag_ = 1;
  resumes_ = 0;
  journal_ = Journal{};
  journal_.positions.assign(blueprint_.tracks.size(), -1);
  journal_.position_side.assign(blueprint_.tracks.size(), Side::old_side);
  journal_.population.assign(blueprint_.tracks.size() * blueprint_.plan.phases.size(), 0);
  journal_.stands = first_stands(blueprint_);
  for (const auto& group : blueprint_.plan.application.groups)
    journal_.versions.push_back(blueprint_.version(group.version));
}

void Conductor::take_over(Journal journal) {
  journal_ = std::move(journal);
  resumes_ = 1;
}

void Conductor::start() {
  if (resumes_++ > 0 && journal_.mode != JournalMode::ended) tell(EventKind::conductor_resumed);
  runtime_.spawn(blueprint_.conductor, conduct());
}

EventId Conductor::tell(EventKind kind, std::int64_t value, std::int64_t extra, std::uint8_t detail,
                        TrackIndex track) {
  Event event;
  event.kind = kind;
  event.node = blueprint_.conductor;
  event.value = value;
  event.extra = extra;
  event.detail = detail;
  event.track = track;
  return runtime_.record(event);
}

// ---- asking others ----

Task<Reply> Conductor::ask(NodeId node, Control control) {
  Request request;
  request.tag = next_tag_++;
  request.body = control;
  Call call(runtime_, blueprint_.conductor, node, request, ask_timeout);
  Reply reply = co_await call;
  co_return reply;
}

/// Until it is done, or surely cannot be.
Task<Reply> Conductor::insist(NodeId node, Control control) {
  control.order = ++journal_.orders;
  for (;;) {
    Task<Reply> asking = ask(node, control);
    Reply reply = co_await asking;
    const bool again = retryable(reply.status);
    if (!again) co_return reply;
    Sleep pause(runtime_, insist_pause);
    co_await pause;
  }
}

Task<Reply> Conductor::run_statement(NodeId store, Statement statement) {
  for (;;) {
    Request request;
    request.tag = next_tag_++;
    request.body = transaction(statement, memory_);
    Call call(runtime_, blueprint_.conductor, store, request, ask_timeout);
    Reply reply = co_await call;
    const bool again = retryable(reply.status);
    if (!again) co_return reply;
    Sleep pause(runtime_, insist_pause);
    co_await pause;
  }
}

// ---- the plan ----

Task<void> Conductor::conduct() {
  if (!journal_.unpublished.empty()) {
    Task<void> finishing = finish_publication();
    co_await finishing;
  }
  while (journal_.mode == JournalMode::forward && journal_.phase < blueprint_.plan.phases.size()) {
    Task<bool> running = run_phase();
    const bool go_on = co_await running;
    if (!go_on) break;
    tell(EventKind::phase_end);
    ++journal_.phase;
    journal_.action = 0;
    journal_.phase_begun = false;
  }
  if (journal_.mode == JournalMode::rolling_back) {
    Task<void> going_back = roll_back(journal_.cause);
    co_await going_back;
  }
  if (journal_.mode == JournalMode::forward) end(PlanEnd::completed);
}

void Conductor::begin_phase() {
  observer_.phase_changed(static_cast<std::uint16_t>(journal_.phase));
  if (journal_.phase_begun) return;
  journal_.before.resize(journal_.phase);
  journal_.before.push_back(journal_.stands);
  journal_.versions_before.resize(journal_.phase);
  journal_.versions_before.push_back(journal_.versions);
  journal_.performed.resize(journal_.phase);
  journal_.performed.emplace_back();
  journal_.intended.clear();
  journal_.steps_began = 0;
  journal_.phase_begun = true;
  tell(EventKind::phase_begin);
}

/// False when the plan does not go on from here.
Task<bool> Conductor::run_phase() {
  begin_phase();
  Task<void> noting = note_population();
  co_await noting;
  const Phase& phase = blueprint_.plan.phases[journal_.phase];
  const std::vector<Action> actions = actions_of(phase);
  while (journal_.action < actions.size()) {
    Task<bool> performing = perform(actions[journal_.action]);
    const bool done = co_await performing;
    if (!done) co_return false;
    const std::size_t action = journal_.action++;
    journal_.intended.clear();
    if (turns_here(action, Course::rollback)) {
      journal_.mode = JournalMode::rolling_back;
      journal_.cause = RollbackCause::rehearsed;
      co_return false;
    }
    if (turns_here(action, Course::hold)) {
      end(PlanEnd::held);
      co_return false;
    }
  }
  co_return true;
}

bool Conductor::turns_here(std::size_t action, Course course) const {
  return shape_.course == course && shape_.at.phase == journal_.phase && shape_.at.action == action;
}

/// Backfills may be bounded by what existed when a phase began.
Task<void> Conductor::note_population() {
  const std::string& name = blueprint_.plan.phases[journal_.phase].name;
  for (TrackIndex track = 0; track < blueprint_.plan.tracks.size(); ++track) {
    if (blueprint_.tracks[track].service) continue;
    bool wanted = false;
    for (const Phase& phase : blueprint_.plan.phases)
      for (const auto& [to, change] : phase.set)
        wanted = wanted || (to == blueprint_.tracks[track].name && change.backfill &&
                            change.backfill->before_phase == name);
    if (!wanted) continue;
    Statement last;
    last.kind = StatementKind::last_key;
    last.track = track;
    last.side = Side::old_side;
    Task<Reply> asking = run_statement(blueprint_.tracks[track].sides[0].node, last);
    const Reply reply = co_await asking;
    if (reply.ok())
      journal_.population[journal_.phase * blueprint_.tracks.size() + track] =
          std::get<TransactReply>(reply.body).results[0].number;
  }
}

Task<bool> Conductor::perform(Action action) {
  const Phase& phase = blueprint_.plan.phases[journal_.phase];
  if (action.kind == ActionKind::set) {
    Task<void> setting = set_phase_flags(&phase, action.step);
    co_await setting;
    co_return true;
  }
  if (action.kind == ActionKind::keep) {
    Sleep pause(runtime_, phase.keep);
    co_await pause;
    co_return true;
  }
  if (action.kind == ActionKind::step) {
    const scenarios::Step* step = &phase.steps[action.step];
    const TrackIndex track = step->track.empty() ? no_track : blueprint_.track(step->track);
    tell(EventKind::step_begin, action.step, 0, 0, track);
    observer_.step_begun(action.step);
    if (journal_.steps_began == 0) journal_.steps_began = std::max<Time>(runtime_.now(), 1);
    const Time deadline = phase.deadline ? journal_.steps_began + phase.deadline->count()
                                         : runtime_.now() + default_step_deadline.count();
    Task<bool> performing = perform_step(step, deadline);
    const bool performed = co_await performing;
    const bool done = performed && runtime_.now() <= deadline;
    tell(EventKind::step_end, action.step, 0, done ? 1 : 0, track);
    if (performed) journal_.performed.back().push_back(action.step);  // too late, but to be undone
    if (done) co_return true;
    Task<void> leaving = leave(phase.on_failure, RollbackCause::step_failed);
    co_await leaving;
    co_return false;
  }
  const bool entry = action.kind == ActionKind::entry_gate;
  const scenarios::Gate& gate = entry ? *phase.entry : *phase.gate;
  Task<GateOutcome> waiting = wait_gate(&gate, entry ? GateKind::entry : GateKind::exit);
  const GateOutcome outcome = co_await waiting;
  if (outcome == GateOutcome::met) co_return true;
  const GateExit exit = outcome == GateOutcome::failed ? gate.failed : gate.inconclusive;
  if (exit == GateExit::proceed) co_return true;
  Task<void> leaving = leave(exit, RollbackCause::gate);
  co_await leaving;
  co_return false;
}

/// The plan does not go on: back, or wait for a person.
Task<void> Conductor::leave(GateExit exit, RollbackCause cause) {
  const bool may_go_back = may_roll_back(blueprint_.plan, journal_.phase);
  if (exit == GateExit::rollback && may_go_back) {
    journal_.mode = JournalMode::rolling_back;
    journal_.cause = cause;
  } else {
    end(cause == RollbackCause::step_failed ? PlanEnd::stuck : PlanEnd::paused);
  }
  co_return;
}

void Conductor::end(PlanEnd how) {
  journal_.mode = JournalMode::ended;
  journal_.end = how;
  tell(EventKind::plan_end, 0, 0, static_cast<std::uint8_t>(how));
  observer_.plan_ended(how);
}

}  // namespace rehearse::harness
