#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "harness/history/history_file.hpp"
#include "scenarios/names.hpp"

namespace rehearse::harness {
namespace {

using simulators::Event;
using simulators::EventKind;
using simulators::History;

template <typename Value>
Value one_of_names() {
  const auto table = scenarios::names_of<Value>();
  return table[*rc::gen::inRange<std::size_t>(0, table.size())].value;
}

scenarios::Side side() {
  return *rc::gen::arbitrary<bool>() ? scenarios::Side::new_side : scenarios::Side::old_side;
}

std::string name() { return *rc::gen::container<std::string>(rc::gen::inRange<char>(1, 127)); }

scenarios::Stage stage() {
  scenarios::Stage stage;
  stage.read = {side(), *rc::gen::arbitrary<bool>()};
  stage.write = {side(), *rc::gen::arbitrary<bool>(), *rc::gen::arbitrary<bool>()};
  stage.second_write_failure = one_of_names<scenarios::SecondWriteFailure>();
  stage.apply = one_of_names<scenarios::Apply>();
  stage.sync.direction = one_of_names<scenarios::StreamDirection>();
  stage.sync.capture = one_of_names<scenarios::Capture>();
  stage.sync.origin_tagged = *rc::gen::arbitrary<bool>();
  stage.sync.payload = one_of_names<scenarios::Payload>();
  stage.fence = one_of_names<scenarios::Fence>();
  stage.backfill.state = one_of_names<scenarios::BackfillState>();
  stage.backfill.cursor = name();
  stage.backfill.batch = *rc::gen::arbitrary<int>();
  stage.backfill.write = one_of_names<scenarios::Apply>();
  stage.backfill.before_phase = name();
  if (*rc::gen::arbitrary<bool>()) {
    const scenarios::Literal values[] = {std::monostate{}, true, std::int64_t{-7}, name()};
    stage.backfill.where = scenarios::OnlyWhere{name(), values[*rc::gen::inRange(0, 4)]};
  }
  stage.backfill.checkpoint = one_of_names<scenarios::Checkpoint>();
  stage.backfill.throttle = scenarios::Duration(*rc::gen::arbitrary<std::int64_t>());
  stage.contract = one_of_names<scenarios::Contract>();
  stage.service.route = side();
  stage.service.shadow = *rc::gen::arbitrary<bool>();
  stage.service.shadow_effects = one_of_names<scenarios::ShadowEffects>();
  stage.service.idempotency = one_of_names<scenarios::Idempotency>();
  stage.service.ambiguity = one_of_names<scenarios::Ambiguity>();
  stage.service.lifecycle = one_of_names<scenarios::Lifecycle>();
  stage.service.webhooks = one_of_names<scenarios::WebhookOwner>();
  stage.service.webhook_deduplication = one_of_names<scenarios::WebhookDeduplication>();
  return stage;
}

template <typename Integer>
Integer number() {
  return *rc::gen::oneOf(rc::gen::arbitrary<Integer>(), rc::gen::just<Integer>(0));
}

/// Write ids as the simulation makes them, and any other.
simulators::WriteId write() {
  return *rc::gen::oneOf(
      rc::gen::arbitrary<simulators::WriteId>(),
      rc::gen::map(rc::gen::inRange<simulators::WriteId>(0, 5000),
                   [](simulators::WriteId id) { return simulators::write_id(id, 3, id % 2 == 0); }),
      rc::gen::map(rc::gen::inRange<simulators::Key>(0, 5000),
                   [](simulators::Key key) { return simulators::initial_write(2, key); }));
}

Event event(simulators::Time time) {
  Event made;
  made.time = time;
  made.kind =
      static_cast<EventKind>(*rc::gen::inRange<int>(0, static_cast<int>(simulators::event_kinds)));
  made.detail = number<std::uint8_t>();
  made.flags = number<std::uint8_t>();
  made.track = *rc::gen::oneOf(rc::gen::just(simulators::no_track),
                               rc::gen::inRange<simulators::TrackIndex>(0, 6));
  made.side = side();
  made.spare = number<std::uint8_t>();
  made.node = *rc::gen::inRange<simulators::NodeId>(0, 6);
  made.phase =
      *rc::gen::oneOf(rc::gen::just(simulators::no_phase), rc::gen::inRange<std::uint16_t>(0, 6));
  made.client = number<std::uint16_t>();
  made.spare2 = number<std::uint32_t>();
  made.operation = *rc::gen::inRange<simulators::OperationId>(0, 1U << 26U);
  made.key = number<simulators::Key>();
  made.write = write();
  made.value = number<std::int64_t>();
  made.extra = number<std::int64_t>();
  return made;
}

simulators::FinalSide final_side() {
  simulators::FinalSide made;
  made.exists = *rc::gen::arbitrary<bool>();
  const int count = *rc::gen::inRange(0, 4);
  for (int i = 0; i < count; ++i) {
    simulators::FinalRecord record;
    record.key = number<simulators::Key>();
    record.write = write();
    record.version = number<std::uint64_t>();
    record.digest = number<std::uint64_t>();
    record.counter = number<std::int64_t>();
    record.deleted = *rc::gen::arbitrary<bool>();
    record.representable = *rc::gen::arbitrary<bool>();
    record.whole = number<std::uint32_t>();
    made.records.push_back(record);
  }
  return made;
}

std::vector<std::string> names(int most) {
  std::vector<std::string> made;
  const int count = *rc::gen::inRange(0, most);
  for (int i = 0; i < count; ++i) made.push_back(name());
  return made;
}

StoredHistory stored_history() {
  StoredHistory made;
  made.plan = name();
  made.tracks = names(4);
  made.phases = names(4);
  History& history = made.history;
  history.nodes = names(6);
  simulators::Time time = *rc::gen::inRange<simulators::Time>(-1000, 1000);
  const int events = *rc::gen::inRange(0, 12);
  for (int i = 0; i < events; ++i) {
    time += *rc::gen::inRange<simulators::Time>(0, 1'000'000);
    history.events.push_back(event(time));
  }
  const int stages = *rc::gen::inRange(0, 3);
  for (int i = 0; i < stages; ++i) history.stages.push_back(stage());
  const int initial = *rc::gen::inRange(0, 3);
  for (int i = 0; i < initial; ++i) {
    history.initial.push_back({*rc::gen::inRange<simulators::TrackIndex>(0, 9),
                               number<simulators::Key>(), number<std::uint64_t>(),
                               number<std::int64_t>()});
  }
  const int tracks = *rc::gen::inRange(0, 3);
  for (int i = 0; i < tracks; ++i) {
    history.final.tracks.push_back({final_side(), final_side(), stage(), stage(),
                                    number<std::int64_t>(), number<std::int64_t>(),
                                    number<std::int64_t>(), number<std::int64_t>()});
  }
  history.final.quiet = *rc::gen::arbitrary<bool>();
  history.final.pending = name();
  history.hash = number<std::uint64_t>();
  history.end = number<simulators::Time>();
  history.migrated = *rc::gen::arbitrary<bool>();
  return made;
}

RC_GTEST_PROP(HistoryFile, ReadingGivesBackWhatWasPrinted, ()) {
  const StoredHistory written = stored_history();
  const std::string text = print_history(written);
  const auto result = read_history(text, "h.jsonl");
  if (!result) RC_FAIL(scenarios::to_string(result.errors()[0]) + "\n" + text);
  const StoredHistory& read = result.value();
  RC_ASSERT(read.plan == written.plan);
  RC_ASSERT(read.tracks == written.tracks);
  RC_ASSERT(read.phases == written.phases);
  RC_ASSERT(read.history.events == written.history.events);
  RC_ASSERT(read.history.initial == written.history.initial);
  RC_ASSERT(read.history.stages == written.history.stages);
  RC_ASSERT(read.history.nodes == written.history.nodes);
  RC_ASSERT(read.history.final == written.history.final);
  RC_ASSERT(read.history.hash == written.history.hash);
  RC_ASSERT(read.history.end == written.history.end);
  RC_ASSERT(read.history.migrated == written.history.migrated);
  RC_ASSERT(print_history(read) == text);
}

RC_GTEST_PROP(HistoryFile, NoBytesCrashTheReader, ()) {
  std::string text = print_history(stored_history());
  const int changes = *rc::gen::inRange(1, 4);
  for (int i = 0; i < changes && !text.empty(); ++i) {
    const auto at = *rc::gen::inRange<std::size_t>(0, text.size());
    switch (*rc::gen::inRange(0, 3)) {
      case 0:
        text[at] = *rc::gen::arbitrary<char>();
        break;
      case 1:
        text.resize(at);
        break;
      default:
        text.erase(at, *rc::gen::inRange<std::size_t>(1, 20));
        break;
    }
  }
  const auto result = read_history(text, "h.jsonl");
  if (result) return;
  for (const auto& error : result.errors()) {
    RC_ASSERT(error.line >= 1);
    RC_ASSERT(error.column >= 1);
    RC_ASSERT(!error.message.empty());
  }
}

}  // namespace
}  // namespace rehearse::harness
