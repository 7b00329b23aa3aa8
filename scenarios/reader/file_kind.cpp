#include "scenarios/reader/file_kind.hpp"

#include <string>

namespace rehearse::scenarios::reading {
namespace {

struct Kind {
  std::string_view name, member;  ///< What it is called, and what only such a file has.
};

constexpr Kind kinds[] = {{"counterexample", "rehearse_counterexample"},
                          {"certificate", "histories_digest"},
                          {"certificate", "verdict"},
                          {"plan", "tracks"},
                          {"plan", "phases"},
                          {"scenario", "traffic"},
                          {"zoo expectation", "lesson"}};

}  // namespace

std::optional<Error> another_kind(const JsonText& json, std::string_view wanted) {
  const JsonValue& root = json.root;
  std::string_view found;
  for (const Kind& kind : kinds) {
    if (root.member(kind.member) == nullptr) continue;
    if (kind.name == wanted) return std::nullopt;
    if (found.empty()) found = kind.name;
  }
  if (found.empty()) return std::nullopt;
  Error error;
  error.file = json.file;
  error.line = 1;
  error.column = 1;
  error.message = "this is a " + std::string(found) + ", not a " + std::string(wanted);
  error.way_out = wanted == "plan"       ? "name the plan, and the scenario with --scenario"
                  : wanted == "scenario" ? "name a scenario, a file with \"traffic\""
                                         : "it holds a \"lesson\" and a \"property\"";
  return error;
}

}  // namespace rehearse::scenarios::reading
