#pragma once
/// What each command was asked for: values, filled from the command line by command_line.cpp.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "harness/explore/make_choices.hpp"
#include "harness/recording/read_recording.hpp"
#include "scenarios/stage.hpp"

namespace rehearse::cli {

struct CertifyOptions {
  std::string plan;
  std::vector<std::string> scenarios;  ///< Files; none: the default scenario.
  std::int64_t runs = 0;               ///< 0: as each scenario says.
  std::string seed = "1";
  int jobs = 0;  ///< 0: one per core.
  std::optional<scenarios::Duration> time_budget;
  std::string out = "rehearse-out";
  std::string waivers;                       ///< File; "": none.
  std::string previous;                      ///< Certificate, or its folder; "": none.
  std::string store;                         ///< "": as the files say.
  std::vector<std::string> expect_violated;  ///< "D1" or "D1@cutover"
  bool quiet = false;
  bool live = false;                    ///< Every node a process.
  bool replay_counterexamples = false;  ///< Live: simulate first, and try live what was found.
  bool allow_commands = false;          ///< Live: start the programs that the plan names.
  bool keep = false;                    ///< Live: the scratch folder stays.
  bool postgres = false;                ///< Live: every store is on PostgreSQL.
  harness::MakeChoices choices;  ///< Tests, from inside: see ExploreOptions. No option sets it.
};

/// Of the commands that rehearse many plans, and tell of them in a table.
struct BatchOptions {
  std::int64_t runs = 0;  ///< Of each plan and scenario; 0: as the scenario says.
  std::uint64_t seed = 1;
  int jobs = 0;         ///< Plans at once; 0: one per core.
  std::string table;    ///< Where to write the table; "": nowhere.
  std::string compare;  ///< A table to compare with; "": none.
};

struct ZooOptions : BatchOptions {  ///< `runs`: of good plans only.
  std::string folder;
  std::string only;  ///< "bad" or "good": only these plans; "": both.
};

struct MutateOptions : BatchOptions {
  std::string plan;
  std::vector<std::string> scenarios;
  std::string explained;  ///< File that says why which mutants may survive; "": none.
};

struct ListOptions {
  std::string topic;
  std::string plan;  ///< For situations; "": none.
  std::vector<std::string> scenarios;
};

struct InitOptions {
  std::string folder;
};

struct CheckOptions {
  std::string plan;
  std::vector<std::string> scenarios;
};

struct ReplayOptions {
  std::string file;
  std::string plan;  ///< Instead of the one in the file; "": that one.
  bool trace = false;
};

/// Either plan and scenario are there, or the model: a recording of something else.
struct JudgeOptions {
  std::string history, plan, scenario;
  std::optional<harness::Model> model;
  std::optional<harness::RecordingFormat> format;  ///< None: as the file looks.
  std::string initial = "nil";                     ///< What each object holds at first.
  std::optional<scenarios::Duration> time_budget;
};

/// Of `rehearse node`, which a live run starts.
struct NodeOptions {
  std::string run, role, version;
  int process = 1;
};

/// Certificates, or the folders that they are in.
struct DiffOptions {
  std::string before, after;
};

struct ReportOptions {
  std::string certificate;
  std::string out;  ///< "": beside the certificate.
};

}  // namespace rehearse::cli
