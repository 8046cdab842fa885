// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: trades reach their cells over the legs with the least loss, and what cannot is named.
// Method: small networks by hand; random neighbourhoods against physics and against GLPK, which solves the same task
// from its own formulation.
#include "core/routing/leg_router.h"
#include "tests/support/neighbourhood_network.h"

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

#include <cmath>

using namespace dgex;
using namespace dgex::routing;

namespace {

/// Cells a and b, joined by one router with legs of these capacities and losses.
Network twoCells(Power capacityA, Power capacityB, double lossShare)
{
    Network network;
    network.cells = {"a", "b"};
    network.routers = {"dgr"};
    network.legs.push_back({"dgr/a", 0, 0, capacityA, LegDirection::Both, lossShare, 0});
    network.legs.push_back({"dgr/b", 0, 1, capacityB, LegDirection::Both, lossShare, 0});
    return network;
}

/// How far cells and DC links are from taking what they give, in watts.
double worstImbalance(const Network& network, const Routing& routing, const std::vector<CellExchange>& exchanges)
{
    std::vector<double> cells(network.cells.size());
    std::vector<double> routers(network.routers.size());
    const auto number = [](Power power) { return static_cast<double>(power.count()); };
    for (std::size_t i = 0; i < cells.size(); ++i)
        cells[i] =
            number(exchanges[i].exported - exchanges[i].imported + routing.lossSupply[i] - routing.undelivered[i]);
    for (const Shortage& shortage : routing.shortages)
        cells[shortage.cell] += number(shortage.missing);
    for (std::size_t i = 0; i < network.legs.size(); ++i) {
        const LegFlow& flow = routing.legs[i];
        cells[network.legs[i].cell] += number(flow.intoCell - flow.outOfCell);
        routers[network.legs[i].router] += number(flow.outOfCell - flow.intoCell - flow.loss);
    }
    double worst = 0;
    for (const double value : cells)
        worst = std::max(worst, std::abs(value));
    for (const double value : routers)
        worst = std::max(worst, std::abs(value));
    return worst;
}

/// The network as an LP file for a solver that knows nothing of ours. Only linear losses.
QByteArray asLpFile(const Network& network, const std::vector<CellExchange>& exchanges)
{
    QByteArray cells;
    QByteArray objective = "Minimize\n obj:";
    QByteArray bounds = "Bounds\n";
    std::vector<QByteArray> rows(network.cells.size() + network.routers.size());
    QByteArray equal = " equal:";
    const auto number = [](double value) { return QByteArray::number(value, 'g', 17); };
    for (std::size_t i = 0; i < network.legs.size(); ++i) {
        const NetworkLeg& leg = network.legs[i];
        const QByteArray name = QByteArray::number(static_cast<qulonglong>(i));
        const auto capacity = number(static_cast<double>(leg.capacity.count()));
        objective += " + " + number(leg.lossShare) + " o" + name + " + " + number(leg.lossShare) + " i" + name;
        rows[leg.cell] += " + i" + name + " - o" + name;
        rows[network.cells.size() + leg.router] +=
            " + " + number(1 - leg.lossShare) + " o" + name + " - " + number(1 + leg.lossShare) + " i" + name;
        bounds += " o" + name + " <= " + capacity + "\n i" + name + " <= " + capacity + "\n";
    }
    QByteArray text;
    for (std::size_t i = 0; i < network.cells.size(); ++i) {
        const QByteArray name = QByteArray::number(static_cast<qulonglong>(i));
        rows[i] += " + g" + name + " - w" + name + " + u" + name;
        objective += " + 0.99 u" + name;
        equal += " + w" + name + " - u" + name;
        const CellExchange& exchange = exchanges[i];
        if (exchange.exported.isZero())
            bounds += " g" + name + " = 0\n";
        bounds += " w" + name + " <= " + QByteArray::number(static_cast<qlonglong>(exchange.exported.count())) + "\n";
        bounds += " u" + name + " <= " + QByteArray::number(static_cast<qlonglong>(exchange.imported.count())) + "\n";
    }
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const std::int64_t demand =
            i < network.cells.size() ? (exchanges[i].imported - exchanges[i].exported).count() : 0;
        text += " r" + QByteArray::number(static_cast<qulonglong>(i)) + ":" + rows[i] + " = " +
                QByteArray::number(static_cast<qlonglong>(demand)) + "\n";
    }
    return objective + "\nSubject To\n" + text + equal + " = 0\n" + bounds + "End\n";
}

/// The least objective by GLPK, in watts.
double glpkObjective(const Network& network, const std::vector<CellExchange>& exchanges)
{
    const QTemporaryDir folder;
    const QString lp = folder.filePath(QStringLiteral("network.lp"));
    const QString solution = folder.filePath(QStringLiteral("solution"));
    QFile file(lp);
    if (!file.open(QIODevice::WriteOnly))
        return NAN;
    file.write(asLpFile(network, exchanges));
    file.close();
    QProcess::execute(QStringLiteral("glpsol"), {QStringLiteral("--lp"), lp, QStringLiteral("-w"), solution,
                                                 QStringLiteral("--log"), solution + QStringLiteral(".log")});
    QFile result(solution);
    if (!result.open(QIODevice::ReadOnly))
        return NAN;
    for (const QByteArray& line : result.readAll().split('\n'))
        if (line.startsWith("s bas")) // s bas rows columns primal dual objective
            return line.split(' ').last().toDouble();
    return NAN;
}

} // namespace

class TestLegRouter : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void energyCrossesARouterAndTheGridOperatorAddsTheLoss()
    {
        LegRouter router(twoCells(Power{10'000}, Power{10'000}, 0.02));
        const Routing routing = router.route(std::vector<CellExchange>{{Power{2'000}, {}}, {{}, Power{2'000}}});
        QVERIFY(routing.shortages.empty());
        QCOMPARE(routing.legs[1].intoCell.count(), 2'000);  // what the importer bought arrives
        QCOMPARE(routing.legs[0].outOfCell.count(), 2'082); // 2,000 x 1.02 / 0.98
        QCOMPARE(routing.lossSupply[0].count(), 82);
        QCOMPARE(routing.loss.count(), 82);
    }

    void nothingTradedMovesNothing()
    {
        LegRouter router(twoCells(Power{10'000}, Power{10'000}, 0.02));
        const Routing routing = router.route(std::vector<CellExchange>(2));
        QCOMPARE(routing.loss.count(), 0);
        QVERIFY(routing.legs[0].outOfCell.isZero() && routing.legs[0].intoCell.isZero());
    }

    void theLegThatIsFullIsNamed()
    {
        LegRouter router(twoCells(Power{10'000}, Power{1'500}, 0));
        const Routing routing = router.route(std::vector<CellExchange>{{Power{2'000}, {}}, {{}, Power{2'000}}});
        QCOMPARE(routing.shortages.size(), 1U);
        QCOMPARE(routing.shortages[0].cell, 1U);
        QCOMPARE(routing.shortages[0].missing.count(), 500);
        QCOMPARE(routing.shortages[0].bindingLegs, std::vector<std::size_t>{1});
        QCOMPARE(routing.undelivered[0].count(), 500); // equal amounts: what is not imported is not exported
    }

    void aCellWithoutAnyLegIsNamedWithoutALeg()
    {
        Network network = twoCells(Power{10'000}, Power{10'000}, 0);
        network.cells.emplace_back("island");
        LegRouter router(network);
        const Routing routing =
            router.route(std::vector<CellExchange>{{Power{300}, {}}, {{}, Power{200}}, {{}, Power{100}}});
        QCOMPARE(routing.shortages.size(), 1U);
        QCOMPARE(routing.shortages[0].cell, 2U);
        QVERIFY(routing.shortages[0].bindingLegs.empty());
    }

    void aOneWayLegCarriesNothingBack()
    {
        Network network = twoCells(Power{10'000}, Power{10'000}, 0);
        network.legs[1].direction = LegDirection::OutOfCell;
        LegRouter router(network);
        QCOMPARE(router.route(std::vector<CellExchange>{{Power{300}, {}}, {{}, Power{300}}}).shortages.size(), 1U);
        QVERIFY(router.route(std::vector<CellExchange>{{{}, Power{300}}, {Power{300}, {}}}).shortages.empty());
    }

    void theWayWithLessLossIsTaken()
    {
        Network network = twoCells(Power{10'000}, Power{10'000}, 0.03);
        network.routers.emplace_back("better");
        network.legs.push_back({"better/a", 1, 0, Power{1'000}, LegDirection::Both, 0.01, 0});
        network.legs.push_back({"better/b", 1, 1, Power{1'000}, LegDirection::Both, 0.01, 0});
        LegRouter router(network);
        const Routing routing = router.route(std::vector<CellExchange>{{Power{3'000}, {}}, {{}, Power{3'000}}});
        QCOMPARE(routing.legs[2].outOfCell.count(), 1'000); // full, and the rest takes the other router
        QVERIFY(routing.legs[0].outOfCell > Power{2'000});
    }

    void lossesThatGrowWithTheSquareShareTheLoad()
    {
        Network network = twoCells(Power{8'000}, Power{8'000}, 0);
        network.routers.emplace_back("twin");
        network.legs.push_back({"twin/a", 1, 0, Power{8'000}, LegDirection::Both, 0, 0});
        network.legs.push_back({"twin/b", 1, 1, Power{8'000}, LegDirection::Both, 0, 0});
        for (NetworkLeg& leg : network.legs)
            leg.lossPerWattSquared = 0.05 / 8'000;
        LegRouter router(network);
        const Routing routing = router.route(std::vector<CellExchange>{{Power{6'000}, {}}, {{}, Power{6'000}}});
        QVERIFY(routing.legs[1].intoCell >= Power{2'000} && routing.legs[3].intoCell >= Power{2'000});
    }

    void cellsAndDcLinksBalanceInRandomNeighbourhoods()
    {
        for (std::uint64_t seed = 1; seed <= 40; ++seed) {
            test::RandomStream random(seed);
            const Network network = test::neighbourhoodNetwork(static_cast<std::size_t>(random.between(1, 120)),
                                                               0.001 * static_cast<double>(random.between(0, 30)), 0);
            LegRouter router(network);
            for (int solve = 0; solve < 3; ++solve) {
                const auto exchanges = test::randomExchanges(network, random, 8'000);
                const Routing routing = router.route(exchanges);
                const double worst = worstImbalance(network, routing, exchanges);
                QVERIFY2(worst <= 60, qPrintable(QStringLiteral("seed %1: %2 W").arg(seed).arg(worst)));
                for (std::size_t leg = 0; leg < network.legs.size(); ++leg) {
                    QVERIFY(routing.legs[leg].intoCell <= network.legs[leg].capacity);
                    QVERIFY(routing.legs[leg].outOfCell <= network.legs[leg].capacity);
                }
                for (const Shortage& shortage : routing.shortages)
                    QVERIFY(!shortage.bindingLegs.empty());
            }
        }
    }

    void theObjectiveIsThatOfAnotherSolver()
    {
        for (std::uint64_t seed = 100; seed < 110; ++seed) {
            test::RandomStream random(seed);
            const Network network = test::neighbourhoodNetwork(static_cast<std::size_t>(random.between(5, 120)),
                                                               0.002 * static_cast<double>(random.between(1, 20)), 0);
            LegRouter router(network);
            (void)router.route(test::randomExchanges(network, random, 3'000)); // the second solve starts from a basis
            const auto exchanges = test::randomExchanges(network, random, 7'000);
            const Routing routing = router.route(exchanges);
            double objective = static_cast<double>(routing.loss.count());
            for (const Shortage& shortage : routing.shortages)
                objective += 0.99 * static_cast<double>(shortage.missing.count());
            const double other = glpkObjective(network, exchanges);
            QVERIFY2(std::abs(objective - other) <= 1e-4 * other + 10,
                     qPrintable(QStringLiteral("seed %1: %2, GLPK %3").arg(seed).arg(objective).arg(other)));
        }
    }
};

QTEST_GUILESS_MAIN(TestLegRouter)
#include "tst_leg_router.moc"
