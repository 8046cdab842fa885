// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: on every small market of zones, links, classes and any-slot orders the clearing finds the one best allocation
// and the exact ends of all supporting prices. Method: random markets of up to 3 zones, 2 periods, 5 links and 7
// orders, small enough (at most kAllocationsMax allocations, 3 prices) to try every allocation and every price vector
// in a box; then every single book of two zones and up to three orders (allocations) or two orders (prices). The
// reference shares no code and no theory with the network: it only knows the rules' sentences.
#include "tests/core/market/tiny_market.h"

#include <QTest>

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <set>

using namespace dgex;
using namespace dgex::market;
using namespace dgex::test;

namespace {

constexpr std::int64_t kBox = 11;

/// How many seeds to try, more in the long run.
std::uint64_t seeds(std::uint64_t usual)
{
    return usual * static_cast<std::uint64_t>(std::max(1, qEnvironmentVariableIntValue("DGEX_BOOKS_FACTOR")));
}

/// Prices of class any by period and zone, then premiums by period.
using Prices = std::vector<std::int64_t>;

/// Whether nobody trades at a loss or is left out of a gain; of one amount at one price difference.
bool supports(std::int64_t amount, std::int64_t most, std::int64_t gain)
{
    return (gain <= 0 || amount == most) && (gain >= 0 || amount == 0);
}

struct PriceView {
    const TinyMarket& tiny;
    const Prices& prices;
    [[nodiscard]] std::int64_t at(std::int64_t period, std::size_t zone) const
    {
        return prices[static_cast<std::size_t>(period) * tiny.zones + zone];
    }
    [[nodiscard]] std::int64_t premium(std::int64_t period) const
    {
        return prices[static_cast<std::size_t>(tiny.periods) * tiny.zones + static_cast<std::size_t>(period)];
    }
};

/// An any-slot order takes its best periods: some inner worth explains all its amounts.
bool supportsAnySlot(const TinyMarket& tiny, const Amounts& amounts, const PriceView& view, std::size_t rank)
{
    std::int64_t total = 0;
    for (std::size_t i = 0; i < amounts.size(); ++i)
        total += tiny.choices[i].kind == Choice::Kind::AnySlot && tiny.choices[i].order == rank ? amounts[i] : 0;
    for (std::int64_t inner = -kBox; inner <= kBox; ++inner) {
        bool good = true;
        for (std::size_t i = 0; i < amounts.size() && good; ++i) {
            const Choice& choice = tiny.choices[i];
            if (choice.kind != Choice::Kind::AnySlot || choice.order != rank)
                continue;
            const std::int64_t sign = choice.side == Side::Buy ? 1 : -1;
            good = supports(amounts[i], choice.most, sign * (inner - view.at(choice.period, choice.from))) &&
                   supports(total, tiny.totals[rank], sign * (choice.worth - inner));
        }
        if (good)
            return true;
    }
    return false;
}

bool supportsAll(const TinyMarket& tiny, const Amounts& amounts, const Prices& prices)
{
    const PriceView view{tiny, prices};
    std::vector<std::int64_t> unusedRenewable(static_cast<std::size_t>(tiny.periods), 0);
    for (std::size_t i = 0; i < amounts.size(); ++i) {
        const Choice& choice = tiny.choices[i];
        const std::int64_t price = view.at(choice.period, choice.to);
        const bool renewable = choice.energyClass == EnergyClass::Renewable;
        const std::int64_t paid = price + (renewable ? view.premium(choice.period) : 0);
        const bool buys = choice.side == Side::Buy;
        if (choice.kind == Choice::Kind::Link &&
            !supports(amounts[i], choice.most, price - view.at(choice.period, choice.from)))
            return false;
        if (choice.kind == Choice::Kind::Step &&
            !supports(amounts[i], choice.most, buys ? choice.worth - paid : paid - choice.worth))
            return false;
        if (renewable)
            unusedRenewable[static_cast<std::size_t>(choice.period)] += buys ? -amounts[i] : amounts[i];
    }
    for (std::int64_t period = 0; period < tiny.periods; ++period) {
        if (view.premium(period) < 0 ||
            (view.premium(period) > 0 && unusedRenewable[static_cast<std::size_t>(period)] > 0))
            return false;
    }
    for (std::size_t rank = 0; rank < tiny.totals.size(); ++rank) {
        if (!supportsAnySlot(tiny, amounts, view, rank))
            return false;
    }
    return true;
}

/// Which classes have orders in a period.
std::array<bool, 2> classesIn(const TinyMarket& tiny, std::int64_t period)
{
    std::array<bool, 2> has{};
    for (const Choice& choice : tiny.choices) {
        if (choice.kind != Choice::Kind::Link && choice.period == period)
            has[static_cast<std::size_t>(choice.energyClass)] = true;
    }
    return has;
}

bool hasBoth(const TinyMarket& tiny, std::int64_t period)
{
    const std::array<bool, 2> has = classesIn(tiny, period);
    return has[0] && has[1];
}

/// All price vectors of the box that support the allocation. A period of one class has premium 0.
std::vector<Prices> supportingPrices(const TinyMarket& tiny, const Amounts& amounts)
{
    Prices prices(static_cast<std::size_t>(tiny.periods) * (tiny.zones + 1), 0);
    std::vector<Prices> found;
    const std::function<void(std::size_t)> tryFrom = [&](std::size_t index) {
        if (index == prices.size()) {
            if (supportsAll(tiny, amounts, prices))
                found.push_back(prices);
            return;
        }
        const std::size_t zonePrices = static_cast<std::size_t>(tiny.periods) * tiny.zones;
        const bool isPremium = index >= zonePrices;
        if (isPremium && !hasBoth(tiny, static_cast<std::int64_t>(index - zonePrices))) {
            tryFrom(index + 1);
            return;
        }
        for (prices[index] = isPremium ? 0 : -kBox; prices[index] <= kBox; ++prices[index])
            tryFrom(index + 1);
        prices[index] = 0;
    };
    tryFrom(0);
    return found;
}

std::size_t priceCount(const TinyMarket& tiny)
{
    std::size_t count = static_cast<std::size_t>(tiny.periods) * tiny.zones;
    for (std::int64_t period = 0; period < tiny.periods; ++period)
        count += hasBoth(tiny, period) ? std::size_t{1} : 0;
    return count;
}

std::int64_t floorMix(std::int64_t least, std::int64_t greatest, const AuctionRules& rules)
{
    std::int64_t value = least;
    while ((value + 1 - least) * rules.kDenominator <= (greatest - least) * rules.kNumerator)
        ++value;
    return value;
}

} // namespace

class TestMarketClearingBruteForce : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void findsTheOneBestAllocation();
    void findsTheEndsOfAllSupportingPrices();
    void isRightOnEveryBookOfThreeOrders();
};

namespace {

/// The amounts that a clearing gives to the choices.
Amounts amountsOf(const TinyMarket& tiny, const MarketClearing& clearing)
{
    Amounts amounts(tiny.choices.size(), 0);
    const AnySlotDraws draws(tiny.market.anySlotOrders, tiny.seed);
    std::size_t link = 0;
    for (std::size_t i = 0; i < amounts.size(); ++i) {
        const Choice& choice = tiny.choices[i];
        if (choice.kind == Choice::Kind::Link) {
            for (const LinkFlow& flow : clearing.flows)
                amounts[i] += periodOf(flow.period) == choice.period && flow.link == link % tiny.market.links.size()
                                  ? flow.lots.count()
                                  : 0;
            ++link;
        } else if (choice.kind == Choice::Kind::Step) {
            for (const ZoneFill& fill : clearing.fills) {
                const std::int64_t fee = choice.side == Side::Buy ? tiny.rules.networkFee.count() : 0;
                const bool same = periodOf(fill.period) == choice.period && fill.zone.number == choice.from &&
                                  fill.energyClass == choice.energyClass && fill.side == choice.side &&
                                  fill.limit.count() - fee == choice.worth;
                amounts[i] += same ? fill.filled.count() : 0;
            }
        } else {
            const std::uint32_t order = draws.ranking()[choice.order];
            amounts[i] = clearing.anySlotFills[order].byPeriod[static_cast<std::size_t>(choice.period)].count();
        }
    }
    return amounts;
}

QString textOf(const Amounts& amounts)
{
    QStringList texts;
    for (const std::int64_t amount : amounts)
        texts << QString::number(amount);
    return texts.join(QLatin1Char(' '));
}

struct Ends {
    std::int64_t least = INT64_MAX;
    std::int64_t greatest = INT64_MIN;
    void add(std::int64_t value)
    {
        least = std::min(least, value);
        greatest = std::max(greatest, value);
    }
};

/// The ends of one component over price vectors.
Ends endsOf(const std::vector<Prices>& found, const std::function<std::int64_t(const Prices&)>& component)
{
    Ends ends;
    for (const Prices& prices : found)
        ends.add(component(prices));
    return ends;
}

/// A premium that nothing bounds is the least: keeps only the vectors with it.
void pinPremiums(const TinyMarket& tiny, std::vector<Prices>& found)
{
    const std::vector<Prices> all = found;
    for (std::int64_t period = 0; period < tiny.periods; ++period) {
        const auto premium = [&](const Prices& prices) { return PriceView{tiny, prices}.premium(period); };
        const Ends ends = endsOf(all, premium);
        // Worths lie in [-3, 4]: a premium beyond 7 is bounded by the box alone.
        if (hasBoth(tiny, period) && ends.greatest > 7)
            std::erase_if(found, [&](const Prices& prices) { return premium(prices) != ends.least; });
    }
}

/// Whether all orders that tied periods see stand in one zone.
bool isOneZone(const TinyMarket& tiny, std::int64_t period)
{
    std::set<std::size_t> zones;
    const bool tied = !tiny.market.anySlotOrders.empty();
    for (const Choice& choice : tiny.choices) {
        if (choice.kind != Choice::Kind::Link && (tied || choice.period == period))
            zones.insert(choice.from);
    }
    return zones.size() <= 1;
}

std::int64_t expectedPrice(const TinyMarket& tiny, const std::vector<Prices>& found, const ZoneResult& result)
{
    const std::int64_t period = periodOf(result.period);
    const auto zone = [&](const Prices& prices) { return PriceView{tiny, prices}.at(period, result.zone.number); };
    const auto minusPremium = [&](const Prices& prices) { return -PriceView{tiny, prices}.premium(period); };
    const bool renewable = result.energyClass == EnergyClass::Renewable;
    if (renewable && isOneZone(tiny, period)) {
        const Ends ends = endsOf(found, [&](const Prices& prices) { return zone(prices) - minusPremium(prices); });
        return floorMix(ends.least, ends.greatest, tiny.rules);
    }
    const Ends ends = endsOf(found, zone);
    const Ends premiums = endsOf(found, minusPremium);
    return floorMix(ends.least, ends.greatest, tiny.rules) -
           (renewable ? floorMix(premiums.least, premiums.greatest, tiny.rules) : 0);
}

} // namespace

namespace {

/// What is wrong with what a market trades; empty when nothing is.
QString wrongAllocation(const TinyMarket& tiny, const MarketClearing& clearing)
{
    const Amounts expected = bestOfAll(tiny);
    const QString found = textOf(amountsOf(tiny, clearing));
    if (found != textOf(expected))
        return found + QStringLiteral(", best is ") + textOf(expected);
    const Score score = *scoreOf(tiny, expected);
    const bool sums = clearing.welfare == Int128{score[0]} * kWattHoursPerLot && clearing.volume == Lots{score[1]};
    return sums ? QString() : QStringLiteral("sums");
}

/// What is wrong with its prices; counts the kinds that were compared.
QString wrongPrices(const TinyMarket& tiny, const MarketClearing& clearing, std::map<std::string, int>& seen)
{
    const std::vector<Prices> found = supportingPrices(tiny, bestOfAll(tiny));
    if (found.empty())
        return QStringLiteral("no prices support the best");
    std::vector<Prices> pinned = found;
    pinPremiums(tiny, pinned);
    for (const ZoneResult& result : clearing.results) {
        const std::int64_t period = periodOf(result.period);
        const bool trades = !result.bought.isZero() || !result.sold.isZero();
        if (!result.price && trades)
            return QStringLiteral("no price");
        if (!result.price)
            continue;
        const std::int64_t expected = expectedPrice(tiny, isOneZone(tiny, period) ? found : pinned, result);
        if (result.price != Price{expected})
            return QStringLiteral("price is %1, not %2").arg(result.price->count()).arg(expected);
        ++seen[std::string(result.energyClass == EnergyClass::Any ? "any" : "renewable") +
               (hasBoth(tiny, period) ? " of both" : " alone") + (isOneZone(tiny, period) ? "" : ", zones")];
    }
    return {};
}

/// Calls use(market) for every book of up to so many orders of two zones, two classes, two sides, two limits and one or
/// two lots, with links of none or one lot.
void forEveryBook(std::size_t ordersMax, const std::function<void(const TinyMarket&)>& use)
{
    constexpr std::uint32_t kKinds = 32;
    std::vector<std::uint32_t> kinds;
    const auto make = [&](std::int64_t there, std::int64_t back) {
        TinyMarket tiny;
        tiny.zones = 2;
        for (const std::uint32_t kind : kinds)
            tiny.market.orders.push_back({.period = Period{},
                                          .zone = ZoneId{static_cast<std::uint16_t>(kind & 1U)},
                                          .energyClass = static_cast<EnergyClass>(kind >> 1 & 1U),
                                          .participant = ParticipantId{tiny.market.orders.size() + 1},
                                          .side = static_cast<Side>(kind >> 2 & 1U),
                                          .quantity = Lots{1 + (kind >> 3 & 1U)},
                                          .limit = Price{kind >> 4 & 1U}});
        tiny.market.links = {{.from = ZoneId{0}, .to = ZoneId{1}, .capacity = Lots{there}},
                             {.from = ZoneId{1}, .to = ZoneId{0}, .capacity = Lots{back}}};
        addChoices(tiny);
        use(tiny);
    };
    const std::function<void(std::uint32_t)> extend = [&](std::uint32_t first) {
        for (const std::int64_t links : {0, 1, 2, 3})
            make(links & 1, links >> 1);
        for (std::uint32_t kind = first; kind < kKinds && kinds.size() < ordersMax; ++kind) {
            kinds.push_back(kind);
            extend(kind);
            kinds.pop_back();
        }
    };
    extend(0);
}

} // namespace

void TestMarketClearingBruteForce::findsTheOneBestAllocation()
{
    int compared = 0;
    int flowing = 0;
    int anySlots = 0;
    for (std::uint64_t seed = 1; seed <= seeds(30'000); ++seed) {
        const TinyMarket tiny = randomMarket(seed);
        if (allocationsOf(tiny) > kAllocationsMax)
            continue;
        const MarketClearing clearing = clearMarket(tiny.market, tiny.rules, tiny.seed);
        const QString wrong = wrongAllocation(tiny, clearing);
        QVERIFY2(wrong.isEmpty(), qPrintable(QStringLiteral("seed %1: %2").arg(seed).arg(wrong)));
        ++compared;
        flowing += clearing.flows.empty() ? 0 : 1;
        anySlots += std::ranges::any_of(clearing.anySlotFills, [](const AnySlotFill& f) { return !f.filled.isZero(); });
    }
    QVERIFY(compared > 15'000);
    QVERIFY(flowing > 1'000);
    QVERIFY(anySlots > 1'000);
}

void TestMarketClearingBruteForce::findsTheEndsOfAllSupportingPrices()
{
    std::map<std::string, int> seen;
    for (std::uint64_t seed = 1; seed <= seeds(4'000); ++seed) {
        const TinyMarket tiny = randomMarket(seed);
        if (allocationsOf(tiny) > kAllocationsMax || priceCount(tiny) > 3)
            continue;
        const QString wrong = wrongPrices(tiny, clearMarket(tiny.market, tiny.rules, tiny.seed), seen);
        QVERIFY2(wrong.isEmpty(), qPrintable(QStringLiteral("seed %1: %2").arg(seed).arg(wrong)));
    }
    for (const auto& [kind, times] : seen)
        qInfo("%s: %d", kind.c_str(), times);
    QCOMPARE(seen.size(), std::size_t{8});
}

void TestMarketClearingBruteForce::isRightOnEveryBookOfThreeOrders()
{
    std::uint64_t books = 0;
    std::uint64_t priced = 0;
    std::map<std::string, int> seen;
    QString wrong;
    const std::size_t pricedMax = seeds(1) > 1 ? 3 : 2;
    forEveryBook(3, [&](const TinyMarket& tiny) {
        if (!wrong.isEmpty())
            return;
        ++books;
        const MarketClearing clearing = clearMarket(tiny.market, tiny.rules, tiny.seed);
        wrong = wrongAllocation(tiny, clearing);
        if (wrong.isEmpty() && tiny.market.orders.size() <= pricedMax) {
            wrong = wrongPrices(tiny, clearing, seen);
            ++priced;
        }
        if (!wrong.isEmpty())
            wrong = QStringLiteral("book %1: %2").arg(books).arg(wrong);
    });
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
    // Four kinds of links for C(34, 3) + C(33, 2) + 32 + 1 sets of orders.
    QCOMPARE(books, 4U * (5'984 + 528 + 32 + 1));
    QVERIFY(priced >= 4U * (528 + 32 + 1));
}

QTEST_APPLESS_MAIN(TestMarketClearingBruteForce)
#include "tst_market_clearing_brute_force.moc"
