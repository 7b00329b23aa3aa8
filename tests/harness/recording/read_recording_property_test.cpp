#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <sstream>

#include "harness/consistency/judge_recording.hpp"
#include "harness/recording/read_recording.hpp"
#include "tests/harness/consistency/many_histories.hpp"

namespace rehearse::harness {
namespace {

const std::string samples[] = {
    "{:process 0, :type :invoke, :f :write, :value \"a\\u0041\"}\n"
    "{:process 1, :type :invoke, :f :read, :key [1 {:a #{2}}], :value nil}\n"
    "{:process 0, :type :ok, :f :write, :value \"a\"}\n"
    "{:process 1, :type :ok, :f :read, :value -7 :time 12}\n",
    "{\"process\":\"p\",\"type\":\"invoke\",\"f\":\"read\",\"value\":null}\n"
    "{\"process\":\"p\",\"type\":\"ok\",\"f\":\"read\",\"value\":[1,2.5,{\"x\":true}]}\n",
    "INFO  jepsen.util - 0\t:invoke\t:read\tnil\nINFO  jepsen.util - 0\t:ok\t:read\t3\n"};

/// Read and judged; nothing but an error or a verdict may come of it.
void judge_bytes(const std::string& text, Model model) {
  std::istringstream in(text);
  RecordingOptions options;
  options.model = model;
  const auto recording = read_recording(in, "h", options);
  if (recording) {
    RecordingJudgeOptions judging;
    judging.budget.steps = 100'000;
    (void)judge_recording(recording.value(), judging);
  } else {
    RC_ASSERT(!recording.errors()[0].message.empty());
  }
}

RC_GTEST_PROP(ReadRecording, AnswersAnyBytesWithAnErrorOrARecording, (const std::string& text)) {
  judge_bytes(text, Model::reg);
}

RC_GTEST_PROP(ReadRecording, AnswersAnyDamageWithAnErrorOrARecording, ()) {
  std::string text = samples[*rc::gen::inRange<std::size_t>(0, std::size(samples))];
  const int wounds = *rc::gen::inRange(1, 4);
  for (int wound = 0; wound < wounds; ++wound) {
    const auto place = *rc::gen::inRange<std::size_t>(0, text.size());
    const char byte = *rc::gen::element('{', '}', '[', ']', '"', '\\', ':', ',', '#', ' ', '\n',
                                        '\0', '-', '0', 'n', '\xff');
    if (*rc::gen::arbitrary<bool>()) {
      text[place] = byte;
    } else {
      text.insert(place, 1, byte);
    }
  }
  judge_bytes(text, all_models[*rc::gen::inRange<std::size_t>(0, std::size(all_models))]);
}

/// A file that is read in pieces is the same as in one: forms that lie across them are read again.
TEST(ReadRecording, ReadsAcrossBuffers) {
  std::string text;
  constexpr int operations = 20'000;
  for (int i = 0; i < operations; ++i) {
    const std::string value =
        std::to_string(i) + std::string(static_cast<std::size_t>(i % 97), 'x');
    text += "{:process 0, :type :invoke, :f :write, :value \"" + value + "\"}\n";
    text += "{:process 0, :type :ok, :f :write, :value \"" + value + "\"}\n";
  }
  std::istringstream in(text);
  const auto recording = read_recording(in, "h", {});
  ASSERT_TRUE(recording) << to_string(recording.errors()[0]);
  ASSERT_EQ(recording.value().operations.size(), std::size_t{operations});
  for (int i = 0; i < operations; ++i) {
    const RecordedOperation& operation = recording.value().operations[static_cast<std::size_t>(i)];
    const std::string value =
        std::to_string(i) + std::string(static_cast<std::size_t>(i % 97), 'x');
    ASSERT_EQ(recording.value().texts[operation.value.index()], value);
    ASSERT_EQ(recording.value().event_line[operation.completed],
              2U * static_cast<unsigned>(i) + 2U);
  }
}

/// Cut off anywhere, a recording is refused or its operations so far are read.
TEST(ReadRecording, EveryBeginningIsAnErrorOrARecording) {
  for (const std::string& sample : samples) {
    for (std::size_t bytes = 0; bytes <= sample.size(); ++bytes) {
      std::istringstream in(sample.substr(0, bytes));
      const auto recording = read_recording(in, "h", {});
      if (recording) {
        EXPECT_LE(recording.value().operations.size(), 2U);
      } else {
        EXPECT_NE(recording.errors()[0].message, "");
      }
    }
  }
}

}  // namespace
}  // namespace rehearse::harness
