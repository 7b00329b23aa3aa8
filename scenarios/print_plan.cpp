#include "scenarios/print_plan.hpp"

#include "scenarios/printer/json_out.hpp"

namespace rehearse::scenarios {
namespace {

using namespace printing;

Json plan_json(const Plan& plan, bool everything) {
  Object out(everything);
  out.always("rehearse", plan.format);
  out.always("name", plan.name);
  Json tracks = Json::object();
  for (const Track& track : plan.tracks) tracks[track.name] = track_json(track, everything);
  out.json("tracks", std::move(tracks));
  Json collections = Json::object();
  for (const Collection& collection : plan.collections) {
    collections[collection.name] = collection_json(collection, everything);
  }
  out.inner("collections", std::move(collections));
  Json databases = Json::object();
  for (const Database& database : plan.databases) {
    Object inner(everything);
    if (database.run) inner.json("run", program_json(*database.run, everything));
    databases[database.name] = inner.take();
  }
  out.inner("databases", std::move(databases));
  Json workers = Json::object();
  for (const Worker& worker : plan.workers) {
    Object inner(everything);
    if (worker.run) inner.json("run", Json{{"command", worker.run->command}});
    workers[worker.name] = inner.take();
  }
  out.inner("workers", std::move(workers));
  out.json("application", application_json(plan.application, everything));
  out.inner("tolerates", tolerates_json(plan.tolerates, everything));
  Json phases = Json::array();
  for (const Phase& phase : plan.phases) phases.push_back(phase_json(phase, everything));
  out.json("phases", std::move(phases));
  if (everything || !(plan.rollback == RollbackTarget{})) {
    out.json("rollback", rollback_json(plan.rollback, everything));
  }
  return out.take();
}

}  // namespace

std::string print_plan(const Plan& plan) { return text_of(plan_json(plan, false), false); }

std::string canonical_text(const Plan& plan) { return text_of(plan_json(plan, true), true); }

}  // namespace rehearse::scenarios
