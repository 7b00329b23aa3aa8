#pragma once

#include "reports/html/view.hpp"

namespace rehearse::reports::html {

/// Where the way back ends: the sentence, a strip of all boundaries, each track's own point, what
/// the answer rests on, and the way back that fails. Empty when nothing was computed.
Markup return_section(const View& view);

}  // namespace rehearse::reports::html
