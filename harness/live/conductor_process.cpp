#include "harness/live/conductor_process.hpp"

#include <fstream>
#include <sstream>
#include <stdexcept>

#include "harness/history/history_file.hpp"
#include "simulators/application/requests.hpp"

namespace rehearse::harness::live {

using namespace simulators;
using simulators::live::EventsTold;

namespace {

constexpr scenarios::Duration restart_timeout{1'000'000};
constexpr scenarios::Duration restart_poll{10'000};

FinalTrack standing(const TrackStand& stand) {
  FinalTrack made;
  made.stage = stand.base;
  made.segment_stage = stand.split;
  made.segment_percent = stand.by == SplitBy::nobody ? 0 : stand.percent;
  return made;
}

}  // namespace

History nothing_published(const Blueprint& blueprint) {
  History history;
  history.nodes = blueprint.nodes;
  for (const TrackStand& stand : first_stands(blueprint)) {
    history.final.tracks.push_back(standing(stand));
    if (history.stages.size() < blueprint.plan.tracks.size()) history.stages.push_back(stand.split);
  }
  return history;
}

ConductorProcess::ConductorProcess(const Blueprint& blueprint,
                                   simulators::live::LiveRuntime& runtime, NodeId director,
                                   const RunFolder& folder)
    : blueprint_(blueprint),
      runtime_(runtime),
      director_(director),
      folder_(folder),
      conductor_(blueprint, runtime, runtime.memory(), static_cast<Fleet&>(*this),
                 static_cast<Observer&>(*this)),
      restarting_(blueprint.plan.application.groups.size(), 0),
      published_(nothing_published(blueprint)) {
  conductor_.reset(folder.settings().shape);
}

void ConductorProcess::save() {
  ConductorState now{conductor_.journal(), runtime_.told(), published_.stages.size(), restarts_};
  if (now == saved_) return;
  folder_.write(folder_.conductor_state(), print_state(now));
  saved_ = std::move(now);
}

EventsTold ConductorProcess::take_over() {
  std::ifstream in(folder_.conductor_state());
  if (!in) return {};
  std::ostringstream text;
  text << in.rdbuf();
  saved_ = read_state(text.str());
  takes_over_ = true;
  restarts_ = saved_.restarts;
  scenarios::Result<StoredHistory> stages = load_history(folder_.stages());
  if (!stages) throw std::runtime_error(to_string(stages.errors().front()));
  published_ = std::move(stages).value().history;
  if (published_.stages.size() > saved_.stages) published_.stages.resize(saved_.stages);
  const Journal& journal = saved_.journal;
  const auto& stands = journal.unpublished.empty() ? journal.stands : journal.unpublished;
  for (TrackIndex track = 0; track < stands.size(); ++track)
    published_.final.tracks[track] = standing(stands[track]);
  if (journal.phase_begun) runtime_.set_phase(static_cast<std::uint16_t>(journal.phase));
  conductor_.take_over(journal);
  return saved_.told;
}

void ConductorProcess::start() {
  // The director goes on with what an earlier process had asked of it.
  for (std::size_t group = 0; takes_over_ && group < restarting_.size(); ++group) {
    ++restarting_[group];
    runtime_.spawn(blueprint_.conductor, see_restarted(static_cast<int>(group)));
  }
  conductor_.start();
}

Task<Slip> ConductorProcess::slip() {
  Control control;
  control.verb = ControlVerb::slip;
  Task<Reply> asking = insist(control);
  const Reply reply = co_await asking;
  const ControlReply* const body = std::get_if<ControlReply>(&reply.body);
  co_return body == nullptr ? Slip::none : static_cast<Slip>(body->number);
}

void ConductorProcess::stage_published(TrackIndex track, const TrackStand& stand,
                                       bool write_moved) {
  const Event event = authority_event(blueprint_, track, stand, published_.stages.size(),
                                      conductor_.journal().number, write_moved);
  published_.stages.push_back(stand.split);
  published_.final.tracks[track] = standing(stand);
  folder_.write(folder_.stages(), print_history(name_history(blueprint_.plan, published_)));
  runtime_.record(event);
}

void ConductorProcess::restart(int group, int version, int count, bool rolling) {
  ++restarting_[static_cast<std::size_t>(group)];
  Control control;
  control.verb = ControlVerb::restart;
  control.value = group;
  control.code = static_cast<std::uint8_t>(version);
  control.key = count;
  control.extra = rolling ? 1 : 0;
  control.order = ++restarts_;
  runtime_.spawn(blueprint_.conductor, have_restarted(control));
}

Task<Reply> ConductorProcess::insist(Control control) {
  for (;;) {
    Request request;
    request.tag = next_tag_++;
    request.body = control;
    Call call(runtime_, blueprint_.conductor, director_, request, restart_timeout);
    Reply reply = co_await call;
    if (!retryable(reply.status)) co_return reply;
    Sleep pause(runtime_, restart_poll);
    co_await pause;
  }
}

Task<void> ConductorProcess::have_restarted(Control control) {
  Task<Reply> asking = insist(control);
  const Reply asked = co_await asking;
  static_cast<void>(asked);
  Task<void> seeing = see_restarted(static_cast<int>(control.value));
  co_await seeing;
}

/// Until none of the group is being restarted.
Task<void> ConductorProcess::see_restarted(int group) {
  for (;;) {
    Control status;
    status.verb = ControlVerb::status;
    status.value = group;
    Task<Reply> looking = insist(status);
    const Reply reply = co_await looking;
    const ControlReply* const body = std::get_if<ControlReply>(&reply.body);
    if (body != nullptr && body->number == 0) break;
    Sleep pause(runtime_, restart_poll);
    co_await pause;
  }
  --restarting_[static_cast<std::size_t>(group)];
}

}  // namespace rehearse::harness::live
