// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: `dgexd plan` prints forecast, plan, sheet and records of one home, from the data before its time alone.
// Method: run the real binary on a small made-up community, again after everything later was changed, and on files with
// mistakes.
#include "tests/support/random_stream.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

#include <cmath>
#include <set>

using namespace dgex;

namespace {

constexpr int kDays = 18;
constexpr int kPlanDay = 16;
const QString kAt = QStringLiteral("2024-01-17T09:00Z");

struct Run {
    int exitCode = -1;
    QByteArray out;
    QByteArray err;
};

void write(const QString& file, const QByteArray& text)
{
    QFile out{file};
    if (!out.open(QIODevice::WriteOnly) || out.write(text) != text.size())
        qFatal("cannot write");
}

} // namespace

class TestPlanCommand : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_folder.isValid());
        write(path("homes.toml"), "version = 1\n[utility]\ncurrency = \"JPY\"\nretail_adder = 9.0\nfeed_in = 8.5\n"
                                  "[a]\npv_kwp = 4.0\nbattery_kwh = 8.0\nbattery_kw = 4.0\n"
                                  "[b]\npv_kwp = 0.0\nbattery_kwh = 0.0\nbattery_kw = 0.0\n");
        writeSeries(/*changeAfter=*/false);
        write(path("home.toml"), kHome);
    }

    void printsForecastPlanSheetAndRecords()
    {
        const Run run = plan("home.toml");
        QCOMPARE(run.exitCode, 0);
        const QJsonObject whole = QJsonDocument::fromJson(run.out).object();
        QCOMPARE(whole[QStringLiteral("home")].toString(), QStringLiteral("a"));
        QCOMPARE(whole[QStringLiteral("round")].toString(), kAt);
        const QJsonObject demand = whole[QStringLiteral("forecast")].toObject()[QStringLiteral("demand")].toObject();
        QCOMPARE(demand[QStringLiteral("method")].toString(), QStringLiteral("empirical_quantiles"));
        QCOMPARE(demand[QStringLiteral("periods_wh")].toArray().size(), 49);
        QCOMPARE(whole[QStringLiteral("plan")].toArray().size(), 49);
        std::set<QString> markets;
        qsizetype orders = 0;
        for (const QJsonValue& value : whole[QStringLiteral("records")].toArray()) {
            const QJsonObject record = value.toObject();
            markets.insert(record[QStringLiteral("period")].toString());
            orders += record[QStringLiteral("order")].isNull() ? 0 : 1;
            QVERIFY(!record[QStringLiteral("would_have_changed_it")].toArray().isEmpty());
        }
        QCOMPARE(markets.size(), 48U);
        const QJsonObject sheet = whole[QStringLiteral("sheet")].toObject();
        QCOMPARE(sheet[QStringLiteral("orders")].toArray().size(), orders);
        QVERIFY(orders > 10);
        const QJsonObject car = whole[QStringLiteral("comfort")].toArray().at(0).toObject();
        QCOMPARE(car[QStringLiteral("window")].toString(), QStringLiteral("car"));
        QCOMPARE(car[QStringLiteral("by")].toString(), QStringLiteral("2024-01-17T22:00Z")); // 07:00 in Tokyo.
        int energy = 0;
        for (const QJsonValue& slot : car[QStringLiteral("slots")].toArray())
            energy += slot.toObject()[QStringLiteral("energy_wh")].toInt();
        QCOMPARE(energy, 6000);
        QCOMPARE(whole[QStringLiteral("policy")].toObject()[QStringLiteral("reserve_percent")].toInt(), 30);
    }

    void peopleGetATable()
    {
        QProcess process;
        const Run run =
            started({path("home.toml"), QStringLiteral("--data"), m_folder.path(), QStringLiteral("--at"), kAt});
        QCOMPARE(run.exitCode, 0);
        QVERIFY(run.out.contains("serves_load"));
        QVERIFY(run.out.contains("car by 2024-01-17T22:00Z:"));
    }

    void nothingLaterChangesIt()
    {
        const Run before = plan("home.toml");
        writeSeries(/*changeAfter=*/true);
        QCOMPARE(plan("home.toml").out, before.out);
        writeSeries(/*changeAfter=*/false);
    }

    void refusesMistakes_data()
    {
        QTest::addColumn<QByteArray>("from");
        QTest::addColumn<QByteArray>("to");
        QTest::addColumn<QByteArray>("complaint");
        QTest::newRow("a word that is no policy")
            << QByteArray{"\"income\""} << QByteArray{"\"greedy\""} << QByteArray{"home.toml:5: policy.preset"};
        QTest::newRow("a key nobody knows") << QByteArray{"reserve_percent"} << QByteArray{"reserv_percent"}
                                            << QByteArray{"home.toml:6: unknown key 'policy.reserv_percent'"};
        QTest::newRow("a key nobody knows in a list")
            << QByteArray{"power_w"} << QByteArray{"watts"} << QByteArray{"policy.windows[0].power_w"};
        QTest::newRow("a quarter of an hour")
            << QByteArray{"07:00"} << QByteArray{"07:15"} << QByteArray{"home.toml:12: policy.windows[0].by"};
        QTest::newRow("too short") << QByteArray{"power_w = 3000"} << QByteArray{"power_w = 100"}
                                   << QByteArray{"too short"};
        QTest::newRow("no such home") << QByteArray{"\"a\""} << QByteArray{"\"z\""} << QByteArray{"no home 'z'"};
        QTest::newRow("no such zone") << QByteArray{"Asia/Tokyo"} << QByteArray{"Asia/Nowhere"}
                                      << QByteArray{"home.toml:3: zone"};
        QTest::newRow("a price in numbers")
            << QByteArray{"\"31.50\""} << QByteArray{"31.5"} << QByteArray{"home.toml:7: policy.buy_limit"};
    }
    void refusesMistakes()
    {
        QFETCH(QByteArray, from);
        QFETCH(QByteArray, to);
        QFETCH(QByteArray, complaint);
        QByteArray text = kHome;
        QVERIFY(text.contains(from));
        write(path("home.toml"), text.replace(from, to));
        const Run run = plan("home.toml");
        write(path("home.toml"), kHome);
        QCOMPARE(run.exitCode, 2);
        QCOMPARE(run.out, QByteArray{});
        QVERIFY2(run.err.contains(complaint) && run.err.count('\n') == 1, run.err.constData());
    }

    void refusesATimeOutsideTheData()
    {
        const Run run = started({path("home.toml"), QStringLiteral("--data"), m_folder.path(), QStringLiteral("--at"),
                                 QStringLiteral("2025-01-17T09:00Z")});
        QCOMPARE(run.exitCode, 2);
        QVERIFY2(run.err.contains("the data hold 2023-12-31T15:00Z to"), run.err.constData());
    }

private:
    static constexpr const char* kHome = "version = 1\nname = \"a\"\nzone = \"Asia/Tokyo\"\n[policy]\n"
                                         "preset = \"income\"\nreserve_percent = 30\nbuy_limit = \"31.50\"\n"
                                         "[[policy.windows]]\nname = \"car\"\nenergy_wh = 6000\nfrom = \"18:00\"\n"
                                         "by = \"07:00\"\npower_w = 3000\n";

    [[nodiscard]] QString path(const char* name) const { return m_folder.filePath(QLatin1String{name}); }

    [[nodiscard]] static Run started(const QStringList& arguments)
    {
        QProcess process;
        process.start(qEnvironmentVariable("DGEX_PROGRAM_DIR") + QStringLiteral("/dgexd"),
                      QStringList{QStringLiteral("plan")} + arguments);
        if (!process.waitForFinished(120'000))
            return {};
        return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
    }
    [[nodiscard]] Run plan(const char* home) const
    {
        return started({path(home), QStringLiteral("--data"), m_folder.path(), QStringLiteral("--at"), kAt,
                        QStringLiteral("--json")});
    }

    /// Half hours from midnight in Tokyo on; with changeAfter everything from the plan's time on is another.
    void writeSeries(bool changeAfter)
    {
        test::RandomStream random{5};
        QByteArray a = "time_utc,demand_wh,pv_wh\n";
        QByteArray b = a;
        QByteArray price = "time_utc,price_per_kwh\n";
        QDateTime at{QDate{2023, 12, 31}, QTime{15, 0}, QTimeZone::UTC};
        const QDateTime planned = QDateTime::fromString(kAt, Qt::ISODate);
        for (int i = 0; i < kDays * 48; ++i, at = at.addSecs(1800)) {
            const int slot = i % 48;
            const int sun = static_cast<int>(1800 * std::max(0.0, std::sin((slot - 14) / 20.0 * 3.14159)));
            const auto noise = static_cast<int>(random.between(0, 200));
            const int later = changeAfter && at >= planned ? 3 : 1;
            const QByteArray time = at.toString(QStringLiteral("yyyy-MM-ddTHH:mmZ,")).toLatin1();
            a += time + QByteArray::number((250 + noise) * later) + ',' + QByteArray::number(sun / later) + '\n';
            b += time + QByteArray::number((150 + noise + (slot > 34 ? 500 : 0)) * later) + ",0\n";
            // The utility's prices of the day are known, those of the day after the next are not.
            const bool unknown = changeAfter && i >= (kPlanDay + 2) * 48;
            price += time + QByteArray::number(unknown ? 90 : 10 + slot % 7) + ".00\n";
        }
        write(path("a.csv"), a);
        write(path("b.csv"), b);
        write(path("price.csv"), price);
    }

    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(TestPlanCommand)
#include "tst_plan_command.moc"
