// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: `dgexd backtest` reads what a stranger has, tells what was odd, and prints what its manual says.
// Method: run the real binary on files made by formula, among them wall clocks with clock changes.
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTimeZone>
#include <QtTest>

namespace {

struct Run {
    int exitCode = -1;
    QByteArray out;
    QByteArray err;
};

Run backtest(const QStringList& arguments)
{
    QProcess process;
    process.start(qEnvironmentVariable("DGEX_PROGRAM_DIR") + QStringLiteral("/dgexd"),
                  QStringList{QStringLiteral("backtest")} + arguments);
    if (!process.waitForFinished(240'000))
        return {};
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

/// Demand that is low by night and high in the evening of every local day, some of it by chance.
int demandAt(int hour, int number)
{
    return 100 + (hour >= 17 && hour < 22 ? 500 : 0) + number * 7927 % 9973 % 97; // No day is an earlier one again.
}

} // namespace

class TestBacktestCommand : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsAWallClockThroughItsChanges()
    {
        // Sydney: the clock skips 02:00 on 2012-10-07 and shows 02:00 twice on 2013-04-07.
        QByteArray text = "time_local,demand_wh\n";
        QDateTime at{QDate{2012, 7, 1}, QTime{0, 0}, QTimeZone{"Australia/Sydney"}};
        for (int i = 0; i < 48 * 300; ++i, at = at.addSecs(1800))
            text += at.toString(QStringLiteral("yyyy-MM-dd HH:mm:ss,")).toLatin1() +
                    QByteArray::number(demandAt(at.time().hour(), i)) + '\n';
        const QString file = written("sydney.csv", text);
        const QStringList arguments{file, QStringLiteral("--target"), QStringLiteral("demand"),
                                    QStringLiteral("--json")};
        const Run local =
            backtest(arguments + QStringList{QStringLiteral("--zone"), QStringLiteral("Australia/Sydney")});
        QCOMPARE(local.exitCode, 0);
        QCOMPARE(local.err, QByteArray{});
        const QJsonObject whole = QJsonDocument::fromJson(local.out).object();
        QCOMPARE(whole[QLatin1String("target")].toString(), QStringLiteral("demand"));
        QCOMPARE(whole[QLatin1String("days")].toInt(), 300 - 112);
        checkMethods(whole[QLatin1String("methods")].toArray());
        // A home that keeps to the local clock is foreseen through the change: the noise alone is left.
        QVERIFY(nmaeOf(whole) < 0.13);
        // Read as UTC, an hour stands there twice: said so, and the last row holds.
        const Run utc = backtest(arguments);
        QCOMPARE(utc.exitCode, 0);
        QVERIFY2(utc.err.contains("2 half hours come twice"), utc.err.constData());
    }

    void tellsWhichHoursACLockChangeMakesUnclear()
    {
        // A logger that writes one row for every half hour of the wall clock, also those that never were.
        QByteArray text = "time_local,demand_wh\r\n";
        QDateTime at{QDate{2012, 9, 1}, QTime{0, 0}, QTimeZone::UTC};
        for (int i = 0; i < 48 * 240; ++i, at = at.addSecs(1800))
            text += at.toString(QStringLiteral("yyyy-MM-ddTHH:mm,")).toLatin1() +
                    (i % 100 == 3 ? QByteArray{} : QByteArray::number(demandAt(at.time().hour(), i))) + "\r\n";
        const Run run = backtest({written("grid.csv", text), QStringLiteral("--target"), QStringLiteral("demand"),
                                  QStringLiteral("--zone"), QStringLiteral("Australia/Sydney")});
        QCOMPARE(run.exitCode, 0);
        QVERIFY2(run.err.contains("2 rows at local times that a clock change skips"), run.err.constData());
        QVERIFY2(run.err.contains("2 rows at local times that a clock change repeats"), run.err.constData());
        QVERIFY(run.out.contains("quantiles28"));
        QVERIFY(run.out.contains("126 days") || run.out.contains("128 days"));
    }

    void refusesWhatItCannotRead_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("complaint");
        QTest::newRow("another first column") << QByteArray{"when,demand_wh\n"} << QByteArray{":1: the first column"};
        QTest::newRow("no such column") << QByteArray{"time_utc,pv_wh\n"} << QByteArray{":1: no column demand_wh"};
        QTest::newRow("a word for a number")
            << QByteArray{"time_utc,demand_wh\n2024-01-01T00:00Z,many\n"} << QByteArray{":2: demand_wh many"};
        QTest::newRow("a quarter of an hour")
            << QByteArray{"time_utc,demand_wh\n2024-01-01T00:15Z,1\n"} << QByteArray{":2: 2024-01-01T00:15Z"};
        QTest::newRow("a day that is none")
            << QByteArray{"time_utc,demand_wh\n2023-02-29T00:00Z,1\n"} << QByteArray{":2: 2023-02-29T00:00Z"};
        QTest::newRow("a cell too many") << QByteArray{"time_utc,demand_wh\n2024-01-01T00:00Z,1,2\n"}
                                         << QByteArray{":2: 3 columns instead of 2"};
        QTest::newRow("too few days") << QByteArray{"time_utc,demand_wh\n2024-01-01T00:00Z,1\n"}
                                      << QByteArray{"too short"};
        QTest::newRow("nothing") << QByteArray{} << QByteArray{"cannot be read"};
    }
    void refusesWhatItCannotRead()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, complaint);
        const Run run = backtest({written("bad.csv", text), QStringLiteral("--target"), QStringLiteral("demand")});
        QCOMPARE(run.exitCode, 2);
        QCOMPARE(run.out, QByteArray{});
        QVERIFY2(run.err.contains(complaint) && run.err.count('\n') == 1, run.err.constData());
    }

    void refusesAnUnknownZone()
    {
        const Run run = backtest({written("any.csv", "time_utc,pv_wh\n"), QStringLiteral("--target"),
                                  QStringLiteral("pv"), QStringLiteral("--zone"), QStringLiteral("Mars/Olympus")});
        QCOMPARE(run.exitCode, 2);
        QVERIFY(run.err.contains("Mars/Olympus"));
    }

private:
    QString written(const char* name, const QByteArray& text) const
    {
        QFile file(m_folder.filePath(QLatin1String{name}));
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
            qFatal("cannot write %s", name);
        return file.fileName();
    }

    static double nmaeOf(const QJsonObject& whole)
    {
        return whole[QLatin1String("methods")].toArray().at(0).toObject()[QLatin1String("nmae")].toDouble();
    }

    static void checkMethods(const QJsonArray& methods)
    {
        QStringList names;
        for (const QJsonValue& method : methods) {
            const QJsonObject one = method.toObject();
            names << one[QLatin1String("name")].toString();
            for (const char* key : {"nmae", "nrmse", "coverage80", "day_total_nmae", "train_s", "predict_ms"})
                QVERIFY2(one[QLatin1String(key)].isDouble(), key);
            for (const char* key : {"p10", "p50", "p90", "mean"})
                QVERIFY2(one[QLatin1String("pinball")].toObject()[QLatin1String(key)].isDouble(), key);
        }
        QCOMPARE(names, (QStringList{QStringLiteral("dgex"), QStringLiteral("yesterday"), QStringLiteral("last_week"),
                                     QStringLiteral("mean28"), QStringLiteral("quantiles28")}));
    }

    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(TestBacktestCommand)
#include "tst_backtest_command.moc"
