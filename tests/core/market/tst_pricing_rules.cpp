// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: McAfee's trade reduction and pay-as-bid do what their definitions say. Method: books solved by hand, then
// random books against the definitions lot by lot; for truthfulness every single deviation of every trader of one lot
// is tried.
#include "core/market/clearing.h"
#include "core/market/trade_reduction.h"
#include "tests/support/random_stream.h"

#include <QTest>

#include <algorithm>

using namespace dgex;
using namespace dgex::market;
using test::RandomStream;

namespace {

Hash256 someSeed()
{
    Hash256 seed;
    seed.fill(7);
    return seed;
}

BookOrder buys(std::uint64_t who, std::int64_t lots, std::int64_t limit)
{
    return {ParticipantId{who}, Side::Buy, Lots{lots}, Price{limit}};
}

BookOrder sells(std::uint64_t who, std::int64_t lots, std::int64_t limit)
{
    return {ParticipantId{who}, Side::Sell, Lots{lots}, Price{limit}};
}

AuctionRules rulesOf(PricingRule pricing, std::int64_t bound = 100, std::int64_t fee = 0)
{
    return {.priceBound = Price{bound}, .networkFee = Price{fee}, .pricing = pricing};
}

/// What the trades are worth to a participant at its true limit, in lots times ticks.
std::int64_t utility(const Clearing& clearing, const AuctionRules& rules, const BookOrder& wish)
{
    std::int64_t sum = 0;
    for (const Fill& fill : clearing.fills) {
        if (fill.participant != wish.participant || fill.filled.isZero())
            continue;
        const Price price = tradePrice(clearing, fill, rules);
        const Price gain = fill.side == Side::Buy ? wish.limit - rules.networkFee - price : price - wish.limit;
        sum += (gain * fill.filled.count()).count();
    }
    return sum;
}

std::vector<BookOrder> randomBook(RandomStream& random, std::int64_t lotsMax)
{
    std::vector<BookOrder> orders;
    const std::int64_t count = random.between(0, 12);
    for (std::int64_t i = 1; i <= count; ++i) {
        const auto who = static_cast<std::uint64_t>(i);
        const std::int64_t lots = random.between(1, lotsMax);
        const std::int64_t limit = random.between(-7, 7);
        orders.push_back(random.between(0, 1) == 0 ? buys(who, lots, limit) : sells(who, lots, limit));
    }
    return orders;
}

/// The definition, lot by lot.
struct Definition {
    std::int64_t volume = 0;
    std::int64_t buyerPrice = 0;
    std::int64_t sellerPrice = 0;
};

Definition mcAfee(const std::vector<BookOrder>& orders, const AuctionRules& rules)
{
    std::vector<std::int64_t> bids;
    std::vector<std::int64_t> asks;
    for (const BookOrder& order : orders) {
        const bool bid = order.side == Side::Buy;
        const std::int64_t worth = order.limit.count() - (bid ? rules.networkFee.count() : 0);
        (bid ? bids : asks).insert((bid ? bids : asks).end(), static_cast<std::size_t>(order.quantity.count()), worth);
    }
    std::ranges::sort(bids, std::greater{});
    std::ranges::sort(asks);
    std::size_t n = 0;
    while (n < bids.size() && n < asks.size() && bids[n] >= asks[n])
        ++n;
    if (n == 0)
        return {};
    const std::int64_t beyond = rules.priceBound.count() + std::abs(rules.networkFee.count());
    bids.push_back(-beyond);
    asks.push_back(beyond);
    const std::int64_t sum = bids[n] + asks[n];
    const std::int64_t price = (sum - (sum % 2 != 0 && sum < 0 ? 1 : 0)) / 2;
    if (asks[n - 1] <= price && price <= bids[n - 1])
        return {static_cast<std::int64_t>(n), price, price};
    return {static_cast<std::int64_t>(n) - 1, bids[n - 1], asks[n - 1]};
}

} // namespace

class TestPricingRules : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keepsTheNumbersOfTheRules();
    void tradesAllAtTheMiddleOfTheNextLotsWhenItFits();
    void tradesOneLotFewerWhenTheMiddleDoesNotFit();
    void leavesNothingOfASingleTrade();
    void takesTheReducedLotFromTheStepBeforeTheMargin();
    void countsTheFeeInTheReduction();
    void isMcAfeesDefinitionOnRandomBooks();
    void gainsNoTraderOfOneLotByAnyDeviation();
    void canBeGamedWithSeveralLots();
    void letsEveryOrderTradeAtItsOwnLimit();
    void fillsAlikeWhetherUniformOrPayAsBid();
};

void TestPricingRules::keepsTheNumbersOfTheRules()
{
    QCOMPARE(static_cast<int>(PricingRule::Uniform), 0);
    QCOMPARE(static_cast<int>(PricingRule::PayAsBid), 1);
    QCOMPARE(static_cast<int>(PricingRule::McAfee), 2);
    QCOMPARE(AuctionRules{}.pricing, PricingRule::Uniform);
}

void TestPricingRules::tradesAllAtTheMiddleOfTheNextLotsWhenItFits()
{
    const AuctionRules rules = rulesOf(PricingRule::McAfee);
    const Clearing clearing =
        clear({buys(1, 1, 30), buys(2, 1, 24), buys(3, 1, 14), sells(4, 1, 10), sells(5, 1, 16), sells(6, 1, 25)},
              rules, Period{}, someSeed());
    QCOMPARE(clearing.volume, Lots{2});
    QCOMPARE(*clearing.price, Price{19}); // floor((14 + 25) / 2)
    QCOMPARE(*clearing.buyerPrice, Price{19});
    QVERIFY(clearing.surplus == 0);
    QVERIFY(clearing.welfare == (30 + 24 - 10 - 16) * kWattHoursPerLot);
}

void TestPricingRules::tradesOneLotFewerWhenTheMiddleDoesNotFit()
{
    const AuctionRules rules = rulesOf(PricingRule::McAfee);
    const Clearing clearing =
        clear({buys(1, 1, 30), buys(2, 1, 18), buys(3, 1, 14), sells(4, 1, 10), sells(5, 1, 16), sells(6, 1, 25)},
              rules, Period{}, someSeed());
    QCOMPARE(clearing.volume, Lots{1}); // floor((14 + 25) / 2) = 19 > 18
    QCOMPARE(*clearing.price, Price{16});
    QCOMPARE(*clearing.buyerPrice, Price{18});
    QVERIFY(clearing.surplus == 2 * kWattHoursPerLot);
    QCOMPARE(clearing.fills[0].filled, Lots{1});
    QCOMPARE(clearing.fills[1].filled, Lots{0});
    QCOMPARE(clearing.fills[3].filled, Lots{1});
    QCOMPARE(clearing.fills[4].filled, Lots{0});
}

void TestPricingRules::leavesNothingOfASingleTrade()
{
    const Clearing clearing =
        clear({buys(1, 1, 30), sells(2, 1, 10)}, rulesOf(PricingRule::McAfee), Period{}, someSeed());
    QCOMPARE(clearing.volume, Lots{0}); // The bounds meet at 0, below the ask.
    QVERIFY(!clearing.price && !clearing.buyerPrice && !clearing.priceInterval);
    for (const Fill& fill : clearing.fills)
        QCOMPARE(fill.filled, Lots{0});
}

void TestPricingRules::takesTheReducedLotFromTheStepBeforeTheMargin()
{
    const AuctionRules rules = rulesOf(PricingRule::McAfee);
    const Clearing clearing =
        clear({buys(1, 4, 30), buys(2, 2, 30), sells(3, 6, 10), sells(4, 9, 50)}, rules, Period{}, someSeed());
    QCOMPARE(clearing.volume, Lots{5}); // floor((-100 + 50) / 2) = -25 < 10
    QCOMPARE(*clearing.buyerPrice, Price{30});
    QCOMPARE(*clearing.price, Price{10});
    QCOMPARE(clearing.fills[0].filled, Lots{3}); // 5 x 4 / 6 = 3 rest 2, 5 x 2 / 6 = 1 rest 4: the last lot goes to 2.
    QCOMPARE(clearing.fills[1].filled, Lots{2});
    QCOMPARE(clearing.fills[2].filled, Lots{5});
}

void TestPricingRules::countsTheFeeInTheReduction()
{
    const AuctionRules rules = rulesOf(PricingRule::McAfee, 100, 4);
    const Clearing clearing =
        clear({buys(1, 1, 34), buys(2, 1, 28), buys(3, 1, 18), sells(4, 1, 10), sells(5, 1, 16), sells(6, 1, 25)},
              rules, Period{}, someSeed());
    QCOMPARE(clearing.volume, Lots{2});
    QCOMPARE(*clearing.price, Price{19});
    QVERIFY(clearing.welfare == (34 + 28 - 2 * 4 - 10 - 16) * kWattHoursPerLot);
}

void TestPricingRules::isMcAfeesDefinitionOnRandomBooks()
{
    int reduced = 0;
    int whole = 0;
    RandomStream random(11);
    for (int book = 0; book < 20'000; ++book) {
        const std::vector<BookOrder> orders = randomBook(random, 4);
        const AuctionRules rules = rulesOf(PricingRule::McAfee, random.between(7, 9), random.between(-2, 2));
        const Clearing clearing = clear(orders, rules, Period{}, someSeed());
        const Definition expected = mcAfee(orders, rules);
        QCOMPARE(clearing.volume.count(), expected.volume);
        QCOMPARE(clearing.price.has_value(), expected.volume > 0);
        Lots bought;
        Lots sold;
        for (const Fill& fill : clearing.fills) {
            (fill.side == Side::Buy ? bought : sold) += fill.filled;
            if (fill.filled.isZero())
                continue;
            const Price price = tradePrice(clearing, fill, rules);
            QVERIFY(fill.side == Side::Buy ? price + rules.networkFee <= fill.limit : price >= fill.limit);
        }
        QVERIFY(bought == clearing.volume && sold == clearing.volume);
        if (!clearing.price)
            continue;
        QCOMPARE(clearing.price->count(), expected.sellerPrice);
        QCOMPARE(clearing.buyerPrice->count(), expected.buyerPrice);
        QVERIFY(clearing.surplus ==
                Int128{expected.volume} * (expected.buyerPrice - expected.sellerPrice) * kWattHoursPerLot);
        QVERIFY(clearing.surplus >= 0);
        (expected.buyerPrice == expected.sellerPrice ? whole : reduced) += 1;
    }
    QVERIFY2(reduced > 1'000 && whole > 1'000, qPrintable(QStringLiteral("%1 %2").arg(reduced).arg(whole)));
}

void TestPricingRules::gainsNoTraderOfOneLotByAnyDeviation()
{
    RandomStream random(12);
    int tries = 0;
    for (int book = 0; book < 800; ++book) {
        const std::vector<BookOrder> truth = randomBook(random, 1);
        const AuctionRules rules = rulesOf(PricingRule::McAfee, 9, random.between(-2, 2));
        Hash256 seed;
        seed.fill(static_cast<std::uint8_t>(random.next()));
        const Clearing honest = clear(truth, rules, Period{}, seed);
        for (std::size_t i = 0; i < truth.size(); ++i) {
            const std::int64_t best = utility(honest, rules, truth[i]);
            QVERIFY(best >= 0);
            for (std::int64_t limit = -9; limit <= 9; ++limit, ++tries) {
                std::vector<BookOrder> lie = truth;
                lie[i].limit = Price{limit};
                const std::int64_t gained = utility(clear(lie, rules, Period{}, seed), rules, truth[i]);
                QVERIFY2(gained <= best, qPrintable(QStringLiteral("book %1: trader %2 gains %3 instead of %4 at %5")
                                                        .arg(book)
                                                        .arg(i)
                                                        .arg(gained)
                                                        .arg(best)
                                                        .arg(limit)));
            }
        }
    }
    QVERIFY(tries > 50'000);
}

void TestPricingRules::canBeGamedWithSeveralLots()
{
    // The header promises truthfulness for one lot alone; this book shows why.
    const AuctionRules rules = rulesOf(PricingRule::McAfee);
    const std::vector<BookOrder> truth{buys(1, 5, 20), buys(2, 3, 15), sells(3, 4, 10)};
    std::vector<BookOrder> lie = truth;
    lie[0].limit = Price{16};
    const std::int64_t honest = utility(clear(truth, rules, Period{}, someSeed()), rules, truth[0]);
    QVERIFY(utility(clear(lie, rules, Period{}, someSeed()), rules, truth[0]) > honest);
}

void TestPricingRules::letsEveryOrderTradeAtItsOwnLimit()
{
    const AuctionRules rules = rulesOf(PricingRule::PayAsBid, 100, 2);
    const Clearing clearing =
        clear({buys(1, 3, 30), buys(2, 2, 20), sells(3, 4, 10), sells(4, 5, 15)}, rules, Period{}, someSeed());
    QCOMPARE(clearing.volume, Lots{5});
    const std::int64_t prices[] = {28, 18, 10, 15};
    for (std::size_t i = 0; i < 4; ++i)
        QCOMPARE(tradePrice(clearing, clearing.fills[i], rules).count(), prices[i]);
    // Buyers pay 3 x 30 + 2 x 20, of that 5 x 2 are fees; sellers get 4 x 10 + 1 x 15; the rest stays.
    QVERIFY(clearing.surplus == (130 - 10 - 55) * kWattHoursPerLot);
    QVERIFY(clearing.welfare == clearing.surplus);
}

void TestPricingRules::fillsAlikeWhetherUniformOrPayAsBid()
{
    RandomStream random(13);
    for (int book = 0; book < 3'000; ++book) {
        const std::vector<BookOrder> orders = randomBook(random, 5);
        const std::int64_t fee = random.between(-2, 2);
        const Clearing uniform = clear(orders, rulesOf(PricingRule::Uniform, 9, fee), Period{}, someSeed());
        const Clearing own = clear(orders, rulesOf(PricingRule::PayAsBid, 9, fee), Period{}, someSeed());
        QCOMPARE(own.fills, uniform.fills);
        QCOMPARE(own.price, uniform.price);
        QCOMPARE(own.volume, uniform.volume);
        QVERIFY(uniform.surplus == 0 && own.surplus == own.welfare && own.welfare == uniform.welfare);
    }
}

QTEST_APPLESS_MAIN(TestPricingRules)
#include "tst_pricing_rules.moc"
