#pragma once
/// Partial writes.

#include <vector>

#include "simulators/data/memory.hpp"

namespace rehearse::simulators {

/// `base` with the fields in `fields` taken from `from`.
inline Row merged(Row base, Row from, std::uint32_t fields, std::vector<Value>& values,
                  Memory& memory) {
  values.assign(base->values().begin(), base->values().end());
  for (std::size_t i = 0; i < values.size(); ++i)
    if ((fields >> i & 1U) != 0) values[i] = from->begin()[i];
  return memory.row(values);
}

}  // namespace rehearse::simulators
