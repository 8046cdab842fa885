// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: the simulated router and battery keep to ramp, dead time, limits, losses and expiry. Method: commands and
// exact integrals worked out by hand.
#include "drivers/simulated/simulated_battery.h"
#include "drivers/simulated/simulated_router.h"

#include <QTest>

#include <cmath>

using namespace dgex;
using namespace dgex::drivers;
using ports::CommandResult;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

constexpr UtcTime kStart = UtcTime::fromSeconds(1'800'000'000);

SimulatedRouterConfig plainRouter()
{
    SimulatedRouterConfig config;
    config.capacity = Power{3000};
    config.rampWattsPerSecond = 200;
    config.deadTime = milliseconds{2000};
    config.meterNoiseWatts = 0;
    return config;
}

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

class TestSimulatedRouter : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void rampsAfterTheDeadTime();
    void reversesThroughZero();
    void cutsToCapacity();
    void losesByTheFormula();
    void balancesItsLegs();
    void fallsToZeroWhenTheSetpointExpires();
    void keepsGoingWhileRenewed();
    void tripsAndForgetsTheSetpoint();
    void goesStaleWhileCommunicationIsLost();
    void metersApartFromTheTruth();
    void movesTheSameInCoarseAndFineSteps();
    void tripsAtRandomAsOftenAsConfigured();
    void batteryObeysItsLimits();
    void batteryLosesByItsEfficiency();
    void batteryIdlesWhenTheCommandExpires();
};

void TestSimulatedRouter::rampsAfterTheDeadTime()
{
    Stepper<SimulatedRouter> router{SimulatedRouter{plainRouter(), kStart}};
    QVERIFY(router.device.setPower(Power{2000}, seconds{100}) == CommandResult::Accepted);
    router.step(seconds{2});
    QVERIFY(isNear(router.device.truePower(), 0));
    for (int second = 1; second <= 10; ++second) {
        router.step(seconds{1});
        QVERIFY(isNear(router.device.truePower(), 200.0 * second));
    }
    router.step(seconds{5});
    QVERIFY(isNear(router.device.truePower(), 2000));
    QVERIFY(isNear(router.device.trueImported(), (2000.0 * 10 / 2 + 2000 * 5) / 3600));
    QVERIFY(router.device.state().value->mode == ports::DgrMode::Delivering);
    QCOMPARE(router.device.state().value->setpoint.count(), 2000);
}

void TestSimulatedRouter::reversesThroughZero()
{
    Stepper<SimulatedRouter> router{SimulatedRouter{plainRouter(), kStart}};
    router.device.setPower(Power{1000}, seconds{100});
    router.step(seconds{10});
    router.device.setPower(Power{-1000}, seconds{100});
    router.step(seconds{20});
    QVERIFY(isNear(router.device.truePower(), -1000));
    QVERIFY(isNear(router.device.trueImported(), (2500.0 + 3000 + 2000 + 2500) / 3600));
    QVERIFY(isNear(router.device.trueExported(), (2500.0 + 8000) / 3600));
}

void TestSimulatedRouter::cutsToCapacity()
{
    Stepper<SimulatedRouter> router{SimulatedRouter{plainRouter(), kStart}};
    router.device.setPower(Power{-9000}, seconds{100});
    router.step(seconds{60});
    QVERIFY(isNear(router.device.truePower(), -3000));
    QVERIFY(router.device.setPower(Power{1}, seconds{0}) == CommandResult::Refused);
}

void TestSimulatedRouter::losesByTheFormula()
{
    SimulatedRouterConfig config = plainRouter();
    config.lossFixedWatts = 10;
    config.lossPerWatt = 0.02;
    config.lossPerWattSquared = 1e-5;
    config.standbyWatts = 3;
    Stepper<SimulatedRouter> router{SimulatedRouter{config, kStart}};
    QVERIFY(isNear(router.device.lossAt(-2000), 10 + 40 + 40));
    router.step(seconds{3600});
    QVERIFY(isNear(router.device.trueLost(), 3));
    router.device.setPower(Power{-2000}, seconds{10'000});
    router.step(seconds{60});
    const double before = router.device.trueLost();
    router.step(seconds{3600});
    QVERIFY(isNear(router.device.trueLost() - before, 90));
    // The ramp: the integral of the formula along 200 W/s x t for 10 s.
    const double ramp = (10 * 10 + 0.02 * 2000 * 10 / 2 + 1e-5 * 2000 * 2000 * 10 / 3) / 3600;
    const double plateau = 90.0 * (60 - 12) / 3600;
    QVERIFY(isNear(before - 3, ramp + plateau + 3.0 * 2 / 3600));
}

void TestSimulatedRouter::balancesItsLegs()
{
    Stepper<SimulatedRouter> router{SimulatedRouter{plainRouter(), kStart}};
    router.device.setPower(Power{2000}, seconds{100});
    router.step(seconds{60});
    const ports::DgrState state = *router.device.state().value;
    QCOMPARE(state.legs.size(), std::size_t{2});
    QVERIFY(state.legs[0].kind == ports::LegKind::Ac50 && state.legs[0].role == ports::LegRole::GridFollowing);
    QVERIFY(state.legs[1].kind == ports::LegKind::Dc);
    QCOMPARE(state.legs[0].power.count(), 2000);
    QCOMPARE(state.legs[1].power.count(), std::llround(2000 - router.device.lossAt(2000)));
}

void TestSimulatedRouter::fallsToZeroWhenTheSetpointExpires()
{
    Stepper<SimulatedRouter> router{SimulatedRouter{plainRouter(), kStart}};
    router.device.setPower(Power{2000}, seconds{30});
    router.step(seconds{30});
    QVERIFY(isNear(router.device.truePower(), 2000));
    router.step(seconds{4});
    QVERIFY(isNear(router.device.truePower(), 1200));
    router.step(seconds{10});
    QVERIFY(router.device.truePower() == 0);
    QVERIFY(router.device.state().value->mode == ports::DgrMode::Idle);
}

void TestSimulatedRouter::keepsGoingWhileRenewed()
{
    Stepper<SimulatedRouter> router{SimulatedRouter{plainRouter(), kStart}};
    for (int i = 0; i < 20; ++i) {
        router.device.setPower(Power{1500}, seconds{12});
        router.step(seconds{10});
        QVERIFY(i == 0 || isNear(router.device.truePower(), 1500));
    }
}

void TestSimulatedRouter::tripsAndForgetsTheSetpoint()
{
    Stepper<SimulatedRouter> router{SimulatedRouter{plainRouter(), kStart}};
    router.device.setPower(Power{1500}, seconds{1000});
    router.step(seconds{60});
    router.device.trip(seconds{30});
    QVERIFY(router.device.truePower() == 0);
    QVERIFY(router.device.state().value->mode == ports::DgrMode::Tripped);
    QVERIFY(router.device.setPower(Power{1500}, seconds{10}) == CommandResult::Refused);
    router.step(seconds{60});
    QVERIFY(router.device.truePower() == 0);
    QVERIFY(router.device.state().value->mode == ports::DgrMode::Idle);
    QVERIFY(router.device.setPower(Power{1500}, seconds{30}) == CommandResult::Accepted);
    router.step(seconds{20});
    QVERIFY(isNear(router.device.truePower(), 1500));
}

void TestSimulatedRouter::goesStaleWhileCommunicationIsLost()
{
    Stepper<SimulatedRouter> router{SimulatedRouter{plainRouter(), kStart}};
    router.device.setPower(Power{1500}, seconds{60});
    router.step(seconds{30});
    const auto before = router.device.state();
    router.device.loseCommunication(seconds{100});
    QVERIFY(router.device.setPower(Power{0}, seconds{60}) == CommandResult::NotReachable);
    router.step(seconds{90});
    const auto lost = router.device.state();
    QVERIFY(lost.quality == ports::Quality::Stale && lost.value->mode == ports::DgrMode::Lost);
    QVERIFY(lost.measuredAt == before.measuredAt && lost.value->imported == before.value->imported);
    QVERIFY(!lost.fresh(router.now, seconds{60}));
    QVERIFY(router.device.truePower() == 0);
    router.step(seconds{20});
    const auto after = router.device.state();
    QVERIFY(after.quality == ports::Quality::Good && after.measuredAt == router.now);
    QVERIFY(after.value->imported > before.value->imported);
}

void TestSimulatedRouter::metersApartFromTheTruth()
{
    SimulatedRouterConfig config = plainRouter();
    config.meterGain = 1.01;
    config.meterOffsetWatts = 5;
    config.meterNoiseWatts = 20;
    Stepper<SimulatedRouter> router{SimulatedRouter{config, kStart}};
    router.device.setPower(Power{2000}, seconds{20'000});
    bool isNoisy = false;
    for (int i = 0; i < 360; ++i) {
        router.step(seconds{10});
        const std::int64_t shown = router.device.state().value->power.count();
        QVERIFY(i < 3 || std::abs(shown - 2025) <= 21);
        isNoisy = isNoisy || (i > 3 && shown != 2025);
    }
    QVERIFY(isNoisy);
    const double shown = 1.01 * router.device.trueImported() + 5.0 * (3600 - 2) / 3600;
    QVERIFY(isNear(double(router.device.state().value->imported.count()), shown, 1.01));
    QVERIFY(router.device.state().value->imported > Energy{2005});
}

void TestSimulatedRouter::movesTheSameInCoarseAndFineSteps()
{
    Stepper<SimulatedRouter> coarse{SimulatedRouter{plainRouter(), kStart}};
    Stepper<SimulatedRouter> fine{SimulatedRouter{plainRouter(), kStart}};
    coarse.device.setPower(Power{2345}, milliseconds{17'300});
    fine.device.setPower(Power{2345}, milliseconds{17'300});
    coarse.step(seconds{40});
    for (int i = 0; i < 400; ++i)
        fine.step(milliseconds{100});
    QVERIFY(isNear(coarse.device.trueImported(), fine.device.trueImported()));
    QVERIFY(isNear(coarse.device.trueLost(), fine.device.trueLost()));
}

void TestSimulatedRouter::tripsAtRandomAsOftenAsConfigured()
{
    SimulatedRouterConfig config = plainRouter();
    config.tripsPerYear = 365;
    config.tripLength = seconds{60};
    Stepper<SimulatedRouter> router{SimulatedRouter{config, kStart}};
    int trips = 0;
    for (int i = 0; i < 100 * 1440; ++i) {
        router.step(seconds{60});
        // The trip began with this step and ends with it: the setpoint is gone.
        trips += router.device.state().value->setpoint.isZero() && i > 0 ? 1 : 0;
        router.device.setPower(Power{100}, seconds{3600});
    }
    QVERIFY2(trips > 70 && trips < 135, qPrintable(QString::number(trips)));
}

void TestSimulatedRouter::batteryObeysItsLimits()
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

void TestSimulatedRouter::batteryLosesByItsEfficiency()
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

void TestSimulatedRouter::batteryIdlesWhenTheCommandExpires()
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

QTEST_GUILESS_MAIN(TestSimulatedRouter)
#include "tst_simulated_router.moc"
