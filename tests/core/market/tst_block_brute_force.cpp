// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: a proposal of blocks is accepted exactly when it may be, and the search finds the best. Method: random small
// books against an own model of the rules: all acceptances are tried, and an acceptance must hold exactly when some
// whole prices support its trades and pay every family of blocks.
#include "core/market/block_solver.h"
#include "tests/support/random_stream.h"

#include <QTest>

#include <algorithm>
#include <map>

using namespace dgex;
using namespace dgex::market;
using test::RandomStream;

namespace {

/// DGEX_BLOCK_BOOKS: how many times as many books as in a short run.
std::uint64_t factor()
{
    return static_cast<std::uint64_t>(std::max(1, qEnvironmentVariableIntValue("DGEX_BLOCK_BOOKS")));
}

Period periodAt(std::int64_t number)
{
    return Period{number * Period::kSeconds};
}

ZoneOrder order(std::uint64_t participant, std::int64_t period, Side side, std::int64_t lots, std::int64_t limit)
{
    return {.period = periodAt(period),
            .zone = ZoneId{0},
            .energyClass = EnergyClass::Any,
            .participant = ParticipantId{participant},
            .side = side,
            .quantity = Lots{lots},
            .limit = Price{limit}};
}

BlockOrder block(Side side, std::int64_t limit, std::vector<std::int64_t> lots)
{
    BlockOrder result{.participant = ParticipantId{900},
                      .zone = ZoneId{0},
                      .energyClass = EnergyClass::Any,
                      .side = side,
                      .limit = Price{limit},
                      .parts = 1,
                      .minParts = 1,
                      .parent = {},
                      .profile = {}};
    for (std::size_t t = 0; t < lots.size(); ++t) {
        if (lots[t] > 0)
            result.profile.push_back({.period = periodAt(static_cast<std::int64_t>(t)), .lots = Lots{lots[t]}});
    }
    return result;
}

/// One period of a small book: what the rest of it trades beside accepted blocks, counted price by price.
class OnePeriod {
public:
    OnePeriod(const Market& market, std::int64_t period, const AuctionRules& rules)
        : m_fee(rules.networkFee.count())
    {
        for (const ZoneOrder& each : market.orders) {
            if (each.period == periodAt(period))
                m_orders.push_back(each);
        }
    }

    /// Whether a price of sellers leaves just so much more sold than bought by the orders at it; those whose limit is
    /// the price may trade or not.
    [[nodiscard]] bool supports(std::int64_t price, std::int64_t netBought) const
    {
        std::int64_t least = 0;
        std::int64_t greatest = 0;
        for (const ZoneOrder& each : m_orders) {
            const bool sells = each.side == Side::Sell;
            const std::int64_t worth = sells ? each.limit.count() : each.limit.count() - m_fee;
            const std::int64_t gain = sells ? price - worth : worth - price;
            const std::int64_t lots = sells ? each.quantity.count() : -each.quantity.count();
            if (gain > 0) {
                least += lots;
                greatest += lots;
            } else if (gain == 0) {
                (sells ? greatest : least) += lots;
            }
        }
        return least <= netBought && netBought <= greatest;
    }

    /// The welfare of the orders when so much of their energy goes to blocks; none when they have not got it.
    [[nodiscard]] std::optional<std::int64_t> welfare(std::int64_t netBought) const
    {
        std::vector<std::int64_t> worths;
        std::int64_t sum = 0;
        std::int64_t bought = 0;
        // Start with all buys served: each lot more that is sold, or not bought, costs its worth; the cheapest come
        // first.
        for (const ZoneOrder& each : m_orders) {
            const bool sells = each.side == Side::Sell;
            const std::int64_t worth = sells ? each.limit.count() : each.limit.count() - m_fee;
            worths.insert(worths.end(), static_cast<std::size_t>(each.quantity.count()), worth);
            sum += sells ? 0 : worth * each.quantity.count();
            bought += sells ? 0 : each.quantity.count();
        }
        std::ranges::sort(worths);
        const std::int64_t needed = bought + netBought;
        if (needed < 0 || needed > static_cast<std::int64_t>(worths.size()))
            return std::nullopt;
        for (std::int64_t i = 0; i < needed; ++i)
            sum -= worths[static_cast<std::size_t>(i)];
        return sum;
    }

private:
    std::vector<ZoneOrder> m_orders;
    std::int64_t m_fee;
};

struct SmallBook {
    Market market;
    std::vector<BlockOrder> blocks;
    AuctionRules rules;
    std::int64_t periods = 1;
};

/// What the rules say of an acceptance.
struct Judgement {
    bool allowed = false; ///< By the blocks' own rules.
    std::optional<std::int64_t> welfare;
    bool pays = false; ///< Some prices support the trades and pay every family.
};

Judgement judge(const SmallBook& book, const BlockAcceptance& parts)
{
    Judgement result{.allowed = true, .welfare = 0, .pays = false};
    std::vector<std::int64_t> netBought(static_cast<std::size_t>(book.periods), 0);
    for (std::size_t b = 0; b < parts.size(); ++b) {
        const BlockOrder& each = book.blocks[b];
        result.allowed = result.allowed && (parts[b] == 0 || parts[b] >= each.minParts);
        if (each.parent)
            result.allowed =
                result.allowed && parts[b] * book.blocks[*each.parent].parts <= parts[*each.parent] * each.parts;
        const bool buys = each.side == Side::Buy;
        for (const BlockPeriod& period : each.profile) {
            const std::int64_t lots = period.lots.count() * parts[b];
            netBought[static_cast<std::size_t>(period.period.startSeconds() / Period::kSeconds)] += buys ? lots : -lots;
            *result.welfare += buys ? lots * (each.limit - book.rules.networkFee).count() : -lots * each.limit.count();
        }
    }
    if (!result.allowed)
        return result;
    // For each period the supporting prices; families look at sums of prices, so all combinations are tried.
    std::vector<std::vector<std::int64_t>> prices;
    for (std::int64_t t = 0; t < book.periods; ++t) {
        const OnePeriod period(book.market, t, book.rules);
        const auto welfare = period.welfare(netBought[static_cast<std::size_t>(t)]);
        if (!welfare) {
            result.welfare.reset();
            return result;
        }
        *result.welfare += *welfare;
        prices.emplace_back();
        for (std::int64_t p = -60; p <= 60; ++p) {
            if (period.supports(p, netBought[static_cast<std::size_t>(t)]))
                prices.back().push_back(p);
        }
    }
    std::vector<std::size_t> at(prices.size(), 0);
    for (bool more = true; more && !result.pays;) {
        std::vector<std::int64_t> surplus(parts.size(), 0);
        for (std::size_t b = parts.size(); b-- > 0;) {
            const BlockOrder& each = book.blocks[b];
            for (const BlockPeriod& period : each.profile) {
                const auto t = static_cast<std::size_t>(period.period.startSeconds() / Period::kSeconds);
                const std::int64_t price = prices[t][at[t]];
                const std::int64_t gain = each.side == Side::Sell
                                              ? price - each.limit.count()
                                              : (each.limit - book.rules.networkFee).count() - price;
                surplus[b] += gain * period.lots.count() * parts[b];
            }
            if (each.parent && parts[b] > 0)
                surplus[*each.parent] += surplus[b]; // Parents stand before their children in these books.
        }
        result.pays = std::ranges::all_of(surplus, [](std::int64_t gain) { return gain >= 0; });
        more = false;
        for (std::size_t t = 0; t < at.size() && !more; ++t) {
            more = ++at[t] < prices[t].size();
            if (!more)
                at[t] = 0;
        }
    }
    return result;
}

SmallBook randomBook(std::uint64_t seed, std::int64_t periods, bool wholeOnly)
{
    RandomStream random(seed);
    SmallBook book{.market = {}, .blocks = {}, .rules = {}, .periods = periods};
    book.rules.priceBound = Price{60};
    book.rules.networkFee = Price{random.between(0, 2) * random.between(0, 2)};
    book.rules.kNumerator = static_cast<std::uint32_t>(random.between(0, 2));
    book.rules.kDenominator = 2;
    const std::int64_t orders = random.between(0, 6);
    for (std::int64_t n = 0; n < orders; ++n)
        book.market.orders.push_back(order(static_cast<std::uint64_t>(n + 1), random.between(0, periods - 1),
                                           random.between(0, 1) == 0 ? Side::Buy : Side::Sell, random.between(1, 5),
                                           random.between(-3, 20)));
    const std::int64_t blocks = random.between(1, 5);
    for (std::int64_t n = 0; n < blocks; ++n) {
        std::vector<std::int64_t> lots;
        for (std::int64_t t = 0; t < periods; ++t)
            lots.push_back(random.between(0, 4));
        if (std::ranges::count(lots, 0) == periods)
            lots.front() = 1;
        BlockOrder each = block(random.between(0, 1) == 0 ? Side::Buy : Side::Sell, random.between(-3, 20), lots);
        if (!wholeOnly && random.between(0, 1) == 0) {
            each.parts = static_cast<std::uint32_t>(random.between(2, 3));
            each.minParts = static_cast<std::uint32_t>(random.between(1, each.parts));
        }
        if (n > 0 && random.between(0, 3) == 0)
            each.parent = static_cast<std::uint32_t>(random.between(0, n - 1));
        book.blocks.push_back(each);
    }
    return book;
}

/// All numbers of parts, one after the other.
bool next(BlockAcceptance& parts, const std::vector<BlockOrder>& blocks)
{
    for (std::size_t b = 0; b < parts.size(); ++b) {
        if (++parts[b] <= blocks[b].parts)
            return true;
        parts[b] = 0;
    }
    return false;
}

} // namespace

class TestBlockBruteForce : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void agreesWithAllPricesOfOnePeriod();
    void acceptsNothingThatNoPricesPay();
    void findsTheBestOfSmallBooks();
    void neverPassesTheBound();
    void clearsAsWithoutBlocksWhenNoneIsAccepted();
};

void TestBlockBruteForce::agreesWithAllPricesOfOnePeriod()
{
    std::map<std::string, int> seen;
    for (std::uint64_t seed = 1; seed <= 3'000 * factor(); ++seed) {
        const SmallBook book = randomBook(seed, 1, false);
        BlockAcceptance parts(book.blocks.size(), 0);
        do {
            const Judgement expected = judge(book, parts);
            const auto cleared = clearWithBlocks(book.market, book.blocks, parts, book.rules, Hash256{});
            const bool holds = expected.allowed && expected.welfare && expected.pays;
            const QByteArray context = "seed " + QByteArray::number(static_cast<qulonglong>(seed));
            QVERIFY2(cleared.has_value() == holds, context.constData());
            if (holds)
                QVERIFY2(cleared->market.welfare == WideMoney{*expected.welfare} * kWattHoursPerLot,
                         context.constData());
            else if (cleared.error().fault == BlockFault::BlockLoses)
                QVERIFY2(*cleared.error().welfare == WideMoney{*expected.welfare} * kWattHoursPerLot,
                         context.constData());
            ++seen[holds ? "holds" : !expected.allowed ? "not allowed" : !expected.welfare ? "not served" : "loses"];
        } while (next(parts, book.blocks));
    }
    for (const auto& [kind, times] : seen)
        qInfo("%s: %d", kind.c_str(), times);
    QCOMPARE(seen.size(), std::size_t{4});
}

void TestBlockBruteForce::acceptsNothingThatNoPricesPay()
{
    int held = 0;
    int payable = 0;
    for (std::uint64_t seed = 1; seed <= 400 * factor(); ++seed) {
        const SmallBook book = randomBook(seed, 2, false);
        BlockAcceptance parts(book.blocks.size(), 0);
        do {
            const Judgement expected = judge(book, parts);
            const auto cleared = clearWithBlocks(book.market, book.blocks, parts, book.rules, Hash256{});
            const bool may = expected.allowed && expected.welfare && expected.pays;
            QVERIFY2(may || !cleared.has_value(), qPrintable(QStringLiteral("seed %1").arg(seed)));
            held += cleared.has_value() ? 1 : 0;
            payable += may ? 1 : 0;
        } while (next(parts, book.blocks));
    }
    qInfo("%d of %d that some prices pay are accepted", held, payable);
    QVERIFY(held * 1'000 >= payable * 995);
}

void TestBlockBruteForce::findsTheBestOfSmallBooks()
{
    int compared = 0;
    int accepting = 0;
    int missed = 0;
    for (std::uint64_t seed = 1; seed <= 500 * factor(); ++seed) {
        const bool whole = seed % 2 == 0;
        const SmallBook book = randomBook(100'000 + seed, 1 + static_cast<std::int64_t>(seed % 3), whole);
        const BlockSolution found = solveBlocks(book.market, book.blocks, book.rules, Hash256{});
        std::optional<WideMoney> best;
        BlockAcceptance parts(book.blocks.size(), 0);
        do {
            if (const auto cleared = clearWithBlocks(book.market, book.blocks, parts, book.rules, Hash256{}))
                best = std::max(best.value_or(cleared->market.welfare), cleared->market.welfare);
        } while (next(parts, book.blocks));
        const WideMoney welfare = found.clearing.market.welfare;
        const QByteArray context = "seed " + QByteArray::number(static_cast<qulonglong>(seed));
        QVERIFY2(welfare <= *best && *best <= found.bound, context.constData());
        QVERIFY2(!whole || welfare == *best, context.constData());
        missed += welfare < *best ? 1 : 0;
        accepting += std::ranges::any_of(found.acceptance, [](std::uint32_t n) { return n > 0; }) ? 1 : 0;
        ++compared;
    }
    qInfo("%d books, %d accept blocks, %d missed by a part", compared, accepting, missed);
    QVERIFY(accepting > 100);
    QVERIFY(missed * 100 <= compared);
}

void TestBlockBruteForce::neverPassesTheBound()
{
    for (std::uint64_t seed = 1; seed <= 300 * factor(); ++seed) {
        RandomStream random(seed);
        const SmallBook book = randomBook(seed, 2, false);
        SupposedPrices prices;
        for (std::int64_t t = 0; t < 2; ++t)
            prices.zones[{periodAt(t), ZoneId{0}}] = Price{random.between(-5, 25)};
        const WideMoney bound = welfareBound(book.market, book.blocks, book.rules, prices);
        BlockAcceptance parts(book.blocks.size(), 0);
        do {
            const Judgement each = judge(book, parts);
            QVERIFY(!each.allowed || !each.welfare || WideMoney{*each.welfare} * kWattHoursPerLot <= bound);
        } while (next(parts, book.blocks));
    }
}

void TestBlockBruteForce::clearsAsWithoutBlocksWhenNoneIsAccepted()
{
    for (std::uint64_t seed = 1; seed <= 300 * factor(); ++seed) {
        const SmallBook book = randomBook(seed, 3, false);
        const auto with =
            clearWithBlocks(book.market, book.blocks, BlockAcceptance(book.blocks.size(), 0), book.rules, Hash256{});
        const MarketClearing without = clearMarket(book.market, book.rules, Hash256{});
        QVERIFY(with.has_value());
        QVERIFY(with->market.welfare == without.welfare && with->market.volume == without.volume);
        QVERIFY(std::ranges::equal(with->market.results, without.results, {}, &ZoneResult::price, &ZoneResult::price));
        QVERIFY(std::ranges::equal(with->market.fills, without.fills, {}, &ZoneFill::filled, &ZoneFill::filled));
    }
}

QTEST_APPLESS_MAIN(TestBlockBruteForce)
#include "tst_block_brute_force.moc"
