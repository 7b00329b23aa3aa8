#include "harness/live/conductor_process.hpp"

#include "harness/history/history_file.hpp"
#include "simulators/application/requests.hpp"

namespace rehearse::harness::live {

using namespace simulators;

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
  for (;;) {
    Control status;
    status.verb = ControlVerb::status;
    status.value = control.value;
    Task<Reply> looking = insist(status);
    const Reply reply = co_await looking;
    const ControlReply* const body = std::get_if<ControlReply>(&reply.body);
    if (body != nullptr && body->number == 0) break;
    Sleep pause(runtime_, restart_poll);
    co_await pause;
  }
  --restarting_[static_cast<std::size_t>(control.value)];
}

}  // namespace rehearse::harness::live
