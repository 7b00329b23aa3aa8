#pragma once
/// One case of a zoo: a folder with `bad.json` (a plan that is to be rejected), `good.json` (its
/// smallest correction), `scenario.json` (for both) and `expect.json` (why bad is rejected).

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "cli/inputs.hpp"
#include "harness/explore/make_choices.hpp"
#include "scenarios/result.hpp"
#include "scenarios/zoo_expectation.hpp"

namespace rehearse::cli {

struct ZooCase {
  std::string name;    ///< Of the folder: "BF-03-checkpoint-before-batch".
  std::string folder;  ///< Its path.
  Inputs bad, good;
  scenarios::ZooExpectation expectation;
};

/// The folders below `folder` that hold a case, by name; `folder` itself if it is one. An error
/// when there is none. A folder with some of the four files is a case, and an unreadable one.
scenarios::Result<std::vector<std::string>> zoo_folders(const std::string& folder);

/// Every mistake in its files at once.
scenarios::Result<ZooCase> read_zoo_case(const std::string& folder);

struct ZooOptionsOfRun {
  std::uint64_t seed = 1;
  std::int64_t good_runs = 0;  ///< Of the swarm, of the good plan; 0: as the scenario says.
  int jobs = 1;
  bool bad = true, good = true;  ///< Which plans to certify.
  std::function<bool()> stop;    ///< True: start no more runs.
  harness::MakeChoices choices;  ///< Tests, from inside: see ExploreOptions.
};

struct ZooResult {
  std::string name;
  scenarios::ZooExpectation expectation;
  // of the bad plan, about the property that was expected:
  bool found = false;  ///< It is violated.
  std::string sentence, phase;
  std::int64_t operations = 0, faults = 0;  ///< Of the smallest counterexample.
  std::int64_t runs = 0;                    ///< Until it was found, that one included.
  std::int64_t milliseconds = 0;            ///< Until then, of wall-clock time.
  // of the good plan:
  std::int64_t good_runs = 0;
  std::vector<std::string> problems;  ///< What is not as expected, a sentence each; empty: nothing.
  bool cut_short = false;             ///< It was stopped; the problems are those seen until then.
};

/// Certifies both plans under the scenario as `rehearse certify` does, and compares.
ZooResult run_zoo_case(const ZooCase& zoo_case, const ZooOptionsOfRun& options);

}  // namespace rehearse::cli
