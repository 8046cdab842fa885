// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: a large period clears in windows of few steps exactly as with all its steps. Method: random periods of several
// zones, both classes and links, of many shapes, in windows from the first row on, against clearMarket: every price,
// flow, fill and reason.
#include "core/market/book_steps.h"
#include "core/market/market_clearing.h"
#include "tests/support/random_stream.h"

#include <QTest>

#include <algorithm>
#include <map>
#include <numeric>
#include <tuple>

using namespace dgex;
using namespace dgex::market;
using test::RandomStream;

namespace {

struct Shape {
    const char* name;
    int rows;
    std::int64_t priceMin;
    std::int64_t priceMax;
    std::int64_t lotsMax;
    int zones;
    int renewableOf100;
    std::int64_t capacityMax;
    int buysOf100 = 50;
    std::int64_t bidOffset = 0; ///< Added to the limit of every bid.
};

constexpr Shape kShapes[] = {
    {"all limits differ", 400, -1'000'000, 1'000'000, 50, 3, 0, 900},
    {"both classes", 400, 0, 100'000, 50, 3, 30, 900},
    {"one zone of both classes", 400, 0, 100'000, 50, 1, 40, 0},
    {"zones without room between them", 400, 0, 100'000, 50, 4, 10, 0},
    {"few limits", 400, 0, 12, 50, 3, 20, 400},
    {"curves that miss each other", 300, 0, 1'000, 50, 3, 20, 400, 50, -5'000},
    {"all bids above all asks", 300, 0, 1'000, 50, 3, 20, 4'000, 50, 5'000},
    {"hardly a bid", 300, 0, 100'000, 50, 3, 0, 4'000, 4, 100'000},
    {"hardly an ask", 300, 0, 100'000, 50, 3, 0, 4'000, 96},
    {"one large order among small ones", 300, 0, 100'000, 1'000'000, 2, 0, 100'000},
    {"many zones of few orders", 300, 0, 1'000, 9, 40, 20, 20},
};

struct Case {
    Book book;
    Market market;
    std::vector<std::uint16_t> ranks;
    BookRules rules;
    std::vector<std::uint32_t> rows;
};

/// A quantity that is large now and then.
Lots quantityOf(const Shape& shape, RandomStream& random)
{
    const bool large = shape.lotsMax <= 1'000 || random.between(1, 50) == 1;
    return Lots{random.between(1, large ? shape.lotsMax : 9)};
}

Case randomCase(const Shape& shape, std::uint64_t seed)
{
    RandomStream random(seed);
    Case one;
    for (int zone = 0; zone < shape.zones; ++zone) {
        one.book.zones.push_back("z" + std::to_string(100 + zone));
        one.ranks.push_back(static_cast<std::uint16_t>(zone));
    }
    for (int i = 0; i < shape.rows; ++i) {
        const Side side = random.between(1, 100) <= shape.buysOf100 ? Side::Buy : Side::Sell;
        const std::int64_t offset = side == Side::Buy ? shape.bidOffset : 0;
        const ListedOrder order{.participant = ParticipantId{static_cast<std::uint64_t>(i) + 1},
                                .period = Period{},
                                .quantity = quantityOf(shape, random),
                                .limit = Price{random.between(shape.priceMin, shape.priceMax) + offset},
                                .side = side,
                                .energyClass = random.between(1, 100) <= shape.renewableOf100 ? EnergyClass::Renewable
                                                                                              : EnergyClass::Any,
                                .zone = static_cast<std::uint16_t>(random.between(0, shape.zones - 1))};
        one.book.ids.add(std::to_string(i));
        one.book.orders.push_back(order);
        one.market.orders.push_back({.period = order.period,
                                     .zone = ZoneId{order.zone},
                                     .energyClass = order.energyClass,
                                     .participant = order.participant,
                                     .side = order.side,
                                     .quantity = order.quantity,
                                     .limit = order.limit});
    }
    for (std::uint16_t zone = 0; zone + 1 < shape.zones; ++zone) {
        const auto next = static_cast<std::uint16_t>(zone + 1);
        one.market.links.push_back(
            {.from = {zone}, .to = {next}, .capacity = Lots{random.between(0, shape.capacityMax)}});
        one.market.links.push_back(
            {.from = {next}, .to = {zone}, .capacity = Lots{random.between(0, shape.capacityMax)}});
    }
    one.rules.auction.networkFee = Price{seed % 3 == 0 ? 5 : 0};
    one.rules.auction.kNumerator = static_cast<std::uint32_t>(seed % 4);
    one.rules.auction.kDenominator = 3;
    one.rows.resize(static_cast<std::size_t>(shape.rows));
    std::iota(one.rows.begin(), one.rows.end(), std::uint32_t{0});
    std::ranges::sort(one.rows, {}, [&](std::uint32_t row) { return stepPlaceOf(one.market.orders[row]); });
    return one;
}

BookSteps windowsOf(const Case& one, std::size_t wholeRowsMax)
{
    return BookSteps(
        {.book = one.book, .rows = one.rows, .zoneRanks = one.ranks, .links = one.market.links, .rules = one.rules},
        wholeRowsMax);
}

auto placeOf(const Step& step)
{
    return std::tuple{step.zone, step.energyClass, step.side, step.limit};
}

struct Sum {
    Lots asked;
    Lots filled;
};

bool isSame(const ZoneResult& a, const ZoneResult& b)
{
    return a.zone == b.zone && a.energyClass == b.energyClass && a.price == b.price && a.buyerPrice == b.buyerPrice &&
           a.priceInterval == b.priceInterval && a.bought == b.bought && a.sold == b.sold && a.welfare == b.welfare;
}

/// What differs from clearMarket; empty when nothing does.
QString difference(const Case& one, BookSteps steps)
{
    const MarketClearing expected = clearMarket(one.market, one.rules.auction, one.rules.seed);
    if (!std::ranges::equal(steps.results(), expected.results, isSame))
        return QStringLiteral("results differ");
    if (steps.flows() != expected.flows)
        return QStringLiteral("flows differ");
    std::map<std::tuple<ZoneId, EnergyClass, Side, Price>, std::pair<Sum, Explanation>> sums;
    for (const ZoneFill& fill : expected.fills) {
        auto& [sum, why] = sums[{fill.zone, fill.energyClass, fill.side, fill.limit}];
        sum.asked += fill.asked;
        sum.filled += fill.filled;
        if (fill.filled < fill.asked)
            why = fill.why;
    }
    QString wrong;
    std::size_t seen = 0;
    std::size_t rows = 0;
    steps.forEach([&](std::span<const std::uint32_t> ofStep, const Step& step) {
        const auto& [sum, why] = sums.at(placeOf(step));
        if (sum.asked != step.asked || sum.filled != step.filled)
            wrong = QStringLiteral("a step at %1 trades otherwise").arg(step.limit.count());
        if (step.filled < step.asked && why != step.why)
            wrong = QStringLiteral("a step at %1 is explained otherwise").arg(step.limit.count());
        ++seen;
        rows += ofStep.size();
    });
    if (seen != sums.size() || rows != one.rows.size())
        return QStringLiteral("some steps are not shown");
    return wrong;
}

} // namespace

class TestBookSteps : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void clearsInWindowsAsWithAllSteps_data();
    void clearsInWindowsAsWithAllSteps();
    void holdsFewStepsOfALargePeriod();
};

void TestBookSteps::clearsInWindowsAsWithAllSteps_data()
{
    QTest::addColumn<int>("index");
    for (int i = 0; i < static_cast<int>(std::size(kShapes)); ++i)
        QTest::newRow(kShapes[i].name) << i;
}

void TestBookSteps::clearsInWindowsAsWithAllSteps()
{
    QFETCH(int, index);
    const int books = 12 * std::max(1, qEnvironmentVariableIntValue("DGEX_BOOKS_FACTOR"));
    for (int n = 1; n <= books; ++n) {
        const auto seed = static_cast<std::uint64_t>(1'000 * index + n);
        const Case one = randomCase(kShapes[index], seed);
        const QString wrong = difference(one, windowsOf(one, 0));
        QVERIFY2(wrong.isEmpty(), qPrintable(QStringLiteral("seed %1: %2").arg(seed).arg(wrong)));
    }
}

void TestBookSteps::holdsFewStepsOfALargePeriod()
{
    const Case one = randomCase({"", 20'000, -1'000'000, 1'000'000, 50, 3, 20, 9'000}, 7);
    BookSteps steps = windowsOf(one, BookSteps::kWholeRowsMax);
    QVERIFY2(steps.heldSteps() < 2'000, qPrintable(QString::number(steps.heldSteps())));
    QCOMPARE(difference(one, std::move(steps)), QString());
}

QTEST_APPLESS_MAIN(TestBookSteps)
#include "tst_book_steps.moc"
