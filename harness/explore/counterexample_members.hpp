#pragma once
/// The fields of a counterexample file, read one by one. Private to counterexample_file.cpp.

#include <array>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <utility>

#include "harness/explore/counterexample.hpp"
#include "scenarios/result.hpp"

namespace rehearse::harness {

inline constexpr const char* counterexample_format_key = "rehearse_counterexample";
inline constexpr const char* counterexample_way_out =
    "name a file that `rehearse certify` wrote, e.g. rehearse-out/D1-no_lost_write.json";

/// How the course of a run is written.
inline constexpr std::array<std::pair<std::string_view, Course>, 3> course_names{
    {{"forward", Course::forward}, {"rollback", Course::rollback}, {"hold", Course::hold}}};

/// `json` is an object of the known format, `text` what it was parsed from, for places; `other` the
/// plan to read it for, null: the one in it.
scenarios::Result<SavedCounterexample> read_counterexample_members(
    const nlohmann::ordered_json& json, std::string_view text, const std::string& file,
    const scenarios::Plan* other);

}  // namespace rehearse::harness
