#include <algorithm>
#include <optional>

#include "scenarios/checks/rules.hpp"
#include "scenarios/record_shape.hpp"
#include "scenarios/source_map.hpp"

namespace rehearse::scenarios::checks {
namespace {

bool has_duplicate_targets(const Transform& transform) {
  for (std::size_t i = 0; i < transform.values.size(); ++i) {
    for (std::size_t j = i + 1; j < transform.values.size(); ++j) {
      if (transform.values[i].second == transform.values[j].second) return true;
    }
  }
  return false;
}

/// Every value of `from` is distinguishable in `to`.
bool keeps_everything(const FieldType& from, const FieldType& to) {
  if (from == to || to.kind == FieldKind::text) return true;
  if (from.kind == FieldKind::boolean) return to.kind == FieldKind::integer;
  if (from.kind == FieldKind::integer) return to.kind == FieldKind::decimal;
  if (from.kind == FieldKind::decimal) {
    return to.kind == FieldKind::decimal && to.scale >= from.scale;
  }
  return false;
}

std::optional<std::string> loss(const Transform& transform, const std::vector<Field>& fields) {
  const bool nothing_kept = std::holds_alternative<std::monostate>(transform.value);
  if (transform.kind == TransformKind::drop && nothing_kept) {
    return "the field is dropped, and nothing says what a rollback restores";
  }
  if (transform.kind == TransformKind::map_values && has_duplicate_targets(transform)) {
    return "two old values become the same new one";
  }
  if (transform.kind != TransformKind::cast || transform.from.empty()) return std::nullopt;
  for (const Field& field : fields) {
    if (field.name == transform.from.front() && !keeps_everything(field.type, transform.type)) {
      return "the cast does not keep every value";
    }
  }
  return std::nullopt;
}

}  // namespace

void transforms(const Plan& plan, Findings& findings) {
  for (const Track& track : plan.tracks) {
    std::vector<Field> fields = track.record.fields;
    for (std::size_t i = 0; i < track.transform.size(); ++i) {
      const Transform& transform = track.transform[i];
      const auto reason = transform.lossy ? std::nullopt : loss(transform, fields);
      if (reason) {
        findings.add("transform_not_invertible",
                     "/tracks" + pointer_segment(track.name) + "/transform" + pointer_segment(i),
                     *reason,
                     transform.kind == TransformKind::drop
                         ? "add \"keep\": VALUE, or declare \"lossy\": true"
                         : "declare \"lossy\": true, or make it reversible");
      }
      apply_shape(transform, fields);
    }
  }
}

}  // namespace rehearse::scenarios::checks
