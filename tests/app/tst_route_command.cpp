// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: `dgexd route` prints flows, names what is short, and names the place of bad input. Method: run the real binary.
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

class TestRouteCommand : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void flowsOfEveryPeriodArePrinted()
    {
        const QJsonArray periods = route(kNetwork, "from,to,kwh\nnorth,south,1.2\n", 0);
        QCOMPARE(periods.size(), 1);
        const QJsonArray flows = periods[0][QLatin1String("flows")].toArray();
        QCOMPARE(flows.size(), 2);
        QCOMPARE(flows[1][QLatin1String("leg")].toString(), QStringLiteral("dgr-1/b"));
        QCOMPARE(flows[1][QLatin1String("kwh")].toString(), QStringLiteral("1.2000"));
        QVERIFY(periods[0][QLatin1String("period")].isNull());
    }

    void aShortCellIsNamedWithTheFullLeg()
    {
        const QJsonArray periods = route(kNetwork, "id,period,from,to,kwh\nt7,2026-01-01T10:00Z,north,south,2.0\n", 1);
        const QJsonObject shortage = periods[0][QLatin1String("shortages")][0].toObject();
        QCOMPARE(shortage[QLatin1String("cell")].toString(), QStringLiteral("south"));
        QCOMPARE(shortage[QLatin1String("missing_kwh")].toString(), QStringLiteral("0.5000"));
        QCOMPARE(shortage[QLatin1String("binding_legs")][0].toString(), QStringLiteral("dgr-1/b"));
        QCOMPARE(shortage[QLatin1String("trades")][0].toString(), QStringLiteral("t7"));
        QVERIFY(m_errors.contains("south lacks 0.5000 kWh in 2026-01-01T10:00Z; full: dgr-1/b"));
    }

    void badInputNamesItsPlace_data()
    {
        QTest::addColumn<QByteArray>("network");
        QTest::addColumn<QByteArray>("trades");
        QTest::addColumn<QByteArray>("error");
        const QByteArray network = kNetwork;
        const auto changed = [&](const char* from, const char* to) { return QByteArray(network).replace(from, to); };
        const QByteArray trades = "from,to,kwh\nnorth,south,1\n";
        QTest::newRow("a stranger's cell") << network << QByteArray("from,to,kwh\nnorth,sooth,1\n")
                                           << QByteArray("line 2, column to: there is no cell 'sooth'");
        QTest::newRow("negative energy") << network << QByteArray("from,to,kwh\nnorth,south,-1\n")
                                         << QByteArray("line 2, column kwh");
        QTest::newRow("no header") << network << QByteArray("north,south,1\n") << QByteArray("line 1: 'north'");
        QTest::newRow("no JSON") << QByteArray("[1,") << trades << QByteArray("not JSON at byte");
        QTest::newRow("unknown key") << changed("\"cell\": \"north\"", "\"zell\": \"north\"") << trades
                                     << QByteArray("routers[0].legs[0]: unknown key 'zell'");
        QTest::newRow("no capacity") << changed("\"capacity_kw\": 5", "\"capacity_kw\": 0") << trades
                                     << QByteArray("routers[0].legs[0].capacity_kw must be a number from");
        QTest::newRow("a name twice") << changed("\"south\"]", "\"north\"]") << trades
                                      << QByteArray("cells[1]: the name 'north' is taken");
    }

    void badInputNamesItsPlace()
    {
        QFETCH(QByteArray, network);
        QFETCH(QByteArray, trades);
        QFETCH(QByteArray, error);
        route(network, trades, 2);
        QVERIFY2(m_errors.contains(error), m_errors.constData());
    }

private:
    static constexpr const char* kNetwork = R"({"version": 1, "cells": ["north", "south"], "routers": [
        {"name": "dgr-1", "legs": [{"name": "a", "cell": "north", "capacity_kw": 5},
                                   {"name": "b", "cell": "south", "capacity_kw": 3}]}]})";

    QString write(const QString& name, const QByteArray& text)
    {
        QFile file(m_folder.filePath(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
            qFatal("the temporary folder cannot be written");
        return file.fileName();
    }

    /// The periods that were printed; compares the exit code.
    QJsonArray route(const QByteArray& network, const QByteArray& trades, int exitCode)
    {
        QProcess process;
        process.start(qEnvironmentVariable("DGEX_PROGRAM_DIR") + QStringLiteral("/dgexd"),
                      {QStringLiteral("route"), write(QStringLiteral("network.json"), network),
                       write(QStringLiteral("trades.csv"), trades)});
        const bool finished = process.waitForFinished();
        m_errors = process.readAllStandardError();
        if (!finished || process.exitCode() != exitCode)
            QTest::qFail(qPrintable(QStringLiteral("exit %1: ").arg(process.exitCode()) + QString::fromUtf8(m_errors)),
                         __FILE__, __LINE__);
        return QJsonDocument::fromJson(process.readAllStandardOutput())[QLatin1String("periods")].toArray();
    }

    QTemporaryDir m_folder;
    QByteArray m_errors;
};

QTEST_GUILESS_MAIN(TestRouteCommand)
#include "tst_route_command.moc"
