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

// ---- a database ----

const char* const sound_store = R"("databases": {"b": {"run": {
  "command": ["./store", "{port}", "{folder}"], "ready": {"http": "/ready"},
  "operations": {
    "get": {"get": "/orders/{key}"},
    "put": {"put": "/orders/{key}", "body": "{record}", "busy": [503]},
    "delete": {"delete": "/orders/{key}"},
    "list": {"get": "/orders?from={after}&n={limit}", "list": "/orders", "key": "/id"}}}}})";

/// A plan whose database b is this program, and whose old table is in `old`.
std::string plan_with_store(const std::string& databases, const std::string& old = "a",
                            const std::string& field = "total") {
  return R"({"rehearse": 1, "name": "store", "tracks": {"orders": {"kind": "source",
    "record": {"key": "id", "fields": {")" +
         field + R"(": "integer"}}, "old": {"store": "model", "database": ")" + old +
         R"(", "table": "old_orders"}, "new": {"store": "model", "database": "b"}}}, )" +
         databases +
         R"(, "application": {"operations": {"place": [{"put": "orders", "key": "$order"}]}},
    "phases": [{"name": "dual", "set": {"orders": {"write": ["old", "new"]}}}]})";
}

std::string wrong_store(const std::string& from, const std::string& to) {
  const auto read = read_plan(plan_with_store(testing::edited(sound_store, from, to)), "file");
  return read ? "" : all_of(read.errors());
}

TEST(DatabaseProgram, IsReadAndPrintedAsItIsSaid) {
  const auto read = read_plan(plan_with_store(sound_store), "file");
  ASSERT_TRUE(read) << all_of(read.errors());
  ASSERT_EQ(read.value().databases.size(), 1U);
  EXPECT_EQ(read.value().databases[0].name, "b");
  const DatabaseProgram& program = *read.value().databases[0].run;
  EXPECT_EQ(program.command, (std::vector<std::string>{"./store", "{port}", "{folder}"}));
  EXPECT_EQ(program.operation(RecordVerb::put).busy, (std::vector<int>{503}));
  EXPECT_EQ(program.operation(RecordVerb::list).list, "/orders");
  EXPECT_EQ(program.operation(RecordVerb::list).key, "/id");
  EXPECT_EQ(program.operation(RecordVerb::erase).request.method, "DELETE");
  const auto again = read_plan(print_plan(read.value()), "printed");
  ASSERT_TRUE(again) << all_of(again.errors());
  EXPECT_EQ(again.value(), read.value());
}

TEST(DatabaseProgram, AMistakeInItIsSaidWhereItIs) {
  EXPECT_THAT(wrong_store("\"b\"", "\"bb\""),
              HasSubstr("/databases/bb: unknown database \"bb\"; allowed here: a, b"));
  EXPECT_THAT(wrong_store("{folder}", "{webhooks}"),
              HasSubstr("nothing is known here by the name {webhooks}"));
  EXPECT_THAT(wrong_store("\"delete\": {\"delete\": \"/orders/{key}\"},", ""),
              HasSubstr("/databases/b/run/operations: the program has no operation \"delete\"; add "
                        "it: records are read, written, deleted and listed"));
  EXPECT_THAT(wrong_store("\"get\": {\"get\": \"/orders/{key}\"}", "\"get\": {\"get\": \"/one\"}"),
              HasSubstr("/databases/b/run/operations/get: the request does not say {key}"));
  EXPECT_THAT(wrong_store(", \"body\": \"{record}\"", ""),
              HasSubstr("/put: the request does not say {record}"));
  EXPECT_THAT(wrong_store("{after}", "{key}"), HasSubstr("by the name {key}"));
  EXPECT_THAT(wrong_store("\"/id\"", "\"id\""), HasSubstr("a JSON pointer begins with"));
  EXPECT_THAT(wrong_store("\"get\": {", "\"git\": {"),
              HasSubstr("a database knows no operation \"git\""));
  EXPECT_THAT(wrong_store("\"run\": {", "\"ran\": {"),
              HasSubstr("/databases/b/ran: unknown key \"ran\"; did you mean \"run\"?"));
}

/// One table needs no name in the requests, two do; and "rev" is not the plan's.
TEST(DatabaseProgram, ItsTablesAndTheirFieldsCanBeTold) {
  const auto two = read_plan(plan_with_store(sound_store, "b"), "file");
  ASSERT_FALSE(two);
  EXPECT_THAT(
      all_of(two.errors()),
      HasSubstr("/get: the request does not say {table}; add it: there are several tables"));
  const auto rev = read_plan(plan_with_store(sound_store, "a", "rev"), "file");
  ASSERT_FALSE(rev);
  EXPECT_THAT(all_of(rev.errors()),
              HasSubstr("/tracks/orders/new: a record has a field \"rev\", and the database is a "
                        "program of yours"));
}

// ---- a worker ----

/// The plan above, in which the backfill of orders is this.
std::string plan_with_copy(const std::string& workers, const std::string& begun) {
  const std::string plan = plan_with_store(workers);
  return testing::edited(plan, R"("set": {"orders": {)", R"("set": {"orders": {)" + begun);
}
const char* const sound_copy =
    R"("workers": {"backfill.orders": {"run": {"command": ["./copy", "{backend}", "{folder}"]}}})";
const char* const backfilled = R"("backfill": {"batch": 10}, )";

TEST(WorkerProgram, IsReadAndPrintedAsItIsSaid) {
  const auto read = read_plan(plan_with_copy(sound_copy, backfilled), "file");
  ASSERT_TRUE(read) << all_of(read.errors());
  ASSERT_EQ(read.value().workers.size(), 1U);
  EXPECT_EQ(read.value().workers[0].name, "backfill.orders");
  EXPECT_EQ(read.value().workers[0].run->command,
            (std::vector<std::string>{"./copy", "{backend}", "{folder}"}));
  const auto again = read_plan(print_plan(read.value()), "printed");
  ASSERT_TRUE(again) << all_of(again.errors());
  EXPECT_EQ(again.value(), read.value());
}

TEST(WorkerProgram, AMistakeInItIsSaidWhereItIs) {
  const auto wrong = [](const std::string& from, const std::string& to,
                        const std::string& begun = backfilled) {
    const auto read =
        read_plan(plan_with_copy(testing::edited(sound_copy, from, to), begun), "file");
    return read ? "" : all_of(read.errors());
  };
  EXPECT_THAT(wrong("backfill.orders", "verify.orders"),
              HasSubstr("/workers/verify.orders: unknown worker \"verify.orders\"; allowed here: "
                        "backfill.orders, relay.orders, relay_back.orders"));
  EXPECT_THAT(wrong("backfill.orders", "relay.orders"),
              HasSubstr("/workers/relay.orders: no phase of the plan begins a stream of "
                        "\"orders\""));
  EXPECT_THAT(wrong("{backend}", "{port}"), HasSubstr("nothing is known here by the name {port}"));
  EXPECT_THAT(wrong("[\"./copy\", \"{backend}\", \"{folder}\"]", "[]"),
              HasSubstr("a command begins with a program"));
  EXPECT_THAT(wrong("./copy", "./copy", ""),
              HasSubstr("/workers/backfill.orders: no phase of the plan begins a backfill of "
                        "\"orders\""));
}

}  // namespace
}  // namespace rehearse::scenarios
