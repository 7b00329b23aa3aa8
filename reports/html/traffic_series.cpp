#include "reports/html/traffic_series.hpp"

#include <algorithm>

#include "reports/text.hpp"

namespace rehearse::reports::html {
namespace {

void merge(harness::TrafficBucket& into, const harness::TrafficBucket& bucket) {
  into.operations = add(into.operations, bucket.operations);
  into.failed = add(into.failed, bucket.failed);
  into.p50_us = std::max(into.p50_us, bucket.p50_us);
  into.p99_us = std::max(into.p99_us, bucket.p99_us);
  into.max_us = std::max(into.max_us, bucket.max_us);
  into.control_p99_us = std::max(into.control_p99_us, bucket.control_p99_us);
  const bool both = into.control_failed >= 0 && bucket.control_failed >= 0;
  into.control_failed = both ? add(into.control_failed, bucket.control_failed)
                             : std::max(into.control_failed, bucket.control_failed);
}

}  // namespace

std::vector<harness::TrafficBucket> thinned(const std::vector<harness::TrafficBucket>& buckets,
                                            std::size_t most) {
  const std::size_t together = (buckets.size() + most - 1) / most;
  std::vector<harness::TrafficBucket> out;
  for (std::size_t i = 0; i < buckets.size(); ++i) {
    if (i % together == 0) {
      out.push_back(buckets[i]);
    } else {
      merge(out.back(), buckets[i]);
    }
  }
  return out;
}

}  // namespace rehearse::reports::html
