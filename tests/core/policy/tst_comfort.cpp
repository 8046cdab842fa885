// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: comfort windows, calendar and fuse are kept by every plan, and the energy of a window lies where it costs
// least. Method: small homes whose answer is plain, and properties over random homes.
#include "core/policy/preview.h"
#include "core/policy/self_use.h"
#include "tests/support/plan_homes.h"

#include <QtTest>

using namespace dgex;
using namespace dgex::policy;

namespace {

/// 2023-11-15, a Wednesday, 00:00Z; the profile's local time is UTC.
constexpr Round kMidnight{1'700'006'400};

ComfortWindow car()
{
    return {.name = "car", .kind = LoadKind::Charge, .energy = Energy{6000}, .powerMax = Power{3000}};
}

/// No sun, no battery, a steady need; the utility's price differs from half hour to half hour.
PlanInputs darkHome()
{
    PlanInputs inputs;
    inputs.round = kMidnight;
    inputs.routerCapacity = Power{10'000};
    for (std::int64_t i = 0; i < 49; ++i)
        inputs.periods.push_back({.period = inputs.round.plus(i),
                                  .demand = test::quantilesOf(200, 200, 200),
                                  .pv = test::quantilesOf(0, 0, 0),
                                  .retail = Price{2000 + (i * 37 % 29) * 20},
                                  .feedIn = Price{800},
                                  .expectedPrice = std::nullopt,
                                  .position = Lots{}});
    return inputs;
}

/// 900 Wh a half hour, dear until noon and again from 20:00, cheap between.
void twoPrices(PlanInputs& inputs)
{
    for (PeriodInputs& period : inputs.periods) {
        const std::int64_t slot = period.period.since(inputs.round);
        period.demand = test::quantilesOf(900, 900, 900);
        period.retail = Price{slot >= 24 && slot < 40 ? 1500 : 3000};
    }
}

void wish(PlanInputs& inputs, const ComfortWindow& window)
{
    inputs.policy.windows.push_back(window);
    inputs.loads = flexibleLoads(inputs.policy, inputs.round, inputs.periods.size(), {}, {});
}

Energy sumOf(const PlannedLoad& load)
{
    Energy sum;
    for (const auto& [period, energy] : load.slots)
        sum += energy;
    return sum;
}

} // namespace

class TestComfort : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aWindowBecomesItsComingUses()
    {
        UserPolicy policy;
        policy.windows = {car()}; // 18:00 to 07:00
        const auto loads = flexibleLoads(policy, kMidnight, 49, {}, {});
        QCOMPARE(loads.size(), 2U);
        QCOMPARE(loads[0].from, kMidnight); // Began at 18:00 yesterday.
        QCOMPARE(loads[0].by, kMidnight.plus(14));
        QCOMPARE(loads[1].from, kMidnight.plus(36));
        QCOMPARE(loads[1].by, kMidnight.plus(48 + 14));
        QCOMPARE(loads[1].left, Energy{6000});
        // What it has had counts; a served one is gone.
        const LoadProgress progress{{{"car", kMidnight.plus(14)}, Energy{5900}},
                                    {{"car", kMidnight.plus(62)}, Energy{6000}}};
        const auto left = flexibleLoads(policy, kMidnight, 49, {}, progress);
        QCOMPARE(left.size(), 1U);
        QCOMPARE(left[0].left, Energy{100});
        policy.windows[0].weekdays = 0b000'1000; // Thursdays only.
        QCOMPARE(flexibleLoads(policy, kMidnight, 49, {}, {}).size(), 1U);
        policy.windows[0].enabled = false;
        QVERIFY(flexibleLoads(policy, kMidnight, 49, {}, {}).empty());
    }

    void localTimesFollowTheClockChange()
    {
        // Berlin, the night to 2024-03-31: 07:00 is 06:00Z the day before and 05:00Z that day.
        forecast::HomeProfile berlin;
        berlin.zoneOffsetSeconds = 3600;
        berlin.clockChanges = {{UtcTime::fromSeconds(1'711'846'800), 7200}};
        UserPolicy policy;
        policy.windows = {car()};
        const Round evening{1'711'828'800};                                                         // 2024-03-30T20:00Z
        QCOMPARE(flexibleLoads(policy, evening, 20, berlin, {}).front().by, Period{1'711'861'200}); // 05:00Z
        QCOMPARE(flexibleLoads(policy, evening.plus(-48), 20, berlin, {}).front().by, Period{1'711'778'400}); // 06:00Z
    }

    void theCarChargesInTheCheapestHalfHours()
    {
        PlanInputs inputs = darkHome();
        wish(inputs, car());
        const Plan made = plan(inputs);
        const PlannedLoad& night = made.loads.front();
        QCOMPARE(night.unmet, Energy{});
        QCOMPARE(sumOf(night), Energy{6000});
        QCOMPARE(night.slots.size(), 4U); // 1500 Wh each
        Price dearest;
        for (const auto& [period, energy] : night.slots)
            dearest = std::max(dearest, inputs.periods[static_cast<std::size_t>(period.since(kMidnight))].retail);
        int cheaper = 0;
        for (std::size_t i = 0; i < 14; ++i)
            cheaper += inputs.periods[i].retail < dearest ? 1 : 0;
        QCOMPARE(cheaper, 3);
        // In the market the car's half hours ask for its energy, and say so.
        const auto bids = std::ranges::find(made.records, Rule::ServesLoad, &DecisionRecord::rule);
        QVERIFY(bids != made.records.end());
        QVERIFY(bids->flexible == Energy{1500});
    }

    void theCarWaitsRatherThanPayMoreThanItsNextBestTime()
    {
        PlanInputs inputs = darkHome();
        for (PeriodInputs& period : inputs.periods)
            period.retail = Price{2500};
        inputs.periods[1].retail = Price{2400}; // The market that closes first is the best time, if only just.
        wish(inputs, car());
        const Plan made = plan(inputs);
        QVERIFY(std::ranges::contains(made.loads.front().slots, std::pair{kMidnight.plus(1), Energy{1500}}));
        Lots above;
        Lots all;
        for (const market::Order& order : made.sheet.orders) {
            if (order.period != kMidnight.plus(1))
                continue;
            all += order.quantity;
            above += order.limit > Price{2400} ? order.quantity : Lots{};
        }
        QCOMPARE(all, Lots{17}); // 200 Wh of the home, 1500 Wh of the car.
        QCOMPARE(above, Lots{});
        // With a deadline that leaves no other time the car pays up to retail like the home.
        inputs.policy.windows[0].byMinute = 60;
        inputs.policy.windows[0].energy = Energy{3000};
        inputs.loads = flexibleLoads(inputs.policy, inputs.round, inputs.periods.size(), {}, {});
        QCOMPARE(plan(inputs).loads.front().unmet, Energy{});
    }

    void aRunStaysInOnePieceAtItsCheapestStart()
    {
        PlanInputs inputs = darkHome();
        ComfortWindow dishes{.name = "dishes", .kind = LoadKind::Run, .energy = Energy{1200}, .powerMax = Power{1000}};
        dishes.fromMinute = 0;
        dishes.byMinute = 12 * 60;
        wish(inputs, dishes);
        const PlannedLoad run = plan(inputs).loads.front();
        QCOMPARE(run.slots.size(), 3U);
        QCOMPARE(run.slots[1].first, run.slots[0].first.plus(1));
        QCOMPARE(run.slots[2].first, run.slots[0].first.plus(2));
        QCOMPARE(run.slots[2].second, Energy{200});
        const auto costFrom = [&](std::size_t start) {
            return valueOf(Energy{500}, inputs.periods[start].retail) +
                   valueOf(Energy{500}, inputs.periods[start + 1].retail) +
                   valueOf(Energy{200}, inputs.periods[start + 2].retail);
        };
        const auto start = static_cast<std::size_t>(run.slots[0].first.since(kMidnight));
        for (std::size_t other = 0; other + 3 <= 24; ++other)
            QVERIFY(costFrom(start) <= costFrom(other));
    }

    void aWindowThatOutlastsThePlanNeedNotBeServedInside()
    {
        PlanInputs inputs = darkHome();
        for (PeriodInputs& period : inputs.periods) // Evenings are dear, the hours after midnight cheap.
            period.retail = Price{period.period.since(inputs.round) % 48 < 14 ? 1500 : 3000};
        wish(inputs, car());
        const Plan made = plan(inputs);
        QCOMPARE(made.loads.size(), 2U);
        QCOMPARE(sumOf(made.loads[0]), Energy{6000});
        QCOMPARE(made.loads[1].unmet, Energy{});
        QVERIFY(made.loads[1].later >= Energy{4500}); // One cheap half hour lies inside.
    }

    void aRunThatHasBegunGoesOn()
    {
        PlanInputs inputs = darkHome();
        ComfortWindow dishes{.name = "dishes", .kind = LoadKind::Run, .energy = Energy{1200}, .powerMax = Power{1000}};
        dishes.fromMinute = 0;
        dishes.byMinute = 12 * 60;
        inputs.policy.windows = {dishes};
        const LoadProgress half{{{"dishes", kMidnight.plus(24)}, Energy{500}}};
        inputs.loads = flexibleLoads(inputs.policy, inputs.round, inputs.periods.size(), {}, half);
        inputs.periods[0].retail = Price{9000};
        const PlannedLoad run = plan(inputs).loads.front();
        QCOMPARE(run.slots.front().first, kMidnight);
        QCOMPARE(sumOf(run), Energy{700});
    }

    void surplusOfTheOwnRoofServesTheCarFirst()
    {
        PlanInputs inputs = test::sunnyHome();
        ComfortWindow day = car();
        day.fromMinute = 0;
        day.byMinute = 23 * 60 + 30;
        wish(inputs, day);
        const Plan made = plan(inputs);
        for (const auto& [period, energy] : made.loads.front().slots)
            QVERIFY(inputs.periods[static_cast<std::size_t>(period.since(inputs.round))].pv.p50 > Energy{});
    }

    void aStormWarningFillsTheBattery()
    {
        PlanInputs inputs = darkHome();
        twoPrices(inputs);
        inputs.battery = {.stored = Energy{2000}, .capacity = Energy{10'000}, .powerMax = Power{4000}};
        const CalendarException storm{.from = kMidnight.plus(24), .until = kMidnight.plus(40), .reservePercent = 80};
        QVERIFY(plan(inputs).periods[23].storedAtEnd < Energy{8000});
        inputs.policy.exceptions = {storm};
        const Plan made = plan(inputs);
        for (std::size_t i = 23; i < 40; ++i)
            QVERIFY2(made.periods[i].storedAtEnd >= Energy{7990}, qPrintable(QString::number(i)));
        QVERIFY(made.periods[47].storedAtEnd < Energy{7900}); // And uses it afterwards.
    }

    void guestsAndPausesCountInTheirHalfHoursOnly()
    {
        PlanInputs inputs = darkHome();
        inputs.policy.exceptions = {{.from = kMidnight.plus(10), .until = kMidnight.plus(12), .demandPercent = 300},
                                    {.from = kMidnight.plus(20), .until = kMidnight.plus(21), .tradingPaused = true}};
        const Plan made = plan(inputs);
        std::map<Period, Lots> wanted;
        for (const market::Order& order : made.sheet.orders)
            wanted[order.period] += order.quantity;
        QCOMPARE(wanted[kMidnight.plus(9)], Lots{2});
        QCOMPARE(wanted[kMidnight.plus(10)], Lots{6});
        QCOMPARE(wanted[kMidnight.plus(12)], Lots{2});
        QCOMPARE(wanted[kMidnight.plus(20)], Lots{});
        for (const DecisionRecord& record : made.records)
            QCOMPARE(record.rule == Rule::Paused, record.period == kMidnight.plus(20));
    }

    void theFuseBoundsLoadsAndBattery_data()
    {
        QTest::addColumn<quint64>("seed");
        for (quint64 seed = 1; seed <= 300; ++seed)
            QTest::addRow("seed %llu", static_cast<unsigned long long>(seed)) << seed;
    }
    void theFuseBoundsLoadsAndBattery()
    {
        QFETCH(quint64, seed);
        const PlanInputs inputs = test::randomHome(seed);
        const Plan made = plan(inputs);
        QCOMPARE(made.loads.size(), inputs.loads.size());
        const Energy fuse = energyOver(inputs.fuse.value_or(Power{1'000'000}), Period::kLength, Rounding::TowardZero);
        for (std::size_t i = 0; i < made.periods.size(); ++i) {
            const PlannedPeriod& one = made.periods[i];
            const Energy need = one.battery + one.exchange + one.utility;
            // The battery never makes the flow through the fuse larger than the fuse, nor a load the need.
            const Energy flow = need - one.battery;
            QVERIFY(flow.abs() <= std::max(fuse, need.abs()) + Energy{1});
            const bool started = std::ranges::any_of(inputs.loads, &FlexibleLoad::started);
            QVERIFY(started || one.flexible.isZero() || need <= std::max(fuse + Energy{1}, one.flexible + fuse));
        }
        for (const PlannedLoad& load : made.loads) {
            QCOMPARE(sumOf(load) + load.later + load.unmet, load.load.left);
            const Energy most = energyOver(load.load.powerMax, Period::kLength, Rounding::Floor);
            for (const auto& [period, energy] : load.slots) {
                QVERIFY(period >= load.load.from && period < load.load.by);
                QVERIFY(energy > Energy{} && energy <= most);
            }
            const bool whole = load.load.kind != LoadKind::Run || load.slots.empty() ||
                               load.slots.back().first.since(load.slots.front().first) + 1 ==
                                   static_cast<std::int64_t>(load.slots.size());
            QVERIFY(whole);
        }
    }

    void theBatteryHelpsTheFuseInTheRunningPeriod()
    {
        const BatteryInputs battery{.stored = Energy{5000}, .capacity = Energy{10'000}, .powerMax = Power{4000}};
        const BatteryWindow idle{.least = {}, .most = {}, .importMost = Energy{1000}, .exportMost = Energy{1000}};
        QCOMPARE(windowStep(Energy{900}, battery.stored, battery, {}, idle).discharged, Energy{});
        QCOMPARE(windowStep(Energy{1400}, battery.stored, battery, {}, idle).discharged, Energy{400});
        QCOMPARE(windowStep(Energy{-1400}, battery.stored, battery, {}, idle).discharged, Energy{-400});
        const BatteryWindow charges{.least = Energy{-2000}, .most = Energy{-2000}, .importMost = Energy{1000}};
        QCOMPARE(windowStep(Energy{900}, battery.stored, battery, {}, charges).rest, Energy{1000});
        const WindowTime time{.discharged = {}, .left = std::chrono::minutes{15}, .step = std::chrono::seconds{10}};
        QCOMPARE(windowBatteryPower(Power{1800}, battery, {}, charges, time), Power{-200});
        QCOMPARE(windowBatteryPower(Power{2500}, battery, {}, idle, time), Power{500});
    }

    void aPreviewAddsUpItsPlan_data() { theFuseBoundsLoadsAndBattery_data(); }
    void aPreviewAddsUpItsPlan()
    {
        QFETCH(quint64, seed);
        const PlanInputs inputs = test::randomHome(seed);
        const Preview seen = preview(inputs);
        Energy exchanged;
        Energy utility;
        for (const PlannedPeriod& one : seen.periods) {
            exchanged += one.exchange;
            utility += one.utility;
            QVERIFY(seen.storedLeast <= one.storedAtEnd);
        }
        QCOMPARE(seen.bought - seen.sold, exchanged);
        QCOMPARE(seen.fromUtility - seen.toUtility, utility);
        QCOMPARE(seen.storedAtEnd, seen.periods.back().storedAtEnd);
        // The same policy changes nothing.
        const Preview same = preview(withPolicy(inputs, inputs.policy, {}));
        QCOMPARE(same.balance, seen.balance);
        QCOMPARE(same.storedAtEnd, seen.storedAtEnd);
    }

    void aPreviewShowsWhatASliderDoes()
    {
        PlanInputs inputs = darkHome();
        twoPrices(inputs);
        inputs.battery = {.stored = Energy{5000}, .capacity = Energy{10'000}, .powerMax = Power{4000}};
        UserPolicy careful = inputs.policy;
        careful.reservePercent = 50;
        const Preview now = preview(inputs);
        const Preview then = preview(withPolicy(inputs, careful, {}));
        QVERIFY(now.storedLeast < Energy{4000});
        QVERIFY(then.storedLeast >= Energy{4990});
        QVERIFY(now.balance + now.storedWorth >= then.balance + then.storedWorth);
        UserPolicy driver = inputs.policy;
        driver.windows = {car()};
        QVERIFY(preview(withPolicy(inputs, driver, {})).balance < now.balance);
    }

    void faultsOfPoliciesAreNamed()
    {
        const auto fault = [](const auto& change) {
            UserPolicy policy;
            policy.windows = {car()};
            policy.exceptions = {{.from = kMidnight, .until = kMidnight.plus(1)}};
            change(policy);
            return faultOf(policy);
        };
        QVERIFY(!fault([](UserPolicy&) {}));
        QCOMPARE(fault([](UserPolicy& p) { p.reservePercent = 101; }), PolicyFault::ReserveOutOfRange);
        QCOMPARE(fault([](UserPolicy& p) { p.riskPercent = -1; }), PolicyFault::RiskOutOfRange);
        QCOMPARE(fault([](UserPolicy& p) { p.buyLimit = Price{100'000'001}; }), PolicyFault::LimitOutOfRange);
        QCOMPARE(fault([](UserPolicy& p) { p.exceptions[0].until = kMidnight; }), PolicyFault::ExceptionEmpty);
        QCOMPARE(fault([](UserPolicy& p) { p.exceptions[0].reservePercent = 120; }), PolicyFault::ReserveOutOfRange);
        QCOMPARE(fault([](UserPolicy& p) { p.exceptions[0].demandPercent = -1; }), PolicyFault::DemandOutOfRange);
        QCOMPARE(fault([](UserPolicy& p) { p.windows.push_back(car()); }), PolicyFault::WindowName);
        QCOMPARE(fault([](UserPolicy& p) { p.windows[0].byMinute = 425; }), PolicyFault::WindowTimes);
        QCOMPARE(fault([](UserPolicy& p) { p.windows[0].powerMax = Power{}; }), PolicyFault::WindowEnergy);
        QCOMPARE(fault([](UserPolicy& p) { p.windows[0].powerMax = Power{400}; }), PolicyFault::WindowTooShort);
        QCOMPARE(fault([](UserPolicy& p) { p.exceptions.resize(101, p.exceptions[0]); }), PolicyFault::TooMany);
    }
};

QTEST_GUILESS_MAIN(TestComfort)
#include "tst_comfort.moc"
