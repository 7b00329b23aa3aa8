#include <algorithm>

#include "scenarios/reader/key_tables.hpp"
#include "scenarios/reader/sections.hpp"
#include "scenarios/stage_aliases.hpp"
#include "scenarios/suggest.hpp"

namespace rehearse::scenarios::reading {
namespace {

std::vector<std::string> stage_names() {
  std::vector<std::string> names;
  for (const StageAlias& alias : stages()) names.emplace_back(alias.name);
  return names;
}

void read_alias(const At& at, const Track& track, StageChange& change) {
  const StageAlias* alias = at.is_text() ? find_stage(at.text()) : nullptr;
  if (alias == nullptr) {
    wrong_name(at, stage_names());
    return;
  }
  change = track.is_service() ? service_change(*alias) : record_change(*alias);
}

void read_read_axis(const At& at, std::optional<ReadAxis>& axis) {
  ReadAxis value;
  if (read_name(at, value)) axis = value;
}

/// ["old"], ["old", "new"], ["new", "old"] or ["new"].
bool read_order(const At& at, WriteAxis& axis) {
  constexpr auto way_out = "write [\"old\"], [\"old\", \"new\"], [\"new\", \"old\"] or [\"new\"]";
  if (!at.is_array() || at.value->items.empty() || at.value->items.size() > 2) {
    at.wrong("a list of one or two sides is expected here, the first is written first", way_out);
    return false;
  }
  std::vector<Side> sides;
  for (std::size_t i = 0; i < at.value->items.size(); ++i) {
    Side side{};
    if (!read_name(at.item(i), side)) return false;
    sides.push_back(side);
  }
  if (sides.size() == 2 && sides[0] == sides[1]) {
    at.wrong("both writes go to the same side", way_out);
    return false;
  }
  axis.first = sides.front();
  axis.both = sides.size() == 2;
  return true;
}

void read_write_axis(const At& at, std::optional<WriteAxis>& change) {
  WriteAxis axis;
  if (at.is_text() && at.text() == "one_transaction") {
    change = WriteAxis{Side::old_side, true, true};
  } else if (at.is_object()) {
    const ObjectReader object(at, write_axis_table);
    const auto order = object.require("order", "\"order\": [\"old\", \"new\"]");
    const bool good = order && read_order(*order, axis);
    object.read("one_transaction", axis.one_transaction);
    if (good && axis.one_transaction && !axis.both) {
      at.wrong("one transaction needs two writes", "write \"order\": [\"old\", \"new\"]");
    } else if (good) {
      change = axis;
    }
  } else if (at.is_text()) {
    at.wrong("unknown value " + in_quotes(at.text()),
             "write a list such as [\"old\", \"new\"], or \"one_transaction\"");
  } else if (read_order(at, axis)) {
    change = axis;
  }
}

void read_sync_axis(const At& at, std::optional<SyncAxis>& change) {
  SyncAxis axis;
  if (at.is_object()) {
    const ObjectReader object(at, sync_axis_table);
    object.read_required("stream", axis.direction, "\"stream\": \"old_to_new\"");
    object.read("capture", axis.capture);
    object.read("origin_tagged", axis.origin_tagged);
    object.read("payload", axis.payload);
    change = axis;
  } else if (read_name(at, axis.direction)) {
    change = axis;
  }
}

/// "all" or "before(<phase>)".
void read_population(const At& at, std::string& before_phase) {
  std::string_view text = at.is_text() ? std::string_view(at.text()) : std::string_view{};
  if (text == "all") {
    before_phase.clear();
  } else if (text.starts_with("before(") && text.ends_with(")") && text.size() > 8) {
    before_phase = text.substr(7, text.size() - 8);
  } else {
    at.wrong("this is not a population: the rows that the backfill copies",
             "write \"all\" or \"before(PHASE)\", the rows that are there when PHASE begins");
  }
}

/// {"archived": false}
void read_where(const At& at, std::optional<OnlyWhere>& where) {
  if (!at.is_object() || at.value->members.size() != 1) {
    at.wrong("this is not one field and its value", "write e.g. {\"archived\": false}");
    return;
  }
  read_named(at, "where", [&](const At& value, const std::string& field) {
    OnlyWhere only;
    only.field = field;
    if (read_value(value, only.is)) where = only;
  });
}

void read_backfill_axis(const At& at, std::optional<BackfillAxis>& change) {
  BackfillAxis axis;
  if (!at.is_object()) {
    if (read_name(at, axis.state)) change = axis;
    return;
  }
  axis.state = BackfillState::running;
  const ObjectReader object(at, backfill_axis_table);
  object.read("state", axis.state);
  object.read("cursor", axis.cursor);
  object.read_number("batch", axis.batch, {1, 1'000'000});
  object.read("write", axis.write);
  if (const auto population = object.find("population")) {
    read_population(*population, axis.before_phase);
  }
  if (const auto where = object.find("where")) read_where(*where, axis.where);
  object.read("checkpoint", axis.checkpoint);
  object.read("throttle", axis.throttle);
  change = axis;
}

void read_record_change(const ObjectReader& object, StageChange& change) {
  if (const auto axis = object.find("read")) read_read_axis(*axis, change.read);
  if (const auto axis = object.find("write")) read_write_axis(*axis, change.write);
  object.read("second_write_failure", change.second_write_failure);
  object.read("apply", change.apply);
  if (const auto axis = object.find("sync")) read_sync_axis(*axis, change.sync);
  object.read("fence", change.fence);
  if (const auto axis = object.find("backfill")) read_backfill_axis(*axis, change.backfill);
}

void read_service_change(const ObjectReader& object, StageChange& change) {
  object.read("route", change.route);
  object.read("shadow", change.shadow);
  object.read("effects", change.shadow_effects);
  object.read("idempotency_key", change.idempotency);
  object.read("ambiguity", change.ambiguity);
  object.read("lifecycle", change.lifecycle);
  object.read("webhooks", change.webhooks);
  object.read("webhook_deduplication", change.webhook_deduplication);
}

/// The track of that name, else the one that was probably meant, else nullptr.
const Track* track_for(const std::string& name, const std::vector<Track>& tracks) {
  std::vector<std::string> names;
  for (const Track& track : tracks) names.push_back(track.name);
  const bool known = std::find(names.begin(), names.end(), name) != names.end();
  const std::string meant = known ? name : nearest(name, names);
  for (const Track& track : tracks) {
    if (track.name == meant) return &track;
  }
  return nullptr;
}

}  // namespace

void read_stage_change(const At& at, const Track& track, StageChange& change) {
  if (at.is_text()) {
    read_alias(at, track, change);
    return;
  }
  const ObjectReader object(at, track.is_service() ? service_change_table : record_change_table);
  if (const auto alias = object.find("stage")) read_alias(*alias, track, change);
  object.read("contract", change.contract);
  if (track.is_service()) {
    read_service_change(object, change);
  } else {
    read_record_change(object, change);
  }
}

void read_set(const At& at, const std::vector<Track>& tracks,
              std::vector<std::pair<std::string, StageChange>>& set) {
  read_named(at, "tracks", [&](const At& member, const std::string& name) {
    StageChange change;
    if (const Track* track = track_for(name, tracks)) read_stage_change(member, *track, change);
    set.emplace_back(name, std::move(change));
  });
}

}  // namespace rehearse::scenarios::reading
