#pragma once
/// Live runs of an example of scenarios/ whose program does wrong what it is told, without faults.

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "tests/cli/run_program.hpp"

namespace rehearse::tests {

class OwnProgram : public ::testing::Test {
 protected:
  /// "own_service"
  explicit OwnProgram(const std::string& example)
      : example_(REHEARSE_SOURCE_DIR "/scenarios/" + example + "/") {}

  /// The example's plan, with the program that does what `mode` says.
  virtual std::string plan(const std::string& mode) const = 0;
  std::string plan_of_example() const { return read_whole(example_ + "plan.json"); }

  /// To certify that, simulated.
  std::vector<std::string> words(const std::string& mode) const {
    write_whole(folder.file("plan.json"), plan(mode));
    const std::string all = read_whole(example_ + "scenario.json");
    const std::size_t faults = all.find("\"faults\""), objectives = all.find("\"objectives\"");
    write_whole(folder.file("scenario.json"), all.substr(0, faults) + all.substr(objectives));
    return {"certify", folder.file("plan.json"), "--scenario", folder.file("scenario.json"),
            "--out",   folder.file("out")};
  }
  Ran certify(const std::string& mode) const {
    std::vector<std::string> live = words(mode);
    live.insert(live.end(), {"--live", "--allow-commands"});
    return rehearse(live);
  }
  std::string certificate() const { return read_whole(folder.file("out") + "/certificate.json"); }
  /// Simulation says `simulated` of it, and a live run refuses the plan at `place`.
  void expect_nobody_starts_it_unasked(const std::string& simulated, const std::string& place) {
    std::vector<std::string> asked = words("sound");
    EXPECT_EQ(rehearse(asked).code, 0);
    EXPECT_NE(certificate().find(simulated + "; your program (python3 "), std::string::npos)
        << certificate();
    asked.push_back("--live");
    const Ran refused = rehearse(asked);
    EXPECT_EQ(refused.code, 2);
    EXPECT_NE(refused.err.find(place + "/run/command: the plan starts a program on this machine, "
                                       "and nobody allowed it"),
              std::string::npos)
        << refused.err;
  }

  TemporaryFolder folder;

 private:
  const std::string example_;
};

}  // namespace rehearse::tests
