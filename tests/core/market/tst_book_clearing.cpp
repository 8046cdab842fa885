// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: a book clears period by period like the auction itself, and every order learns why it got what it got.
// Method: books of a few lines worked out by hand, and random books against one auction per period.
#include "core/market/book_clearing.h"
#include "core/market/book_csv.h"
#include "tests/support/random_stream.h"

#include <QTest>

#include <map>
#include <set>

using namespace dgex;
using namespace dgex::market;

namespace {

/// Lines "id,participant,period number,side,lots,ticks,class,zone" as a book.
Book book(const QString& lines)
{
    Book book;
    std::map<std::string, std::uint16_t> zones;
    for (const QString& line : lines.split(QLatin1Char('\n'), Qt::SkipEmptyParts)) {
        const QStringList cell = line.split(QLatin1Char(','));
        DGEX_ASSERT(cell.size() == 8);
        const auto [zone, added] =
            zones.try_emplace(cell[7].toStdString(), static_cast<std::uint16_t>(book.zones.size()));
        if (added)
            book.zones.push_back(zone->first);
        book.ids.add(cell[0].toStdString());
        book.orders.push_back({.participant = ParticipantId{cell[1].toULongLong()},
                               .period = Period{cell[2].toLongLong() * Period::kSeconds},
                               .quantity = Lots{cell[4].toLongLong()},
                               .limit = Price{cell[5].toLongLong()},
                               .side = cell[3] == QStringLiteral("buy") ? Side::Buy : Side::Sell,
                               .energyClass = cell[6].isEmpty() ? EnergyClass::Any : EnergyClass::Renewable,
                               .zone = zone->second});
    }
    return book;
}

/// "a 3 filled, b 0 limitBeyondPrice" in the order of the lines.
QString outcomesOf(const Book& listed, const BookClearing& clearing)
{
    QStringList texts;
    for (std::size_t i = 0; i < listed.orders.size(); ++i) {
        const std::string_view id = listed.ids[i];
        const std::string_view code = codeOf(clearing.outcomes[i].reason);
        texts << QStringLiteral("%1 %2 %3")
                     .arg(QString::fromUtf8(id.data(), static_cast<qsizetype>(id.size())))
                     .arg(clearing.outcomes[i].filled.count())
                     .arg(QString::fromUtf8(code.data(), static_cast<qsizetype>(code.size())));
    }
    return texts.join(QStringLiteral(", "));
}

Book randomBook(std::uint64_t seed)
{
    test::RandomStream random(seed);
    Book listed;
    listed.zones = {""};
    for (std::int64_t n = random.between(1, 40); n > 0; --n) {
        listed.ids.add(std::to_string(n));
        listed.orders.push_back({.participant = ParticipantId{static_cast<std::uint64_t>(random.between(1, 12))},
                                 .period = Period{random.between(0, 2) * Period::kSeconds},
                                 .quantity = Lots{random.between(1, 9)},
                                 .limit = Price{random.between(-4, 4)},
                                 .side = random.between(0, 1) == 0 ? Side::Buy : Side::Sell});
    }
    return listed;
}

/// The participants that cross themselves in some period, found pair by pair.
std::set<ParticipantId> crossing(const Book& listed)
{
    std::set<ParticipantId> found;
    for (std::size_t i = 0; i < listed.orders.size(); ++i) {
        for (std::size_t j = 0; j < listed.orders.size(); ++j) {
            const ListedOrder buy = listed.orders[i];
            const ListedOrder sell = listed.orders[j];
            if (buy.side == Side::Buy && sell.side == Side::Sell && buy.participant == sell.participant &&
                buy.period == sell.period && buy.limit >= sell.limit)
                found.insert(buy.participant);
        }
    }
    return found;
}

} // namespace

class TestBookClearing : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void explainsEveryOrder_data();
    void explainsEveryOrder();
    void givesTheNumbersBehindAPeriod();
    void clearsPeriodsApart();
    void clearsZonesAndClassesOverLinks();
    void givesTheSameWhateverZoneIsNamedFirst();
    void listsZonesWhoseOrdersAreAllInvalid();
    void agreesWithTheAuctionOnRandomBooks();
    void clearsOneZoneAsTheNetworkOfZonesWould();
    void reducesTradesAsTheAuctionDoes();
    void clearsABookFromItsText();
};

void TestBookClearing::explainsEveryOrder_data()
{
    QTest::addColumn<QString>("lines");
    QTest::addColumn<qint64>("fee");
    QTest::addColumn<QString>("outcomes");

    QTest::newRow("a pair that meets is filled") << "a,1,0,buy,3,20,,\nb,2,0,sell,3,10,,\n"
                                                 << 0LL << "a 3 filled, b 3 filled";
    QTest::newRow("limits on the wrong side of the price") << "a,1,0,buy,3,20,,\nb,2,0,sell,3,10,,\n"
                                                              "c,3,0,buy,1,12,,\nd,4,0,sell,1,18,,\n"
                                                           << 0LL
                                                           << "a 3 filled, b 3 filled, c 0 limitBeyondPrice, "
                                                              "d 0 limitBeyondPrice";
    QTest::newRow("a rejected bid that the fee carries past the price")
        << "a,1,0,buy,3,20,,\nb,2,0,sell,3,10,,\nc,3,0,buy,1,16,,\n"
        << 5LL << "a 3 filled, b 3 filled, c 0 limitBeyondPrice";
    QTest::newRow("the longer side shares its limit") << "a,1,0,buy,3,20,,\nb,2,0,sell,2,10,,\nc,3,0,sell,2,20,,\n"
                                                         "d,4,0,sell,4,20,,\n"
                                                      << 0LL
                                                      << "a 3 filled, b 2 filled, c 0 partFilledAtMargin, "
                                                         "d 1 partFilledAtMargin";
    QTest::newRow("equal amounts at one limit are all filled")
        << "a,1,0,buy,3,20,,\nb,2,0,sell,3,20,,\nc,3,0,sell,2,20,,\n"
           "d,4,0,buy,2,20,,\ne,5,0,buy,1,19,,\n"
        << 0LL
        << "a 3 filled, b 3 filled, c 2 filled, d 2 filled, "
           "e 0 limitBeyondPrice";
    QTest::newRow("a bid at the floored price finds nobody left")
        << "a,1,0,buy,3,16,,\nb,2,0,sell,3,10,,\nc,3,0,buy,1,15,,\n"
        << 0LL << "a 3 filled, b 3 filled, c 0 noCounterpart";
    QTest::newRow("sellers alone have no counterpart") << "a,1,0,sell,3,20,,\n" << 0LL << "a 0 noCounterpart";
    QTest::newRow("limits that do not meet have no counterpart") << "a,1,0,sell,3,20,,\nb,2,0,buy,3,19,,\n"
                                                                 << 0LL << "a 0 noCounterpart, b 0 noCounterpart";
    QTest::newRow("merged and filled whole is just filled") << "a,1,0,buy,1,20,,\nb,1,0,buy,2,20,,\nc,2,0,sell,3,10,,\n"
                                                            << 0LL << "a 1 filled, b 2 filled, c 3 filled";
    QTest::newRow("merged and filled in part is shared by size, then by id")
        << "y,1,0,buy,2,20,,\nx,1,0,buy,2,20,,\nz,1,0,buy,4,20,,\nc,2,0,sell,3,10,,\n"
        << 0LL << "y 1 merged, x 1 merged, z 1 merged, c 3 filled";
    QTest::newRow("who crosses itself is out with its whole sheet")
        << "a,1,0,buy,3,20,,\nb,1,0,sell,3,20,,\nc,1,1,buy,5,20,,\nd,2,1,sell,5,1,,\ne,3,0,sell,1,1,,\n"
        << 0LL
        << "a 0 invalidCrossesItself, b 0 invalidCrossesItself, c 0 invalidCrossesItself, d 0 noCounterpart, "
           "e 0 noCounterpart";
    QTest::newRow("buying in one period and selling in another crosses nothing")
        << "a,1,0,buy,3,20,,\nb,1,1,sell,3,10,,\n"
        << 0LL << "a 0 noCounterpart, b 0 noCounterpart";
}

void TestBookClearing::explainsEveryOrder()
{
    QFETCH(QString, lines);
    QFETCH(qint64, fee);
    const Book listed = book(lines);
    const BookClearing clearing = *clearBook(listed, {}, {.auction = {.networkFee = Price{fee}}});
    QTEST(outcomesOf(listed, clearing), "outcomes");
}

void TestBookClearing::givesTheNumbersBehindAPeriod()
{
    const Book listed =
        book(QStringLiteral("a,1,5,buy,3,20,,\nb,2,5,sell,2,10,,\nc,3,5,sell,2,12,,\nd,4,5,sell,4,12,,\n"));
    const BookClearing clearing = *clearBook(listed, {}, {});
    QCOMPARE(clearing.periods.size(), std::size_t{1});
    const PeriodClearing& period = clearing.periods[0];
    QCOMPARE(period.period, Period{5 * Period::kSeconds});
    QVERIFY(period.price == Price{12});
    QVERIFY((period.priceInterval == std::pair{Price{12}, Price{12}}));
    QCOMPARE(period.volume(), Lots{3});
    QVERIFY(period.welfare == 28);
    const Explanation& why = clearing.explanations[clearing.outcomes[3].explanation];
    QVERIFY((why.shared == PartFilledLimit{.limit = Price{12}, .asked = Lots{6}, .filled = Lots{1}}));
    QVERIFY(why.price == Price{12});
}

void TestBookClearing::clearsPeriodsApart()
{
    const Book listed =
        book(QStringLiteral("a,1,7,buy,1,20,,\nb,2,3,buy,1,9,,\nc,3,7,sell,1,18,,\nd,4,3,sell,1,5,,\n"));
    const BookClearing clearing = *clearBook(listed, {}, {});
    QCOMPARE(clearing.periods.size(), std::size_t{2});
    QVERIFY(clearing.periods[0].period < clearing.periods[1].period);
    QVERIFY(clearing.periods[0].price == Price{7});
    QVERIFY(clearing.periods[1].price == Price{19});
    const BookClearing empty = *clearBook(Book{}, {}, {});
    QVERIFY(empty.periods.empty() && empty.outcomes.empty());
}

void TestBookClearing::clearsZonesAndClassesOverLinks()
{
    const Book listed = book(QStringLiteral("a,1,0,sell,9,10,,south\nb,2,0,buy,4,30,,north\nc,3,0,buy,9,20,,north\n"
                                            "d,4,0,sell,2,12,renewable,north\ne,5,0,buy,1,40,renewable,south\n"));
    const std::vector<ZoneLink> links{{.from = ZoneId{0}, .to = ZoneId{1}, .capacity = Lots{5}}};
    const BookClearing clearing = *clearBook(listed, links, {});
    QCOMPARE(outcomesOf(listed, clearing),
             QStringLiteral("a 6 partFilledAtMargin, b 4 filled, c 3 partFilledAtMargin, d 2 filled, e 1 filled"));
    // By time, then the zones' names: north stands before south although the book names south first.
    QCOMPARE(clearing.periods.size(), std::size_t{4});
    QCOMPARE(listed.zones[clearing.periods[0].zone], std::string("north"));
    QVERIFY(clearing.periods[0].price == Price{20} && clearing.periods[1].energyClass == EnergyClass::Renewable);
    QVERIFY(clearing.periods[2].price == Price{10});
    QCOMPARE(clearing.flows.size(), std::size_t{1});
    QVERIFY(clearing.flows[0].lots == Lots{5} && clearing.flows[0].rent == Price{10});
}

void TestBookClearing::givesTheSameWhateverZoneIsNamedFirst()
{
    const QString rows[] = {QStringLiteral("a,1,0,sell,9,10,,south\n"), QStringLiteral("b,2,0,buy,4,30,,north\n"),
                            QStringLiteral("c,3,0,buy,5,30,,west\n")};
    const Book first = book(rows[0] + rows[1] + rows[2]);
    const Book second = book(rows[2] + rows[0] + rows[1]);
    const auto link = [](int from, int to) {
        return ZoneLink{.from = ZoneId{static_cast<std::uint16_t>(from)},
                        .to = ZoneId{static_cast<std::uint16_t>(to)},
                        .capacity = Lots{3}};
    };
    const BookClearing a = *clearBook(first, std::vector{link(0, 1), link(0, 2)}, {});
    const BookClearing b = *clearBook(second, std::vector{link(1, 2), link(1, 0)}, {});
    for (std::size_t i = 0; i < 3; ++i)
        QCOMPARE(a.outcomes[i].filled, b.outcomes[(i + 1) % 3].filled);
    QCOMPARE(first.zones[a.periods[0].zone], second.zones[b.periods[0].zone]);
}

void TestBookClearing::listsZonesWhoseOrdersAreAllInvalid()
{
    const BookClearing clearing = *clearBook(book(QStringLiteral("a,1,0,buy,1,20,,\nb,1,0,sell,1,20,,\n")), {}, {});
    QCOMPARE(clearing.periods.size(), std::size_t{1});
    QVERIFY(!clearing.periods[0].price && clearing.periods[0].volume().isZero());
}

void TestBookClearing::agreesWithTheAuctionOnRandomBooks()
{
    std::set<Reason> seen;
    for (std::uint64_t seed = 1; seed <= 3'000; ++seed) {
        const std::string context = "seed " + std::to_string(seed);
        const Book listed = randomBook(seed);
        const std::set<ParticipantId> invalid = crossing(listed);
        const BookClearing clearing = *clearBook(listed, {}, {});
        for (const PeriodClearing& period : clearing.periods) {
            std::vector<BookOrder> orders;
            std::map<std::tuple<ParticipantId, Side, Price>, Lots> filled;
            for (std::size_t i = 0; i < listed.orders.size(); ++i) {
                const ListedOrder order = listed.orders[i];
                if (order.period != period.period)
                    continue;
                const OrderOutcome& outcome = clearing.outcomes[i];
                seen.insert(outcome.reason);
                QCOMPARE(outcome.reason == Reason::CrossesItself, invalid.contains(order.participant));
                QVERIFY2(outcome.filled >= Lots{} && outcome.filled <= order.quantity, context.c_str());
                QCOMPARE(outcome.reason == Reason::Filled, outcome.filled == order.quantity);
                filled[{order.participant, order.side, order.limit}] += outcome.filled;
                const bool beyond = period.price && (order.side == Side::Buy ? order.limit < *period.price
                                                                             : order.limit > *period.price);
                if (outcome.reason != Reason::CrossesItself)
                    QCOMPARE(outcome.reason == Reason::LimitBeyondPrice, beyond);
                if (!invalid.contains(order.participant))
                    orders.push_back({order.participant, order.side, order.quantity, order.limit});
            }
            const Clearing expected = clear(orders, {}, period.period, Hash256{});
            QVERIFY2(period.price == expected.price && period.volume() == expected.volume, context.c_str());
            QVERIFY2(period.welfare * kWattHoursPerLot == expected.welfare, context.c_str());
            for (const Fill& fill : expected.fills)
                QVERIFY2((filled[{fill.participant, fill.side, fill.limit}] == fill.filled), context.c_str());
        }
    }
    QCOMPARE(seen.size(), std::size_t{6});
}

void TestBookClearing::clearsOneZoneAsTheNetworkOfZonesWould()
{
    std::set<Reason> seen;
    for (std::uint64_t seed = 1; seed <= 1'000; ++seed) {
        test::RandomStream random(seed);
        Book alone;
        Book beside;
        alone.zones = {"here"};
        beside.zones = {"here", "elsewhere"};
        const auto add = [](Book& listed, const ListedOrder& order) {
            listed.ids.add(std::to_string(listed.orders.size()));
            listed.orders.push_back(order);
        };
        const std::int64_t count = random.between(1, 12);
        for (std::int64_t i = 0; i < count; ++i) {
            const bool buys = random.between(0, 1) == 0;
            const ListedOrder order{.participant = ParticipantId{static_cast<std::uint64_t>(random.between(1, 6))},
                                    .period = Period{},
                                    .quantity = Lots{random.between(1, 9)},
                                    .limit = Price{random.between(-3, 9)},
                                    .side = buys ? Side::Buy : Side::Sell,
                                    .energyClass = EnergyClass::Any,
                                    .zone = 0};
            add(alone, order);
            add(beside, order);
        }
        // A lone order of another zone changes nothing here, but the period now clears by the network.
        add(beside, {.participant = ParticipantId{99},
                     .period = Period{},
                     .quantity = Lots{1},
                     .limit = Price{1},
                     .side = Side::Sell,
                     .energyClass = EnergyClass::Any,
                     .zone = 1});
        BookRules rules;
        rules.auction.networkFee = Price{random.between(0, 2)};
        rules.auction.kNumerator = static_cast<std::uint32_t>(random.between(0, 2));
        const auto fast = clearBook(alone, {}, rules);
        const auto general = clearBook(beside, {}, rules);
        QVERIFY(fast && general);
        const QByteArray context = "seed " + QByteArray::number(static_cast<qulonglong>(seed));
        const PeriodClearing& a = fast->periods.front();
        const PeriodClearing& b = general->periods[general->periods[0].zone == 0 ? 0 : 1];
        QVERIFY2(a.price == b.price && a.priceInterval == b.priceInterval && a.buyerPrice == b.buyerPrice,
                 context.constData());
        QVERIFY2(a.bought == b.bought && a.sold == b.sold && a.welfare == b.welfare, context.constData());
        for (std::size_t i = 0; i < alone.orders.size(); ++i) {
            const OrderOutcome& got = fast->outcomes[i];
            const OrderOutcome& expected = general->outcomes[i];
            QVERIFY2(got.filled == expected.filled && got.reason == expected.reason, context.constData());
            QVERIFY2(fast->explanations[got.explanation] == general->explanations[expected.explanation],
                     context.constData());
            seen.insert(got.reason);
        }
    }
    QCOMPARE(seen.size(), std::size_t{6});
}

void TestBookClearing::reducesTradesAsTheAuctionDoes()
{
    std::set<Reason> seen;
    for (std::uint64_t seed = 1; seed <= 2'000; ++seed) {
        test::RandomStream random(seed);
        Book listed;
        listed.zones = {""};
        Market market;
        // One order each, so that the fills of the market stand in the order of the rows.
        for (std::uint64_t n = 1; n <= static_cast<std::uint64_t>(random.between(1, 14)); ++n) {
            const ListedOrder order{.participant = ParticipantId{n},
                                    .period = Period{},
                                    .quantity = Lots{random.between(1, 4)},
                                    .limit = Price{random.between(-9, 9)},
                                    .side = random.between(0, 1) == 0 ? Side::Buy : Side::Sell};
            listed.ids.add(std::to_string(n));
            listed.orders.push_back(order);
            market.orders.push_back({.period = {},
                                     .zone = {},
                                     .energyClass = EnergyClass::Any,
                                     .participant = order.participant,
                                     .side = order.side,
                                     .quantity = order.quantity,
                                     .limit = order.limit});
        }
        BookRules rules;
        rules.auction.pricing = PricingRule::McAfee;
        rules.auction.networkFee = Price{random.between(0, 2)};
        const auto clearing = clearBook(listed, {}, rules);
        const MarketClearing expected = clearMarket(market, rules.auction, rules.seed);
        const QByteArray context = "seed " + QByteArray::number(static_cast<qulonglong>(seed));
        QVERIFY2(clearing && clearing->periods.size() == 1 && expected.fills.size() == listed.orders.size(), context);
        const PeriodClearing& a = clearing->periods.front();
        const ZoneResult& b = expected.results.front();
        QVERIFY2(a.price == b.price && a.buyerPrice == b.buyerPrice && a.priceInterval == b.priceInterval, context);
        QVERIFY2(a.bought == b.bought && a.sold == b.sold && a.welfare * kWattHoursPerLot == b.welfare, context);
        for (std::size_t i = 0; i < expected.fills.size(); ++i) {
            const OrderOutcome& got = clearing->outcomes[i];
            QVERIFY2(got.filled == expected.fills[i].filled, context);
            QVERIFY2(clearing->explanations[got.explanation] == expected.fills[i].why, context);
            seen.insert(got.reason);
        }
    }
    QVERIFY(seen.contains(Reason::TradeReduced) && seen.contains(Reason::PartFilledAtMargin));
}

void TestBookClearing::clearsABookFromItsText()
{
    const BookRules rules{.lot = {.mantissa = 1, .decimals = 3}, .tick = {.mantissa = 1, .decimals = 2}};
    const auto listed = readBookCsv("id,participant,period,side,quantity_kwh,price\n"
                                    "buyer,alice,2026-01-01T00:00Z,buy,1.250,\n"
                                    "seller,bob,2026-01-01T00:00Z,sell,2,30.01\n",
                                    rules);
    QVERIFY(listed.has_value());
    const BookClearing clearing = *clearBook(*listed, {}, rules);
    const PeriodClearing& period = clearing.periods.at(0);
    QVERIFY(period.price.has_value());
    QCOMPARE(textOf(period.price->count(), rules.tick), std::string("30.01"));
    QCOMPARE(textOf(period.volume().count(), rules.lot), std::string("1.250"));
    QCOMPARE(textOf(period.welfare, rules.lot * rules.tick), std::string("1249962.48750"));
    QCOMPARE(outcomesOf(*listed, clearing), QStringLiteral("buyer 1250 filled, seller 1250 partFilledAtMargin"));
}

QTEST_APPLESS_MAIN(TestBookClearing)
#include "tst_book_clearing.moc"
