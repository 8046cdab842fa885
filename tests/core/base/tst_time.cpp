// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: instants and periods keep their meaning on both sides of the epoch and over clock changes. Method: known
// instants in rows, and the definition of a period on random instants.
#include "core/base/time.h"
#include "tests/support/random_stream.h"

#include <QTest>
#include <QTimeZone>

using namespace dgex;
using namespace std::chrono_literals;

namespace {

template <class A, class B>
concept CanAdd = requires(A a, B b) { a + b; };
static_assert(CanAdd<UtcTime, std::chrono::hours>);
static_assert(!CanAdd<UtcTime, UtcTime> && !CanAdd<UtcTime, int> && !CanAdd<Period, int> && !CanAdd<Period, Period>);
static_assert(!std::convertible_to<std::int64_t, Period> && !std::convertible_to<std::int64_t, UtcTime>);

} // namespace

class TestTime : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void roundsSecondsDown_data();
    void roundsSecondsDown();
    void movesInstants();
    void findsThePeriodOfAnInstant_data();
    void findsThePeriodOfAnInstant();
    void containsExactlyItsHalfHour();
    void countsPeriods();
    void namesEveryPeriodOfADayWithAClockChange_data();
    void namesEveryPeriodOfADayWithAClockChange();
};

void TestTime::roundsSecondsDown_data()
{
    QTest::addColumn<qint64>("milliseconds");
    QTest::addColumn<qint64>("seconds");
    QTest::newRow("whole") << qint64{5'000} << qint64{5};
    QTest::newRow("just below") << qint64{5'999} << qint64{5};
    QTest::newRow("epoch") << qint64{0} << qint64{0};
    QTest::newRow("just before the epoch") << qint64{-1} << qint64{-1};
    QTest::newRow("whole before the epoch") << qint64{-2'000} << qint64{-2};
    QTest::newRow("rest before the epoch") << qint64{-2'001} << qint64{-3};
}

void TestTime::roundsSecondsDown()
{
    QFETCH(qint64, milliseconds);
    QTEST(qint64{UtcTime{milliseconds}.seconds()}, "seconds");
}

void TestTime::movesInstants()
{
    const UtcTime noon = UtcTime::fromSeconds(43'200);
    QCOMPARE((noon + 30min).milliseconds(), 45'000'000);
    QCOMPARE((noon - 12h).milliseconds(), 0);
    QVERIFY((noon + 1ms) - noon == 1ms);
    QVERIFY(noon < noon + 1ms && noon > noon - 1ms);
}

void TestTime::findsThePeriodOfAnInstant_data()
{
    QTest::addColumn<qint64>("milliseconds");
    QTest::addColumn<qint64>("start");
    QTest::newRow("its start") << qint64{1'800'000} << qint64{1'800};
    QTest::newRow("its last millisecond") << qint64{3'599'999} << qint64{1'800};
    QTest::newRow("just before the epoch") << qint64{-1} << qint64{-1'800};
    QTest::newRow("start before the epoch") << qint64{-1'800'000} << qint64{-1'800};
}

void TestTime::findsThePeriodOfAnInstant()
{
    QFETCH(qint64, milliseconds);
    QTEST(qint64{Period::containing(UtcTime{milliseconds}).startSeconds()}, "start");
}

void TestTime::containsExactlyItsHalfHour()
{
    test::RandomStream random(3);
    for (int i = 0; i < 10'000; ++i) {
        const UtcTime instant{random.between(-4'000'000'000'000, 4'000'000'000'000)};
        const Period period = Period::containing(instant);
        QVERIFY(Period::isStart(period.startSeconds()));
        QVERIFY(period.start() <= instant && instant < period.end());
        QVERIFY(period.end() - period.start() == 30min);
    }
}

void TestTime::countsPeriods()
{
    const Period period{1'800 * 1'000};
    QCOMPARE(period.plus(3).since(period), 3);
    QCOMPARE(period.plus(-3).since(period), -3);
    QVERIFY(period.plus(1).start() == period.end());
    QVERIFY(period.plus(48).start() - period.start() == 24h);
    QVERIFY(period < period.plus(1));
    QVERIFY(Period::isStart(0) && Period::isStart(-1'800) && !Period::isStart(1) && !Period::isStart(-1));
}

void TestTime::namesEveryPeriodOfADayWithAClockChange_data()
{
    QTest::addColumn<QByteArray>("zone");
    QTest::addColumn<QDate>("date");
    QTest::addColumn<int>("count");
    QTest::newRow("normal day") << QByteArray("Europe/Berlin") << QDate(2026, 6, 1) << 48;
    QTest::newRow("spring") << QByteArray("Europe/Berlin") << QDate(2026, 3, 29) << 46;
    QTest::newRow("autumn") << QByteArray("Europe/Berlin") << QDate(2026, 10, 25) << 50;
    QTest::newRow("Tokyo") << QByteArray("Asia/Tokyo") << QDate(2026, 3, 29) << 48;
}

void TestTime::namesEveryPeriodOfADayWithAClockChange()
{
    QFETCH(QByteArray, zone);
    QFETCH(QDate, date);
    const QTimeZone timeZone(zone);
    QVERIFY2(timeZone.isValid(), zone.constData());
    const auto midnight = [&](QDate day) { return Period{day.startOfDay(timeZone).toSecsSinceEpoch()}; };
    QTEST(static_cast<int>(midnight(date.addDays(1)).since(midnight(date))), "count");
}

QTEST_GUILESS_MAIN(TestTime)
#include "tst_time.moc"
