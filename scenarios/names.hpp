#pragma once
/// How the values of each enumeration are written in files and reports: one table per
/// enumeration, read by the reader, the printer and `name_of`.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/ensure.hpp"
#include "scenarios/plan.hpp"
#include "scenarios/scenario.hpp"

namespace rehearse::scenarios {

template <typename Value>
struct Named {
  std::string_view name;
  Value value;
};

/// The table of `Value`; the first entry of a value is the one that is printed.
template <typename Value>
std::span<const Named<Value>> names_of();

#define REHEARSE_DECLARE_NAMES(Value) \
  template <>                         \
  std::span<const Named<Value>> names_of<Value>()

REHEARSE_DECLARE_NAMES(Side);
REHEARSE_DECLARE_NAMES(ReadAxis);
REHEARSE_DECLARE_NAMES(SecondWriteFailure);
REHEARSE_DECLARE_NAMES(Apply);
REHEARSE_DECLARE_NAMES(StreamDirection);
REHEARSE_DECLARE_NAMES(Capture);
REHEARSE_DECLARE_NAMES(Payload);
REHEARSE_DECLARE_NAMES(Fence);
REHEARSE_DECLARE_NAMES(BackfillState);
REHEARSE_DECLARE_NAMES(Checkpoint);
REHEARSE_DECLARE_NAMES(Contract);
REHEARSE_DECLARE_NAMES(Idempotency);
REHEARSE_DECLARE_NAMES(Ambiguity);
REHEARSE_DECLARE_NAMES(Lifecycle);
REHEARSE_DECLARE_NAMES(WebhookOwner);
REHEARSE_DECLARE_NAMES(WebhookDeduplication);
REHEARSE_DECLARE_NAMES(ShadowEffects);
REHEARSE_DECLARE_NAMES(KeySource);
REHEARSE_DECLARE_NAMES(TransformKind);
REHEARSE_DECLARE_NAMES(TrackKind);
REHEARSE_DECLARE_NAMES(Deduplication);
REHEARSE_DECLARE_NAMES(ProgramVerb);
REHEARSE_DECLARE_NAMES(RecordVerb);
REHEARSE_DECLARE_NAMES(OperationStepKind);
REHEARSE_DECLARE_NAMES(VariableSource);
REHEARSE_DECLARE_NAMES(TrackSupport);
REHEARSE_DECLARE_NAMES(Invalidate);
REHEARSE_DECLARE_NAMES(OnStepFailure);
REHEARSE_DECLARE_NAMES(VerifyMode);
REHEARSE_DECLARE_NAMES(ExistingRows);
REHEARSE_DECLARE_NAMES(ConstraintKind);
REHEARSE_DECLARE_NAMES(Comparison);
REHEARSE_DECLARE_NAMES(GateExit);
REHEARSE_DECLARE_NAMES(SegmentBy);
REHEARSE_DECLARE_NAMES(ArrivalShape);
REHEARSE_DECLARE_NAMES(RollbackSweep);

#undef REHEARSE_DECLARE_NAMES

/// The name of a value, e.g. `name_of(Apply::version_guard)` is "version_guard".
template <typename Value>
std::string_view name_of(const Value& value) {
  for (const Named<Value>& entry : names_of<Value>()) {
    if (entry.value == value) return entry.name;
  }
  ensure_failed("every value of an enumeration has a name", __FILE__, __LINE__);
}

/// All names of `Value`, in the table's order.
template <typename Value>
std::vector<std::string> all_names() {
  std::vector<std::string> names;
  for (const Named<Value>& entry : names_of<Value>()) names.emplace_back(entry.name);
  return names;
}

/// None: no value has this name.
template <typename Value>
std::optional<Value> value_named(std::string_view name) {
  for (const Named<Value>& entry : names_of<Value>())
    if (entry.name == name) return entry.value;
  return std::nullopt;
}

/// A step whose file form is "<track>.<verb>".
struct StepVerb {
  std::string_view verb;
  StepKind kind;
  Side side;
};

/// `orders.fence_old`, `orders.drain`, ...: every verb that a track understands.
std::span<const StepVerb> step_verbs();

/// One line for reports: "orders.fence_old", "restart app to v2", "set orders", "wait 5s", ...
std::string describe(const Step& step);

}  // namespace rehearse::scenarios
