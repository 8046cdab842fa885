// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: simulated homes conserve energy, repeat exactly, resemble each other without being alike, and do not change
// their demand with commands. Method: days under random commands with printed seeds, read through the ports.
#include "core/base/encoding.h"
#include "drivers/simulated/simulated_neighbourhood.h"
#include "tests/support/random_stream.h"

#include <QElapsedTimer>
#include <QTest>

#include <array>
#include <cmath>

using namespace dgex;
using namespace dgex::drivers;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

constexpr Period kStart{1'799'971'200 - 1'799'971'200 % 86'400}; // A midnight in UTC, in January.
constexpr Period kSummer = kStart.plus(48 * 165);

SimulatedNeighbourhood street(std::size_t homes, std::uint64_t seed, Period start = kSummer)
{
    SimulatedNeighbourhoodConfig config;
    config.start = start.start();
    config.step = seconds{10};
    config.weather.seed = seed;
    config.homes = syntheticHomes(homes, seed);
    return SimulatedNeighbourhood{std::move(config)};
}

void commandAtRandom(SimulatedNeighbourhood& homes, test::RandomStream& random)
{
    for (std::size_t i = 0; i < homes.homeCount(); ++i) {
        const ports::HomeDevices devices = homes.devices(i);
        if (devices.battery != nullptr)
            devices.battery->setPower(Power{random.between(-5000, 5000)}, seconds{random.between(1, 1200)});
        devices.router->setPower(Power{random.between(-5000, 5000)}, seconds{random.between(1, 1200)});
    }
}

void runDay(SimulatedNeighbourhood& homes, std::uint64_t seed)
{
    test::RandomStream random{seed};
    const UtcTime start = homes.now();
    for (int i = 1; i <= 144; ++i) {
        commandAtRandom(homes, random);
        homes.advanceTo(start + minutes{10} * i);
    }
}

/// Every reading of a home in fixed bytes.
void append(Encoder& encoder, const ports::HomeDevices& devices)
{
    const auto counters = devices.meter->counters();
    encoder.i64(counters.measuredAt.milliseconds()).i64(counters.value->imported.count());
    encoder.i64(counters.value->exported.count()).i64(devices.meter->power().value->count());
    encoder.i64(devices.load->consumed().value->count()).i64(devices.load->power().value->count());
    if (devices.pv != nullptr)
        encoder.i64(devices.pv->generated().value->count()).i64(devices.pv->power().value->count());
    if (devices.battery != nullptr)
        encoder.i64(devices.battery->state().value->stored.count()).i64(devices.battery->state().value->power.count());
    const ports::DgrState router = *devices.router->state().value;
    encoder.i64(router.power.count()).i64(router.imported.count()).i64(router.exported.count());
    encoder.i64(router.lost.count()).i64(router.temperatureDeciCelsius).i64(router.legs[1].power.count());
}

Bytes dayOfReadings(std::uint64_t seed)
{
    SimulatedNeighbourhood homes = street(4, seed);
    Encoder encoder;
    test::RandomStream random{seed};
    const UtcTime start = homes.now();
    for (int i = 1; i <= 144; ++i) {
        commandAtRandom(homes, random);
        homes.advanceTo(start + minutes{10} * i);
        for (std::size_t home = 0; home < homes.homeCount(); ++home)
            append(encoder, homes.devices(home));
    }
    return encoder.take();
}

double correlation(const std::vector<double>& a, const std::vector<double>& b)
{
    double meanA = 0;
    double meanB = 0;
    const auto count = double(a.size());
    for (std::size_t i = 0; i < a.size(); ++i) {
        meanA += a[i] / count;
        meanB += b[i] / count;
    }
    double both = 0;
    double squaresA = 0;
    double squaresB = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        both += (a[i] - meanA) * (b[i] - meanB);
        squaresA += (a[i] - meanA) * (a[i] - meanA);
        squaresB += (b[i] - meanB) * (b[i] - meanB);
    }
    return both / std::sqrt(squaresA * squaresB);
}

} // namespace

class TestSimulatedNeighbourhood : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void conservesEnergy_data();
    void conservesEnergy();
    void repeatsByteForByte();
    void keepsDemandAndSunWhateverIsCommanded();
    void correlatesPvWithoutBeingAlike();
    void livesPlausibly();
    void givesAHistoryOfTheSameModel();
    void replaysASeriesExactly();
    void goesStaleWhenTheMeterStops();
    void darkensUnderACloud();
    void stepsOnlyWholeSteps();
    void runsAThousandHomesQuickly();
};

void TestSimulatedNeighbourhood::conservesEnergy_data()
{
    QTest::addColumn<quint64>("seed");
    for (quint64 seed = 1; seed <= 8; ++seed)
        QTest::addRow("seed %llu", static_cast<unsigned long long>(seed)) << seed;
}

void TestSimulatedNeighbourhood::conservesEnergy()
{
    QFETCH(const quint64, seed);
    SimulatedNeighbourhood homes = street(6, seed);
    std::vector<HomeTruth> before;
    for (std::size_t i = 0; i < homes.homeCount(); ++i)
        before.push_back(homes.truth(i));
    runDay(homes, seed);
    for (std::size_t i = 0; i < homes.homeCount(); ++i) {
        const HomeTruth truth = homes.truth(i);
        const double open = truth.generated + truth.imported + truth.discharged - truth.consumed - truth.exported -
                            truth.charged - truth.routerLost;
        QVERIFY2(std::abs(open) < 1e-6, qPrintable(QString::number(open)));
        const double battery = truth.charged - truth.discharged - truth.batteryLost - (truth.stored - before[i].stored);
        QVERIFY2(std::abs(battery) < 1e-6, qPrintable(QString::number(battery)));
        QVERIFY(truth.routerImported + truth.routerExported > 1000 && truth.routerLost > 50);

        const ports::HomeDevices devices = homes.devices(i);
        const ports::MeterCounters meter = *devices.meter->counters().value;
        std::int64_t sum = meter.imported.count() - meter.exported.count() - devices.load->consumed().value->count() -
                           devices.router->state().value->lost.count();
        if (devices.pv != nullptr)
            sum += devices.pv->generated().value->count();
        if (devices.battery != nullptr)
            sum += devices.battery->state().value->discharged.count() - devices.battery->state().value->charged.count();
        // Each of seven counters hides less than 1 Wh.
        QVERIFY2(std::abs(sum) <= 4, qPrintable(QString::number(sum)));
    }
}

void TestSimulatedNeighbourhood::repeatsByteForByte()
{
    QVERIFY(dayOfReadings(5) == dayOfReadings(5));
    QVERIFY(dayOfReadings(5) != dayOfReadings(6));
    QCOMPARE(syntheticHomes(9, 7)[3].seed, syntheticHomes(4, 7)[3].seed);
    QVERIFY(syntheticHomes(9, 7)[3].dailyDemand == syntheticHomes(4, 7)[3].dailyDemand);
}

void TestSimulatedNeighbourhood::keepsDemandAndSunWhateverIsCommanded()
{
    SimulatedNeighbourhood trading = street(5, 3);
    SimulatedNeighbourhood alone = street(5, 3);
    runDay(trading, 1);
    alone.advanceTo(alone.now() + hours{24});
    QVERIFY(trading.now() == alone.now());
    for (std::size_t i = 0; i < 5; ++i) {
        QVERIFY(trading.truth(i).consumed == alone.truth(i).consumed);
        QVERIFY(trading.truth(i).generated == alone.truth(i).generated);
        QVERIFY(trading.truth(i).imported != alone.truth(i).imported);
    }
}

void TestSimulatedNeighbourhood::correlatesPvWithoutBeingAlike()
{
    SimulatedNeighbourhood homes = street(12, 11);
    std::vector<std::vector<double>> perPeak;
    std::vector<std::size_t> withPv;
    for (std::size_t i = 0; i < homes.homeCount(); ++i) {
        if (homes.devices(i).pv != nullptr)
            withPv.push_back(i);
    }
    QVERIFY(withPv.size() >= 4);
    perPeak.resize(withPv.size());
    const UtcTime start = homes.now();
    for (int i = 1; i <= 48 * 5; ++i) {
        homes.advanceTo(start + minutes{30} * i);
        for (std::size_t j = 0; j < withPv.size(); ++j)
            perPeak[j].push_back(double(homes.devices(withPv[j]).pv->power().value->count()) /
                                 double(homes.devices(withPv[j]).pv->peak().count()));
    }
    for (std::size_t j = 1; j < perPeak.size(); ++j) {
        const double value = correlation(perPeak[0], perPeak[j]);
        QVERIFY2(value > 0.8 && value < 0.99999, qPrintable(QString::number(value)));
    }
}

void TestSimulatedNeighbourhood::livesPlausibly()
{
    const SimulatedNeighbourhood homes = street(12, 2, kStart.plus(48 * 220));
    double fewest = 1e9;
    double most = 0;
    for (std::size_t i = 0; i < homes.homeCount(); ++i) {
        double demand = 0;
        double generation = 0;
        double atNight = 0;
        for (const HalfHour& half : homes.history(i, 200)) {
            QVERIFY(half.demand > Energy{0} && half.demand < Energy{4000});
            demand += double(half.demand.count()) / 200;
            generation += double(half.generation.count()) / 200;
            // 14:00 to 19:00 UTC is 23:00 to 04:00 where the street is.
            const std::int64_t hour = half.period.startSeconds() % 86'400 / 3600;
            atNight += hour >= 14 && hour < 19 ? double(half.generation.count()) : 0;
        }
        const auto expected = double(homes.homeConfig(i).dailyDemand.count());
        QVERIFY2(demand > 0.85 * expected && demand < 1.15 * expected, qPrintable(QString::number(demand / expected)));
        QVERIFY(atNight == 0);
        if (homes.homeConfig(i).pvPeak > Power{}) {
            const double hoursAtPeak = generation / double(homes.homeConfig(i).pvPeak.count());
            fewest = std::min(fewest, hoursAtPeak);
            most = std::max(most, hoursAtPeak);
        }
    }
    QVERIFY2(fewest > 2 && most < 5, qPrintable(QString::number(fewest) + u' ' + QString::number(most)));
}

void TestSimulatedNeighbourhood::givesAHistoryOfTheSameModel()
{
    SimulatedNeighbourhood live = street(4, 9);
    const SimulatedNeighbourhood later = street(4, 9, kSummer.plus(48));
    live.advanceTo(kSummer.plus(48).start());
    for (std::size_t i = 0; i < 4; ++i) {
        const std::vector<HalfHour> past = later.history(i, 1);
        QCOMPARE(past.size(), std::size_t{48});
        QVERIFY(past.front().period == kSummer);
        Energy demand;
        Energy generation;
        for (const HalfHour& half : past) {
            demand += half.demand;
            generation += half.generation;
        }
        const HomeTruth truth = live.truth(i);
        QVERIFY(std::abs(double(demand.count()) - truth.consumed) <= 0.02 * truth.consumed + 30);
        QVERIFY(std::abs(double(generation.count()) - truth.generated) <= 0.01 * truth.generated + 30);
    }
}

void TestSimulatedNeighbourhood::replaysASeriesExactly()
{
    test::RandomStream random{21};
    ReplaySeries series{.first = kStart.plus(-48), .demand = {}, .generation = {}};
    for (int i = 0; i < 96; ++i) {
        series.demand.emplace_back(random.between(0, 3000));
        series.generation.emplace_back(random.between(0, 2500));
    }
    SimulatedHomeConfig home;
    home.pvPeak = Power{5000};
    home.replay = series;
    SimulatedNeighbourhood homes({.start = kStart.start(), .homes = {home}});
    QCOMPARE(homes.history(0, 3).size(), std::size_t{48});
    QVERIFY(homes.history(0, 3)[5].demand == series.demand[5]);
    const ports::HomeDevices devices = homes.devices(0);
    Energy demand;
    Energy generation;
    for (int i = 0; i < 48; ++i) {
        homes.advanceTo(kStart.plus(i + 1).start());
        demand += series.demand[static_cast<std::size_t>(48 + i)];
        generation += series.generation[static_cast<std::size_t>(48 + i)];
        QVERIFY(*devices.load->consumed().value == demand);
        QVERIFY(*devices.pv->generated().value == generation);
    }
    homes.advanceTo(kStart.plus(50).start());
    QVERIFY(*devices.load->consumed().value == demand);
}

void TestSimulatedNeighbourhood::goesStaleWhenTheMeterStops()
{
    SimulatedNeighbourhood homes = street(1, 4);
    const ports::HomeDevices devices = homes.devices(0);
    homes.advanceTo(homes.now() + minutes{30});
    const auto before = devices.meter->counters();
    QVERIFY(before.quality == ports::Quality::Good && before.measuredAt == homes.now());
    homes.stopMeter(0, minutes{20});
    homes.advanceTo(homes.now() + minutes{10});
    const auto stopped = devices.meter->counters();
    QVERIFY(stopped.quality == ports::Quality::Stale && stopped.measuredAt == before.measuredAt);
    QVERIFY(!stopped.fresh(homes.now(), minutes{5}));
    QVERIFY(devices.load->power().fresh(homes.now(), seconds{1}));
    homes.advanceTo(homes.now() + minutes{11});
    const auto after = devices.meter->counters();
    QVERIFY(after.quality == ports::Quality::Good && after.measuredAt == homes.now());
    QVERIFY(after.value->imported.count() == std::int64_t(std::floor(homes.truth(0).imported + 1e-6)));
}

void TestSimulatedNeighbourhood::darkensUnderACloud()
{
    SimulatedNeighbourhood clear = street(8, 6);
    SimulatedNeighbourhood dark = street(8, 6);
    const UtcTime noon = kSummer.start() + hours{3};
    clear.advanceTo(noon);
    dark.advanceTo(noon);
    dark.addCloud(800, minutes{20});
    clear.advanceTo(noon + minutes{10});
    dark.advanceTo(noon + minutes{10});
    std::int64_t sun = 0;
    std::int64_t shade = 0;
    for (std::size_t i = 0; i < 8; ++i) {
        if (clear.devices(i).pv == nullptr)
            continue;
        sun += clear.devices(i).pv->power().value->count();
        shade += dark.devices(i).pv->power().value->count();
    }
    QVERIFY(sun > 1000 && shade * 4 < sun);
    clear.advanceTo(noon + minutes{40});
    dark.advanceTo(noon + minutes{40});
    QVERIFY(clear.devices(0).load->power().value == dark.devices(0).load->power().value);
    for (std::size_t i = 0; i < 8; ++i) {
        if (clear.devices(i).pv != nullptr)
            QVERIFY(clear.devices(i).pv->power().value == dark.devices(i).pv->power().value);
    }
}

void TestSimulatedNeighbourhood::stepsOnlyWholeSteps()
{
    SimulatedNeighbourhood homes = street(1, 1);
    homes.advanceTo(kSummer.start() + seconds{29});
    QVERIFY(homes.now() == kSummer.start() + seconds{20});
    QVERIFY(homes.devices(0).load->power().measuredAt == homes.now());
    homes.advanceTo(kSummer.start());
    QVERIFY(homes.now() == kSummer.start() + seconds{20});
}

void TestSimulatedNeighbourhood::runsAThousandHomesQuickly()
{
    SimulatedNeighbourhood homes = street(1000, 1);
    QElapsedTimer timer;
    timer.start();
    homes.advanceTo(kSummer.start() + hours{2});
    const qint64 spent = timer.elapsed();
    qInfo("1,000 homes, 2 hours: %lld ms", static_cast<long long>(spent));
    QVERIFY(spent < 20'000);
}

QTEST_GUILESS_MAIN(TestSimulatedNeighbourhood)
#include "tst_simulated_neighbourhood.moc"
