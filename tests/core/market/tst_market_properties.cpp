// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: the network gives what the auction gives where both can clear, money adds up, input order is without effect,
// and nothing overflows. Method: random markets, some at the limits of the types; a failing one prints its seed.
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

constexpr ZoneId kSouth{1};

/// How many seeds to try, more in the long run.
std::uint64_t seeds(std::uint64_t usual)
{
    return usual * static_cast<std::uint64_t>(std::max(1, qEnvironmentVariableIntValue("DGEX_BOOKS_FACTOR")));
}

} // namespace

class TestMarketProperties : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void givesWhatTheAuctionGivesForOneZoneAndClass();
    void givesTheSameByNetworkForOneZoneAndClass();
    void paysOutExactlyWhatBuyersPay();
    void ignoresTheOrderOfTheInput();
    void holdsAtTheLimitsOfTheTypes();
    void countsLinksAndAllPeriodsAtTheLimits();
};

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

void TestMarketProperties::givesWhatTheAuctionGivesForOneZoneAndClass()
{
    for (std::uint64_t seed = 1; seed <= seeds(3'000); ++seed) {
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

void TestMarketProperties::givesTheSameByNetworkForOneZoneAndClass()
{
    int traded = 0;
    for (std::uint64_t seed = 1; seed <= seeds(20'000); ++seed) {
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
        const StepClearing found = clearSteps(steps, {}, Links{}, rules, Hash256{});
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

void TestMarketProperties::paysOutExactlyWhatBuyersPay()
{
    int congested = 0;
    for (std::uint64_t seed = 1; seed <= seeds(2'000); ++seed) {
        const Market market = randomLarge(seed, 12, 20);
        const AuctionRules rules{.networkFee = Price{static_cast<std::int64_t>(seed % 3)}};
        const MarketClearing clearing = clearMarket(market, rules, Hash256{});
        QVERIFY2(leftOver(market, clearing, rules.networkFee) == 0, std::to_string(seed).c_str());
        congested += clearing.congestionRent > 0 ? 1 : 0;
    }
    QVERIFY(congested > 100);
}

void TestMarketProperties::ignoresTheOrderOfTheInput()
{
    for (std::uint64_t seed = 1; seed <= seeds(500); ++seed) {
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

void TestMarketProperties::holdsAtTheLimitsOfTheTypes()
{
    for (std::uint64_t seed = 1; seed <= seeds(300); ++seed) {
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

void TestMarketProperties::countsLinksAndAllPeriodsAtTheLimits()
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

QTEST_APPLESS_MAIN(TestMarketProperties)
#include "tst_market_properties.moc"
