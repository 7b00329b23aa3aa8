/// A program in a service's place, as the plan says it: what is read, and what is wrong.

#include "scenarios/program.hpp"

#include <gmock/gmock.h>

#include "scenarios/check_plan.hpp"
#include "scenarios/print_plan.hpp"
#include "scenarios/read_plan.hpp"
#include "sketch.hpp"

namespace rehearse::scenarios {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const char* const sound_run = R"("run": {
  "command": ["./service", "--port={port}"], "ready": {"http": "/ready"},
  "operations": {
    "charge": {"post": "/charges/{identity}", "body": {"cents": "{amount}"}, "ok": [201]},
    "refund": {"delete": "/charges/{identity}"}, "lookup": {"get": "/charges/{identity}"}},
  "dump": {"get": "/dump"}})";

/// The sound plan, whose new payment service is this program.
std::string plan_with(const std::string& run) {
  const std::string contract = R"({"service": "gateway", "version": 2, )";
  return testing::edited(testing::sound_plan(), contract, contract + run + ", ");
}

std::string all_of(const std::vector<Error>& errors) {
  std::string all;
  for (const Error& error : errors) all += to_string(error) + "\n";
  return all;
}

/// What is wrong with the program, its text edited at one place.
std::string wrong(const std::string& from, const std::string& to) {
  const auto read = read_plan(plan_with(testing::edited(sound_run, from, to)), "file");
  return read ? "" : all_of(read.errors());
}

TEST(Program, IsReadAsItIsSaid) {
  const auto read = read_plan(plan_with(sound_run), "file");
  ASSERT_TRUE(read) << to_string(read.errors().front());
  const Program& program = *read.value().tracks[1].new_service.run;
  EXPECT_EQ(program.command, (std::vector<std::string>{"./service", "--port={port}"}));
  EXPECT_EQ(program.ready, "/ready");
  EXPECT_EQ(program.ready_within, Duration(10'000'000));
  ASSERT_EQ(program.operations.size(), 3U);
  EXPECT_EQ(program.operations[0].request.method, "POST");
  EXPECT_EQ(program.operations[0].request.body, R"({"cents":"{amount}"})");
  EXPECT_EQ(program.operations[0].ok, std::vector<int>{201});
  EXPECT_EQ(program.operations[1].request.method, "DELETE");
  EXPECT_EQ(program.dump.identity, "/identity");
  EXPECT_TRUE(program.phase.target.empty());
}

TEST(Program, AMistakeInItIsSaidWhereItIs) {
  EXPECT_THAT(wrong("{port}", "{prot}"),
              HasSubstr("/tracks/payments/new/run/command/1: nothing is known here by the name "
                        "{prot} (value \"--port={prot}\"); did you mean \"port\"?"));
  EXPECT_THAT(wrong("[\"./service\", \"--port={port}\"]", "[]"),
              HasSubstr("a command begins with a program"));
  EXPECT_THAT(
      wrong("\"{amount}\"", "\"{amuont}\""),
      HasSubstr("/operations/charge/body/cents: nothing is known here by the name {amuont}"));
  EXPECT_THAT(wrong("\"delete\": \"/charges", "\"delete\": \"charges"),
              HasSubstr("a path begins with \"/\""));
  EXPECT_THAT(wrong("\"lookup\": {\"get\"", "\"lookup\": {\"put\": \"/x\", \"get\""),
              HasSubstr("a request has one method"));
  EXPECT_THAT(wrong("\"lookup\": {\"get\": \"/charges/{identity}\"}", "\"lookup\": {}"),
              HasSubstr("a request needs its method and path"));
  const std::string misspelt = wrong("\"lookup\"", "\"lookupp\"");
  EXPECT_THAT(misspelt, HasSubstr("a service knows no operation \"lookupp\""));
  EXPECT_THAT(misspelt, HasSubstr("did you mean \"lookup\"?"));
  EXPECT_THAT(misspelt, Not(HasSubstr("the application also calls")));
  EXPECT_THAT(wrong("[201]", "[20]"), HasSubstr("/operations/charge/ok/0"));
  EXPECT_THAT(wrong("\"dump\": {\"get\": \"/dump\"}", "\"dump\": {\"list\": \"x\"}"),
              HasSubstr("a JSON pointer begins with \"/\""));
}

TEST(Program, EveryCallOfTheApplicationIsAnOperationOfIt) {
  EXPECT_THAT(wrong("\"refund\": {\"delete\": \"/charges/{identity}\"}, ", ""),
              HasSubstr("the application also calls \"refund\", and the program has no such "
                        "operation"));
  EXPECT_THAT(wrong(", \"lookup\": {\"get\": \"/charges/{identity}\"}", ""),
              HasSubstr("\"lookup\": false"));
}

TEST(Program, ItCannotReportByWebhookOrBePurged) {
  EXPECT_THAT(wrong("\"dump\": {\"get\": \"/dump\"}}",
                    "\"dump\": {\"get\": \"/dump\"}}, \"webhooks\": true"),
              HasSubstr("the service reports by webhook, and nobody says what the program sends"));
  const std::string steps = R"("steps": ["orders.hold_old",)";
  const auto read =
      read_plan(testing::edited(plan_with(sound_run), steps,
                                R"("steps": ["payments.purge_new", "orders.hold_old",)"),
                "file");
  ASSERT_FALSE(read);
  EXPECT_THAT(to_string(read.errors().front()), HasSubstr("cannot be done to a program of yours"));
}

// ---- the application ----

const char* const sound_shop = R"("versions": {"v2": {"*": "flags", "run": {
  "command": ["./shop", "{port}", "{backend}"], "ready": {"http": "/ready"},
  "operations": {
    "place": {"post": "/orders/{order}", "body": {"order": "{orders}"}},
    "look": {"get": "/orders/{order}", "reads": {"orders": "/order"}}}}}})";

/// A plan whose version v2 is this program.
std::string plan_with_shop(const std::string& versions) {
  return R"({"rehearse": 1, "name": "shop", "tracks": {"orders": {"kind": "source",
    "record": {"key": "id", "fields": {"total": "integer"}},
    "old": {"store": "model", "database": "a"}, "new": {"store": "model", "database": "b"}}},
    "application": {"version": "v2", )" +
         versions + R"(, "variables": {"order": {"existing": "orders"}},
    "operations": {"place": [{"put": "orders", "key": "$order"}],
                   "look": [{"read": "orders", "key": "$order"}]}},
    "phases": [{"name": "dual", "set": {"orders": {"write": ["old", "new"]}}}]})";
}

/// What is wrong with the program, its text edited at one place.
std::string wrong_shop(const std::string& from, const std::string& to) {
  const auto read = read_plan(plan_with_shop(testing::edited(sound_shop, from, to)), "file");
  return read ? "" : all_of(read.errors());
}

TEST(ApplicationProgram, IsReadAndPrintedAsItIsSaid) {
  const auto read = read_plan(plan_with_shop(sound_shop), "file");
  ASSERT_TRUE(read) << all_of(read.errors());
  const ApplicationProgram& program = *read.value().application.versions[0].run;
  EXPECT_EQ(program.command, (std::vector<std::string>{"./shop", "{port}", "{backend}"}));
  ASSERT_EQ(program.operations.size(), 2U);
  EXPECT_EQ(program.operations[0].name, "place");
  EXPECT_EQ(program.operations[0].request.target, "/orders/{order}");
  EXPECT_EQ(program.operations[1].reads,
            (std::vector<std::pair<std::string, std::string>>{{"orders", "/order"}}));
  const auto again = read_plan(print_plan(read.value()), "printed");
  ASSERT_TRUE(again) << all_of(again.errors());
  EXPECT_EQ(again.value(), read.value());
}

TEST(ApplicationProgram, AMistakeInItIsSaidWhereItIs) {
  EXPECT_THAT(wrong_shop("{backend}", "{backed}"), HasSubstr("did you mean \"backend\"?"));
  EXPECT_THAT(wrong_shop("/orders/{order}\", \"body\"", "/orders/{ordr}\", \"body\""),
              HasSubstr("/application/versions/v2/run/operations/place: nothing is known in the "
                        "operation \"place\" by the name {ordr}; did you mean \"order\"?"));
  EXPECT_THAT(wrong_shop("\"{orders}\"", "\"{stock}\""), HasSubstr("by the name {stock}"));
  EXPECT_THAT(wrong_shop(", \"reads\": {\"orders\": \"/order\"}", ""),
              HasSubstr("the operation \"look\" reads \"orders\", and nobody says where it is in "
                        "the answer"));
  EXPECT_THAT(wrong_shop("\"reads\": {\"orders\"", "\"reads\": {\"ordres\""),
              HasSubstr("/look/reads/ordres: the operation \"look\" does not read it"));
  EXPECT_THAT(wrong_shop("{\"orders\": \"/order\"}", "{\"orders\": \"order\"}"),
              HasSubstr("a JSON pointer begins with"));
  EXPECT_THAT(wrong_shop("\"place\": {", "\"palce\": {"),
              HasSubstr("the program has no operation \"place\""));
  EXPECT_THAT(wrong_shop("\"place\": {", "\"palce\": {"),
              HasSubstr("/palce: the application has no such operation"));
}

}  // namespace
}  // namespace rehearse::scenarios
