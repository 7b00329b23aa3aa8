#include "scenarios/ensure.hpp"
#include "simulators/store/model_store.hpp"
#include "simulators/store/postgres/postgres_store.hpp"
#include "simulators/store/sqlite_store.hpp"
#include "simulators/store/store.hpp"

namespace rehearse::simulators {

std::string_view to_string(StoreStatus status) {
  switch (status) {
    case StoreStatus::ok:
      return "ok";
    case StoreStatus::no_such_table:
      return "no_such_table";
    case StoreStatus::disk_full:
      return "disk_full";
    case StoreStatus::io_error:
      return "io_error";
    case StoreStatus::busy:
      return "busy";
    case StoreStatus::read_only:
      return "read_only";
    case StoreStatus::not_understood:
      return "not_understood";
    case StoreStatus::in_doubt:
      return "in_doubt";
  }
  scenarios::ensure_failed("every status has a name", __FILE__, __LINE__);
}

/// The catalogue of engines: one line each.
std::unique_ptr<Store> make_store(std::string_view engine, const DatabaseShape& shape,
                                  Memory& memory, const StorePlace& place) {
  if (!place.server.empty())
    return std::make_unique<PostgresStore>(shape, memory, place.server, place.name);
  if (engine == "model") return std::make_unique<ModelStore>(shape);
  if (engine == "sqlite" && place.name.empty()) return std::make_unique<SqliteStore>(shape, memory);
  if (engine == "sqlite") return std::make_unique<SqliteStore>(shape, memory, place.name);
  return nullptr;
}

}  // namespace rehearse::simulators
