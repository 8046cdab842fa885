// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: the headless program behaves as its help says. Method: run the real binary.
#include "tests/support/dgexd_run.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QtTest>

namespace {

using Run = dgex::test::DgexdRun;

Run dgexd(const QStringList& arguments)
{
    return dgex::test::dgexd(arguments, {}, 240'000);
}

} // namespace

class TestDgexd : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        qputenv("XDG_CACHE_HOME", m_folder.path().toUtf8());
        m_ledger = m_folder.filePath(QStringLiteral("demo.ledger"));
        m_run = dgexd({QStringLiteral("demo"), QStringLiteral("--homes"), QStringLiteral("6"), QStringLiteral("--days"),
                       QStringLiteral("1"), QStringLiteral("--seed"), QStringLiteral("3"), QStringLiteral("--ledger"),
                       m_ledger, QStringLiteral("--json")});
    }

    void demoPrintsOneJsonObjectAndNothingElse()
    {
        QCOMPARE(m_run.exitCode, 0);
        const QJsonObject summary = QJsonDocument::fromJson(m_run.out).object();
        QCOMPARE(summary[QLatin1String("homes")].toInt(), 6);
        QCOMPARE(summary[QLatin1String("money_sum")].toString(), QStringLiteral("0"));
        QCOMPARE(summary[QLatin1String("per_home")].toArray().size(), 6);
        QCOMPARE(summary[QLatin1String("proofs")].toObject()[QLatin1String("failed")].toInt(), 0);
        QVERIFY(summary[QLatin1String("traded_kwh")].toString().toDouble() > 1.0);
        for (const char* key :
             {"days", "seed", "rounds", "sheets", "orders", "price", "unaccounted_wh", "contracted_kwh",
              "delivered_kwh", "imbalance_kwh", "renewable_share", "ledger", "wall_seconds", "filled_periods"})
            QVERIFY2(summary.contains(QLatin1String(key)), key);
    }

    void verifyAcceptsTheLedgerOfTheDemo()
    {
        const Run run = dgexd({QStringLiteral("verify"), m_ledger});
        QCOMPARE(run.exitCode, 0);
        QVERIFY(run.out.contains("good"));
    }

    void readingsAreErasedAndTheLedgerStillVerifies()
    {
        const QString copy = m_folder.filePath(QStringLiteral("erased.ledger"));
        QVERIFY(QFile::copy(m_ledger, copy));
        const auto erase = [&](const char* before) {
            return dgexd({QStringLiteral("erase-readings"), copy, QStringLiteral("--before"), QLatin1String(before)});
        };
        QVERIFY(erase("1999-01-01T00:00Z").out.contains(": 0 readings erased"));
        const Run all = erase("2999-01-01T00:00Z");
        QCOMPARE(all.exitCode, 0);
        QVERIFY(!all.out.contains(": 0 readings"));
        QVERIFY(erase("2999-01-01T00:00Z").out.contains(": 0 readings erased"));
        const Run before = dgexd({QStringLiteral("verify"), m_ledger});
        const Run after = dgexd({QStringLiteral("verify"), copy});
        QCOMPARE(after.exitCode, 0);
        QCOMPARE(after.out.mid(after.out.indexOf(", ")), before.out.mid(before.out.indexOf(", ")));
        QCOMPARE(erase("noon").exitCode, 2);
        QVERIFY(erase("noon").err.contains("noon"));
    }

    void verifyRefusesALedgerWithAChangedByte()
    {
        const QString copy = m_folder.filePath(QStringLiteral("changed.ledger"));
        QVERIFY(QFile::copy(m_ledger, copy));
        QFile file(copy);
        QVERIFY(file.open(QIODevice::ReadWrite));
        QByteArray bytes = file.readAll();
        const qsizetype at = bytes.indexOf("DGEX/transaction/v1", bytes.size() / 2);
        QVERIFY(at > 0);
        bytes[at + 60] = static_cast<char>(bytes[at + 60] ^ 1);
        file.seek(0);
        file.write(bytes);
        file.close();
        const Run run = dgexd({QStringLiteral("verify"), copy});
        QCOMPARE(run.exitCode, 1);
        QVERIFY(run.out.contains("bad"));
    }

    void wrongUseEndsWithTwoAndSaysWhy_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QByteArray>("says");
        QTest::newRow("no command") << QStringList{} << QByteArray("subcommand");
        QTest::newRow("unknown command") << QStringList{QStringLiteral("dmeo")} << QByteArray("dmeo is no command");
        QTest::newRow("certificates that cannot be written")
            << QStringList{QStringLiteral("demo"), QStringLiteral("--certificates"), QStringLiteral("/no/such/file")}
            << QByteArray("/no/such/file");
        QTest::newRow("unknown option") << QStringList{QStringLiteral("demo"), QStringLiteral("--hoems")}
                                        << QByteArray("--hoems");
        QTest::newRow("a start off the half hour")
            << QStringList{QStringLiteral("demo"), QStringLiteral("--start"), QStringLiteral("2026-05-11T15:10Z")}
            << QByteArray("half hour");
        QTest::newRow("one home has no neighbours")
            << QStringList{QStringLiteral("demo"), QStringLiteral("--homes"), QStringLiteral("1")}
            << QByteArray("--homes");
        QTest::newRow("a data folder that is not there")
            << QStringList{QStringLiteral("demo"), QStringLiteral("--data"), QStringLiteral("/no/such/folder")}
            << QByteArray("/no/such/folder");
    }

    void wrongUseEndsWithTwoAndSaysWhy()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QByteArray, says);
        const Run run = dgexd(arguments);
        QCOMPARE(run.exitCode, 2);
        QVERIFY2(run.err.contains(says), run.err.constData());
        QVERIFY(run.out.isEmpty());
    }

    void clearPrintsPricesFillsAndReasons()
    {
        const QString book = write("book.csv", "id,participant,period,side,quantity_kwh,price,class,zone\n"
                                               "a,1,2026-05-11T15:00Z,sell,2.0,10.00,,\n"
                                               "b,2,2026-05-11T15:00Z,buy,1.5,20.00,,\n"
                                               "c,3,2026-05-11T15:00Z,buy,1.0,,any,\n");
        const Run run = dgexd({QStringLiteral("clear"), book});
        QCOMPARE(run.exitCode, 0);
        const QJsonObject result = QJsonDocument::fromJson(run.out).object();
        const QJsonObject period = result[QLatin1String("periods")].toArray().at(0).toObject();
        // 2.0 kWh are offered for 2.5: the buyer at 20.00 is the one served in part, and sets the price.
        QCOMPARE(period[QLatin1String("price")].toString(), QStringLiteral("20.00"));
        QCOMPARE(period[QLatin1String("volume_kwh")].toString(), QStringLiteral("2.0"));
        const QJsonObject fill = result[QLatin1String("fills")].toArray().at(1).toObject();
        QCOMPARE(fill[QLatin1String("kwh")].toString(), QStringLiteral("1.0"));
        QCOMPARE(fill[QLatin1String("reason")].toString(), QStringLiteral("partFilledAtMargin"));
    }

    void clearJoinsZonesByLinks()
    {
        const QString book = write("zones.csv", "id,participant,period,side,quantity_kwh,price,class,zone\n"
                                                "a,1,2026-05-11T15:00Z,sell,9,10.00,,south\n"
                                                "b,2,2026-05-11T15:00Z,buy,4,30.00,any,north\n"
                                                "c,3,2026-05-11T15:00Z,buy,9,20.00,,north\n"
                                                "d,4,2026-05-11T15:00Z,sell,1,25.00,,west\n");
        const QString links = write("links.csv", "from,to,capacity_kwh\nsouth,north,5\n");
        const Run run = dgexd({QStringLiteral("clear"), QStringLiteral("--links"), links, book});
        QCOMPARE(run.exitCode, 0);
        const QJsonObject result = QJsonDocument::fromJson(run.out).object();
        QStringList rows;
        for (const QJsonValue& value : result[QLatin1String("periods")].toArray())
            rows << value[QLatin1String("zone")].toString() + QLatin1Char(' ') +
                        value[QLatin1String("price")].toString(QStringLiteral("null"));
        QCOMPARE(rows.join(QStringLiteral(", ")), QStringLiteral("north 20.00, south 10.00, west null"));
        const QJsonObject flow = result[QLatin1String("flows")].toArray().at(0).toObject();
        QCOMPARE(flow[QLatin1String("from")].toString(), QStringLiteral("south"));
        QCOMPARE(flow[QLatin1String("kwh")].toString(), QStringLiteral("5.0"));
        const QString bad = write("bad_links.csv", "from,to,capacity_kwh\nsouth,north,5.05\n");
        const Run refused = dgexd({QStringLiteral("clear"), QStringLiteral("--links"), bad, book});
        QCOMPARE(refused.exitCode, 2);
        QVERIFY2(refused.err.contains("line 2, column 3 (capacity_kwh)"), refused.err.constData());
    }

    void clearAcceptsBlocksAndTellsTheGap()
    {
        const QString book = write("around.csv", "id,participant,period,side,quantity_kwh,price\n"
                                                 "a,1,2026-05-11T15:00Z,sell,10,10.00\n"
                                                 "b,2,2026-05-11T15:30Z,sell,10,30.00\n");
        const QString blocks = write("blocks.csv", "id,participant,period,side,quantity_kwh,price,min_ratio,parent\n"
                                                   "wash,7,2026-05-11T15:00Z,buy,0.4,21.00,,\n"
                                                   "wash,7,2026-05-11T15:30Z,buy,0.4,21.00,,\n"
                                                   "dry,7,2026-05-11T15:30Z,buy,0.9,29.00,0.5,wash\n");
        const Run run = dgexd({QStringLiteral("clear"), QStringLiteral("--blocks"), blocks, book});
        QCOMPARE(run.exitCode, 0);
        const QJsonObject result = QJsonDocument::fromJson(run.out).object();
        QStringList rows;
        for (const QJsonValue& value : result[QLatin1String("blocks")].toArray())
            rows << value[QLatin1String("kwh")].toString() + QLatin1Char(' ') +
                        value[QLatin1String("average_price")].toString() + QLatin1Char(' ') +
                        value[QLatin1String("reason")].toString();
        QCOMPARE(rows.join(QStringLiteral(", ")), QStringLiteral("0.8 20.00 filled, 0.0 30.00 blockOutOfMoney"));
        const QJsonObject search = result[QLatin1String("search")].toObject();
        QCOMPARE(search[QLatin1String("welfare")].toString(), QStringLiteral("0.800"));
        QCOMPARE(search[QLatin1String("gap_percent")].toString(), QStringLiteral("0.0000"));
        const QString bad = write("bad_blocks.csv", "id,participant,period,side,quantity_kwh,price,parent\n"
                                                    "dry,7,2026-05-11T15:30Z,buy,0.9,29.00,wash\n");
        const Run refused = dgexd({QStringLiteral("clear"), QStringLiteral("--blocks"), bad, book});
        QCOMPARE(refused.exitCode, 2);
        QVERIFY2(refused.err.contains("line 2, column 7 (parent)"), refused.err.constData());
    }

    void clearNamesTheLineOfABadBookAndOfABadRule()
    {
        const QString book = write("bad.csv", "id,participant,period,side,quantity_kwh,price\n"
                                              "a,1,2026-05-11T15:00Z,sell,2.05,10.00\n");
        const Run badBook = dgexd({QStringLiteral("clear"), book});
        QCOMPARE(badBook.exitCode, 2);
        QVERIFY2(badBook.err.contains("line 2, column 5"), badBook.err.constData());
        const QString rules = write("rules.toml", "version = 1\nlot = \"0.1\"\npries_bound = \"3\"\n");
        const Run badRules = dgexd({QStringLiteral("clear"), QStringLiteral("--rules"), rules, book});
        QCOMPARE(badRules.exitCode, 2);
        QVERIFY2(badRules.err.contains("rules.toml:3"), badRules.err.constData());
    }

    void clearTakesThePricingRuleFromTheRules_data()
    {
        QTest::addColumn<QString>("rule");
        QTest::addColumn<QString>("prices");
        QTest::newRow("uniform") << QStringLiteral("uniform") << QStringLiteral("12.00 12.00 12.00 12.00");
        QTest::newRow("pay-as-bid") << QStringLiteral("pay-as-bid") << QStringLiteral("20.00 14.00 8.00 10.00");
        QTest::newRow("mcafee") << QStringLiteral("mcafee") << QStringLiteral("14.00 14.00 10.00 10.00");
    }

    void clearTakesThePricingRuleFromTheRules()
    {
        QFETCH(QString, rule);
        QFETCH(QString, prices);
        const QString book = write("pricing.csv", "id,participant,period,side,quantity_kwh,price\n"
                                                  "a,1,2026-05-11T15:00Z,buy,0.1,20.00\n"
                                                  "b,2,2026-05-11T15:00Z,buy,0.1,14.00\n"
                                                  "c,3,2026-05-11T15:00Z,sell,0.1,8.00\n"
                                                  "d,4,2026-05-11T15:00Z,sell,0.1,10.00\n");
        const QByteArray text = "version = 1\npricing = \"" + rule.toLatin1() + "\"\n";
        const QString rules = write("pricing.toml", text.constData());
        const Run run = dgexd({QStringLiteral("clear"), QStringLiteral("--rules"), rules, book});
        QCOMPARE(run.exitCode, 0);
        QStringList found;
        for (const QJsonValue& fill : QJsonDocument::fromJson(run.out).object()[QLatin1String("fills")].toArray())
            found << fill.toObject()[QLatin1String("price")].toString();
        QCOMPARE(found.join(QLatin1Char(' ')), prices);
    }

    void clearTellsWhatMcAfeesRuleLeftOut()
    {
        const QString book = write("reduced.csv", "id,participant,period,side,quantity_kwh,price\n"
                                                  "a,1,2026-05-11T15:00Z,buy,0.1,20.00\n"
                                                  "b,2,2026-05-11T15:00Z,buy,0.1,14.00\n"
                                                  "e,5,2026-05-11T15:00Z,buy,0.1,1.00\n"
                                                  "c,3,2026-05-11T15:00Z,sell,0.1,8.00\n"
                                                  "d,4,2026-05-11T15:00Z,sell,0.1,10.00\n");
        const QString rules = write("reduced.toml", "version = 1\npricing = \"mcafee\"\n");
        const Run run = dgexd({QStringLiteral("clear"), QStringLiteral("--rules"), rules, book});
        QCOMPARE(run.exitCode, 0);
        QStringList reasons;
        const QJsonArray fills = QJsonDocument::fromJson(run.out).object()[QLatin1String("fills")].toArray();
        for (const QJsonValue& fill : fills)
            reasons << fill.toObject()[QLatin1String("reason")].toString();
        QCOMPARE(reasons.join(QLatin1Char(' ')),
                 QStringLiteral("filled tradeReduced limitBeyondPrice filled tradeReduced"));
        QCOMPARE(fills.at(1).toObject()[QLatin1String("limit_asked_kwh")].toString(), QStringLiteral("0.1"));
        QCOMPARE(fills.at(1).toObject()[QLatin1String("limit_filled_kwh")].toString(), QStringLiteral("0.0"));
    }

    void clearTellsWhereAParticipantCrossesItself()
    {
        const QString book = write("crossing.csv", "id,participant,period,side,quantity_kwh,price\n"
                                                   "a,1,2026-05-11T15:00Z,buy,1.0,20.00\n"
                                                   "b,1,2026-05-11T15:30Z,sell,1.0,14.00\n"
                                                   "c,1,2026-05-11T15:30Z,buy,1.0,15.00\n");
        const Run run = dgexd({QStringLiteral("clear"), book});
        QCOMPARE(run.exitCode, 0);
        for (const QJsonValue& value : QJsonDocument::fromJson(run.out).object()[QLatin1String("fills")].toArray()) {
            const QJsonObject fill = value.toObject();
            QCOMPARE(fill[QLatin1String("reason")].toString(), QStringLiteral("invalidCrossesItself"));
            QCOMPARE(fill[QLatin1String("crossing_period")].toString(), QStringLiteral("2026-05-11T15:30Z"));
            QCOMPARE(fill[QLatin1String("highest_buy")].toString(), QStringLiteral("15.00"));
            QCOMPARE(fill[QLatin1String("lowest_sell")].toString(), QStringLiteral("14.00"));
        }
    }

    void clearNamesAnUnknownPricingRule()
    {
        const QString rules = write("unknown.toml", "version = 1\npricing = \"vickrey\"\n");
        const Run run = dgexd({QStringLiteral("clear"), QStringLiteral("--rules"), rules, QStringLiteral("none.csv")});
        QCOMPARE(run.exitCode, 2);
        QVERIFY2(run.err.contains("unknown.toml:2") && run.err.contains("mcafee"), run.err.constData());
    }

    void aNodeContinuesItsChainAfterARestart()
    {
        const QString folder = m_folder.filePath(QStringLiteral("node"));
        const QStringList arguments{QStringLiteral("node"), QStringLiteral("--folder"), folder,
                                    QStringLiteral("--once")};
        QCOMPARE(dgexd(arguments).exitCode, 0);
        const Run again = dgexd(arguments);
        QCOMPARE(again.exitCode, 0);
        QVERIFY2(again.err.contains("event=ready"), again.err.constData());
        QVERIFY(!again.err.contains("event=ready market=") || !again.err.contains("height=0 "));
        QCOMPARE(dgexd({QStringLiteral("verify"), folder + QStringLiteral("/node.ledger")}).exitCode, 0);
    }

private:
    QString write(const char* name, const char* text)
    {
        QFile file(m_folder.filePath(QString::fromLatin1(name)));
        if (file.open(QIODevice::WriteOnly))
            file.write(text);
        return file.fileName();
    }

    QTemporaryDir m_folder;
    QString m_ledger;
    Run m_run;
};

QTEST_GUILESS_MAIN(TestDgexd)
#include "tst_dgexd.moc"
