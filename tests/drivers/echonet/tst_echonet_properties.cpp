// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: properties become the right amounts, and codes for no data become nothing. Method: values by the Appendix of
// device objects, worked out by hand.
#include "core/base/text.h"
#include "drivers/echonet/properties.h"

#include <QtTest>

using namespace dgex;
using namespace dgex::drivers::echonet;

namespace {

Bytes bytes(const char* hex)
{
    const auto value = fromHex(QByteArray(hex).replace(" ", "").toStdString());
    if (!value)
        qFatal("not hexadecimal: %s", hex);
    return *value;
}

} // namespace

class TestEchonetProperties : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void numbersAreReadAndNoDataIsAbsent_data()
    {
        QTest::addColumn<QByteArray>("hex");
        QTest::addColumn<int>("form");
        QTest::addColumn<QVariant>("number");
        const auto row = [](const char* name, const char* hex, Form form, const QVariant& number) {
            QTest::newRow(name) << QByteArray(hex) << static_cast<int>(form) << number;
        };
        row("export of 500 W", "FFFFFE0C", Form::S32, -500);
        row("no power", "7FFFFFFE", Form::S32, {});
        row("power above what fits", "7FFFFFFF", Form::S32, {});
        row("power below what fits", "80000000", Form::S32, {});
        row("the least power", "80000001", Form::S32, -2'147'483'647);
        row("the greatest power", "7FFFFFFD", Form::S32, 2'147'483'645);
        row("a current of -5 A", "FFCE", Form::S16, -50);
        row("no current on a wire that is not there", "7FFE", Form::S16, {});
        row("a counter", "00003039", Form::U32, 12'345);
        row("no counter", "FFFFFFFE", Form::U32, {});
        row("a counter above what fits", "FFFFFFFF", Form::U32, {});
        row("PV power", "0BB8", Form::U16, 3'000);
        row("PV power above what fits", "FFFF", Form::U16, {});
        row("PV power below what fits", "FFFE", Form::U16, {});
        row("a charge of 55 %", "37", Form::U8, 55);
        row("no charge", "FD", Form::U8, {});
        row("too few bytes", "000000", Form::U32, {});
        row("too many bytes", "0000000000", Form::U32, {});
    }

    void numbersAreReadAndNoDataIsAbsent()
    {
        QFETCH(QByteArray, hex);
        QFETCH(int, form);
        QFETCH(QVariant, number);
        const auto read = numberOf(bytes(hex.constData()), static_cast<Form>(form));
        QCOMPARE(read.has_value(), number.isValid());
        if (read)
            QCOMPARE(*read, number.toLongLong());
    }

    void countersNeedCoefficientAndUnit_data()
    {
        QTest::addColumn<QByteArray>("coefficient");
        QTest::addColumn<QByteArray>("unit");
        QTest::addColumn<QVariant>("wattHours"); // of a count of 12,345
        QTest::newRow("0.1 kWh") << QByteArray() << QByteArray("01") << QVariant(1'234'500);
        QTest::newRow("1 kWh") << QByteArray() << QByteArray("00") << QVariant(12'345'000);
        QTest::newRow("0.0001 kWh, rounded down") << QByteArray() << QByteArray("04") << QVariant(1'234);
        QTest::newRow("10 kWh times 6") << QByteArray("00000006") << QByteArray("0A") << QVariant(740'700'000);
        QTest::newRow("10000 kWh") << QByteArray() << QByteArray("0D") << QVariant(qlonglong{123'450'000'000});
        QTest::newRow("an unknown unit") << QByteArray() << QByteArray("05") << QVariant();
        QTest::newRow("no coefficient in it") << QByteArray("FFFFFFFE") << QByteArray("01") << QVariant();
        QTest::newRow("a coefficient above the standard") << QByteArray("000F4240") << QByteArray("01") << QVariant();
        QTest::newRow("no unit") << QByteArray("00000001") << QByteArray() << QVariant();
    }

    void countersNeedCoefficientAndUnit()
    {
        QFETCH(QByteArray, coefficient);
        QFETCH(QByteArray, unit);
        QFETCH(QVariant, wattHours);
        Properties properties;
        if (!coefficient.isEmpty())
            properties[0xD3] = bytes(coefficient.constData());
        if (!unit.isEmpty())
            properties[0xE1] = bytes(unit.constData());
        const auto scale = scaleOf(properties, std::nullopt);
        QCOMPARE(scale.has_value(), wattHours.isValid());
        if (scale)
            QCOMPARE(energyOf(12'345, *scale)->count(), wattHours.toLongLong());
        if (unit.isEmpty())
            QCOMPARE(energyOf(10, *scaleOf(properties, 2))->count(), 1'000); // the configured 0.1 kWh
    }

    void absurdCountersDoNotOverflow()
    {
        QVERIFY(!energyOf(INT64_MAX, {999'999, 7}));
        QVERIFY(!energyOf(INT64_MAX / 10, {1, 7}));
        QVERIFY(!energyOf(std::nullopt, {}));
    }

    void countersOfAnInstantAreInJapanTime()
    {
        const MeterScale scale{1, 2};
        const auto minute = oneMinuteCounters(bytes("07EA 05 14 08 3B 00 00003039 0000000A"), scale);
        QVERIFY(minute.has_value());
        QCOMPARE(toText(minute->at), std::string{"2026-05-19T23:59:00.000Z"});
        QCOMPARE(minute->imported->count(), 1'234'500);
        QCOMPARE(minute->exported->count(), 1'000);
        const auto half = halfHourCounter(bytes("07EA 01 01 00 1E 00 FFFFFFFE"), scale);
        QVERIFY(half && !half->energy);
        QCOMPARE(toText(half->at), std::string{"2025-12-31T15:30:00.000Z"});
        QVERIFY(!oneMinuteCounters(bytes("07EA 0D 14 08 3B 00 00003039 0000000A"), scale)); // month 13
        QVERIFY(!halfHourCounter(bytes("07EA 01 01 18 00 00 00000001"), scale));            // 24:00
        QVERIFY(!halfHourCounter(bytes("07EA 01 01 00 1E 00 000000"), scale));
    }

    void aDaysHistoryHasItsHolesInPlace()
    {
        Bytes data = bytes("0002");
        for (int i = 0; i < 48; ++i) {
            const Bytes value = bytes(i == 5 ? "FFFFFFFE" : "000000FF");
            data.insert(data.end(), value.begin(), value.end());
        }
        const auto history = dayHistory(data, {1, 2});
        QVERIFY(history && history->counters.size() == 48);
        QCOMPARE(history->daysAgo, 2);
        QVERIFY(!history->counters[5]);
        QCOMPARE(history->counters[47]->count(), 25'500);
        data.pop_back();
        QVERIFY(!dayHistory(data, {1, 2}));
    }

    void theRecentHistoryGoesBackInHalfHours()
    {
        const auto history = recentHistory(bytes("07EA 05 14 0A 00 02 00000064 00000001 00000063 FFFFFFFE"), {1, 2});
        QVERIFY(history && history->size() == 2);
        QCOMPARE(toText(history->at(1).at), std::string{"2026-05-20T00:30:00.000Z"});
        QCOMPARE(history->at(1).imported->count(), 9'900);
        QVERIFY(!history->at(1).exported);
        QVERIFY(!recentHistory(bytes("07EA 05 14 0A 00 03 00000064 00000001"), {1, 2}));
    }

    void everyClassHasAName()
    {
        for (const int code : {0x0288, 0x0279, 0x027D, 0x027E, 0x02A1})
            QVERIFY(!className(code).empty() && !rowsOf(code).empty());
        QVERIFY(className(0x0130).empty());
    }
};

QTEST_GUILESS_MAIN(TestEchonetProperties)
#include "tst_echonet_properties.moc"
