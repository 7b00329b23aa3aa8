/// A program of the user's in a database's place, live: what is wrong about it. That a sound one is
/// certified when it is killed is own_database in scenarios/certifications.cmake.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cli/own_program.hpp"

namespace rehearse::tests {
namespace {

using testing::HasSubstr;

class CertifyDatabase : public OwnProgram {
 protected:
  CertifyDatabase() : OwnProgram("own_database") {}
  std::string plan(const std::string& mode) const override {
    const std::string faulty = with(
        with(plan_of_example(), R"("customers.py")", "\"" + data("faulty_customers.py") + "\""),
        R"("{folder}"])", R"("{folder}", "--mode", ")" + mode + "\"]");
    // A gate that will not be met is not waited for long.
    return with(with(faulty, R"("deadline": "30s"}},)", R"("deadline": "3s"}},)"),
                R"("deadline": "5s")", R"("deadline": "1s")");
  }
};

TEST_F(CertifyDatabase, SimulationSaysThatItDidNotRunItAndNobodyStartsItUnasked) {
  expect_nobody_starts_it_unasked(
      "the database customer_service was simulated by the engine in the plan",
      "/databases/customer_service");
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
