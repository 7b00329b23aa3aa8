#pragma once
/// Which write a record is of, as a program of the user's is told and tells again: "rev".

#include <cstdint>
#include <optional>
#include <string>

#include "scenarios/stage.hpp"
#include "simulators/data/value.hpp"

namespace rehearse::simulators::live {

/// Written "new-131-4".
struct Revision {
  scenarios::Side side = scenarios::Side::old_side;
  WriteId write = 0;
  std::uint64_t version = 0;
};

std::string revision_text(scenarios::Side side, const Record& record);
std::optional<Revision> revision_of(const std::string& text);

}  // namespace rehearse::simulators::live
