#pragma once
/// What the command line says, before it is understood.

#include <optional>
#include <string>

#include "cli/judge_options.hpp"
#include "cli/options.hpp"

namespace rehearse::cli {

struct Asked {
  CertifyOptions certify;
  CheckOptions check;
  ReplayOptions replay;
  AskedJudge judge;
  ReportOptions report;
  DiffOptions diff;
  ZooOptions zoo;
  MutateOptions mutate;
  ListOptions list;
  NodeOptions node;
  InitOptions init;
  std::string generate;  ///< One of generated_topics().
  /// Text: CLI11's own messages do not name the way out. An empty one is a value, and a wrong one.
  std::optional<std::string> runs, jobs, time_budget, store, report_out;
  struct Batch {
    std::optional<std::string> runs, jobs, seed, table, compare;
  } zoo_batch, mutate_batch;
  std::optional<std::string> zoo_only, explained;
  std::string color = "auto";
};

}  // namespace rehearse::cli
