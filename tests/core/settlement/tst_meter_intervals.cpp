// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: half hours of a register add up to what it counted, gaps, rollovers and exchanges included, and every
// substitute is marked until it is corrected. Method: registers worked out by hand, and random ones with printed seeds
// from which readings are taken away.
#include "core/settlement/meter_intervals.h"
#include "tests/support/random_stream.h"

#include <QTest>

#include <algorithm>

using namespace dgex;
using namespace dgex::settlement;

namespace {

constexpr Period kStart{1'800'014'400};
constexpr RegisterRating kRating{.modulus = Energy{100'000'000}, .powerMax = Power{10'000}};

std::vector<RegisterReading> readings(std::initializer_list<std::pair<int, std::int64_t>> values)
{
    std::vector<RegisterReading> result;
    for (const auto& [at, value] : values)
        result.push_back({kStart.plus(at), Energy{value}});
    return result;
}

std::vector<std::int64_t> energiesOf(const MeterIntervals& intervals)
{
    std::vector<std::int64_t> result;
    for (const MeteredPeriod& period : intervals.periods)
        result.push_back(period.energy.count());
    return result;
}

bool areAll(const MeterIntervals& intervals, Origin origin)
{
    return std::ranges::all_of(intervals.periods, [&](const MeteredPeriod& period) { return period.origin == origin; });
}

/// A history of a week of equal days: half hour i of a day has 10 i Wh.
std::map<Period, Energy> week()
{
    std::map<Period, Energy> history;
    for (std::int64_t i = 1; i <= 336; ++i) {
        const Period period = kStart.plus(-i);
        history[period] = Energy{10 * (period.startSeconds() / 1800 % 48)};
    }
    return history;
}

} // namespace

class TestMeterIntervals : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void measuresWhatIsReadAtBothEnds();
    void fillsAShortGapEvenly();
    void fillsALongGapLikeOtherDays();
    void estimatesAnOpenGapAndCorrectsItLater();
    void countsOnThroughARollover_data();
    void countsOnThroughARollover();
    void rejectsAnAbsurdReading();
    void noticesAnExchangedMeter();
    void usesTheLastHalfHourWithoutLikeDays();
    void losesAndInventsNothing_data();
    void losesAndInventsNothing();
};

void TestMeterIntervals::measuresWhatIsReadAtBothEnds()
{
    const auto result = intervalsOf(kStart, kStart.plus(2), readings({{0, 100}, {1, 350}, {2, 350}}), kRating);
    QCOMPARE(energiesOf(result), (std::vector<std::int64_t>{250, 0}));
    QVERIFY(areAll(result, Origin::Measured) && !isEstimated(Origin::Measured));
}

void TestMeterIntervals::fillsAShortGapEvenly()
{
    const auto result = intervalsOf(kStart, kStart.plus(4), readings({{0, 100}, {4, 1102}}), kRating);
    QCOMPARE(energiesOf(result), (std::vector<std::int64_t>{251, 251, 250, 250}));
    QVERIFY(areAll(result, Origin::Evenly) && isEstimated(Origin::Evenly));
}

void TestMeterIntervals::fillsALongGapLikeOtherDays()
{
    const auto result = intervalsOf(kStart, kStart.plus(5), readings({{0, 0}, {5, 5000}}), kRating, week());
    QVERIFY(areAll(result, Origin::ByLikeDays));
    // Noon UTC is half hour 24: 240 to 280 Wh on a like day.
    QCOMPARE(energiesOf(result), (std::vector<std::int64_t>{923, 962, 1000, 1038, 1077}));
    const auto without = intervalsOf(kStart, kStart.plus(5), readings({{0, 0}, {5, 5000}}), kRating);
    QVERIFY(areAll(without, Origin::Evenly));
}

void TestMeterIntervals::estimatesAnOpenGapAndCorrectsItLater()
{
    const auto before = intervalsOf(kStart, kStart.plus(3), readings({{0, 0}, {1, 200}}), kRating, week());
    QCOMPARE(energiesOf(before), (std::vector<std::int64_t>{200, 250, 260}));
    QVERIFY(before.periods[1].origin == Origin::OfLikeDays);
    const auto later = intervalsOf(kStart, kStart.plus(3), readings({{0, 0}, {1, 200}, {3, 600}}), kRating, week());
    const auto corrections = correctionsBetween(before.periods, later.periods);
    QCOMPARE(corrections.size(), 2U);
    QVERIFY(corrections[0] == (IntervalCorrection{kStart.plus(1), Energy{-50}, Origin::OfLikeDays, Origin::Evenly}));
    QVERIFY(corrections[1] == (IntervalCorrection{kStart.plus(2), Energy{-60}, Origin::OfLikeDays, Origin::Evenly}));
    QVERIFY(correctionsBetween(later.periods, later.periods).empty());
}

void TestMeterIntervals::countsOnThroughARollover_data()
{
    QTest::addColumn<qint64>("modulus");
    QTest::addColumn<qint64>("before");
    QTest::newRow("eight digits") << qint64{100'000'000} << qint64{99'999'900};
    QTest::newRow("six digits, not told") << qint64{0} << qint64{999'900};
    QTest::newRow("an odd modulus") << qint64{4'294'967} << qint64{4'294'867};
}

void TestMeterIntervals::countsOnThroughARollover()
{
    QFETCH(const qint64, modulus);
    QFETCH(const qint64, before);
    const RegisterRating rating{.modulus = Energy{modulus}, .powerMax = Power{10'000}};
    const auto result = intervalsOf(kStart, kStart.plus(1), readings({{0, before}, {1, 150}}), rating);
    QCOMPARE(energiesOf(result), (std::vector<std::int64_t>{250}));
    QVERIFY(result.exchanged.empty() && result.rejected.empty());
}

void TestMeterIntervals::rejectsAnAbsurdReading()
{
    const auto result = intervalsOf(kStart, kStart.plus(2), readings({{0, 100}, {1, 90'000'000}, {2, 500}}), kRating);
    QCOMPARE(energiesOf(result), (std::vector<std::int64_t>{200, 200}));
    QVERIFY(areAll(result, Origin::Evenly));
    QCOMPARE(result.rejected.size(), 1U);
    // 10 kW count 5,000 Wh in half an hour, not 5,002.
    QVERIFY(countedBetween(kRating, Energy{}, Energy{5'001}, 1).has_value());
    QVERIFY(!countedBetween(kRating, Energy{}, Energy{5'002}, 1).has_value());
}

void TestMeterIntervals::noticesAnExchangedMeter()
{
    const auto result = intervalsOf(kStart, kStart.plus(4),
                                    readings({{0, 70'000'000}, {1, 70'000'400}, {2, 10}, {3, 310}, {4, 510}}), kRating);
    QCOMPARE(result.exchanged, std::vector<Period>{kStart.plus(2)});
    QCOMPARE(energiesOf(result), (std::vector<std::int64_t>{400, 400, 300, 200}));
    QVERIFY(result.periods[1].origin == Origin::OfLastPeriod);
    QVERIFY(result.periods[2].origin == Origin::Measured);
}

void TestMeterIntervals::usesTheLastHalfHourWithoutLikeDays()
{
    const auto result = intervalsOf(kStart, kStart.plus(3), readings({{0, 0}, {1, 120}}), kRating);
    QCOMPARE(energiesOf(result), (std::vector<std::int64_t>{120, 120, 120}));
    QVERIFY(result.periods[2].origin == Origin::OfLastPeriod);
    // Nothing is known, so nothing is said.
    QVERIFY(intervalsOf(kStart, kStart.plus(3), {}, kRating).periods.empty());
}

void TestMeterIntervals::losesAndInventsNothing_data()
{
    QTest::addColumn<quint64>("seed");
    for (quint64 seed = 1; seed <= 50; ++seed)
        QTest::addRow("seed %llu", static_cast<unsigned long long>(seed)) << seed;
}

void TestMeterIntervals::losesAndInventsNothing()
{
    QFETCH(const quint64, seed);
    test::RandomStream random{seed};
    const std::int64_t count = 200;
    // Begins near the rollover.
    std::int64_t value = kRating.modulus.count() - random.between(0, 200'000);
    std::vector<RegisterReading> all;
    std::vector<RegisterReading> some;
    std::vector<std::int64_t> truth;
    Energy total;
    for (std::int64_t i = 0; i <= count; ++i) {
        const RegisterReading reading{kStart.plus(i), Energy{value % kRating.modulus.count()}};
        all.push_back(reading);
        if (i == 0 || i == count || random.between(0, 3) > 0)
            some.push_back(reading);
        const std::int64_t energy = random.between(0, 4'000);
        if (i < count) {
            truth.push_back(energy);
            total += Energy{energy};
        }
        value += energy;
    }
    QCOMPARE(energiesOf(intervalsOf(kStart, kStart.plus(count), all, kRating)), truth);
    const MeterIntervals gaps = intervalsOf(kStart, kStart.plus(count), some, kRating, week());
    QCOMPARE(std::ssize(gaps.periods), count);
    Energy sum;
    for (std::size_t i = 0; i < gaps.periods.size(); ++i) {
        sum += gaps.periods[i].energy;
        if (!isEstimated(gaps.periods[i].origin))
            QCOMPARE(gaps.periods[i].energy.count(), truth[i]);
    }
    QCOMPARE(sum, total);
    Energy corrected;
    for (const IntervalCorrection& correction :
         correctionsBetween(gaps.periods, intervalsOf(kStart, kStart.plus(count), all, kRating).periods))
        corrected += correction.delta;
    QVERIFY(corrected.isZero());
}

QTEST_GUILESS_MAIN(TestMeterIntervals)
#include "tst_meter_intervals.moc"
