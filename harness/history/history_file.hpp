#pragma once
/// Histories as files, to be judged later or elsewhere. JSONL:
///
///   {"rehearse_history":1,"plan":"shop","tracks":[..],"phases":[..],"nodes":[..],...}   first line
///   {"stage":{..}}                        one per stage vector that `authority` events refer to
///   {"t":2104000,"event":"commit","phase":"cutover","node":"orders.new","track":"orders",...}
///   {"initial":"orders","key":17,...}
///   {"final":"orders",...} {"final_record":"orders","side":"new","key":17,...}
///   {"end_of_history":true,"quiet":true,...}                                            last line
///
/// What is zero is left out. Reading is line by line in bounded memory, and gives back exactly what
/// was written (texts that are not UTF-8 apart). A file without its last line is truncated, and
/// said to be.

#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/plan.hpp"
#include "scenarios/result.hpp"
#include "simulators/runtime/history.hpp"

namespace rehearse::harness {

/// A history and the names that its file gives to what it numbers.
struct StoredHistory {
  std::string plan;
  std::vector<std::string> tracks, phases;
  simulators::History history;
};

/// The names in `plan`, and a copy of `history`.
StoredHistory name_history(const scenarios::Plan& plan, const simulators::History& history);

std::string print_history(const StoredHistory& stored);
void print_history(const StoredHistory& stored, std::ostream& out);

/// `file` is only used for messages. At most 20 mistakes are reported.
scenarios::Result<StoredHistory> read_history(std::string_view text, std::string file);
scenarios::Result<StoredHistory> read_history(std::istream& in, std::string file);

/// Writes or reads a file; the error names it.
scenarios::Result<bool> save_history(const StoredHistory& stored, const std::string& path);
scenarios::Result<StoredHistory> load_history(const std::string& path);

}  // namespace rehearse::harness
