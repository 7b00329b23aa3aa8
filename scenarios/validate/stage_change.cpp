#include <algorithm>

#include "scenarios/literal.hpp"
#include "scenarios/plan_lookup.hpp"
#include "scenarios/source_map.hpp"
#include "scenarios/suggest.hpp"
#include "scenarios/validate/rules.hpp"

namespace rehearse::scenarios::validate {
namespace {

void where(const Track& track, const OnlyWhere& only, const std::string& pointer,
           std::vector<Problem>& problems) {
  const std::string track_pointer = "/tracks" + pointer_segment(track.name);
  const std::vector<std::string> relies{track_pointer, track_pointer + "/kind",
                                        track_pointer + "/record/*"};
  const std::vector<std::string> names = field_names(track.record.fields);
  const auto found = std::find(names.begin(), names.end(), only.field);
  const std::string place = pointer + pointer_segment(only.field);
  if (found == names.end()) {
    problems.push_back(unknown(place, "field", only.field, names, relies));
    return;
  }
  const FieldType& type = track.record.fields[static_cast<std::size_t>(found - names.begin())].type;
  const std::string mismatch = literal_mismatch(only.is, type);
  if (!mismatch.empty())
    problems.push_back({place, "the field " + in_quotes(only.field) + " never has this value",
                        "write " + mismatch, relies});
}

}  // namespace

void stage_change(const Plan& plan, const Track& track, const StageChange& change,
                  const std::string& pointer, std::vector<Problem>& problems) {
  const std::string track_pointer = "/tracks" + pointer_segment(track.name);
  if (change.write && change.write->one_transaction && !change.write->both) {
    problems.push_back({pointer + "/write",
                        "one transaction needs two writes",
                        "write \"order\": [\"old\", \"new\"]",
                        {}});
  }
  if (change.write && change.write->one_transaction && change.write->both &&
      (track.old_location.database != track.new_location.database ||
       track.old_location.store != track.new_location.store)) {
    problems.push_back({pointer + "/write",
                        "one transaction cannot span two databases: " + in_quotes(track.name) +
                            " lives in " + in_quotes(track.old_location.database) + " and " +
                            in_quotes(track.new_location.database),
                        "write them one after the other, or keep both sides in one database",
                        {track_pointer + "/old/*", track_pointer + "/new/*", track_pointer,
                         track_pointer + "/kind"}});
  }
  if (!change.backfill) return;
  const BackfillAxis& backfill = *change.backfill;
  if (!backfill.cursor.empty() && backfill.cursor != track.record.key) {
    problems.push_back(
        unknown(pointer + "/backfill/cursor", "cursor", backfill.cursor, {track.record.key},
                {track_pointer, track_pointer + "/kind", track_pointer + "/record/*"}));
  }
  if (!backfill.before_phase.empty() && !phase_index(plan, backfill.before_phase)) {
    problems.push_back(unknown(pointer + "/backfill/population", "phase", backfill.before_phase,
                               phase_names(plan), {"/phases"}));
  }
  if (backfill.where) where(track, *backfill.where, pointer + "/backfill/where", problems);
}

}  // namespace rehearse::scenarios::validate
