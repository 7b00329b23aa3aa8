#pragma once
/// PostgreSQL's client library, loaded when a store first needs it: a machine without it runs
/// everything else, and the processes that need it not start faster (it brings some twenty other
/// libraries along).

#include <libpq-fe.h>

namespace rehearse::simulators {

/// The functions that we use, by their names without "PQ"
/// (https://www.postgresql.org/docs/15/libpq.html).
struct LibPq {
  decltype(&PQconnectdb) connectdb;
  decltype(&PQfinish) finish;
  decltype(&PQstatus) status;
  decltype(&PQerrorMessage) error_message;
  decltype(&PQsetNoticeProcessor) set_notice_processor;
  decltype(&PQtransactionStatus) transaction_status;
  decltype(&PQexec) exec;
  decltype(&PQprepare) prepare;
  decltype(&PQexecPrepared) exec_prepared;
  decltype(&PQresultStatus) result_status;
  decltype(&PQresultErrorField) result_error_field;
  decltype(&PQclear) clear;
  decltype(&PQntuples) rows;
  decltype(&PQgetvalue) value;
  decltype(&PQgetlength) length;
  decltype(&PQgetisnull) is_null;
  decltype(&PQcmdTuples) changed_rows;
};

/// Throws std::runtime_error, which says what to install, when the library is not there.
const LibPq& libpq();

}  // namespace rehearse::simulators
