// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: whatever the inputs, the sheet is valid and deliverable, every market is explained and the explanation
// reproduces the order. Method: properties over seeded random homes; the seed is the row; every rule must occur.
#include "core/policy/policy.h"
#include "tests/support/plan_homes.h"

#include <QtTest>

#include <map>
#include <set>

using namespace dgex;
using namespace dgex::policy;

namespace {

constexpr auto kPresets = test::kPresets;
using test::quantilesOf;
using test::randomHome;
using test::sunnyHome;

Lots ordered(const Plan& plan, market::Side side)
{
    Lots sum;
    for (const market::Order& order : plan.sheet.orders)
        sum += order.side == side ? order.quantity : Lots{};
    return sum;
}

} // namespace

class TestPolicy : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyPlanHolds_data()
    {
        QTest::addColumn<quint64>("seed");
        for (quint64 seed = 1; seed <= 300; ++seed)
            QTest::addRow("seed %llu", static_cast<unsigned long long>(seed)) << seed;
    }
    void everyPlanHolds()
    {
        QFETCH(quint64, seed);
        const PlanInputs inputs = randomHome(seed);
        const Plan made = plan(inputs);
        QVERIFY(market::validate(made.sheet, 1, 48, kPriceMax).has_value());
        std::map<Period, std::pair<Lots, Lots>> sides;
        for (const market::Order& order : made.sheet.orders) {
            auto& [buys, sells] = sides[order.period];
            (order.side == market::Side::Buy ? buys : sells) += order.quantity;
            if (order.side == market::Side::Buy)
                QVERIFY(order.limit <= inputs.policy.buyLimit);
            else
                QVERIFY(order.limit >= inputs.policy.sellLimit);
        }
        const Lots capacity = wholeLots(energyOver(inputs.routerCapacity, Period::kLength, Rounding::TowardZero)).first;
        for (const PeriodInputs& period : inputs.periods) {
            const auto& [buys, sells] = sides[period.period];
            QVERIFY(buys.isZero() || period.position + buys <= capacity);
            QVERIFY(sells.isZero() || period.position - sells >= -capacity);
        }
    }

    void everyMarketIsExplained_data() { everyPlanHolds_data(); }
    void everyMarketIsExplained()
    {
        QFETCH(quint64, seed);
        const PlanInputs inputs = randomHome(seed);
        const Plan made = plan(inputs);
        std::set<Period> explained;
        std::vector<market::Order> orders;
        for (const DecisionRecord& record : made.records) {
            explained.insert(record.period);
            QVERIFY(reevaluate(record) == record.order);
            // The answer comes from the inputs, not from the answer kept beside them.
            DecisionRecord forgotten = record;
            forgotten.order.reset();
            forgotten.rule = Rule::BalancedAlready;
            QVERIFY(reevaluate(forgotten) == record.order);
            if (record.order)
                orders.push_back(*record.order);
        }
        QCOMPARE(explained.size(), std::min<std::size_t>(48, inputs.periods.size() - 1));
        QVERIFY(!explained.contains(inputs.round));
        QVERIFY(orders == made.sheet.orders);
    }

    void everyRuleOccurs()
    {
        std::set<Rule> seen;
        for (std::uint64_t seed = 1; seed <= 3000; ++seed)
            for (const DecisionRecord& record : plan(randomHome(seed)).records)
                seen.insert(record.rule);
        PlanInputs full = sunnyHome();
        for (PeriodInputs& period : full.periods)
            period.demand = period.pv = quantilesOf(300, 300, 300);
        seen.insert(plan(full).records.front().rule);
        for (const Rule rule :
             {Rule::SellsSurplus, Rule::SellsStored, Rule::BuysNeed, Rule::ClosesPosition, Rule::HoldsReserve,
              Rule::BalancedAlready, Rule::BelowOneLot, Rule::LimitTooTight, Rule::Paused, Rule::BatteryCovers,
              Rule::RouterFull, Rule::FillsBattery, Rule::ServesLoad})
            QVERIFY2(seen.contains(rule), qPrintable(QString::number(static_cast<int>(rule))));
    }

    void energyIsConserved_data() { everyPlanHolds_data(); }
    void energyIsConserved()
    {
        QFETCH(quint64, seed);
        const PlanInputs inputs = randomHome(seed);
        const Plan made = plan(inputs);
        Energy stored = inputs.battery.stored;
        for (std::size_t i = 0; i < inputs.periods.size(); ++i) {
            const PeriodInputs& period = inputs.periods[i];
            const PlannedPeriod& planned = made.periods[i];
            const int percent = termsIn(inputs.policy, period.period).demandPercent;
            const Energy usual{divide(Int128{period.demand.mean.count()} * percent, 100, Rounding::HalfAwayFromZero)};
            QCOMPARE(planned.battery + planned.exchange + planned.utility, usual + planned.flexible - period.pv.mean);
            QVERIFY(planned.storedAtEnd >= Energy{} && planned.storedAtEnd <= inputs.battery.capacity);
            QVERIFY(planned.battery > Energy{} ? planned.storedAtEnd <= stored - planned.battery
                                               : planned.storedAtEnd <= stored - planned.battery);
            stored = planned.storedAtEnd;
        }
    }

    void sellsSurplusAndBuysNeed()
    {
        const PlanInputs inputs = sunnyHome();
        const Plan made = plan(inputs);
        QCOMPARE(ordered(made, market::Side::Sell), Lots{11 * 16});
        QCOMPARE(ordered(made, market::Side::Buy), Lots{4 * 32});
        for (const market::Order& order : made.sheet.orders)
            QVERIFY(order.limit > Price{850} && order.limit < Price{3000});
    }

    void storesOwnSunFirst()
    {
        PlanInputs inputs = sunnyHome();
        inputs.battery = {.stored = Energy{2000}, .capacity = Energy{10'000}, .powerMax = Power{5000}};
        const Plan made = plan(inputs);
        QVERIFY(ordered(made, market::Side::Sell) < Lots{11 * 16 - 80});
        Lots forNeed;
        for (const DecisionRecord& record : made.records)
            forNeed += record.rule == Rule::BuysNeed ? record.order->quantity : Lots{};
        QVERIFY(forNeed < Lots{4 * 32 - 50});
        // The battery takes other energy only below what it will give back, two losses later.
        for (const DecisionRecord& record : made.records)
            QVERIFY(record.rule != Rule::FillsBattery || record.order->limit <= Price{3000 * 95 * 95 / 10'000});
    }

    void sellsWhatTheNextSunReplaces()
    {
        // A full battery, hardly any need until a sunny noon: the energy would only be in the way.
        PlanInputs inputs = sunnyHome();
        inputs.battery = {.stored = Energy{10'000}, .capacity = Energy{10'000}, .powerMax = Power{5000}};
        for (PeriodInputs& period : inputs.periods)
            period.demand = quantilesOf(50, 50, 50);
        inputs.periods[4].expectedPrice = Price{2800};
        const Plan made = plan(inputs);
        const auto sold = std::ranges::find(made.records, Rule::SellsStored, &DecisionRecord::rule);
        QVERIFY(sold != made.records.end());
        QVERIFY(sold->order->limit > Price{850});
        const bool atBestPrice = std::ranges::any_of(made.records, [&](const DecisionRecord& record) {
            return record.rule == Rule::SellsStored && record.period == inputs.periods[4].period;
        });
        QVERIFY(atBestPrice);
        inputs.policy = presetPolicy(Preset::BackupReserve);
        for (const DecisionRecord& record : plan(inputs).records)
            QVERIFY(record.rule != Rule::SellsStored);
    }

    void fillsAnEmptyBatteryWhenItIsCheap()
    {
        PlanInputs inputs = sunnyHome();
        inputs.battery = {.stored = Energy{2000}, .capacity = Energy{10'000}, .powerMax = Power{5000}};
        for (PeriodInputs& period : inputs.periods) {
            period.pv = quantilesOf(0, 0, 0);
            period.expectedPrice = Price{2500};
        }
        inputs.periods[20].expectedPrice = Price{900};
        const Plan made = plan(inputs);
        Lots cheap;
        for (const market::Order& order : made.sheet.orders)
            cheap += order.period == inputs.periods[20].period ? order.quantity : Lots{};
        // 4 for the need of the half hour, the rest for the battery: what the neighbours are expected to have.
        QCOMPARE(cheap, Lots{4} + wholeLots(inputs.depth).first);
    }

    void closesAPositionThatIsNoLongerWanted()
    {
        PlanInputs inputs = sunnyHome();
        inputs.periods[5].position = Lots{20};   // needs 4
        inputs.periods[20].position = Lots{-30}; // has 11
        const Plan made = plan(inputs);
        Lots sold;
        Lots bought;
        for (const DecisionRecord& record : made.records) {
            if (record.rule != Rule::ClosesPosition)
                continue;
            QVERIFY(record.period == inputs.periods[5].period || record.period == inputs.periods[20].period);
            (record.order->side == market::Side::Sell ? sold : bought) += record.order->quantity;
        }
        QCOMPARE(sold, Lots{16});
        QCOMPARE(bought, Lots{19});
    }

    void pausedMeansNoOrders()
    {
        PlanInputs inputs = sunnyHome();
        inputs.battery = {.stored = Energy{5000}, .capacity = Energy{10'000}, .powerMax = Power{5000}};
        inputs.policy.tradingPaused = true;
        const Plan made = plan(inputs);
        QVERIFY(made.sheet.orders.empty());
        for (const DecisionRecord& record : made.records)
            QCOMPARE(record.rule, Rule::Paused);
    }

    void everyPolicyBidsInItsOwnWay()
    {
        PlanInputs inputs = sunnyHome();
        inputs.battery = {.stored = Energy{8000}, .capacity = Energy{10'000}, .powerMax = Power{5000}};
        for (PeriodInputs& period : inputs.periods) {
            period.demand = quantilesOf(50, 200, 500);
            if (period.pv.p50 > Energy{})
                period.pv = quantilesOf(600, 1300, 1700);
        }
        std::vector<market::BidSheet> sheets;
        for (const Preset preset : kPresets) {
            inputs.policy = presetPolicy(preset);
            QVERIFY(inputs.policy.preset == preset);
            const market::BidSheet sheet = plan(inputs).sheet;
            QVERIFY(std::ranges::find(sheets, sheet) == sheets.end());
            sheets.push_back(sheet);
        }
    }

    void boldnessCommitsMore()
    {
        PlanInputs inputs = sunnyHome();
        for (PeriodInputs& period : inputs.periods)
            period.demand = quantilesOf(100, 400, 900);
        Lots before;
        for (const int risk : {10, 50, 90}) {
            inputs.policy.riskPercent = risk;
            const Plan made = plan(inputs);
            const Lots all = ordered(made, market::Side::Buy) + ordered(made, market::Side::Sell);
            QVERIFY(all > before);
            before = all;
        }
    }

    void netNeedFollowsItsQuantiles()
    {
        const auto demand = quantilesOf(100, 400, 900);
        const auto pv = quantilesOf(0, 0, 0);
        QCOMPARE(netNeed(demand, pv, 10), Energy{100});
        QCOMPARE(netNeed(demand, pv, 50), Energy{400});
        QCOMPARE(netNeed(demand, pv, 70), Energy{650});
        QCOMPARE(netNeed(demand, pv, 100), Energy{900});
        QCOMPARE(netNeed(quantilesOf(0, 300, 300), quantilesOf(100, 500, 900), 10), Energy{-700}); // 300 and 400: 500
    }

    void selfUseKeepsItsBounds_data()
    {
        QTest::addColumn<qint64>("needed");
        QTest::addColumn<qint64>("stored");
        QTest::addColumn<qint64>("power");
        QTest::newRow("covers the need") << qint64{800} << qint64{5000} << qint64{800};
        QTest::newRow("takes the surplus") << qint64{-800} << qint64{5000} << qint64{-800};
        QTest::newRow("no more than its power") << qint64{9000} << qint64{5000} << qint64{3000};
        QTest::newRow("no more than its power when charging") << qint64{-9000} << qint64{5000} << qint64{-3000};
        QTest::newRow("nothing below the reserve") << qint64{800} << qint64{1000} << qint64{0};
        QTest::newRow("nothing far below the reserve") << qint64{800} << qint64{0} << qint64{0};
        QTest::newRow("down to the reserve") << qint64{800} << qint64{1001} << qint64{0}; // 0.9 Wh, whole Wh only
        QTest::newRow("nothing into a full one") << qint64{-800} << qint64{10'000} << qint64{0};
        QTest::newRow("nothing into an overfull one") << qint64{-800} << qint64{10'500} << qint64{0};
        QTest::newRow("the last of the room") << qint64{-800} << qint64{9'999} << qint64{-360}; // 1 Wh in 10 s
    }
    void selfUseKeepsItsBounds()
    {
        QFETCH(qint64, needed);
        QFETCH(qint64, stored);
        QFETCH(qint64, power);
        const BatteryInputs battery{
            .stored = Energy{stored}, .capacity = Energy{10'000}, .powerMax = Power{3000}, .efficiencyPermille = 900};
        QCOMPARE(selfUseBatteryPower(Power{needed}, battery, Energy{1000}, std::chrono::seconds{10}), Power{power});
    }
};

QTEST_GUILESS_MAIN(TestPolicy)
#include "tst_policy.moc"
