// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: a converter of the open APIS system serves as a router. Method: an HTTP peer that answers as the specification
// says, written for this test, and one in Python with a ramp and losses.
#include "drivers/apis/apis_router.h"
#include "tests/support/peer_process.h"

#include <QDateTime>
#include <QTcpServer>
#include <QTcpSocket>
#include <QUrlQuery>
#include <QtTest>

using namespace dgex;
using namespace dgex::drivers;
using namespace std::chrono_literals;

namespace {

class RealClock : public ports::Clock {
public:
    [[nodiscard]] UtcTime now() const override { return UtcTime{QDateTime::currentMSecsSinceEpoch()}; }
};

/// Follows mode and current at once; charge is into the home.
class Converter : public QTcpServer {
public:
    Converter()
    {
        listen(QHostAddress::LocalHost);
        connect(this, &QTcpServer::newConnection, this, [this] {
            QTcpSocket* socket = nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, socket, [this, socket] { answer(*socket); });
        });
    }
    QByteArray mode = "0x0000";
    double amperes = 0;
    QByteArray alarm = "No alarm";
    double shownVolts = 350;
    QList<QByteArray> commands;

private:
    void answer(QTcpSocket& socket)
    {
        const QByteArray line = socket.readAll().split('\n').first();
        const QUrl url(QString::fromUtf8(line.split(' ').value(1)));
        if (url.path() == QLatin1String("/dcdc/set")) {
            const QUrlQuery query(url);
            mode = query.queryItemValue(QStringLiteral("mode")).toUtf8();
            amperes = query.queryItemValue(QStringLiteral("dig")).toDouble();
            commands << mode;
        }
        const double signedAmperes = mode == "0x0041" ? amperes : mode == "0x0002" ? -amperes : 0;
        const double watts = signedAmperes * 350;
        const QByteArray operation = mode == "0x0000"   ? "Waiting"
                                     : mode == "0x0014" ? "Grid Autonomy"
                                                        : "Heteronomy CV";
        const QByteArray body =
            QStringLiteral(R"({"dcdc":{"status":{"status":"%1","alarmState":"%2","operationMode":"%3"},)"
                           R"("meter":{"wg":%4,"vg":%5,"ig":%6,"wb":%7,"vb":51.2,"ib":0,"tmp":30.5},)"
                           R"("vdis":{"dvg":350,"drg":0},"param":{"dig":%8}},"battery":{"rsoc":61.5}})")
                .arg(QString::fromUtf8(mode), QString::fromUtf8(alarm), QString::fromUtf8(operation))
                .arg(watts)
                .arg(shownVolts)
                .arg(signedAmperes)
                .arg(watts - 60)
                .arg(amperes)
                .toUtf8();
        socket.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: " +
                     QByteArray::number(body.size()) + "\r\n\r\n" + body);
        socket.disconnectFromHost();
    }
};

ApisOptions optionsFor(const Converter& converter)
{
    ApisOptions options;
    options.host = "127.0.0.1";
    options.port = converter.serverPort();
    options.pollEvery = 200ms;
    options.answerWithin = 500ms;
    options.mayLackReversion = true;
    options.keeper = {.reversion = 2s, .settle = 400ms};
    return options;
}

bool settle(ApisRouter& router)
{
    router.start();
    return QTest::qWaitFor([&] { return router.hasSettled(); }, 3'000);
}

} // namespace

class TestApisRouter : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aConverterAtRestIsReadAsARouterWithTwoDirectCurrentLegs()
    {
        Converter converter;
        ApisRouter router(optionsFor(converter), m_clock);
        QVERIFY(settle(router));
        const auto reading = router.state();
        QCOMPARE(reading.quality, ports::Quality::Estimated);
        QCOMPARE(reading.value->mode, ports::DgrMode::Idle);
        QCOMPARE(reading.value->legs.size(), std::size_t{2});
        QCOMPARE(reading.value->legs[0].kind, ports::LegKind::Dc);
        QCOMPARE(reading.value->legs[0].role, ports::LegRole::Off);
        QCOMPARE(reading.value->temperatureDeciCelsius, 305);
        QVERIFY(std::ranges::contains(router.values(), std::string("rsoc"), &LiveValue::name));
    }

    void powersBecomeModesAndCurrentsAndEndWithTheCommand()
    {
        Converter converter;
        ApisRouter router(optionsFor(converter), m_clock);
        QVERIFY(settle(router));
        QCOMPARE(router.setPower(Power{700}, 3s), ports::CommandResult::Accepted);
        QVERIFY(QTest::qWaitFor([&] { return router.effect() == ports::CommandEffect::Following; }, 3'000));
        QCOMPARE(converter.mode, QByteArray("0x0041"));
        QCOMPARE(converter.amperes, 2.0);
        QCOMPARE(router.state().value->mode, ports::DgrMode::Delivering);
        QCOMPARE(router.state().value->legs[0].role, ports::LegRole::GridFollowing);
        QCOMPARE(router.setPower(Power{-350}, 1s), ports::CommandResult::Accepted);
        QVERIFY(QTest::qWaitFor([&] { return router.state().value->power == Power{-350}; }, 3'000));
        QCOMPARE(converter.mode, QByteArray("0x0002"));
        QVERIFY(QTest::qWaitFor([&] { return converter.mode == "0x0000"; }, 3'000));
        QVERIFY(QTest::qWaitFor([&] { return router.state().value->power == Power{}; }, 3'000));
    }

    void aConverterInAnotherLanguageIsReadAndCommanded()
    {
        test::PeerProcess peer;
        ApisOptions options;
        options.host = "127.0.0.1";
        options.port = peer.startOnPort(QStringLiteral("/usr/bin/python3"),
                                        {QStringLiteral("-B"), test::peerPath("apis_converter.py")});
        QVERIFY(options.port > 0);
        options.pollEvery = 100ms;
        options.mayLackReversion = true;
        options.keeper = {.reversion = 2s, .settle = 1'500ms};
        ApisRouter router(options, m_clock);
        QVERIFY(settle(router));
        QCOMPARE(router.state().value->mode, ports::DgrMode::Idle);
        QCOMPARE(router.setPower(Power{-700}, 4s), ports::CommandResult::Accepted);
        QVERIFY(QTest::qWaitFor([&] { return router.effect() == ports::CommandEffect::Following; }, 5'000));
        const ports::DgrState state = *router.state().value;
        QVERIFY(state.power < Power{-650} && state.legs[1].power < state.power); // the loss is the battery's
        QVERIFY(QTest::qWaitFor([&] { return router.state().value->mode == ports::DgrMode::Idle; }, 8'000));
        QVERIFY(router.health().failures == 0 && router.health().rejected == 0);
    }

    void withoutLeaveToLackReversionNothingIsCommanded()
    {
        Converter converter;
        ApisOptions options = optionsFor(converter);
        options.mayLackReversion = false;
        ApisRouter router(options, m_clock);
        QCOMPARE(router.setPower(Power{100}, 1s), ports::CommandResult::NotReachable);
        QVERIFY(settle(router));
        QCOMPARE(router.setPower(Power{100}, 1s), ports::CommandResult::Refused);
        QVERIFY(converter.commands.isEmpty());
    }

    void alarmsTripAndTheVoltageReferenceTakesNoPower()
    {
        Converter converter;
        converter.alarm = "Heavy alarm";
        ApisRouter router(optionsFor(converter), m_clock);
        QVERIFY(settle(router));
        QCOMPARE(router.state().value->mode, ports::DgrMode::Tripped);
        QCOMPARE(router.setPower(Power{100}, 1s), ports::CommandResult::Refused);
        converter.alarm = "No alarm";
        converter.mode = "0x0014";
        QVERIFY(QTest::qWaitFor([&] { return router.state().value->mode == ports::DgrMode::Delivering; }, 3'000));
        QCOMPARE(router.state().value->legs[0].role, ports::LegRole::GridForming);
        QCOMPARE(router.setPower(Power{100}, 1s), ports::CommandResult::Refused);
    }

    void absurdSamplesAreCountedAndALostConverterLooksLost()
    {
        Converter converter;
        ApisRouter router(optionsFor(converter), m_clock);
        QVERIFY(settle(router));
        converter.shownVolts = 65'535;
        QVERIFY(QTest::qWaitFor([&] { return router.health().rejected > 0; }, 3'000));
        QCOMPARE(router.state().value->legs.size(), std::size_t{2});
        converter.close();
        QVERIFY(QTest::qWaitFor([&] { return router.state().value->mode == ports::DgrMode::Lost; }, 4'000));
        QCOMPARE(router.state().quality, ports::Quality::Stale);
        QCOMPARE(router.setPower(Power{100}, 1s), ports::CommandResult::NotReachable);
    }

    void onlyWholeAnswersAreParsed()
    {
        for (const char* bad : {"", "[]", "{", "{\"dcdc\":3}", "null", "{\"meter\":[]}"})
            QVERIFY2(!parseConverterReply(bad), bad);
        QVERIFY(!parseConverterReply(std::string(100'000, '[')));
        QVERIFY(!parseConverterReply(std::string(1'000, '[')));
        const auto partial = parseConverterReply(R"({"meter":{"wg":-2.44,"vg":358.3,"ig":0}})");
        QVERIFY(partial && partial->gridVolts == 358.3 && !partial->batteryWatts && isPlausible(*partial, 1'000));
    }

private:
    RealClock m_clock;
};

QTEST_GUILESS_MAIN(TestApisRouter)
#include "tst_apis_router.moc"
