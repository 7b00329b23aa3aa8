#include "harness/recording/read_recording.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

namespace rehearse::harness {
namespace {

using ::testing::HasSubstr;

scenarios::Result<Recording> read(Model model, const std::string& text,
                                  RecordingOptions options = {}) {
  std::istringstream in(text);
  options.model = model;
  return read_recording(in, "h", options);
}

/// Each operation in words, with its lines and its end.
std::string told(const scenarios::Result<Recording>& read) {
  if (!read) return to_string(read.errors()[0]);
  const Recording& recording = read.value();
  std::string text;
  for (const RecordedOperation& operation : recording.operations) {
    constexpr std::string_view ends[] = {"ok", "fail", "info"};
    text += value_words(recording, recording.processes[operation.process]) + " " +
            operation_words(recording, operation) + " " +
            std::string(ends[static_cast<std::size_t>(operation.completion)]) + " " +
            operation_lines(recording, operation) + "\n";
  }
  return text;
}

TEST(ReadRecording, ReadsTheSameFromEveryFormat) {
  const std::string expected =
      "0 write 3 ok lines 1 to 3\n"
      "1 cas [3 4] info line 2\n"
      "0 read 4 ok lines 4 to 6\n"
      "1 cas [4 5] fail lines 7 to 8\n"
      "2 read info line 9\n";
  EXPECT_EQ(told(read(Model::cas_register, R"({:process 0, :type :invoke, :f :write, :value 3}
{:process 1, :type :invoke, :f :cas, :value [3 4]}
{:process 0, :type :ok, :f :write, :value 3}
{:process 0, :type :invoke, :f :read, :value nil}
{:process 1, :type :info, :f :cas, :value [3 4] :error :timeout}
{:process 0, :type :ok, :f :read, :value 4}
{:process 1, :type :invoke, :f :cas, :value [4 5]}
{:process 1, :type :fail, :f :cas, :value [4 5]}
{:process 2, :type :invoke, :f :read, :value nil}
)")),
            expected);
  EXPECT_EQ(told(read(Model::cas_register,
                      R"({"process":0,"type":"invoke","f":"write","value":3}
{"process":1,"type":"invoke","f":"cas","value":[3,4]}
{"process":0,"type":"ok","f":"write","value":3}
{"process":0,"type":"invoke","f":"read"}
{"process":1,"type":"info","f":"cas","value":[3,4],"error":["timeout",{"a":null}]}
{"process":0,"type":"ok","f":"read","value":4}
{"process":1,"type":"invoke","f":"cas","value":[4,5]}
{"process":1,"type":"fail","f":"cas","value":[4,5]}
{"process":2,"type":"invoke","f":"read","value":null})")),
            expected);
  EXPECT_EQ(told(read(Model::cas_register,
                      "INFO  jepsen.util - 0\t:invoke\t:write\t3\n"
                      "INFO  jepsen.util - 1\t:invoke\t:cas\t[3 4]\n"
                      "INFO  jepsen.util - 0\t:ok\t:write\t3\n"
                      "INFO  jepsen.util - 0\t:invoke\t:read\tnil\n"
                      "INFO  jepsen.util - 1\t:info\t:cas\t:timed-out\n"
                      "INFO  jepsen.util - 0\t:ok\t:read\t4\n"
                      "INFO  jepsen.util - 1\t:invoke\t:cas\t[4 5]\n"
                      "INFO  jepsen.util - 1\t:fail\t:cas\t[4 5]\n"
                      "INFO  jepsen.util - 2\t:invoke\t:read\tnil\n")),
            expected);
}

TEST(ReadRecording, ReadsEdnAsItIsWritten) {
  EXPECT_EQ(told(read(Model::reg, R"(; recorded by hand
[{:process 0 :type :invoke :f :write :value "a \"b\" \u0041" :time 3 :index 0}
 #jepsen.history.Op{:process 0, :type :ok, :f :write,
  :value "a \"b\" A", :time 3}
 {:process :nemesis, :type :info, :f :start, :value {:n1 #{:n2}}}
 {:process 0 #_ 7 :type :invoke :f :read :value nil}
 {:process 0 :type :ok :f :read :value :gone}]
)")),
            "0 write \"a \"b\" A\" ok lines 2 to 3\n"
            "0 read :gone ok lines 6 to 7\n");
}

TEST(ReadRecording, FindsTheKeyInItsFieldOrInAPair) {
  EXPECT_EQ(told(read(Model::cas_register,
                      "{:process 0, :type :invoke, :f :write, :value [7 1]}\n"
                      "{:process 0, :type :ok, :f :write, :value [7 1]}\n"
                      "{:process 0, :type :invoke, :f :cas, :value [8 [1 2]]}\n"
                      "{:process 0, :type :ok, :f :cas, :value [8 [1 2]]}\n"
                      "{:process 0, :type :invoke, :f :read, :value [8 nil]}\n"
                      "{:process 0, :type :ok, :f :read, :value [8 2]}\n"
                      "{:process 0, :type :invoke, :f :read, :key \"x\"}\n"
                      "{:process 0, :type :ok, :f :read, :key \"x\", :value 5}\n")),
            "0 write 1 of key 7 ok lines 1 to 2\n"
            "0 cas [1 2] of key 8 ok lines 3 to 4\n"
            "0 read 2 of key 8 ok lines 5 to 6\n"
            "0 read 5 of key \"x\" ok lines 7 to 8\n");
}

TEST(ReadRecording, TellsValuesOfDifferentKindsApart) {
  const auto recording = read(Model::set, R"({:process 0 :type :invoke :f :read}
{:process 0 :type :ok :f :read
 :value [1 "1" :1 1.0 true nil [1] 9223372036854775807 9223372036854775808]}
)");
  ASSERT_TRUE(recording) << told(recording);
  const std::string& list = recording.value().lists[recording.value().operations[0].value.index()];
  std::vector<RecordedValue> values;
  for (std::size_t i = 0; i < elements_in(list); ++i) values.push_back(element_of(list, i));
  std::sort(values.begin(), values.end());
  EXPECT_EQ(std::adjacent_find(values.begin(), values.end()), values.end());
  EXPECT_EQ(values.size(), 9U);
}

TEST(ReadRecording, TakesAnythingAsTheKeyOfAMap) {
  EXPECT_EQ(told(read(Model::bank,
                      "{:process 0 :type :invoke :f :read}\n"
                      "{:process 0 :type :ok :f :read :value {[1 2] 3, {:a 1} 4} [5 6] 7}\n")),
            "0 read [[1 2] 3 [:a 1] 4] ok lines 1 to 2\n");
}

TEST(ReadRecording, PassesOverLinesOfOthersInALog) {
  EXPECT_EQ(told(read(Model::reg,
                      "2015-01-01 INFO starting\r\n"
                      "INFO  jepsen.util - :nemesis :info :start nil\r\n"
                      "INFO [worker 0] jepsen.util: 0 :invoke :read nil\r\n"
                      "INFO [worker 0] jepsen.util: 0 :ok :read 3 and more\r\n")),
            "0 read 3 ok lines 3 to 4\n");
}

struct Wrong {
  Model model;
  std::string text, message;
};

void PrintTo(const Wrong& wrong, std::ostream* out) { *out << wrong.message; }

class RefusedRecording : public ::testing::TestWithParam<Wrong> {};

TEST_P(RefusedRecording, NamesThePlaceAndTheWayOut) {
  const auto read_one = read(GetParam().model, GetParam().text);
  ASSERT_FALSE(read_one) << told(read_one);
  EXPECT_THAT(told(read_one), HasSubstr(GetParam().message));
}

const std::string invoke = "{:process 0, :type :invoke, :f :read, :value nil}\n";

INSTANTIATE_TEST_SUITE_P(
    ReadRecording, RefusedRecording,
    ::testing::Values(
        Wrong{Model::reg, "{:process 0, :type :ok, :f :read, :value 1}",
              "h:1:11: process 0 ends with ok what it never invoked"},
        Wrong{Model::reg, invoke + invoke,
              "h:2:11: process 0 invokes read while its read of line 1 has not ended"},
        Wrong{Model::reg, invoke + "{:process 0, :type :ok, :f :write, :value 1}",
              "h:2:28: process 0 ends write here, and line 1 had invoked read"},
        Wrong{Model::reg,
              "{:process 0, :type :invoke, :f :read, :time 5}\n"
              "{:process 0, :type :ok, :f :read, :time 4}",
              "h:2:41: time runs backwards here: 4 comes after 5"},
        Wrong{
            Model::reg, "{:process 0, :type :invoke, :f :cas, :value [1 2]}",
            "h:1:32: \"cas\" is no function of the model register, which has read, write, get, put "
            "and txn; models that have it: cas-register"},
        Wrong{Model::reg, "{:process 0, :type :began, :f :read}",
              "h:1:20: \"began\" is no type of event; it is invoke, ok, fail or info"},
        Wrong{Model::reg, "{:type :invoke, :f :read}", "h:1:1: this event has no \"process\""},
        Wrong{Model::reg, invoke + "{:process 0, :type :ok, :f :re",
              "h:2:1: the file ends within what begins here: it was cut off"},
        Wrong{Model::reg, "[" + invoke, "the file ends within the vector"},
        Wrong{Model::reg, "[]" + invoke, "h:1:3: nothing may follow the vector"},
        Wrong{Model::reg, "", "h: there is no operation in this file"},
        Wrong{Model::reg, "{:process 0 :type}", "h:1:1: this map has a key without a value"},
        Wrong{Model::reg, "{:process 0]", "h:1:12: ] closes nothing here; } would"},
        Wrong{Model::reg, std::string("{:process \0 0}", 14), "h:1:11: a zero byte"},
        Wrong{Model::reg, "{\"process\" 0}", "h:1:12: a colon is missing behind the name"},
        Wrong{Model::reg, "{\"process\":0 \"type\":1}", "h:1:14: a comma or } is missing here"},
        Wrong{Model::reg, "{\"process\":00x}", "h:1:1: this event has no \"type\""},
        Wrong{Model::reg, "{\"process\":zero}", "h:1:12: this is no JSON value"},
        Wrong{Model::reg, "{\"process\":\"a\\q\"}", "h:1:14: this is no escape"},
        Wrong{Model::reg, "{\"process\":\"a\n\"}", "h:1:12: this text has no closing quote"},
        Wrong{Model::reg, "INFO jepsen.util - 0 :invoke :read\n",
              "h:1:20: an operation has a process, a type, a function and a value"},
        Wrong{Model::reg, "{\"rehearse_history\":1}", "judge it with --plan and --scenario"},
        Wrong{Model::cas_register, "{:process 0, :type :invoke, :f :cas, :value 3}",
              "h:1:45: a compare-and-set needs two values"},
        Wrong{Model::counter, "{:process 0, :type :invoke, :f :add, :value nil}",
              "h:1:45: a counter can only be changed by a whole number"},
        Wrong{Model::queue, "{:process 0, :type :invoke, :f :enqueue}",
              "h:1:1: this enqueue has no value"},
        Wrong{Model::set,
              "{:process 0, :type :invoke, :f :read}\n{:process 0, :type :ok, :f :read, :value 1}",
              "h:2:42: this read gives no vector of elements"},
        Wrong{Model::bank, "{:process 0, :type :invoke, :f :transfer, :value {:from 0 :to 1}}",
              "h:1:50: a transfer needs from, to and an amount"},
        Wrong{Model::append, "{:process 0, :type :invoke, :f :txn, :value [[:w 1 2] [:cas 1 2]]}",
              "h:1:56: \"cas\" is nothing that a transaction does; it has r and append"},
        Wrong{Model::append,
              "{:process 0, :type :invoke, :f :txn, :value [[:r 1 nil]]}\n"
              "{:process 0, :type :ok, :f :txn, :value []}",
              "h:2:41: this transaction ends with other parts than it began with"}));

TEST(ReadRecording, StopsBeforeMemoryRunsOut) {
  RecordingOptions few;
  few.operations_max = 1;
  const std::string pair = invoke + "{:process 0, :type :ok, :f :read, :value nil}\n";
  EXPECT_THAT(told(read(Model::reg, pair + pair, few)),
              HasSubstr("h:3:1: the recording goes on beyond 1 operations"));
  EXPECT_THAT(told(read(Model::reg, std::string(70'000'000, '['))),
              HasSubstr("more than 64 brackets within each other"));
  EXPECT_THAT(told(read(Model::reg, "{:a \"" + std::string(70'000'000, 'x'))),
              HasSubstr("h:1:1: what begins here is longer than 64 MiB"));
  EXPECT_THAT(told(read(Model::reg, std::string(70'000'000, 'x'))),
              HasSubstr("h:1:1: a line longer than 64 MiB"));
}

}  // namespace
}  // namespace rehearse::harness
