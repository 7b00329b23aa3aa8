#include "scenarios/names.hpp"

namespace rehearse::scenarios {

template <>
std::span<const Named<ReadAxis>> names_of<ReadAxis>() {
  static constexpr Named<ReadAxis> table[] = {{"old", {Side::old_side, false}},
                                              {"old+shadow_new", {Side::old_side, true}},
                                              {"new+shadow_old", {Side::new_side, true}},
                                              {"new", {Side::new_side, false}}};
  return table;
}

template <>
std::span<const Named<Side>> names_of<Side>() {
  static constexpr Named<Side> table[] = {{"old", Side::old_side}, {"new", Side::new_side}};
  return table;
}

template <>
std::span<const Named<SecondWriteFailure>> names_of<SecondWriteFailure>() {
  static constexpr Named<SecondWriteFailure> table[] = {
      {"fail", SecondWriteFailure::fail},
      {"enqueue_repair", SecondWriteFailure::enqueue_repair},
      {"ignore", SecondWriteFailure::ignore}};
  return table;
}

template <>
std::span<const Named<Apply>> names_of<Apply>() {
  static constexpr Named<Apply> table[] = {{"overwrite", Apply::overwrite},
                                           {"insert_if_absent", Apply::insert_if_absent},
                                           {"update_if_present", Apply::update_if_present},
                                           {"upsert", Apply::upsert},
                                           {"version_guard", Apply::version_guard}};
  return table;
}

template <>
std::span<const Named<StreamDirection>> names_of<StreamDirection>() {
  static constexpr Named<StreamDirection> table[] = {{"none", StreamDirection::none},
                                                     {"old_to_new", StreamDirection::old_to_new},
                                                     {"new_to_old", StreamDirection::new_to_old},
                                                     {"both", StreamDirection::both}};
  return table;
}

template <>
std::span<const Named<Capture>> names_of<Capture>() {
  static constexpr Named<Capture> table[] = {{"cdc", Capture::cdc}, {"outbox", Capture::outbox}};
  return table;
}

template <>
std::span<const Named<Payload>> names_of<Payload>() {
  static constexpr Named<Payload> table[] = {{"absolute", Payload::absolute},
                                             {"deltas", Payload::deltas}};
  return table;
}

template <>
std::span<const Named<Fence>> names_of<Fence>() {
  static constexpr Named<Fence> table[] = {{"none", Fence::none}, {"epoch", Fence::epoch}};
  return table;
}

template <>
std::span<const Named<BackfillState>> names_of<BackfillState>() {
  static constexpr Named<BackfillState> table[] = {{"none", BackfillState::none},
                                                   {"running", BackfillState::running},
                                                   {"done", BackfillState::done},
                                                   {"verified", BackfillState::verified}};
  return table;
}

template <>
std::span<const Named<Checkpoint>> names_of<Checkpoint>() {
  static constexpr Named<Checkpoint> table[] = {{"before", Checkpoint::before},
                                                {"after", Checkpoint::after},
                                                {"in_batch", Checkpoint::in_batch}};
  return table;
}

template <>
std::span<const Named<Contract>> names_of<Contract>() {
  static constexpr Named<Contract> table[] = {{"expanded", Contract::expanded},
                                              {"held", Contract::held},
                                              {"purged", Contract::purged},
                                              {"dropped", Contract::dropped}};
  return table;
}

template <>
std::span<const Named<Idempotency>> names_of<Idempotency>() {
  static constexpr Named<Idempotency> table[] = {{"per_operation", Idempotency::per_operation},
                                                 {"per_attempt", Idempotency::per_attempt},
                                                 {"none", Idempotency::none}};
  return table;
}

template <>
std::span<const Named<Ambiguity>> names_of<Ambiguity>() {
  static constexpr Named<Ambiguity> table[] = {{"same_side", Ambiguity::same_side},
                                               {"current_side", Ambiguity::current_side},
                                               {"nowhere", Ambiguity::nowhere}};
  return table;
}

template <>
std::span<const Named<Lifecycle>> names_of<Lifecycle>() {
  static constexpr Named<Lifecycle> table[] = {{"origin", Lifecycle::origin},
                                               {"current", Lifecycle::current}};
  return table;
}

template <>
std::span<const Named<WebhookOwner>> names_of<WebhookOwner>() {
  static constexpr Named<WebhookOwner> table[] = {{"old", WebhookOwner::old_side},
                                                  {"new", WebhookOwner::new_side},
                                                  {"both", WebhookOwner::both}};
  return table;
}

template <>
std::span<const Named<WebhookDeduplication>> names_of<WebhookDeduplication>() {
  static constexpr Named<WebhookDeduplication> table[] = {
      {"by_effect", WebhookDeduplication::by_effect},
      {"by_delivery", WebhookDeduplication::by_delivery},
      {"none", WebhookDeduplication::none}};
  return table;
}

template <>
std::span<const Named<ShadowEffects>> names_of<ShadowEffects>() {
  static constexpr Named<ShadowEffects> table[] = {{"suppressed", ShadowEffects::suppressed},
                                                   {"real", ShadowEffects::real}};
  return table;
}

template <>
std::span<const Named<KeySource>> names_of<KeySource>() {
  static constexpr Named<KeySource> table[] = {{"client", KeySource::client},
                                               {"store", KeySource::store}};
  return table;
}

template <>
std::span<const Named<TransformKind>> names_of<TransformKind>() {
  static constexpr Named<TransformKind> table[] = {{"rename", TransformKind::rename},
                                                   {"split", TransformKind::split},
                                                   {"join", TransformKind::join},
                                                   {"scale", TransformKind::scale},
                                                   {"cast", TransformKind::cast},
                                                   {"map", TransformKind::map_values},
                                                   {"default", TransformKind::default_value},
                                                   {"constant", TransformKind::constant},
                                                   {"drop", TransformKind::drop}};
  return table;
}

template <>
std::span<const Named<TrackKind>> names_of<TrackKind>() {
  static constexpr Named<TrackKind> table[] = {{"schema", TrackKind::schema},
                                               {"service", TrackKind::service},
                                               {"source", TrackKind::source}};
  return table;
}

template <>
std::span<const Named<ProgramVerb>> names_of<ProgramVerb>() {
  static constexpr Named<ProgramVerb> table[] = {
      {"authorise", ProgramVerb::authorise}, {"charge", ProgramVerb::charge},
      {"capture", ProgramVerb::capture},     {"refund", ProgramVerb::refund},
      {"void", ProgramVerb::void_charge},    {"lookup", ProgramVerb::lookup}};
  return table;
}

template <>
std::span<const Named<RecordVerb>> names_of<RecordVerb>() {
  static constexpr Named<RecordVerb> table[] = {{"get", RecordVerb::get},
                                                {"put", RecordVerb::put},
                                                {"delete", RecordVerb::erase},
                                                {"list", RecordVerb::list}};
  return table;
}

template <>
std::span<const Named<Deduplication>> names_of<Deduplication>() {
  static constexpr Named<Deduplication> table[] = {{"none", Deduplication::none},
                                                   {"by_key", Deduplication::by_key}};
  return table;
}

template <>
std::span<const Named<OperationStepKind>> names_of<OperationStepKind>() {
  static constexpr Named<OperationStepKind> table[] = {
      {"read", OperationStepKind::read},       {"put", OperationStepKind::put},
      {"insert", OperationStepKind::insert},   {"update", OperationStepKind::update},
      {"delete", OperationStepKind::erase},    {"increment", OperationStepKind::add},
      {"call", OperationStepKind::charge},     {"authorise", OperationStepKind::authorise},
      {"capture", OperationStepKind::capture}, {"refund", OperationStepKind::refund},
      {"void", OperationStepKind::void_charge}};
  return table;
}

template <>
std::span<const Named<VariableSource>> names_of<VariableSource>() {
  static constexpr Named<VariableSource> table[] = {{"client", VariableSource::client},
                                                    {"existing", VariableSource::existing},
                                                    {"fresh", VariableSource::fresh},
                                                    {"own", VariableSource::own},
                                                    {"run", VariableSource::run}};
  return table;
}

template <>
std::span<const Named<TrackSupport>> names_of<TrackSupport>() {
  static constexpr Named<TrackSupport> table[] = {{"old", TrackSupport::old_only},
                                                  {"flags", TrackSupport::flags},
                                                  {"new", TrackSupport::new_only}};
  return table;
}

template <>
std::span<const Named<Invalidate>> names_of<Invalidate>() {
  static constexpr Named<Invalidate> table[] = {{"on_write", Invalidate::on_write},
                                                {"never", Invalidate::never}};
  return table;
}

template <>
std::span<const Named<OnStepFailure>> names_of<OnStepFailure>() {
  static constexpr Named<OnStepFailure> table[] = {{"compensate", OnStepFailure::compensate},
                                                   {"stop", OnStepFailure::stop}};
  return table;
}

template <>
std::span<const Named<ExistingRows>> names_of<ExistingRows>() {
  static constexpr Named<ExistingRows> table[] = {{"checked", ExistingRows::checked},
                                                  {"unchecked", ExistingRows::unchecked}};
  return table;
}

template <>
std::span<const Named<ConstraintKind>> names_of<ConstraintKind>() {
  static constexpr Named<ConstraintKind> table[] = {{"not_null", ConstraintKind::not_null},
                                                    {"unique", ConstraintKind::unique}};
  return table;
}

template <>
std::span<const Named<VerifyMode>> names_of<VerifyMode>() {
  static constexpr Named<VerifyMode> table[] = {{"keyed", VerifyMode::keyed},
                                                {"count", VerifyMode::count}};
  return table;
}

template <>
std::span<const Named<Comparison>> names_of<Comparison>() {
  static constexpr Named<Comparison> table[] = {{"equals", Comparison::equals},
                                                {"at_most", Comparison::at_most},
                                                {"at_least", Comparison::at_least}};
  return table;
}

template <>
std::span<const Named<GateExit>> names_of<GateExit>() {
  static constexpr Named<GateExit> table[] = {
      {"proceed", GateExit::proceed}, {"rollback", GateExit::rollback}, {"pause", GateExit::pause}};
  return table;
}

template <>
std::span<const Named<SegmentBy>> names_of<SegmentBy>() {
  static constexpr Named<SegmentBy> table[] = {
      {"customer", SegmentBy::customer}, {"key", SegmentBy::key}, {"tenant", SegmentBy::tenant}};
  return table;
}

template <>
std::span<const Named<ArrivalShape>> names_of<ArrivalShape>() {
  static constexpr Named<ArrivalShape> table[] = {{"constant", ArrivalShape::constant},
                                                  {"poisson", ArrivalShape::poisson},
                                                  {"burst", ArrivalShape::burst}};
  return table;
}

template <>
std::span<const Named<RollbackSweep>> names_of<RollbackSweep>() {
  static constexpr Named<RollbackSweep> table[] = {{"none", RollbackSweep::none},
                                                   {"every_phase", RollbackSweep::every_phase},
                                                   {"every_step", RollbackSweep::every_step}};
  return table;
}

}  // namespace rehearse::scenarios
