#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/harness/history_builder.hpp"

namespace rehearse::harness::testing {
namespace {

using scenarios::OperationStepKind;
using simulators::FailureReason;
using simulators::WriteSource;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

using simulators::EffectKind;

/// A checkout of product 3 as order `order`: one less in stock, 500 charged, the order inserted.
void sell(HistoryBuilder& b, OperationId id, Key order, simulators::Outcome outcome,
          std::int64_t stock_after, Side side = old_side) {
  b.invoke(id, checkout);
  b.intend(id, 0, catalog, 3, OperationStepKind::add, -1);
  b.intend(id, 1, payments, order, OperationStepKind::charge, 500);
  b.commit_write(wrote(id), catalog, 3, side, WriteSource::application, simulators::flag_add,
                 stock_after);
  b.effect(id, order, side, EffectKind::charge);
  b.finish(id, outcome);
}

HistoryBuilder stocked(std::int64_t stock) {
  HistoryBuilder b;
  b.initial(catalog, 3, stock);
  return b;
}

FinalRecord& left(HistoryBuilder& b, std::int64_t stock, Side side = old_side) {
  return b.final_record(catalog, side, 3, simulators::initial_write(catalog, 3), stock);
}

TEST(Conservation, HoldsWhenEverythingAddsUp) {
  HistoryBuilder b = stocked(5);
  sell(b, 1, 17, simulators::Outcome::ok, 4);
  sell(b, 2, 18, simulators::Outcome::ok, 3);
  left(b, 3);
  const Verdict verdict = b.judge("D5");
  EXPECT_EQ(verdict.outcome, Outcome::holds) << verdict.because;
  EXPECT_TRUE(verdict.exercised);
}

TEST(Conservation, IsNotExercisedWithoutSales) {
  HistoryBuilder b = stocked(5);
  left(b, 5);
  EXPECT_FALSE(b.judge("D5").exercised);
}

TEST(Conservation, AChargeUnderAKeyThatTheStoreMadeIsExpected) {
  for (const std::int64_t charged : {500, 400}) {
    HistoryBuilder b;
    b.plan.tracks[orders].record.key_source = scenarios::KeySource::store;
    b.invoke(1, checkout);
    b.intend(1, 1, payments, 0, OperationStepKind::charge, 500);
    b.intend(1, 2, orders, 0, OperationStepKind::insert);
    b.commit(1, 2, orders, 901, old_side);
    b.effect(1, 901, old_side, EffectKind::charge, charged);
    b.ok(1);
    b.final_record(orders, old_side, 901, wrote(1, 2));
    EXPECT_EQ(b.judge("D5").outcome, charged == 500 ? Outcome::holds : Outcome::violated)
        << b.judge("D5").because;
    EXPECT_TRUE(b.judge("D5").exercised);
  }
}

TEST(Conservation, ALostDecrementIsFound) {
  HistoryBuilder b = stocked(5);
  b.in(backfill);
  sell(b, 1, 17, simulators::Outcome::ok, 4);
  const EventId copied = b.commit_write(simulators::initial_write(catalog, 3), catalog, 3, new_side,
                                        WriteSource::backfill);
  left(b, 5, new_side);
  b.final_stage(catalog, stage_of(new_side, new_side, false));
  const Verdict verdict = b.judge("D5");
  EXPECT_EQ(verdict.outcome, Outcome::violated);
  EXPECT_EQ(verdict.because,
            "In backfill, the stock of product 3 in catalog was 5 before the run and confirmed "
            "operations changed it by -1; at the end the new catalog says 5, and it should be 4");
  EXPECT_THAT(verdict.witness, ::testing::Contains(copied));
  EXPECT_EQ(verdict.phase, backfill);
  EXPECT_EQ(verdict.subject, "catalog.new");
}

TEST(Conservation, AnUnknownOutcomeMayCountOrNot) {
  for (const std::int64_t stock : {3, 4}) {
    HistoryBuilder b = stocked(5);
    sell(b, 1, 17, simulators::Outcome::ok, 4);
    sell(b, 2, 18, simulators::Outcome::info, 3);
    left(b, stock);
    EXPECT_EQ(b.judge("D5").outcome, Outcome::holds) << stock;
  }
  HistoryBuilder b = stocked(5);
  sell(b, 1, 17, simulators::Outcome::ok, 4);
  sell(b, 2, 18, simulators::Outcome::info, 3);
  left(b, 2);
  EXPECT_THAT(b.judge("D5").because, HasSubstr("it should be between 3 and 4"));
}

TEST(Conservation, ARefusedSaleTakesNothing) {
  HistoryBuilder b = stocked(5);
  sell(b, 1, 17, simulators::Outcome::refused, 4);
  b.effect(1, 17, old_side, EffectKind::refund);
  left(b, 4);
  EXPECT_EQ(b.judge("D5").outcome, Outcome::violated);
  b.final_track(catalog).old_side.records[0].counter = 5;
  EXPECT_EQ(b.judge("D5").outcome, Outcome::holds);
}

TEST(Conservation, ACommitBelowTheLeastIsOverselling) {
  HistoryBuilder b = stocked(0);
  b.in(cutover);
  sell(b, 1, 17, simulators::Outcome::ok, -1);
  left(b, -1);
  const Verdict verdict = b.judge("D5");
  EXPECT_EQ(verdict.outcome, Outcome::violated);
  EXPECT_EQ(verdict.because,
            "In cutover, the stock of product 3 in catalog was taken to -1 in the old catalog at "
            "0.004 s, although every operation requires at least 0");
}

TEST(Conservation, TwoSidesThatSellTheSameStockAreFound) {
  HistoryBuilder b = stocked(1);
  sell(b, 1, 17, simulators::Outcome::ok, 0, old_side);
  sell(b, 2, 18, simulators::Outcome::ok, 0, new_side);
  left(b, 0);
  const Verdict verdict = b.judge("D5");
  EXPECT_EQ(verdict.outcome, Outcome::violated);
  EXPECT_THAT(verdict.because,
              HasSubstr("began at 1 and confirmed operations took it to -1, although"));
}

TEST(Conservation, AReplacedCounterIsNotJudged) {
  HistoryBuilder b = stocked(5);
  sell(b, 1, 17, simulators::Outcome::ok, 4);
  b.write(2, reprice, 3);
  left(b, 40);
  EXPECT_EQ(b.judge("D5").outcome, Outcome::holds);
}

TEST(Conservation, AConfirmedOrderThatWasNeverCharged) {
  HistoryBuilder b;
  b.in(cutover);
  b.invoke(1, checkout);
  b.intend(1, 1, payments, 17, OperationStepKind::charge, 500);
  b.ok(1);
  const Verdict verdict = b.judge("D5");
  EXPECT_EQ(verdict.outcome, Outcome::violated);
  EXPECT_EQ(verdict.because,
            "In cutover, order 17 was charged 0 in all, and should have been charged 500: checkout "
            "(operation 1) was confirmed");
  EXPECT_EQ(verdict.lost, "conservation of money");
}

TEST(Conservation, ARefusedOrderThatStaysCharged) {
  HistoryBuilder b;
  b.invoke(1, checkout);
  b.intend(1, 1, payments, 17, OperationStepKind::charge, 500);
  b.effect(1, 17, old_side, EffectKind::charge);
  b.finish(1, simulators::Outcome::refused);
  EXPECT_EQ(b.judge("D5").outcome, Outcome::violated);
  b.effect(1, 17, old_side, EffectKind::refund);
  EXPECT_EQ(b.judge("D5").outcome, Outcome::holds);
}

TEST(Conservation, ShadowChargesAreNotMoneyHere) {
  HistoryBuilder b;
  b.invoke(1, checkout);
  b.intend(1, 1, payments, 17, OperationStepKind::charge, 500);
  b.effect(1, 17, old_side, EffectKind::charge);
  b.effect(1, 17, new_side, EffectKind::charge, 500, simulators::flag_shadow);
  b.ok(1);
  EXPECT_EQ(b.judge("D5").outcome, Outcome::holds);
}

TEST(Conservation, AuthoriseThenCaptureMovesTheMoneyOnce) {
  HistoryBuilder b;
  b.invoke(1, checkout);
  b.intend(1, 0, payments, 17, OperationStepKind::authorise, 500);
  b.intend(1, 1, payments, 17, OperationStepKind::capture, 500);
  b.effect(1, 17, old_side, EffectKind::authorise);
  b.effect(1, 17, old_side, EffectKind::capture);
  b.ok(1);
  EXPECT_EQ(b.judge("D5").outcome, Outcome::holds);
}

TEST(Conservation, UnknownWhileNotQuiet) {
  HistoryBuilder b = stocked(5);
  sell(b, 1, 17, simulators::Outcome::ok, 4);
  left(b, 5);
  b.history.final.quiet = false;
  EXPECT_EQ(b.judge("D5").outcome, Outcome::unknown);
}

}  // namespace
}  // namespace rehearse::harness::testing
