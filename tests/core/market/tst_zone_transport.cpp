// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: what zones have too much goes where it is wanted over as few links as possible. Method: small networks by hand,
// and random ones whose surpluses some flow made, where every link carries what fits and all adds up.
#include "core/market/zone_transport.h"
#include "tests/support/random_stream.h"

#include <QTest>

using namespace dgex;
using namespace dgex::market;

namespace {

constexpr ZoneId kA{1};
constexpr ZoneId kB{2};
constexpr ZoneId kC{3};

ZoneLink link(ZoneId from, ZoneId to, std::int64_t lots)
{
    return {.from = from, .to = to, .capacity = Lots{lots}};
}

} // namespace

class TestZoneTransport : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void goesTheShorterWay();
    void splitsWhereALinkIsFull();
    void bringsWhatAnyFlowLeft();
};

void TestZoneTransport::goesTheShorterWay()
{
    const std::vector<ZoneLink> links{link(kA, kB, 9), link(kB, kC, 9), link(kA, kC, 9)};
    const auto found = transportOf({{kA, Lots{5}}, {kC, Lots{-5}}}, links);
    QVERIFY((found == std::vector<ZoneTransport>{{kA, kC, Lots{5}}}));
    // A zone on the way takes what it wants of what passes.
    const auto shared = transportOf({{kA, Lots{5}}, {kB, Lots{-2}}, {kC, Lots{-3}}}, links);
    QVERIFY((shared == std::vector<ZoneTransport>{{kA, kB, Lots{2}}, {kA, kC, Lots{3}}}));
    QVERIFY(transportOf({}, links).empty());
    QVERIFY(transportOf({{kA, Lots{0}}}, {}).empty());
}

void TestZoneTransport::splitsWhereALinkIsFull()
{
    const std::vector<ZoneLink> links{link(kA, kB, 9), link(kB, kC, 9), link(kA, kC, 2)};
    const auto found = transportOf({{kA, Lots{5}}, {kB, Lots{1}}, {kC, Lots{-6}}}, links);
    QVERIFY((found == std::vector<ZoneTransport>{{kA, kC, Lots{5}}, {kB, kC, Lots{1}}}));
}

void TestZoneTransport::bringsWhatAnyFlowLeft()
{
    for (std::uint64_t seed = 1; seed <= 500; ++seed) {
        test::RandomStream random(seed);
        std::vector<ZoneLink> links;
        std::map<ZoneId, Lots> surplus;
        for (std::uint16_t from = 0; from < 6; ++from) {
            for (std::uint16_t to = 0; to < 6; ++to) {
                if (from == to || random.between(0, 2) == 0)
                    continue;
                links.push_back(link({from}, {to}, random.between(0, 9)));
                const Lots used{random.between(0, links.back().capacity.count())};
                surplus[{from}] += used;
                surplus[{to}] -= used;
            }
        }
        std::map<ZoneId, Lots> left = surplus;
        for (const ZoneTransport& transport : transportOf(surplus, links)) {
            QVERIFY(transport.quantity > Lots{} && surplus[transport.from] > Lots{} && surplus[transport.to] < Lots{});
            left[transport.from] -= transport.quantity;
            left[transport.to] += transport.quantity;
        }
        for (const auto& [zone, lots] : left)
            QVERIFY2(lots.isZero(), std::to_string(seed).c_str());
    }
}

QTEST_APPLESS_MAIN(TestZoneTransport)
#include "tst_zone_transport.moc"
