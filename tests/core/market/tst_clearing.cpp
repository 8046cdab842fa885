// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: the auction does what the market rules say. Method: small books cleared by hand; a book reads
// "A buys 3 at 20, B sells 2 at 10" (lots and ticks), its fills are those of the merged orders in their order.
#include "core/base/text.h"
#include "core/market/clearing.h"

#include <QTest>

#include <QRegularExpression>

using namespace dgex;
using namespace dgex::market;

namespace {

std::vector<BookOrder> book(const QString& text)
{
    static const QRegularExpression word(QStringLiteral("^([A-Z]) (buys|sells) (\\d+) at (-?\\d+)$"));
    std::vector<BookOrder> orders;
    for (const QString& part : text.split(QStringLiteral(", "), Qt::SkipEmptyParts)) {
        const QRegularExpressionMatch match = word.match(part);
        DGEX_ASSERT(match.hasMatch());
        orders.push_back(
            {.participant = ParticipantId{static_cast<std::uint64_t>(match.captured(1).at(0).unicode() - u'A') + 1},
             .side = match.captured(2) == QStringLiteral("buys") ? Side::Buy : Side::Sell,
             .quantity = Lots{match.captured(3).toLongLong()},
             .limit = Price{match.captured(4).toLongLong()}});
    }
    return orders;
}

QString filledOf(const Clearing& clearing)
{
    QStringList fills;
    for (const Fill& fill : clearing.fills)
        fills << QString::number(fill.filled.count());
    return fills.join(QLatin1Char(' '));
}

QString intervalOf(const Clearing& clearing)
{
    if (!clearing.priceInterval)
        return QStringLiteral("none");
    return QStringLiteral("%1 to %2")
        .arg(clearing.priceInterval->first.count())
        .arg(clearing.priceInterval->second.count());
}

/// Welfare in lots times ticks.
std::int64_t lotTicks(WideMoney welfare)
{
    DGEX_ASSERT(welfare % kWattHoursPerLot == 0);
    return Lots{welfare / kWattHoursPerLot}.count();
}

Hash256 someSeed()
{
    Hash256 seed;
    seed.fill(7);
    return seed;
}

Clearing cleared(const QString& text, const AuctionRules& rules = {}, Period period = {})
{
    return clear(book(text), rules, period, someSeed());
}

} // namespace

class TestClearing : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void clearsAtAUniformPrice_data();
    void clearsAtAUniformPrice();
    void putsThePriceWhereKSays_data();
    void putsThePriceWhereKSays();
    void chargesTheNetworkFee_data();
    void chargesTheNetworkFee();
    void sharesALimitProRata_data();
    void sharesALimitProRata();
    void drawsLotsAnewForEachPeriodAndSide();
    void namesEveryMergedOrder();
    void standsTheLimitsOfTheTypes();
    void derivesTheSeedFromMarketRoundAndRoot();
};

void TestClearing::clearsAtAUniformPrice_data()
{
    QTest::addColumn<QString>("orders");
    QTest::addColumn<QString>("interval");
    QTest::addColumn<qint64>("volume");
    QTest::addColumn<qint64>("welfare");
    QTest::addColumn<QString>("fills");

    QTest::newRow("no order, no price") << "" << "none" << 0LL << 0LL << "";
    QTest::newRow("buyers alone get nothing") << "A buys 3 at 20, B buys 1 at 9" << "none" << 0LL << 0LL << "0 0";
    QTest::newRow("sellers alone get nothing") << "A sells 3 at 20, B sells 1 at 9" << "none" << 0LL << 0LL << "0 0";
    QTest::newRow("a bid one tick short does not trade")
        << "A buys 3 at 19, B sells 3 at 20" << "none" << 0LL << 0LL << "0 0";
    QTest::newRow("equal amounts leave the whole gap open")
        << "A buys 3 at 20, B sells 3 at 10" << "10 to 20" << 3LL << 30LL << "3 3";
    QTest::newRow("one lot at one price trades without a gain")
        << "A buys 1 at 10, B sells 1 at 10" << "10 to 10" << 1LL << 0LL << "1 1";
    QTest::newRow("scarce supply puts the price at the bid")
        << "A buys 5 at 20, B sells 3 at 10" << "20 to 20" << 3LL << 30LL << "3 3";
    QTest::newRow("scarce demand puts the price at the ask")
        << "A buys 3 at 20, B sells 5 at 10" << "10 to 10" << 3LL << 30LL << "3 3";
    QTest::newRow("a rejected bid lifts the least price")
        << "A buys 3 at 20, B buys 4 at 15, C sells 3 at 10" << "15 to 20" << 3LL << 30LL << "3 0 3";
    QTest::newRow("a rejected ask lowers the greatest price")
        << "A buys 3 at 20, B sells 3 at 10, C sells 4 at 12" << "10 to 12" << 3LL << 30LL << "3 3 0";
    QTest::newRow("rejected bid and ask narrow both ends")
        << "A buys 3 at 20, B buys 1 at 14, C sells 3 at 10, D sells 1 at 16" << "14 to 16" << 3LL << 30LL << "3 0 3 0";
    QTest::newRow("a tied pair trades for the volume, not for the gain")
        << "A buys 2 at 20, B buys 3 at 15, C sells 2 at 10, D sells 5 at 15" << "15 to 15" << 5LL << 20LL << "2 3 2 3";
    QTest::newRow("a step of the other side may be cut in the middle")
        << "A buys 8 at 45, B buys 5 at 27, C sells 5 at 2, D sells 5 at 27" << "27 to 27" << 10LL << 269LL
        << "8 2 5 5";
    QTest::newRow("negative prices clear like any others")
        << "A buys 4 at -5, B sells 4 at -20" << "-20 to -5" << 4LL << 60LL << "4 4";
    QTest::newRow("all at one price trade the shorter side")
        << "A buys 4 at 7, B buys 4 at 7, C sells 5 at 7" << "7 to 7" << 5LL << 0LL << "2 3 5";
    QTest::newRow("market orders stand at the bound")
        << "A buys 2 at 100000000, B sells 1 at -100000000, C sells 3 at 12" << "12 to 12" << 2LL << 299999988LL
        << "2 1 1";
    QTest::newRow("one participant may buy low and sell high")
        << "A buys 2 at 10, A sells 2 at 11, B sells 1 at 9, C buys 1 at 12" << "10 to 11" << 1LL << 3LL << "0 0 1 1";
}

void TestClearing::clearsAtAUniformPrice()
{
    QFETCH(QString, orders);
    QFETCH(QString, fills);
    const Clearing clearing = cleared(orders);
    QTEST(intervalOf(clearing), "interval");
    QTEST(static_cast<qint64>(clearing.volume.count()), "volume");
    QTEST(static_cast<qint64>(lotTicks(clearing.welfare)), "welfare");
    QCOMPARE(filledOf(clearing), fills);
    QCOMPARE(clearing.price.has_value(), !clearing.volume.isZero());
}

void TestClearing::putsThePriceWhereKSays_data()
{
    QTest::addColumn<QString>("orders");
    QTest::addColumn<quint32>("numerator");
    QTest::addColumn<quint32>("denominator");
    QTest::addColumn<qint64>("price");

    const QString even = QStringLiteral("A buys 1 at 20, B sells 1 at 10");
    const QString odd = QStringLiteral("A buys 1 at 21, B sells 1 at 10");
    const QString negative = QStringLiteral("A buys 1 at -10, B sells 1 at -21");
    const QString around = QStringLiteral("A buys 1 at 4, B sells 1 at -7");
    QTest::newRow("k = 0 gives the gap to the buyer") << even << 0U << 1U << 10LL;
    QTest::newRow("k = 1 gives the gap to the seller") << even << 1U << 1U << 20LL;
    QTest::newRow("k = 1/2 halves an even gap") << even << 1U << 2U << 15LL;
    QTest::newRow("half of an odd gap is floored") << odd << 1U << 2U << 15LL;
    QTest::newRow("negative prices are floored downwards") << negative << 1U << 2U << -16LL;
    QTest::newRow("so are gaps around zero") << around << 1U << 2U << -2LL;
    QTest::newRow("k = 1/3 is floored") << even << 1U << 3U << 13LL;
    QTest::newRow("k = 2/3 is floored") << even << 2U << 3U << 16LL;
    QTest::newRow("a large fraction does not overflow")
        << QStringLiteral("A buys 1 at 100000000, B sells 1 at -100000000") << 4294967294U << 4294967295U << 99999999LL;
}

void TestClearing::putsThePriceWhereKSays()
{
    QFETCH(QString, orders);
    QFETCH(quint32, numerator);
    QFETCH(quint32, denominator);
    const Clearing clearing = cleared(orders, {.kNumerator = numerator, .kDenominator = denominator});
    QVERIFY(clearing.price.has_value());
    QTEST(static_cast<qint64>(clearing.price->count()), "price");
}

void TestClearing::chargesTheNetworkFee_data()
{
    QTest::addColumn<QString>("orders");
    QTest::addColumn<QString>("interval");
    QTest::addColumn<qint64>("price");
    QTest::addColumn<qint64>("welfare");
    QTest::addColumn<QString>("fills");

    QTest::newRow("the buyer's limit covers price and fee")
        << "A buys 3 at 20, B sells 3 at 10" << "10 to 16" << 13LL << 18LL << "3 3";
    QTest::newRow("a bid exactly the fee above the ask trades without a gain")
        << "A buys 3 at 14, B sells 2 at 10" << "10 to 10" << 10LL << 0LL << "2 2";
    QTest::newRow("a bid less than the fee above the ask does not trade")
        << "A buys 3 at 13, B sells 2 at 10" << "none" << 0LL << 0LL << "0 0";
    QTest::newRow("a rejected bid lifts the seller's price by its limit less the fee")
        << "A buys 2 at 20, B buys 2 at 17, C sells 2 at 10" << "13 to 16" << 14LL << 12LL << "2 0 2";
}

void TestClearing::chargesTheNetworkFee()
{
    QFETCH(QString, orders);
    const Clearing clearing = cleared(orders, {.networkFee = Price{4}});
    QTEST(intervalOf(clearing), "interval");
    QTEST(static_cast<qint64>(clearing.price.value_or(Price{}).count()), "price");
    QTEST(static_cast<qint64>(lotTicks(clearing.welfare)), "welfare");
    QTEST(filledOf(clearing), "fills");
}

void TestClearing::sharesALimitProRata_data()
{
    QTest::addColumn<QString>("orders");
    QTest::addColumn<QString>("fills");

    // Under the seed 07..07 the hashes of period 0 rise as E, B, D, A, C for buyers and E, B, A, D, C for sellers.
    QTest::newRow("shares that come out whole need no draw")
        << "A buys 2 at 9, B buys 4 at 9, C buys 6 at 9, D sells 6 at 1" << "1 2 3 6";
    QTest::newRow("the largest remainders get the last lots")
        << "A buys 1 at 9, B buys 2 at 9, C buys 4 at 9, D sells 3 at 1" << "0 1 2 3";
    QTest::newRow("sellers share like buyers") << "A sells 2 at 9, B sells 7 at 9, C buys 4 at 20" << "1 3 4";
    QTest::newRow("equal remainders: the least hash gets the lot")
        << "A buys 1 at 9, B buys 1 at 9, C buys 1 at 9, D sells 1 at 1" << "0 1 0 1";
    QTest::newRow("equal remainders: the two least hashes get the two lots")
        << "A buys 1 at 9, B buys 1 at 9, C buys 1 at 9, D buys 1 at 9, E sells 2 at 1" << "0 1 0 1 2";
    QTest::newRow("sellers draw with hashes of their own")
        << "A sells 1 at 9, B sells 1 at 9, C sells 1 at 9, D sells 1 at 9, E buys 2 at 10" << "1 1 0 0 2";
    QTest::newRow("better limits are served whole before any share")
        << "A buys 1 at 10, B buys 2 at 9, C buys 2 at 9, D sells 3 at 1" << "1 1 1 3";
    QTest::newRow("a split order gets what the whole one gets")
        << "A buys 1 at 9, A buys 3 at 9, B buys 4 at 9, C buys 1 at 9, A buys 2 at 9, D sells 5 at 1" << "3 2 0 5";
}

void TestClearing::sharesALimitProRata()
{
    QFETCH(QString, orders);
    QTEST(filledOf(cleared(orders)), "fills");
}

void TestClearing::drawsLotsAnewForEachPeriodAndSide()
{
    const QString buyers = QStringLiteral("A buys 1 at 9, B buys 1 at 9, C buys 1 at 9, D buys 1 at 9, E buys 1 at 9, "
                                          "F sells 1 at 1");
    QCOMPARE(filledOf(cleared(buyers, {}, Period{0})), QStringLiteral("0 0 0 0 1 1"));
    QCOMPARE(filledOf(cleared(buyers, {}, Period{1800})), QStringLiteral("1 0 0 0 0 1"));
}

void TestClearing::namesEveryMergedOrder()
{
    const Clearing clearing = cleared(QStringLiteral("B sells 2 at 5, A buys 3 at 4, B sells 1 at 5, A buys 1 at 6, "
                                                     "A buys 1 at 4, B sells 1 at 7"));
    const std::vector<Fill> expected{
        {ParticipantId{1}, Side::Buy, Price{4}, Lots{4}, Lots{0}},
        {ParticipantId{1}, Side::Buy, Price{6}, Lots{1}, Lots{1}},
        {ParticipantId{2}, Side::Sell, Price{5}, Lots{3}, Lots{1}},
        {ParticipantId{2}, Side::Sell, Price{7}, Lots{1}, Lots{0}},
    };
    QVERIFY(clearing.fills == expected);
}

void TestClearing::standsTheLimitsOfTheTypes()
{
    constexpr int kOrders = 10'000;
    std::vector<BookOrder> orders;
    for (int i = 1; i <= kOrders; ++i) {
        orders.push_back(
            {ParticipantId{UINT64_MAX - static_cast<std::uint64_t>(i)}, Side::Buy, kOrderLotsMax, kPriceMax});
        orders.push_back({ParticipantId{static_cast<std::uint64_t>(i)}, Side::Sell, kOrderLotsMax, -kPriceMax});
    }
    orders.push_back({ParticipantId{0}, Side::Sell, kOrderLotsMax, -kPriceMax});
    const Clearing clearing = clear(orders, {}, Period{}, someSeed());
    QCOMPARE(clearing.volume, kOrderLotsMax * kOrders);
    QVERIFY(clearing.welfare == WideMoney{kOrders} * 1'000'000'000 * 100 * 200'000'000);
    QCOMPARE(intervalOf(clearing), QStringLiteral("-100000000 to -100000000"));
    Lots sold;
    for (const Fill& fill : clearing.fills) {
        QVERIFY(fill.side == Side::Sell || fill.filled == kOrderLotsMax);
        sold += fill.side == Side::Sell ? fill.filled : Lots{};
    }
    QCOMPARE(sold, clearing.volume);
}

void TestClearing::derivesTheSeedFromMarketRoundAndRoot()
{
    MarketId market;
    for (std::size_t i = 0; i < market.bytes.size(); ++i)
        market.bytes[i] = static_cast<std::uint8_t>(i);
    Hash256 root;
    root.fill(9);
    QCOMPARE(toHex(tieSeed(market, Round{1800}, root)),
             std::string("b380d680b94f896a5581f68cadfa25b919e4ef1909d65a7518339f41887f5140"));
}

QTEST_APPLESS_MAIN(TestClearing)
#include "tst_clearing.moc"
