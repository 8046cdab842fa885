// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: every rung of the ladder, ordered quantiles, gaps that are skipped, and no look into the future.
// Method: histories made by formula or by a seeded stream; the seed is printed on failure.
#include "core/forecast/forecast.h"
#include "core/forecast/weighted_sample.h"
#include "tests/support/random_stream.h"

#include <QtTest>

#include <algorithm>

using namespace dgex;
using namespace dgex::forecast;

namespace {

constexpr Period kFirst{1'700'006'400 - 1'700'006'400 % 86'400};

History historyOf(std::int64_t days, const std::function<std::optional<Energy>(std::int64_t)>& valueAt)
{
    History history{.first = kFirst.plus(-48 * days), .values = {}};
    for (std::int64_t i = 0; i < 48 * days; ++i)
        history.values.push_back(valueAt(i - 48 * days));
    return history;
}

History randomHistory(std::uint64_t seed, std::int64_t days, bool withGaps)
{
    test::RandomStream random{seed};
    return historyOf(days, [&](std::int64_t) -> std::optional<Energy> {
        const std::int64_t value = random.between(0, 900);
        if (withGaps && random.between(0, 9) == 0)
            return std::nullopt;
        return Energy{value};
    });
}

bool same(const Forecast& a, const Forecast& b)
{
    return a.method == b.method && std::ranges::equal(a.periods, b.periods, [](const auto& x, const auto& y) {
               return x.p10 == y.p10 && x.p50 == y.p50 && x.p90 == y.p90 && x.mean == y.mean;
           });
}

} // namespace

class TestForecast : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void weightedQuantiles()
    {
        WeightedSample sample;
        for (const std::int64_t value : {30, 10, 20})
            sample.add(value, 1);
        QCOMPARE(sample.quantile(500), 20);
        QCOMPARE(sample.quantile(0), 10);
        QCOMPARE(sample.quantile(1000), 30);
        QCOMPARE(sample.mean(), 20);
        sample.add(100, 97);
        QCOMPARE(sample.quantile(500), 98); // between the middles of 30 (at 2.5 %) and 100 (at 51.5 %)
        QCOMPARE(sample.mean(), 98);        // 9760 / 100, rounded
    }

    void climbsTheLadder_data()
    {
        QTest::addColumn<int>("days");
        QTest::addColumn<Method>("method");
        QTest::newRow("a new home gets a typical profile") << 0 << Method::TypicalProfile;
        QTest::newRow("two days are too few") << 2 << Method::TypicalProfile;
        QTest::newRow("three days are repeated") << 3 << Method::Persistence;
        QTest::newRow("thirteen days are repeated") << 13 << Method::Persistence;
        QTest::newRow("two weeks have quantiles") << 14 << Method::EmpiricalQuantiles;
        QTest::newRow("a year has quantiles") << 365 << Method::EmpiricalQuantiles;
    }
    void climbsTheLadder()
    {
        QFETCH(int, days);
        QFETCH(Method, method);
        const History history = randomHistory(7, days, false);
        QCOMPARE(forecast::forecast(Target::Demand, history, kFirst, 50, {}).method, method);
        QCOMPARE(forecast::forecast(Target::Pv, history, kFirst, 50, {}).method, method);
    }

    void quantilesAreOrderedAndNotNegative_data()
    {
        QTest::addColumn<quint64>("seed");
        for (quint64 seed = 1; seed <= 40; ++seed)
            QTest::addRow("seed %llu", static_cast<unsigned long long>(seed)) << seed;
    }
    void quantilesAreOrderedAndNotNegative()
    {
        QFETCH(quint64, seed);
        const auto days = static_cast<std::int64_t>(seed % 40);
        const History history = randomHistory(seed, days, true);
        const HomeProfile profile{.yearlyDemand = Energy{3'000'000}, .pvPeak = Power{4000}};
        for (const Target target : {Target::Demand, Target::Pv}) {
            const Forecast made = forecast::forecast(target, history, kFirst.plus(3), 50, profile);
            QCOMPARE(made.periods.size(), std::size_t{50});
            for (const Quantiles& q : made.periods) {
                QVERIFY(Energy{} <= q.p10 && q.p10 <= q.p50 && q.p50 <= q.p90);
                QVERIFY(q.mean >= Energy{} && q.p90 <= Energy{20'000});
            }
        }
    }

    void repeatsWhatRepeats()
    {
        const auto shape = [](std::int64_t i) -> std::optional<Energy> { return Energy{100 + 10 * ((i + 4800) % 48)}; };
        for (const int days : {5, 28}) {
            const Forecast made = forecast::forecast(Target::Demand, historyOf(days, shape), kFirst, 96, {});
            for (std::int64_t i = 0; i < 96; ++i) {
                const Quantiles& q = made.periods[static_cast<std::size_t>(i)];
                QVERIFY2((q.p50 - *shape(i)).abs() <= Energy{10}, qPrintable(QString::number(i)));
            }
        }
    }

    void weekendsWeighMoreForWeekends()
    {
        // Quiet weekdays and loud weekends: the forecast of a Saturday lies above that of a Wednesday.
        const auto valueAt = [](std::int64_t i) -> std::optional<Energy> {
            const std::int64_t day = kFirst.plus(i).startSeconds() / 86'400;
            return Energy{(day + 3) % 7 >= 5 ? 900 : 100};
        };
        const History history = historyOf(28, valueAt);
        std::array<Energy, 7> mean;
        const Forecast made = forecast::forecast(Target::Demand, history, kFirst, 48 * 7, {});
        for (std::int64_t i = 0; i < 7; ++i)
            mean[static_cast<std::size_t>((kFirst.startSeconds() / 86'400 + i + 3) % 7)] =
                made.periods[static_cast<std::size_t>(i * 48)].mean;
        QVERIFY(mean[5] > mean[2] + Energy{20});
        QVERIFY(mean[6] > mean[0] + Energy{20});
    }

    void missingIsNotZero()
    {
        const auto valueAt = [](std::int64_t i) -> std::optional<Energy> {
            return (i + 4800) / 48 % 2 == 0 ? std::optional{Energy{500}} : std::nullopt;
        };
        const Forecast made = forecast::forecast(Target::Demand, historyOf(28, valueAt), kFirst, 48, {});
        QCOMPARE(made.method, Method::EmpiricalQuantiles);
        for (const Quantiles& q : made.periods) {
            QCOMPARE(q.p10, Energy{500});
            QCOMPARE(q.mean, Energy{500});
        }
    }

    void fillsHolesOfTheDayWithTheTypicalProfile()
    {
        // A PV meter that is silent at night says nothing of the night; the sun does.
        const auto valueAt = [](std::int64_t i) -> std::optional<Energy> {
            const std::int64_t slot = (i + 4800) % 48;
            return slot >= 14 && slot < 34 ? std::optional{Energy{600}} : std::nullopt;
        };
        const HomeProfile profile{.pvPeak = Power{3000}, .latitudeMilliDegrees = 0, .longitudeMilliDegrees = 0};
        const Forecast made = forecast::forecast(Target::Pv, historyOf(28, valueAt), kFirst, 48, profile);
        QCOMPARE(made.method, Method::EmpiricalQuantiles);
        QCOMPARE(made.periods[2].p90, Energy{});
        QVERIFY(made.periods[24].p50 >= Energy{500});
    }

    void neverLooksAhead()
    {
        // The same past with another future, or with values in a period that is not yet over, gives the same forecast.
        const History past = randomHistory(11, 40, true);
        for (const std::int64_t cut : {1, 17, 48, 400}) {
            History before = past;
            before.values.resize(before.values.size() - static_cast<std::size_t>(cut));
            History lost = past;
            for (std::size_t i = before.values.size(); i < lost.values.size(); ++i)
                lost.values[i] = std::nullopt;
            const Period first = past.end();
            QVERIFY(same(forecast::forecast(Target::Demand, before, first, 50, {}),
                         forecast::forecast(Target::Demand, lost, first, 50, {})));
        }
    }

    void typicalProfilesFollowTheClockAndTheSun()
    {
        const HomeProfile tokyo{.yearlyDemand = Energy{4'000'000}, .pvPeak = Power{4000}, .zoneOffsetSeconds = 32'400};
        const Period june{1'687'273'200 - 1'687'273'200 % 1800};     // 2023-06-20T15:00Z, midnight in Tokyo
        const Period december{1'703'084'400 - 1'703'084'400 % 1800}; // 2023-12-20T15:00Z
        Energy yearly;
        for (const Quantiles& q :
             forecast::forecast(Target::Demand, {.first = june, .values = {}}, june, 48, tokyo).periods)
            yearly += q.mean * 365;
        QVERIFY((yearly - tokyo.yearlyDemand).abs() < Energy{40'000});
        std::array<Energy, 2> daily;
        for (std::size_t season = 0; season < 2; ++season) {
            const Period first = season == 0 ? june : december;
            const Forecast made = forecast::forecast(Target::Pv, {.first = first, .values = {}}, first, 48, tokyo);
            for (const Quantiles& q : made.periods)
                daily[season] += q.mean;
            QCOMPARE(made.periods[0].p90, Energy{});
            QCOMPARE(made.periods[47].p90, Energy{});
            const auto peak = std::ranges::max_element(made.periods, {}, &Quantiles::mean) - made.periods.begin();
            QVERIFY(peak >= 22 && peak <= 24); // the sun is highest at 11:40 in Tokyo
        }
        QVERIFY(daily[0] > daily[1]);
        QVERIFY(daily[1] > Energy{5'000} && daily[0] < Energy{25'000});
        const HomeProfile none{};
        QCOMPARE(forecast::forecast(Target::Pv, {.first = june, .values = {}}, june, 48, none).periods[24].p90,
                 Energy{});
    }
};

QTEST_GUILESS_MAIN(TestForecast)
#include "tst_forecast.moc"
