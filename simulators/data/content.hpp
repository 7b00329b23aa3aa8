#pragma once
/// Generated record content: the same few awkward things that real records hold.

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "scenarios/plan.hpp"
#include "simulators/data/literal.hpp"
#include "simulators/data/mapping.hpp"
#include "simulators/data/memory.hpp"
#include "simulators/runtime/choices.hpp"

namespace rehearse::simulators {

/// The texts that fields are filled with: one word, several spaces, accents, apostrophes, other
/// scripts, very short, 200 characters. None is empty; the first is the plainest.
std::span<const std::string_view> text_corpus();

/// A row of any content. One choice per field, at {kind, index = track, a = 0, b = field, n}.
/// Numbers are 0 or more: decimals below 10^7 (small, x.99, round, large), integers below 10^6.
Row generate_row(const std::vector<scenarios::Field>& fields, Choices& choices, SiteKind kind,
                 std::uint64_t n, std::uint8_t track, Memory& memory);

/// An old-shape row that keeps to what the plan claims about its fields (`Mapping::domain`): a
/// mapped field holds one of the map's values, a text that is cast to a number holds a number, the
/// first part of a join does not hold the separator. Same choices, same sites.
Row generate_row(const Mapping& mapping, Choices& choices, SiteKind kind, std::uint64_t n,
                 std::uint8_t track, Memory& memory);

/// `row` with the fields in `distinct` (a bit each) changed so that no two calls with other
/// (`kind`, `n`) give equal texts, however their capitals are taken, or equal numbers below 10^15.
Row with_distinct_values(Row row, std::uint32_t distinct, char kind, std::uint64_t n,
                         Memory& memory);

}  // namespace rehearse::simulators
