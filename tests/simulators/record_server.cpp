#include "record_server.hpp"

#include <algorithm>
#include <cstdlib>

namespace rehearse::simulators {

using live::HttpServer;
using nlohmann::json;
using scenarios::RecordVerb;

namespace {

constexpr std::size_t own_page = 7;  // of a list, whatever it is asked for

std::int64_t number_after(const std::string& target, const std::string& name) {
  const std::size_t at = target.find(name);
  return at == std::string::npos ? 0 : std::strtoll(target.c_str() + at + name.size(), nullptr, 10);
}

}  // namespace

RecordServer::RecordServer()
    : server_(io_, [this](const HttpServer::Exchange& exchange) { answer(exchange); }),
      thread_([this] { io_.run(); }) {}

RecordServer::~RecordServer() {
  io_.stop();
  thread_.join();
}

scenarios::DatabaseProgram RecordServer::program() {
  scenarios::DatabaseProgram made;
  made.command = {"record-server"};
  const auto add = [&made](RecordVerb verb, const char* method, const char* target) {
    scenarios::RecordOperation& operation = made.operations.emplace_back();
    operation.verb = verb;
    operation.request.method = method;
    operation.request.target = target;
    operation.record = "/record";
  };
  add(RecordVerb::get, "GET", "/{table}/{key}");
  add(RecordVerb::put, "PUT", "/{table}/{key}");
  made.operations.back().request.body = R"({"record": "{record}"})";
  add(RecordVerb::erase, "DELETE", "/{table}/{key}");
  add(RecordVerb::list, "GET", "/{table}?after={after}&limit={limit}");
  return made;
}

void RecordServer::be(Mood mood, int writes, int after) {
  const std::lock_guard lock(mutex_);
  mood_ = mood;
  writes_ = writes;
  after_ = after;
}

void RecordServer::show(const std::string& answer) {
  const std::lock_guard lock(mutex_);
  shown_ = answer;
}

json RecordServer::record(const std::string& table, std::int64_t key) {
  const std::lock_guard lock(mutex_);
  const Table& there = tables_[table];
  const auto found = there.find(key);
  return found == there.end() ? json() : found->second;
}

void RecordServer::answer(const HttpServer::Exchange& exchange) {
  const std::lock_guard lock(mutex_);
  ++requests_;
  const std::string target = exchange.target();
  const std::size_t slash = target.rfind('/'), question = target.find('?');
  if (question != std::string::npos) {
    if (!shown_.empty()) return exchange.respond(200, shown_);
    return list(exchange, tables_[target.substr(1, question - 1)]);
  }
  Table& table = tables_[target.substr(1, slash - 1)];
  const std::int64_t key = std::strtoll(target.c_str() + slash + 1, nullptr, 10);
  if (exchange.method() != "GET") return write(exchange, table, key);
  const auto found = table.find(key);
  if (found == table.end()) return exchange.respond(404, "{}");
  exchange.respond(200, json{{"record", found->second}}.dump());
}

void RecordServer::list(const HttpServer::Exchange& exchange, const Table& table) {
  json entries = json::array();
  const auto limit = static_cast<std::size_t>(number_after(exchange.target(), "limit="));
  for (auto one = table.upper_bound(number_after(exchange.target(), "after="));
       one != table.end() && entries.size() < std::min(limit, own_page); ++one)
    entries.push_back({{"key", one->first}, {"record", one->second}});
  exchange.respond(200, entries.dump());
}

void RecordServer::write(const HttpServer::Exchange& exchange, Table& table, std::int64_t key) {
  Mood mood = Mood::sound;
  if (writes_ > 0 && after_-- <= 0) {
    mood = mood_;
    --writes_;
  }
  if (mood == Mood::busy) return exchange.respond(503, "{}");
  if (mood == Mood::refuses) return exchange.respond(422, R"({"why": "too long"})");
  if (mood == Mood::broken) return exchange.respond(500, "{}");
  if (mood == Mood::hangs_up_before) return exchange.hang_up();
  const bool erases = exchange.method() == "DELETE";
  const bool nothing = erases && table.erase(key) == 0;
  if (!erases) table[key] = json::parse(exchange.body()).at("record");
  if (mood == Mood::hangs_up_after) return exchange.hang_up();
  exchange.respond(nothing ? 404 : 200, "{}");
}

}  // namespace rehearse::simulators
