// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: the learning forecaster climbs from the simple rungs, forgets nothing, looks at the past alone and finds what
// is there to be found. Method: histories made by formula with seeded noise.
#include "core/forecast/backtest.h"
#include "core/forecast/regression_features.h"
#include "tests/support/random_stream.h"

#include <QtTest>

#include <algorithm>
#include <cmath>

using namespace dgex;
using namespace dgex::forecast;

namespace {

constexpr Period kMonday{1'672'617'600}; // 2023-01-02T00:00Z

/// A home that is busy in the evening, busier on weekends, with calm and lively days that come in pairs.
History homeOf(std::int64_t days, std::uint64_t seed)
{
    test::RandomStream random{seed};
    History history{.first = kMonday, .values = {}};
    std::int64_t mood = 1;
    for (std::int64_t i = 0; i < 48 * days; ++i) {
        if (i % 96 == 0)
            mood = random.between(1, 3);
        const bool evening = i % 48 >= 34 && i % 48 < 44;
        const bool weekend = i / 48 % 7 >= 5;
        const std::int64_t level = 100 + (evening ? 400 : 0) + (weekend ? 150 : 0);
        history.values.emplace_back(Energy{level * mood / 2 + random.between(0, 80)});
    }
    return history;
}

History roofOf(std::int64_t days, std::uint64_t seed)
{
    test::RandomStream random{seed};
    History history{.first = kMonday, .values = {}};
    std::int64_t clearness = 100;
    for (std::int64_t i = 0; i < 48 * days; ++i) {
        if (i % 48 == 0)
            clearness = random.between(20, 100);
        const std::int64_t fromNoon = std::abs(i % 48 - 24);
        history.values.emplace_back(Energy{fromNoon < 11 ? (121 - fromNoon * fromNoon) * clearness / 10 : 0});
    }
    return history;
}

bool same(const Forecast& a, const Forecast& b)
{
    return a.method == b.method && std::ranges::equal(a.periods, b.periods, [](const auto& x, const auto& y) {
               return x.p10 == y.p10 && x.p50 == y.p50 && x.p90 == y.p90 && x.mean == y.mean;
           });
}

History cutTo(const History& history, std::int64_t size)
{
    return {.first = history.first, .values = {history.values.begin(), history.values.begin() + size}};
}

} // namespace

class TestForecaster : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void regressionFindsLinesAndQuantiles()
    {
        // y = 3 + 2 a + noise that grows with b: the median is the line, the outer quantiles open with b.
        test::RandomStream random{5};
        TrainingSet set{.featureCount = 2, .features = {}, .targets = {}, .weights = {}};
        for (int i = 0; i < 6000; ++i) {
            const double a = static_cast<double>(random.between(0, 1000)) / 100;
            const double b = static_cast<double>(random.between(0, 1000)) / 100;
            const double noise = static_cast<double>(random.between(-1000, 1000)) / 1000 * b;
            set.features.insert(set.features.end(), {a, b});
            set.targets.push_back(3 + 2 * a + noise);
            set.weights.push_back(1);
        }
        const QuantileRegression model{set};
        const std::array<double, 2> here{4.0, 5.0};
        const auto prediction = model.predict(here);
        QVERIFY(std::abs(prediction.quantiles[1] - 11.0) < 0.3);
        QVERIFY(std::abs(prediction.mean - 11.0) < 0.3);
        QVERIFY(std::abs(prediction.quantiles[0] - (11.0 - 0.8 * 5)) < 0.5); // uniform noise: P10 at -0.8 b
        QVERIFY(std::abs(prediction.quantiles[2] - (11.0 + 0.8 * 5)) < 0.5);
    }

    void climbsFromTheLadder_data()
    {
        QTest::addColumn<int>("days");
        QTest::addColumn<Method>("method");
        QTest::newRow("nothing") << 0 << Method::TypicalProfile;
        QTest::newRow("a week") << 7 << Method::Persistence;
        QTest::newRow("three weeks") << 21 << Method::EmpiricalQuantiles;
        QTest::newRow("four weeks") << 28 << Method::Blend;
        QTest::newRow("ten weeks") << 70 << Method::Blend;
    }
    void climbsFromTheLadder()
    {
        QFETCH(int, days);
        QFETCH(Method, method);
        const History history = homeOf(days, 3);
        Forecaster forecaster{Target::Demand, {}};
        const Forecast made = forecaster.forecast(history, history.end(), 50);
        QCOMPARE(made.method, method);
        QCOMPARE(made.periods.size(), std::size_t{50});
        if (method != Method::Blend)
            QVERIFY(same(made, forecast::forecast(Target::Demand, history, history.end(), 50, {})));
    }

    void isAsGoodAsFresh_data()
    {
        QTest::addColumn<Target>("target");
        QTest::newRow("demand") << Target::Demand;
        QTest::newRow("photovoltaics") << Target::Pv;
    }
    void isAsGoodAsFresh()
    {
        // Kept learning only saves time: after any sequence of calls the answer is that of a new forecaster.
        QFETCH(Target, target);
        const History all = target == Target::Demand ? homeOf(60, 9) : roofOf(60, 9);
        Forecaster kept{target, {}};
        for (std::int64_t size = 48 * 30; size <= 48 * 60; size += 97) {
            const History history = cutTo(all, size);
            const Forecast made = kept.forecast(history, history.end(), 60);
            Forecaster fresh{target, {}};
            QVERIFY2(same(made, fresh.forecast(history, history.end(), 60)), qPrintable(QString::number(size)));
            for (const Quantiles& q : made.periods)
                QVERIFY(Energy{} <= q.p10 && q.p10 <= q.p50 && q.p50 <= q.p90 && q.mean >= Energy{});
        }
    }

    void startsAnewWithAnotherHistory()
    {
        Forecaster forecaster{Target::Demand, {}};
        const History first = homeOf(60, 1);
        (void)forecaster.forecast(first, first.end(), 48);
        const History shorter = homeOf(40, 2);
        Forecaster fresh{Target::Demand, {}};
        QVERIFY(same(forecaster.forecast(shorter, shorter.end(), 48), fresh.forecast(shorter, shorter.end(), 48)));
    }

    void backtestsFromThePastAlone()
    {
        // Scores of the first tested days do not change when everything behind them does.
        const History all = homeOf(80, 4);
        History other = all;
        for (std::size_t i = 48 * 70; i < other.values.size(); ++i)
            other.values[i] = Energy{99'999};
        BacktestOptions options{
            .target = Target::Demand, .profile = {}, .midnights = {}, .warmUpDays = 60, .stopwatch = {}};
        for (std::int64_t day = 60; day < 70; ++day)
            options.midnights.push_back(kMonday.plus(48 * day));
        const Backtest a = backtest(all, options);
        const Backtest b = backtest(other, options);
        QCOMPARE(a.days, std::size_t{10});
        QCOMPARE(a.methods.size(), std::size_t{5});
        for (std::size_t k = 0; k < a.methods.size(); ++k) {
            QCOMPARE(a.methods[k].pinballMean, b.methods[k].pinballMean);
            QCOMPARE(a.methods[k].nrmse, b.methods[k].nrmse);
        }
        options.midnights = {kMonday.plus(48 * 71)};
        QVERIFY(backtest(all, options).methods[0].nmae != backtest(other, options).methods[0].nmae);
    }

    void scoresAreWhatTheySay()
    {
        // A home that alternates 100 and 300 by day: yesterday is always 200 off, last week too, the mean 100.
        History history{.first = kMonday, .values = {}};
        for (std::int64_t i = 0; i < 48 * 70; ++i)
            history.values.emplace_back(Energy{i / 48 % 2 == 0 ? 100 : 300});
        BacktestOptions options{
            .target = Target::Demand, .profile = {}, .midnights = {}, .warmUpDays = 60, .stopwatch = {}};
        for (std::int64_t day = 60; day < 70; ++day)
            options.midnights.push_back(kMonday.plus(48 * day));
        const Backtest result = backtest(history, options);
        QCOMPARE(result.methods[1].name, std::string_view{"yesterday"});
        QCOMPARE(result.methods[1].nmae, 1.0);
        QCOMPARE(result.methods[2].nmae, 1.0);
        QCOMPARE(result.methods[3].nmae, 0.5);
        QCOMPARE(result.methods[3].nrmse, 0.5);
        QCOMPARE(result.methods[3].dayTotalNmae, 0.5);
        QCOMPARE(result.methods[4].coverage80, 1.0);
    }

    void lastHoursTellTheMood()
    {
        // Days come in calm and lively pairs; on the second day of a pair the forecast knows which.
        const History all = homeOf(120, 8);
        BacktestOptions options{
            .target = Target::Demand, .profile = {}, .midnights = {}, .warmUpDays = 80, .stopwatch = {}};
        for (std::int64_t day = 81; day < 120; day += 2)
            options.midnights.push_back(kMonday.plus(48 * day));
        const Backtest result = backtest(all, options);
        QVERIFY(result.methods[0].pinballMean < 0.7 * result.methods[4].pinballMean);
    }
};

QTEST_GUILESS_MAIN(TestForecaster)
#include "tst_forecaster.moc"
