#include "scenarios/check_plan.hpp"

#include <algorithm>
#include <tuple>

#include "scenarios/checks/rules.hpp"

namespace rehearse::scenarios {
namespace {

void implicit_collections(const Plan& plan, const SourceMap& sources, checks::Findings& findings) {
  for (const Collection& collection : plan.collections) {
    const std::string pointer = "/collections" + pointer_segment(collection.name);
    if (sources.contains(pointer)) continue;
    std::string fields;
    for (const Field& field : collection.record.fields) {
      fields += (fields.empty() ? "" : ", ") + field.name;
    }
    findings.add("implicit_collection", "/application/operations",
                 "\"" + collection.name +
                     "\" is not declared: taken as a collection with the key " +
                     collection.record.key + " and the fields " + fields,
                 "declare it under \"collections\" to choose its shape");
  }
}

void add_places(std::vector<Finding>& findings, const SourceMap& sources) {
  for (Finding& finding : findings) {
    finding.pointer = sources.nearest(finding.pointer);
    finding.place = sources.place_of(finding.pointer);
    finding.file = sources.file;
  }
}

}  // namespace

std::vector<Finding> check_plan(const Plan& plan, const SourceMap* sources) {
  checks::Findings findings;
  checks::transforms(plan, findings);
  checks::operations(plan, findings);
  checks::reads(plan, findings);
  checks::writes_and_backfill(plan, findings);
  checks::versions(plan, findings);
  checks::gates(plan, findings);
  checks::cut_over(plan, findings);
  checks::contract(plan, findings);
  checks::rollbacks(plan, findings);
  checks::segments(plan, findings);
  checks::services(plan, findings);
  checks::constraints(plan, findings);
  if (sources != nullptr) implicit_collections(plan, *sources, findings);
  std::vector<Finding> all = findings.take();
  if (sources == nullptr) return all;
  add_places(all, *sources);
  std::stable_sort(all.begin(), all.end(), [](const Finding& a, const Finding& b) {
    return std::tie(a.place.line, a.place.column) < std::tie(b.place.line, b.place.column);
  });
  return all;
}

std::vector<Finding> check_plan(const PlanFile& file) {
  return check_plan(file.plan, &file.sources);
}

}  // namespace rehearse::scenarios
