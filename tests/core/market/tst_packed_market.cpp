// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: many packed orders clear exactly as few named ones do, whichever way their crossing is found. Method: random
// books of up to 20,000 orders of many shapes against a plain sweep over two sorted maps, which shares nothing with
// the ladder.
#include "core/market/packed_market.h"
#include "core/market/pro_rata.h"
#include "tests/support/random_stream.h"

#include <QTest>

#include <algorithm>
#include <map>

using namespace dgex;
using namespace dgex::market;
using test::RandomStream;

namespace {

struct Shape {
    const char* name;
    int count;
    std::int64_t priceMin;
    std::int64_t priceMax;
    std::int64_t lotsMax;
    int marketOrdersOf100; ///< So many orders of a hundred stand at the price bound.
    int buysOf100 = 50;
    std::int64_t bidOffset = 0; ///< Added to the price of every bid.
};

constexpr std::int64_t kBound = 100'000'000;
constexpr Shape kShapes[] = {
    {"a ladder of all prices", 20'000, 0, 5'000, 100, 0},
    {"exactly the widest ladder", 9'000, 0, 65'535, 9, 0},
    {"one price wider than the ladder", 9'000, 0, 65'536, 9, 0},
    {"market orders around a window", 9'000, -3'000, 3'000, 50, 20},
    {"only market orders cross", 9'000, 10, 3'000, 50, 30, 50, -6'000},
    {"mostly market orders", 9'000, -3'000, 3'000, 50, 95},
    {"all prices of the type", 9'000, -kBound, kBound, 1'000'000'000, 5},
    {"two far ends", 6'000, kBound - 3, kBound, 7, 50},
    {"all prices equal", 10'000, 77, 77, 9, 0},
    {"lots of one at few prices", 6'000, 1, 3, 1, 0},
    {"curves that miss each other", 6'000, 0, 900'000, 9, 0, 50, -50'000'000},
    {"few bids", 6'000, 0, 900'000, 9, 0, 1},
    {"few asks", 6'000, 0, 900'000, 9, 0, 99},
    {"no bid", 5'000, 0, 900, 9, 0, 0},
    {"no ask", 5'000, 0, 900, 9, 0, 100},
    {"a small book", 40, -20, 20, 9, 10},
    {"one order", 1, -20, 20, 9, 10},
    {"no order", 0, 0, 0, 1, 0},
};

std::vector<BookOrder> randomOrders(const Shape& shape, std::uint64_t seed, Price fee)
{
    RandomStream random(seed);
    std::vector<BookOrder> orders;
    for (int i = 0; i < shape.count; ++i) {
        const Side side = random.between(1, 100) <= shape.buysOf100 ? Side::Buy : Side::Sell;
        std::int64_t price = random.between(shape.priceMin, shape.priceMax) + (side == Side::Buy ? shape.bidOffset : 0);
        if (random.between(1, 100) <= shape.marketOrdersOf100)
            price = side == Side::Buy ? kBound : -kBound;
        // Buyers are even and sellers odd, so that nobody meets itself; some have several orders at one limit.
        const auto owner = static_cast<std::uint64_t>(random.between(1, std::max(1, shape.count / 2))) * 2;
        orders.push_back({.participant = ParticipantId{owner + (side == Side::Sell ? 1 : 0)},
                          .side = side,
                          .quantity = Lots{random.between(1, shape.lotsMax)},
                          .limit = Price{std::clamp(price, -kBound, kBound)}});
    }
    // A thin seam: now and then demand ends exactly where a worth begins.
    if (!orders.empty() && seed % 2 == 0 && fee.isZero())
        orders.back().quantity = Lots{1};
    return orders;
}

/// A book whose every tenth order misleads a sample: asks at 0 to 99, bids from a gap on, and the lots of each.
std::vector<BookOrder> misleadingOrders(std::int64_t gap, Lots sampledAsk, Lots sampledBid, Lots ask, Lots bid)
{
    std::vector<BookOrder> orders;
    for (std::uint64_t i = 0; i < 10'240; ++i) {
        const bool sampled = i % 10 == 0;
        const bool buys = (i / 10) % 2 == 0;
        orders.push_back({ParticipantId{i + 1}, buys ? Side::Buy : Side::Sell,
                          buys ? (sampled ? sampledBid : bid) : (sampled ? sampledAsk : ask),
                          Price{static_cast<std::int64_t>(i % 100) + (buys ? gap : 0)}});
    }
    return orders;
}

struct Reference {
    std::int64_t volume = 0;
    std::int64_t least = 0;
    std::int64_t greatest = 0;
    std::map<std::pair<Side, std::int64_t>, std::int64_t> filledAt; ///< By worth.
};

/// Pairs the dearest bids with the cheapest asks as long as that loses nothing.
Reference sweep(const std::vector<BookOrder>& orders, Price fee)
{
    std::map<std::int64_t, std::int64_t> bids;
    std::map<std::int64_t, std::int64_t> asks;
    for (const BookOrder& order : orders) {
        const bool buys = order.side == Side::Buy;
        (buys ? bids : asks)[(order.limit - (buys ? fee : Price{})).count()] += order.quantity.count();
    }
    Reference result;
    auto bid = bids.rbegin();
    auto ask = asks.begin();
    std::int64_t lastBid = 0;
    std::int64_t lastAsk = 0;
    while (bid != bids.rend() && ask != asks.end() && bid->first >= ask->first) {
        const std::int64_t lots = std::min(bid->second, ask->second);
        result.volume += lots;
        result.filledAt[{Side::Buy, bid->first}] += lots;
        result.filledAt[{Side::Sell, ask->first}] += lots;
        lastBid = bid->first;
        lastAsk = ask->first;
        bid->second -= lots;
        ask->second -= lots;
        if (bid->second == 0)
            ++bid;
        if (ask->second == 0)
            ++ask;
    }
    result.least = bid == bids.rend() ? lastAsk : std::max(lastAsk, bid->first);
    result.greatest = ask == asks.end() ? lastBid : std::min(lastBid, ask->first);
    return result;
}

/// Empty when the clearing is that of the sweep.
QString difference(const Clearing& clearing, const Reference& expected, Price fee)
{
    if (clearing.volume.count() != expected.volume)
        return QStringLiteral("volume %1 instead of %2").arg(clearing.volume.count()).arg(expected.volume);
    if (expected.volume == 0)
        return clearing.price ? QStringLiteral("a price without trade") : QString();
    if (clearing.priceInterval != std::pair{Price{expected.least}, Price{expected.greatest}})
        return QStringLiteral("an interval from %1 to %2 instead of %3 to %4")
            .arg(clearing.priceInterval->first.count())
            .arg(clearing.priceInterval->second.count())
            .arg(expected.least)
            .arg(expected.greatest);
    std::map<std::pair<Side, std::int64_t>, std::int64_t> filledAt;
    for (const Fill& fill : clearing.fills) {
        const Price worth = fill.side == Side::Buy ? fill.limit - fee : fill.limit;
        if (!fill.filled.isZero())
            filledAt[{fill.side, worth.count()}] += fill.filled.count();
    }
    return filledAt == expected.filledAt ? QString() : QStringLiteral("other fills");
}

QString packedDifference(const std::vector<BookOrder>& orders, const AuctionRules& rules, const Clearing& clearing,
                         PackedAuction& auction, const Hash256& seed)
{
    const std::optional<PackedMarket> market = pack(orders, rules);
    if (!market)
        return QStringLiteral("not packed");
    std::vector<std::uint32_t> filled(market->orders.size(), 12'345);
    const PackedClearing packed = auction.clear(*market, rules, Period{}, seed, filled);
    if (packed.price != clearing.price || packed.buyerPrice != clearing.buyerPrice ||
        packed.priceInterval != clearing.priceInterval || packed.volume != clearing.volume ||
        packed.reducedAt != clearing.reducedAt || filled.size() != clearing.fills.size())
        return QStringLiteral("the packed result differs");
    for (std::size_t i = 0; i < filled.size(); ++i) {
        const Fill& fill = clearing.fills[i];
        if (fill.participant != market->owners[i] || fill.asked.count() != market->orders[i].quantity() ||
            fill.filled.count() != filled[i])
            return QStringLiteral("the packed fill %1 differs").arg(i);
    }
    return {};
}

} // namespace

class TestPackedMarket : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void clearsAsTheSweepDoes_data();
    void clearsAsTheSweepDoes();
    void isNotMisledByItsSample();
    void refusesToPackWhatDoesNotFit();
    void clearsMergedOrdersBeyondThePacking();
    void findsThePriceBelowAGapOfTheLadder();
    void packsTheExtremesOfItsFields();
    void sharesAtTheStatedBound();
};

void TestPackedMarket::clearsAsTheSweepDoes_data()
{
    QTest::addColumn<int>("index");
    for (int i = 0; i < static_cast<int>(std::size(kShapes)); ++i)
        QTest::newRow(kShapes[i].name) << i;
}

void TestPackedMarket::clearsAsTheSweepDoes()
{
    QFETCH(int, index);
    const Shape& shape = kShapes[index];
    const auto books = static_cast<std::uint64_t>(std::max(12, qEnvironmentVariableIntValue("DGEX_LARGE_BOOKS")));
    PackedAuction auction;
    for (std::uint64_t seed = 1; seed <= books; ++seed) {
        AuctionRules rules;
        rules.networkFee = Price{seed % 3 == 0 ? 7 : 0};
        rules.kNumerator = static_cast<std::uint32_t>(seed % 4);
        rules.kDenominator = 3;
        if (seed % 5 == 0)
            rules.pricing = PricingRule::PayAsBid;
        Hash256 ties{};
        ties.fill(static_cast<std::uint8_t>(seed));
        const std::vector<BookOrder> orders = randomOrders(shape, seed * 1'000 + 1, rules.networkFee);
        const Clearing clearing = clear(orders, rules, Period{}, ties);
        const QString wrong = difference(clearing, sweep(orders, rules.networkFee), rules.networkFee);
        QVERIFY2(wrong.isEmpty(), qPrintable(QStringLiteral("seed %1: %2").arg(seed).arg(wrong)));
        const QString other = packedDifference(orders, rules, clearing, auction, ties);
        const bool tooLarge = shape.lotsMax > 1'000'000 && other == QStringLiteral("not packed");
        QVERIFY2(other.isEmpty() || tooLarge, qPrintable(QStringLiteral("%1: %2").arg(seed).arg(other)));
        rules.pricing = PricingRule::McAfee;
        const Clearing reduced = clear(orders, rules, Period{}, ties);
        const QString third = packedDifference(orders, rules, reduced, auction, ties);
        QVERIFY2(third.isEmpty() || tooLarge, qPrintable(QStringLiteral("%1, McAfee: %2").arg(seed).arg(third)));
    }
}

void TestPackedMarket::isNotMisledByItsSample()
{
    PackedAuction auction;
    const auto isRight = [&](const std::vector<BookOrder>& orders) {
        const Clearing clearing = clear(orders, {}, Period{}, Hash256{});
        const QString wrong = difference(clearing, sweep(orders, Price{}), Price{});
        return wrong.isEmpty() ? packedDifference(orders, {}, clearing, auction, Hash256{}) : wrong;
    };
    // The sample points among the bids; demand ends in the gap below them.
    std::vector<BookOrder> balanced = misleadingOrders(200'000, Lots{1}, Lots{2}, Lots{3}, Lots{3});
    balanced[11].quantity += Lots{512};
    QCOMPARE(clear(balanced, {}, Period{}, Hash256{}).priceInterval->second.count(), 200'000);
    QCOMPARE(isRight(balanced), QString());
    // The sample points among the asks, and the crossing is among the bids; then the other way round.
    QCOMPARE(isRight(misleadingOrders(10'000'000, Lots{5}, Lots{1}, Lots{1}, Lots{3})), QString());
    QCOMPARE(isRight(misleadingOrders(10'000'000, Lots{1}, Lots{5}, Lots{3}, Lots{1})), QString());
}

void TestPackedMarket::refusesToPackWhatDoesNotFit()
{
    const BookOrder order{ParticipantId{1}, Side::Buy, kOrderLotsMax, Price{5}};
    QVERIFY(pack({order, order}, {}));
    QVERIFY(!pack({order, order, order}, {}));
}

void TestPackedMarket::clearsMergedOrdersBeyondThePacking()
{
    std::vector<BookOrder> orders(5'000, {ParticipantId{1}, Side::Buy, kOrderLotsMax, kPriceMax});
    orders.insert(orders.end(), 6'000, {ParticipantId{2}, Side::Sell, kOrderLotsMax, -kPriceMax});
    AuctionRules rules;
    rules.networkFee = kPriceMax;
    const Clearing clearing = clear(orders, rules, Period{}, Hash256{});
    QCOMPARE(clearing.volume.count(), 5'000 * kOrderLotsMax.count());
    QCOMPARE(clearing.fills[1].filled, clearing.volume);
    QVERIFY(clearing.welfare == Int128{5'000} * kOrderLotsMax.count() * kPriceMax.count() * kWattHoursPerLot);
    QCOMPARE(clearing.price->count(), -kPriceMax.count());
}

void TestPackedMarket::findsThePriceBelowAGapOfTheLadder()
{
    // Demand ends exactly between two far worths, around which the window of the sample and the coarse steps lie.
    for (const std::int64_t gap : {std::int64_t{2}, std::int64_t{40'000}, std::int64_t{70'000}, kBound}) {
        std::vector<BookOrder> orders;
        for (std::uint64_t i = 1; i <= 3'000; ++i) {
            orders.push_back({ParticipantId{i}, Side::Buy, Lots{3}, Price{gap}});
            orders.push_back({ParticipantId{i + 10'000}, Side::Sell, Lots{3}, Price{0}});
        }
        const Clearing clearing = clear(orders, {}, Period{}, Hash256{});
        QCOMPARE(clearing.volume, Lots{9'000});
        QVERIFY((clearing.priceInterval == std::pair{Price{0}, Price{gap}}));
        QCOMPARE(clearing.price->count(), gap / 2);
    }
}

void TestPackedMarket::packsTheExtremesOfItsFields()
{
    for (const Price worth : {-kPriceMax * 2, Price{-1}, Price{0}, kPriceMax * 2}) {
        for (const Side side : {Side::Buy, Side::Sell}) {
            const PackedOrder order(side, worth, Lots{PackedOrder::kQuantityMax});
            QCOMPARE(PackedOrder::worthOf(order.key()), worth);
            QCOMPARE(order.side(), side);
            QCOMPARE(std::int64_t{order.quantity()}, PackedOrder::kQuantityMax);
        }
    }
}

void TestPackedMarket::sharesAtTheStatedBound()
{
    // All that a market can hold, 2^32 orders of 10^9 lots, in three claims of almost equal size.
    const std::int64_t all = static_cast<std::int64_t>(kMarketOrdersMax) * kOrderLotsMax.count();
    const std::int64_t third = all / 3;
    std::vector<Claim> claims{{ParticipantId{1}, Lots{third}, Lots{}},
                              {ParticipantId{2}, Lots{third}, Lots{}},
                              {ParticipantId{3}, Lots{all - 2 * third}, Lots{}}};
    shareProRata(claims, Lots{all - 1}, {.period = Period{}, .seed = Hash256{}, .side = Side::Sell});
    std::int64_t filled = 0;
    for (const Claim& claim : claims) {
        QVERIFY(claim.asked.count() - claim.filled.count() <= 1);
        filled += claim.filled.count();
    }
    QCOMPARE(filled, all - 1);
    QCOMPARE(wholeShare(Lots{all - 1}, Lots{all - 1}, Lots{all}).lots, Lots{all - 2});
    QCOMPARE(wholeShare(Lots{all - 1}, Lots{all - 1}, Lots{all}).remainder, std::int64_t{1});
}

QTEST_APPLESS_MAIN(TestPackedMarket)
#include "tst_packed_market.moc"
