// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: people find and read their devices by dgexd, and a wrong entry says where and what. Method: run the real
// program against a libmodbus server.
#include "tests/support/dgexd_run.h"
#include "tests/support/peer_process.h"
#include "tests/support/sunspec_image.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
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
        row("a newer version", "version", "2", ":1: version: a whole number from 1 to 1 is expected");
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
