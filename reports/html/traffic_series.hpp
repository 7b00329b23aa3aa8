#pragma once

#include <cstddef>
#include <vector>

#include "harness/certificate/certificate.hpp"

namespace rehearse::reports::html {

/// At most `most` buckets from neighbours put together: counts added, latencies the worst of them,
/// so that no peak is lost. p50 becomes the largest p50, a bound.
std::vector<harness::TrafficBucket> thinned(const std::vector<harness::TrafficBucket>& buckets,
                                            std::size_t most);

}  // namespace rehearse::reports::html
