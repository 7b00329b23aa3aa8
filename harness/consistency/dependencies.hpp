#pragma once
/// Which transaction depends on which, and what is wrong before any cycle is looked for.

#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "harness/consistency/finding.hpp"

namespace rehearse::harness {

enum class DependencyKind : std::uint8_t {
  ww,  ///< `to` wrote what comes behind what `from` wrote.
  wr,  ///< `to` read what `from` wrote.
  rw   ///< `to` wrote what comes behind what `from` read.
};

/// Between operations of the recording, by one key.
struct Dependency {
  std::uint32_t from = 0, to = 0;
  DependencyKind kind = DependencyKind::ww;
  std::uint32_t key = 0;
  RecordedValue before, after;  ///< The values; `before` is nil for what was there at first.
};

/// What one transaction did wrong by itself.
struct LocalAnomaly {
  std::string_view name;  ///< "G1a"; static storage.
  std::uint32_t key = 0;
  std::vector<std::uint32_t> witness;  ///< Operations.
  std::string because;                 ///< A sentence.
  std::string then, however;           ///< Of its proof.
};

struct DependencyGraph {
  std::vector<Dependency> dependencies;
  std::vector<LocalAnomaly> anomalies;
  std::string undecided;  ///< Why something was not followed; empty: all was.
};

/// The parts of an operation; one that is no transaction has one.
std::vector<TransactionPart> parts_of(const Recording& recording,
                                      const RecordedOperation& operation);

DependencyGraph find_list_dependencies(const Recording& recording);
/// `initial`: what each register holds at first.
DependencyGraph find_register_dependencies(const Recording& recording, RecordedValue initial);

}  // namespace rehearse::harness
