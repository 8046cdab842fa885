// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: the simulated multi-leg router obeys physics: energy is neither made nor lost in the link, the regulator
// balances, protection trips and returns in its times, the line to it delays, loses, repeats and freezes. Method:
// energy balances over random histories with printed seeds; times worked out by hand.
#include "drivers/simulated/simulated_line.h"
#include "tests/support/random_stream.h"

#include <QTest>

#include <cmath>

using namespace dgex;
using namespace dgex::drivers;
using ports::CommandResult;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

constexpr UtcTime kStart = UtcTime::fromSeconds(1'800'000'000);

struct Bench {
    SimulatedDgr dgr;
    UtcTime now = kStart;
    void step(milliseconds length)
    {
        dgr.step(now, now + length);
        now = now + length;
    }
};

SimulatedDgrConfig threeLegs(std::uint64_t seed)
{
    SimulatedDgrConfig config = twoLegDgr(seed, 4'000);
    LegConfig store = config.legs[0];
    store.name = "battery";
    store.kind = ports::LegKind::Dc;
    store.limits = usualLimits(ports::LegKind::Dc);
    config.legs.push_back(store);
    config.legs[1].capacityIn = config.legs[1].capacityOut = 9'000;
    return config;
}

double balance(const SimulatedDgr& dgr)
{
    double sum = 0;
    for (std::size_t i = 0; i < dgr.config().legs.size(); ++i) {
        const LegTruth truth = dgr.truth(i);
        sum += truth.in - truth.out - truth.lost;
    }
    return sum;
}

bool isNear(double a, double b, double tolerance)
{
    return std::abs(a - b) <= tolerance;
}

} // namespace

class TestSimulatedDgr : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void neitherMakesNorLosesEnergy_data();
    void neitherMakesNorLosesEnergy();
    void needsExactlyOneRegulator();
    void regulatorBalancesTheOthers();
    void linkStopsEveryLegOutsideItsWindow();
    void tripsInTheTimeOfItsLimit_data();
    void tripsInTheTimeOfItsLimit();
    void returnsToServiceByDelayAndRamp();
    void noticesAnIsland();
    void revertsOrHolds();
    void forgetsItsSetpointOnReboot();
    void metersApartFromTheTruth();
    void isTheSameForTheSameSeed();
    void closedFormMovesWhatSlicesMove_data() { neitherMakesNorLosesEnergy_data(); }
    void closedFormMovesWhatSlicesMove();
    void warmsUpByWhatItLoses();
    void lineDelaysAndRepeats();
    void lineFreezesValuesUnderFreshTimes();
    void lineLosesAsOftenAsConfigured();
};

void TestSimulatedDgr::neitherMakesNorLosesEnergy_data()
{
    QTest::addColumn<quint64>("seed");
    const quint64 seeds = qEnvironmentVariableIsSet("DGEX_LONG") ? 2'000 : 30;
    for (quint64 seed = 1; seed <= seeds; ++seed)
        QTest::addRow("seed %llu", static_cast<unsigned long long>(seed)) << seed;
}

void TestSimulatedDgr::neitherMakesNorLosesEnergy()
{
    QFETCH(const quint64, seed);
    test::RandomStream random{seed};
    Bench bench{SimulatedDgr{threeLegs(seed), kStart}};
    const double before = bench.dgr.linkJoules();
    bool moved = false;
    for (int i = 0; i < 60; ++i) {
        const auto leg = static_cast<std::size_t>(random.between(0, 1) * 2);
        bench.dgr.setLegPower(leg, double(random.between(-6'000, 6'000)), seconds{random.between(1, 40)});
        if (random.between(0, 9) == 0)
            bench.dgr.setGrid(0, {double(random.between(40, 125)) / 100, double(random.between(470, 520)) / 10, false});
        else
            bench.dgr.setGrid(0, {});
        if (random.between(0, 19) == 0)
            bench.dgr.trip(static_cast<std::size_t>(random.between(0, 2)), seconds{5});
        bench.step(milliseconds{random.between(1, 20'000)});
        QVERIFY(isNear(balance(bench.dgr) * 3600, bench.dgr.linkJoules() - before, 1e-3));
        QVERIFY(bench.dgr.linkVolts() >= 350 && bench.dgr.linkVolts() <= 420);
        QVERIFY(std::abs(bench.dgr.truth(0).power) <= 4'000 && std::abs(bench.dgr.truth(2).power) <= 4'000);
        moved = moved || bench.dgr.truth(0).in > 1;
    }
    QVERIFY(moved);
}

void TestSimulatedDgr::needsExactlyOneRegulator()
{
    SimulatedDgrConfig config = threeLegs(1);
    QVERIFY(SimulatedDgr::isValid(config));
    config.legs[2].regulatesLink = true;
    QVERIFY(!SimulatedDgr::isValid(config));
    config.legs[1].regulatesLink = config.legs[2].regulatesLink = false;
    QVERIFY(!SimulatedDgr::isValid(config));
    config.legs[1].regulatesLink = true;
    config.legs[1].role = ports::LegRole::Off;
    QVERIFY(!SimulatedDgr::isValid(config));
    Bench bench{SimulatedDgr{threeLegs(1), kStart}};
    QVERIFY(bench.dgr.setLegPower(1, 100, seconds{10}) == CommandResult::Refused);
    QVERIFY(bench.dgr.setLegPower(2, 100, seconds{10}) == CommandResult::Accepted);
}

void TestSimulatedDgr::regulatorBalancesTheOthers()
{
    Bench bench{SimulatedDgr{threeLegs(1), kStart}};
    bench.dgr.setLegPower(0, 2'000, minutes{10});
    bench.dgr.setLegPower(2, -500, minutes{10});
    bench.step(seconds{60});
    // a + b|P| + cP² of each leg, by hand: 24.2 W at 2,000, 9.2 W at 500; the regulator's own loss is at its power.
    const double own = -bench.dgr.truth(1).power;
    const double ownLoss = 5 + 0.008 * own + 8e-7 * own * own;
    QVERIFY2(isNear(own + ownLoss, 2'000 - 500 - 24.2 - 9.2, 0.1), qPrintable(QString::number(own)));
    QVERIFY2(isNear(bench.dgr.linkVolts(), 380, 0.1), qPrintable(QString::number(bench.dgr.linkVolts())));
}

void TestSimulatedDgr::linkStopsEveryLegOutsideItsWindow()
{
    SimulatedDgrConfig config = threeLegs(1);
    config.legs[1].capacityIn = config.legs[1].capacityOut = 1'000;
    Bench bench{SimulatedDgr{config, kStart}};
    bench.dgr.setLegPower(0, 3'000, minutes{10});
    bench.step(seconds{6});
    QVERIFY(bench.dgr.cause(0) == TripCause::Link && bench.dgr.cause(1) == TripCause::Link);
    QVERIFY(bench.dgr.truth(0).power == 0);
    QVERIFY(bench.dgr.state().value->mode == ports::DgrMode::Tripped);
    QVERIFY(bench.dgr.setPower(Power{500}, seconds{60}) == CommandResult::Refused);
    bench.step(seconds{11});
    QVERIFY(bench.dgr.setPower(Power{500}, seconds{60}) == CommandResult::Accepted);
    bench.step(seconds{5});
    QVERIFY(isNear(bench.dgr.truth(0).power, 500, 1e-6));
}

void TestSimulatedDgr::tripsInTheTimeOfItsLimit_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<double>("perUnit");
    QTest::addColumn<double>("hertz");
    QTest::addColumn<int>("staysMs");
    QTest::addColumn<int>("tripsByMs");
    QTest::newRow("AC 60, 1.21 pu") << 1 << 1.21 << 60.0 << 140 << 170;
    QTest::newRow("AC 60, 1.11 pu") << 1 << 1.11 << 60.0 << 1'980 << 2'010;
    QTest::newRow("AC 60, 0.44 pu") << 1 << 0.44 << 60.0 << 140 << 170;
    QTest::newRow("AC 60, 0.69 pu") << 1 << 0.69 << 60.0 << 9'970 << 10'010;
    QTest::newRow("AC 60, 62.1 Hz") << 1 << 1.0 << 62.1 << 140 << 170;
    QTest::newRow("AC 60, 61.3 Hz") << 1 << 1.0 << 61.3 << 299'900 << 300'100;
    QTest::newRow("AC 60, 56.4 Hz") << 1 << 1.0 << 56.4 << 140 << 170;
    QTest::newRow("AC 60, 58.4 Hz") << 1 << 1.0 << 58.4 << 299'900 << 300'100;
    QTest::newRow("AC 50, 51.6 Hz") << 0 << 1.0 << 51.6 << 80 << 110;
    QTest::newRow("AC 50, 47.4 Hz") << 0 << 1.0 << 47.4 << 80 << 110;
    QTest::newRow("AC 50, 0.79 pu") << 0 << 0.79 << 50.0 << 2'970 << 3'010;
    QTest::newRow("AC 50, 1.26 pu") << 0 << 1.26 << 50.0 << 80 << 110;
}

void TestSimulatedDgr::tripsInTheTimeOfItsLimit()
{
    QFETCH(const int, kind);
    QFETCH(const double, perUnit);
    QFETCH(const double, hertz);
    QFETCH(const int, staysMs);
    QFETCH(const int, tripsByMs);
    SimulatedDgrConfig config = twoLegDgr(1, 4'000);
    config.legs[0].kind = kind == 1 ? ports::LegKind::Ac60 : ports::LegKind::Ac50;
    config.legs[0].limits = usualLimits(config.legs[0].kind);
    Bench bench{SimulatedDgr{config, kStart}};
    bench.dgr.setPower(Power{1'000}, minutes{30});
    bench.step(seconds{10});
    bench.dgr.setGrid(0, {perUnit, hertz, false});
    bench.step(milliseconds{staysMs});
    QVERIFY(bench.dgr.cause(0) == TripCause::None);
    QVERIFY(isNear(bench.dgr.truth(0).power, 1'000, 1e-6));
    bench.step(milliseconds{tripsByMs - staysMs});
    QVERIFY(bench.dgr.cause(0) != TripCause::None);
    QVERIFY(bench.dgr.truth(0).power == 0);
}

void TestSimulatedDgr::returnsToServiceByDelayAndRamp()
{
    Bench bench{SimulatedDgr{twoLegDgr(1, 4'000), kStart}};
    bench.dgr.setPower(Power{2'000}, minutes{30});
    bench.step(seconds{10});
    bench.dgr.setGrid(0, {1, 52, false});
    bench.step(seconds{1});
    bench.dgr.setGrid(0, {});
    bench.step(seconds{59});
    QVERIFY(bench.dgr.setPower(Power{2'000}, minutes{30}) == CommandResult::Refused);
    bench.step(seconds{2});
    QVERIFY(bench.dgr.setPower(Power{2'000}, minutes{30}) == CommandResult::Accepted);
    // 10 % of 4,000 W a minute.
    bench.step(seconds{60});
    QVERIFY2(isNear(bench.dgr.truth(0).power, 400, 15), qPrintable(QString::number(bench.dgr.truth(0).power)));
    bench.step(minutes{5});
    QVERIFY(isNear(bench.dgr.truth(0).power, 2'000, 1e-6));
}

void TestSimulatedDgr::noticesAnIsland()
{
    Bench bench{SimulatedDgr{twoLegDgr(1, 4'000), kStart}};
    bench.dgr.setPower(Power{-2'000}, minutes{30});
    bench.step(seconds{10});
    bench.dgr.setGrid(0, {1, 50, true});
    bench.step(milliseconds{1'900});
    QVERIFY(bench.dgr.cause(0) == TripCause::None);
    bench.step(milliseconds{110});
    QVERIFY(bench.dgr.cause(0) == TripCause::Island);
    QVERIFY(bench.dgr.state().value->legs[0].role == ports::LegRole::Off);
}

void TestSimulatedDgr::revertsOrHolds()
{
    SimulatedDgrConfig config = twoLegDgr(1, 4'000);
    Bench reverting{SimulatedDgr{config, kStart}};
    config.legs[0].reversion = Reversion::Hold;
    Bench holding{SimulatedDgr{config, kStart}};
    for (Bench* bench : {&reverting, &holding}) {
        bench->dgr.setPower(Power{1'000}, seconds{20});
        bench->step(seconds{23});
    }
    QVERIFY(reverting.dgr.truth(0).power == 0);
    QVERIFY(isNear(holding.dgr.truth(0).power, 1'000, 1e-6));
}

void TestSimulatedDgr::forgetsItsSetpointOnReboot()
{
    Bench bench{SimulatedDgr{twoLegDgr(1, 4'000), kStart}};
    bench.dgr.setPower(Power{1'000}, minutes{30});
    bench.step(minutes{1});
    const Energy before = bench.dgr.state().value->imported;
    bench.dgr.reboot(seconds{20});
    QVERIFY(bench.dgr.setPower(Power{1'000}, minutes{30}) == CommandResult::NotReachable);
    QVERIFY(bench.dgr.state().value->mode == ports::DgrMode::Lost);
    bench.step(seconds{60});
    QVERIFY(bench.dgr.truth(0).power == 0);
    QVERIFY(bench.dgr.state().value->setpoint.isZero());
    QVERIFY(bench.dgr.state().value->imported == before);
}

void TestSimulatedDgr::metersApartFromTheTruth()
{
    SimulatedDgrConfig config = twoLegDgr(7, 4'000);
    config.legs[0].meter = {1.01, 5, 20, 10, 10};
    Bench bench{SimulatedDgr{config, kStart}};
    bench.dgr.setPower(Power{2'000}, minutes{80});
    bench.step(minutes{1});
    bool noisy = false;
    for (int i = 0; i < 59; ++i) {
        bench.step(minutes{1});
        const std::int64_t shown = bench.dgr.state().value->power.count();
        QVERIFY(shown % 10 == 0 && std::abs(shown - 2'025) <= 30);
        noisy = noisy || shown != 2'030;
    }
    QVERIFY(noisy);
    const Energy counted = bench.dgr.state().value->imported;
    QVERIFY(counted.count() % 10 == 0);
    QVERIFY(isNear(double(counted.count()), 1.01 * bench.dgr.truth(0).in + 5, 12));
    QVERIFY(double(counted.count()) > bench.dgr.truth(0).in + 10);
}

void TestSimulatedDgr::isTheSameForTheSameSeed()
{
    const auto shown = [](std::uint64_t seed) {
        SimulatedDgrConfig config = twoLegDgr(seed, 4'000);
        config.legs[0].meter.noiseWatts = 50;
        Bench bench{SimulatedDgr{config, kStart}};
        bench.dgr.setPower(Power{1'000}, minutes{5});
        bench.step(minutes{1});
        return bench.dgr.state().value->power;
    };
    QVERIFY(shown(4) == shown(4));
    QVERIFY(shown(4) != shown(5));
}

/// The same commands, grids and trips to a router in slices and to one in closed form.
void TestSimulatedDgr::closedFormMovesWhatSlicesMove()
{
    QFETCH(const quint64, seed);
    SimulatedDgrConfig config = threeLegs(seed);
    Bench fine{SimulatedDgr{config, kStart}};
    config.closedForm = true;
    Bench coarse{SimulatedDgr{config, kStart}};
    test::RandomStream random{seed};
    for (int i = 0; i < 300; ++i) {
        const bool trips = random.between(0, 60) == 0;
        const bool sags = random.between(0, 150) == 0;
        const std::size_t leg = random.between(0, 1) == 0 ? 0 : 2;
        const auto watts = static_cast<double>(random.between(-4'500, 4'500));
        const milliseconds validFor{10 * random.between(1, 2'000)};
        const milliseconds length{10 * random.between(1, 1'200)};
        for (Bench* bench : {&fine, &coarse}) {
            if (trips)
                bench->dgr.trip(leg, seconds{20});
            bench->dgr.setGrid(0, {.perUnit = sags ? 0.7 : 1.0});
            bench->dgr.setLegPower(leg, watts, validFor);
            bench->step(length);
            QVERIFY(std::abs(balance(bench->dgr) - (bench->dgr.linkJoules() - 7'220) / 3600) < 1e-3);
        }
        QCOMPARE(coarse.dgr.cause(0), fine.dgr.cause(0));
    }
    for (std::size_t leg = 0; leg < 3; ++leg) {
        const LegTruth a = coarse.dgr.truth(leg);
        const LegTruth b = fine.dgr.truth(leg);
        // Within an event's time the regulator's power is a mean, so only its net amount is the same.
        const double apart =
            leg == 1 ? (a.in - a.out) - (b.in - b.out) : std::max(std::abs(a.in - b.in), std::abs(a.out - b.out));
        QVERIFY2(std::abs(apart) < 0.5, qPrintable(QString::number(leg) + u' ' + QString::number(apart)));
        QVERIFY(isNear(coarse.dgr.truth(leg).lost, fine.dgr.truth(leg).lost, 0.5));
    }
    QVERIFY(fine.dgr.truth(1).in + fine.dgr.truth(1).out > 100);
}

void TestSimulatedDgr::warmsUpByWhatItLoses()
{
    SimulatedDgrConfig config = twoLegDgr(1, 4'000);
    config.closedForm = true;
    Bench bench{SimulatedDgr{config, kStart}};
    QCOMPARE(bench.dgr.state().value->temperatureDeciCelsius, 250);
    bench.dgr.setPower(Power{4'000}, minutes{120});
    for (int i = 0; i < 720; ++i)
        bench.step(seconds{10});
    // 3 W standby and two legs of about 50 W at 4 kW, 0.25 degrees a watt.
    const int warm = bench.dgr.state().value->temperatureDeciCelsius;
    QVERIFY2(warm > 450 && warm < 560, qPrintable(QString::number(warm)));
}

void TestSimulatedDgr::lineDelaysAndRepeats()
{
    SimulatedDgr dgr{twoLegDgr(1, 4'000), kStart};
    SimulatedLineConfig config;
    config.commandDelay = seconds{1};
    config.readingDelay = seconds{3};
    config.duplicatePermille = 1'000;
    config.duplicateDelay = seconds{10};
    SimulatedLine line{dgr, config, kStart};
    line.setPower(Power{1'000}, minutes{5});
    line.step(kStart, kStart + seconds{5});
    QVERIFY(isNear(dgr.truth(0).power, 1'000, 1e-6));
    QVERIFY(line.state().measuredAt == kStart + seconds{2});
    line.setPower(Power{0}, minutes{5});
    line.step(kStart + seconds{5}, kStart + seconds{10});
    QVERIFY(dgr.truth(0).power == 0);
    // The first command again, 11 s after it was sent, and at 16 s the second again.
    line.step(kStart + seconds{10}, kStart + seconds{14});
    QVERIFY(isNear(dgr.truth(0).power, 1'000, 1e-6));
    line.step(kStart + seconds{14}, kStart + seconds{20});
    QVERIFY(dgr.truth(0).power == 0);
}

void TestSimulatedDgr::lineFreezesValuesUnderFreshTimes()
{
    SimulatedDgr dgr{twoLegDgr(1, 4'000), kStart};
    SimulatedLine line{dgr, {}, kStart};
    line.setPower(Power{3'600}, minutes{30});
    line.step(kStart, kStart + minutes{1});
    line.freeze(minutes{1});
    const Energy before = line.state().value->imported;
    line.step(kStart + minutes{1}, kStart + minutes{2});
    QVERIFY(line.state().measuredAt >= kStart + seconds{118});
    QVERIFY(line.state().value->imported - before <= Energy{1});
    line.step(kStart + minutes{2}, kStart + minutes{3});
    QVERIFY(line.state().value->imported - before >= Energy{115});
}

void TestSimulatedDgr::lineLosesAsOftenAsConfigured()
{
    SimulatedDgr dgr{twoLegDgr(1, 4'000), kStart};
    SimulatedLineConfig config;
    config.lossPermille = 200;
    SimulatedLine line{dgr, config, kStart};
    int lost = 0;
    for (int i = 0; i < 1'000; ++i)
        lost += line.setPower(Power{0}, seconds{1}) == CommandResult::NotReachable ? 1 : 0;
    // 1 - 0.8² of them, four standard deviations.
    QVERIFY2(lost > 300 && lost < 420, qPrintable(QString::number(lost)));
    line.cut(seconds{10});
    QVERIFY(line.setPower(Power{0}, seconds{1}) == CommandResult::NotReachable);
}

QTEST_GUILESS_MAIN(TestSimulatedDgr)
#include "tst_simulated_dgr.moc"
