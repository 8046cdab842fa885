// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: every kind of dirt is found where it is, reported, and left out of what is learned; clean data stay as they
// are. Method: clean histories by formula and seeded noise, with one kind of dirt put in at a known place.
#include "core/forecast/forecaster.h"
#include "tests/support/random_stream.h"

#include <QtTest>

#include <algorithm>
#include <functional>

using namespace dgex;
using namespace dgex::forecast;

namespace {

constexpr Period kMonday{1'672'617'600}; // 2023-01-02T00:00Z

History homeOf(std::int64_t days)
{
    test::RandomStream random{21};
    History history{.first = kMonday, .values = {}};
    for (std::int64_t i = 0; i < 48 * days; ++i)
        history.values.emplace_back(Energy{150 + (i % 48 >= 34 ? 400 : 0) + random.between(0, 90)});
    return history;
}

History roofOf(std::int64_t days)
{
    test::RandomStream random{22};
    History history{.first = kMonday, .values = {}};
    for (std::int64_t i = 0; i < 48 * days; ++i) {
        const std::int64_t fromNoon = std::abs(i % 48 - 24);
        history.values.emplace_back(
            Energy{fromNoon < 11 ? (121 - fromNoon * fromNoon) * random.between(30, 100) / 10 : 0});
    }
    return history;
}

using Dirt = std::function<void(History&)>;

void put(History& history, std::int64_t from, std::int64_t count,
         const std::function<std::optional<Energy>(std::int64_t)>& value)
{
    for (std::int64_t i = 0; i < count; ++i)
        history.values[static_cast<std::size_t>(from + i)] = value(i);
}

} // namespace

Q_DECLARE_METATYPE(Dirt)

class TestScreening : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void believesWhatIsClean()
    {
        for (const Target target : {Target::Demand, Target::Pv}) {
            const History clean = target == Target::Demand ? homeOf(60) : roofOf(60);
            const Screening result = screen(target, clean, {});
            QCOMPARE(result.findings.size(), std::size_t{0});
            QCOMPARE(result.believed.values, clean.values);
        }
    }

    void findsTheDirtWhereItIs_data()
    {
        QTest::addColumn<Target>("target");
        QTest::addColumn<Dirt>("dirt");
        QTest::addColumn<Doubt>("doubt");
        QTest::addColumn<qint64>("from");
        QTest::addColumn<qint64>("count");
        const auto row = [](const char* name, Target target, Doubt doubt, qint64 from, qint64 count, Dirt dirt) {
            QTest::newRow(name) << target << dirt << doubt << from << count;
        };
        constexpr std::int64_t day = 48;
        row("a silent meter", Target::Demand, Doubt::Gap, 40 * day + 5, 9,
            [](History& h) { put(h, 40 * day + 5, 9, [](auto) { return std::nullopt; }); });
        row("a day of zeros", Target::Demand, Doubt::ZeroDay, 40 * day, day,
            [](History& h) { put(h, 40 * day, day, [](auto) { return Energy{}; }); });
        row("two dark days of a roof", Target::Pv, Doubt::ZeroDay, 41 * day, 2 * day,
            [](History& h) { put(h, 41 * day, 2 * day, [](auto) { return Energy{}; }); });
        row("a copied day", Target::Demand, Doubt::Repeat, 42 * day, day, [](History& h) {
            put(h, 42 * day, day, [&h](auto i) { return h.values[static_cast<std::size_t>(12 * day + i)]; });
        });
        row("a week of copies of one day of a roof", Target::Pv, Doubt::Repeat, 42 * day, 7 * day, [](History& h) {
            put(h, 42 * day, 7 * day, [&h](auto i) { return h.values[static_cast<std::size_t>(12 * day + i % day)]; });
        });
        row("a ramp that fills a gap", Target::Demand, Doubt::StraightLine, 40 * day, 30,
            [](History& h) { put(h, 40 * day, 30, [](auto i) { return Energy{300 + 3 * i}; }); });
        row("a counter that jumped", Target::Demand, Doubt::Spike, 40 * day + 7, 1,
            [](History& h) { put(h, 40 * day + 7, 1, [](auto) { return Energy{4'000'000}; }); });
        row("a counter that jumped today", Target::Demand, Doubt::Spike, 59 * day + 47, 1,
            [](History& h) { put(h, 59 * day + 47, 1, [](auto) { return Energy{4'000'000}; }); });
        row("a roof by night", Target::Pv, Doubt::NightEnergy, 40 * day + 2, 4,
            [](History& h) { put(h, 40 * day + 2, 4, [](auto i) { return Energy{200 + 31 * (i % 2)}; }); });
        row("a roof's week beyond the sun", Target::Pv, Doubt::Season, 50 * day, 7 * day, [](History& h) {
            put(h, 50 * day, 7 * day, [&h](auto i) { return *h.values[static_cast<std::size_t>(50 * day + i)] * 5; });
        });
    }
    void findsTheDirtWhereItIs()
    {
        QFETCH(Target, target);
        QFETCH(Dirt, dirt);
        QFETCH(Doubt, doubt);
        QFETCH(qint64, from);
        QFETCH(qint64, count);
        History history = target == Target::Demand ? homeOf(60) : roofOf(60);
        dirt(history);
        const Screening result = screen(target, history, {});
        QCOMPARE(result.findings, (std::vector<Finding>{{doubt, kMonday.plus(from), count}}));
        for (std::int64_t i = 0; i < std::ssize(history.values); ++i) {
            const auto at = static_cast<std::size_t>(i);
            if (i >= from && i < from + count)
                QVERIFY(!result.believed.values[at]);
            else
                QCOMPARE(result.believed.values[at], history.values[at]);
        }
    }

    void findsZerosInTheHourOfAClockChange()
    {
        HomeProfile profile;
        profile.zoneOffsetSeconds = 36'000;
        profile.clockChanges = {{kMonday.plus(48 * 20 + 32).start(), 39'600}};
        History history = homeOf(30);
        put(history, 48 * 20 + 32, 2, [](auto) { return Energy{}; });
        const Screening result = screen(Target::Demand, history, profile);
        QCOMPARE(result.findings, (std::vector<Finding>{{Doubt::ClockChange, kMonday.plus(48 * 20 + 32), 2}}));
    }

    void judgesByWhatCameBefore()
    {
        // What is believed of whole days past does not change when later days come.
        History history = roofOf(60);
        put(history, 48 * 30, 48, [](auto) { return Energy{}; });
        put(history, 48 * 50, 48 * 7,
            [&](auto i) { return *history.values[static_cast<std::size_t>(48 * 50 + i)] * 5; });
        const Screening whole = screen(Target::Pv, history, {});
        for (const std::int64_t days : {35, 45, 49}) {
            const History part{.first = history.first,
                               .values = {history.values.begin(), history.values.begin() + 48 * days}};
            const Screening early = screen(Target::Pv, part, {});
            QVERIFY(
                std::equal(early.believed.values.begin(), early.believed.values.end(), whole.believed.values.begin()));
        }
    }

    void neverLearnsFromDirt()
    {
        // A forecast from a history with dirt is that of the same history with the dirt missing.
        History history = homeOf(60);
        History holes = history;
        put(history, 48 * 57, 48, [](auto) { return Energy{}; });
        put(holes, 48 * 57, 48, [](auto) { return std::nullopt; });
        put(history, 48 * 55 + 3, 1, [](auto) { return Energy{9'000'000}; });
        put(holes, 48 * 55 + 3, 1, [](auto) { return std::nullopt; });
        Forecaster dirty{Target::Demand, {}};
        Forecaster clean{Target::Demand, {}};
        const Forecast a = dirty.forecast(history, history.end(), 50);
        const Forecast b = clean.forecast(holes, holes.end(), 50);
        QCOMPARE(dirty.screening().findings.size(), std::size_t{2});
        for (std::size_t i = 0; i < 50; ++i) {
            QCOMPARE(a.periods[i].p10, b.periods[i].p10);
            QCOMPARE(a.periods[i].p90, b.periods[i].p90);
            QCOMPARE(a.periods[i].mean, b.periods[i].mean);
        }
    }
};

QTEST_GUILESS_MAIN(TestScreening)
#include "tst_screening.moc"
