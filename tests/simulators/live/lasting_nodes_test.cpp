/// Nodes that are killed, and what their next process knows.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <optional>

#include "simulators/application/requests.hpp"
#include "simulators/live/node_journal.hpp"
#include "simulators/services/gateway.hpp"
#include "simulators/store/store_node.hpp"
#include "tests/simulators/live/live_laboratory.hpp"

namespace rehearse::simulators::live {
namespace {

using scenarios::Side;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST(NodeJournal, GivesBackWhatWasKept) {
  const ScratchFolder folder;
  const std::string path = folder.path("journal");
  EXPECT_THAT(NodeJournal::read(path), IsEmpty());
  NodeJournal(path).append({{1, 7}, 30, R"({"tag":1})"});
  NodeJournal(path).append({{2, 0}, -4, R"({"text":"a b"})"});
  const auto kept = NodeJournal::read(path);
  ASSERT_THAT(kept, SizeIs(2));
  EXPECT_EQ(kept[0].told, (EventsTold{1, 7}));
  EXPECT_EQ(kept[0].clock, 30);
  EXPECT_EQ(kept[1].told, (EventsTold{2, 0}));
  EXPECT_EQ(kept[1].clock, -4);
  EXPECT_EQ(kept[1].request, R"({"text":"a b"})");
}

TEST(NodeJournal, AHalfLineIsNoneAndSpoilsNoOther) {
  const ScratchFolder folder;
  const std::string path = folder.path("journal");
  NodeJournal(path).append({{1, 1}, 5, "{}"});
  const std::string half = std::to_string(EventsTold{1, 2}.packed());
  for (const std::string& torn : {half, half + " 6", half + " 6 {\"tag"}) {
    std::ofstream(path, std::ios::app) << torn;
    EXPECT_THAT(NodeJournal::read(path).back().request, "{}");
    NodeJournal(path).append({{1, 3}, 8, "{}"});
    EXPECT_EQ(NodeJournal::read(path).back().told, (EventsTold{1, 3}));
  }
}

// ---- a service ----

class LastingGateway : public ::testing::Test, protected LiveLaboratory {
 protected:
  LastingGateway() { start_anew(); }
  ~LastingGateway() override { runtime->destroy_tasks(); }

  void start_anew() {
    begin();
    events_before = events.events().size();
    gateway.emplace(blueprint, blueprint.track("payments"), Side::new_side, *runtime);
    gateway->reset();
    runtime->host(gateway->node(), *gateway, 0, folder.path("journal"));
  }
  ServiceReply call(ServiceVerb verb, Key identity, std::uint64_t key = 0) {
    ServiceCall call;
    call.verb = verb;
    call.track = blueprint.track("payments");
    call.side = Side::new_side;
    call.identity = identity;
    call.amount = 500;
    call.idempotency_key = key;
    Request request;
    request.tag = ++tag;
    request.operation = 3;
    request.body = call;
    Reply reply;
    runtime->spawn(client, asking_gateway(&request, &reply));
    runtime->run();
    return reply.ok() ? std::get<ServiceReply>(reply.body) : ServiceReply{};
  }
  Task<void> asking_gateway(const Request* request, Reply* reply) {
    Call call(*runtime, client, gateway->node(), *request, ms(2'000));
    *reply = co_await call;
    runtime->stop();
  }
  std::size_t effects_since_start() const { return events.events().size() - events_before; }

  std::optional<Gateway> gateway;
  std::size_t events_before = 0;
  std::uint64_t tag = 0;
};

TEST_F(LastingGateway, ItsBookAndKeysOutlastIt) {
  EXPECT_EQ(call(ServiceVerb::charge, 7, 70).serial, 1);
  EXPECT_EQ(call(ServiceVerb::charge, 8, 80).serial, 2);
  start_anew();
  EXPECT_EQ(effects_since_start(), 0U) << "what was recorded is not recorded again";
  const ServiceReply again = call(ServiceVerb::charge, 7, 70);
  EXPECT_TRUE(again.repeated);
  EXPECT_EQ(again.serial, 1);
  EXPECT_EQ(call(ServiceVerb::lookup, 8).amount, 500);
  EXPECT_EQ(call(ServiceVerb::charge, 9, 90).serial, 3);
  start_anew();
  EXPECT_TRUE(call(ServiceVerb::charge, 9, 90).repeated);
  EXPECT_EQ(call(ServiceVerb::charge, 10, 100).serial, 4);
}

TEST_F(LastingGateway, KeepsHowManyEffectsItHadRecorded) {
  call(ServiceVerb::charge, 7, 70);
  call(ServiceVerb::lookup, 7);
  call(ServiceVerb::refund, 7, 71);
  std::vector<std::uint64_t> counts;
  for (const NodeJournal::Entry& kept : NodeJournal::read(folder.path("journal")))
    counts.push_back(kept.told.count);
  EXPECT_THAT(counts, ElementsAre(1, 2));
}

TEST_F(LastingGateway, WhatThePlanMadeOfItOutlastsIt) {
  call(ServiceVerb::charge, 7, 70);
  Control hold;
  hold.verb = ControlVerb::ddl;
  hold.track = blueprint.track("payments");
  hold.side = Side::new_side;
  hold.code = static_cast<std::uint8_t>(scenarios::StepKind::hold);
  Request request;
  request.body = hold;
  Reply reply;
  runtime->spawn(client, asking_gateway(&request, &reply));
  runtime->run();
  ASSERT_TRUE(reply.ok());
  start_anew();
  EXPECT_EQ(call(ServiceVerb::charge, 8, 80).serial, 0) << "it is switched off";
}

// ---- a store ----

/// A world in which the process is killed as soon as it records something.
class FatalRuntime final : public Runtime {
 public:
  struct Killed {};
  explicit FatalRuntime(int process) : process_(process) {}
  Time clock(NodeId) const override { return now_; }
  EventId record(const Event& event) override {
    if (fatal) throw Killed{};
    recorded.push_back(event);
    return static_cast<EventId>(recorded.size() - 1);
  }
  std::int64_t prepare(std::span<const Event> about_to_be) override {
    return EventsTold{process_, recorded.size() + about_to_be.size()}.packed();
  }
  void arm(Timer&, Time) override {}
  void disarm(Timer&) override {}
  void start_call(PendingCall&, NodeId, NodeId, const Request&, scenarios::Duration) override {}
  void abandon_call(PendingCall&) override {}
  void spawn(NodeId, Task<void>) override {}

  bool fatal = false;
  std::vector<Event> recorded;

 private:
  int process_;
};

class LastingStore : public ::testing::Test {
 protected:
  LastingStore() {
    scenario.store = "sqlite";
    blueprint.emplace(plan, scenario);
    start_anew();
  }
  void start_anew() {
    node.reset();
    runtime = std::make_unique<FatalRuntime>(++process);
    node = std::make_unique<StoreNode>(*blueprint, 0, *runtime, runtime->memory(),
                                       StorePlace{folder.path("store.db"), {}});
    told = EventsTold::unpacked(node->take_over());
  }
  FailureReason put(Key key, std::uint64_t epoch = 0) {
    std::vector<Value> fields(blueprint->tracks[0].fields.size());
    Statement statement;
    statement.kind = StatementKind::put;
    statement.track = 0;
    statement.key = key;
    statement.write = static_cast<WriteId>(key);
    statement.row = runtime->memory().row(fields);
    Request request;
    request.fenced = epoch != 0;
    request.epoch = epoch;
    request.body = transaction(statement, runtime->memory());
    return node->answer(request)->status;
  }
  /// One statement on the new side, in its shape: customer, total_cents, open.
  Reply in_side_shape(StatementKind kind, Key key, std::int64_t cents = 0) {
    const std::vector<Value> fields{Value::of(runtime->memory().text("Ada")), Value::of(cents),
                                    Value::of_bool(true)};
    Statement statement;
    statement.kind = kind;
    statement.side = Side::new_side;
    statement.side_shape = true;
    statement.source = WriteSource::backfill;
    statement.key = kind == StatementKind::scan ? 0 : key;
    statement.by = 10;
    statement.write = static_cast<WriteId>(key);
    statement.version = 1;
    statement.track = 0;
    const bool reads = kind == StatementKind::get || kind == StatementKind::scan;
    statement.row = reads ? nullptr : runtime->memory().row(fields);
    Request request;
    request.body = transaction(statement, runtime->memory());
    return *node->answer(request);
  }
  bool there(Key key) {
    Record record;
    bool found = false;
    EXPECT_EQ(node->engine().get(blueprint->tracks[0].sides[0].table, key, record, found),
              StoreStatus::ok);
    return found;
  }
  Reply tell(ControlVerb verb, std::uint8_t code, std::int64_t value) {
    Control control;
    control.verb = verb;
    control.track = 0;
    control.code = code;
    control.value = value;
    control.order = ++orders;
    Request request;
    request.body = control;
    return *node->answer(request);
  }

  const ScratchFolder folder;
  const scenarios::Plan plan = sound_plan();
  scenarios::Scenario scenario = scenarios::default_scenario(plan);
  std::optional<Blueprint> blueprint;
  int process = 0;
  std::uint32_t orders = 0;
  EventsTold told;
  std::unique_ptr<FatalRuntime> runtime;
  std::unique_ptr<StoreNode> node;
};

TEST_F(LastingStore, KnowsOfEachCommitWhetherItWasRecorded) {
  EXPECT_EQ(told, (EventsTold{0, 0}));
  EXPECT_EQ(put(1), FailureReason::none);
  EXPECT_EQ(put(2), FailureReason::none);
  runtime->fatal = true;  // between the commit and its record
  EXPECT_THROW(put(3), FatalRuntime::Killed);
  EXPECT_THAT(runtime->recorded, SizeIs(2));
  start_anew();
  EXPECT_TRUE(there(3));
  EXPECT_EQ(told, (EventsTold{1, 3})) << "its successor counts what was only prepared";
}

TEST_F(LastingStore, WhatWasNotCommittedIsNotCounted) {
  EXPECT_EQ(put(1), FailureReason::none);
  ASSERT_EQ(node->engine().begin(), StoreStatus::ok);
  EXPECT_EQ(put(2), FailureReason::unavailable) << "its transaction cannot begin";
  start_anew();
  EXPECT_FALSE(there(2));
  EXPECT_EQ(told, (EventsTold{1, 1}));
  start_anew();
  EXPECT_EQ(told, (EventsTold{1, 1})) << "one that committed nothing has nothing to tell";
}

TEST_F(LastingStore, ItsFencesOutlastIt) {
  ASSERT_TRUE(tell(ControlVerb::fence, 0, 5).ok());
  start_anew();
  EXPECT_EQ(put(1, 4), FailureReason::stale_epoch);
  EXPECT_EQ(put(1, 5), FailureReason::none);
  Control late;  // the command of an earlier order is out of date for the next process, too
  late.verb = ControlVerb::fence;
  late.track = 0;
  late.order = 0;
  Request request;
  request.body = late;
  node->answer(request);
  EXPECT_EQ(put(2, 4), FailureReason::stale_epoch);
}

TEST_F(LastingStore, ItsCaptureAndItsPositionsOutlastIt) {
  ASSERT_TRUE(tell(ControlVerb::capture, static_cast<std::uint8_t>(CaptureMode::cdc), 0).ok());
  EXPECT_EQ(put(1), FailureReason::none);
  start_anew();
  EXPECT_EQ(put(2), FailureReason::none);
  EXPECT_EQ(node->last_change(0, Side::old_side), 2);
}

TEST_F(LastingStore, ItsSequenceOutlastsIt) {
  EXPECT_EQ(std::get<ControlReply>(tell(ControlVerb::advance, 0, 40).body).number, 40);
  start_anew();
  EXPECT_EQ(std::get<ControlReply>(tell(ControlVerb::advance, 0, 7).body).number, 40);
}

/// A program that maps records by itself: they are kept as they come, and the history tells what
/// the old shape makes of them.
TEST_F(LastingStore, RowsInTheShapeOfTheirSideAreKeptAsTheyAre) {
  Control create;
  create.verb = ControlVerb::ddl;
  create.track = 0;
  create.side = Side::new_side;
  create.code = static_cast<std::uint8_t>(scenarios::StepKind::create);
  create.order = ++orders;
  Request request;
  request.body = create;
  ASSERT_TRUE(node->answer(request)->ok());
  std::int64_t cents = 1250;
  for (const StatementKind kind :
       {StatementKind::apply, StatementKind::put, StatementKind::update, StatementKind::insert}) {
    const Key key = kind == StatementKind::insert ? 6 : 5;
    ASSERT_TRUE(in_side_shape(kind, key, ++cents).ok());
    const Reply read = in_side_shape(StatementKind::get, key);
    const Record& record = std::get<TransactReply>(read.body).results[0].record;
    ASSERT_EQ(record.row->count, 3U);
    EXPECT_EQ(record.row->begin()[1], Value::of(cents));
    const Mapping& mapping = *blueprint->tracks[0].mapping;
    const Row logical = mapping.down(record.row, nullptr, runtime->memory());
    ASSERT_NE(logical, nullptr);
    EXPECT_EQ(runtime->recorded.back().extra, static_cast<std::int64_t>(mapping.digest(logical)));
  }
  const Reply scanned = in_side_shape(StatementKind::scan, 0);
  const TransactReply& rows = std::get<TransactReply>(scanned.body);
  ASSERT_EQ(rows.count, 2U);
  EXPECT_EQ(rows.rows[1].record.row->begin()[1], Value::of(cents));
}

}  // namespace
}  // namespace rehearse::simulators::live
