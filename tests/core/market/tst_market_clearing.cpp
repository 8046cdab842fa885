// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: a market of zones, classes and any-slot orders clears as its rules say and tells why. Method: books worked out
// by hand; one zone and class against clear(); money and ties on random markets; the limits of the types.
#include "core/market/market_clearing.h"
#include "core/market/step_clearing.h"
#include "tests/support/random_stream.h"

#include <QTest>

#include <algorithm>
#include <map>

using namespace dgex;
using namespace dgex::market;
using test::RandomStream;

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
    void givesWhatTheAuctionGivesForOneZoneAndClass();
    void givesTheSameByNetworkForOneZoneAndClass();
    void paysOutExactlyWhatBuyersPay();
    void ignoresTheOrderOfTheInput();
    void holdsAtTheLimitsOfTheTypes();
    void countsLinksAndAllPeriodsAtTheLimits();
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

namespace {

/// A random book of one zone and class without anybody crossing itself.
Market randomSingle(std::uint64_t seed, AuctionRules& rules)
{
    RandomStream random(seed);
    Market market;
    const std::int64_t width = random.between(0, 12);
    const auto kind = static_cast<EnergyClass>(random.between(0, 1));
    for (std::int64_t n = random.between(0, 24); n > 0; --n) {
        const auto participant = static_cast<std::uint64_t>(random.between(1, 14));
        market.orders.push_back({.period = Period{1800},
                                 .zone = kSouth,
                                 .energyClass = kind,
                                 .participant = ParticipantId{participant},
                                 .side = participant % 2 == 0 ? Side::Buy : Side::Sell,
                                 .quantity = Lots{random.between(1, 9)},
                                 .limit = Price{random.between(-width, width)}});
    }
    rules.kDenominator = static_cast<std::uint32_t>(random.between(1, 5));
    rules.kNumerator = static_cast<std::uint32_t>(random.between(0, rules.kDenominator));
    rules.networkFee = Price{random.between(0, 2) == 0 ? random.between(-3, 4) : 0};
    return market;
}

Clearing auctionOf(const Market& market, const AuctionRules& rules)
{
    std::vector<BookOrder> orders;
    for (const ZoneOrder& order : market.orders)
        orders.push_back({order.participant, order.side, order.quantity, order.limit});
    return clear(std::move(orders), rules, Period{1800}, Hash256{});
}

} // namespace

void TestMarketClearing::givesWhatTheAuctionGivesForOneZoneAndClass()
{
    for (std::uint64_t seed = 1; seed <= 3'000; ++seed) {
        AuctionRules rules;
        const Market market = randomSingle(seed, rules);
        const Clearing expected = auctionOf(market, rules);
        const MarketClearing found = clearMarket(market, rules, Hash256{});
        const std::string context = "seed " + std::to_string(seed);
        QVERIFY2(found.fills.size() == expected.fills.size() && found.volume == expected.volume &&
                     found.welfare == expected.welfare,
                 context.c_str());
        for (std::size_t i = 0; i < expected.fills.size(); ++i)
            QVERIFY2(found.fills[i].filled == expected.fills[i].filled, context.c_str());
        if (!market.orders.empty())
            QVERIFY2(found.results[0].price == expected.price, context.c_str());
    }
}

void TestMarketClearing::givesTheSameByNetworkForOneZoneAndClass()
{
    int traded = 0;
    for (std::uint64_t seed = 1; seed <= 20'000; ++seed) {
        AuctionRules rules;
        const Market market = randomSingle(seed, rules);
        const Clearing expected = auctionOf(market, rules);
        std::vector<Step> steps;
        std::map<std::pair<Side, Price>, std::pair<Lots, Lots>> wanted;
        for (const Fill& fill : expected.fills) {
            wanted[{fill.side, fill.limit}].first += fill.asked;
            wanted[{fill.side, fill.limit}].second += fill.filled;
        }
        for (const auto& [key, lots] : wanted)
            steps.push_back({.period = Period{1800},
                             .zone = kSouth,
                             .energyClass = market.orders[0].energyClass,
                             .side = key.first,
                             .limit = key.second,
                             .asked = lots.first,
                             .filled = Lots{},
                             .why = {}});
        std::ranges::sort(steps, standsBefore);
        const StepClearing found = clearSteps(steps, {}, {}, rules, Hash256{});
        const std::string context = "seed " + std::to_string(seed);
        for (const Step& step : steps)
            QVERIFY2((step.filled == wanted[{step.side, step.limit}].second), context.c_str());
        if (steps.empty())
            continue;
        QVERIFY2(found.results[0].price == expected.price, context.c_str());
        QVERIFY2(found.results[0].priceInterval == expected.priceInterval, context.c_str());
        QVERIFY2(found.results[0].sold == expected.volume && found.results[0].welfare == expected.welfare,
                 context.c_str());
        traded += expected.volume.isZero() ? 0 : 1;
    }
    QVERIFY(traded > 8'000);
}

namespace {

/// A random market of several zones, periods, classes and any-slot orders.
Market randomLarge(std::uint64_t seed, std::int64_t lotsMax, std::int64_t priceMax)
{
    RandomStream random(seed);
    Market market;
    const std::int64_t zones = random.between(1, 5);
    const std::int64_t periods = random.between(1, 4);
    const auto zone = [&] { return ZoneId{static_cast<std::uint16_t>(random.between(0, zones - 1))}; };
    for (std::int64_t n = random.between(0, 80); n > 0; --n) {
        const auto participant = static_cast<std::uint64_t>(random.between(1, 30));
        market.orders.push_back({.period = Period{random.between(0, periods - 1) * Period::kSeconds},
                                 .zone = zone(),
                                 .energyClass = static_cast<EnergyClass>(random.between(0, 3) / 3),
                                 .participant = ParticipantId{participant},
                                 .side = participant % 2 == 0 ? Side::Buy : Side::Sell,
                                 .quantity = Lots{random.between(1, lotsMax)},
                                 .limit = Price{random.between(-priceMax, priceMax)}});
    }
    for (std::int64_t n = random.between(0, 8); n > 0; --n) {
        AnySlotOrder order{.participant = ParticipantId{static_cast<std::uint64_t>(random.between(100, 104))},
                           .zone = zone(),
                           .side = random.between(0, 3) == 0 ? Side::Sell : Side::Buy,
                           .quantity = Lots{random.between(1, lotsMax)},
                           .lotsPerPeriod = Lots{random.between(1, lotsMax)},
                           .limit = Price{random.between(-priceMax, priceMax)},
                           .periods = {}};
        for (std::int64_t period = random.between(0, periods - 1); period < periods; period += random.between(1, 2))
            order.periods.emplace_back(period * Period::kSeconds);
        market.anySlotOrders.push_back(order);
    }
    for (std::int64_t n = random.between(0, 9); n > 0; --n) {
        const ZoneLink link{.from = zone(), .to = zone(), .capacity = Lots{random.between(0, 2 * lotsMax)}};
        if (link.from != link.to)
            market.links.push_back(link);
    }
    return market;
}

/// Buyers' payments minus sellers' receipts, minus fees and rent.
WideMoney leftOver(const Market& market, const MarketClearing& clearing, Price fee)
{
    std::map<std::tuple<Period, ZoneId, EnergyClass>, Price> prices;
    for (const ZoneResult& result : clearing.results) {
        if (result.price)
            prices[{result.period, result.zone, result.energyClass}] = *result.price;
    }
    WideMoney money = -clearing.networkFees - clearing.congestionRent;
    const auto pay = [&](Period period, ZoneId zone, EnergyClass kind, Side side, Lots lots) {
        const Price price = lots.isZero() ? Price{} : prices.at({period, zone, kind});
        money += wideValueOf(energyOf(lots), side == Side::Buy ? price + fee : -price);
    };
    for (const ZoneFill& fill : clearing.fills)
        pay(fill.period, fill.zone, fill.energyClass, fill.side, fill.filled);
    for (std::size_t i = 0; i < market.anySlotOrders.size(); ++i) {
        const AnySlotOrder& order = market.anySlotOrders[i];
        for (std::size_t n = 0; n < order.periods.size(); ++n)
            pay(order.periods[n], order.zone, EnergyClass::Any, order.side, clearing.anySlotFills[i].byPeriod[n]);
    }
    return money;
}

} // namespace

void TestMarketClearing::paysOutExactlyWhatBuyersPay()
{
    int congested = 0;
    for (std::uint64_t seed = 1; seed <= 2'000; ++seed) {
        const Market market = randomLarge(seed, 12, 20);
        const AuctionRules rules{.networkFee = Price{static_cast<std::int64_t>(seed % 3)}};
        const MarketClearing clearing = clearMarket(market, rules, Hash256{});
        QVERIFY2(leftOver(market, clearing, rules.networkFee) == 0, std::to_string(seed).c_str());
        congested += clearing.congestionRent > 0 ? 1 : 0;
    }
    QVERIFY(congested > 100);
}

void TestMarketClearing::ignoresTheOrderOfTheInput()
{
    for (std::uint64_t seed = 1; seed <= 500; ++seed) {
        Market market = randomLarge(seed, 6, 5);
        const MarketClearing expected = clearMarket(market, {}, Hash256{});
        std::ranges::reverse(market.orders);
        std::ranges::reverse(market.anySlotOrders);
        const MarketClearing found = clearMarket(market, {}, Hash256{});
        const std::string context = "seed " + std::to_string(seed);
        QVERIFY2(expected.flows == found.flows, context.c_str());
        for (std::size_t i = 0; i < expected.fills.size(); ++i)
            QVERIFY2(expected.fills[i].filled == found.fills[i].filled && expected.fills[i].why == found.fills[i].why,
                     context.c_str());
        for (std::size_t i = 0; i < expected.results.size(); ++i)
            QVERIFY2(expected.results[i].price == found.results[i].price, context.c_str());
    }
}

void TestMarketClearing::holdsAtTheLimitsOfTheTypes()
{
    for (std::uint64_t seed = 1; seed <= 300; ++seed) {
        Market market = randomLarge(seed, kOrderLotsMax.count(), kPriceMax.count());
        RandomStream random(seed);
        for (ZoneOrder& order : market.orders) {
            if (random.between(0, 2) > 0) {
                order.quantity = kOrderLotsMax;
                order.limit = order.side == Side::Buy ? kPriceMax : -kPriceMax;
            }
        }
        for (ZoneLink& link : market.links)
            link.capacity = random.between(0, 1) == 0 ? kLinkLotsMax : link.capacity;
        const AuctionRules rules{.networkFee = kPriceMax * random.between(-1, 1)};
        const MarketClearing clearing = clearMarket(market, rules, Hash256{});
        QVERIFY2(leftOver(market, clearing, rules.networkFee) == 0, std::to_string(seed).c_str());
        QVERIFY2(clearing.welfare >= 0, std::to_string(seed).c_str());
    }
}

void TestMarketClearing::countsLinksAndAllPeriodsAtTheLimits()
{
    // The most places that one flow may hold, at the greatest prices, with an order that ties all periods.
    Market market;
    constexpr std::int64_t kPeriods = 100;
    constexpr std::uint16_t kZones = kPlacesMax / kPeriods;
    AnySlotOrder order{.participant = ParticipantId{7},
                       .zone = ZoneId{kZones - 1},
                       .side = Side::Buy,
                       .quantity = kOrderLotsMax,
                       .lotsPerPeriod = kOrderLotsMax,
                       .limit = kPriceMax,
                       .periods = {}};
    for (std::int64_t period = 0; period < kPeriods; ++period) {
        order.periods.emplace_back(period * Period::kSeconds);
        market.orders.push_back({.period = order.periods.back(),
                                 .zone = ZoneId{0},
                                 .energyClass = EnergyClass::Renewable,
                                 .participant = ParticipantId{1},
                                 .side = Side::Sell,
                                 .quantity = Lots{10'000'001},
                                 .limit = -kPriceMax});
    }
    for (std::uint16_t zone = 1; zone < kZones; ++zone)
        market.links.push_back(
            {.from = ZoneId{static_cast<std::uint16_t>(zone - 1)}, .to = ZoneId{zone}, .capacity = kLinkLotsMax});
    market.anySlotOrders.push_back(order);
    const MarketClearing clearing = clearMarket(market, {.networkFee = -kPriceMax}, Hash256{});
    QCOMPARE(clearing.volume, kOrderLotsMax);
    QVERIFY(clearing.welfare == Int128{3} * kPriceMax.count() * kOrderLotsMax.count() * kWattHoursPerLot);
    QCOMPARE(clearing.flows.size(), market.links.size() * kPeriods);
}

QTEST_APPLESS_MAIN(TestMarketClearing)
#include "tst_market_clearing.moc"
