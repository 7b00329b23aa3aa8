#pragma once
/// Runs of the plans of scenarios/zoo, for tests that compare one judge with another.

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/explore/rehearsal.hpp"
#include "harness/properties/property.hpp"

namespace rehearse::harness::testing {

/// Rehearses each of these plans ("bad.json") of every case, `runs` times, and shows each run with
/// the words that say which it is.
void for_each_zoo_run(const std::vector<std::string>& plans, std::int64_t runs,
                      const std::function<void(Rehearsal&, const std::string& where)>& visit);

/// Of all verdicts on a run, in the order of the properties.
bool violated(const std::vector<Verdict>& verdicts, std::string_view id);

}  // namespace rehearse::harness::testing
