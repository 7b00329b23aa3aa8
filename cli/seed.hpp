#pragma once
/// `--seed N|commit|random`.

#include <cstdint>
#include <string>

#include "scenarios/result.hpp"

namespace rehearse::cli {

/// A number up to 2^64 - 1, decimal or 0x...; "commit": the first 16 hexadecimal digits of HEAD of
/// the plan's repository; "random": drawn here, the only place that may.
scenarios::Result<std::uint64_t> read_seed(const std::string& text, const std::string& plan_file);

}  // namespace rehearse::cli
