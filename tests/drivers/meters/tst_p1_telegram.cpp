// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: P1 telegrams become the right energies and powers, and damaged ones are refused. Method: telegrams made here;
// the captures of real meters are in tst_p1_telegram_shared.
#include "drivers/meters/p1_telegram.h"
#include "tests/support/p1_telegram_text.h"

#include <QtTest>

using namespace dgex;
using namespace dgex::drivers::meters;

namespace {

QByteArray telegram(const QByteArray& lines, bool withChecksum = true)
{
    return test::p1Telegram(lines, withChecksum);
}

MeterSample sampleFrom(const QByteArray& bytes)
{
    const auto decoded = decodeP1(bytes.toStdString(), P1Checksum::Required);
    if (!decoded)
        qFatal("%s", std::string{describe(decoded.error())}.c_str());
    return sampleOf(*decoded);
}

} // namespace

class TestP1Telegram : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tariffsAreAddedUp()
    {
        const MeterSample sample = sampleFrom(telegram("1-0:1.8.1(000010.500*kWh)\n1-0:1.8.2(000001.001*kWh)\n"
                                                       "1-0:2.8.1(000000.007*kWh)\n"));
        QCOMPARE(sample.imported->count(), 11'501);
        QCOMPARE(sample.exported->count(), 7);
        QVERIFY(!sample.power);
    }

    void theTotalWinsOverTheTariffs()
    {
        QCOMPARE(sampleFrom(telegram("1-0:1.8.0(5*kWh)\n1-0:1.8.1(000010.500*kWh)\n")).imported->count(), 5'000);
    }

    void wattsAndLowerCaseUnitsAreUnderstood()
    {
        QCOMPARE(sampleFrom(telegram("1-0:1.7.0(000003996*W)\n1-0:2.7.0(00.004*kw)\n")).power->count(), 3'992);
    }

    void phasesAreAddedWhenThereIsNoTotal()
    {
        QCOMPARE(
            sampleFrom(telegram("1-0:21.7.0(0.100*kW)\n1-0:41.7.0(0.200*kW)\n1-0:62.7.0(1.000*kW)\n")).power->count(),
            -700);
    }

    void summerTimeIsTwoHoursAheadOfUtc()
    {
        const auto at = [](const char* line) { return sampleFrom(telegram(line)).measuredAt; };
        QCOMPARE(at("0-0:1.0.0(260701120000S)\n")->seconds(), 1'782'900'000);
        QCOMPARE(at("0-0:1.0.0(260101120000W)\n")->seconds(), 1'767'265'200);
        QVERIFY(!at("0-0:1.0.0(260230120000W)\n"));
        QVERIFY(!at("0-0:1.0.0(260101126000W)\n"));
    }

    void theMeterNumberIsReadAsText()
    {
        QCOMPARE(sampleFrom(telegram("0-0:96.1.1(4530303034)\n")).meter, std::string{"E0004"});
        QCOMPARE(sampleFrom(telegram("0-0:96.1.1(00FF)\n")).meter, std::string{"00FF"});
    }

    void valuesThatAreNoNumbersAreAbsent_data()
    {
        QTest::addColumn<QByteArray>("value");
        for (const char* value : {"*kWh", "12", "1x*kWh", "-1*kWh", "1.2.3*kWh", "5*kvarh", "99999999999999999999*kWh"})
            QTest::newRow(value) << QByteArray(value);
    }

    void valuesThatAreNoNumbersAreAbsent()
    {
        QFETCH(QByteArray, value);
        QVERIFY(!sampleFrom(telegram("1-0:1.8.0(" + value + ")\n")).imported);
    }

    void everyChangedByteBreaksTheChecksum()
    {
        const QByteArray good = telegram("1-0:1.8.0(000010.500*kWh)\n");
        for (qsizetype i = 1; i < good.size() - 2; ++i) {
            QByteArray bad = good;
            bad[i] = static_cast<char>(bad[i] ^ 0x04);
            const auto decoded = decodeP1(bad.toStdString(), P1Checksum::Required);
            QVERIFY2(!decoded, bad.constData());
        }
    }

    void aChecksumIsAskedForOnlyWhereMetersSendOne()
    {
        const std::string old = telegram("1-0:1.8.1(1*kWh)\n", false).toStdString();
        QVERIFY(decodeP1(old, P1Checksum::Required).error() == P1Error::NoChecksum);
        QVERIFY(decodeP1(old, P1Checksum::WhenPresent).has_value());
        QVERIFY(!decodeP1(old, P1Checksum::WhenPresent)->checked);
        std::string bad = telegram("1-0:1.8.1(1*kWh)\n").toStdString();
        bad[20] = '7';
        QVERIFY(decodeP1(bad, P1Checksum::WhenPresent).error() == P1Error::ChecksumMismatch);
        QVERIFY(decodeP1(bad, P1Checksum::Ignored).has_value());
    }

    void theStreamIsCutIntoTelegramsHoweverItArrives()
    {
        const QByteArray one = telegram("1-0:1.8.0(1*kWh)\n");
        const QByteArray two = telegram("1-0:1.8.0(2*kWh)\n");
        for (const int piece : {1, 3, 7, 1'000}) {
            P1Splitter splitter;
            std::vector<std::string> found;
            const QByteArray stream = "tail of an old one\r\n!ABCD\r\n" + one + two.first(30) + "\r\n" + two + one;
            for (qsizetype at = 0; at < stream.size(); at += piece)
                for (std::string& text : splitter.feed(stream.mid(at, piece).toStdString()))
                    found.push_back(std::move(text));
            QCOMPARE(found.size(), 3U);
            QCOMPARE(found[1], two.toStdString());
            QCOMPARE(splitter.dropped(), 1U); // the torn one
        }
    }

    void aTelegramWithoutALastLineEndEndsAtTheNextSlash()
    {
        P1Splitter splitter;
        QCOMPARE(splitter.feed("/A\r\n1-0:1.8.0(1*kWh)\r\n!/B\r\n").size(), 1U);
    }

    void endlessGarbageIsDropped()
    {
        P1Splitter splitter;
        for (int i = 0; i < 10; ++i)
            QVERIFY(splitter.feed("/" + std::string(kP1SizeMax + 100, 'x')).empty());
        QVERIFY(splitter.dropped() >= 9);
    }
};

QTEST_GUILESS_MAIN(TestP1Telegram)
#include "tst_p1_telegram.moc"
