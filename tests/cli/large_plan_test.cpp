/// A plan of 20 tracks and 61 phases, and a million client operations: certified within a gigabyte,
/// and told on a page that opens.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "harness/certificate/certificate_file.hpp"
#include "tests/cli/run_program.hpp"
#include "tests/sanitized.hpp"

namespace rehearse::tests {
namespace {

class LargePlan : public testing::Test {
 protected:
  void SetUp() override {
    if (sanitized) GTEST_SKIP() << "a sanitizer needs terabytes of addresses";
  }

  /// With so many operations in one run, in no more address space than `kilobytes`.
  Ran certify(const std::string& operations, const std::string& runs,
              const std::string& kilobytes) {
    Invocation make, limited;
    make.program = "/usr/bin/python3";
    make.arguments = {REHEARSE_SOURCE_DIR "/bench/large_plan.py", folder_.path(), operations};
    const Ran made = run(make);
    EXPECT_EQ(made.code, 0) << made.err;
    limited.program = "/bin/sh";
    limited.arguments = {"-c",
                         "ulimit -v " + kilobytes + "; exec \"$0\" \"$@\"",
                         REHEARSE_PROGRAM,
                         "certify",
                         folder_.file("plan.json"),
                         "--scenario",
                         folder_.file("scenario.json"),
                         "--runs",
                         runs,
                         "--out",
                         folder_.file("out")};
    return run(limited);
  }
  harness::Certificate certificate() const {
    const auto read = harness::read_certificate_file(folder_.file("out/certificate.json"));
    EXPECT_TRUE(read);
    return read ? read.value() : harness::Certificate();
  }

  TemporaryFolder folder_;
};

TEST_F(LargePlan, AMillionOperationsFitIntoAGigabyteAndAPage) {
  const Ran ran = certify("2500", "740", "1000000");
  EXPECT_EQ(ran.code, 0) << ran.out << ran.err;
  EXPECT_GE(certificate().scenarios.at(0).operations, 1'000'000);
  EXPECT_LT(std::filesystem::file_size(folder_.file("out/report.html")), 5'000'000U);
}

TEST_F(LargePlan, WhereMemoryIsTooSmallItSaysSo) {
  const Ran ran = certify("400000", "1", "500000");
  EXPECT_EQ(ran.code, 2);
  EXPECT_THAT(ran.err, testing::StartsWith("rehearse: there is not enough memory. Histories"));
  EXPECT_EQ(certificate().verdict, harness::CertificateVerdict::incomplete);
}

}  // namespace
}  // namespace rehearse::tests
