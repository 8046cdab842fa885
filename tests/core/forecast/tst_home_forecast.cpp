// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: the forecast that a controller holds climbs its ladder, keeps its score, corrects itself within the day, and
// knows nothing of the future. Method: homes made by formula with seeded noise, run half hour by half hour.
#include "core/forecast/home_forecast.h"
#include "tests/support/random_stream.h"

#include <QtTest>

#include <algorithm>
#include <set>

using namespace dgex;
using namespace dgex::forecast;

namespace {

constexpr Period kMonday{1'672'617'600}; // 2023-01-02T00:00Z

/// A home whose level wanders slowly, so that the last half hour tells of the next ones.
History wanderingHome(std::int64_t days, std::uint64_t seed)
{
    test::RandomStream random{seed};
    History history{.first = kMonday, .values = {}};
    std::int64_t level = 0;
    for (std::int64_t i = 0; i < 48 * days; ++i) {
        level = level * 9 / 10 + random.between(-60, 60);
        const bool evening = i % 48 >= 34 && i % 48 < 44;
        history.values.emplace_back(Energy{std::max<std::int64_t>(0, 300 + (evening ? 300 : 0) + level)});
    }
    return history;
}

/// A roof under clouds that stay for hours.
History cloudyRoof(std::int64_t days, std::uint64_t seed)
{
    test::RandomStream random{seed};
    History history{.first = kMonday, .values = {}};
    std::int64_t clear = 60;
    for (std::int64_t i = 0; i < 48 * days; ++i) {
        clear = std::clamp<std::int64_t>(clear + random.between(-15, 15), 10, 100);
        const std::int64_t fromNoon = std::abs(i % 48 - 24);
        history.values.emplace_back(Energy{fromNoon < 11 ? (121 - fromNoon * fromNoon) * clear / 10 : 0});
    }
    return history;
}

History cutTo(const History& history, std::int64_t size)
{
    return {.first = history.first, .values = {history.values.begin(), history.values.begin() + size}};
}

bool same(const Forecast& a, const Forecast& b)
{
    return a.method == b.method && a.first == b.first &&
           std::ranges::equal(a.periods, b.periods, [](const auto& x, const auto& y) {
               return x.p10 == y.p10 && x.p50 == y.p50 && x.p90 == y.p90 && x.mean == y.mean;
           });
}

History sample(Target target, std::int64_t days, std::uint64_t seed)
{
    return target == Target::Demand ? wanderingHome(days, seed) : cloudyRoof(days, seed);
}

} // namespace

class TestHomeForecast : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void climbsTheLadderAndKeepsTheScoreOfEachMethod()
    {
        const History all = wanderingHome(36, 3);
        HomeForecast forecast{Target::Demand, {}};
        QVERIFY(!forecast.record(Method::TypicalProfile).insideShare());
        std::set<Method> seen;
        for (std::int64_t size = 0; size <= std::ssize(all.values); ++size) {
            const Forecast& made = forecast.update(cutTo(all, size), 50);
            seen.insert(made.method);
            QCOMPARE(made.periods.size(), std::size_t{50});
            if (size > 0)
                QCOMPARE(made.first, all.first.plus(size));
            for (const Quantiles& q : made.periods)
                QVERIFY(Energy{} <= q.p10 && q.p10 <= q.p50 && q.p50 <= q.p90 && q.mean >= Energy{});
        }
        QCOMPARE(seen.size(), std::size_t{4});
        std::int64_t compared = 0;
        for (const Method method : seen) {
            const TrackRecord record = forecast.record(method);
            QVERIFY(record.compared >= 100 && record.inside <= record.compared);
            compared += record.compared;
        }
        QVERIFY(compared >= 48 * 36 - 2);
        const TrackRecord last = forecast.record(Method::Blend);
        QVERIFY(*last.insideShare() > 0.65 && *last.insideShare() < 0.98);
        QVERIFY(*last.nmae() < *forecast.record(Method::TypicalProfile).nmae());
    }

    void correctsItselfWithinTheDay_data()
    {
        QTest::addColumn<Target>("target");
        QTest::newRow("demand") << Target::Demand;
        QTest::newRow("photovoltaics") << Target::Pv;
    }
    void correctsItselfWithinTheDay()
    {
        QFETCH(Target, target);
        const History all = sample(target, 60, 5);
        HomeForecast forecast{target, {}};
        std::array<double, 2> squares{}; // half an hour ahead, and seen from midnight
        Forecast atMidnight;
        for (std::int64_t size = 48 * 35; size < std::ssize(all.values); ++size) {
            const Forecast& made = forecast.update(cutTo(all, size), 50);
            if (size % 48 == 0)
                atMidnight = made;
            const auto& value = all.values[static_cast<std::size_t>(size)];
            const auto error = [&](Energy mean) { return static_cast<double>((*value - mean).count()); };
            squares[0] += std::pow(error(made.periods[0].mean), 2);
            squares[1] += std::pow(error(atMidnight.periods[static_cast<std::size_t>(size % 48)].mean), 2);
        }
        QVERIFY2(squares[0] < 0.7 * squares[1], qPrintable(QString::number(squares[0] / squares[1])));
    }

    void neverLooksAhead_data() { correctsItselfWithinTheDay_data(); }
    void neverLooksAhead()
    {
        // Two homes with the same past and another future are told the same at every half hour before they part.
        QFETCH(Target, target);
        const History one = sample(target, 45, 7);
        History other = one;
        const std::int64_t parting = 48 * 40 + 21;
        test::RandomStream random{8};
        for (std::int64_t i = parting; i < std::ssize(other.values); ++i)
            other.values[static_cast<std::size_t>(i)] = Energy{random.between(0, 5000)};
        HomeForecast a{target, {}};
        HomeForecast b{target, {}};
        bool differed = false;
        for (std::int64_t size = 48 * 36; size <= parting + 10; ++size) {
            const bool alike = same(a.update(cutTo(one, size), 50), b.update(cutTo(other, size), 50));
            QVERIFY2(size > parting || alike, qPrintable(QString::number(size)));
            differed = differed || !alike;
        }
        QVERIFY(differed);
    }

    void goesOnAfterGapsAndWithAnotherMeter()
    {
        History history = wanderingHome(40, 9);
        HomeForecast forecast{Target::Demand, {}};
        (void)forecast.update(history, 50);
        history.values.resize(history.values.size() + 30); // the meter was silent for 15 hours
        QCOMPARE(forecast.update(history, 50).first, history.end());
        const History another = wanderingHome(20, 10);
        HomeForecast fresh{Target::Demand, {}};
        QVERIFY(same(forecast.update(another, 50), fresh.update(another, 50)));
    }

    void keepsToTheLocalClockThroughItsChanges()
    {
        // A home that wakes at 07:00 by the clock; the clock goes forward on day 40 at 02:00, one hour.
        HomeProfile profile;
        profile.zoneOffsetSeconds = 36'000;
        profile.clockChanges = {{kMonday.plus(48 * 40 - 16).start(), 39'600}};
        History history{.first = kMonday.plus(-20), .values = {}}; // 00:00 by the clock
        for (std::int64_t i = 0; i < 48 * 41; ++i) {
            const std::int64_t local =
                history.first.plus(i).startSeconds() + profile.offsetAt(history.first.plus(i).start());
            const std::int64_t hour = local / 3600 % 24;
            history.values.emplace_back(Energy{hour >= 7 && hour < 9 ? 900 : 100});
        }
        HomeForecast forecast{Target::Demand, profile};
        const Forecast& made = forecast.update(history, 48);
        for (std::size_t i = 0; i < made.periods.size(); ++i) {
            const Period period = made.first.plus(static_cast<std::int64_t>(i));
            const std::int64_t hour = (period.startSeconds() + profile.offsetAt(period.start())) / 3600 % 24;
            QVERIFY2((made.periods[i].p50 - Energy{hour >= 7 && hour < 9 ? 900 : 100}).abs() < Energy{250},
                     qPrintable(QString::number(i)));
        }
    }
};

QTEST_GUILESS_MAIN(TestHomeForecast)
#include "tst_home_forecast.moc"
