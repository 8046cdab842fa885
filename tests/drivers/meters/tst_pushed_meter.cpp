// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: a meter that sends by itself is read over a serial line and over TCP, whatever happens to the line. Method: a
// pair of serial lines by socat and a server on loopback, with telegrams made here.
#include "drivers/meters/pushed_meter.h"
#include "tests/support/moving_clock.h"
#include "tests/support/p1_telegram_text.h"
#include "tests/support/peer_process.h"
#include "tests/support/sml_frame.h"

#include <QAbstractEventDispatcher>
#include <QTcpServer>
#include <QTcpSocket>
#include <QtTest>

using namespace dgex;
using namespace dgex::drivers;
using namespace dgex::drivers::meters;
using namespace dgex::test;
using namespace std::chrono_literals;

namespace {

QByteArray p1Time(UtcTime time)
{
    return QDateTime::fromMSecsSinceEpoch(time.milliseconds(), QTimeZone::fromSecondsAheadOfUtc(3'600))
               .toString(QStringLiteral("yyMMddhhmmss"))
               .toLatin1() +
           'W';
}

QByteArray telegramAt(UtcTime time, double importedKwh, double exportedKwh = 3, double kw = 0.5)
{
    return p1Telegram("0-0:1.0.0(" + p1Time(time) + ")\n1-0:1.8.1(" + QByteArray::number(importedKwh, 'f', 3) +
                      "*kWh)\n1-0:2.8.1(" + QByteArray::number(exportedKwh, 'f', 3) + "*kWh)\n1-0:1.7.0(" +
                      QByteArray::number(kw, 'f', 3) + "*kW)\n1-0:32.7.0(230.1*V)\n");
}

LineTiming quick()
{
    LineTiming timing;
    timing.openWithin = 500ms;
    timing.retryFirst = 50ms;
    timing.retryLast = 200ms;
    return timing;
}

/// A meter behind a TCP converter.
class Server : public QTcpServer {
public:
    Server() { listen(QHostAddress::LocalHost); }
    /// Waits for the meter's reader and sends it bytes.
    bool send(const QByteArray& bytes)
    {
        if (!QTest::qWaitFor([this] { return m_socket != nullptr || hasPendingConnections(); }, 3'000))
            return false;
        if (m_socket == nullptr)
            m_socket = nextPendingConnection();
        m_socket->write(bytes);
        return m_socket->flush();
    }
    void hangUp()
    {
        m_socket->abort();
        m_socket = nullptr;
    }

private:
    QTcpSocket* m_socket = nullptr;
};

PushedMeterOptions optionsFor(const Server& server, PushProtocol protocol)
{
    PushedMeterOptions options;
    options.protocol = protocol;
    options.line = {.host = "127.0.0.1", .port = server.serverPort()};
    options.timing = quick();
    return options;
}

std::optional<std::int64_t> importedOf(const PushedMeter& meter)
{
    const auto counters = meter.counters();
    return counters.value ? std::optional(counters.value->imported.count()) : std::nullopt;
}

bool becomes(const PushedMeter& meter, std::int64_t imported)
{
    return QTest::qWaitFor([&] { return importedOf(meter) == imported; }, 3'000);
}

} // namespace

class TestPushedMeter : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void telegramsOfAP1PortBecomeReadings()
    {
        Server server;
        MovingClock clock;
        PushedMeter meter(optionsFor(server, PushProtocol::P1), clock);
        meter.start();
        const UtcTime measured = UtcTime::fromSeconds(clock.now().seconds() - 5);
        QVERIFY(server.send("half a telegram 1.8.1(000\r\n!1234\r\n" + telegramAt(measured, 1'234.567)));
        QVERIFY(becomes(meter, 1'234'567));
        QVERIFY(meter.hasSettled() && meter.health().isReachable);
        QCOMPARE(meter.counters().value->exported.count(), 3'000);
        QCOMPARE(meter.counters().measuredAt, measured);
        QCOMPARE(meter.counters().quality, ports::Quality::Good);
        QCOMPARE(meter.power().value->count(), 500);
        const auto values = meter.values();
        QVERIFY(std::ranges::any_of(values, [](const LiveValue& value) {
            return value.name == "1-0:32.7.0" && value.text == "230.1" && value.unit == "V";
        }));
        clock.advance(60s);
        QCOMPARE(meter.counters().quality, ports::Quality::Stale);
        QVERIFY(!meter.health().isReachable);
    }

    void damagedAndAbsurdTelegramsAreCountedAndLeftOut()
    {
        Server server;
        MovingClock clock;
        PushedMeter meter(optionsFor(server, PushProtocol::P1), clock);
        meter.start();
        const UtcTime now = clock.now();
        QVERIFY(server.send(telegramAt(now - 30s, 100)));
        QVERIFY(becomes(meter, 100'000));
        QByteArray damaged = telegramAt(now - 20s, 100.001);
        damaged[40] = 'x';
        QVERIFY(server.send(damaged));
        QVERIFY(QTest::qWaitFor([&] { return meter.health().failures == 1; }, 3'000));
        QVERIFY(server.send(telegramAt(now - 10s, 900)));        // 800 kWh in 20 s
        QVERIFY(server.send(telegramAt(now - 9s, 100, 3, 900))); // 900 kW
        QVERIFY(QTest::qWaitFor([&] { return meter.health().rejected == 2; }, 3'000));
        QCOMPARE(importedOf(meter), 100'000);
        QVERIFY(server.send(telegramAt(now - 8s, 100.002)));
        QVERIFY(becomes(meter, 100'002));
    }

    void aRepeatedTelegramMakesNothingYounger()
    {
        Server server;
        MovingClock clock;
        PushedMeter meter(optionsFor(server, PushProtocol::P1), clock);
        meter.start();
        const QByteArray telegram = telegramAt(clock.now(), 100);
        QVERIFY(server.send(telegram));
        QVERIFY(becomes(meter, 100'000));
        clock.advance(40s);
        QVERIFY(server.send(telegram));
        QVERIFY(QTest::qWaitFor([&] { return meter.health().isReachable; }, 3'000));
        QCOMPARE(meter.power().quality, ports::Quality::Stale);
        QVERIFY(QByteArray::fromStdString(meter.health().fault).contains("repeats"));
    }

    void anSmlMeterThatIsFrozenIsNotBelieved()
    {
        Server server;
        MovingClock clock;
        PushedMeter meter(optionsFor(server, PushProtocol::Sml), clock);
        meter.start();
        const Bytes frame = smlFrame(smlMessage({"77 07 0100010800FF 01 01 62 1E 52 FF 55 00012345 01",
                                                 "77 07 0100020800FF 01 01 62 1E 52 03 62 05 01",
                                                 "77 07 0100100700FF 01 01 62 1B 52 00 53 FF38 01"}));
        const QByteArray bytes(reinterpret_cast<const char*>(frame.data()), static_cast<qsizetype>(frame.size()));
        for (int minute = 0; minute < 12; ++minute) {
            QCOMPARE(meter.power().quality == ports::Quality::Good, minute > 0 && minute <= 10);
            clock.advance(minute > 0 ? 60s : 0s);
            const UtcTime before = clock.now();
            QVERIFY(server.send(bytes));
            QVERIFY(QTest::qWaitFor([&] { return meter.power().receivedAt >= before; }, 3'000));
        }
        QCOMPARE(meter.power().value->count(), -200);
        QCOMPARE(importedOf(meter), 7'456);
        QCOMPARE(meter.power().quality, ports::Quality::Stale);
        QVERIFY(QByteArray::fromStdString(meter.health().fault).contains("frozen"));
    }

    void aMeterThatCountsNoExportNeedsToBeSaidSo_data()
    {
        QTest::addColumn<bool>("isImportOnly");
        QTest::newRow("said") << true;
        QTest::newRow("not said") << false;
    }

    void aMeterThatCountsNoExportNeedsToBeSaidSo()
    {
        QFETCH(bool, isImportOnly);
        Server server;
        MovingClock clock;
        PushedMeterOptions options = optionsFor(server, PushProtocol::P1);
        options.isImportOnly = isImportOnly;
        PushedMeter meter(options, clock);
        meter.start();
        QVERIFY(server.send(p1Telegram("1-0:1.8.1(5*kWh)\n")));
        QVERIFY(QTest::qWaitFor([&] { return meter.hasSettled(); }, 3'000));
        QCOMPARE(meter.counters().value.has_value(), isImportOnly);
        QVERIFY(!meter.power().value);
    }

    void aServerThatGoesAwayIsFoundAgain()
    {
        Server server;
        MovingClock clock;
        PushedMeter meter(optionsFor(server, PushProtocol::P1), clock);
        meter.start();
        QVERIFY(server.send(telegramAt(clock.now() - 3s, 100)));
        QVERIFY(becomes(meter, 100'000));
        server.hangUp();
        QVERIFY(QTest::qWaitFor([&] { return meter.lineStatistics().losses == 1; }, 3'000));
        QVERIFY(server.send(telegramAt(clock.now(), 100.001)));
        QVERIFY(becomes(meter, 100'001));
        QCOMPARE(meter.lineStatistics().openings, std::uint64_t{2});
    }

    void aSilentServerIsConnectedAnew()
    {
        Server server;
        MovingClock clock;
        PushedMeterOptions options = optionsFor(server, PushProtocol::P1);
        options.timing.silentMax = 100ms;
        options.firstWithin = 50ms;
        PushedMeter meter(options, clock);
        meter.start();
        QVERIFY(QTest::qWaitFor([&] { return meter.hasSettled(); }, 3'000));
        QVERIFY(QTest::qWaitFor([&] { return meter.lineStatistics().openings >= 2; }, 3'000));
        QVERIFY(!meter.health().isReachable);
        QVERIFY(meter.values().empty());
    }

    void aSerialLineThatIsPulledOutMakesNoStormAndComesBack()
    {
        const QString device = m_folder.filePath(QStringLiteral("ttyMeter"));
        const QString home = m_folder.filePath(QStringLiteral("ttyHome"));
        SerialPair pair;
        QVERIFY(pair.start(device, home));
        MovingClock clock;
        PushedMeterOptions options;
        options.line.path = home.toStdString();
        options.timing = quick();
        PushedMeter meter(options, clock);
        meter.start();
        const auto send = [&](const QByteArray& bytes) {
            QFile line(device);
            return line.open(QIODevice::WriteOnly | QIODevice::Unbuffered) && line.write(bytes) == bytes.size();
        };
        QVERIFY(QTest::qWaitFor([&] { return meter.lineStatistics().openings == 1; }, 3'000));
        QVERIFY(send(telegramAt(clock.now() - 5s, 100)));
        QVERIFY(becomes(meter, 100'000));

        pair.stop();
        int turns = 0;
        const QMetaObject::Connection counting =
            connect(QAbstractEventDispatcher::instance(), &QAbstractEventDispatcher::awake, this, [&] { ++turns; });
        QTest::qWait(1'500); // wakes up every 10 ms by itself
        disconnect(counting);
        QVERIFY2(turns < 500, qPrintable(QStringLiteral("%1 turns of the event loop").arg(turns)));
        QVERIFY(meter.lineStatistics().losses >= 2);

        const std::uint64_t before = meter.lineStatistics().openings;
        QVERIFY(pair.start(device, home));
        QVERIFY(QTest::qWaitFor([&] { return meter.lineStatistics().openings > before; }, 3'000));
        QVERIFY(send(telegramAt(clock.now(), 100.003)));
        QVERIFY(becomes(meter, 100'003));
        qInfo("%d turns of the event loop in 1.5 s without the line", turns);
    }

private:
    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(TestPushedMeter)
#include "tst_pushed_meter.moc"
