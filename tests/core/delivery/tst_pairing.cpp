// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: net positions become few pairs that add up, the same for every order of the input. Method: small cases by
// hand and random positions with printed seeds.
#include "core/delivery/pairing.h"
#include "tests/support/random_stream.h"

#include <QTest>

#include <algorithm>
#include <map>

using namespace dgex;
using namespace dgex::delivery;

namespace {

std::vector<NetPosition> anyPositions(std::uint64_t seed)
{
    test::RandomStream random{seed};
    const std::int64_t homes = random.between(1, 60);
    const std::int64_t most = random.between(0, 1) == 0 ? 3 : 500;
    std::vector<NetPosition> positions;
    Lots sum;
    for (std::int64_t i = 1; i < homes; ++i) {
        positions.push_back({ParticipantId{static_cast<std::uint64_t>(i)}, Lots{random.between(-most, most)}});
        sum += positions.back().net;
    }
    positions.push_back({ParticipantId{static_cast<std::uint64_t>(homes)}, -sum});
    return positions;
}

} // namespace

class TestPairing : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void pairsTheLargestFirst();
    void breaksTiesByParticipant();
    void leavesOutNothing();
    void pairsInsideZonesFirst();
    void joinsPairsThatMeetAgain();
    void addsUpWithFewPairs_data();
    void addsUpWithFewPairs();
    void doesNotDependOnTheOrder_data() { addsUpWithFewPairs_data(); }
    void doesNotDependOnTheOrder();
};

void TestPairing::pairsTheLargestFirst()
{
    const std::vector<Pair> pairs = pairPositions({{ParticipantId{1}, Lots{-7}},
                                                   {ParticipantId{2}, Lots{5}},
                                                   {ParticipantId{3}, Lots{4}},
                                                   {ParticipantId{4}, Lots{-2}}});
    const std::vector<Pair> expected{{ParticipantId{1}, ParticipantId{2}, Lots{5}},
                                     {ParticipantId{1}, ParticipantId{3}, Lots{2}},
                                     {ParticipantId{4}, ParticipantId{3}, Lots{2}}};
    QVERIFY(pairs == expected);
}

void TestPairing::breaksTiesByParticipant()
{
    const std::vector<Pair> pairs = pairPositions({{ParticipantId{9}, Lots{3}},
                                                   {ParticipantId{2}, Lots{3}},
                                                   {ParticipantId{8}, Lots{-3}},
                                                   {ParticipantId{5}, Lots{-3}}});
    const std::vector<Pair> expected{{ParticipantId{5}, ParticipantId{2}, Lots{3}},
                                     {ParticipantId{8}, ParticipantId{9}, Lots{3}}};
    QVERIFY(pairs == expected);
}

void TestPairing::leavesOutNothing()
{
    QVERIFY(pairPositions({}).empty());
    QVERIFY(pairPositions({{ParticipantId{1}, Lots{0}}, {ParticipantId{2}, Lots{0}}}).empty());
}

void TestPairing::pairsInsideZonesFirst()
{
    constexpr ZoneId kWest{1};
    constexpr ZoneId kEast{2};
    const std::vector<Pair> pairs = pairOverZones({{ParticipantId{1}, kWest, Lots{-9}},
                                                   {ParticipantId{2}, kWest, Lots{2}},
                                                   {ParticipantId{3}, kEast, Lots{10}},
                                                   {ParticipantId{4}, kEast, Lots{-3}}},
                                                  {{.from = kWest, .to = kEast, .quantity = Lots{7}}});
    const std::vector<Pair> expected{{ParticipantId{1}, ParticipantId{2}, Lots{2}},
                                     {ParticipantId{4}, ParticipantId{3}, Lots{3}},
                                     {ParticipantId{1}, ParticipantId{3}, Lots{7}}};
    QVERIFY(pairs == expected);
}

void TestPairing::joinsPairsThatMeetAgain()
{
    constexpr ZoneId kWest{1};
    constexpr ZoneId kEast{2};
    const std::vector<Pair> pairs = pairOverZones(
        {{ParticipantId{1}, kWest, Lots{-9}}, {ParticipantId{3}, kEast, Lots{9}}},
        {{.from = kWest, .to = kEast, .quantity = Lots{7}}, {.from = kWest, .to = kEast, .quantity = Lots{2}}});
    QVERIFY((pairs == std::vector<Pair>{{ParticipantId{1}, ParticipantId{3}, Lots{9}}}));
}

void TestPairing::addsUpWithFewPairs_data()
{
    QTest::addColumn<quint64>("seed");
    for (quint64 seed = 1; seed <= 200; ++seed)
        QTest::addRow("seed %llu", static_cast<unsigned long long>(seed)) << seed;
}

void TestPairing::addsUpWithFewPairs()
{
    QFETCH(const quint64, seed);
    const std::vector<NetPosition> positions = anyPositions(seed);
    const std::vector<Pair> pairs = pairPositions(positions);
    std::map<ParticipantId, Lots> net;
    for (const Pair& pair : pairs) {
        QVERIFY(pair.quantity > Lots{});
        net[pair.exporter] -= pair.quantity;
        net[pair.importer] += pair.quantity;
    }
    std::size_t active = 0;
    for (const NetPosition& position : positions) {
        QVERIFY(net[position.home] == position.net);
        active += position.net.isZero() ? 0U : 1U;
    }
    QVERIFY(active == 0 ? pairs.empty() : pairs.size() <= active - 1);
}

void TestPairing::doesNotDependOnTheOrder()
{
    QFETCH(const quint64, seed);
    std::vector<NetPosition> positions = anyPositions(seed);
    const std::vector<Pair> pairs = pairPositions(positions);
    std::ranges::reverse(positions);
    QVERIFY(pairPositions(positions) == pairs);
    test::RandomStream random{seed + 77};
    for (std::size_t i = positions.size(); i > 1; --i)
        std::swap(positions[i - 1],
                  positions[static_cast<std::size_t>(random.between(0, static_cast<std::int64_t>(i) - 1))]);
    QVERIFY(pairPositions(positions) == pairs);
}

QTEST_GUILESS_MAIN(TestPairing)
#include "tst_pairing.moc"
