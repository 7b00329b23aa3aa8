#include "harness/history/history_file.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <ostream>
#include <sstream>
#include <utility>

#include "harness/history/state_lines.hpp"

namespace rehearse::harness {

using scenarios::Error;
using scenarios::Side;
using simulators::History;

namespace {

void write_stage(LineWriter& line, std::string& out, std::string_view key,
                 const scenarios::Stage& stage) {
  line.key(key);
  LineWriter inner(out);
  stage_line(inner, stage);
}

void write_final(std::string& out, const History& history, const LineNames& names,
                 std::ostream& stream) {
  const auto flush = [&] {
    out += '\n';
    stream << out;
    out.clear();
  };
  for (std::size_t t = 0; t < history.final.tracks.size(); ++t) {
    const simulators::FinalTrack& track = history.final.tracks[t];
    {
      LineWriter line(out);
      write_index(line, "final", static_cast<std::int64_t>(t), names.tracks);
      final_track_line(line, track);
      write_stage(line, out, "stage", track.stage);
      write_stage(line, out, "segment_stage", track.segment_stage);
    }
    flush();
    for (const Side side : {Side::old_side, Side::new_side}) {
      const auto& records = side == Side::old_side ? track.old_side : track.new_side;
      for (const simulators::FinalRecord& record : records.records) {
        {
          LineWriter line(out);
          write_index(line, "final_record", static_cast<std::int64_t>(t), names.tracks);
          line.named("side", side);
          final_record_line(line, record);
        }
        flush();
      }
    }
  }
  {
    LineWriter line(out);
    line.boolean("end_of_history", true);
    line.boolean("quiet", history.final.quiet);
    line.text("pending", history.final.pending);
    if (history.final.given_up) line.boolean("given_up", true);
  }
  flush();
}

Error file_error(const std::string& path, std::string message) {
  Error error;
  error.file = path;
  error.message = std::move(message);
  return error;
}

}  // namespace

StoredHistory name_history(const scenarios::Plan& plan, const History& history) {
  StoredHistory stored{plan.name, {}, {}, history};
  for (const auto& track : plan.tracks) stored.tracks.push_back(track.name);
  for (const auto& collection : plan.collections) stored.tracks.push_back(collection.name);
  for (const auto& phase : plan.phases) stored.phases.push_back(phase.name);
  return stored;
}

void print_history(const StoredHistory& stored, std::ostream& stream) {
  const History& history = stored.history;
  const LineNames names{stored.tracks, stored.phases, history.nodes};
  std::string out;
  const auto flush = [&] {
    out += '\n';
    stream << out;
    out.clear();
  };
  {
    LineWriter line(out);
    line.number("rehearse_history", 1);
    line.text("plan", stored.plan);
    line.texts("tracks", stored.tracks);
    line.texts("phases", stored.phases);
    line.texts("nodes", history.nodes);
    line.integer("end", history.end);
    line.hex("hash", history.hash);
    line.boolean("migrated", history.migrated, true);
  }
  flush();
  for (const scenarios::Stage& stage : history.stages) {
    {
      LineWriter line(out);
      write_stage(line, out, "stage", stage);
    }
    flush();
  }
  for (const simulators::Event& event : history.events) {
    write_event(out, event, names);
    flush();
  }
  for (const simulators::InitialRecord& record : history.initial) {
    {
      LineWriter line(out);
      write_index(line, "initial", record.track, names.tracks);
      initial_record_line(line, record);
    }
    flush();
  }
  write_final(out, history, names, stream);
}

std::string print_history(const StoredHistory& stored) {
  std::ostringstream stream;
  print_history(stored, stream);
  return std::move(stream).str();
}

scenarios::Result<bool> save_history(const StoredHistory& stored, const std::string& path) {
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  if (!out) return file_error(path, fmt::format("cannot be written: {}", std::strerror(errno)));
  print_history(stored, out);
  out.flush();
  if (!out) return file_error(path, "could not be written completely");
  return true;
}

scenarios::Result<StoredHistory> load_history(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return file_error(path, fmt::format("cannot be read: {}", std::strerror(errno)));
  return read_history(in, path);
}

}  // namespace rehearse::harness
