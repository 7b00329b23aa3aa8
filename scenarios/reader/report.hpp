#pragma once
/// Problems of a value -> errors of the file it was read from.

#include <vector>

#include "scenarios/reader/object_reader.hpp"
#include "scenarios/validate_plan.hpp"

namespace rehearse::scenarios::reading {

/// Adds each problem that does not follow from a mistake that is reported already.
void report(const std::vector<Problem>& problems, const SourceMap& sources, Mistakes& mistakes);

Error error_of(const Problem& problem, const SourceMap& sources);

/// The "rehearse" key: the format's number.
void read_format(const ObjectReader& object, int& format);

}  // namespace rehearse::scenarios::reading
