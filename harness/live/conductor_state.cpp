#include "harness/live/conductor_state.hpp"

#include <nlohmann/json.hpp>
#include <stdexcept>
#include <utility>

#include "harness/history/json_line.hpp"
#include "harness/history/state_lines.hpp"

namespace rehearse::harness::live {

using nlohmann::json;

namespace {

// As in state_lines.hpp: one function describes a value to the writer and to the reader.

struct StateWriter {
  json& at;
  template <typename T>
  void number(const char* name, const T& value) {
    at[name] = static_cast<std::int64_t>(value);
  }
  template <typename T>
  void numbers(const char* name, const std::vector<T>& values) {
    json list = json::array();
    for (const T& value : values) list.push_back(static_cast<std::int64_t>(value));
    at[name] = std::move(list);
  }
  void stage(const char* name, const scenarios::Stage& stage) {
    std::string text;
    {
      LineWriter line(text);
      stage_line(line, stage);
    }
    at[name] = text;
  }
  template <typename T, typename Each>
  void list(const char* name, const std::vector<T>& values, Each each) {
    json made = json::array();
    for (const T& value : values) {
      json one = json::object();
      StateWriter inner{one};
      each(inner, value);
      made.push_back(std::move(one));
    }
    at[name] = std::move(made);
  }
};

struct StateReader {
  const json& at;
  template <typename T>
  void number(const char* name, T& value) {
    value = static_cast<T>(at.at(name).get<std::int64_t>());
  }
  template <typename T>
  void numbers(const char* name, std::vector<T>& values) {
    values.clear();
    for (const json& one : at.at(name)) values.push_back(static_cast<T>(one.get<std::int64_t>()));
  }
  void stage(const char* name, scenarios::Stage& stage) {
    const auto text = scenarios::parse_json(at.at(name).get<std::string>(), name);
    std::vector<scenarios::Error> errors;
    if (!text) throw std::runtime_error(to_string(text.errors().front()));
    LineReader line(text.value(), text.value().root, 1, errors);
    stage_line(line, stage);
    if (!errors.empty()) throw std::runtime_error(to_string(errors.front()));
  }
  template <typename T, typename Each>
  void list(const char* name, std::vector<T>& values, Each each) {
    values.clear();
    for (const json& one : at.at(name)) {
      StateReader inner{one};
      values.emplace_back();
      each(inner, values.back());
    }
  }
};

constexpr auto describe_stand = [](auto& m, auto& stand) {
  m.stage("base", stand.base);
  m.stage("split", stand.split);
  m.number("by", stand.by);
  m.number("sticky", stand.sticky);
  m.number("percent", stand.percent);
  m.number("epoch", stand.epoch);
  m.number("deny_old", stand.deny[0]);
  m.number("deny_new", stand.deny[1]);
};

template <typename M, typename J>
void describe_journal(M& m, J& journal) {
  m.number("mode", journal.mode);
  m.number("phase", journal.phase);
  m.number("action", journal.action);
  m.number("phase_begun", journal.phase_begun);
  m.number("steps_began", journal.steps_began);
  m.list("stands", journal.stands, describe_stand);
  m.list("unpublished", journal.unpublished, describe_stand);
  m.list("before", journal.before,
         [](auto& inner, auto& stands) { inner.list("stands", stands, describe_stand); });
  m.list("performed", journal.performed,
         [](auto& inner, auto& steps) { inner.numbers("steps", steps); });
  m.numbers("positions", journal.positions);
  m.numbers("position_side", journal.position_side);
  m.numbers("population", journal.population);
  m.numbers("versions", journal.versions);
  m.list("versions_before", journal.versions_before,
         [](auto& inner, auto& versions) { inner.numbers("versions", versions); });
  m.list("intended", journal.intended, describe_stand);
  m.number("number", journal.number);
  m.number("drains", journal.drains);
  m.number("orders", journal.orders);
  m.number("target", journal.target);
  m.number("undoing", journal.undoing);
  m.number("turn", journal.turn);
  m.number("rollback_began", journal.rollback_began);
  m.number("cause", journal.cause);
  m.number("end", journal.end);
}

template <typename M, typename S>
void describe_state(M& m, S& state) {
  describe_journal(m, state.journal);
  m.number("process", state.told.process);
  m.number("events", state.told.count);
  m.number("stages", state.stages);
  m.number("restarts", state.restarts);
}

}  // namespace

std::string print_state(const ConductorState& state) {
  json made = json::object();
  StateWriter writer{made};
  describe_state(writer, state);
  return made.dump();
}

ConductorState read_state(const std::string& text) {
  const json read = json::parse(text);
  ConductorState state;
  StateReader reader{read};
  describe_state(reader, state);
  return state;
}

}  // namespace rehearse::harness::live
