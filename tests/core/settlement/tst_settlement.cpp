// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: a period settles by the market rules, money sums to 0 and energy is accounted for. Method: one row per way in
// which a contract can go, with amounts worked out by hand, and random periods with printed seeds.
#include "core/settlement/settlement.h"
#include "tests/support/random_stream.h"

#include <QTest>

#include <algorithm>
#include <map>

using namespace dgex;
using namespace dgex::settlement;

namespace {

constexpr Tariff kTariff{
    .retail = Price{3000}, .feedIn = Price{800}, .imbalanceShort = Price{4000}, .imbalanceLong = Price{500}};

SideReport moved(std::int64_t wattHours)
{
    return {.confirmed = true, .reported = true, .delivered = Energy{wattHours}, .ownFault = false};
}

SideReport faulty(std::int64_t wattHours)
{
    SideReport report = moved(wattHours);
    report.ownFault = true;
    return report;
}

SideReport unconfirmed()
{
    return {};
}

SideReport silent()
{
    return {.confirmed = true, .reported = false, .delivered = Energy{777}, .ownFault = false};
}

SideReport anyReport(test::RandomStream& random, std::int64_t contracted)
{
    SideReport report;
    report.confirmed = random.between(0, 9) > 0;
    report.reported = random.between(0, 9) > 0;
    report.ownFault = random.between(0, 4) == 0;
    const std::int64_t kind = random.between(0, 2);
    report.delivered = Energy{kind == 0   ? contracted
                              : kind == 1 ? std::max<std::int64_t>(0, contracted + random.between(-12, 12))
                                          : random.between(0, 2 * contracted)};
    return report;
}

PeriodInput anyPeriod(std::uint64_t seed)
{
    test::RandomStream random{seed};
    PeriodInput input;
    input.period = Period{1'800 * random.between(0, 1'000'000)};
    input.tariff = {.retail = Price{random.between(-500, 6000)},
                    .feedIn = Price{random.between(-500, 3000)},
                    .imbalanceShort = Price{random.between(-500, 9000)},
                    .imbalanceLong = Price{random.between(-500, 3000)}};
    const std::int64_t homes = random.between(2, 12);
    for (std::int64_t i = 0; i < homes; ++i)
        input.meters.push_back(
            {ParticipantId{static_cast<std::uint64_t>(i * 3 + 1)}, Energy{random.between(-9000, 9000)}});
    const std::int64_t contracts = random.between(0, 15);
    for (std::int64_t i = 0; i < contracts; ++i) {
        SettledContract contract;
        const auto a = random.between(0, homes - 1);
        const auto b = (a + random.between(1, homes - 1)) % homes;
        contract.exporter = input.meters[static_cast<std::size_t>(a)].home;
        contract.importer = input.meters[static_cast<std::size_t>(b)].home;
        contract.contracted = Energy{100 * random.between(1, 40)};
        contract.exporterReport = anyReport(random, contract.contracted.count());
        contract.importerReport = anyReport(random, contract.contracted.count());
        input.contracts.push_back(contract);
    }
    return input;
}

bool isOff(const SideReport& report, std::int64_t contracted)
{
    const std::int64_t delivered = report.reported ? report.delivered.count() : 0;
    return std::abs(delivered - contracted) > std::max<std::int64_t>(10, contracted / 100);
}

} // namespace

class TestSettlement : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void settlesAContract_data();
    void settlesAContract();
    void paysTheResidualAtRetailOrFeedIn();
    void paysTheLossFromTheGridOperator();
    void sumsMoneyToZero_data();
    void sumsMoneyToZero();
    void accountsForEveryWattHour_data() { sumsMoneyToZero_data(); }
    void accountsForEveryWattHour();
    void leavesTheInnocentAsWithFullDelivery_data() { sumsMoneyToZero_data(); }
    void leavesTheInnocentAsWithFullDelivery();
    void doesNotDependOnTheOrder_data() { sumsMoneyToZero_data(); }
    void doesNotDependOnTheOrder();
};

void TestSettlement::settlesAContract_data()
{
    QTest::addColumn<SideReport>("exporter");
    QTest::addColumn<SideReport>("importer");
    QTest::addColumn<QList<qint64>>("exporterBooks"); // through DGR, shortfall, excess
    QTest::addColumn<QList<qint64>>("importerBooks");
    const auto row = [](const char* name, SideReport exporter, SideReport importer, QList<qint64> out,
                        QList<qint64> in) { QTest::newRow(name) << exporter << importer << out << in; };
    row("both deliver", moved(2000), moved(2000), {-2000, 0, 0}, {2000, 0, 0});
    row("small differences are each side's own", moved(1990), moved(2004), {-1990, 10, 0}, {2004, 4, 0});
    row("small differences the other way", moved(2003), moved(1995), {-2003, 0, 3}, {1995, 0, 5});
    row("the exporter fails and the importer followed", faulty(700), moved(715), {-700, 1300, 0}, {2000, 0, 0});
    row("the importer fails and the exporter followed", moved(715), faulty(700), {-2000, 0, 0}, {700, 0, 1300});
    row("the exporter is short without a word", moved(1900), moved(2000), {-1900, 100, 0}, {2000, 0, 0});
    row("the importer takes too much", moved(2000), moved(2100), {-2000, 0, 0}, {2100, 100, 0});
    row("the exporter gives too much", moved(2100), moved(2000), {-2100, 0, 100}, {2000, 0, 0});
    row("both are short and nobody says why", moved(700), moved(715), {-700, 1300, 0}, {715, 0, 1285});
    row("both name their own fault", faulty(0), faulty(400), {0, 2000, 0}, {400, 0, 1600});
    row("the exporter did not confirm", unconfirmed(), moved(0), {0, 2000, 0}, {2000, 0, 0});
    row("the importer did not confirm", moved(0), unconfirmed(), {-2000, 0, 0}, {0, 0, 2000});
    row("what a silent side moved does not count", silent(), moved(2000), {0, 2000, 0}, {2000, 0, 0});
    row("nobody confirmed", unconfirmed(), unconfirmed(), {0, 2000, 0}, {0, 0, 2000});
    row("a negative amount is no report", moved(-5), moved(2000), {0, 2000, 0}, {2000, 0, 0});
    row("ten watt-hours off are in tolerance beside an open fault", faulty(1500), moved(1990), {-1500, 500, 0},
        {2000, 0, 0});
}

void TestSettlement::settlesAContract()
{
    QFETCH(const SideReport, exporter);
    QFETCH(const SideReport, importer);
    QFETCH(const QList<qint64>, exporterBooks);
    QFETCH(const QList<qint64>, importerBooks);
    const PeriodInput input{.period = Period{0},
                            .tariff = kTariff,
                            .meters = {{ParticipantId{1}, Energy{-2500}}, {ParticipantId{2}, Energy{2500}}},
                            .contracts = {{ParticipantId{1}, ParticipantId{2}, Energy{2000}, exporter, importer}}};
    const PeriodSettlement result = settle(input);
    const auto check = [](const HomeSettlement& home, const QList<qint64>& books) {
        QCOMPARE(home.throughDgr.count(), books[0]);
        QCOMPARE(home.shortfall.count(), books[1]);
        QCOMPARE(home.excess.count(), books[2]);
        QCOMPARE(home.imbalanceMoney.count(), books[2] * 500 - books[1] * 4000);
    };
    check(result.homes[0], exporterBooks);
    check(result.homes[1], importerBooks);
}

void TestSettlement::paysTheResidualAtRetailOrFeedIn()
{
    const PeriodInput input{.period = Period{0},
                            .tariff = kTariff,
                            .meters = {{ParticipantId{4}, Energy{300}}, {ParticipantId{9}, Energy{-200}}},
                            .contracts = {}};
    const PeriodSettlement result = settle(input);
    QCOMPARE(result.homes[0].residualMoney.count(), -900'000);
    QCOMPARE(result.homes[1].residualMoney.count(), 160'000);
    QCOMPARE(result.utility.count(), 740'000);
    QCOMPARE(result.gridOperator.count(), 0);
}

void TestSettlement::paysTheLossFromTheGridOperator()
{
    PeriodInput input{.period = Period{0},
                      .tariff = kTariff,
                      .meters = {{ParticipantId{1}, Energy{-2000}}, {ParticipantId{2}, Energy{2000}}},
                      .contracts = {{ParticipantId{1}, ParticipantId{2}, Energy{1000}, moved(1004), moved(997)},
                                    {ParticipantId{1}, ParticipantId{2}, Energy{1000}, moved(1000), silent()}}};
    const PeriodSettlement result = settle(input);
    QCOMPARE(result.networkLoss.count(), 7);
    QCOMPARE(result.gridOperator.count(), -21'000);
    QCOMPARE(result.contracted.count(), 2000);
    QCOMPARE(result.delivered.count(), (1004 + 1000 + 997) / 2);
}

void TestSettlement::sumsMoneyToZero_data()
{
    QTest::addColumn<quint64>("seed");
    for (quint64 seed = 1; seed <= 400; ++seed)
        QTest::addRow("seed %llu", static_cast<unsigned long long>(seed)) << seed;
}

void TestSettlement::sumsMoneyToZero()
{
    QFETCH(const quint64, seed);
    const PeriodInput input = anyPeriod(seed);
    const PeriodSettlement result = settle(input);
    Money sum = result.gridOperator + result.utility;
    WideMoney utility = wideValueOf(result.networkLoss, input.tariff.retail);
    for (const HomeSettlement& home : result.homes) {
        sum += home.residualMoney + home.imbalanceMoney;
        utility += wideValueOf(home.residual, home.residual > Energy{} ? input.tariff.retail : input.tariff.feedIn) +
                   wideValueOf(home.shortfall, input.tariff.imbalanceShort) -
                   wideValueOf(home.excess, input.tariff.imbalanceLong);
    }
    QCOMPARE(sum.count(), 0);
    QVERIFY(utility == result.utility.count());
}

void TestSettlement::accountsForEveryWattHour()
{
    QFETCH(const quint64, seed);
    const PeriodInput input = anyPeriod(seed);
    const PeriodSettlement result = settle(input);
    std::map<ParticipantId, Energy> position;
    for (const SettledContract& contract : input.contracts) {
        position[contract.exporter] -= contract.contracted;
        position[contract.importer] += contract.contracted;
    }
    Energy metered;
    Energy fromUtility;
    QCOMPARE(result.homes.size(), input.meters.size());
    for (std::size_t i = 0; i < result.homes.size(); ++i) {
        const HomeSettlement& home = result.homes[i];
        QVERIFY(home.home == input.meters[i].home && home.metered == input.meters[i].net);
        QVERIFY(home.metered == home.throughDgr + home.residual);
        QVERIFY(home.throughDgr == position[home.home] + home.shortfall - home.excess);
        QVERIFY(home.shortfall >= Energy{} && home.excess >= Energy{});
        metered += home.metered;
        fromUtility += home.residual + home.shortfall - home.excess;
    }
    QVERIFY(metered == fromUtility);
}

void TestSettlement::leavesTheInnocentAsWithFullDelivery()
{
    QFETCH(const quint64, seed);
    PeriodInput input = anyPeriod(seed);
    const PeriodSettlement result = settle(input);
    PeriodInput perfect = input;
    std::map<ParticipantId, bool> mayDiffer;
    for (SettledContract& contract : perfect.contracts) {
        const std::int64_t contracted = contract.contracted.count();
        const auto open = [](const SideReport& side) { return !side.confirmed || !side.reported || side.ownFault; };
        const bool exporterOpen = open(contract.exporterReport);
        const bool importerOpen = open(contract.importerReport);
        const bool exporterFails = exporterOpen || (isOff(contract.exporterReport, contracted) && !importerOpen);
        const bool importerFails = importerOpen || (isOff(contract.importerReport, contracted) && !exporterOpen);
        mayDiffer[contract.exporter] |= exporterFails || !importerFails;
        mayDiffer[contract.importer] |= importerFails || !exporterFails;
        contract.exporterReport = moved(contracted);
        contract.importerReport = moved(contracted);
    }
    const PeriodSettlement full = settle(perfect);
    for (std::size_t i = 0; i < result.homes.size(); ++i) {
        if (!mayDiffer[result.homes[i].home])
            QVERIFY(result.homes[i] == full.homes[i]);
    }
}

void TestSettlement::doesNotDependOnTheOrder()
{
    QFETCH(const quint64, seed);
    PeriodInput input = anyPeriod(seed);
    const PeriodSettlement result = settle(input);
    test::RandomStream random{seed + 1'000'000};
    for (std::size_t i = input.contracts.size(); i > 1; --i)
        std::swap(input.contracts[i - 1],
                  input.contracts[static_cast<std::size_t>(random.between(0, static_cast<std::int64_t>(i) - 1))]);
    const PeriodSettlement other = settle(input);
    QVERIFY(result.homes == other.homes);
    QVERIFY(result.utility == other.utility && result.gridOperator == other.gridOperator);
    QVERIFY(result.delivered == other.delivered && result.networkLoss == other.networkLoss);
}

QTEST_GUILESS_MAIN(TestSettlement)
#include "tst_settlement.moc"
