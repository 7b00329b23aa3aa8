#include <algorithm>
#include <filesystem>

#include "cli/commands.hpp"
#include "cli/inputs.hpp"
#include "fault_injection/overlay.hpp"
#include "harness/properties/property.hpp"
#include "harness/situations/situation.hpp"
#include "scenarios/ensure.hpp"
#include "scenarios/fault_kinds.hpp"
#include "scenarios/json_text.hpp"
#include "scenarios/names.hpp"
#include "scenarios/stage_aliases.hpp"
#include "scenarios/units.hpp"

namespace rehearse::cli {
namespace {

namespace fs = std::filesystem;

std::string column(std::string_view text, std::size_t width) {
  std::string padded(text);
  padded.resize(std::max(width, padded.size() + 2), ' ');
  return padded;
}

void list_faults(const Terminal& terminal) {
  for (const scenarios::FaultKind& kind : scenarios::fault_kinds()) {
    terminal.say(column(kind.name, 19) + column(kind.group, 9) + std::string(kind.promise));
    std::string more = "strikes at: " + std::string(kind.where);
    if (!kind.duration_is.empty())
      more += "; duration: " + std::string(kind.duration_is) + " (a time, usually " +
              scenarios::duration_text(kind.usual) + ")";
    const std::string key(scenarios::key_of(kind.budget));
    more += key.empty() ? "; stress runs only" : "; paid from tolerates." + key;
    terminal.say(std::string(28, ' ') + more);
  }
  std::string groups;
  for (const auto group : scenarios::fault_groups()) groups += " " + std::string(group);
  terminal.say("A group stands for all of its kinds:" + groups);
}

void list_properties(const Terminal& terminal) {
  for (const harness::Property& property : harness::all_properties()) {
    terminal.say(column(property.id, 5) + column(property.name, 22) + column(property.kind, 12) +
                 std::string(property.promise));
  }
}

/// Every family of situations; of a plan: every situation that its certification looks for.
void list_situations(const Terminal& terminal) {
  for (const harness::SituationFamily& family : harness::situation_families()) {
    const std::string_view item = harness::placeholder(family.over);
    const std::string name =
        std::string(family.name) + (item.empty() ? "" : "." + std::string(item));
    terminal.say(column(name, 30) + harness::with_item(family.statement, item));
  }
  terminal.say("`rehearse list situations PLAN [--scenario FILE]` tells those of a plan");
}

ExitCode list_situations_of(const ListOptions& options, const Terminal& terminal) {
  const auto inputs = read_inputs(options.plan, options.scenarios, "");
  if (!inputs) {
    terminal.complain(inputs.errors());
    return ExitCode::bad_input;
  }
  for (const ScenarioInput& input : inputs.value().scenarios) {
    const simulators::Blueprint blueprint(inputs.value().plan.plan, input.scenario);
    terminal.say("under the scenario " + input.scenario.name + ":");
    const harness::Situations situations(blueprint);
    for (const harness::Situation& situation : situations.all())
      terminal.say(column(situation.id, 38) + situation.statement +
                   (situation.applicable ? "" : " (not under this scenario)"));
  }
  return ExitCode::success;
}

void list_stages(const Terminal& terminal) {
  for (const scenarios::StageAlias& stage : scenarios::stages()) {
    terminal.say(column(stage.name, 12) + std::string(stage.promise));
  }
}

/// Installed beside the program, or in the source tree that it was built from.
fs::path bundled_folder() {
  std::error_code problem;
  const fs::path program = fs::read_symlink("/proc/self/exe", problem);
  for (fs::path folder = program.parent_path(); folder.has_relative_path();
       folder = folder.parent_path()) {
    for (const fs::path& found : {folder / "share/rehearse/scenarios", folder / "scenarios"}) {
      if (fs::is_directory(found / "ecommerce", problem)) return found;
    }
  }
  const fs::path source(REHEARSE_SCENARIOS_DIR);
  return fs::is_directory(source, problem) ? source : fs::path{};
}

/// "plan", "scenario" or "" for anything else.
std::string what_is(const fs::path& file) {
  const auto text = scenarios::read_text_file(file.string());
  if (!text) return {};
  const auto json = scenarios::parse_json(text.value(), file.string());
  if (!json || json.value().root.kind != scenarios::JsonValue::Kind::object) return {};
  if (json.value().root.member("phases") != nullptr) return "plan";
  return json.value().root.member("traffic") != nullptr ? "scenario" : "";
}

void list_scenarios(const Terminal& terminal) {
  const fs::path folder = bundled_folder();
  std::vector<fs::path> files;
  std::error_code problem;
  for (fs::recursive_directory_iterator entry(folder, problem), end; !problem && entry != end;
       entry.increment(problem)) {
    if (entry->path().extension() == ".json") files.push_back(entry->path());
  }
  std::sort(files.begin(), files.end());
  for (const fs::path& file : files) {
    const std::string kind = what_is(file);
    if (!kind.empty()) terminal.say(column(kind, 10) + file.string());
  }
  terminal.say(column("scenario", 10) +
               "default (used without --scenario): bursts over all operations, 0.5 % message "
               "faults within what the plan tolerates");
}

}  // namespace

std::vector<std::string> list_topics() {
  return {"faults", "properties", "scenarios", "situations", "stages"};
}

ExitCode list(const ListOptions& options, const Terminal& terminal) {
  const std::string& topic = options.topic;
  if (topic == "faults") {
    list_faults(terminal);
  } else if (topic == "properties") {
    list_properties(terminal);
  } else if (topic == "situations") {
    if (!options.plan.empty()) return list_situations_of(options, terminal);
    list_situations(terminal);
  } else if (topic == "stages") {
    list_stages(terminal);
  } else {
    REHEARSE_ENSURE(topic == "scenarios");
    list_scenarios(terminal);
  }
  return ExitCode::success;
}

}  // namespace rehearse::cli
