// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: a devices file becomes a home with everything that a controller needs, or one line that says what is wrong.
// Method: files written here, a P1 meter on loopback.
#include "app/devices/home_devices.h"
#include "tests/support/moving_clock.h"
#include "tests/support/p1_telegram_text.h"

#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QtTest>

using namespace dgex;
using namespace dgex::app;
using namespace std::chrono_literals;

class TestHomeDevices : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aHomeWithOnlyAMeterHasConsumptionAndAccounting()
    {
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        test::MovingClock clock;
        auto home = ConfiguredHome::read(p1(server.serverPort(), "meter"), clock, Power{6'000}, {Energy{5}, Energy{7}});
        QVERIFY2(home.has_value(), home ? "" : home.error().c_str());
        (*home)->start();
        QVERIFY(!(*home)->isReady());
        QVERIFY(QTest::qWaitFor([&] { return server.hasPendingConnections(); }, 3'000));
        QTcpSocket* socket = server.nextPendingConnection();
        socket->write(test::p1Telegram("1-0:1.8.0(12.345*kWh)\n1-0:2.8.0(2.000*kWh)\n1-0:1.7.0(0.400*kW)\n"));
        QVERIFY(QTest::qWaitFor([&] { return (*home)->isReady(); }, 3'000));
        QVERIFY((*home)->faults().empty());
        (*home)->step();
        const ports::HomeDevices devices = (*home)->devices();
        QCOMPARE(devices.load->consumed().value->count(), 10'345);
        QCOMPARE(devices.load->power().value->count(), 400);
        QVERIFY(devices.pv == nullptr && devices.battery == nullptr);
        QCOMPARE(devices.router->capacity().count(), 6'000);
        QCOMPARE(devices.router->state().value->exported.count(), 7);
        clock.advance(60s);
        QCOMPARE((*home)->faults().size(), std::size_t{1});
    }

    void aSecondMeterIsRefusedByName()
    {
        test::MovingClock clock;
        const std::string file = p1(1, "first",
                                    "[[device]]\nname = \"second\"\ndriver = \"sml\"\nhost = \"127.0.0.1\"\n"
                                    "port = 2\n");
        const auto home = ConfiguredHome::read(file, clock, Power{1});
        QVERIFY(!home);
        QCOMPARE(home.error(), file + ":7: 'second' is the home's second meter: at most one is expected");
    }

    void aHomeWithoutAMeterIsRefused()
    {
        test::MovingClock clock;
        const std::string file = write("version = 1\n[[device]]\nname = \"roof\"\ndriver = \"echonet\"\nrole = \"pv\"\n"
                                       "host = \"127.0.0.1\"\n");
        const auto home = ConfiguredHome::read(file, clock, Power{1});
        QVERIFY(!home);
        QCOMPARE(home.error(), file + ": no [[device]] is the home's meter: one is expected");
    }

private:
    std::string write(const std::string& text)
    {
        QFile file(m_folder.filePath(QStringLiteral("devices.toml")));
        if (!file.open(QIODevice::WriteOnly))
            return {};
        file.write(QByteArray::fromStdString(text));
        return file.fileName().toStdString();
    }
    std::string p1(int port, const std::string& name, const std::string& more = {})
    {
        return write("version = 1\n[[device]]\nname = \"" + name +
                     "\"\ndriver = \"p1\"\nhost = \"127.0.0.1\"\nport = " + std::to_string(port) + "\n" + more);
    }

    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(TestHomeDevices)
#include "tst_home_devices.moc"
