#include "scenarios/metrics.hpp"

#include "scenarios/plan_lookup.hpp"

namespace rehearse::scenarios {
namespace {

struct Suffix {
  std::string_view name;
  bool sampled;
  std::string_view promise;
};

constexpr Suffix record_metrics[] = {
    {"backfill_remaining", false, "rows of the population that the backfill has not copied yet"},
    {"shadow_mismatch", true, "shadow reads in the window whose answer differed"},
    {"verify_mismatch", false, "records that the last verify found different or missing"},
    {"repair_queue", false, "second writes that wait for their repair"},
    {"sync_lag", false, "changes that the stream has captured and not applied yet"},
    {"unrepresentable", false, "new records that the old shape cannot hold"},
};

constexpr Suffix service_metrics[] = {
    {"shadow_mismatch", true, "shadow calls in the window whose answer differed"},
    {"errors", true, "calls in the window that failed for another reason than a declined charge"},
    {"calls_on_old", true, "calls in the window that went to the old side"},
    {"calls_on_new", true, "calls in the window that went to the new side"},
};

}  // namespace

std::vector<Metric> metrics_of(const Plan& plan) {
  std::vector<Metric> metrics;
  const auto add = [&](const std::string& subject, const Suffix& suffix) {
    metrics.push_back(
        {subject + "." + std::string(suffix.name), suffix.sampled, std::string(suffix.promise)});
  };
  for (const Track& track : plan.tracks) {
    if (track.is_service()) {
      for (const Suffix& suffix : service_metrics) add(track.name, suffix);
    } else {
      for (const Suffix& suffix : record_metrics) add(track.name, suffix);
    }
  }
  for (const InstanceGroup& group : plan.application.groups) {
    for (const std::string& version : version_names(plan)) {
      metrics.push_back({group.name + ".instances_on_" + version, false,
                         "instances of the group that run this version"});
    }
    add(group.name, {"errors", true, "requests in the window that failed"});
    add(group.name, {"requests", true, "requests in the window"});
  }
  return metrics;
}

std::optional<Metric> find_metric(const Plan& plan, std::string_view name) {
  for (Metric& metric : metrics_of(plan)) {
    if (metric.name == name) return std::move(metric);
  }
  return std::nullopt;
}

}  // namespace rehearse::scenarios
