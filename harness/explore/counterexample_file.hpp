#pragma once
/// Counterexamples as files: `rehearse replay` needs nothing else. Versioned JSON; the choices one
/// per line, by name, so that two files can be compared with `diff`.
/// `read_counterexample(write_counterexample(x)) == x` for every counterexample whose strings are
/// UTF-8, field by field.

#include <cstddef>
#include <string>
#include <string_view>

#include "harness/explore/counterexample.hpp"
#include "scenarios/result.hpp"

namespace rehearse::harness {

/// Larger files are refused; a run of 2 000 operations makes about 10 MB.
inline constexpr std::size_t counterexample_bytes_max = 64U << 20U;

/// The file's bytes, with a final newline. The plan must be valid, and shape and operations must be
/// of it.
std::string write_counterexample(const SavedCounterexample& saved);

/// The counterexample in `text`, or what is wrong with it and where; `file` is only for messages.
/// Strict: unknown, missing and mistyped fields are errors. Any bytes are safe input. With a `plan`
/// it is read for that one, not for the plan in the file. What names a phase, an operation or a
/// place that the plan does not have is an error, too; but if plan or scenario are not those that
/// the file was written for, it is told in `gone`.
scenarios::Result<SavedCounterexample> read_counterexample(std::string_view text,
                                                           const std::string& file,
                                                           const scenarios::Plan* plan = nullptr);

/// Reads the file `path`; a missing, unreadable or oversized file is an error.
scenarios::Result<SavedCounterexample> load_counterexample(const std::string& path,
                                                           const scenarios::Plan* plan = nullptr);

}  // namespace rehearse::harness
