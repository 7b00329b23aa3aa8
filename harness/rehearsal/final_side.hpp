#pragma once
/// What lies in a table, as histories say it.

#include <vector>

#include "simulators/blueprint/blueprint.hpp"
#include "simulators/runtime/history.hpp"
#include "simulators/store/store.hpp"

namespace rehearse::harness {

/// The new side's rows as they were mapped at earlier looks, ascending by key.
struct MappedRows {
  struct MappedRow {
    simulators::Key key = 0;
    simulators::Row stored = nullptr, logical = nullptr;
  };
  std::vector<MappedRow> rows;
  std::size_t next = 0;
  std::vector<simulators::KeyedRecord> found;  ///< Scratch of `final_side`.
  /// `stored` in the old shape; asked for by ascending key, from `next` = 0 on. Rows are immutable,
  /// so what was mapped at the last look holds.
  simulators::Row old_shape(const simulators::Mapping& mapping, simulators::Key key,
                            simulators::Row stored, simulators::Memory& memory);
};

simulators::FinalSide final_side(const simulators::TrackBlueprint& about, scenarios::Side side,
                                 simulators::Store& engine, MappedRows& mapped,
                                 simulators::Memory& memory);

}  // namespace rehearse::harness
