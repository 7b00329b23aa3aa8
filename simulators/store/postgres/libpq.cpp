#include "simulators/store/postgres/libpq.hpp"

#include <dlfcn.h>

#include <stdexcept>
#include <string>

namespace rehearse::simulators {

namespace {

template <typename Function>
void find(void* library, const char* name, Function& function) {
  function = reinterpret_cast<Function>(dlsym(library, name));
  if (function == nullptr)
    throw std::runtime_error(std::string("libpq.so.5 has no ") + name + ": it is too old");
}

LibPq load() {
  void* const library = dlopen("libpq.so.5", RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr)
    throw std::runtime_error(
        "PostgreSQL's client library cannot be loaded (Debian has it in the package libpq5): " +
        std::string(dlerror()));
  LibPq pq{};
  find(library, "PQconnectdb", pq.connectdb);
  find(library, "PQfinish", pq.finish);
  find(library, "PQstatus", pq.status);
  find(library, "PQerrorMessage", pq.error_message);
  find(library, "PQsetNoticeProcessor", pq.set_notice_processor);
  find(library, "PQtransactionStatus", pq.transaction_status);
  find(library, "PQexec", pq.exec);
  find(library, "PQprepare", pq.prepare);
  find(library, "PQexecPrepared", pq.exec_prepared);
  find(library, "PQresultStatus", pq.result_status);
  find(library, "PQresultErrorField", pq.result_error_field);
  find(library, "PQclear", pq.clear);
  find(library, "PQntuples", pq.rows);
  find(library, "PQgetvalue", pq.value);
  find(library, "PQgetlength", pq.length);
  find(library, "PQgetisnull", pq.is_null);
  find(library, "PQcmdTuples", pq.changed_rows);
  return pq;
}

}  // namespace

const LibPq& libpq() {
  static const LibPq loaded = load();
  return loaded;
}

}  // namespace rehearse::simulators
