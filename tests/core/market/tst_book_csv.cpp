// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: an order book is read exactly or refused with the place of its first fault. Method: small files with known
// values, one file for each fault, a file cut at every byte, and random damage.
#include "core/base/text.h"
#include "core/market/book_csv.h"
#include "tests/support/random_stream.h"

#include <QTest>

#include <set>

using namespace dgex;
using namespace dgex::market;

namespace {

const std::string kHeader = "id,participant,period,side,quantity_kwh,price,class,zone\n";
const std::string kGoodRow = "a1,7,2026-03-29T00:30Z,buy,1.5,12.34,any,north\n";

std::string verdictOf(const std::string& text, const BookRules& rules = {})
{
    const auto book = readBookCsv(text, rules);
    return book ? std::string("fine") : toText(book.error());
}

void addVerdictColumns()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("message");
}

void row(const char* name, const std::string& text, const char* message)
{
    QTest::newRow(name) << QString::fromLatin1(text.data(), static_cast<qsizetype>(text.size()))
                        << QString::fromLatin1(message);
}

/// A good book with one more line, its third.
std::string with(const std::string& line)
{
    return kHeader + kGoodRow + line + "\n";
}

bool equal(const Book& a, const Book& b)
{
    const auto fields = [](const ListedOrder& o) {
        return std::tuple{o.participant, o.period, o.quantity, o.limit, o.side, o.energyClass, o.zone};
    };
    if (a.orders.size() != b.orders.size() || a.zones != b.zones || a.ids.size() != b.ids.size())
        return false;
    for (std::size_t i = 0; i < a.orders.size(); ++i) {
        if (fields(a.orders[i]) != fields(b.orders[i]) || a.ids[i] != b.ids[i])
            return false;
    }
    return true;
}

} // namespace

class TestBookCsv : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsEveryColumn();
    void fillsInDefaults();
    void takesColumnsInAnyOrder();
    void readsOtherUnits();
    void numbersParticipantsByName();
    void namesLineAndColumn_data();
    void namesLineAndColumn();
    void refusesWhatIsNoPlainText_data();
    void refusesWhatIsNoPlainText();
    void readsTheSameInAnyPieces();
    void survivesDamage();
    void boundsALineWithoutAnEnd();
    void readsUnits_data();
    void readsUnits();
    void describesEveryFault();
};

void TestBookCsv::readsEveryColumn()
{
    const auto book = readBookCsv(kHeader + kGoodRow + "b2,8,2026-03-29T01:00Z,sell,0.1,-0.05,renewable,south\n", {});
    QVERIFY(book.has_value());
    QCOMPARE(book->orders.size(), std::size_t{2});
    QCOMPARE(book->ids[0], std::string_view("a1"));
    QCOMPARE(book->ids[1], std::string_view("b2"));
    QVERIFY((book->zones == std::vector<std::string>{"north", "south"}));
    const ListedOrder first = book->orders[0];
    QCOMPARE(first.participant.number, std::uint64_t{7});
    QCOMPARE(toText(first.period), std::string("2026-03-29T00:30Z"));
    QCOMPARE(first.quantity, Lots{15});
    QCOMPARE(first.limit, Price{1'234});
    QCOMPARE(first.side, Side::Buy);
    QCOMPARE(first.energyClass, EnergyClass::Any);
    QCOMPARE(first.zone, std::uint16_t{0});
    const ListedOrder second = book->orders[1];
    QCOMPARE(second.quantity, Lots{1});
    QCOMPARE(second.limit, Price{-5});
    QCOMPARE(second.side, Side::Sell);
    QCOMPARE(second.energyClass, EnergyClass::Renewable);
    QCOMPARE(second.zone, std::uint16_t{1});
}

void TestBookCsv::fillsInDefaults()
{
    const auto book = readBookCsv("\xEF\xBB\xBFid,participant,period,side,quantity_kwh,price\r\n"
                                  "a,1,2026-01-01T00:00Z,buy,2,\r\n"
                                  "b,2,2026-01-01T00:00Z,sell,2.000,",
                                  {});
    QVERIFY(book.has_value());
    QCOMPARE(book->orders[0].limit, kPriceMax);
    QCOMPARE(book->orders[1].limit, -kPriceMax);
    QCOMPARE(book->orders[1].quantity, Lots{20});
    QCOMPARE(book->orders[0].energyClass, EnergyClass::Any);
    QVERIFY((book->zones == std::vector<std::string>{""}));
    const auto emptyCells = readBookCsv(kHeader + "a,1,2026-01-01T00:00Z,buy,2,1,,\n", {});
    QVERIFY(emptyCells.has_value());
    QCOMPARE(emptyCells->orders[0].energyClass, EnergyClass::Any);
    const auto headerOnly = readBookCsv(kHeader, {});
    QVERIFY(headerOnly.has_value());
    QVERIFY(headerOnly->orders.empty());
}

void TestBookCsv::takesColumnsInAnyOrder()
{
    const auto book = readBookCsv("price,zone,side,id,period,quantity_kwh,participant\n"
                                  "3.5,west,sell,x,2026-01-01T00:00Z,0.4,home 9\n",
                                  {});
    QVERIFY(book.has_value());
    QCOMPARE(book->ids[0], std::string_view("x"));
    QCOMPARE(book->orders[0].limit, Price{350});
    QCOMPARE(book->orders[0].quantity, Lots{4});
    QCOMPARE(book->zones[0], std::string("west"));
}

void TestBookCsv::readsOtherUnits()
{
    const BookRules rules{.lot = {.mantissa = 5, .decimals = 3}, .tick = {.mantissa = 25, .decimals = 0}};
    const auto book = readBookCsv(kHeader + "a,1,2026-01-01T00:00Z,buy,0.125,-75,,\n", rules);
    QVERIFY(book.has_value());
    QCOMPARE(book->orders[0].quantity, Lots{25});
    QCOMPARE(book->orders[0].limit, Price{-3});
    QCOMPARE(verdictOf(kHeader + "a,1,2026-01-01T00:00Z,buy,0.126,-75,,\n", rules),
             std::string("line 2, column 5 (quantity_kwh): not a whole number of lots or ticks"));
    QCOMPARE(verdictOf(kHeader + "a,1,2026-01-01T00:00Z,buy,0.125,-70,,\n", rules),
             std::string("line 2, column 6 (price): not a whole number of lots or ticks"));
    const BookRules bounded{.auction = {.priceBound = Price{100}}};
    QCOMPARE(verdictOf(kHeader + "a,1,2026-01-01T00:00Z,buy,1,1.01,,\n", bounded),
             std::string("line 2, column 6 (price): outside the allowed range"));
    QCOMPARE(verdictOf(kHeader + "a,1,2026-01-01T00:00Z,buy,1,1.00,,\n", bounded), std::string("fine"));
}

void TestBookCsv::numbersParticipantsByName()
{
    const auto numberOf = [](const std::string& name, const std::string& before = {}) {
        const auto book = readBookCsv(kHeader + before + "z," + name + ",2026-01-01T00:00Z,buy,1,1,,\n", {});
        return book ? book->orders[book->orders.size() - 1].participant.number : 0;
    };
    QCOMPARE(numberOf("42"), std::uint64_t{42});
    QCOMPARE(numberOf("9223372036854775807"), std::uint64_t{9'223'372'036'854'775'807U});
    // 2^63 plus the first 63 bits of SHA-256("DGEX/participant-name/v1" 0 "alice").
    QCOMPARE(numberOf("alice"), std::uint64_t{11878111060177441788U});
    QCOMPARE(numberOf("alice", kGoodRow), numberOf("alice"));
    std::set<std::uint64_t> numbers;
    for (const char* name : {"7", "07", "+7", "7.0", "18446744073709551615", "9223372036854775808", "Alice", "alice"})
        numbers.insert(numberOf(name));
    QCOMPARE(numbers.size(), std::size_t{8});
}

void TestBookCsv::namesLineAndColumn_data()
{
    addVerdictColumns();
    row("a good book", with("b,1,2026-01-01T00:00Z,buy,1,1,,"), "fine");
    row("nothing at all", "", "line 1: the header is missing");
    row("an empty first line", "\n" + kGoodRow, "line 1: the header is missing");
    row("an unknown column", "id,colour\n", "line 1, column 2 (colour): an unknown column");
    row("a column twice", "id,side,id\n", "line 1, column 3 (id): the column stands twice in the header");
    row("a column left out", "id,participant,period,side,price\n",
        "line 1, column quantity_kwh: the column is missing in the header");
    row("a cell too few", with("b,1,2026-01-01T00:00Z,buy,1,1,"),
        "line 3: not as many cells as the header has columns");
    row("a cell too many", with("b,1,2026-01-01T00:00Z,buy,1,1,,,"),
        "line 3: not as many cells as the header has columns");
    row("an empty line", with(""), "line 3: not as many cells as the header has columns");
    row("no id", with(",1,2026-01-01T00:00Z,buy,1,1,,"), "line 3, column 1 (id): a value is missing");
    row("an id twice", with("a1,1,2026-01-01T00:00Z,buy,1,1,,"),
        "line 3, column 1 (id): the id stands in an earlier line already");
    row("no participant", with("b,,2026-01-01T00:00Z,buy,1,1,,"), "line 3, column 2 (participant): a value is missing");
    row("no period", with("b,1,,buy,1,1,,"), "line 3, column 3 (period): a value is missing");
    row("a local time", with("b,1,2026-01-01T00:00,buy,1,1,,"),
        "line 3, column 3 (period): not a time of the form YYYY-MM-DDTHH:MMZ");
    row("a quarter of an hour", with("b,1,2026-01-01T00:15Z,buy,1,1,,"),
        "line 3, column 3 (period): not the start of a half hour");
    row("no side", with("b,1,2026-01-01T00:00Z,,1,1,,"), "line 3, column 4 (side): a value is missing");
    row("a side in capitals", with("b,1,2026-01-01T00:00Z,BUY,1,1,,"),
        "line 3, column 4 (side): a side that is neither buy nor sell");
    row("no quantity", with("b,1,2026-01-01T00:00Z,buy,,1,,"), "line 3, column 5 (quantity_kwh): a value is missing");
    row("half a lot", with("b,1,2026-01-01T00:00Z,buy,0.15,1,,"),
        "line 3, column 5 (quantity_kwh): not a whole number of lots or ticks");
    row("a quantity of zero", with("b,1,2026-01-01T00:00Z,buy,0.0,1,,"),
        "line 3, column 5 (quantity_kwh): outside the allowed range");
    row("a negative quantity", with("b,1,2026-01-01T00:00Z,buy,-1,1,,"),
        "line 3, column 5 (quantity_kwh): outside the allowed range");
    row("the greatest quantity", with("b,1,2026-01-01T00:00Z,buy,100000000,1,,"), "fine");
    row("a quantity above it", with("b,1,2026-01-01T00:00Z,buy,100000000.1,1,,"),
        "line 3, column 5 (quantity_kwh): outside the allowed range");
    row("a quantity beyond the type", with("b,1,2026-01-01T00:00Z,buy,99999999999999999999,1,,"),
        "line 3, column 5 (quantity_kwh): outside the allowed range");
    row("an exponent", with("b,1,2026-01-01T00:00Z,buy,1e3,1,,"),
        "line 3, column 5 (quantity_kwh): not a plain decimal number");
    row("half a tick", with("b,1,2026-01-01T00:00Z,buy,1,0.005,,"),
        "line 3, column 6 (price): not a whole number of lots or ticks");
    row("a price at the bound", with("b,1,2026-01-01T00:00Z,buy,1,-1000000,,"), "fine");
    row("a price beyond it", with("b,1,2026-01-01T00:00Z,buy,1,1000000.01,,"),
        "line 3, column 6 (price): outside the allowed range");
    row("a price in words", with("b,1,2026-01-01T00:00Z,buy,1,market,,"),
        "line 3, column 6 (price): not a plain decimal number");
    row("an unknown class", with("b,1,2026-01-01T00:00Z,buy,1,1,green,"),
        "line 3, column 7 (class): a class that is neither any nor renewable");
}

void TestBookCsv::namesLineAndColumn()
{
    QFETCH(QString, text);
    QTEST(QString::fromStdString(verdictOf(text.toLatin1().toStdString())), "message");
}

void TestBookCsv::refusesWhatIsNoPlainText_data()
{
    addVerdictColumns();
    row("quotation marks", with("\"b\",1,2026-01-01T00:00Z,buy,1,1,,"),
        "line 3, column 1 (id): a quotation mark, a control character or broken UTF-8");
    row("a tabulator", with("b,1\t,2026-01-01T00:00Z,buy,1,1,,"),
        "line 3, column 2 (participant): a quotation mark, a control character or broken UTF-8");
    row("an overlong character", with("b,\xC0\xAF,2026-01-01T00:00Z,buy,1,1,,"),
        "line 3, column 2 (participant): a quotation mark, a control character or broken UTF-8");
    row("half a character", with("b,1,2026-01-01T00:00Z,buy,1,1,,\xE2\x82"),
        "line 3, column 8 (zone): a quotation mark, a control character or broken UTF-8");
    row("a surrogate", with("b,1,2026-01-01T00:00Z,buy,1,1,,\xED\xA0\x80"),
        "line 3, column 8 (zone): a quotation mark, a control character or broken UTF-8");
    row("a whole character", with("b,1,2026-01-01T00:00Z,buy,1,1,,\xE5\x8C\x97"), "fine");
    row("a cell at the bound", with(std::string(128, 'b') + ",1,2026-01-01T00:00Z,buy,1,1,,"), "fine");
    row("a cell beyond it", with(std::string(129, 'b') + ",1,2026-01-01T00:00Z,buy,1,1,,"),
        "line 3, column 1 (id): the cell is too long");
    row("a line beyond its bound", with(std::string(1025, ',')), "line 3: the line is too long");
}

void TestBookCsv::refusesWhatIsNoPlainText()
{
    namesLineAndColumn();
}

void TestBookCsv::readsTheSameInAnyPieces()
{
    const std::string text = kHeader + kGoodRow + "b,home,2026-01-01T00:00Z,sell,3,,renewable,\r\n" +
                             "c,9,2026-01-01T00:30Z,sell,0.1,7,,north";
    const auto whole = readBookCsv(text, {});
    QVERIFY(whole.has_value());
    for (std::size_t cut = 0; cut <= text.size(); ++cut) {
        BookCsvReader reader({});
        QVERIFY(reader.feed(std::string_view{text}.substr(0, cut)).has_value());
        QVERIFY(reader.feed(std::string_view{text}.substr(cut)).has_value());
        const auto pieces = std::move(reader).finish();
        QVERIFY(pieces.has_value());
        QVERIFY(equal(*whole, *pieces));
    }
}

void TestBookCsv::survivesDamage()
{
    const std::string good = kHeader + kGoodRow + "b2,8,2026-03-29T01:00Z,sell,0.1,-0.05,renewable,south\n";
    int refused = 0;
    for (std::uint64_t seed = 1; seed <= 20'000; ++seed) {
        test::RandomStream random(seed);
        std::string text = good;
        for (std::int64_t n = random.between(1, 4); n > 0; --n)
            text[static_cast<std::size_t>(random.between(0, static_cast<std::int64_t>(text.size()) - 1))] =
                static_cast<char>(random.between(-128, 127));
        const auto book = readBookCsv(text, {});
        if (!book) {
            ++refused;
            QVERIFY(book.error().line >= 1 && book.error().line <= 8);
            continue;
        }
        for (std::size_t i = 0; i < book->orders.size(); ++i) {
            const ListedOrder order = book->orders[i];
            const std::string context = "seed " + std::to_string(seed);
            QVERIFY2(order.quantity >= Lots{1} && order.quantity <= kOrderLotsMax, context.c_str());
            QVERIFY2(order.limit.abs() <= kPriceMax, context.c_str());
            QVERIFY2(order.zone < book->zones.size(), context.c_str());
        }
    }
    QVERIFY(refused > 10'000 && refused < 20'000);
}

void TestBookCsv::boundsALineWithoutAnEnd()
{
    BookCsvReader reader({});
    QVERIFY(reader.feed(kHeader).has_value());
    const std::string piece(100, 'x');
    std::size_t taken = 0;
    while (reader.feed(piece).has_value())
        taken += piece.size();
    QCOMPARE(taken, std::size_t{1000});
}

void TestBookCsv::readsUnits_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("good");
    QTest::addColumn<qint64>("mantissa");
    QTest::addColumn<int>("decimals");
    QTest::newRow("a tenth") << "0.1" << true << 1LL << 1;
    QTest::newRow("trailing zeros do not count") << "0.2500" << true << 25LL << 2;
    QTest::newRow("a whole number") << "100" << true << 100LL << 0;
    QTest::newRow("the least unit") << "0.000000001" << true << 1LL << 9;
    QTest::newRow("the greatest unit") << "1000000" << true << 1'000'000LL << 0;
    QTest::newRow("nothing is no unit") << "" << false << 0LL << 0;
    QTest::newRow("zero is no unit") << "0.0" << false << 0LL << 0;
    QTest::newRow("a negative number is no unit") << "-1" << false << 0LL << 0;
    QTest::newRow("a word is no unit") << "lot" << false << 0LL << 0;
    QTest::newRow("too great a unit") << "1000001" << false << 0LL << 0;
    QTest::newRow("too small a unit") << "0.0000000001" << false << 0LL << 0;
    QTest::newRow("too many digits") << "1.0000001" << false << 0LL << 0;
}

void TestBookCsv::readsUnits()
{
    QFETCH(QString, text);
    QFETCH(bool, good);
    QFETCH(qint64, mantissa);
    QFETCH(int, decimals);
    const std::optional<DecimalUnit> unit = parseUnit(text.toStdString());
    QCOMPARE(unit.has_value(), good);
    if (!unit)
        return;
    QCOMPARE(static_cast<qint64>(unit->mantissa), mantissa);
    QCOMPARE(unit->decimals, decimals);
    const DecimalUnit tick{.mantissa = 5, .decimals = 2};
    QCOMPARE(textOf(-3, *unit * tick), formatDecimal(Int128{-15} * mantissa, decimals + 2));
}

void TestBookCsv::describesEveryFault()
{
    std::set<std::string_view> texts;
    for (int fault = 0; fault <= static_cast<int>(BookCsvFault::ParticipantUnclear); ++fault)
        texts.insert(describe(static_cast<BookCsvFault>(fault)));
    QCOMPARE(texts.size(), std::size_t{22});
    QVERIFY(!texts.contains("unknown fault"));
}

QTEST_APPLESS_MAIN(TestBookCsv)
#include "tst_book_csv.moc"
