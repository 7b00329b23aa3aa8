#include "harness/live/run_folder.hpp"

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <stdexcept>

#include "scenarios/print_plan.hpp"
#include "scenarios/print_scenario.hpp"

namespace rehearse::harness::live {

namespace fs = std::filesystem;

namespace {

/// Node names have slashes ("app/1").
std::string file_name(std::string name) {
  for (char& c : name)
    if (c == '/') c = '-';
  return name;
}

}  // namespace

std::string RunFolder::events(simulators::NodeId node, int process) const {
  return path_ + "/events/" + std::to_string(node) + "." + std::to_string(process);
}
std::string RunFolder::disk(std::size_t database) const {
  return path_ + "/stores/" + std::to_string(database);
}
simulators::StorePlace RunFolder::store(std::size_t database, const RunSettings& settings) const {
  if (!settings.server.empty())
    return {settings.schema + "/" + std::to_string(database), settings.server};
  return {disk(database) + "/data.db", {}};
}
std::string RunFolder::log(const std::string& node) const {
  return path_ + "/logs/" + file_name(node) + ".log";
}

std::string RunFolder::program_log(const std::string& node) const {
  return path_ + "/logs/" + file_name(node) + ".program.log";
}

std::string RunFolder::program_folder(const std::string& node) const {
  return path_ + "/programs/" + file_name(node);
}

std::string RunFolder::beside_program(const std::string& node) const {
  return journal(node) + ".db";
}

std::string RunFolder::program_clock(const std::string& node) const {
  return path_ + "/journals/" + file_name(node) + ".clock";
}

std::string RunFolder::journal(const std::string& node) const {
  return path_ + "/journals/" + file_name(node);
}

void RunFolder::create(const scenarios::Plan& plan, const scenarios::Scenario& scenario,
                       const RunSettings& settings) const {
  for (const char* folder : {"", "/events", "/stores", "/journals", "/logs"}) {
    std::error_code error;
    fs::create_directories(path_ + folder, error);
    if (error) throw std::runtime_error(path_ + folder + ": " + error.message());
  }
  write(this->plan(), scenarios::print_plan(plan));
  write(this->scenario(), scenarios::print_scenario(scenario));
  const nlohmann::json json{{"seed", settings.seed},
                            {"course", static_cast<int>(settings.shape.course)},
                            {"phase", settings.shape.at.phase},
                            {"action", settings.shape.at.action},
                            {"server", settings.server},
                            {"schema", settings.schema},
                            {"directory", settings.directory}};
  write(path_ + "/run.json", json.dump());
}

RunSettings RunFolder::settings() const {
  std::ifstream in(path_ + "/run.json");
  if (!in) throw std::runtime_error(path_ + " is no folder of a live run: run.json is not there");
  const nlohmann::json json = nlohmann::json::parse(in);
  RunSettings settings;
  settings.seed = json.at("seed").get<std::uint64_t>();
  settings.shape.course = static_cast<Course>(json.at("course").get<int>());
  settings.shape.at.phase = json.at("phase").get<std::uint16_t>();
  settings.shape.at.action = json.at("action").get<std::uint16_t>();
  settings.server = json.at("server").get<std::string>();
  settings.schema = json.at("schema").get<std::string>();
  settings.directory = json.at("directory").get<std::string>();
  return settings;
}

void RunFolder::write(const std::string& file, const std::string& text) const {
  const std::string half = file + ".new";
  {
    std::ofstream out(half, std::ios::binary | std::ios::trunc);
    out << text;
    out.flush();
    if (!out) throw std::runtime_error(half + " cannot be written");
  }
  fs::rename(half, file);
}

}  // namespace rehearse::harness::live
