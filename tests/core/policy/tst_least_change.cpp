// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: what a record says would have changed its decision really changes it, and nothing less does. Method: records of
// random plans, and random records that no plan makes, decided again with each stated change.
#include "core/policy/policy.h"
#include "tests/support/plan_homes.h"

#include <QtTest>

#include <set>

using namespace dgex;
using namespace dgex::policy;

namespace {

/// What counts as another decision.
bool differs(const DecisionRecord& record, const std::optional<market::Order>& after)
{
    if (record.order && after)
        return record.rule == Rule::RouterFull && after->quantity > record.order->quantity;
    return record.order.has_value() != after.has_value();
}

std::optional<market::Order> decidedWith(DecisionRecord record, const std::vector<Change>& changes)
{
    for (const Change& change : changes)
        record = changed(std::move(record), change);
    return reevaluate(record);
}

/// One unit back towards the record's own value.
Change oneLess(const DecisionRecord& record, Change change)
{
    const auto toward = [&](std::int64_t own) { change.to += change.to > own ? -1 : 1; };
    switch (change.input) {
    case ChangedInput::OwnerLimit:
        toward(record.limitOfOwner.count());
        break;
    case ChangedInput::Value:
        toward(record.value.count());
        break;
    case ChangedInput::Router:
        toward(record.routerCapacity.count());
        break;
    case ChangedInput::Stored:
        toward(record.stored.count());
        break;
    case ChangedInput::Reserve:
        toward(record.reserve.count());
        break;
    default:
        toward(0);
    }
    return change;
}

bool isNumber(ChangedInput input)
{
    return input != ChangedInput::Trading && input != ChangedInput::OwnOpposite && input != ChangedInput::UtilityPrice;
}

} // namespace

class TestLeastChange : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theStatedChangeDecidesOtherwiseAndLessDoesNot_data()
    {
        QTest::addColumn<quint64>("seed");
        for (quint64 seed = 1; seed <= 200; ++seed)
            QTest::addRow("seed %llu", static_cast<unsigned long long>(seed)) << seed;
    }
    void theStatedChangeDecidesOtherwiseAndLessDoesNot()
    {
        QFETCH(quint64, seed);
        for (const DecisionRecord& record : plan(test::randomHome(seed)).records) {
            std::vector<Change> changes = leastChange(record);
            const auto told =
                QStringLiteral("rule %1, %2 changes").arg(static_cast<int>(record.rule)).arg(changes.size());
            QVERIFY2(!changes.empty(), qPrintable(told));
            QVERIFY2(differs(record, decidedWith(record, changes)), qPrintable(told));
            if (!isNumber(changes.back().input))
                continue;
            DecisionRecord before = record;
            for (std::size_t i = 0; i + 1 < changes.size(); ++i)
                before = changed(std::move(before), changes[i]);
            changes.back() = oneLess(before, changes.back());
            QVERIFY2(!differs(record, decidedWith(record, changes)), qPrintable(told));
        }
    }

    void everyInputOccurs()
    {
        std::set<ChangedInput> seen;
        for (std::uint64_t seed = 1; seed <= 1500; ++seed)
            for (const DecisionRecord& record : plan(test::randomHome(seed)).records)
                for (const Change& change : leastChange(record))
                    seen.insert(change.input);
        for (const ChangedInput input :
             {ChangedInput::Trading, ChangedInput::Need, ChangedInput::OwnerLimit, ChangedInput::Value,
              ChangedInput::Router, ChangedInput::Stored, ChangedInput::Reserve, ChangedInput::UtilityPrice})
            QVERIFY2(seen.contains(input), qPrintable(QString::number(static_cast<int>(input))));
    }

    void aMarketBelowTheOwnersLimitNamesThatLimit()
    {
        PlanInputs inputs = test::sunnyHome();
        inputs.policy.buyLimit = Price{500}; // Below what the utility pays.
        for (const DecisionRecord& record : plan(inputs).records) {
            if (record.rule != Rule::LimitTooTight)
                continue;
            const std::vector<Change> changes = leastChange(record);
            QCOMPARE(changes.size(), 1U);
            QCOMPARE(changes.front(), (Change{ChangedInput::OwnerLimit, record.feedIn.count()}));
            return;
        }
        QFAIL("no market was left alone for the limit");
    }

    void aReserveThatHoldsEnergyBackSaysHowMuchLessWouldFreeIt()
    {
        PlanInputs inputs = test::sunnyHome();
        inputs.battery = {.stored = Energy{5000}, .capacity = Energy{10'000}, .powerMax = Power{5000}};
        inputs.policy.reservePercent = 50;
        for (PeriodInputs& period : inputs.periods) {
            period.demand = test::quantilesOf(0, 0, 0);
            period.expectedPrice = Price{1500};
            period.retail = Price{2000};
        }
        for (std::size_t i = 0; i < 4; ++i) { // Dear from the first half hour on: nothing can be bought for it.
            inputs.periods[i].retail = Price{3000};
            inputs.periods[i].expectedPrice = Price{2900};
        }
        const Plan made = plan(inputs);
        const auto held = std::ranges::find(made.records, Rule::HoldsReserve, &DecisionRecord::rule);
        QVERIFY(held != made.records.end());
        QVERIFY(held->heldBack <= Energy{-100});
        const std::vector<Change> changes = leastChange(*held);
        QCOMPARE(changes.size(), 1U);
        QCOMPARE(changes.front().input, ChangedInput::Reserve);
        // A lot at the terminals needs its losses on top: 100 / 0.95 Wh.
        QCOMPARE(changes.front().to, held->stored.count() - 106);
        const auto order = decidedWith(*held, changes);
        QVERIFY(order && order->side == market::Side::Sell && order->quantity == Lots{1});
    }
};

QTEST_GUILESS_MAIN(TestLeastChange)
#include "tst_least_change.moc"
