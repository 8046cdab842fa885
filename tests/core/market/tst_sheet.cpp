// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: a bid sheet has exactly one byte string, and only honest sheets enter a round. Method: bytes written out by
// hand, every cut and every flipped bit of an encoded sheet, one sheet for each error.
#include "core/base/encoding.h"
#include "core/market/sheet.h"

#include <QTest>

#include <set>

using namespace dgex;
using namespace dgex::market;

namespace {

constexpr Round kRound{1'800'000'000};
constexpr std::uint32_t kGateLead = 1;
constexpr std::uint32_t kOpenPeriods = 48;

Order anOrder()
{
    return {.period = kRound.plus(1),
            .side = Side::Buy,
            .energyClass = EnergyClass::Any,
            .quantity = Lots{5},
            .limit = Price{1'234}};
}

Order buying(std::int64_t limit, std::int64_t lead = 1)
{
    Order order = anOrder();
    order.period = kRound.plus(lead);
    order.limit = Price{limit};
    return order;
}

Order selling(std::int64_t limit, std::int64_t lead = 1)
{
    Order order = buying(limit, lead);
    order.side = Side::Sell;
    return order;
}

BidSheet aSheet()
{
    Order green = selling(-7, 48);
    green.energyClass = EnergyClass::Renewable;
    return {.round = kRound, .orders = {anOrder(), green, buying(9, 2)}};
}

SheetAnySlot anySlot(std::initializer_list<std::int64_t> leads, Side side = Side::Buy, std::int64_t limit = 3)
{
    SheetAnySlot order{
        .side = side, .quantity = Lots{60}, .lotsPerPeriod = Lots{15}, .limit = Price{limit}, .periods = {}};
    for (const std::int64_t lead : leads)
        order.periods.push_back(kRound.plus(lead));
    return order;
}

BidSheet withAnySlots(std::vector<SheetAnySlot> anySlots, std::vector<Order> orders = {})
{
    return {.round = kRound, .orders = std::move(orders), .salt = {}, .anySlots = std::move(anySlots)};
}

/// The bytes of a sheet with one order whose fields are given raw.
struct RawSheet {
    std::uint8_t version = 1;
    std::uint8_t payloadKind = 0;
    std::int64_t round = kRound.startSeconds();
    std::uint32_t count = 1;
    std::uint8_t orderKind = 0;
    std::int64_t period = kRound.startSeconds() + 1800;
    std::uint8_t side = 0;
    std::uint8_t energyClass = 0;

    [[nodiscard]] Bytes bytes() const
    {
        Encoder encoder;
        encoder.u8(version).u8(payloadKind).i64(round).u32(count).u8(orderKind).i64(period);
        encoder.u8(side).u8(energyClass).i64(5).i64(1'234);
        return encoder.take();
    }
};

std::optional<SheetError> refusal(const BidSheet& sheet, Price priceBound = kPriceMax)
{
    const std::expected<void, SheetError> verdict = validate(sheet, kGateLead, kOpenPeriods, priceBound);
    return verdict ? std::nullopt : std::optional{verdict.error()};
}

} // namespace

Q_DECLARE_METATYPE(std::optional<dgex::market::SheetError>)
Q_DECLARE_METATYPE(dgex::Bytes)
Q_DECLARE_METATYPE(dgex::market::BidSheet)

class TestSheet : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void writesTheDocumentedBytes();
    void writesASaltBehindTheRound();
    void writesAnySlotOrdersBehindTheOthers();
    void readsBackWhatItWrote();
    void refusesEveryCutAndExtraByte();
    void acceptsNoSecondFormOfASheet();
    void refusesMalformedBytes_data();
    void refusesMalformedBytes();
    void letsOnlyValidSheetsIn_data();
    void letsOnlyValidSheetsIn();
    void holdsAtMostTheStatedNumberOfOrders();
    void describesEveryError();
};

void TestSheet::writesTheDocumentedBytes()
{
    Order order = selling(-2);
    order.energyClass = EnergyClass::Renewable;
    QCOMPARE(toHex(encode({.round = kRound, .orders = {order}})), std::string("01"
                                                                              "00"
                                                                              "000000006b49d200"
                                                                              "00000001"
                                                                              "00"
                                                                              "000000006b49d908"
                                                                              "01"
                                                                              "01"
                                                                              "0000000000000005"
                                                                              "fffffffffffffffe"));
}

void TestSheet::writesASaltBehindTheRound()
{
    QCOMPARE(toHex(encode({.round = kRound, .orders = {}, .salt = Hash256{0xAB, 0xCD}})),
             "0200000000006b49d200abcd" + std::string(60, '0') + "00000000");
}

void TestSheet::writesAnySlotOrdersBehindTheOthers()
{
    QCOMPARE(toHex(encode(withAnySlots({anySlot({1, 3}, Side::Sell, -2)}))), std::string("01"
                                                                                         "00"
                                                                                         "000000006b49d200"
                                                                                         "00000001"
                                                                                         "01"
                                                                                         "01"
                                                                                         "000000000000003c"
                                                                                         "000000000000000f"
                                                                                         "fffffffffffffffe"
                                                                                         "00000002"
                                                                                         "000000006b49d908"
                                                                                         "000000006b49e718"));
}

void TestSheet::readsBackWhatItWrote()
{
    BidSheet salted = aSheet();
    salted.salt = Hash256{1, 2, 3};
    BidSheet full = withAnySlots({anySlot({1, 2, 48}), anySlot({7}, Side::Sell)}, {anOrder()});
    full.salt = salted.salt;
    for (const BidSheet& sheet : {aSheet(), BidSheet{.round = kRound, .orders = {}}, salted, full}) {
        const std::expected<BidSheet, SheetError> read = decodeSheet(encode(sheet));
        QVERIFY(read.has_value());
        QVERIFY(*read == sheet);
    }
}

void TestSheet::refusesEveryCutAndExtraByte()
{
    for (const BidSheet& sheet : {aSheet(), withAnySlots({anySlot({1, 2}), anySlot({3})}, {anOrder()})}) {
        Bytes bytes = encode(sheet);
        for (std::size_t size = 0; size < bytes.size(); ++size) {
            const std::expected<BidSheet, SheetError> read = decodeSheet(ByteView{bytes}.first(size));
            QVERIFY2(!read && read.error() == SheetError::Malformed, qPrintable(QString::number(size)));
        }
        bytes.push_back(0);
        QVERIFY(!decodeSheet(bytes));
    }
}

void TestSheet::acceptsNoSecondFormOfASheet()
{
    for (const BidSheet& sheet : {aSheet(), withAnySlots({anySlot({1, 2}), anySlot({3})}, {anOrder()})}) {
        const Bytes bytes = encode(sheet);
        int accepted = 0;
        for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
            Bytes flipped = bytes;
            flipped[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
            const std::expected<BidSheet, SheetError> read = decodeSheet(flipped);
            if (!read)
                continue;
            ++accepted;
            QVERIFY2(encode(*read) == flipped, qPrintable(QString::number(bit)));
            QVERIFY(!(*read == sheet));
        }
        QVERIFY(accepted >= 3 * 2 * 64);
    }
}

void TestSheet::refusesMalformedBytes_data()
{
    QTest::addColumn<Bytes>("bytes");
    QTest::addColumn<std::optional<SheetError>>("error");
    const auto row = [](const char* name, const RawSheet& sheet, std::optional<SheetError> error) {
        QTest::newRow(name) << sheet.bytes() << error;
    };
    row("the plain sheet is fine", {}, std::nullopt);
    row("version 0 is unknown", {.version = 0}, SheetError::UnknownVersion);
    row("version 3 is unknown", {.version = 3}, SheetError::UnknownVersion);
    row("version 2 without its salt", {.version = 2}, SheetError::Malformed);
    row("sealed orders are not accepted yet", {.payloadKind = 1}, SheetError::UnknownPayloadKind);
    row("other payloads are unknown", {.payloadKind = 2}, SheetError::UnknownPayloadKind);
    row("a round off the half hour is malformed", {.round = 1'800'000'001}, SheetError::Malformed);
    row("a round before 1970 is malformed", {.round = -1800}, SheetError::Malformed);
    row("a round after the year 9999 is malformed", {.round = kSheetSecondsEnd}, SheetError::Malformed);
    row("a count above the content is malformed", {.count = 2}, SheetError::Malformed);
    row("a count below the content is malformed", {.count = 0}, SheetError::Malformed);
    row("a count at the bound needs the content", {.count = kSheetOrdersMax}, SheetError::Malformed);
    row("a count above the bound is refused at once", {.count = kSheetOrdersMax + 1}, SheetError::TooManyOrders);
    row("the greatest count is refused at once", {.count = UINT32_MAX}, SheetError::TooManyOrders);
    row("an order kind other than a step is malformed", {.orderKind = 1}, SheetError::Malformed);
    row("a period off the half hour is malformed", {.period = 1'800'001'801}, SheetError::Malformed);
    row("a period at the end of the type is malformed", {.period = INT64_MAX / 1800 * 1800}, SheetError::Malformed);
    row("a third side is unknown", {.side = 2}, SheetError::UnknownSide);
    row("a third class is unknown", {.energyClass = 2}, SheetError::UnknownClass);
}

void TestSheet::refusesMalformedBytes()
{
    QFETCH(Bytes, bytes);
    QFETCH(std::optional<SheetError>, error);
    const std::expected<BidSheet, SheetError> read = decodeSheet(bytes);
    QCOMPARE(read ? std::nullopt : std::optional{read.error()}, error);
}

void TestSheet::letsOnlyValidSheetsIn_data()
{
    QTest::addColumn<BidSheet>("sheet");
    QTest::addColumn<std::optional<SheetError>>("error");
    const auto row = [](const char* name, std::vector<Order> orders, std::optional<SheetError> error) {
        QTest::newRow(name) << BidSheet{.round = kRound, .orders = std::move(orders)} << error;
    };
    const auto amount = [](Lots lots) {
        Order order = anOrder();
        order.quantity = lots;
        return order;
    };
    const auto rowOf = [](const char* name, BidSheet sheet, std::optional<SheetError> error) {
        QTest::newRow(name) << std::move(sheet) << error;
    };
    rowOf("an any-slot order of open periods is fine", withAnySlots({anySlot({1, 2, 48})}), std::nullopt);
    rowOf("one of its periods is not open", withAnySlots({anySlot({1, 49})}), SheetError::PeriodNotOpen);
    rowOf("no period at all is malformed", withAnySlots({anySlot({})}), SheetError::Malformed);
    rowOf("periods in another order are malformed", withAnySlots({anySlot({2, 1})}), SheetError::Malformed);
    rowOf("an any-slot order crosses a sell in one of its periods", withAnySlots({anySlot({1, 2})}, {selling(3, 2)}),
          SheetError::CrossesItself);
    rowOf("and does not in another period", withAnySlots({anySlot({1, 2})}, {selling(3, 3)}), std::nullopt);
    SheetAnySlot slow = anySlot({1});
    slow.lotsPerPeriod = Lots{0};
    rowOf("no lot in a period is too little", withAnySlots({slow}), SheetError::QuantityOutOfRange);
    rowOf("a limit beyond the bound", withAnySlots({anySlot({1}, Side::Buy, INT64_MIN)}), SheetError::PriceOutOfRange);
    rowOf("too many any-slot orders", withAnySlots(std::vector(kSheetAnySlotsMax + 1, anySlot({1}))),
          SheetError::TooManyOrders);
    row("a sheet without orders withdraws everything", {}, std::nullopt);
    row("the first open period is one lead after the round", {buying(1, 1)}, std::nullopt);
    row("the round's own period is closed", {buying(1, 0)}, SheetError::PeriodNotOpen);
    row("the period before the round is closed", {buying(1, -1)}, SheetError::PeriodNotOpen);
    row("the last of the 48 periods is open", {buying(1, 48)}, std::nullopt);
    row("the period after the last is not open yet", {buying(1, 49)}, SheetError::PeriodNotOpen);
    row("one lot is enough", {amount(Lots{1})}, std::nullopt);
    row("no lot is too little", {amount(Lots{0})}, SheetError::QuantityOutOfRange);
    row("a negative quantity is refused", {amount(Lots{-5})}, SheetError::QuantityOutOfRange);
    row("the greatest quantity is fine", {amount(kOrderLotsMax)}, std::nullopt);
    row("one lot more is not", {amount(kOrderLotsMax + Lots{1})}, SheetError::QuantityOutOfRange);
    row("the least number of the type is no quantity", {amount(Lots{INT64_MIN})}, SheetError::QuantityOutOfRange);
    row("a price at the bound is fine", {buying(100'000'000)}, std::nullopt);
    row("a price above the bound is refused", {buying(100'000'001)}, SheetError::PriceOutOfRange);
    row("a price at the lower bound is fine", {buying(-100'000'000)}, std::nullopt);
    row("a price below the lower bound is refused", {buying(-100'000'001)}, SheetError::PriceOutOfRange);
    row("the least number of the type is no price", {buying(INT64_MIN)}, SheetError::PriceOutOfRange);
    row("buying below the own sell is fine", {buying(9), selling(10)}, std::nullopt);
    row("buying at the own sell crosses", {selling(10), buying(10)}, SheetError::CrossesItself);
    row("buying above the own sell crosses", {buying(11), selling(10)}, SheetError::CrossesItself);
    row("the highest buy and the lowest sell count", {buying(5), selling(20), buying(12), selling(11)},
        SheetError::CrossesItself);
    row("different periods do not cross", {buying(11, 1), selling(10, 2)}, std::nullopt);
    row("a later bad order spoils the sheet", {buying(5), buying(6), amount(Lots{0})}, SheetError::QuantityOutOfRange);
}

void TestSheet::letsOnlyValidSheetsIn()
{
    QFETCH(BidSheet, sheet);
    QFETCH(std::optional<SheetError>, error);
    QCOMPARE(refusal(sheet), error);
}

void TestSheet::holdsAtMostTheStatedNumberOfOrders()
{
    BidSheet sheet{.round = kRound, .orders = std::vector<Order>(kSheetOrdersMax, anOrder())};
    QVERIFY(!refusal(sheet));
    QVERIFY(decodeSheet(encode(sheet)).has_value());
    sheet.orders.push_back(anOrder());
    QCOMPARE(refusal(sheet), std::optional{SheetError::TooManyOrders});
    QCOMPARE(decodeSheet(encode(sheet)).error(), SheetError::TooManyOrders);
    QCOMPARE(refusal({.round = kRound, .orders = {buying(101)}}, Price{100}),
             std::optional{SheetError::PriceOutOfRange});
    QVERIFY(!refusal({.round = kRound, .orders = {buying(100)}}, Price{100}));
}

void TestSheet::describesEveryError()
{
    std::set<std::string_view> texts;
    for (int error = 0; error <= static_cast<int>(kSheetErrorLast); ++error)
        texts.insert(describe(static_cast<SheetError>(error)));
    QCOMPARE(texts.size(), std::size_t{11});
    QVERIFY(!texts.contains("unknown error"));
}

QTEST_APPLESS_MAIN(TestSheet)
#include "tst_sheet.moc"
