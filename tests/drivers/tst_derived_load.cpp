// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: what a home consumes follows from its other meters, and a home without a router has one of bookkeeping.
// Method: devices whose readings the test sets.
#include "drivers/accounting_router.h"
#include "drivers/derived_load.h"

#include <QtTest>

using namespace dgex;
using namespace dgex::drivers;
using namespace std::chrono_literals;
using ports::Quality;

namespace {

class SetClock : public ports::Clock {
public:
    [[nodiscard]] UtcTime now() const override { return at; }
    UtcTime at = UtcTime::fromSeconds(1'800'000'000);
};

struct Meter : ports::MeterSource {
    ports::Reading<ports::MeterCounters> held;
    ports::Reading<Power> flow;
    [[nodiscard]] ports::Reading<ports::MeterCounters> counters() const override { return held; }
    [[nodiscard]] ports::Reading<Power> power() const override { return flow; }
};
struct Pv : ports::PvInverter {
    ports::Reading<Energy> held;
    ports::Reading<Power> flow;
    [[nodiscard]] ports::Reading<Energy> generated() const override { return held; }
    [[nodiscard]] ports::Reading<Power> power() const override { return flow; }
    [[nodiscard]] Power peak() const override { return Power{5'000}; }
};
struct Store : ports::Battery {
    ports::Reading<ports::BatteryState> held;
    [[nodiscard]] ports::BatteryRating rating() const override { return {}; }
    [[nodiscard]] ports::Reading<ports::BatteryState> state() const override { return held; }
    ports::CommandResult setPower(Power, std::chrono::milliseconds) override { return ports::CommandResult::Refused; }
};

template <class Value>
void show(ports::Reading<Value>& reading, const Value& value, UtcTime at, Quality quality = Quality::Good)
{
    reading = {value, at, at, quality};
}

} // namespace

class TestDerivedLoad : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void consumptionIsTheBalanceOfAllCounters()
    {
        SetClock clock;
        Meter meter;
        Pv pv;
        Store battery;
        DerivedLoad load({.meter = &meter, .pv = &pv, .battery = &battery});
        show(meter.held, ports::MeterCounters{Energy{10'000}, Energy{4'000}}, clock.at);
        show(meter.flow, Power{-500}, clock.at);
        show(pv.held, Energy{7'000}, clock.at - 3s);
        show(pv.flow, Power{2'000}, clock.at);
        show(battery.held,
             {.stored = Energy{1}, .power = Power{-300}, .charged = Energy{900}, .discharged = Energy{800}}, clock.at);
        load.step(clock.at);
        QCOMPARE(load.consumed().value->count(), 10'000 - 4'000 + 7'000 + 800 - 900);
        QCOMPARE(load.consumed().measuredAt, clock.at - 3s);
        QCOMPARE(load.consumed().quality, Quality::Good);
        QCOMPARE(load.power().value->count(), -500 + 2'000 - 300);
        pv.held.quality = Quality::Stale;
        load.step(clock.at);
        QCOMPARE(load.consumed().quality, Quality::Stale);
    }

    void countersOfDifferentInstantsDoNotLetItFall()
    {
        SetClock clock;
        Meter meter;
        DerivedLoad load({.meter = &meter});
        const auto consumedAt = [&](std::int64_t imported) {
            show(meter.held, ports::MeterCounters{Energy{imported}, Energy{}}, clock.at);
            load.step(clock.at);
            return load.consumed().value->count();
        };
        QCOMPARE(consumedAt(5'000), 5'000);
        QCOMPARE(consumedAt(4'990), 5'000);
        QCOMPARE(consumedAt(5'010), 5'010);
        QCOMPARE(consumedAt(12), 12); // another meter
    }

    void devicesWithoutCountersCountByTheirPower()
    {
        SetClock clock;
        Meter meter;
        Pv pv;
        Store battery;
        DerivedLoad load({.meter = &meter, .pv = &pv, .battery = &battery});
        for (int second = 0; second <= 3'600; second += 10) {
            show(meter.held, ports::MeterCounters{Energy{second / 10}, Energy{}}, clock.at);
            show(pv.flow, Power{1'200}, clock.at);
            show(battery.held, {.stored = {}, .power = Power{-200}, .charged = {}, .discharged = {}}, clock.at,
                 Quality::Estimated);
            load.step(clock.at);
            clock.at = clock.at + 10s;
        }
        QCOMPARE(load.consumed().value->count(), 360 + 1'200 - 200);
        QCOMPARE(load.consumed().quality, Quality::Estimated);
    }

    void aGapInThePowerIsLeftOut()
    {
        const UtcTime start = UtcTime::fromSeconds(1'800'000'000);
        PowerSum sum;
        sum.add(Power{3'600}, start);
        sum.add(Power{3'600}, start + 10s);
        sum.add(std::nullopt, start + 20s);
        sum.add(Power{3'600}, start + 30s);
        sum.add(Power{3'600}, start + 200s);
        QCOMPARE(sum.energy().count(), 10);
    }

    void withoutAMetersCountersThereIsNoConsumption()
    {
        SetClock clock;
        Meter meter;
        Pv pv;
        DerivedLoad load({.meter = &meter, .pv = &pv});
        load.step(clock.at);
        QVERIFY(!load.consumed().value && !load.power().value);
        show(meter.held, ports::MeterCounters{Energy{1}, Energy{}}, clock.at);
        show(meter.flow, Power{1}, clock.at);
        pv.held = {};
        load.step(clock.at);
        QVERIFY(!load.power().value);
    }

    void aHomeWithoutARouterMovesExactlyWhatItIsTold()
    {
        SetClock clock;
        AccountingRouter router(Power{4'000}, clock, {Energy{100}, Energy{50}});
        QCOMPARE(router.setPower(Power{-1'800}, 1h), ports::CommandResult::Accepted);
        clock.at = clock.at + 30min;
        QCOMPARE(router.state().value->exported.count(), 950);
        QCOMPARE(router.state().value->power.count(), -1'800);
        QCOMPARE(router.setPower(Power{9'000}, 30min), ports::CommandResult::Accepted); // more than it carries
        clock.at = clock.at + 2h;
        QCOMPARE(router.state().value->imported.count(), 2'100); // ended by itself
        QCOMPARE(router.state().value->exported.count(), 950);
        QVERIFY(router.state().value->power.isZero() && router.state().value->mode == ports::DgrMode::Idle);
        QCOMPARE(router.setPower(Power{1}, 0s), ports::CommandResult::Refused);
    }
};

QTEST_GUILESS_MAIN(TestDerivedLoad)
#include "tst_derived_load.moc"
