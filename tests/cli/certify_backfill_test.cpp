/// A program of the user's in a backfill's place, live: what is wrong about it. That a sound one is
/// certified when it is killed is own_backfill in scenarios/certifications.cmake.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cli/own_program.hpp"

namespace rehearse::tests {
namespace {

using testing::HasSubstr;

class CertifyBackfill : public OwnProgram {
 protected:
  CertifyBackfill() : OwnProgram("own_backfill") {}
  std::string plan(const std::string& mode) const override {
    return with(
        with(plan_of_example(), R"("copy_customers.py")", "\"" + data("faulty_copy.py") + "\""),
        R"("{folder}"])", R"("{folder}", ")" + mode + "\"]");
  }
};

TEST_F(CertifyBackfill, SimulationSaysThatItDidNotRunItAndNobodyStartsItUnasked) {
  expect_nobody_starts_it_unasked("backfill.customers was simulated as the plan describes it",
                                  "/workers/backfill.customers");
}

/// What it had not done yet is done by the next.
TEST_F(CertifyBackfill, ASoundOneMayFailNowAndThen) {
  const Ran ran = certify("fails_once");
  EXPECT_EQ(ran.code, 0) << ran.out << ran.err;
  EXPECT_THAT(certificate(), HasSubstr("backfill.customers was your program (python3 "));
}

TEST_F(CertifyBackfill, OneThatSaysThatItIsDoneAndIsNotIsRejected) {
  const Ran ran = certify("stops_early");
  EXPECT_EQ(ran.code, 1) << ran.out << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("records missing there"));
}

TEST_F(CertifyBackfill, OneThatNeverGetsAnywhereEndsTheRun) {
  const Ran ran = certify("fails");
  EXPECT_EQ(ran.code, 3) << ran.out << ran.err;
  EXPECT_THAT(ran.out,
              HasSubstr("python3 ended with code 1 5 times in a row without having written "
                        "anything; it printed: no paper in the printer"));
}

/// The backend says what was wrong about a request, and the program's last words tell it.
TEST_F(CertifyBackfill, WhatItsBackendDoesNotUnderstandIsSaidSo) {
  EXPECT_THAT(certify("old_shape").out, HasSubstr("there is no field \\\"name\\\""));
  EXPECT_THAT(certify("no_rev").out,
              HasSubstr("a record comes with the \\\"rev\\\" of the one that it was copied from"));
  EXPECT_THAT(certify("lost").out,
              HasSubstr("it is /records/SIDE?after=KEY&limit=N or /records/SIDE/KEY"));
}

}  // namespace
}  // namespace rehearse::tests
