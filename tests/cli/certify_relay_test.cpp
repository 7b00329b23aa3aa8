/// A program of the user's in a relay's place, live: what is wrong about it. That a sound one is
/// certified when it is killed is own_relay in scenarios/certifications.cmake.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cli/own_program.hpp"

namespace rehearse::tests {
namespace {

using testing::HasSubstr;

class CertifyRelay : public OwnProgram {
 protected:
  CertifyRelay() : OwnProgram("own_relay") {}
  std::string plan(const std::string& mode) const override {
    const std::string faulty =
        with(plan_of_example(), R"("follow.py")", "\"" + data("faulty_follow.py") + "\"");
    return with(with(faulty, R"("{backend}"])", R"("{backend}", ")" + mode + "\"]"),
                R"("deadline": "5s"}})", R"("deadline": "1s"}})");
  }
};

TEST_F(CertifyRelay, SimulationSaysThatItDidNotRunItAndNobodyStartsItUnasked) {
  expect_nobody_starts_it_unasked("relay.subscribers was simulated as the plan describes it",
                                  "/workers/relay.subscribers");
}

/// It says that it has come further than it has.
TEST_F(CertifyRelay, OneThatLeavesChangesOutIsRejected) {
  const Ran ran = certify("skips_some");
  EXPECT_EQ(ran.code, 1) << ran.out << ran.err;
  EXPECT_THAT(certificate(), HasSubstr("relay.subscribers was your program (python3 "));
}

/// A fee that was in cents already.
TEST_F(CertifyRelay, OneThatMapsRecordsWronglyIsRejected) {
  const Ran ran = certify("wrong_unit");
  EXPECT_EQ(ran.code, 1) << ran.out << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("D3"));
}

TEST_F(CertifyRelay, OneThatDoesNotStayEndsTheRun) {
  const Ran ran = certify("ends");
  EXPECT_EQ(ran.code, 3) << ran.out << ran.err;
  EXPECT_THAT(ran.out,
              HasSubstr("python3 ended with code 1 5 times in a row without having written "
                        "anything; it printed: nothing to follow"));
}

/// The backend says what was wrong about a request, and the program's last words tell it.
TEST_F(CertifyRelay, WhatItsBackendDoesNotUnderstandIsSaidSo) {
  EXPECT_THAT(certify("wrong_side").out, HasSubstr("it writes to the new side only"));
  EXPECT_THAT(certify("nowhere").out, HasSubstr("a position is one that /changes has told, or 0"));
  EXPECT_THAT(certify("lost").out,
              HasSubstr("there are /task, /position, /changes?after=POSITION"));
}

}  // namespace
}  // namespace rehearse::tests
