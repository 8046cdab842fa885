// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: a market of zones, classes and any-slot orders clears as its rules say and tells why. Method: books worked out
// by hand.
#include "core/market/market_clearing.h"

#include <QTest>

#include <algorithm>

using namespace dgex;
using namespace dgex::market;

namespace {

constexpr ZoneId kNorth{0};
constexpr ZoneId kSouth{1};

/// A seller or buyer of its own in period 0.
class Orders {
public:
    Orders& buy(std::int64_t lots, std::int64_t limit, ZoneId zone = kNorth, EnergyClass kind = EnergyClass::Any)
    {
        return add(Side::Buy, lots, limit, zone, kind);
    }
    Orders& sell(std::int64_t lots, std::int64_t limit, ZoneId zone = kNorth, EnergyClass kind = EnergyClass::Any)
    {
        return add(Side::Sell, lots, limit, zone, kind);
    }
    Orders& in(std::int64_t period)
    {
        m_period = Period{period * Period::kSeconds};
        return *this;
    }
    Orders& anySlot(std::int64_t lots, std::int64_t perPeriod, std::int64_t limit, std::int64_t periods)
    {
        AnySlotOrder order{.participant = ParticipantId{++m_participant},
                           .zone = kNorth,
                           .side = Side::Buy,
                           .quantity = Lots{lots},
                           .lotsPerPeriod = Lots{perPeriod},
                           .limit = Price{limit},
                           .periods = {}};
        for (std::int64_t i = 0; i < periods; ++i)
            order.periods.emplace_back(i * Period::kSeconds);
        m_market.anySlotOrders.push_back(order);
        return *this;
    }
    Orders& link(ZoneId from, ZoneId to, std::int64_t capacity)
    {
        m_market.links.push_back({.from = from, .to = to, .capacity = Lots{capacity}});
        return *this;
    }
    [[nodiscard]] MarketClearing clear(std::int64_t fee = 0) const
    {
        return clearMarket(m_market, {.networkFee = Price{fee}}, Hash256{});
    }

private:
    Orders& add(Side side, std::int64_t lots, std::int64_t limit, ZoneId zone, EnergyClass kind)
    {
        m_market.orders.push_back({.period = m_period,
                                   .zone = zone,
                                   .energyClass = kind,
                                   .participant = ParticipantId{++m_participant},
                                   .side = side,
                                   .quantity = Lots{lots},
                                   .limit = Price{limit}});
        return *this;
    }
    Market m_market;
    Period m_period;
    std::uint64_t m_participant = 0;
};

const ZoneResult& resultOf(const MarketClearing& clearing, ZoneId zone, EnergyClass kind = EnergyClass::Any,
                           std::int64_t period = 0)
{
    const auto found = std::ranges::find_if(clearing.results, [&](const ZoneResult& result) {
        return result.zone == zone && result.energyClass == kind &&
               result.period.startSeconds() == period * Period::kSeconds;
    });
    DGEX_ASSERT(found != clearing.results.end());
    return *found;
}

const ZoneFill& fillOf(const MarketClearing& clearing, std::uint64_t participant)
{
    return *std::ranges::find(clearing.fills, ParticipantId{participant}, &ZoneFill::participant);
}

} // namespace

class TestMarketClearing : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void splitsPricesAtAFullLink();
    void joinsZonesWhoseLinkHasRoom();
    void givesRenewableEnergyAPremiumWhenItIsScarce();
    void servesAnyDemandWithRenewableEnergy();
    void accountsClassesAcrossZones();
    void takesTheCheapestPeriodsForAnAnySlotOrder();
    void sendsNoEnergyInCircles();
    void prefersTheShortestWayAndThenTheFirstLink();
    void explainsWhatDidNotTrade();
    void explainsAnySlotOrders();
};

void TestMarketClearing::splitsPricesAtAFullLink()
{
    const MarketClearing clearing = Orders()
                                        .sell(100, 10, kNorth)
                                        .buy(40, 90, kNorth)
                                        .sell(100, 50, kSouth)
                                        .buy(60, 90, kSouth)
                                        .link(kNorth, kSouth, 20)
                                        .clear();
    QVERIFY(resultOf(clearing, kNorth).price == Price{10});
    QVERIFY(resultOf(clearing, kSouth).price == Price{50});
    QCOMPARE(resultOf(clearing, kNorth).sold, Lots{60});
    QCOMPARE(resultOf(clearing, kSouth).bought, Lots{60});
    QCOMPARE(clearing.flows.size(), std::size_t{1});
    QVERIFY((clearing.flows[0] == LinkFlow{.period = Period{}, .link = 0, .lots = Lots{20}, .rent = Price{40}}));
    QVERIFY(clearing.congestionRent == Int128{20 * 40 * kWattHoursPerLot});
    QVERIFY(clearing.welfare == Int128{6'400 * kWattHoursPerLot});
}

void TestMarketClearing::joinsZonesWhoseLinkHasRoom()
{
    const MarketClearing clearing =
        Orders().sell(5, 10, kNorth).buy(3, 20, kSouth).link(kNorth, kSouth, 9).link(kSouth, kNorth, 9).clear(4);
    QVERIFY(resultOf(clearing, kNorth).price == Price{10});
    QVERIFY(resultOf(clearing, kSouth).price == Price{10});
    QVERIFY((clearing.flows == std::vector<LinkFlow>{{.period = {}, .link = 0, .lots = Lots{3}, .rent = Price{}}}));
    QVERIFY(clearing.networkFees == Int128{3 * 4 * kWattHoursPerLot});
    QVERIFY(clearing.welfare == Int128{3 * 6 * kWattHoursPerLot});
}

void TestMarketClearing::givesRenewableEnergyAPremiumWhenItIsScarce()
{
    const MarketClearing clearing = Orders()
                                        .sell(10, 8)
                                        .sell(4, 6, kNorth, EnergyClass::Renewable)
                                        .buy(3, 20, kNorth, EnergyClass::Renewable)
                                        .buy(3, 15, kNorth, EnergyClass::Renewable)
                                        .buy(5, 12)
                                        .clear();
    // The fourth renewable lot serves the bid of 15, so renewable costs 15 and any energy 8.
    QVERIFY(resultOf(clearing, kNorth, EnergyClass::Renewable).price == Price{15});
    QVERIFY(resultOf(clearing, kNorth, EnergyClass::Any).price == Price{8});
    QCOMPARE(fillOf(clearing, 4).filled, Lots{1});
    QCOMPARE(fillOf(clearing, 5).filled, Lots{5});
}

void TestMarketClearing::servesAnyDemandWithRenewableEnergy()
{
    const MarketClearing clearing =
        Orders().sell(5, 6, kNorth, EnergyClass::Renewable).buy(2, 9, kNorth, EnergyClass::Renewable).buy(2, 8).clear();
    QVERIFY(resultOf(clearing, kNorth, EnergyClass::Renewable).price == Price{6});
    QVERIFY(resultOf(clearing, kNorth, EnergyClass::Any).price == Price{6});
    QCOMPARE(resultOf(clearing, kNorth, EnergyClass::Renewable).sold, Lots{4});
    QCOMPARE(clearing.volume, Lots{4});
    const MarketClearing reverse = Orders().sell(5, 6).buy(2, 9, kNorth, EnergyClass::Renewable).clear();
    QCOMPARE(reverse.volume, Lots{});
}

void TestMarketClearing::accountsClassesAcrossZones()
{
    // The renewable seller of the north serves the renewable buyer of the south although no link joins them, because
    // each zone's energy balances by itself.
    const MarketClearing clearing = Orders()
                                        .sell(2, 5, kNorth, EnergyClass::Renewable)
                                        .buy(2, 9, kNorth)
                                        .sell(2, 6, kSouth)
                                        .buy(2, 20, kSouth, EnergyClass::Renewable)
                                        .link(kNorth, kSouth, 0)
                                        .clear();
    QCOMPARE(clearing.volume, Lots{4});
    const auto premium = [&](ZoneId zone, EnergyClass kind) { return resultOf(clearing, zone, kind).price->count(); };
    QVERIFY(premium(kSouth, EnergyClass::Renewable) >= 6 && premium(kNorth, EnergyClass::Renewable) >= 5);
}

void TestMarketClearing::takesTheCheapestPeriodsForAnAnySlotOrder()
{
    const MarketClearing clearing =
        Orders().in(0).sell(50, 30).in(1).sell(50, 10).in(2).sell(50, 20).anySlot(60, 40, 25, 3).clear();
    QVERIFY((clearing.anySlotFills[0].byPeriod == std::vector<Lots>{Lots{}, Lots{40}, Lots{20}}));
    QCOMPARE(clearing.anySlotFills[0].filled, Lots{60});
    QVERIFY(resultOf(clearing, kNorth, EnergyClass::Any, 1).price == Price{10});
    QVERIFY(resultOf(clearing, kNorth, EnergyClass::Any, 2).price == Price{20});
    QVERIFY(!resultOf(clearing, kNorth, EnergyClass::Any, 0).price);
    QVERIFY(clearing.welfare == Int128{(40 * 15 + 20 * 5) * kWattHoursPerLot});
}

void TestMarketClearing::sendsNoEnergyInCircles()
{
    const MarketClearing clearing = Orders()
                                        .sell(5, 10, kNorth)
                                        .buy(5, 20, kNorth)
                                        .sell(1, 30, kSouth)
                                        .link(kNorth, kSouth, 9)
                                        .link(kSouth, kNorth, 9)
                                        .clear();
    QVERIFY(clearing.flows.empty());
}

void TestMarketClearing::prefersTheShortestWayAndThenTheFirstLink()
{
    constexpr ZoneId kMiddle{7};
    const MarketClearing clearing = Orders()
                                        .sell(5, 10, kNorth)
                                        .buy(5, 20, kSouth)
                                        .link(kNorth, kMiddle, 9)
                                        .link(kMiddle, kSouth, 9)
                                        .link(kNorth, kSouth, 2)
                                        .link(kNorth, kSouth, 2)
                                        .clear();
    std::vector<Lots> carried(4);
    for (const LinkFlow& flow : clearing.flows)
        carried[flow.link] = flow.lots;
    QVERIFY((carried == std::vector<Lots>{Lots{1}, Lots{1}, Lots{2}, Lots{2}}));
    const MarketClearing twins =
        Orders().sell(5, 10, kNorth).buy(5, 20, kSouth).link(kNorth, kSouth, 3).link(kNorth, kSouth, 3).clear();
    QVERIFY(twins.flows[0].lots == Lots{3} && twins.flows[1].lots == Lots{2});
}

void TestMarketClearing::explainsWhatDidNotTrade()
{
    const MarketClearing clearing = Orders()
                                        .sell(100, 10, kNorth)                       // 1
                                        .buy(10, 90, kNorth)                         // 2
                                        .sell(100, 50, kSouth)                       // 3
                                        .buy(60, 90, kSouth)                         // 4
                                        .buy(5, 40, kSouth)                          // 5
                                        .buy(5, 9, kSouth)                           // 6
                                        .sell(5, 45, kNorth)                         // 7
                                        .buy(5, 60, kSouth, EnergyClass::Renewable)  // 8
                                        .buy(5, 70, kSouth, EnergyClass::Renewable)  // 9
                                        .sell(5, 20, kSouth, EnergyClass::Renewable) // 10
                                        .link(kNorth, kSouth, 20)
                                        .clear();
    QCOMPARE(fillOf(clearing, 2).why.reason, Reason::Filled);
    QCOMPARE(fillOf(clearing, 1).why.reason, Reason::PartFilledAtMargin);
    QVERIFY((fillOf(clearing, 1).why.shared ==
             PartFilledLimit{.limit = Price{10}, .asked = Lots{100}, .filled = Lots{30}}));
    const Explanation full = fillOf(clearing, 5).why;
    QCOMPARE(full.reason, Reason::LinkFull);
    QVERIFY(full.price == Price{50} && full.elsewhere == Price{10} && full.link == 0U);
    QCOMPARE(fillOf(clearing, 6).why.reason, Reason::LimitBeyondPrice);
    QVERIFY(fillOf(clearing, 6).why.price == Price{50});
    QCOMPARE(fillOf(clearing, 7).why.reason, Reason::LinkFull);
    QVERIFY(fillOf(clearing, 7).why.elsewhere == Price{50});
    QCOMPARE(fillOf(clearing, 9).why.reason, Reason::Filled);
    const Explanation scarce = fillOf(clearing, 8).why;
    QCOMPARE(scarce.reason, Reason::ClassScarce);
    QVERIFY(scarce.elsewhere == Price{50} && scarce.price == resultOf(clearing, kSouth, EnergyClass::Renewable).price);
    const MarketClearing apart = Orders().sell(5, 10, kNorth).buy(5, 20, kSouth).link(kNorth, kSouth, 0).clear();
    QCOMPARE(fillOf(apart, 1).why.reason, Reason::LinkFull);
    QCOMPARE(fillOf(apart, 2).why.reason, Reason::LinkFull);
    const MarketClearing unlinked = Orders().sell(5, 10, kNorth).buy(5, 20, kSouth).clear();
    QCOMPARE(fillOf(unlinked, 2).why.reason, Reason::NoCounterpart);
}

void TestMarketClearing::explainsAnySlotOrders()
{
    const MarketClearing clearing = Orders()
                                        .in(0)
                                        .sell(10, 10)
                                        .in(1)
                                        .sell(10, 30)
                                        .anySlot(4, 2, 40, 2)
                                        .anySlot(9, 2, 40, 2)
                                        .anySlot(3, 3, 9, 2)
                                        .anySlot(9, 9, 10, 2)
                                        .clear();
    QCOMPARE(clearing.anySlotFills[0].why.reason, Reason::Filled);
    QCOMPARE(clearing.anySlotFills[1].why.reason, Reason::PeriodsFull);
    QCOMPARE(clearing.anySlotFills[1].filled, Lots{4});
    QCOMPARE(clearing.anySlotFills[2].why.reason, Reason::LimitBeyondPrice);
    QVERIFY(clearing.anySlotFills[2].why.price == Price{10});
    QCOMPARE(clearing.anySlotFills[3].why.reason, Reason::PartFilledAtMargin);
    QCOMPARE(clearing.anySlotFills[3].filled, Lots{6});
}

QTEST_APPLESS_MAIN(TestMarketClearing)
#include "tst_market_clearing.moc"
