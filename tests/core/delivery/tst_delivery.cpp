// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: the trajectory moves exactly the contract, the control waits for partners and leads when it is behind, and a
// period's end names who failed. Method: steps with devices that follow exactly, stop or fall silent.
#include "core/delivery/completion.h"
#include "tests/support/random_stream.h"

#include <QTest>

#include <limits>
#include <numeric>

using namespace dgex;
using namespace dgex::delivery;
using std::chrono::seconds;

namespace {

constexpr Period kPeriod{1'800'000'000};

HomeContract imports(std::int64_t wattHours, std::uint64_t partner = 2)
{
    return {ParticipantId{partner}, Energy{wattHours}};
}

/// An ideal device: it moves exactly what it is asked for. Energy in W x ms.
struct IdealHome {
    EqualAmountState state;
    std::int64_t moved = 0;
    Power power;
    std::vector<std::optional<Progress>> heard;

    [[nodiscard]] Energy energy() const { return Energy{divide(moved, 3'600'000, Rounding::Floor)}; }
    std::vector<std::optional<Progress>> step(UtcTime now, bool works = true)
    {
        const EqualAmountOutput output =
            stepEqualAmount(state, {.now = now, .moved = energy(), .power = power, .partners = heard});
        state = output.state;
        power = works ? output.setpoint : Power{};
        moved += power.count() * state.rules.controlStep.count();
        return output.progress;
    }
};

IdealHome homeWith(const std::vector<HomeContract>& contracts, Power capacity = Power{10'000})
{
    IdealHome home;
    home.state = beginEqualAmount(kPeriod, contracts, capacity);
    home.heard.resize(contracts.size());
    return home;
}

} // namespace

class TestDelivery : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void schedulesExactlyTheContract_data();
    void schedulesExactlyTheContract();
    void meanPowerAddsUpToTheSchedule();
    void movesTheContractWithAPartnerThatDoes_data() { schedulesExactlyTheContract_data(); }
    void movesTheContractWithAPartnerThatDoes();
    void waitsForAPartnerThatStopsAndGoesOnWithIt();
    void fallsToZeroWhenThePartnerIsSilent();
    void staysWithinCapacity();
    void restsWhileItsOwnDeviceIsNotHeard();
    void endsOneContractOfTwo();
    void splitsExactly_data();
    void splitsExactly();
    void survivesAbsurdProgress();
};

void TestDelivery::schedulesExactlyTheContract_data()
{
    QTest::addColumn<qint64>("contracted");
    QTest::newRow("one lot in") << qint64{100};
    QTest::newRow("one lot out") << qint64{-100};
    QTest::newRow("1.5 kWh in") << qint64{1500};
    QTest::newRow("2 kWh out") << qint64{-2000};
}

void TestDelivery::schedulesExactlyTheContract()
{
    QFETCH(const qint64, contracted);
    const Energy energy{contracted};
    QCOMPARE(scheduledEnergy(kPeriod, energy, kPeriod.start() - seconds{9}).count(), 0);
    QCOMPARE(scheduledEnergy(kPeriod, energy, kPeriod.start()).count(), 0);
    QCOMPARE(scheduledEnergy(kPeriod, energy, kPeriod.start() + seconds{900}).count(), contracted / 2);
    QCOMPARE(scheduledEnergy(kPeriod, energy, kPeriod.end()).count(), contracted);
    QCOMPARE(scheduledEnergy(kPeriod, energy, kPeriod.end() + seconds{9}).count(), contracted);
    QCOMPARE(scheduledPower(kPeriod, energy, kPeriod.start()).count(), 0);
    QCOMPARE(scheduledPower(kPeriod, energy, kPeriod.end()).count(), 0);
    const Power plateau = scheduledPower(kPeriod, energy, kPeriod.start() + seconds{700});
    QVERIFY((plateau - plateauPower(energy)).abs() <= Power{1});
    QVERIFY((plateauPower(energy) > Power{}) == (contracted > 0));
    const Power halfUp = scheduledPower(kPeriod, energy, kPeriod.start() + kRampTime / 2);
    QVERIFY((halfUp * 2 - plateau).abs() <= Power{2});
}

void TestDelivery::meanPowerAddsUpToTheSchedule()
{
    std::int64_t wattSeconds = 0;
    for (UtcTime now = kPeriod.start(); now < kPeriod.end(); now = now + seconds{10})
        wattSeconds += meanScheduledPower(kPeriod, Energy{1700}, now, seconds{10}).count() * 10;
    QVERIFY(std::abs(wattSeconds - 1700 * 3600) <= 180 * 5);
}

void TestDelivery::movesTheContractWithAPartnerThatDoes()
{
    QFETCH(const qint64, contracted);
    IdealHome home = homeWith({imports(contracted)});
    Power before;
    const Power plateau = plateauPower(Energy{contracted}).abs();
    for (UtcTime now = kPeriod.start(); now <= kPeriod.end(); now = now + seconds{10}) {
        home.heard[0] = Progress{scheduledEnergy(kPeriod, Energy{contracted}, now).abs(),
                                 scheduledPower(kPeriod, Energy{contracted}, now).abs(), now};
        home.moved = std::abs(home.moved) * (contracted < 0 ? -1 : 1);
        home.step(now);
        QVERIFY((home.power - before).abs() * 4 <= plateau + Power{40});
        before = home.power;
    }
    QVERIFY((home.energy() - Energy{contracted}).abs() <= Energy{3});
    QVERIFY(!home.state.contracts[0].hasWaited);
    const auto ended = complete(home.state, home.energy(), home.heard);
    QVERIFY(ended[0].outcome == Outcome::Complete);
}

void TestDelivery::waitsForAPartnerThatStopsAndGoesOnWithIt()
{
    IdealHome importer = homeWith({imports(1500)});
    IdealHome exporter = homeWith({imports(-1500, 1)});
    for (UtcTime now = kPeriod.start(); now <= kPeriod.end(); now = now + seconds{10}) {
        const auto minute = (now - kPeriod.start()) / std::chrono::minutes{1};
        const bool works = minute < 8 || minute >= 14;
        const auto fromImporter = importer.step(now);
        const auto fromExporter = exporter.step(now, works);
        importer.heard = fromExporter;
        exporter.heard = fromImporter;
        const Energy gap = importer.energy() + exporter.energy();
        QVERIFY2(gap.abs() <= Energy{25}, qPrintable(QString::number(gap.count())));
        if (minute == 12)
            QCOMPARE(importer.power.count(), 0);
        if (minute == 18)
            QVERIFY(importer.power > Power{2000} && exporter.power < Power{-2000});
    }
    QVERIFY((importer.energy() + exporter.energy()).abs() <= Energy{6});
    QVERIFY(importer.energy() > Energy{1200} && importer.energy() < Energy{1480});
    QVERIFY(complete(importer.state, importer.energy(), importer.heard)[0].outcome == Outcome::PartnerFault);
    QVERIFY(complete(exporter.state, exporter.energy(), exporter.heard)[0].outcome == Outcome::OwnFault);
}

void TestDelivery::fallsToZeroWhenThePartnerIsSilent()
{
    IdealHome home = homeWith({imports(1000)});
    for (UtcTime now = kPeriod.start(); now <= kPeriod.end(); now = now + seconds{10}) {
        const auto second = (now - kPeriod.start()) / seconds{1};
        if (second <= 600)
            home.heard[0] = Progress{home.energy(), home.power, now};
        home.step(now);
        if (second == 660)
            QVERIFY(home.power > Power{2000});
        if (second == 690)
            QVERIFY(home.power > Power{500} && home.power < Power{1400});
        if (second == 720)
            QCOMPARE(home.power.count(), 0);
    }
    QVERIFY(complete(home.state, home.energy(), home.heard)[0].outcome == Outcome::PartnerFault);
}

void TestDelivery::staysWithinCapacity()
{
    IdealHome home = homeWith({imports(900), imports(600, 3)}, Power{2000});
    for (UtcTime now = kPeriod.start(); now <= kPeriod.end(); now = now + seconds{10}) {
        home.heard[0] = Progress{Energy{900}, Power{2000}, now};
        home.heard[1] = Progress{Energy{600}, Power{2000}, now};
        home.step(now);
        QVERIFY(home.power <= Power{2000});
    }
    const auto ended = complete(home.state, home.energy(), home.heard);
    QVERIFY(ended[0].outcome == Outcome::OwnFault && ended[1].outcome == Outcome::OwnFault);
    QVERIFY(ended[0].delivered + ended[1].delivered == home.energy());
}

void TestDelivery::restsWhileItsOwnDeviceIsNotHeard()
{
    const EqualAmountState state = beginEqualAmount(kPeriod, {imports(1000)}, Power{4000});
    const UtcTime now = kPeriod.start() + seconds{500};
    const EqualAmountOutput output =
        stepEqualAmount(state, {.now = now, .moved = std::nullopt, .power = std::nullopt, .partners = {std::nullopt}});
    QCOMPARE(output.setpoint.count(), 0);
    QVERIFY(!output.progress[0]);
}

void TestDelivery::endsOneContractOfTwo()
{
    IdealHome home = homeWith({imports(800), imports(400, 3)});
    for (UtcTime now = kPeriod.start(); now <= kPeriod.end(); now = now + seconds{10}) {
        const Energy first = std::min(Energy{300}, scheduledEnergy(kPeriod, Energy{800}, now));
        home.heard[0] =
            Progress{first, first == Energy{300} ? Power{} : scheduledPower(kPeriod, Energy{800}, now), now};
        home.heard[1] =
            Progress{scheduledEnergy(kPeriod, Energy{400}, now), scheduledPower(kPeriod, Energy{400}, now), now};
        home.step(now);
    }
    const auto ended = complete(home.state, home.energy(), home.heard);
    QVERIFY(ended[0].outcome == Outcome::PartnerFault);
    QVERIFY(ended[0].delivered >= Energy{300} && ended[0].delivered <= Energy{315});
    QVERIFY(ended[1].outcome == Outcome::Complete);
    QVERIFY(ended[0].delivered + ended[1].delivered == home.energy());
}

void TestDelivery::splitsExactly_data()
{
    QTest::addColumn<quint64>("seed");
    for (quint64 seed = 1; seed <= 100; ++seed)
        QTest::addRow("seed %llu", static_cast<unsigned long long>(seed)) << seed;
}

void TestDelivery::splitsExactly()
{
    QFETCH(const quint64, seed);
    test::RandomStream random{seed};
    std::vector<Energy> weights;
    Energy weightSum;
    for (std::int64_t i = random.between(1, 9); i > 0; --i) {
        weights.emplace_back(random.between(0, 3) == 0 ? 0 : random.between(0, 5000));
        weightSum += weights.back();
    }
    const Energy total{random.between(0, 10'000)};
    const std::vector<Energy> parts = splitByWeights(total, weights);
    QVERIFY(std::accumulate(parts.begin(), parts.end(), Energy{}) == total);
    for (std::size_t i = 0; i < parts.size() && !weightSum.isZero(); ++i) {
        const std::int64_t exact = total.count() * weights[i].count() / weightSum.count();
        QVERIFY(parts[i] >= Energy{exact} && parts[i] <= Energy{exact + 1});
    }
}

void TestDelivery::survivesAbsurdProgress()
{
    constexpr std::int64_t kHuge = std::numeric_limits<std::int64_t>::max();
    for (const std::int64_t sign : {std::int64_t{1}, std::int64_t{-1}}) {
        IdealHome home = homeWith({imports(1000)});
        home.heard[0] = Progress{Energy{kHuge * sign}, Power{kHuge * sign}, UtcTime{kPeriod.end() + seconds{999}}};
        for (UtcTime now = kPeriod.start(); now <= kPeriod.end(); now = now + seconds{10})
            home.step(now);
        QVERIFY(home.energy() >= Energy{} && home.energy() <= Energy{1002});
    }
}

QTEST_GUILESS_MAIN(TestDelivery)
#include "tst_delivery.moc"
