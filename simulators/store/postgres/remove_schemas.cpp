#include "simulators/store/remove_schemas.hpp"

#include "simulators/store/postgres/postgres_connection.hpp"
#include "simulators/store/sql_names.hpp"

namespace rehearse::simulators {

bool remove_schemas(const std::string& server, const std::string& prefix) {
  PostgresConnection connection(server);
  if (connection.open() != StoreStatus::ok) return false;
  const std::string beginning = sql_quoted_text(prefix);
  return connection.run(
             "DO $do$ DECLARE one name; BEGIN FOR one IN SELECT nspname FROM pg_namespace WHERE "
             "starts_with(nspname, " +
             beginning +
             ") LOOP EXECUTE format('DROP SCHEMA %I CASCADE', one); END LOOP; END $do$") ==
         StoreStatus::ok;
}

}  // namespace rehearse::simulators
