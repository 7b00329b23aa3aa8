#include "harness/explore/counterexample_file.hpp"

#include <cstdint>
#include <fstream>
#include <nlohmann/json.hpp>
#include <vector>

#include "harness/certificate/json_place.hpp"
#include "harness/explore/counterexample_members.hpp"
#include "harness/explore/json_bounds.hpp"
#include "harness/explore/placed_operations.hpp"
#include "harness/explore/placed_strikes.hpp"
#include "harness/explore/saved_choices.hpp"
#include "scenarios/ensure.hpp"
#include "scenarios/print_plan.hpp"
#include "scenarios/print_scenario.hpp"

namespace rehearse::harness {
namespace {

using Json = nlohmann::ordered_json;
using scenarios::Error;

constexpr int counterexample_format_known = 2;
constexpr std::size_t counterexample_depth_max = 64;  ///< As for plans.

// ---- writing

std::string hex16(std::uint64_t value) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text(16, '0');
  for (auto digit = text.rbegin(); digit != text.rend(); ++digit, value >>= 4U) {
    *digit = digits[value & 15U];
  }
  return text;
}

Json shape_json(const RunShape& shape, const scenarios::Plan& plan) {
  Json json = Json::object();
  for (const auto& [name, course] : course_names) {
    if (course == shape.course) json["course"] = std::string(name);
  }
  if (shape == RunShape{}) return json;
  REHEARSE_ENSURE(shape.at.phase < plan.phases.size());
  json["phase"] = plan.phases[shape.at.phase].name;
  json["action"] = shape.at.action;
  json["place"] = to_string(shape.at, plan);
  return json;
}

std::string one_a_line(const std::vector<std::string>& lines) {
  std::string text = "[";
  for (std::size_t i = 0; i < lines.size(); ++i) text += (i == 0 ? "\n    " : ",\n    ") + lines[i];
  return text + (lines.empty() ? "]" : "\n  ]");
}

/// `canonical` is text of our own: always an object.
Json embedded(const std::string& canonical) { return Json::parse(canonical); }

// ---- reading

Error whole_file(const std::string& file, TextPlace place, std::string message) {
  Error error;
  error.file = file;
  error.line = place.line;
  error.column = place.column;
  error.message = std::move(message);
  error.way_out = counterexample_way_out;
  return error;
}

/// What this JSON is, if it is not a counterexample that we can read; else empty.
std::string stranger(const Json& json) {
  if (!json.is_object()) return "this is not a counterexample";
  const auto format = json.find(counterexample_format_key);
  if (format == json.end()) {
    if (json.contains("verdict")) return "this is a certificate, not a counterexample";
    if (json.contains("phases")) return "this is a plan, not a counterexample";
    return "this is not a counterexample";
  }
  if (*format != counterexample_format_known)
    return "this program reads counterexamples of format 2 only";
  return {};
}

}  // namespace

std::string write_counterexample(const SavedCounterexample& saved) {
  Json head = Json::object();
  head[counterexample_format_key] = counterexample_format_known;
  head["property"] = saved.property;
  head["subject"] = saved.subject;
  head["sentence"] = saved.sentence;
  head["seed"] = std::to_string(saved.seed);
  head["run"] = saved.run;
  head["shape"] = shape_json(saved.shape, saved.plan);
  if (saved.operations_before >= 0) head["operations_before"] = saved.operations_before;
  head["faults"] = saved.faults;
  if (!saved.excused.empty()) head["excused"] = saved.excused;
  head["hash"] = hex16(saved.hash);
  head["plan_digest"] = saved.plan_digest;
  head["scenario_digest"] = saved.scenario_digest;
  head["plan"] = embedded(scenarios::canonical_text(saved.plan));
  head["scenario"] = embedded(scenarios::canonical_text(saved.scenario));
  head["nodes"] = saved.nodes;
  std::string text = head.dump(2, ' ', false, Json::error_handler_t::replace);
  text.resize(text.size() - 2);  // without "\n}"
  if (saved.operations) {
    std::vector<std::string> lines;
    for (const PlacedOperation& placed : *saved.operations)
      lines.push_back(operation_line(placed, saved.plan));
    text += ",\n  \"operations\": " + one_a_line(lines);
  }
  if (!saved.strikes.empty()) {
    std::vector<std::string> lines;
    for (const fault_injection::Strike& strike : saved.strikes)
      lines.push_back(strike_line(strike, {saved.plan, saved.scenario, saved.nodes}));
    text += ",\n  \"strikes\": " + one_a_line(lines);
  }
  std::vector<std::string> lines;
  lines.reserve(saved.choices.size());
  for (const simulators::Choice& choice : saved.choices)
    lines.push_back(choice_line(choice, saved.nodes));
  return text + ",\n  \"choices\": " + one_a_line(lines) + "\n}\n";
}

scenarios::Result<SavedCounterexample> read_counterexample(std::string_view text,
                                                           const std::string& file,
                                                           const scenarios::Plan* plan) {
  if (text.size() > counterexample_bytes_max) {
    return whole_file(file, {0, 0}, "the file is larger than 64 MiB");
  }
  const std::size_t deep = offset_nested_deeper_than(text, counterexample_depth_max);
  if (deep != std::string_view::npos) {
    return whole_file(file, place_of_offset(text, deep),
                      "values nest deeper than in any counterexample");
  }
  if (!within_bounds(text)) {
    return whole_file(file, {0, 0}, "the file holds more values than any counterexample");
  }
  Json json;
  try {
    json = Json::parse(text);
  } catch (const Json::parse_error& error) {
    const TextPlace place = place_of_offset(text, error.byte > 0 ? error.byte - 1 : 0);
    return whole_file(file, place, "this is not JSON, or not all of the file");
  } catch (const Json::exception&) {  // a number beyond all bounds
    return whole_file(file, {0, 0}, "this is not JSON: a number has no bounds");
  }
  if (const std::string what = stranger(json); !what.empty()) {
    return whole_file(file, {1, 1}, what);
  }
  return read_counterexample_members(json, text, file, plan);
}

scenarios::Result<SavedCounterexample> load_counterexample(const std::string& path,
                                                           const scenarios::Plan* plan) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream) return whole_file(path, {0, 0}, "the file cannot be opened");
  std::string text;
  std::vector<char> block(std::size_t{1} << 16U);
  while (text.size() <= counterexample_bytes_max) {
    stream.read(block.data(), static_cast<std::streamsize>(block.size()));
    if (stream.gcount() == 0) break;
    text.append(block.data(), static_cast<std::size_t>(stream.gcount()));
  }
  if (stream.bad()) return whole_file(path, {0, 0}, "the file cannot be read");
  return read_counterexample(text, path, plan);
}

}  // namespace rehearse::harness
