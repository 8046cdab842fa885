// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: the simulated battery keeps to limits, losses and expiry. Method: commands and exact integrals worked out by
// hand.
#include "drivers/simulated/simulated_battery.h"

#include <QTest>

#include <cmath>

using namespace dgex;
using namespace dgex::drivers;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

constexpr UtcTime kStart = UtcTime::fromSeconds(1'800'000'000);

/// Steps a device of its own clock.
template <class Device>
struct Stepper {
    Device device;
    UtcTime now = kStart;
    void step(milliseconds length)
    {
        device.step(now, now + length);
        now = now + length;
    }
};

bool isNear(double a, double b, double tolerance = 1e-6)
{
    return std::abs(a - b) <= tolerance;
}

} // namespace

class TestSimulatedBattery : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void obeysItsLimits();
    void losesByItsEfficiency();
    void idlesWhenTheCommandExpires();
};

void TestSimulatedBattery::obeysItsLimits()
{
    const ports::BatteryRating rating{Energy{5000}, Power{2000}, 900};
    Stepper<SimulatedBattery> battery{SimulatedBattery{rating, Energy{1000}, kStart}};
    battery.device.setPower(Power{9000}, seconds{7200});
    battery.step(seconds{900});
    QCOMPARE(battery.device.state().value->power.count(), 2000);
    battery.step(seconds{3600});
    QVERIFY(isNear(battery.device.stored(), 0));
    QVERIFY(isNear(battery.device.discharged(), 900));
    battery.device.setPower(Power{-9000}, seconds{72'000});
    for (int i = 0; i < 10; ++i)
        battery.step(seconds{3600});
    QVERIFY(isNear(battery.device.stored(), 5000));
    QVERIFY(isNear(battery.device.charged(), 5000 / 0.9));
    QCOMPARE(battery.device.state().value->stored.count(), 5000);
}

void TestSimulatedBattery::losesByItsEfficiency()
{
    const ports::BatteryRating rating{Energy{10'000}, Power{2000}, 950};
    Stepper<SimulatedBattery> battery{SimulatedBattery{rating, Energy{5000}, kStart}};
    battery.device.setPower(Power{-1000}, seconds{3600});
    battery.step(seconds{3600});
    QVERIFY(isNear(battery.device.stored(), 5950));
    battery.device.setPower(Power{950}, seconds{3600});
    battery.step(seconds{3600});
    QVERIFY(isNear(battery.device.stored(), 4950));
    QVERIFY(isNear(battery.device.lost(), 100));
}

void TestSimulatedBattery::idlesWhenTheCommandExpires()
{
    const ports::BatteryRating rating{Energy{10'000}, Power{2000}, 1000};
    Stepper<SimulatedBattery> battery{SimulatedBattery{rating, Energy{5000}, kStart}};
    battery.device.setPower(Power{1200}, seconds{15});
    battery.step(seconds{10});
    QCOMPARE(battery.device.state().value->power.count(), 1200);
    battery.step(seconds{10});
    QCOMPARE(battery.device.state().value->power.count(), 600);
    battery.step(seconds{10});
    QCOMPARE(battery.device.state().value->power.count(), 0);
    QVERIFY(isNear(battery.device.discharged(), 5));
}

QTEST_GUILESS_MAIN(TestSimulatedBattery)
#include "tst_simulated_battery.moc"
