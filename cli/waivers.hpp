#pragma once
/// Waivers: who bears a known violation, why, and until when. They are printed beside the
/// violation, and never turn a rejection into a pass.

#include <string>
#include <vector>

#include "harness/certificate/certificate.hpp"
#include "scenarios/result.hpp"

namespace rehearse::cli {

/// `{"waivers": [{"property": "A2", "scenario": "flash-sale", "owner": "Ana", "reason": "...",
/// "expires": "2026-12-31"}]}`; only `scenario` may be left away. Their state is empty.
scenarios::Result<std::vector<harness::Waiver>> load_waivers(const std::string& path);

/// Says of each waiver what it is worth on the day `utc` ("2026-11-29T..."), given what is
/// violated.
void apply_waivers(harness::Certificate& certificate, const std::string& utc);

}  // namespace rehearse::cli
