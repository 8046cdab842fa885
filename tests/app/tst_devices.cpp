// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: people find and read their devices by dgexd, and a wrong entry says where and what. Method: run the real
// program against a libmodbus server.
#include "tests/support/dgexd_run.h"
#include "tests/support/p1_telegram_text.h"
#include "tests/support/peer_process.h"
#include "tests/support/sunspec_image.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTcpServer>
#include <QTcpSocket>
#include <QtTest>

using namespace dgex::test;

namespace {

using Run = DgexdRun;

} // namespace

class TestDevices : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        const auto image =
            SunSpecImage{}.add(1, {{"DA", 3}}).add(203, {{"W", -1'234}, {"TotWhImp", 55}, {"TotWhExp", 7}});
        m_port = m_peer.startOnPort(testProgram("modbus_peer"),
                                    {writeImage(m_folder, "image", 40'000, image.words()), QStringLiteral("3")});
        QVERIFY(m_port > 0);
    }

    void scanListsTheUnitsThatAnswer()
    {
        const QString host = QStringLiteral("127.0.0.1:%1").arg(m_port);
        const Run run = dgexd({QStringLiteral("devices"), QStringLiteral("scan"), QStringLiteral("--host"), host,
                               QStringLiteral("--units"), QStringLiteral("1,3"), QStringLiteral("--answer-ms"),
                               QStringLiteral("200"), QStringLiteral("--json")});
        QCOMPARE(run.exitCode, 0);
        const QJsonArray found = QJsonDocument::fromJson(run.out).object()[QLatin1String("devices")].toArray();
        QCOMPARE(found.size(), 1);
        QCOMPARE(found[0].toObject()[QLatin1String("unit")].toInt(), 3);
        QCOMPARE(found[0].toObject()[QLatin1String("models")].toArray(), (QJsonArray{1, 203}));
    }

    void readShowsValuesWithUnitAgeAndQuality()
    {
        const Run run =
            dgexd({QStringLiteral("devices"), QStringLiteral("read"), QStringLiteral("--json"), config({})});
        QVERIFY2(run.exitCode == 0, run.err.constData());
        const QJsonObject device =
            QJsonDocument::fromJson(run.out).object()[QLatin1String("devices")].toArray().at(0).toObject();
        QVERIFY(device[QLatin1String("reachable")].toBool());
        bool isThere = false;
        for (const QJsonValue& entry : device[QLatin1String("values")].toArray()) {
            const QJsonObject value = entry.toObject();
            if (value[QLatin1String("name")].toString() != QLatin1String("203.W"))
                continue;
            isThere = true;
            QCOMPARE(value[QLatin1String("value")].toString(), QStringLiteral("-1234"));
            QCOMPARE(value[QLatin1String("unit")].toString(), QStringLiteral("W"));
            QCOMPARE(value[QLatin1String("quality")].toString(), QStringLiteral("good"));
            QVERIFY(value[QLatin1String("age_ms")].toInt() < 5'000);
        }
        QVERIFY(isThere);
    }

    void scanHearsAMeterThatSends()
    {
        QTcpServer converter;
        QVERIFY(converter.listen(QHostAddress::LocalHost));
        connect(&converter, &QTcpServer::newConnection, &converter, [&] {
            converter.nextPendingConnection()->write(
                p1Telegram("0-0:96.1.1(4530303030)\n1-0:1.8.1(000005.000*kWh)\n1-0:1.7.0(00.400*kW)\n"));
        });
        QProcess process;
        process.start(qEnvironmentVariable("DGEX_PROGRAM_DIR") + QStringLiteral("/dgexd"),
                      {QStringLiteral("devices"), QStringLiteral("scan"), QStringLiteral("--listen"),
                       QStringLiteral("127.0.0.1:%1").arg(converter.serverPort()), QStringLiteral("--json")});
        QVERIFY(QTest::qWaitFor([&] { return process.state() == QProcess::NotRunning; }, 15'000));
        QCOMPARE(process.exitCode(), 0);
        const QJsonArray found =
            QJsonDocument::fromJson(process.readAllStandardOutput()).object()[QLatin1String("meters")].toArray();
        QCOMPARE(found.size(), 1);
        QCOMPARE(found[0].toObject()[QLatin1String("driver")].toString(), QStringLiteral("p1"));
        QCOMPARE(found[0].toObject()[QLatin1String("meter")].toString(), QStringLiteral("E0000"));
    }

    void scanAsksAnEchonetLiteNode()
    {
        const QString modules = qEnvironmentVariable("DGEX_PEER_MODULES");
        if (!QFile::exists(modules + QStringLiteral("/echonet-lite")))
            QSKIP("the peers of tests are not installed (tests/peers/install.sh build/peers)");
        qputenv("NODE_PATH", modules.toUtf8());
        PeerProcess peer;
        const QString port = QString::number(13'610 + QCoreApplication::applicationPid() % 5'000);
        QCOMPARE(peer.start(QStringLiteral("node"), {peerPath("echonet_peer.js"), port}), QByteArray("ready"));
        const Run run = dgexd({QStringLiteral("devices"), QStringLiteral("scan"), QStringLiteral("--echonet"),
                               QStringLiteral("127.0.0.1"), QStringLiteral("--echonet-bind"),
                               QStringLiteral("127.0.0.2"), QStringLiteral("--echonet-port"), port});
        QVERIFY2(run.exitCode == 0, run.err.constData());
        QVERIFY2(run.out.contains("127.0.0.1: ECHONET Lite\n  028801  low-voltage smart meter\n"), run.out.constData());
        QVERIFY(run.out.contains("  02a101  EV charger\n"));
        const Run silent =
            dgexd({QStringLiteral("devices"), QStringLiteral("scan"), QStringLiteral("--echonet"),
                   QStringLiteral("127.0.0.3"), QStringLiteral("--echonet-bind"), QStringLiteral("127.0.0.2"),
                   QStringLiteral("--echonet-port"), QString::number(port.toInt() + 1), QStringLiteral("--answer-ms"),
                   QStringLiteral("100")});
        QCOMPARE(silent.exitCode, 1);
        QVERIFY2(silent.err.contains("no device answered"), silent.err.constData());
    }

    void everyDriverTellsItsKeys()
    {
        const Run run = dgexd({QStringLiteral("devices"), QStringLiteral("drivers")});
        QCOMPARE(run.exitCode, 0);
        for (const char* name : {"sunspec", "apis", "p1", "sml", "echonet"})
            QVERIFY2(run.out.contains(QByteArray("driver = \"") + name + "\": "), name);
        QVERIFY(run.out.contains("frozen_after_seconds") && run.out.contains("route_b_file"));
    }

    void aDeviceThatIsNotThereEndsWithOne()
    {
        const QString file = config({{QStringLiteral("port"), QStringLiteral("1")}});
        const Run run = dgexd({QStringLiteral("devices"), QStringLiteral("read"), file});
        QCOMPARE(run.exitCode, 1);
        QVERIFY2(run.out.contains("NOT REACHABLE"), run.out.constData());
    }

    void aWrongEntryNamesItsLineAndWhatIsExpected_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QByteArray>("says");
        const auto row = [](const char* name, const char* key, const char* value, const char* says) {
            QTest::newRow(name) << QString::fromLatin1(key) << QString::fromLatin1(value) << QByteArray(says);
        };
        row("an unknown key", "prot", "5", ":9: unknown key 'prot'");
        row("a port that is none", "port", "70000", ":7: port: a whole number from 1 to 65535 is expected");
        row("a word where a number belongs", "unit", "\"three\"", ":8: unit: a whole number from 1 to 247 is expected");
        row("an unknown role", "role", "\"solar\"",
            ":5: role: \"meter\", \"pv\", \"battery\" or \"router\" is expected");
        row("an unknown driver", "driver", "\"sunspce\"", ":4: driver: ");
        row("a missing host", "host", nullptr, ":2: host is missing: text in quotation marks is expected");
        row("a newer version", "version", "2", ":1: version: 1 is expected");
    }

    void wrongEntriesOfOtherDriversNameTheirLinesToo_data()
    {
        QTest::addColumn<QByteArray>("entry");
        QTest::addColumn<QByteArray>("says");
        QTest::newRow("a P1 meter without a line")
            << QByteArray("driver = \"p1\"\n") << QByteArray(":2: host is missing: text in quotation marks");
        QTest::newRow("a checksum that is none")
            << QByteArray("driver = \"p1\"\nserial = \"/dev/x\"\nchecksum = \"no\"\n")
            << QByteArray(":6: checksum: \"required\", \"when_present\" or ");
        QTest::newRow("a host name for ECHONET")
            << QByteArray("driver = \"echonet\"\nrole = \"pv\"\nhost = \"roof.local\"\n")
            << QByteArray(":6: host: an IPv4 address like \"192.168.1.20\" is expected");
        QTest::newRow("a battery that is a meter")
            << QByteArray("driver = \"echonet\"\nrole = \"battery\"\nhost = \"10.0.0.1\"\nclass = \"0288\"\n")
            << QByteArray(":7: class: a class of the role");
        QTest::newRow("PV by the B route")
            << QByteArray("driver = \"echonet\"\nrole = \"pv\"\nserial = \"/dev/x\"\n")
            << QByteArray(":6: serial: no such key (by the B route there is only the meter) is expected");
        QTest::newRow("a B route without its secret")
            << QByteArray("driver = \"echonet\"\nrole = \"meter\"\nserial = \"/dev/x\"\nroute_b_file = \"none\"\n")
            << QByteArray(":7: route_b_file: a file that only its owner may read (chmod 600) is expected");
    }

    void wrongEntriesOfOtherDriversNameTheirLinesToo()
    {
        QFETCH(QByteArray, entry);
        QFETCH(QByteArray, says);
        QFile file(m_folder.filePath(QStringLiteral("wrong.toml")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("version = 1\n[[device]]\nname = \"one\"\n" + entry);
        file.close();
        const Run run = dgexd({QStringLiteral("devices"), QStringLiteral("read"), file.fileName()});
        QCOMPARE(run.exitCode, 2);
        QVERIFY2(run.err.contains(file.fileName().toUtf8() + says), run.err.constData());
        QCOMPARE(run.err.count('\n'), 1);
    }

    void aWrongEntryNamesItsLineAndWhatIsExpected()
    {
        QFETCH(QString, key);
        QFETCH(QString, value);
        QFETCH(QByteArray, says);
        const QString file = config({{key, value}});
        const Run run = dgexd({QStringLiteral("devices"), QStringLiteral("read"), file});
        QCOMPARE(run.exitCode, 2);
        QVERIFY2(run.err.contains(file.toUtf8() + says), run.err.constData());
        QCOMPARE(run.err.count('\n'), 1);
        QVERIFY(run.out.isEmpty());
    }

private:
    /// The configuration of the meter with one key changed or added; an empty value takes it away.
    QString config(const QList<std::pair<QString, QString>>& changes)
    {
        QList<std::pair<QString, QString>> keys{{QStringLiteral("version"), QStringLiteral("1")},
                                                {QStringLiteral("[[device]]"), {}},
                                                {QStringLiteral("name"), QStringLiteral("\"meter\"")},
                                                {QStringLiteral("driver"), QStringLiteral("\"sunspec\"")},
                                                {QStringLiteral("role"), QStringLiteral("\"meter\"")},
                                                {QStringLiteral("host"), QStringLiteral("\"127.0.0.1\"")},
                                                {QStringLiteral("port"), QString::number(m_port)},
                                                {QStringLiteral("unit"), QStringLiteral("3")}};
        for (const auto& [key, value] : changes) {
            bool isKnown = false;
            for (auto& [known, old] : keys) {
                if (known == key)
                    old = value;
                isKnown = isKnown || known == key;
            }
            if (!isKnown)
                keys.append({key, value});
        }
        QFile file(m_folder.filePath(QStringLiteral("devices.toml")));
        if (!file.open(QIODevice::WriteOnly))
            return {};
        for (const auto& [key, value] : keys) {
            if (key.startsWith(u'['))
                file.write(key.toUtf8() + '\n');
            else if (!value.isEmpty())
                file.write(key.toUtf8() + " = " + value.toUtf8() + '\n');
        }
        return file.fileName();
    }

    QTemporaryDir m_folder;
    PeerProcess m_peer;
    int m_port = 0;
};

QTEST_GUILESS_MAIN(TestDevices)
#include "tst_devices.moc"
