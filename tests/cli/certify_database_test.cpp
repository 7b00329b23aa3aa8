/// A program of the user's in a database's place, live: what is wrong about it. That a sound one is
/// certified when it is killed is own_database in scenarios/certifications.cmake.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "tests/cli/run_program.hpp"

namespace rehearse::tests {
namespace {

using testing::HasSubstr;
namespace fs = std::filesystem;

const std::string own_database = REHEARSE_SOURCE_DIR "/scenarios/own_database/";

class CertifyDatabase : public ::testing::Test {
 protected:
  /// The example, with a service that does wrong what `mode` says, and no faults.
  std::vector<std::string> words(const std::string& mode) const {
    std::string text = read_whole(own_database + "plan.json");
    // A gate that will not be met is not waited for long.
    text = with(with(text, R"("deadline": "30s"}},)", R"("deadline": "3s"}},)"),
                R"("deadline": "5s")", R"("deadline": "1s")");
    write_whole(folder.file("plan.json"),
                with(with(text, R"("customers.py")", "\"" + data("faulty_customers.py") + "\""),
                     R"("{folder}"])", R"("{folder}", "--mode", ")" + mode + "\"]"));
    const std::string all = read_whole(own_database + "scenario.json");
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

  TemporaryFolder folder;
};

TEST_F(CertifyDatabase, SimulationSaysThatItDidNotRunItAndNobodyStartsItUnasked) {
  std::vector<std::string> simulated = words("sound");
  EXPECT_EQ(rehearse(simulated).code, 0);
  EXPECT_THAT(certificate(),
              HasSubstr("the database customer_service was simulated by the engine in the plan; "
                        "your program (python3 "));
  simulated.push_back("--live");
  const Ran refused = rehearse(simulated);
  EXPECT_EQ(refused.code, 2);
  EXPECT_THAT(refused.err, HasSubstr("/databases/customer_service/run/command: the plan starts a "
                                     "program on this machine, and nobody allowed it"));
}

/// It says so, and whoever asked asks again or repairs it later.
TEST_F(CertifyDatabase, ASoundOneMayBeBusyAtTimes) {
  const Ran ran = certify("busy_at_times");
  EXPECT_EQ(ran.code, 0) << ran.out << ran.err;
  EXPECT_THAT(certificate(), HasSubstr("the database customer_service was your program (python3 "));
}

/// As a column that is too short does, in a database that does not mind.
TEST_F(CertifyDatabase, OneThatKeepsOtherThanItWasGivenIsRejected) {
  const Ran ran = certify("cuts_names");
  EXPECT_EQ(ran.code, 1) << ran.out << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("the new customers does not agree with the old customers"));
}

/// The old one took every customer.
TEST_F(CertifyDatabase, OneThatRefusesWhatTheOldOneTookIsRejected) {
  const Ran ran = certify("refuses_some");
  EXPECT_EQ(ran.code, 1) << ran.out << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("X1"));
}

TEST_F(CertifyDatabase, WhatIsNoDatabaseIsSaidSo) {
  EXPECT_THAT(certify("no_rev").out,
              HasSubstr("python3 has shown a record without the \"rev\" that it was given with"));
  EXPECT_THAT(certify("left_over").out,
              HasSubstr("the program of the database customer_service has records of customers (1) "
                        "when it is started for the first time"));
  const Ran died = certify("dies");
  EXPECT_EQ(died.code, 3) << died.out << died.err;
  EXPECT_THAT(died.out, HasSubstr("python3 ended with code 4; it printed: out of paper"));
}

}  // namespace
}  // namespace rehearse::tests
