#include "cli/live_stores.hpp"

#include <cstdlib>
#include <exception>

namespace rehearse::cli {

namespace {

const char* server_of_the_user() {
  const char* const url = std::getenv("REHEARSE_PG_URL");
  return url == nullptr || *url == '\0' ? nullptr : url;
}

}  // namespace

std::string LiveStores::server() {
  if (!postgres_) return {};
  if (const char* const url = server_of_the_user(); url != nullptr) return url;
  try {
    if (cluster_ == nullptr)
      cluster_ = std::make_unique<simulators::live::PostgresCluster>(folder_ + "/postgres");
    return cluster_->server();
  } catch (const std::exception& error) {
    failure_ = error.what();
    return {};
  }
}

std::string LiveStores::trouble() {
  if (failure_.empty() && cluster_ != nullptr) failure_ = cluster_->trouble();
  return failure_;
}

std::string LiveStores::in_words() const {
  if (!postgres_) return "SQLite files";
  return server_of_the_user() == nullptr ? "a PostgreSQL server of its own"
                                         : "the PostgreSQL server of REHEARSE_PG_URL";
}

}  // namespace rehearse::cli
