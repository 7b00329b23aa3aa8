#include <gtest/gtest.h>

#include "harness/consistency/judge_recording.hpp"
#include "tests/harness/consistency/recording_builder.hpp"

namespace rehearse::harness {
namespace {

/// Operations of clients one after the other: "0w1" client 0 writes 1, "1r2" client 1 reads 2,
/// "1r_" reads nothing.
Finding judge_sequence(const std::vector<std::string>& operations) {
  RecordingBuilder builder(Model::reg);
  for (const std::string& operation : operations) {
    const int process = operation[0] - '0';
    const RecordedValue value =
        operation[2] == '_' ? RecordedValue() : RecordingBuilder::number(operation[2] - '0');
    if (operation[1] == 'w') {
      builder.invoke(process, Function::write, value).ok(process);
    } else {
      builder.invoke(process, Function::read).ok(process, value);
    }
  }
  const Recording recording = builder.take();
  const RecordingReport report = judge_recording(recording, {});
  return report.findings.empty() ? Finding() : report.findings[0];
}

struct Lost {
  std::vector<std::string> operations;
  std::string lost, held;
};

void PrintTo(const Lost& lost, std::ostream* out) {
  for (const std::string& operation : lost.operations) *out << operation << ' ';
}

class LostGuarantee : public ::testing::TestWithParam<Lost> {};

TEST_P(LostGuarantee, IsTheWeakestThatIsLost) {
  const Finding finding = judge_sequence(GetParam().operations);
  EXPECT_EQ(finding.lost, GetParam().lost);
  EXPECT_EQ(finding.held, GetParam().held);
}

INSTANTIATE_TEST_SUITE_P(
    Guarantees, LostGuarantee,
    ::testing::Values(
        Lost{{"0w1", "1r1", "0r1"}, "", ""},
        Lost{{"0w1", "0w2", "1r1"}, "linearizability", "sequential consistency"},
        Lost{{"0w1", "0r_"}, "read your writes", "monotonic reads"},
        Lost{{"0w1", "0w2", "0r1"}, "read your writes", "monotonic reads"},
        Lost{{"0w1", "0w2", "0r1", "1r2", "1r1", "1r2"}, "read your writes", ""},
        Lost{{"0w1", "1r1", "1r_"}, "monotonic reads", "read your writes"},
        Lost{{"0w1", "0w2", "1r2", "1r1", "1r2"}, "monotonic reads", "read your writes"},
        Lost{{"0w1", "0w2", "1r2", "1r1"}, "monotonic writes", "monotonic reads"},
        Lost{{"0w1", "1r1", "1w2", "2r2", "2r1"}, "writes follow reads", "monotonic writes"},
        // Client 1 writes and then reads another's value; client 2 sees them the other way round.
        Lost{{"0w1", "1w2", "1r1", "2r1", "2r2"}, "sequential consistency", "causal consistency"},
        Lost{{"0r1"}, "no value out of thin air", ""}));

TEST(Guarantees, EachLossComesWithAProof) {
  const Finding finding = judge_sequence({"0w1", "0w2", "1r1"});
  EXPECT_EQ(finding.because, "process 1 read 1 (lines 5 to 6), although 2 was there in between");
  EXPECT_EQ(
      proof_lines(finding.proof),
      (std::vector<std::string>{
          "Let A = process 0: write 1 (lines 1 to 2)", "    B = process 0: write 2 (lines 3 to 4)",
          "    C = process 1: read 1 (lines 5 to 6)",
          "Then the register holds 1 all the time from line 2, when A has ended, to line 5, "
          "when C begins.",
          "Then the register holds 2 at some time between line 3, when B begins, and line 4, "
          "when B has ended.",
          "However between line 3 and line 4 it holds nothing but 1: a contradiction."}));
}

}  // namespace
}  // namespace rehearse::harness
