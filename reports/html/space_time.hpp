#pragma once

#include <cstddef>
#include <string>

#include "harness/certificate/certificate.hpp"
#include "reports/markup.hpp"

namespace rehearse::reports::html {

/// More events than this are counted, not drawn.
inline constexpr std::size_t events_drawn_max = 60;

/// The space-time diagram of a counterexample: one lane per node (clients, application, old, new,
/// others), time runs down by rank with the real times in the gutter, each event numbered and
/// linked to its step. `anchor` is the counterexample's id. Empty without events.
Markup space_time(const harness::Counterexample& example, const std::string& anchor);

}  // namespace rehearse::reports::html
