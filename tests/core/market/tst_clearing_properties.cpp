// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: on any book the auction is optimal, fair and exact. Method: random books against brute force that shares
// nothing with the auction's sweep: it tries every allocation of a tiny book, every volume of a small one lot by
// lot, and every price beside a limit. A failing row prints the seed of its book.
#include "core/base/encoding.h"
#include "core/crypto/hash.h"
#include "core/market/clearing.h"
#include "tests/support/random_stream.h"

#include <QTest>

#include <algorithm>
#include <functional>
#include <map>
#include <numeric>
#include <set>

using namespace dgex;
using namespace dgex::market;
using test::RandomStream;

namespace {

/// How a family of random books looks.
struct BookShape {
    int ordersMax = 12;
    std::int64_t lotsMax = 6;
    std::int64_t priceMin = -10;
    std::int64_t priceMax = 10;
    std::int64_t participants = 8;
};

struct Market {
    std::vector<BookOrder> orders;
    AuctionRules rules;
    Period period;
    Hash256 seed{};
};

/// The best that any allocation reaches, in lots times ticks.
struct Optimum {
    std::int64_t welfare = 0;
    std::int64_t volume = 0;
    friend bool operator==(const Optimum&, const Optimum&) = default;
};

/// The orders of participants that would trade with themselves are left out, as invalid sheets are.
std::vector<BookOrder> withoutSelfCrossing(std::vector<BookOrder> orders)
{
    std::map<ParticipantId, Price> lowestSell;
    for (const BookOrder& order : orders) {
        if (order.side == Side::Sell)
            lowestSell[order.participant] =
                std::min(order.limit, lowestSell.try_emplace(order.participant, order.limit).first->second);
    }
    std::erase_if(orders, [&](const BookOrder& order) {
        const auto sell = lowestSell.find(order.participant);
        return order.side == Side::Buy && sell != lowestSell.end() && order.limit >= sell->second;
    });
    return orders;
}

Market randomMarket(std::uint64_t seed, const BookShape& shape)
{
    RandomStream random(seed);
    Market market;
    const std::int64_t count = random.between(0, shape.ordersMax);
    for (std::int64_t i = 0; i < count; ++i) {
        market.orders.push_back(
            {.participant = ParticipantId{static_cast<std::uint64_t>(random.between(1, shape.participants))},
             .side = random.between(0, 1) == 0 ? Side::Buy : Side::Sell,
             .quantity = Lots{random.between(1, shape.lotsMax)},
             .limit = Price{random.between(shape.priceMin, shape.priceMax)}});
    }
    market.orders = withoutSelfCrossing(std::move(market.orders));
    market.rules.kDenominator = static_cast<std::uint32_t>(random.between(1, 5));
    market.rules.kNumerator = static_cast<std::uint32_t>(random.between(0, market.rules.kDenominator));
    market.rules.networkFee = Price{random.between(0, 2) == 0 ? random.between(-3, 5) : 0};
    market.period = Period{random.between(0, 100) * Period::kSeconds};
    for (std::uint8_t& byte : market.seed)
        byte = static_cast<std::uint8_t>(random.next());
    return market;
}

Clearing cleared(const Market& market)
{
    return clear(market.orders, market.rules, market.period, market.seed);
}

bool equal(const Clearing& a, const Clearing& b)
{
    return a.price == b.price && a.priceInterval == b.priceInterval && a.volume == b.volume && a.welfare == b.welfare &&
           a.fills == b.fills;
}

std::int64_t gainOf(const BookOrder& order, Price fee)
{
    return order.side == Side::Buy ? order.limit.count() - fee.count() : -order.limit.count();
}

/// Tries every number of lots for every order.
Optimum bestOfAllAllocations(const Market& market)
{
    Optimum best;
    const std::function<void(std::size_t, std::int64_t, std::int64_t, std::int64_t)> tryFrom =
        [&](std::size_t index, std::int64_t welfare, std::int64_t bought, std::int64_t sold) {
            if (index == market.orders.size()) {
                if (bought == sold && std::pair{welfare, bought} > std::pair{best.welfare, best.volume})
                    best = {.welfare = welfare, .volume = bought};
                return;
            }
            const BookOrder& order = market.orders[index];
            for (std::int64_t lots = 0; lots <= order.quantity.count(); ++lots) {
                const bool buys = order.side == Side::Buy;
                tryFrom(index + 1, welfare + lots * gainOf(order, market.rules.networkFee), bought + (buys ? lots : 0),
                        sold + (buys ? 0 : lots));
            }
        };
    tryFrom(0, 0, 0, 0);
    return best;
}

/// Tries every volume: its best welfare comes from that many of the most gainful single lots of each side.
Optimum bestOfAllVolumes(const Market& market)
{
    std::vector<std::int64_t> buys;
    std::vector<std::int64_t> sells;
    for (const BookOrder& order : market.orders) {
        std::vector<std::int64_t>& lots = order.side == Side::Buy ? buys : sells;
        lots.insert(lots.end(), static_cast<std::size_t>(order.quantity.count()),
                    gainOf(order, market.rules.networkFee));
    }
    std::ranges::sort(buys, std::greater{});
    std::ranges::sort(sells, std::greater{});
    Optimum best;
    for (std::size_t volume = 1; volume <= std::min(buys.size(), sells.size()); ++volume) {
        const auto last = static_cast<std::ptrdiff_t>(volume);
        const std::int64_t welfare = std::accumulate(buys.begin(), buys.begin() + last, std::int64_t{0}) +
                                     std::accumulate(sells.begin(), sells.begin() + last, std::int64_t{0});
        if (welfare >= best.welfare)
            best = {.welfare = welfare, .volume = static_cast<std::int64_t>(volume)};
    }
    return best;
}

/// Whether supply and demand can meet at a price: those who must trade on one side find enough who may on the other.
bool isEquilibrium(const Market& market, std::int64_t price)
{
    std::int64_t mustBuy = 0;
    std::int64_t mayBuy = 0;
    std::int64_t mustSell = 0;
    std::int64_t maySell = 0;
    for (const BookOrder& order : market.orders) {
        const bool buys = order.side == Side::Buy;
        const std::int64_t gain = gainOf(order, market.rules.networkFee) + (buys ? -price : price);
        (buys ? mayBuy : maySell) += gain >= 0 ? order.quantity.count() : 0;
        (buys ? mustBuy : mustSell) += gain > 0 ? order.quantity.count() : 0;
    }
    return mustBuy <= maySell && mustSell <= mayBuy;
}

std::int64_t floorDivide(Int128 numerator, std::int64_t denominator)
{
    Int128 quotient = numerator / denominator;
    while (quotient * denominator > numerator)
        --quotient;
    while ((quotient + 1) * denominator <= numerator)
        ++quotient;
    return static_cast<std::int64_t>(quotient);
}

/// The prices at and beside every limit, as a seller sees them.
std::set<std::int64_t> interestingPrices(const Market& market)
{
    std::set<std::int64_t> prices;
    for (const BookOrder& order : market.orders) {
        const std::int64_t gain = gainOf(order, market.rules.networkFee);
        const std::int64_t price = order.side == Side::Buy ? gain : -gain;
        prices.insert({price - 1, price, price + 1});
    }
    return prices;
}

/// Empty when the price and its interval are right.
QString wrongPrice(const Market& market, const Clearing& clearing)
{
    if (clearing.volume.isZero())
        return clearing.price || clearing.priceInterval ? QStringLiteral("a price without a trade") : QString();
    if (!clearing.price || !clearing.priceInterval)
        return QStringLiteral("a trade without a price");
    std::vector<std::int64_t> equilibria;
    std::ranges::copy_if(interestingPrices(market), std::back_inserter(equilibria),
                         [&](std::int64_t price) { return isEquilibrium(market, price); });
    const std::int64_t least = clearing.priceInterval->first.count();
    const std::int64_t greatest = clearing.priceInterval->second.count();
    if (equilibria.empty() || equilibria.front() != least || equilibria.back() != greatest)
        return QStringLiteral("the interval is not that of all equilibria");
    if (!isEquilibrium(market, clearing.price->count()))
        return QStringLiteral("the price is no equilibrium");
    const std::int64_t n = market.rules.kNumerator;
    const std::int64_t d = market.rules.kDenominator;
    if (clearing.price->count() != floorDivide(Int128{least} * (d - n) + Int128{greatest} * n, d))
        return QStringLiteral("the price is not where k says");
    return {};
}

/// Empty when the fills add up and nobody is asked beyond a limit or left out within it.
QString wrongFills(const Market& market, const Clearing& clearing)
{
    std::map<std::tuple<ParticipantId, Side, Price>, Lots> asked;
    for (const BookOrder& order : market.orders)
        asked[{order.participant, order.side, order.limit}] += order.quantity;
    std::map<Side, Lots> filled;
    WideMoney welfare = 0;
    auto expected = asked.begin();
    for (const Fill& fill : clearing.fills) {
        if (expected == asked.end() || expected->first != std::tuple{fill.participant, fill.side, fill.limit} ||
            expected->second != fill.asked)
            return QStringLiteral("the fills are not the merged orders");
        ++expected;
        if (fill.filled < Lots{} || fill.filled > fill.asked)
            return QStringLiteral("a fill outside what was asked");
        filled[fill.side] += fill.filled;
        const BookOrder order{fill.participant, fill.side, fill.filled, fill.limit};
        const std::int64_t gain = gainOf(order, market.rules.networkFee);
        welfare += WideMoney{fill.filled.count()} * gain * kWattHoursPerLot;
        if (!clearing.price)
            continue;
        const std::int64_t surplus = gain + (fill.side == Side::Buy ? -1 : 1) * clearing.price->count();
        if ((surplus < 0 && !fill.filled.isZero()) || (surplus > 0 && fill.filled != fill.asked))
            return QStringLiteral("a fill against its limit");
    }
    if (expected != asked.end())
        return QStringLiteral("an order is missing");
    if (filled[Side::Buy] != clearing.volume || filled[Side::Sell] != clearing.volume)
        return QStringLiteral("the sides do not add up to the volume");
    return welfare == clearing.welfare ? QString() : QStringLiteral("the welfare is not that of the fills");
}

Hash256 tieHash(const Market& market, const Fill& fill)
{
    Encoder text;
    text.raw(viewOf("DGEX/tie/v1")).u8(0).raw(market.seed).u64(fill.participant.number);
    text.i64(market.period.startSeconds()).u8(fill.side == Side::Buy ? 0 : 1);
    return crypto::sha256(text.bytes());
}

/// Empty when every limit shares by largest remainder, equal remainders by hash.
QString wrongShares(const Market& market, const Clearing& clearing)
{
    std::map<std::pair<Side, Price>, std::vector<Fill>> steps;
    for (const Fill& fill : clearing.fills)
        steps[{fill.side, fill.limit}].push_back(fill);
    for (const auto& [limit, fills] : steps) {
        Int128 asked = 0;
        Int128 available = 0;
        for (const Fill& fill : fills) {
            asked += fill.asked.count();
            available += fill.filled.count();
        }
        const auto quotient = [&](const Fill& fill) { return available * fill.asked.count() / asked; };
        const auto remainder = [&](const Fill& fill) { return available * fill.asked.count() % asked; };
        for (const Fill& up : fills) {
            const Int128 extra = up.filled.count() - quotient(up);
            if (extra < 0 || extra > 1)
                return QStringLiteral("a share is more than a lot off");
            for (const Fill& down : fills) {
                if (extra != 1 || down.filled.count() != quotient(down))
                    continue;
                if (remainder(up) < remainder(down) ||
                    (remainder(up) == remainder(down) && tieHash(market, up) > tieHash(market, down)))
                    return QStringLiteral("the last lots went to the wrong orders");
            }
        }
    }
    return {};
}

QString wrongAnything(const Market& market, const Clearing& clearing)
{
    for (const auto& check : {wrongPrice, wrongFills, wrongShares}) {
        if (const QString wrong = check(market, clearing); !wrong.isEmpty())
            return wrong;
    }
    return {};
}

std::vector<BookOrder> split(const std::vector<BookOrder>& orders, RandomStream& random)
{
    std::vector<BookOrder> parts;
    for (BookOrder order : orders) {
        while (order.quantity > Lots{1} && random.between(0, 1) == 1) {
            BookOrder part = order;
            part.quantity = Lots{random.between(1, order.quantity.count() - 1)};
            order.quantity -= part.quantity;
            parts.push_back(part);
        }
        parts.push_back(order);
    }
    return parts;
}

void shuffle(std::vector<BookOrder>& orders, RandomStream& random)
{
    for (std::size_t i = orders.size(); i > 1; --i)
        std::swap(orders[i - 1], orders[static_cast<std::size_t>(random.between(0, static_cast<std::int64_t>(i) - 1))]);
}

constexpr std::uint64_t kFirstSeed = 20'260'101;

/// How many books to try: as many again for each unit of DGEX_BOOKS_FACTOR.
std::uint64_t manyBooks(int books)
{
    return static_cast<std::uint64_t>(books) *
           static_cast<std::uint64_t>(std::max(1, qEnvironmentVariableIntValue("DGEX_BOOKS_FACTOR")));
}

} // namespace

#define VERIFY_RIGHT(wrong, seed)                                                                                      \
    do {                                                                                                               \
        const QString text = (wrong);                                                                                  \
        QVERIFY2(text.isEmpty(), qPrintable(QStringLiteral("seed %1: %2").arg(seed).arg(text)));                       \
    } while (false)

class TestClearingProperties : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void findsTheBestOfAllAllocations();
    void isRightOnRandomBooks_data();
    void isRightOnRandomBooks();
    void ignoresOrderAndSplitting();
    void isRightAtTheLimitsOfTheTypes();
};

void TestClearingProperties::findsTheBestOfAllAllocations()
{
    int traded = 0;
    for (std::uint64_t seed = kFirstSeed; seed < kFirstSeed + manyBooks(4'000); ++seed) {
        const Market market =
            randomMarket(seed, {.ordersMax = 6, .lotsMax = 3, .priceMin = -4, .priceMax = 4, .participants = 6});
        const Clearing clearing = cleared(market);
        const Optimum found{.welfare = static_cast<std::int64_t>(clearing.welfare / kWattHoursPerLot),
                            .volume = clearing.volume.count()};
        VERIFY_RIGHT(found == bestOfAllAllocations(market) ? QString() : QStringLiteral("a better allocation exists"),
                     seed);
        VERIFY_RIGHT(wrongAnything(market, clearing), seed);
        traded += clearing.price ? 1 : 0;
    }
    QVERIFY(traded > 1'000);
}

void TestClearingProperties::isRightOnRandomBooks_data()
{
    QTest::addColumn<int>("ordersMax");
    QTest::addColumn<qint64>("lotsMax");
    QTest::addColumn<qint64>("priceMin");
    QTest::addColumn<qint64>("priceMax");
    QTest::addColumn<qint64>("participants");
    QTest::addColumn<int>("books");
    QTest::newRow("few prices, many ties") << 14 << 6LL << -3LL << 3LL << 10LL << 6'000;
    QTest::newRow("many prices, few ties") << 14 << 9LL << -500LL << 900LL << 10LL << 6'000;
    QTest::newRow("all prices equal") << 12 << 7LL << 5LL << 5LL << 12LL << 3'000;
    QTest::newRow("lots of one") << 30 << 1LL << -4LL << 4LL << 30LL << 3'000;
    QTest::newRow("few participants with many orders") << 30 << 5LL << -30LL << 30LL << 3LL << 3'000;
    QTest::newRow("long books") << 200 << 40LL << 0LL << 60LL << 120LL << 300;
}

void TestClearingProperties::isRightOnRandomBooks()
{
    QFETCH(int, ordersMax);
    QFETCH(qint64, lotsMax);
    QFETCH(qint64, priceMin);
    QFETCH(qint64, priceMax);
    QFETCH(qint64, participants);
    QFETCH(int, books);
    for (std::uint64_t seed = kFirstSeed; seed < kFirstSeed + manyBooks(books); ++seed) {
        const Market market = randomMarket(seed, {.ordersMax = ordersMax,
                                                  .lotsMax = lotsMax,
                                                  .priceMin = priceMin,
                                                  .priceMax = priceMax,
                                                  .participants = participants});
        const Clearing clearing = cleared(market);
        const Optimum found{.welfare = static_cast<std::int64_t>(clearing.welfare / kWattHoursPerLot),
                            .volume = clearing.volume.count()};
        VERIFY_RIGHT(found == bestOfAllVolumes(market) ? QString() : QStringLiteral("a better volume exists"), seed);
        VERIFY_RIGHT(wrongAnything(market, clearing), seed);
    }
}

void TestClearingProperties::ignoresOrderAndSplitting()
{
    for (std::uint64_t seed = kFirstSeed; seed < kFirstSeed + manyBooks(4'000); ++seed) {
        const Market market = randomMarket(seed, {.ordersMax = 20, .lotsMax = 9, .priceMin = -5, .priceMax = 5});
        const Clearing whole = cleared(market);
        RandomStream random(seed);
        Market other = market;
        shuffle(other.orders, random);
        VERIFY_RIGHT(equal(whole, cleared(other)) ? QString() : QStringLiteral("the input's order matters"), seed);
        other.orders = split(other.orders, random);
        shuffle(other.orders, random);
        VERIFY_RIGHT(equal(whole, cleared(other)) ? QString() : QStringLiteral("splitting matters"), seed);
    }
}

void TestClearingProperties::isRightAtTheLimitsOfTheTypes()
{
    const std::int64_t bound = kPriceMax.count();
    for (std::uint64_t seed = kFirstSeed; seed < kFirstSeed + manyBooks(1'000); ++seed) {
        Market market = randomMarket(seed, {.ordersMax = 40,
                                            .lotsMax = kOrderLotsMax.count(),
                                            .priceMin = -bound,
                                            .priceMax = bound,
                                            .participants = 20});
        RandomStream random(seed);
        std::erase_if(market.orders, [](const BookOrder& order) { return order.participant.number % 2 == 0; });
        // Even participants bid or ask at the bounds, for the greatest amount.
        for (std::uint64_t number = 2; number <= 20; number += 2) {
            market.orders.push_back({.participant = ParticipantId{UINT64_MAX - number},
                                     .side = random.between(0, 1) == 0 ? Side::Buy : Side::Sell,
                                     .quantity = kOrderLotsMax,
                                     .limit = random.between(0, 1) == 0 ? kPriceMax : -kPriceMax});
        }
        market.rules.networkFee = Price{random.between(0, 1) * bound};
        VERIFY_RIGHT(wrongAnything(market, cleared(market)), seed);
    }
}

QTEST_APPLESS_MAIN(TestClearingProperties)
#include "tst_clearing_properties.moc"
