// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: values print and parse without loss, and bad text is refused for the right reason. Method: rows of good and
// bad text, and random values printed and parsed back.
#include "core/base/bytes.h"
#include "core/base/text.h"
#include "tests/support/random_stream.h"

#include <QTest>

#include <set>

using namespace dgex;

class TestText : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void printsDecimals_data();
    void printsDecimals();
    void parsesDecimals_data();
    void parsesDecimals();
    void refusesBadDecimals_data();
    void refusesBadDecimals();
    void parsesWhatItPrints_data();
    void parsesWhatItPrints();
    void printsEachUnit();
    void printsTimes_data();
    void printsTimes();
    void parsesPeriods_data();
    void parsesPeriods();
    void refusesBadPeriods_data();
    void refusesBadPeriods();
    void describesEveryError();
    void convertsHex();
};

void TestText::printsDecimals_data()
{
    QTest::addColumn<qint64>("count");
    QTest::addColumn<int>("decimals");
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("zero") << qint64{0} << 0 << QByteArray("0");
    QTest::newRow("zero with decimals") << qint64{0} << 3 << QByteArray("0.000");
    QTest::newRow("no decimals") << qint64{-120} << 0 << QByteArray("-120");
    QTest::newRow("below one") << qint64{5} << 2 << QByteArray("0.05");
    QTest::newRow("below one, negative") << qint64{-5} << 2 << QByteArray("-0.05");
    QTest::newRow("below one, all decimals used") << qint64{99} << 2 << QByteArray("0.99");
    QTest::newRow("mixed") << qint64{-1234} << 2 << QByteArray("-12.34");
    QTest::newRow("trailing zeros stay") << qint64{100'000} << 5 << QByteArray("1.00000");
    QTest::newRow("inner zeros") << qint64{10'010} << 1 << QByteArray("1001.0");
    QTest::newRow("largest") << qint64{INT64_MAX} << 3 << QByteArray("9223372036854775.807");
    QTest::newRow("least") << qint64{INT64_MIN} << 0 << QByteArray("-9223372036854775808");
}

void TestText::printsDecimals()
{
    QFETCH(qint64, count);
    QFETCH(int, decimals);
    QTEST(QByteArray::fromStdString(formatDecimal(count, decimals)), "text");
}

void TestText::parsesDecimals_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("decimals");
    QTest::addColumn<qint64>("count");
    QTest::newRow("whole") << QByteArray("12") << 2 << qint64{1200};
    QTest::newRow("fewer decimals") << QByteArray("12.3") << 2 << qint64{1230};
    QTest::newRow("all decimals") << QByteArray("-12.34") << 2 << qint64{-1234};
    QTest::newRow("more decimals that are zeros") << QByteArray("0.05000") << 2 << qint64{5};
    QTest::newRow("decimals of a whole unit") << QByteArray("7.000") << 0 << qint64{7};
    QTest::newRow("leading zeros") << QByteArray("007") << 0 << qint64{7};
    QTest::newRow("negative zero") << QByteArray("-0.00") << 2 << qint64{0};
    QTest::newRow("largest") << QByteArray("92233720368547758.07") << 2 << qint64{INT64_MAX};
    QTest::newRow("least") << QByteArray("-92233720368547758.08") << 2 << qint64{INT64_MIN};
}

void TestText::parsesDecimals()
{
    QFETCH(QByteArray, text);
    QFETCH(int, decimals);
    const auto parsed = parseDecimal(text.toStdString(), decimals);
    QVERIFY(parsed.has_value());
    QTEST(qint64{*parsed}, "count");
}

void TestText::refusesBadDecimals_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<ParseError>("error");
    QTest::newRow("nothing") << QByteArray("") << ParseError::Empty;
    const auto number = ParseError::NotANumber;
    QTest::newRow("a sign only") << QByteArray("-") << number;
    QTest::newRow("a point only") << QByteArray(".") << number;
    QTest::newRow("two signs") << QByteArray("--1") << number;
    QTest::newRow("two points") << QByteArray("1.2.3") << number;
    QTest::newRow("space before") << QByteArray(" 1") << number;
    QTest::newRow("space after") << QByteArray("1 ") << number;
    QTest::newRow("comma") << QByteArray("1,5") << number;
    QTest::newRow("exponent") << QByteArray("1e3") << number;
    QTest::newRow("hexadecimal") << QByteArray("0x10") << number;
    QTest::newRow("a word") << QByteArray("nan") << number;
    QTest::newRow("a 0 byte") << QByteArray("1\0", 2) << number;
    QTest::newRow("Arabic digits") << QByteArray("\xd9\xa1") << number;
    QTest::newRow("a third decimal") << QByteArray("1.001") << ParseError::TooManyDecimals;
    QTest::newRow("one above the largest") << QByteArray("92233720368547758.08") << ParseError::OutOfRange;
    QTest::newRow("one below the least") << QByteArray("-92233720368547758.09") << ParseError::OutOfRange;
    QTest::newRow("too large once scaled") << QByteArray("92233720368547759") << ParseError::OutOfRange;
    QTest::newRow("forty digits") << QByteArray(40, '9') << ParseError::OutOfRange;
}

void TestText::refusesBadDecimals()
{
    QFETCH(QByteArray, text);
    QFETCH(ParseError, error);
    const auto parsed = parseDecimal(text.toStdString(), 2);
    QVERIFY(!parsed.has_value());
    QVERIFY(parsed.error() == error);
}

void TestText::parsesWhatItPrints_data()
{
    QTest::addColumn<quint64>("seed");
    QTest::newRow("seed 1") << quint64{1};
    QTest::newRow("seed 7") << quint64{7};
}

void TestText::parsesWhatItPrints()
{
    QFETCH(quint64, seed);
    test::RandomStream random(seed);
    for (int i = 0; i < 5'000; ++i) {
        const auto count = static_cast<std::int64_t>(random.next()) >> random.between(0, 63);
        const int decimals = static_cast<int>(random.between(0, 9));
        const std::string text = formatDecimal(count, decimals);
        const auto parsed = parseDecimal(text, decimals);
        QVERIFY2(parsed.has_value() && *parsed == count, text.c_str());
        const Period period{random.between(0, 4'600'000) * Period::kSeconds};
        const auto parsedPeriod = parsePeriod(toText(period));
        QVERIFY2(parsedPeriod.has_value() && *parsedPeriod == period, toText(period).c_str());
    }
}

void TestText::printsEachUnit()
{
    QCOMPARE(toKwh(Energy{-1'050}), std::string("-1.050"));
    QCOMPARE(toKwh(Lots{15}), std::string("1.5"));
    QCOMPARE(toText(Price{-1}), std::string("-0.01"));
    QCOMPARE(toText(Money{123'456'789}), std::string("1234.56789"));
    QCOMPARE(formatDecimal(wideValueOf(Energy{INT64_MAX}, Price{100}), 0), std::string("922337203685477580700"));
}

void TestText::printsTimes_data()
{
    QTest::addColumn<qint64>("milliseconds");
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("epoch") << qint64{0} << QByteArray("1970-01-01T00:00:00.000Z");
    QTest::newRow("leap day") << qint64{951'782'400'000} << QByteArray("2000-02-29T00:00:00.000Z");
    QTest::newRow("last millisecond of a year") << qint64{1'798'761'599'999} << QByteArray("2026-12-31T23:59:59.999Z");
    QTest::newRow("before the epoch") << qint64{-1} << QByteArray("1969-12-31T23:59:59.999Z");
}

void TestText::printsTimes()
{
    QFETCH(qint64, milliseconds);
    QTEST(QByteArray::fromStdString(toText(UtcTime{milliseconds})), "text");
}

void TestText::parsesPeriods_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<qint64>("seconds");
    QTest::newRow("epoch") << QByteArray("1970-01-01T00:00Z") << qint64{0};
    QTest::newRow("second half hour") << QByteArray("1970-01-01T00:30Z") << qint64{1'800};
    QTest::newRow("leap day") << QByteArray("2024-02-29T23:30Z") << qint64{1'709'249'400};
    QTest::newRow("century that is a leap year") << QByteArray("2000-02-29T00:00Z") << qint64{951'782'400};
    QTest::newRow("last of all") << QByteArray("9999-12-31T23:30Z") << qint64{253'402'299'000};
}

void TestText::parsesPeriods()
{
    QFETCH(QByteArray, text);
    QFETCH(qint64, seconds);
    const auto period = parsePeriod(text.toStdString());
    QVERIFY(period.has_value());
    QCOMPARE(qint64{period->startSeconds()}, seconds);
    QCOMPARE(QByteArray::fromStdString(toText(*period)), text);
}

void TestText::refusesBadPeriods_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<ParseError>("error");
    QTest::newRow("nothing") << QByteArray("") << ParseError::Empty;
    QTest::newRow("off the half hour") << QByteArray("2026-11-22T10:15Z") << ParseError::NotOnTheHalfHour;
    const auto time = ParseError::NotATime;
    QTest::newRow("no zone") << QByteArray("2026-11-22T10:30") << time;
    QTest::newRow("another zone") << QByteArray("2026-11-22T10:30+09:00") << time;
    QTest::newRow("seconds") << QByteArray("2026-11-22T10:30:00Z") << time;
    QTest::newRow("space for T") << QByteArray("2026-11-22 10:30Z") << time;
    QTest::newRow("no leap day") << QByteArray("2026-02-29T10:30Z") << time;
    QTest::newRow("century without a leap day") << QByteArray("2100-02-29T10:30Z") << time;
    QTest::newRow("month 0") << QByteArray("2026-00-22T10:30Z") << time;
    QTest::newRow("month 13") << QByteArray("2026-13-22T10:30Z") << time;
    QTest::newRow("day 0") << QByteArray("2026-11-00T10:30Z") << time;
    QTest::newRow("day 31 of November") << QByteArray("2026-11-31T10:30Z") << time;
    QTest::newRow("hour 24") << QByteArray("2026-11-22T24:00Z") << time;
    QTest::newRow("minute 60") << QByteArray("2026-11-22T10:60Z") << time;
    QTest::newRow("before 1970") << QByteArray("1969-12-31T23:30Z") << time;
    QTest::newRow("a sign as a digit") << QByteArray("2026-11-22T+1:30Z") << time;
    QTest::newRow("letters") << QByteArray("2O26-11-22T10:30Z") << time;
    QTest::newRow("trailing space") << QByteArray("2026-11-22T10:30Z ") << time;
}

void TestText::refusesBadPeriods()
{
    QFETCH(QByteArray, text);
    QFETCH(ParseError, error);
    const auto period = parsePeriod(text.toStdString());
    QVERIFY(!period.has_value());
    QVERIFY(period.error() == error);
}

void TestText::describesEveryError()
{
    std::set<std::string_view> sentences;
    for (const ParseError error : {ParseError::Empty, ParseError::NotANumber, ParseError::TooManyDecimals,
                                   ParseError::OutOfRange, ParseError::NotATime, ParseError::NotOnTheHalfHour})
        sentences.insert(describe(error));
    QCOMPARE(sentences.size(), std::size_t{6});
    QVERIFY(!sentences.contains("unknown error"));
}

void TestText::convertsHex()
{
    const Bytes bytes{0x00, 0x0f, 0xa5, 0xff};
    QCOMPARE(toHex(bytes), std::string("000fa5ff"));
    QVERIFY(fromHex("000FA5fF") == bytes);
    QVERIFY(fromHex("") == Bytes{});
    for (const char* bad : {"0", "0g", "g0", "0x", " 0", "00 "})
        QVERIFY2(!fromHex(bad).has_value(), bad);
}

QTEST_GUILESS_MAIN(TestText)
#include "tst_text.moc"
