// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: a battery that is steered by meters which tell late does not swing. Method: a home of constant load, a battery
// that follows after a second, and readings that are taken every so many seconds.
#include "drivers/settled_battery.h"

#include <QtTest>

#include <algorithm>

using namespace dgex;
using namespace dgex::drivers;
using namespace std::chrono_literals;

namespace {

/// What a home with a battery does, and when it is read.
struct Home {
    std::int64_t second = 1'800'000'000;
    std::int64_t load = 2'000;
    std::int64_t discharging = 0;
    std::int64_t commanded = 0;
    int meterEvery = 10;
    int batteryEvery = 3;
    bool isMeterDead = false;
    ports::CommandResult result = ports::CommandResult::Accepted;
    ports::Reading<Power> meter;
    ports::Reading<ports::BatteryState> battery;

    [[nodiscard]] UtcTime now() const { return UtcTime::fromSeconds(second); }
    void live()
    {
        discharging = commanded;
        ++second;
        if (!isMeterDead && second % meterEvery == 0)
            meter = {Power{load - discharging}, now(), now(), ports::Quality::Good};
        if (second % batteryEvery == 0)
            battery = {ports::BatteryState{{}, Power{discharging}, {}, {}}, now(), now(), ports::Quality::Good};
    }
};

struct HomeClock final : ports::Clock {
    const Home& home;
    explicit HomeClock(const Home& of)
        : home(of)
    {
    }
    [[nodiscard]] UtcTime now() const override { return home.now(); }
};
struct HomeMeter final : ports::MeterSource {
    const Home& home;
    explicit HomeMeter(const Home& of)
        : home(of)
    {
    }
    [[nodiscard]] ports::Reading<ports::MeterCounters> counters() const override { return {}; }
    [[nodiscard]] ports::Reading<Power> power() const override { return home.meter; }
};
struct HomeBattery final : ports::Battery {
    Home& home;
    explicit HomeBattery(Home& of)
        : home(of)
    {
    }
    [[nodiscard]] ports::BatteryRating rating() const override { return {Energy{10'000}, Power{5'000}}; }
    [[nodiscard]] ports::Reading<ports::BatteryState> state() const override { return home.battery; }
    ports::CommandResult setPower(Power discharging, std::chrono::milliseconds) override
    {
        if (home.result == ports::CommandResult::Accepted)
            home.commanded = std::clamp<std::int64_t>(discharging.count(), -5'000, 5'000);
        return home.result;
    }
};

/// Covers the home's own use, every second. The greatest |import| after the first minute.
std::int64_t worstImport(Home& home, ports::Battery& battery, int seconds)
{
    std::int64_t worst = 0;
    for (int i = 0; i < seconds; ++i) {
        home.live();
        if (home.meter.value && home.battery.value)
            battery.setPower(*home.meter.value + home.battery.value->power, 6s);
        if (i > 60)
            worst = std::max(worst, std::abs(home.load - home.discharging));
    }
    return worst;
}

} // namespace

class TestSettledBattery : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void lateReadingsLetABareBatterySwingAndASettledOneRest()
    {
        Home bareHome;
        HomeBattery bare(bareHome);
        QVERIFY(worstImport(bareHome, bare, 300) > 1'000);
        Home home;
        HomeBattery inner(home);
        const HomeMeter meter(home);
        const HomeClock clock(home);
        SettledBattery settled(inner, meter, clock);
        QCOMPARE(worstImport(home, settled, 300), 0);
    }

    void aStepOfTheLoadIsFollowedWithinTwoReadings()
    {
        Home home;
        HomeBattery inner(home);
        const HomeMeter meter(home);
        const HomeClock clock(home);
        SettledBattery settled(inner, meter, clock);
        worstImport(home, settled, 120);
        home.load = 3'500;
        worstImport(home, settled, 25);
        QCOMPARE(home.discharging, 3'500);
    }

    void aChangeWaitsNoLongerThanItMay()
    {
        Home home;
        HomeBattery inner(home);
        const HomeMeter meter(home);
        const HomeClock clock(home);
        SettledBattery settled(inner, meter, clock);
        worstImport(home, settled, 30);
        home.isMeterDead = true;
        QCOMPARE(settled.setPower(Power{100}, 6s), ports::CommandResult::Accepted);
        home.live();
        settled.setPower(Power{0}, 6s);
        QCOMPARE(home.commanded, 100);
        home.second += 61;
        settled.setPower(Power{0}, 6s);
        QCOMPARE(home.commanded, 0);
    }

    void aRefusedCommandIsTold()
    {
        Home home;
        home.result = ports::CommandResult::Refused;
        HomeBattery inner(home);
        const HomeMeter meter(home);
        const HomeClock clock(home);
        SettledBattery settled(inner, meter, clock);
        QCOMPARE(settled.setPower(Power{100}, 6s), ports::CommandResult::Refused);
        QCOMPARE(settled.rating().powerMax.count(), 5'000);
    }
};

QTEST_GUILESS_MAIN(TestSettledBattery)
#include "tst_settled_battery.moc"
