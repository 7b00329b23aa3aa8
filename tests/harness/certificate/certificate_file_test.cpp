#include "harness/certificate/certificate_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>

namespace rehearse::tests {
namespace {

using harness::Certificate;
using harness::certificate_digest;
using harness::read_certificate;
using harness::write_certificate;
using scenarios::Error;
using testing::HasSubstr;

/// A certificate with one of everything.
Certificate small() {
  Certificate c;
  c.verdict = harness::CertificateVerdict::rejected;
  c.plan = "storefront \"2026\"\n→";
  c.seed = "18446744073709551557";
  auto& scenario = c.scenarios.emplace_back();
  scenario.name = "flash-sale";
  scenario.properties.emplace_back().id = "D1";
  scenario.counterexamples.emplace_back().events.emplace_back().witness = true;
  scenario.phases.emplace_back().gates.emplace_back().least_samples = -1;
  scenario.traffic.emplace_back().p99_us = INT64_MAX;
  scenario.faults.emplace_back().kind = "crash";
  scenario.coverage.emplace_back().runs = INT64_MIN;
  scenario.fault_spans.emplace_back().where = "app/1";
  c.findings = {"a finding"};
  c.tool_version = "0.1.0";
  return sealed(c);
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

/// The only error of reading `text`.
Error error_of(const std::string& text) {
  const auto result = read_certificate(text, "out/certificate.json");
  EXPECT_FALSE(result.ok());
  if (result.ok()) return {};
  EXPECT_EQ(result.errors().size(), 1U);
  EXPECT_EQ(result.errors()[0].file, "out/certificate.json");
  return result.errors()[0];
}

TEST(CertificateFile, ReadsWhatItWrote) {
  const auto result = read_certificate(write_certificate(small()), "x");
  ASSERT_TRUE(result.ok());
  EXPECT_EQ(result.value(), small());
}

TEST(CertificateFile, BeginsWithFormatAndVerdict) {
  EXPECT_TRUE(write_certificate(small()).starts_with(
      "{\n  \"format\": 1,\n  \"verdict\": \"rejected\",\n"));
}

TEST(CertificateFile, DigestsAllButWhereAndWhenItRan) {
  Certificate c = small();
  const std::string digest = certificate_digest(c);
  c.tool_version = c.tool_commit = c.finished_utc = "else";
  c.wall_ms = c.jobs = 7;
  EXPECT_EQ(certificate_digest(c), digest);
  EXPECT_TRUE(digest_matches(c));
  c.scenarios[0].coverage[0].runs += 1;
  EXPECT_NE(certificate_digest(c), digest);
  EXPECT_FALSE(digest_matches(c));
}

TEST(CertificateFile, ReplacesBytesThatAreNotUtf8InsteadOfThrowing) {
  Certificate c = small();
  c.cause = "a\xFFz";
  const auto result = read_certificate(write_certificate(c), "x");
  ASSERT_TRUE(result.ok());
  EXPECT_EQ(result.value().cause, "a\xEF\xBF\xBDz");
  EXPECT_EQ(certificate_digest(result.value()), certificate_digest(c));
}

TEST(CertificateFile, NamesPlaceAndValueOfAWrongType) {
  const Error error = error_of(replaced(write_certificate(small()),
                                        "\"p99_us\": 9223372036854775807", "\"p99_us\": \"fast\""));
  EXPECT_EQ(error.pointer, "/scenarios/0/traffic/0/p99_us");
  EXPECT_GT(error.line, 50);
  EXPECT_EQ(error.value, "\"fast\"");
  EXPECT_EQ(error.message, "expected an integer");
}

TEST(CertificateFile, RefusesNumbersThatDoNotFit) {
  const std::string text = write_certificate(small());
  EXPECT_THAT(error_of(replaced(text, "9223372036854775807", "9223372036854775808")).message,
              HasSubstr("does not fit into 64 bits"));
  EXPECT_EQ(error_of(replaced(text, "9223372036854775807", "1.5")).message, "expected an integer");
  EXPECT_THAT(error_of(replaced(text, "\"jobs\": 1", "\"jobs\": 4294967297")).message,
              HasSubstr("does not fit into 32 bits"));
  EXPECT_THAT(error_of(replaced(text, "9223372036854775807", "1e999")).message,
              HasSubstr("not JSON"));
}

TEST(CertificateFile, RefusesUnknownAndMissingFieldsAndVerdicts) {
  const std::string text = write_certificate(small());
  EXPECT_EQ(error_of(replaced(text, "\"seed\":", "\"a/b\": 1, \"seed\":")).pointer, "/a~1b");
  EXPECT_EQ(error_of(replaced(text, "  \"jobs\": 1\n", "  \"wall_ms\": 0\n")).message,
            "the field \"jobs\" is missing");
  EXPECT_EQ(error_of(replaced(text, "\"rejected\"", "\"REJECTED\"")).message, "unknown verdict");
}

TEST(CertificateFile, RefusesOtherFormats) {
  const Error error =
      error_of(replaced(write_certificate(small()), "\"format\": 1", "\"format\": 2"));
  EXPECT_THAT(error.message, HasSubstr("format 1 only"));
  EXPECT_EQ(error.line, 2);
}

TEST(CertificateFile, NamesThePlaceWhereJsonEnds) {
  const Error error = error_of("{\n  \"format\": 1,\n  \"verdict\": \"rej");
  EXPECT_EQ(error.line, 3);
  EXPECT_THAT(error.message, HasSubstr("not JSON"));
  EXPECT_EQ(error_of("").line, 1);
}

TEST(CertificateFile, RefusesInvalidUtf8WithItsPlace) {
  const Error error = error_of("{\n\"format\": \"\xFF\"}");
  EXPECT_EQ(error.line, 2);
  EXPECT_EQ(error.column, 12);
}

TEST(CertificateFile, RefusesTheDeepAndTheHuge) {
  EXPECT_THAT(error_of(std::string(1'000'000, '[')).message, HasSubstr("nest deeper"));
  EXPECT_THAT(error_of(std::string(harness::certificate_bytes_max + 1, ' ')).message,
              HasSubstr("larger than 64 MiB"));
}

TEST(CertificateFile, StopsAfterTwentyErrors) {
  const auto result = read_certificate("{}", "x");
  ASSERT_FALSE(result.ok());
  EXPECT_LE(result.errors().size(), 20U);
  const auto wrong = read_certificate("[1, 2]", "x");
  ASSERT_FALSE(wrong.ok());
  EXPECT_EQ(wrong.errors()[0].message, "expected an object");
}

TEST(CertificateFile, SurvivesEveryTruncation) {
  const std::string text = write_certificate(small());
  for (std::size_t end = 0; end + 1 < text.size(); ++end) {
    EXPECT_FALSE(read_certificate(std::string_view(text).substr(0, end), "x").ok()) << end;
  }
}

TEST(CertificateFile, ReadsFilesAndSaysWhichItCannot) {
  const std::string path = testing::TempDir() + "rehearse_certificate_file_test.json";
  std::ofstream(path) << write_certificate(small());
  const auto result = harness::read_certificate_file(path);
  ASSERT_TRUE(result.ok());
  EXPECT_EQ(result.value(), small());
  std::remove(path.c_str());
  const auto missing = harness::read_certificate_file(path);
  ASSERT_FALSE(missing.ok());
  EXPECT_EQ(missing.errors()[0].file, path);
  EXPECT_FALSE(harness::read_certificate_file(testing::TempDir()).ok()) << "a directory";
}

}  // namespace
}  // namespace rehearse::tests
