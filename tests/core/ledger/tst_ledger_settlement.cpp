// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: a period is settled by what was read, or as contracted, and by the log alone. Method: two homes trade one
// period; it is settled with readings, without, with final ones, with erased values and with a lie.
#include "tests/support/ledger_community.h"
#include "tests/support/ledger_outcomes.h"

#include <QTest>

using namespace dgex;
using namespace dgex::ledger;
using namespace dgex::test;

class TestLedgerSettlement : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void settlesWithoutReadingAsContracted();
    void finalReadingStands();
    void settlesWhenValuesWereErased();
    void disputesWhatTheMeterDidNotRead();
    void aFinalReadingCorrectsASettlement();
    void correctsAHomeThatWasNotRead();
    void takesNoCorrectionTooLate();
    void namesWhatContradictsItself();
    void aLongListComesInParts();
};

namespace {

/// Opens, trades 5 lots from home 1 to home 2 in the first period and lets the period pass.
Period tradeOnce(Community& community, LedgerState& state)
{
    const Period period = kNoon.plus(1);
    community.execute(state, community.opening());
    community.execute(state,
                      {community.tariff(period, 1, kTariff), community.sheet({1}, kNoon, {selling(period, 5, 1000)}),
                       community.sheet({2}, kNoon, {buying(period, 5, 1000)}), community.closeRound(kNoon),
                       community.closeRound(period), community.closeRound(period.plus(1))});
    return period;
}

} // namespace

void TestLedgerSettlement::settlesWithoutReadingAsContracted()
{
    Community community(3);
    LedgerState state;
    const Period period = tradeOnce(community, state);
    community.execute(state, {community.reading({1}, period, Energy{-500})});
    QCOMPARE(errorOf(community.execute(state, {community.settle({.period = period, .meters = {}})})),
             TransactionError::MetersIncomplete);
    const BlockOutcome outcome = community.execute(state, {community.settle(period)});
    QVERIFY(allAccepted(outcome));
    const auto second = findResult<HomeSettlementResult>(
        outcome, [](const HomeSettlementResult& r) { return r.settlement.home == ParticipantId{2}; });
    QVERIFY(second.has_value() && second->substituted);
    QCOMPARE(second->settlement.metered, Energy{500});
    // Home 3 neither traded nor was it read.
    QCOMPARE(outcome.results.size(), 3U);
    QVERIFY(state.accountSum() == 0);
}

void TestLedgerSettlement::finalReadingStands()
{
    Community community(3);
    LedgerState state;
    const Period period = tradeOnce(community, state);
    QVERIFY(allAccepted(community.execute(state, {community.reading({3}, period, Energy{111}),
                                                  community.reading({3}, period, Energy{222}, ReadingKind::Final)})));
    SettlePeriod settle{.period = period, .meters = {{.home = {3}, .net = Energy{222}, .generated = {}}}};
    QCOMPARE(errorOf(community.execute(state, {community.reading({3}, period, Energy{1})})), TransactionError::TooLate);
    QVERIFY(allAccepted(community.execute(state, {community.settle(settle)})));
    QCOMPARE(state.account({3}), -valueOf(Energy{222}, kTariff.retail));
}

void TestLedgerSettlement::settlesWhenValuesWereErased()
{
    Community community(3);
    LedgerState state;
    const Period period = tradeOnce(community, state);
    community.execute(state, {community.reading({3}, period, Energy{222})});
    LedgerState erased = state;
    const Bytes settle = community.settle(period);
    const BlockOutcome withValues = community.execute(state, {settle});
    community.values().clear();
    const BlockOutcome without = community.execute(erased, {settle});
    QVERIFY(allAccepted(withValues));
    QVERIFY(withValues.header == without.header);
    QVERIFY(withValues.disputedMeters.empty());
}

/// Who has erased the values and who has kept them decide alike, also about a lie; only the latter can tell.
void TestLedgerSettlement::disputesWhatTheMeterDidNotRead()
{
    Community community(3);
    LedgerState state;
    const Period period = tradeOnce(community, state);
    community.execute(state,
                      {community.reading({2}, period, Energy{500}), community.reading({3}, period, Energy{222})});
    LedgerState erased = state;
    const Bytes lie = community.settle({.period = period,
                                        .meters = {{.home = {2}, .net = Energy{500}, .generated = {}},
                                                   {.home = {3}, .net = Energy{223}, .generated = {}}}});
    const BlockOutcome withValues = community.execute(state, {lie});
    QCOMPARE(withValues.disputedMeters.size(), 1U);
    QVERIFY(withValues.disputedMeters[0] == (DisputedMeter{.period = period, .home = {3}}));
    community.values().clear();
    const BlockOutcome without = community.execute(erased, {lie});
    QVERIFY(without.disputedMeters.empty());
    QVERIFY(withValues.header == without.header);
    QCOMPARE(errorOf(withValues), errorOf(without));
}

/// Parts settle as the whole list does. A part that does not follow is refused and the list begins anew.
void TestLedgerSettlement::aLongListComesInParts()
{
    Community community(4);
    LedgerState state;
    const Period period = tradeOnce(community, state);
    std::vector<SettledMeter> meters;
    for (std::uint64_t home = 1; home <= 3; ++home) {
        community.execute(state, {community.reading({home}, period, Energy{static_cast<std::int64_t>(100 * home)})});
        meters.push_back({.home = {home}, .net = Energy{static_cast<std::int64_t>(100 * home)}, .generated = {}});
    }
    LedgerState whole = state;
    const BlockOutcome atOnce = community.execute(whole, {community.settle({.period = period, .meters = meters})});
    QVERIFY(allAccepted(atOnce));
    const auto part = [&](std::uint32_t number, std::vector<SettledMeter> listed, bool more) {
        return community.execute(state, {community.settle({period, std::move(listed), number, more})});
    };
    QCOMPARE(errorOf(part(1, {meters[0]}, true)), TransactionError::WrongPart);
    QVERIFY(allAccepted(part(0, {meters[0]}, true)));
    QCOMPARE(errorOf(part(2, {meters[1]}, true)), TransactionError::WrongPart);
    QCOMPARE(errorOf(part(1, {meters[1]}, true)), TransactionError::WrongPart); // The refusal dropped the list.
    QVERIFY(allAccepted(part(0, {meters[1]}, true)));
    QCOMPARE(errorOf(part(1, {meters[0]}, false)), TransactionError::WrongPart); // Out of order.
    QCOMPARE(errorOf(part(0, {{.home = {4}, .net = {}, .generated = {}}}, true)), TransactionError::MetersIncomplete);
    QVERIFY(allAccepted(part(0, {meters[0], meters[1]}, true)));
    QCOMPARE(errorOf(part(1, {}, false)), TransactionError::MetersIncomplete);
    QVERIFY(allAccepted(part(0, {meters[0]}, true)));
    QVERIFY(allAccepted(part(1, {meters[1]}, true)));
    const BlockOutcome last = part(2, {meters[2]}, false);
    QVERIFY(allAccepted(last));
    QCOMPARE(last.results, atOnce.results);
    QCOMPARE(errorOf(part(0, meters, false)), TransactionError::AlreadySettled);
}

void TestLedgerSettlement::aFinalReadingCorrectsASettlement()
{
    Community community(3);
    LedgerState state;
    const Period period = tradeOnce(community, state);
    community.execute(state, {community.reading({1}, period, Energy{-500}), community.reading({3}, period, Energy{222}),
                              community.settle(period)});
    const Money first = state.account({1});
    const Money third = state.account({3});
    const Money utility = state.utilityAccount();
    // A home's own reading is too late now; without a new reading there is nothing to settle.
    QCOMPARE(errorOf(community.execute(state, {community.reading({3}, period, Energy{1})})),
             TransactionError::AlreadySettled);
    QCOMPARE(errorOf(community.execute(state, {community.settle({.period = period, .meters = {}})})),
             TransactionError::AlreadySettled);
    QVERIFY(allAccepted(community.execute(state, {community.reading({3}, period, Energy{300}, ReadingKind::Final)})));
    QCOMPARE(state.correctablePeriods(), std::vector<Period>{period});
    const BlockOutcome outcome = community.execute(
        state, {community.settle({.period = period, .meters = {{.home = {3}, .net = Energy{300}, .generated = {}}}})});
    QVERIFY(allAccepted(outcome));
    const Money delta = -valueOf(Energy{78}, kTariff.retail);
    QCOMPARE(state.account({3}), third + delta);
    QCOMPARE(state.account({1}), first);
    QCOMPARE(state.utilityAccount(), utility - delta);
    QVERIFY(state.accountSum() == 0 && state.correctablePeriods().empty());
    QVERIFY(outcome.disputes.size() == 1 && outcome.disputes[0].cause == settlement::DisputeCause::FinalDiffers);
    QCOMPARE(outcome.results.size(), 2U);
    const auto leaf = findResult<HomeSettlementResult>(outcome, [](const HomeSettlementResult&) { return true; });
    QVERIFY(leaf && leaf->balance == state.account({3}) && leaf->settlement.metered == Energy{300});
    const auto total = findResult<PeriodSettlementResult>(outcome, [](const PeriodSettlementResult&) { return true; });
    QVERIFY(total && total->utility == -delta && total->gridOperator.isZero());
    // A correction can be corrected, back to where it was.
    QVERIFY(allAccepted(community.execute(
        state,
        {community.reading({3}, period, Energy{222}, ReadingKind::Final),
         community.settle({.period = period, .meters = {{.home = {3}, .net = Energy{222}, .generated = {}}}})})));
    QCOMPARE(state.account({3}), third);
    QCOMPARE(state.utilityAccount(), utility);
}

void TestLedgerSettlement::correctsAHomeThatWasNotRead()
{
    Community community(3);
    LedgerState state;
    const Period period = tradeOnce(community, state);
    // Home 2 is substituted by its contract, home 3 is not known at all.
    community.execute(state, {community.reading({1}, period, Energy{-500}), community.settle(period)});
    const Money second = state.account({2});
    const BlockOutcome outcome =
        community.execute(state, {community.reading({2}, period, Energy{700}, ReadingKind::Final),
                                  community.reading({3}, period, Energy{100}, ReadingKind::Final),
                                  community.settle({.period = period,
                                                    .meters = {{.home = {2}, .net = Energy{700}, .generated = {}},
                                                               {.home = {3}, .net = Energy{100}, .generated = {}}}})});
    QVERIFY(allAccepted(outcome));
    // Nobody had said anything else.
    QVERIFY(outcome.disputes.empty());
    const auto leaf = findResult<HomeSettlementResult>(
        outcome, [](const HomeSettlementResult& r) { return r.settlement.home == ParticipantId{2}; });
    QVERIFY(leaf && !leaf->substituted && leaf->settlement.metered == Energy{700});
    QCOMPARE(state.account({2}), second - valueOf(Energy{200}, kTariff.retail));
    QCOMPARE(state.account({3}), -valueOf(Energy{100}, kTariff.retail));
    QVERIFY(state.accountSum() == 0);
}

void TestLedgerSettlement::takesNoCorrectionTooLate()
{
    Community community(2);
    LedgerState state;
    const Period period = tradeOnce(community, state);
    community.execute(state, {community.settle(period)});
    for (std::int64_t i = 1; i <= std::int64_t{kCorrectionPeriods}; ++i) {
        const Period next = period.plus(i);
        QVERIFY(allAccepted(community.execute(state, {community.reading({2}, period, Energy{i}, ReadingKind::Final)})));
        community.execute(state, {community.tariff(next, 1, kTariff), community.closeRound(next.plus(1)),
                                  community.settle({.period = next, .meters = {}})});
    }
    QCOMPARE(errorOf(community.execute(state, {community.reading({2}, period, Energy{1}, ReadingKind::Final)})),
             TransactionError::AlreadySettled);
    QVERIFY(state.correctablePeriods().empty());
}

void TestLedgerSettlement::namesWhatContradictsItself()
{
    Community community(2);
    LedgerState state;
    const Period period = tradeOnce(community, state);
    community.execute(state,
                      {community.report({1}, {period, 0}, Energy{500}), community.report({2}, {period, 0}, Energy{450}),
                       community.reading({1}, period, Energy{-6000})});
    const BlockOutcome outcome = community.execute(state, {community.settle(period)});
    QCOMPARE(outcome.disputes.size(), 2U);
    QVERIFY(outcome.disputes[0].cause == settlement::DisputeCause::BeyondConnection);
    QVERIFY(outcome.disputes[1].cause == settlement::DisputeCause::SidesDiffer);
}

QTEST_GUILESS_MAIN(TestLedgerSettlement)
#include "tst_ledger_settlement.moc"
