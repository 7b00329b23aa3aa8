#pragma once
/// Whether a run is a function of what it is said to be a function of: some are done twice, and the
/// two histories have to be the same.

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "harness/explore/make_choices.hpp"
#include "harness/explore/rehearsal.hpp"

namespace rehearse::harness {

/// Which of so many runs are done twice, ascending: the first two, the first of each course (among
/// the first `check_every`), and every `check_every`-th.
std::vector<std::int64_t> runs_done_twice(std::int64_t runs,
                                          const std::function<Course(std::int64_t)>& course_of);
constexpr std::int64_t check_every = 64;

/// Runs; `twice`: and once more. Empty, or in words the first event in which the two differ; run
/// `index`, its seed and its course are named.
std::string run_checked(Rehearsal& rehearsal, const RunSpec& spec, std::int64_t index, bool twice,
                        const MakeChoices& choices = {});

/// The first difference of two histories of one plan and scenario, in words: "event 57: at 0.013 s
/// client 3 starts checkout (operation 41); the second time at ...". Empty when they are the same.
std::string first_difference(const simulators::Blueprint& blueprint,
                             const simulators::History& first, const simulators::History& second);

}  // namespace rehearse::harness
