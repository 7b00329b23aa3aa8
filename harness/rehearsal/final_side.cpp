#include "harness/rehearsal/final_side.hpp"

namespace rehearse::harness {

using namespace simulators;
using scenarios::Side;

Row MappedRows::old_shape(const Mapping& mapping, Key key, Row stored, Memory& memory) {
  if (stored == nullptr || mapping.identity()) return stored;
  while (next < rows.size() && rows[next].key < key) ++next;
  const auto place = rows.begin() + static_cast<std::ptrdiff_t>(next);
  const bool known = place != rows.end() && place->key == key;
  if (known && place->stored == stored) return place->logical;
  const MappedRow made{key, stored, mapping.down(stored, nullptr, memory)};
  if (known) {
    *place = made;
  } else {
    rows.insert(place, made);
  }
  return made.logical;
}

FinalSide final_side(const TrackBlueprint& about, Side side, Store& engine, MappedRows& mapped,
                     Memory& memory) {
  FinalSide made;
  made.exists = engine.exists(about.side(side).table);
  if (!made.exists) return made;
  mapped.next = 0;
  std::vector<KeyedRecord>& rows = mapped.found;
  rows.clear();
  const StoreStatus status = engine.scan(about.side(side).table, INT64_MIN, 1 << 30, rows);
  made.exists = status == StoreStatus::ok;
  made.records.reserve(rows.size());
  for (const KeyedRecord& row : rows) {
    FinalRecord record;
    record.key = row.key;
    record.write = row.record.write;
    record.version = row.record.version;
    record.deleted = row.record.deleted;
    Row logical = row.record.row;
    if (side == Side::new_side)
      logical = mapped.old_shape(*about.mapping, row.key, logical, memory);
    if (!record.deleted) record.representable = logical != nullptr;
    if (logical != nullptr) {
      record.digest = about.mapping->digest(logical);
      if (side == Side::old_side) record.whole = about.mapping->whole(logical);
      if (about.counter_field != no_index)
        record.counter = logical->begin()[static_cast<std::size_t>(about.counter_field)].number;
    }
    made.records.push_back(record);
  }
  return made;
}

}  // namespace rehearse::harness
