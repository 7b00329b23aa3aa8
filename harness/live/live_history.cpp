/// The history of a live run: what all processes recorded, in one order, and what lies in the
/// databases when none of them runs any more.

#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <stdexcept>

#include "harness/history/history_file.hpp"
#include "harness/live/director.hpp"
#include "harness/live/means.hpp"
#include "harness/live/open_stores.hpp"
#include "harness/rehearsal/final_side.hpp"
#include "simulators/runtime/history_hash.hpp"

namespace rehearse::harness::live {

using namespace simulators;
using scenarios::Side;
using simulators::live::EventLog;

namespace {

History published_stages(const RunFolder& folder) {
  scenarios::Result<StoredHistory> read = load_history(folder.stages());
  if (!read) throw std::runtime_error(to_string(read.errors().front()));
  return std::move(read).value().history;
}

/// Only the conductor knows the phase; it holds for what the others recorded from then on.
void stamp_phases(NodeId conductor, std::vector<Event>& events) {
  std::uint16_t phase = no_phase;
  for (Event& event : events) {
    if (event.node == conductor && event.phase != no_phase) phase = event.phase;
    event.phase = phase;
  }
}

std::string listed(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

}  // namespace

History Director::history() {
  History made = published_stages(means_->folder);
  made.nodes = blueprint_.nodes;
  made.initial = initial_;
  std::vector<EventLog> logs;
  for (NodeId node = 0; node < blueprint_.nodes.size(); ++node)
    for (int process = 1; process <= means_->fleet.processes(node); ++process) {
      // One that was ended before it had begun has none.
      const std::string log = means_->folder.events(node, process);
      if (std::filesystem::exists(log)) logs.push_back(EventLog::open(log));
    }
  std::vector<std::span<const Event>> events{means_->log.events()};
  for (const EventLog& log : logs) events.push_back(log.events());
  made.events = simulators::live::merged(events);
  stamp_phases(blueprint_.conductor, made.events);
  made.hash = 0;
  for (const Event& event : made.events) made.hash = rolled(made.hash, event);
  made.end = end_;
  made.migrated = true;
  add_final_state(made);
  return made;
}

void Director::add_final_state(History& history) {
  FinalState& state = history.final;
  state.quiet = at_rest_ && problem_.empty();
  if (!state.quiet) {
    state.pending = problem_.empty() ? in_words(unfinished_, blueprint_, history) : problem_;
    if (!silent_.empty() && problem_.empty())
      state.pending += (state.pending.empty() ? "" : "; ") + listed(silent_) + " did not answer";
    if (state.pending.empty()) state.pending = "the run never came to its end";
  }
  Memory memory;
  OpenStores stores(blueprint_, means_->folder, options_.settings, options_.stop, memory);
  for (TrackIndex track = 0; track < blueprint_.tracks.size(); ++track) {
    const TrackBlueprint& about = blueprint_.tracks[track];
    if (about.service) continue;
    FinalTrack& made = state.tracks[track];
    MappedRows mapped;
    const auto look = [&](Side side) {
      Store& engine = stores.engine(about.side(side).database);
      const FinalSide seen = final_side(about, side, engine, mapped, memory);
      if (!seen.exists && engine.exists(about.side(side).table))
        throw std::runtime_error("what lies in the " + std::string(scenarios::name_of(side)) + " " +
                                 about.name + " cannot be read: " + engine.problem());
      return seen;
    };
    made.old_side = look(Side::old_side);
    if (about.collection) continue;
    made.new_side = look(Side::new_side);
    made.repairs_pending = looks_[track].repairs;
    made.stream_pending = looks_[track].stream;
    made.backfill_remaining = looks_[track].backfill;
    if (!looks_[track].backfilled) continue;
    made.stage.backfill.state = scenarios::BackfillState::done;
    made.segment_stage.backfill.state = scenarios::BackfillState::done;
  }
}

}  // namespace rehearse::harness::live
