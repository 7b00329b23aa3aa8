// Reads a history line by line; what each line means is in event_line and state_lines.
#include <fmt/format.h>

#include <istream>
#include <optional>
#include <utility>

#include "harness/history/history_file.hpp"
#include "harness/history/state_lines.hpp"

namespace rehearse::harness {

using scenarios::Error;
using scenarios::JsonText;
using scenarios::JsonValue;
using scenarios::Side;
using simulators::History;

namespace {

constexpr std::size_t line_bytes_max = std::size_t{1} << 20U;
constexpr std::size_t mistakes_max = 20;
constexpr int format = 1;

/// Reads the lines of one file one after the other.
class Reading final {
 public:
  explicit Reading(std::string file) : file_(std::move(file)) {}

  void line(std::string_view text) {
    ++number_;
    if (ended_) return fail(1, "nothing may follow the last line of a history");
    if (text.empty()) return fail(1, "an empty line");
    auto parsed = scenarios::parse_json(text, file_);
    if (!parsed) {
      for (Error error : parsed.errors()) {
        error.line = number_;
        errors_.push_back(std::move(error));
      }
      return;
    }
    const JsonText& json = parsed.value();
    if (json.root.kind != JsonValue::Kind::object) return fail(1, "each line must be an object");
    LineReader reader(json, json.root, number_, errors_);
    const std::size_t before = errors_.size();
    read(reader);
    if (errors_.size() == before) reader.finish();
  }

  bool full() const { return errors_.size() >= mistakes_max || (number_ > 0 && !started_); }
  void fail(int column, std::string message, std::string way_out = "") {
    Error error;
    error.file = file_;
    error.line = number_;
    error.column = column;
    error.message = std::move(message);
    error.way_out = std::move(way_out);
    errors_.push_back(std::move(error));
  }

  scenarios::Result<StoredHistory> take() {
    if (errors_.empty() && !ended_) {
      ++number_;
      fail(1, number_ == 1 ? "the file is empty" : "the file ends before its last line",
           "it was cut off; record it again");
    }
    if (!errors_.empty()) {
      if (errors_.size() > mistakes_max) errors_.resize(mistakes_max);
      return errors_;
    }
    return std::move(stored_);
  }

 private:
  void read(LineReader& line) {
    if (!started_) return read_header(line);
    if (line.has("event")) return read_one_event(line);
    if (line.has("stage") && !line.has("final")) {
      return read_stage(line, "stage", stored_.history.stages.emplace_back());
    }
    if (line.has("initial")) return read_initial(line);
    if (line.has("final")) return read_final_track(line);
    if (line.has("final_record")) return read_final_record(line);
    if (line.has("end_of_history")) {
      bool end = false;
      line.boolean("end_of_history", end);
      line.boolean("quiet", stored_.history.final.quiet);
      line.text("pending", stored_.history.final.pending);
      if (line.has("given_up")) line.boolean("given_up", stored_.history.final.given_up);
      ended_ = true;
      return;
    }
    line.wrong_line("this is no line of a history",
                    "a line has \"event\", \"stage\", \"initial\", \"final\", \"final_record\" or "
                    "\"end_of_history\"");
  }

  void read_header(LineReader& line) {
    int version = 0;
    line.integer("rehearse_history", version);
    if (version != format) {
      return line.wrong_line("this is no history that this version reads",
                             "the first line begins with {\"rehearse_history\":1");
    }
    started_ = true;
    History& history = stored_.history;
    line.text("plan", stored_.plan);
    line.texts("tracks", stored_.tracks);
    line.texts("phases", stored_.phases);
    line.texts("nodes", history.nodes);
    line.integer("end", history.end);
    line.hex("hash", history.hash);
    line.boolean("migrated", history.migrated, true);
    names_ = {stored_.tracks, stored_.phases, history.nodes};
  }

  void read_one_event(LineReader& line) {
    simulators::Event event;
    read_event(line, names_, event);
    const auto& events = stored_.history.events;
    if (!events.empty() && event.time < events.back().time) {
      line.wrong_line(
          fmt::format("time runs backwards: {} after {}", event.time, events.back().time));
    }
    constexpr simulators::OperationId most = simulators::OperationId{1} << 26U;
    if (event.operation >= most) {
      line.wrong_line(fmt::format("operation {} is out of range", event.operation),
                      "operations are numbered from 1 in the order of their arrival");
    }
    stored_.history.events.push_back(event);
  }

  void read_stage(LineReader& line, std::string_view key, scenarios::Stage& stage) {
    const JsonValue* value = line.find(key);
    if (value == nullptr) return;
    if (value->kind != JsonValue::Kind::object) return line.wrong(*value, "must be an object");
    LineReader inner(line.json(), *value, line.line(), errors_);
    stage_line(inner, stage);
    inner.finish();
  }

  std::optional<simulators::TrackIndex> track(LineReader& line, std::string_view key) {
    std::int64_t index = 0;
    if (!read_index(line, key, names_.tracks, 254, index)) return std::nullopt;
    return static_cast<simulators::TrackIndex>(index);
  }

  void read_initial(LineReader& line) {
    simulators::InitialRecord record;
    const auto index = track(line, "initial");
    if (!index) return;
    record.track = *index;
    initial_record_line(line, record);
    stored_.history.initial.push_back(record);
  }

  void read_final_track(LineReader& line) {
    auto& tracks = stored_.history.final.tracks;
    const auto index = track(line, "final");
    if (!index) return;
    if (*index != tracks.size()) return line.wrong_line("tracks must end in the plan's order");
    simulators::FinalTrack& made = tracks.emplace_back();
    final_track_line(line, made);
    read_stage(line, "stage", made.stage);
    read_stage(line, "segment_stage", made.segment_stage);
  }

  void read_final_record(LineReader& line) {
    auto& tracks = stored_.history.final.tracks;
    const auto index = track(line, "final_record");
    if (!index) return;
    if (*index >= tracks.size()) return line.wrong_line("a record before its track's \"final\"");
    simulators::FinalRecord record;
    Side side = Side::old_side;
    line.named("side", side);
    final_record_line(line, record);
    auto& place = side == Side::old_side ? tracks[*index].old_side : tracks[*index].new_side;
    place.records.push_back(record);
  }

  std::string file_;
  int number_ = 0;
  bool started_ = false, ended_ = false;
  std::vector<Error> errors_;
  StoredHistory stored_;
  LineNames names_;
};

/// The next line without its newline; false at the end. Lines that are too long are cut.
bool next_line(std::istream& in, std::string& line, bool& too_long) {
  line.clear();
  too_long = false;
  std::streambuf& buffer = *in.rdbuf();
  for (int letter = buffer.sbumpc(); letter != std::char_traits<char>::eof();
       letter = buffer.sbumpc()) {
    if (letter == '\n') return true;
    if (line.size() == line_bytes_max) {
      too_long = true;
      return true;
    }
    line += static_cast<char>(letter);
  }
  return !line.empty();
}

}  // namespace

scenarios::Result<StoredHistory> read_history(std::istream& in, std::string file) {
  Reading reading(std::move(file));
  std::string line;
  bool too_long = false;
  while (!reading.full() && next_line(in, line, too_long)) {
    if (too_long) {
      reading.line("{}");
      reading.fail(static_cast<int>(line_bytes_max), "the line is longer than 1 MiB");
      break;
    }
    reading.line(line);
  }
  return reading.take();
}

scenarios::Result<StoredHistory> read_history(std::string_view text, std::string file) {
  Reading reading(std::move(file));
  while (!reading.full() && !text.empty()) {
    const std::size_t end = text.find('\n');
    reading.line(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return reading.take();
}

}  // namespace rehearse::harness
