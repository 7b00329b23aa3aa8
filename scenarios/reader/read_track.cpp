#include "scenarios/reader/key_tables.hpp"
#include "scenarios/reader/sections.hpp"

namespace rehearse::scenarios::reading {
namespace {

void read_record_track(const At& at, Track& track) {
  const ObjectReader object(at, record_track_table);
  const std::string example = "\"record\": {\"key\": \"order_id\", \"fields\": {...}}";
  if (const auto record = object.require("record", example)) read_record(*record, track.record);
  track.old_location.table = track.new_location.table = track.name;
  if (const auto side = object.require("old")) read_location(*side, true, track.old_location);
  if (const auto side = object.require("new")) read_location(*side, true, track.new_location);
  if (const auto transform = object.find("transform")) read_transforms(*transform, track.transform);
}

void read_service_track(const At& at, Track& track) {
  const ObjectReader object(at, service_track_table);
  object.read("effect", track.effect);
  object.read_required("identity", track.identity, "\"identity\": \"order_id\"");
  object.read("amount", track.amount);
  if (const auto side = object.require("old")) read_service_contract(*side, track.old_service);
  if (const auto side = object.require("new")) read_service_contract(*side, track.new_service);
}

void read_track(const At& at, Track& track) {
  if (!at.is_object()) {
    at.wrong("a track is expected here: an object with \"kind\", \"old\", \"new\", ...");
    return;
  }
  const JsonMember* kind = at.value->member("kind");
  if (kind == nullptr) {
    at.wrong("the key \"kind\" is missing", "add \"kind\": \"schema\", \"service\" or \"source\"");
    return;
  }
  if (!read_value(at.member(*kind), track.kind)) return;
  if (track.is_service()) {
    read_service_track(at, track);
  } else {
    read_record_track(at, track);
  }
  const JsonMember* initial = at.value->member("initial");
  if (initial == nullptr) return;
  StageChange change;
  read_stage_change(at.member(*initial), track, change);
  track.initial = apply_change(track.initial, change);
}

}  // namespace

void read_service_contract(const At& at, ServiceContract& contract) {
  const ObjectReader object(at, service_contract_table);
  object.read_required("service", contract.service, "\"service\": \"payment_gateway\"");
  object.read_number("version", contract.version, {0, 1'000'000});
  object.read("deduplicates", contract.deduplicates);
  object.read("key_expiry", contract.key_expiry);
  if (object.has("capacity"))
    object.read_number("capacity", contract.capacity.emplace(), {1, 1'000'000});
  if (object.has("amount_decimals"))
    object.read_number("amount_decimals", contract.amount_decimals.emplace(), {0, 9});
  object.read("webhooks", contract.webhooks);
  object.read("lookup", contract.lookup);
  object.read("latency", contract.latency);
  object.read("slow", contract.slow);
  object.read_percent("slow_share", contract.slow_per_million);
  object.read_percent("declined", contract.declined_per_million);
  object.read_percent("unavailable", contract.unavailable_per_million);
  object.read("needs", contract.needs);
  if (const auto run = object.find("run")) read_program(*run, contract.run.emplace());
}

void read_tracks(const At& at, std::vector<Track>& tracks) {
  const bool read = read_named(at, "tracks", [&](const At& member, const std::string& name) {
    tracks.emplace_back().name = name;
    read_track(member, tracks.back());
  });
  if (read && at.value->members.empty()) {
    at.wrong("a plan needs at least one track", "name what is migrated, e.g. \"orders\": {...}");
  }
}

}  // namespace rehearse::scenarios::reading
