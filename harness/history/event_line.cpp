#include "harness/history/event_line.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <span>

namespace rehearse::harness {

using simulators::Event;
using simulators::EventKind;
using simulators::WriteId;

namespace {

// Tracks that fit between the key and the bit of an initial write.
constexpr unsigned initial_tracks = 1U << 14U;

using Names = std::span<const std::string_view>;

constexpr std::string_view event_names[] = {"invoke",
                                            "intend",
                                            "observe",
                                            "finish",
                                            "commit",
                                            "skip",
                                            "effect",
                                            "webhook",
                                            "call_failed",
                                            "second_failed",
                                            "repair_queued",
                                            "shadow_compared",
                                            "flags_seen",
                                            "phase_begin",
                                            "phase_end",
                                            "step_begin",
                                            "step_end",
                                            "segment",
                                            "gate_wait",
                                            "gate_sample",
                                            "gate_met",
                                            "gate_failed",
                                            "gate_inconclusive",
                                            "authority",
                                            "truth",
                                            "rollback_begin",
                                            "rollback_end",
                                            "plan_end",
                                            "conductor_resumed",
                                            "traffic_end",
                                            "node_down",
                                            "node_up",
                                            "fault_begin",
                                            "fault_end",
                                            "turned_away",
                                            "asked_again",
                                            "displaced"};
static_assert(std::size(event_names) == simulators::event_kinds);

constexpr std::string_view outcomes[] = {"ok", "refused", "fail", "info"};
constexpr std::string_view reasons[] = {
    "none",          "timeout",        "unavailable",   "sold_out",       "declined",
    "not_found",     "already_exists", "no_such_table", "incompatible",   "stale_epoch",
    "denied",        "second_write",   "needs_missing", "unknown_effect", "key_taken",
    "field_missing", "value_taken",    "newly_unique",  "nothing_left"};
constexpr std::string_view sources[] = {"application", "second",   "relay", "backfill",
                                        "repair",      "verifier", "bypass"};
constexpr std::string_view effects[] = {"authorise", "charge", "capture", "refund", "void"};
constexpr std::string_view gates[] = {"entry", "exit"};
constexpr std::string_view causes[] = {"rehearsed", "gate", "step_failed"};
constexpr std::string_view ends[] = {"completed", "rolled_back", "held",
                                     "paused",    "stuck",       "rollback_failed"};
constexpr std::string_view steps[] = {"read",   "put",       "insert",  "update", "erase", "add",
                                      "charge", "authorise", "capture", "refund", "void"};

/// What `detail` is called, by number; empty where it stays a number.
Names detail_names(EventKind kind) {
  switch (kind) {
    case EventKind::finish:
      return outcomes;
    case EventKind::intend:
      return steps;
    case EventKind::commit:
    case EventKind::skip:
      return sources;
    case EventKind::effect:
      return effects;
    case EventKind::call_failed:
    case EventKind::turned_away:
    case EventKind::asked_again:
      return reasons;
    case EventKind::gate_wait:
    case EventKind::gate_sample:
    case EventKind::gate_met:
    case EventKind::gate_failed:
    case EventKind::gate_inconclusive:
      return gates;
    case EventKind::rollback_begin:
      return causes;
    case EventKind::plan_end:
      return ends;
    default:
      return {};
  }
}

/// What the bits of `flags` are called, by bit from 1 to 128; empty where a bit has no meaning.
Names flag_names(EventKind kind) {
  static constexpr std::string_view common[] = {"erased", "one_transaction", "add", "partial",
                                                "shadow", "repeat",          "",    "background"};
  static constexpr std::string_view observed[] = {"", "", "", "", "", "cached", "wrong_content",
                                                  ""};
  static constexpr std::string_view sampled[] = {"", "", "", "", "inconclusive", "", "failed", ""};
  if (kind == EventKind::observe) return observed;
  return kind == EventKind::gate_sample ? Names(sampled) : Names(common);
}

bool flags_have_names(EventKind kind, std::uint8_t flags) {
  const Names names = flag_names(kind);
  for (unsigned bit = 0; bit < 8; ++bit) {
    if ((flags >> bit & 1U) != 0 && names[bit].empty()) return false;
  }
  return true;
}

void write_flags(LineWriter& line, const Event& event) {
  if (event.flags == 0) return;
  if (!flags_have_names(event.kind, event.flags)) return line.integer("flags", event.flags);
  std::vector<std::string> names;
  for (unsigned bit = 0; bit < 8; ++bit) {
    if ((event.flags >> bit & 1U) != 0) names.emplace_back(flag_names(event.kind)[bit]);
  }
  line.texts("flags", names);
}

void read_flags(LineReader& line, Event& event) {
  const scenarios::JsonValue* found = line.find("flags");
  if (found == nullptr) return;
  if (found->kind != scenarios::JsonValue::Kind::array) return line.integer("flags", event.flags);
  const Names names = flag_names(event.kind);
  for (const scenarios::JsonValue& item : found->items) {
    const auto place = std::find(names.begin(), names.end(), std::string_view(item.string));
    if (item.string.empty() || place == names.end()) {
      line.wrong(item, "such an event has no such flag");
      continue;
    }
    event.flags = static_cast<std::uint8_t>(event.flags | 1U << (place - names.begin()));
  }
}

void write_named(LineWriter& line, std::string_view key, std::int64_t value, Names names) {
  if (value >= 0 && static_cast<std::size_t>(value) < names.size()) {
    line.text(key, names[static_cast<std::size_t>(value)]);
  } else {
    line.integer(key, value);
  }
}

template <typename Integer>
void read_named(LineReader& line, std::string_view key, Integer& value, Names names) {
  const scenarios::JsonValue* found = line.find(key);
  if (found == nullptr || found->kind != scenarios::JsonValue::Kind::string) {
    return line.integer(key, value);
  }
  const auto place = std::find(names.begin(), names.end(), std::string_view(found->string));
  if (place != names.end()) {
    value = static_cast<Integer>(place - names.begin());
  } else {
    line.wrong(*found, fmt::format("this is no \"{}\" of such an event", key),
               std::vector<std::string>(names.begin(), names.end()));
  }
}

template <typename Number>
bool take_number(std::string_view& text, Number& value) {
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{}) return false;
  text.remove_prefix(static_cast<std::size_t>(stop - text.data()));
  return true;
}

bool take(std::string_view& text, std::string_view word) {
  if (!text.starts_with(word)) return false;
  text.remove_prefix(word.size());
  return true;
}

}  // namespace

std::string_view event_kind_name(EventKind kind) {
  return event_names[static_cast<std::size_t>(kind)];
}

std::string write_text(WriteId write) {
  if (simulators::is_initial(write)) {
    const auto track = static_cast<unsigned>((write & ~simulators::initial_write_bit) >> 48U);
    const auto key = static_cast<simulators::Key>(write & ((WriteId{1} << 48U) - 1));
    if (track < initial_tracks) {
      return fmt::format("initial {}.{}", track, key);
    }
  } else {
    const auto operation = simulators::operation_of(write);
    const unsigned step = simulators::step_of(write);
    const bool undone = simulators::is_compensation(write);
    if (simulators::write_id(operation, step, undone) == write) {
      return fmt::format("{}.{}{}", operation, step, undone ? " undone" : "");
    }
  }
  return fmt::format("{:#x}", write);
}

bool parse_write(std::string_view text, WriteId& write) {
  if (parse_hex(text, write)) return true;
  if (take(text, "initial ")) {
    unsigned track = 0;
    simulators::Key key = 0;
    if (!take_number(text, track) || !take(text, ".") || !take_number(text, key)) return false;
    if (!text.empty() || track >= initial_tracks || key < 0 || key >= simulators::Key{1} << 48U) {
      return false;
    }
    write = simulators::initial_write(track, key);
    return true;
  }
  simulators::OperationId operation = 0;
  unsigned step = 0;
  if (!take_number(text, operation) || !take(text, ".") || !take_number(text, step)) return false;
  const bool undone = take(text, " undone");
  if (!text.empty() || step > 31 || operation >= simulators::OperationId{1} << 58U) return false;
  write = simulators::write_id(operation, step, undone);
  return true;
}

void write_index(LineWriter& line, std::string_view key, std::int64_t index,
                 const std::vector<std::string>& names) {
  const auto place = static_cast<std::size_t>(index);
  if (place < names.size() && std::count(names.begin(), names.end(), names[place]) == 1) {
    line.text(key, names[place]);
  } else {
    line.number(key, index);
  }
}

bool read_index(LineReader& line, std::string_view key, const std::vector<std::string>& names,
                std::int64_t most, std::int64_t& index) {
  const scenarios::JsonValue* found = line.find(key);
  if (found == nullptr) return false;
  if (found->kind != scenarios::JsonValue::Kind::string) {
    return line.read_integer(key, 0, most, index);
  }
  const auto place = std::find(names.begin(), names.end(), found->string);
  if (place == names.end()) {
    line.wrong(*found, fmt::format("the first line names no such {}", key), names);
    return false;
  }
  index = place - names.begin();
  return true;
}

void write_event(std::string& out, const Event& event, const LineNames& names) {
  LineWriter line(out);
  line.number("t", event.time);
  line.text("event", event_kind_name(event.kind));
  if (event.phase != simulators::no_phase) write_index(line, "phase", event.phase, names.phases);
  write_index(line, "node", event.node, names.nodes);
  line.integer("client", event.client);
  line.unsigned64("operation", event.operation);
  if (event.track != simulators::no_track) write_index(line, "track", event.track, names.tracks);
  line.named("side", event.side);
  line.integer("key", event.key);
  if (event.write != 0) line.text("write", write_text(event.write));
  write_named(line, "detail", event.detail, detail_names(event.kind));
  write_flags(line, event);
  line.integer("value", event.value);
  const bool reason = event.kind == EventKind::finish && event.extra != 0;
  if (reason)
    write_named(line, "reason", event.extra, reasons);
  else
    line.integer("extra", event.extra);
  line.integer("spare", event.spare);
  line.integer("spare2", event.spare2);
}

void read_event(LineReader& line, const LineNames& names, Event& event) {
  line.integer("t", event.time);
  if (!line.has("t")) line.wrong_line("an event needs its time \"t\"");
  std::uint8_t kind = 255;
  read_named(line, "event", kind, event_names);
  if (kind >= std::size(event_names)) {
    if (kind != 255) line.wrong_line("an event needs its kind \"event\" by name");
    return;
  }
  event.kind = static_cast<EventKind>(kind);
  std::int64_t index = 0;
  if (read_index(line, "phase", names.phases, 65535, index)) {
    event.phase = static_cast<std::uint16_t>(index);
  }
  if (read_index(line, "node", names.nodes, 65535, index)) {
    event.node = static_cast<simulators::NodeId>(index);
  }
  if (read_index(line, "track", names.tracks, 255, index)) {
    event.track = static_cast<simulators::TrackIndex>(index);
  }
  line.integer("client", event.client);
  line.unsigned64("operation", event.operation);
  line.named("side", event.side);
  line.integer("key", event.key);
  if (const scenarios::JsonValue* write = line.find("write")) {
    if (write->kind != scenarios::JsonValue::Kind::string ||
        !parse_write(write->string, event.write)) {
      line.wrong(*write, "\"write\" must be like \"41.2\", \"41.2 undone\" or \"initial 0.17\"");
    }
  }
  read_named(line, "detail", event.detail, detail_names(event.kind));
  read_flags(line, event);
  line.integer("value", event.value);
  if (event.kind == EventKind::finish) read_named(line, "reason", event.extra, reasons);
  if (!line.has("reason")) line.integer("extra", event.extra);
  line.integer("spare", event.spare);
  line.integer("spare2", event.spare2);
}

}  // namespace rehearse::harness
