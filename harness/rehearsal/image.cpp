#include "harness/rehearsal/image.hpp"

#include <stdexcept>

#include "scenarios/ensure.hpp"
#include "simulators/data/content.hpp"

namespace rehearse::harness {

using namespace simulators;
using scenarios::Side;

namespace {

constexpr std::uint64_t image_seed = 0x1a6e;

/// The records that are there before the plan begins: on the sides that the initial stage keeps.
void prepare_track(const Blueprint& blueprint, TrackIndex track,
                   const std::function<Store&(int)>& engine, Choices& choices, Memory& memory,
                   std::vector<InitialRecord>& initial) {
  const TrackBlueprint& about = blueprint.tracks[track];
  const scenarios::Stage& stage = about.initial;
  for (Key key = 1; key <= about.initial_records; ++key) {
    Row row = generate_row(*about.mapping, choices, SiteKind::initial,
                           static_cast<std::uint64_t>(key), track, memory);
    row = with_distinct_values(row, about.distinct, 'i', static_cast<std::uint64_t>(key), memory);
    std::int64_t counter = 0;
    if (about.counter_field != no_index) {
      const auto field = static_cast<std::size_t>(about.counter_field);
      const auto& range = blueprint.scenario.traffic.stock;
      counter = choices.between({SiteKind::initial, track, 0, 999, static_cast<std::uint64_t>(key)},
                                range[0], range[1]);
      row = memory.with(row, field, Value::of(counter));
    }
    Record record;
    record.row = row;
    record.version = 1;
    record.write = initial_write(track, key);
    for (const Side side : {Side::old_side, Side::new_side}) {
      if (about.collection && side == Side::new_side) continue;
      const bool kept =
          stage.write.first == side || stage.write.both || stage.read.authority == side;
      if (!kept) continue;
      Record stored = record;
      if (side == Side::new_side) stored.row = about.mapping->up(row, nullptr, memory);
      if (stored.row == nullptr) continue;
      const StoreStatus status =
          engine(about.side(side).database).put(about.side(side).table, key, stored);
      static_cast<void>(status);  // a new table may not exist yet
    }
    initial.push_back({track, key, about.mapping->digest(row), counter});
  }
}

}  // namespace

std::vector<InitialRecord> prepare_image(const Blueprint& blueprint,
                                         const std::function<Store&(int database)>& engine,
                                         Memory& memory) {
  const int databases = static_cast<int>(blueprint.databases.size());
  for (int i = 0; i < databases; ++i) REHEARSE_ENSURE(engine(i).begin() == StoreStatus::ok);
  std::vector<InitialRecord> initial;
  RandomChoices choices(image_seed);
  for (TrackIndex track = 0; track < blueprint.tracks.size(); ++track)
    if (!blueprint.tracks[track].service)
      prepare_track(blueprint, track, engine, choices, memory, initial);
  for (int i = 0; i < databases; ++i) {
    const StoreStatus status = engine(i).commit();
    if (status != StoreStatus::ok)
      throw std::runtime_error("the records that are there before the plan cannot be put into " +
                               blueprint.databases[static_cast<std::size_t>(i)].shape.name + " (" +
                               std::string(to_string(status)) + "): " + engine(i).problem());
    engine(i).keep_image();
  }
  return initial;
}

}  // namespace rehearse::harness
